"""The kin of a word: what stands for it in texts of the three languages, and why.

A word is looked for in its own inflections, in what the lexicon calls it in its own language and in
the others, in words that are written of the same matter, in regular cognates, in what its verb or
its noun is called, and in the parts of a compound. Nothing is joined because it looks alike.
Every kinship has its weight and its reason, so that a page can say it and a reader take it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from network.language.bridge.second_words import second_words
from network.language.lexicon.dictionary import (
    is_in_dictionary,
    is_known,
    lemmas,
    parts_of_speech,
    split,
)
from network.language.lexicon.file import LexiconRow
from network.language.lexicon.lexicon import Lexicon, lexicon, related, terms_of
from network.language.lexicon.matters import matters
from network.language.lexicon.term_lists import places_of_terms, telling_words
from network.language.lexicon.word_kinds import EDGE, Place, decide
from network.language.lexicon.word_kinds import readings as read_parts
from network.language.words.everyday_words import is_everyday
from network.language.words.language_guess import guess
from network.language.words.spelling import common_spelling
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small

Reason = Literal["own", "equivalent", "synonym", "cognate", "derived", "part", "topic"]

# How much a text has of a word that has its kin: 1.0 for the word itself.
OWN = 1.0
# Another word that has the form that was asked for, where the form is a word itself.
SAME_FORM = 0.4
# A proper name that is spelt as a word.
NAMESAKE = 0.4
SIBLING = 0.95
EQUIVALENT = 0.95
SYNONYM = 0.75
COGNATE = 0.9
DERIVED = 0.8
TOGETHER = 0.9
# A topic of this name that the entry is filed under.
TOPIC = 0.7
# What else such a topic is called, or a broader one.
ALIAS = 0.25
# A name that is not the first of those that the lexicon has for a thing; and one that is, besides,
# the first of those for another.
NOT_USUAL = 0.7
OF_ANOTHER = 0.5
# A word inside a compound of the text: first, and last.
FRONT, LAST = 0.5, 0.6
# A compound's parts: near each other, in one text, and each alone.
PARTS_NEAR, PARTS_APART, FRONT_ALONE, LAST_ALONE = 0.75, 0.3, 0.22, 0.1

_NORWEGIAN = ("nb", "nn")
# The other Norwegian of a Norwegian language.
_SIBLINGS: Mapping[str, tuple[str, ...]] = {"nb": ("nn",), "nn": ("nb",), "sv": ()}


class Kin(NamedTuple):
    """What stands for a word: the key that the index has it under (see `keys`), and how much."""

    key: str
    weight: float
    reason: Reason


class Together(NamedTuple):
    """Several words that stand for a word where they stand near each other: of each its keys. Where
    they say nothing one by one (*god man*), only side by side, as they are in `label`."""

    keys: tuple[str, ...]
    weight: float
    reason: Reason
    label: str
    language: str
    side_by_side: bool = False


class Cognate(NamedTuple):
    """A spelling that a regular cognate has in texts of these languages; where the lexicon has a
    name for it (`doubted`), no other word of the dictionary is meant."""

    spelling: str
    languages: tuple[str, ...]
    weight: float
    doubted: tuple[str, ...]
    never: frozenset[tuple[str, str]]
    # What the word is; a word of the dictionary that is nothing of it is another.
    parts_of_speech: frozenset[str] = frozenset()
    # The keys of the words that the lexicon has for it.
    named: frozenset[str] = frozenset()


class WordKin(NamedTuple):
    """All that stands for one word of a question.

    `stands_for` counts the words of the question that were read as one term with it.
    `parts` are the kin of a compound's two parts, None for other words.
    """

    word: str
    languages: tuple[str, ...]
    kin: tuple[Kin, ...]
    together: tuple[Together, ...] = ()
    cognates: tuple[Cognate, ...] = ()
    parts: tuple[WordKin, WordKin] | None = None
    # The keys of the matters that it names. And what the thesaurus has beside it: each thing with
    # the keys of its words, by language; several keys where they must stand near each other.
    matters: tuple[str, ...] = ()
    written_with: tuple[tuple[tuple[str, ...], ...], ...] = ()
    # The keys of its false friends: a text that has one tells of that, not of the word's matter.
    false_friends: tuple[str, ...] = ()


def word_key(word: str, language: str) -> str:
    """The key under which the index has a word as a dictionary has it."""
    return f"{language}:{word}"


def first_key(form: str, language: str) -> str:
    """The key of the word that a folded form is most likely one of: the first that ``kin_of`` has
    beside its name, for a hundredth of the work."""
    return word_key(lemmas(form, language)[0].word, language)


def front_key(word: str, language: str) -> str:
    """The key of a word as the first part of compounds."""
    return f"{language}<{word}"


def last_key(word: str, language: str) -> str:
    """The key of a word as the last part of compounds."""
    return f"{language}>{word}"


def name_key(form: str) -> str:
    """The key of a form that stands as a proper name."""
    return f"={form}"


def topic_key(label: str) -> str:
    """The key of a topic's own name, folded."""
    return f"#{label}"


def topic_alias_key(name: str) -> str:
    """The key of what else a topic is called, folded."""
    return f"~{name}"


def matter_key(number: int) -> str:
    """The key of a matter that a text tells of (see `matters_told`)."""
    return f"%{number}"


def matter_of(key: str) -> int:
    """The number of the matter that a key of ``matter_key`` is of."""
    return int(key[1:])


def languages_of(words: Sequence[str], fallback: str | None) -> tuple[tuple[str, ...], ...]:
    """For each folded word of a question the languages it is taken for, at least one.

    A word is judged by itself: the languages that know it. Where several do, those that the other
    words speak for. What means one thing in one language and another in the next (*rolig*), and
    cannot be told from the other words, is a word of ``fallback`` (the page's language).
    """
    knowing = [tuple(language for language in LANGUAGES if is_known(w, language)) for w in words]
    speaking: Counter[str] = Counter()
    guessed = guess(" ".join(words))
    if guessed:
        speaking[guessed] += 1
    for languages in knowing:
        if len(languages) < len(LANGUAGES):
            speaking.update(languages)
    swedish, norwegian = speaking["sv"], max(speaking["nb"], speaking["nn"])
    usual: tuple[str, ...] = LANGUAGES
    if swedish > norwegian:
        usual = ("sv",)
    elif norwegian > swedish:
        usual = _NORWEGIAN
    chosen = []
    for word, languages in zip(words, knowing, strict=True):
        possible = languages or LANGUAGES
        if usual == LANGUAGES and fallback and _means_another(word, possible):
            own = ("sv",) if fallback == "sv" else _NORWEGIAN
            possible = tuple(language for language in possible if language in own) or possible
        chosen.append(tuple(language for language in possible if language in usual) or possible)
    return tuple(chosen)


def _means_another(word: str, languages: Sequence[str]) -> bool:
    """Whether a word is a false friend of what is spelt the same in another of its languages."""
    return any(
        (other, lemma.word) in lexicon().false_friends(lemma.word, language)
        for language in languages
        for lemma in lemmas(word, language)
        for other in languages
    )


@lru_cache(maxsize=2_000)
def kin_of_hyphenated(form: str, parts: tuple[str, ...]) -> WordKin:
    """The kin of a word with hyphens: of what it is without them, and of the terms of the lexicon
    that are all of its parts (*SLT-koordinator*)."""
    joined = kin_of((form,), 0, languages_of((form,), None))
    whole = list(_equivalents(parts, 0, LANGUAGES, (), whole=True))
    kin = {of_word.key: of_word for of_word in joined.kin}
    for equivalent in whole:
        if len(equivalent.keys) == 1:
            key = equivalent.keys[0]
            kin.setdefault(key, Kin(key, equivalent.weight, equivalent.reason))
    return joined._replace(
        kin=tuple(kin.values()),
        together=(*joined.together, *(other for other in whole if len(other.keys) > 1)),
    )


def kin_of(
    words: tuple[str, ...], place: int, languages_of_words: tuple[tuple[str, ...], ...]
) -> WordKin:
    """The kin of the word at ``place`` in a run of folded words, each taken for a word of some
    languages.

    The words around it are read for terms of several words that it stands in, and for matters that
    they name together. Costs some 0.2 ms the first time; raises nothing.
    """
    return with_topics(
        kin_without_topics(words, place, languages_of_words), topics_around(words, place)
    )


def topics_around(words: Sequence[str], place: int) -> tuple[str, ...]:
    """The keys of topics that may be called as the word with others beside it, up to four words."""
    return tuple(
        key_of(" ".join(words[start : start + length]))
        for key_of in (topic_key, topic_alias_key)
        for length in range(2, min(_LONGEST_TERM, len(words)) + 1)
        for start in range(max(0, place - length + 1), min(place, len(words) - length) + 1)
    )


def with_topics(kin: WordKin, topics: Sequence[str]) -> WordKin:
    """The kin of a word with topics of several words, behind the one of itself."""
    if not topics:
        return kin
    own = topic_key(kin.word)
    places = (place for place, of_word in enumerate(kin.kin, start=1) if of_word.key == own)
    behind = next(places, len(kin.kin))
    around = (
        Kin(key, TOPIC if key[0] == "#" else ALIAS, "topic")
        for key in dict.fromkeys(topics)
        if key != own
    )
    return kin._replace(kin=(*kin.kin[:behind], *around, *kin.kin[behind:]))


def kin_without_topics(
    words: tuple[str, ...], place: int, languages_of_words: tuple[tuple[str, ...], ...]
) -> WordKin:
    """As `kin_of`, without topics of several words.

    Where the words around it say nothing of a word, as most often, this is the one value that it
    has alone.
    """
    word, languages = words[place], languages_of_words[place]
    if len(words) == 1:
        return _kin_in_run(words, place, languages_of_words, (None,) * len(languages))
    told = tuple(_tell_part(words, place, language) for language in languages)
    alone = _kin_in_run((word,), 0, (languages,), told)
    named = _matter_keys(words, place, languages_of_words)
    if sorted(named) == sorted(alone.matters) and not _is_in_term(words, place, languages_of_words):
        return alone
    return _kin_in_run(words, place, languages_of_words, told)


def _tell_part(words: tuple[str, ...], place: int, language: str) -> str | None:
    """What the word at a place is, where it may be several things and a small word beside it tells:
    *følger* is a verb behind *som*. Who asks writes no imperatives, and often no sentence."""
    if not any(map(is_small, (*words[max(0, place - 1) : place], *words[place + 1 : place + 2]))):
        return None
    form, before, after = words[place], words[:place][-3:], words[place + 1 :][:2]
    may_be = read_parts(form, language)
    parts = frozenset(part for _, part in may_be)
    if len(parts) < _SEVERAL:
        return None
    around = Place((*reversed(before), EDGE, EDGE, EDGE)[:3], (*after, EDGE, EDGE)[:2])
    verbs = frozenset(word for word, part in may_be if part == "verb")
    told = decide(form, around, parts, verbs, language)
    is_imperative = told == "verb" and form in {verb[:-1] for verb in verbs}
    return None if is_imperative else told


_SEVERAL = 2


def _is_in_term(
    words: tuple[str, ...], place: int, languages_of_words: tuple[tuple[str, ...], ...]
) -> bool:
    """Whether the word may stand in a term of several words with those beside it."""
    languages = set(languages_of_words[place])
    for start in range(max(0, place - _LONGEST_TERM + 1), min(place + 1, len(words) - 1)):
        following = words[start + 1]
        for language in languages.union(languages_of_words[start]):
            seconds = second_words(language)
            for lemma in lemmas(words[start], language):
                of_first = seconds.get(lemma.word)
                if of_first and (
                    following in of_first or lemmas(following, language)[0].word in of_first
                ):
                    return True
    return False


class MultiwordName(NamedTuple):
    """Words that say nothing one by one, and are together what the lexicon calls something: as they
    were asked for, as the lexicon has them, and what else it is called, in whichever language."""

    words: tuple[str, ...]
    matched: tuple[str, ...]
    names: tuple[Together, ...]


def find_multiword_name(
    words: tuple[str, ...], place: int, languages: Sequence[str]
) -> MultiwordName | None:
    """The longest such name that begins at a place in a run of folded words, which are taken for
    words of these languages: *god man* is neither good nor a man. None where none does.

    Only nouns that the neighbour has a telling word for: *gode eksempler* are good examples.
    """
    # *Hva skjer* asks, and *ha det bra* is done.
    languages = [
        language
        for language in languages
        if not parts_of_speech(lemmas(words[place], language)[0].word, language).isdisjoint(
            ("noun", "adjective")
        )
    ]
    for length in range(min(_LONGEST_TERM, len(words) - place), 1, -1):
        several = words[place : place + length]
        for language in languages:
            if not all(_says_nothing(word, language) for word in several):
                continue
            nouns = [
                matched
                for matched_length, row, matched, _ in _rows(lexicon(), False, several, language)
                if matched_length == length and row.part_of_speech == "n"
            ]
            names = tuple(_equivalents(several, 0, (language,), (), whole=True)) if nouns else ()
            if any(
                len(name.keys) == 1
                and name.reason == "equivalent"
                and not is_everyday(name.keys[0][3:])
                for name in names
            ):
                return MultiwordName(several, nouns[0], names)
    return None


def _says_nothing(word: str, language: str) -> bool:
    """Whether a word, or what it is a form of, holds a question together or stands for anything."""
    lemma = lemmas(word, language)[0].word
    return any(is_small(form) or is_everyday(form) for form in (word, lemma))


def load_tables() -> None:
    """Read all tables that words are bridged by: some 0.2 s where they are kept, and 70 MB, which
    processes share that are made afterwards. Next to nothing where they are read already."""
    for language in LANGUAGES:
        lemmas("er", language)
        second_words(language)
        places_of_terms("terms", language)
    matters()


# Some 5 KB each: a process that answers for weeks has no more than 25 MB of them.
@lru_cache(maxsize=5_000)
def _kin_in_run(
    words: tuple[str, ...],
    place: int,
    languages_of_words: tuple[tuple[str, ...], ...],
    told: tuple[str | None, ...],
) -> WordKin:
    word, languages = words[place], languages_of_words[place]
    weights: dict[str, Kin] = {}

    def add(key: str, weight: float, reason: Reason) -> None:
        if key not in weights or weights[key].weight < weight:
            weights[key] = Kin(key, weight, reason)

    # Who writes a word of the lexicon in small letters seldom asks for somebody of that name.
    is_word = any(is_in_dictionary(word, language) for language in languages)
    add(name_key(word), NAMESAKE if is_word else OWN, "own")
    readings = _readings(word, languages, told)
    for lemma, language, weight in readings:
        add(word_key(lemma, language), weight, "own")
        for sibling in _SIBLINGS[language]:
            add(word_key(lemma, sibling), weight * SIBLING, "own")
    add(topic_key(word), TOPIC, "topic")
    add(topic_alias_key(word), ALIAS, "topic")
    together: dict[tuple[str, ...], Together] = {}
    # What stands for almost anything stands for nothing.
    is_telling = not is_everyday(word)
    told_of = dict(zip(languages, told, strict=True))
    for equivalent in _equivalents(words, place, languages, readings, told):
        if len(equivalent.keys) == 1:
            key = equivalent.keys[0]
            if is_telling and is_everyday(key[3:]):
                continue
            add(key, equivalent.weight, equivalent.reason)
            name = key.partition(":")[2]
            for sibling in _SIBLINGS[equivalent.language]:
                # What the sibling has as a word is what the lexicon calls it there, or another:
                # Nynorsk *sal* is a sale, Bokmål *sal* a hall.
                if not is_in_dictionary(name, sibling):
                    add(
                        word_key(name, sibling),
                        equivalent.weight * SIBLING,
                        equivalent.reason,
                    )
        else:
            # What has the word itself beside others is found by the word.
            if any(key in weights and weights[key].reason == "own" for key in equivalent.keys):
                continue
            before = together.get(equivalent.keys)
            if before is None or before.weight < equivalent.weight:
                together[equivalent.keys] = equivalent
    for kin in list(weights.values()):
        language, _, lemma = kin.key.partition(":")
        # Not of what merely may be meant, nor of a short word for it, which has many senses:
        # *leiing* is no *leie*.
        is_own = kin.reason == "own"
        if (
            lemma
            and kin.weight >= SIBLING
            and (is_own or (kin.reason == "equivalent" and len(lemma) >= _OF_ONE_SENSE))
        ):
            reason: Reason = "derived" if is_own else kin.reason
            for other in _derived(lemma, language):
                if _are_apart(lemma, other, language):
                    continue
                add(word_key(other, language), kin.weight * DERIVED, reason)
    for kin in list(weights.values()):
        language, _, lemma = kin.key.partition(":")
        if lemma and kin.reason != "topic":
            reason = "part" if kin.reason == "own" else kin.reason
            # No other kin has these keys.
            front, last = front_key(lemma, language), last_key(lemma, language)
            weights[front] = Kin(front, kin.weight * FRONT, reason)
            weights[last] = Kin(last, kin.weight * LAST, reason)
    return WordKin(
        word,
        languages,
        tuple(weights.values()),
        tuple(together.values()),
        tuple(_cognates(readings, told_of)),
        _parts(readings),
        _matter_keys(words, place, languages_of_words),
        _written_with(words, place, languages_of_words),
        tuple(
            word_key(friend, other)
            for lemma, language, _ in readings
            for inside in (lemma, *_words_inside(lemma, language))
            for other, friend in sorted(lexicon().false_friends(inside, language))
            if other != language
        ),
    )


def as_name(kin: WordKin) -> WordKin:
    """The kin of a word that is written as a name: itself as a name, and in its own language."""
    own = tuple(of_word for of_word in kin.kin if of_word.reason in ("own", "topic"))
    return WordKin(kin.word, kin.languages, own)


def _readings(
    word: str, languages: Sequence[str], told: Sequence[str | None]
) -> list[tuple[str, str, float]]:
    """(word as a dictionary has it, language, weight) of all that a form may be one of; ``told``
    has of each language what the words beside it tell that it is. Where the form is a word itself,
    the others are less likely meant."""
    readings = []
    told_elsewhere = next(filter(None, told), None)
    for language, told_of_language in zip(languages, told, strict=True):
        told_part = told_of_language or told_elsewhere
        possible = lemmas(word, language)
        is_itself = is_in_dictionary(word, language) or is_small(word) or is_everyday(word)
        kinds = [parts_of_speech(lemma.word, language) for lemma in possible]
        may_be_noun = any("noun" in parts for parts in kinds)
        for place, (lemma, parts) in enumerate(zip(possible, kinds, strict=True)):
            # Few ask by an imperative: *lever* is of *leve* before it is of *levere*. And what may
            # be a noun is one: *veier* are roads before somebody weighs.
            is_imperative = len(possible) > 1 and word == lemma.word[:-1]
            is_verb = may_be_noun and parts == {"verb"}
            is_less_likely = is_imperative or is_verb or (is_itself and place)
            if told_part is not None and parts:
                is_less_likely = told_part not in parts
            weight = SAME_FORM if is_less_likely else OWN
            readings.append((lemma.word, language, weight))
    return readings


def _equivalents(
    words: Sequence[str],
    place: int,
    languages: Sequence[str],
    readings: Sequence[tuple[str, str, float]],
    told: Sequence[str | None] = (),
    *,
    whole: bool = False,
) -> Iterator[Together]:
    """What the lexicon calls the term that the word begins or stands in; the longest term keeps
    out the shorter ones. With ``whole`` only terms that are all of the words. A word alone is
    called so as what it is read as."""
    longest = len(words) if whole else 0
    gathered: list[tuple[int, Together]] = []
    weights = {(lemma, language): weight for lemma, language, weight in readings}
    told_of = dict(zip(languages, told, strict=False))
    for start in range(max(0, place - _LONGEST_TERM + 1), place + 1):
        for language in languages:
            for length, row, matched, exactness in _rows(lexicon(), False, words[start:], language):
                if start + length <= place:
                    continue
                longest = max(longest, length)
                lemma = lemmas(matched[0], language)[0].word
                if length == 1:
                    part = told_of.get(language)
                    if not _may_be(words[place], lemma, language, row.part_of_speech, part):
                        continue
                    exactness = weights.get((lemma, language), SAME_FORM)
                    exactness *= 1.0 if _is_usual(matched, row, language) else NOT_USUAL
                for other_language in LANGUAGES:
                    for term in terms_of(row, other_language):
                        if term.words == matched and other_language == language:
                            continue
                        together = _together(
                            term.words, term.label, language, other_language, row.part_of_speech
                        )
                        if together:
                            weighed = together.weight * exactness
                            if length == len(together.keys) == 1 and _is_of_another(
                                row, (matched, lemma, language), (term.words, together.keys[0])
                            ):
                                weighed *= OF_ANOTHER
                            gathered.append((length, together._replace(weight=weighed)))
    for length, equivalent in gathered:
        if length == longest:
            yield equivalent


_PARTS = {"n": "noun", "v": "verb", "adj": "adjective"}


def _may_be(form: str, lemma: str, language: str, part_of_row: str, told: str | None) -> bool:
    """Whether a form of a word may be what a row of the lexicon is, and is what is told of it:
    *lokal mat* is no *lokale*."""
    part = _PARTS.get(part_of_row)
    parts: set[str] = {part for word, part in read_parts(form, language) if word == lemma}
    if told in parts:
        parts = {told}
    elif "adjective" in parts:
        # *De hjemvendte* are a thing as well.
        parts |= parts_of_speech(lemma, language) & {"noun"}
    return part is None or not parts or part in parts


def _is_usual(words: Sequence[str], row: LexiconRow, language: str) -> bool:
    """Whether these are the first that a row has in a language."""
    return terms_of(row, language)[0].words == words


def _is_of_another(
    row: LexiconRow, asked: tuple[Sequence[str], str, str], name: tuple[Sequence[str], str]
) -> bool:
    """Whether the word that is asked for, or a name that a row has for it, stands there beside the
    usual one and is itself the usual one for something else, of which the other is no name: *høy*
    stands beside *lang*, and is the first for what is tall."""
    (matched, lemma, language), (words, key) = asked, name
    other_language, other = key[:2], key[3:]
    return (
        not _is_usual(words, row, other_language)
        and _is_usual_elsewhere(other, other_language, lemma, language)
    ) or (
        not _is_usual(matched, row, language)
        and _is_usual_elsewhere(lemma, language, other, other_language)
    )


@lru_cache(maxsize=20_000)
def _is_usual_elsewhere(word: str, language: str, other: str, other_language: str) -> bool:
    """Whether a word is the first of a row that does not have another word."""
    for number, place in places_of_terms("terms", language).get(word, ()):
        row = lexicon().rows[number]
        if place or len(terms_of(row, language)[0].words) > 1:
            continue
        names = (term.words for term in terms_of(row, other_language))
        if all(len(name) > 1 or lemmas(name[0], other_language)[0].word != other for name in names):
            return True
    return False


_LONGEST_TERM = 4
_OF_ONE_SENSE = 9
_MOST_OF_NAME = 2


def _together(
    words: Sequence[str], label: str, language: str, other_language: str, part_of_row: str
) -> Together | None:
    same = other_language == language
    reason: Reason = "synonym" if same else "equivalent"
    weight = SYNONYM if same else EQUIVALENT
    keys = tuple(
        word_key(lemmas(word, other_language)[0].word, other_language)
        for word in words
        if len(words) == 1 or not is_small(word)
    )
    if len(words) > 1:
        weight *= TOGETHER
    if not keys or (len(keys) == 1 and len(words) > 1):
        # Of *ta seg av* the verb alone says nothing.
        if part_of_row != "n":
            return None
        all_keys = tuple(
            word_key(lemmas(word, other_language)[0].word, other_language) for word in words
        )
        return Together(all_keys, weight, reason, label, other_language, side_by_side=True)
    return Together(keys, weight, reason, label, other_language)


def _rows(
    table: Lexicon, is_related: bool, words: Sequence[str], language: str
) -> Iterator[tuple[int, LexiconRow, tuple[str, ...], float]]:
    """(length, row, the term's words, how exactly) of the rows whose term the words begin with."""
    first = words[0]
    places = places_of_terms("related" if is_related else "terms", language)
    possible = lemmas(first, language)
    for lemma in possible:
        for number, place in places.get(lemma.word, ()):
            term_words = _words_of_terms(is_related, number, language)[place]
            length = len(term_words)
            if length > len(words):
                continue
            if length == 1 or all(
                mine == theirs or lemmas(mine, language)[0].word == lemmas(theirs, language)[0].word
                for mine, theirs in zip(words[1:length], term_words[1:], strict=True)
            ):
                # The very word before those that merely may be its inflection, and a thing's usual
                # name before its others, which are more often used of something else.
                is_first = lemma.word == possible[0].word
                exactness = 1.0 if is_first or not is_in_dictionary(first, language) else SAME_FORM
                if place and not is_related:
                    exactness *= NOT_USUAL
                yield length, table.rows[number], term_words, exactness


# By the row's number: most rows that are looked at have another term than the one asked for, and to
# find out what one has by the row itself would read all of it.
@lru_cache(maxsize=20_000)
def _words_of_terms(
    is_related: bool,
    number: int,
    language: str,
) -> tuple[tuple[str, ...], ...]:
    """The words of the terms of a row in one language."""
    table = related() if is_related else lexicon()
    return tuple(term.words for term in terms_of(table.rows[number], language))


def _matter_keys(
    words: tuple[str, ...], place: int, languages: tuple[tuple[str, ...], ...]
) -> tuple[str, ...]:
    """The matters that the word names, alone or with others of the question: those whose name
    takes the most of its words."""
    naming = [
        (len(places), number)
        for number, places in _matters_named(words, languages)
        if place in places
    ]
    most = max((length for length, _ in naming), default=0)
    return tuple(matter_key(number) for length, number in naming if length == most)


def _written_with(
    words: tuple[str, ...], place: int, languages: tuple[tuple[str, ...], ...]
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """What is written of by who writes of the word, by the thesaurus; of terms of several words
    the longest."""
    longest = 0
    rows: set[LexiconRow] = set()
    for start in range(max(0, place - _LONGEST_TERM + 1), place + 1):
        for language in languages[start]:
            for length, row, _, exactness in _rows(related(), True, words[start:], language):
                if start + length <= place or length < longest or exactness < OWN:
                    continue
                if length > longest:
                    longest = length
                    rows.clear()
                rows.add(row)
    return tuple(
        things for row in sorted(rows, key=lambda row: row.line) for things in _row_things(row)
    )


@lru_cache(maxsize=2_000)
def _row_things(row: LexiconRow) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Of each term of a row the keys it has, in its own language and in the sibling."""
    things = []
    for language in LANGUAGES:
        for term in terms_of(row, language):
            said = [word for word in term.words if len(term.words) == 1 or not is_small(word)]
            spoken = (language, *_SIBLINGS[language])
            if said:
                things.append(
                    tuple(
                        tuple(word_key(lemmas(word, other)[0].word, other) for word in said)
                        for other in spoken
                    )
                )
    return tuple(things)


@lru_cache(maxsize=5_000)
def _matters_named(
    words: tuple[str, ...], languages: tuple[tuple[str, ...], ...]
) -> tuple[tuple[int, frozenset[int]], ...]:
    """The matters of which the words have a whole name, in whatever order and with whatever
    between, each with where its words stand."""
    places: dict[str, dict[str, int]] = {"sv": {}, "nb": {}}
    inside: dict[str, dict[str, int]] = {"sv": {}, "nb": {}}
    for place, (word, of_word) in enumerate(zip(words, languages, strict=True)):
        for language in of_word:
            for lemma in lemmas(word, language)[:2]:
                places["sv" if language == "sv" else "nb"].setdefault(lemma.word, place)
                if language == "nn":
                    places["nb"].setdefault(_key_in(word, "nn", "nb")[3:], place)
            inside["sv" if language == "sv" else "nb"].update(
                (part, place) for part in _words_inside(word, language)
            )
    named: dict[int, frozenset[int]] = {}
    for language, lemma_places in places.items():
        with_inside = {**inside[language], **lemma_places}
        names = places_of_terms("matters", language)
        for first in with_inside:
            for number, place in names.get(first, ()):
                name = _name_of_matter(number, place, language)
                # A part of a compound names nothing alone.
                having = lemma_places if len(name) == 1 else with_inside
                if all(part in having for part in name):
                    found = frozenset(having[part] for part in name)
                    if len(found) > len(named.get(number, frozenset())):
                        named[number] = found
    return tuple(named.items())


@lru_cache(maxsize=10_000)
def _name_of_matter(number: int, place: int, language: str) -> tuple[str, ...]:
    """The telling words of one of a matter's names."""
    return telling_words(matters()[number].names[language][place], language)


def _words_inside(word: str, language: str) -> Iterator[str]:
    """The words that a compound is made of."""
    parts = split(word, language)
    if parts is not None:
        for part in parts:
            yield part[0]
            yield from _words_inside(part[0], language)


def things_that_tell(number: int) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Of each thing that tells of a matter, its names included, the keys that it has by language;
    several keys where they must stand near each other. Works out some 30 things, 1 ms."""
    matter = matters()[number]
    things = []
    for language in ("sv", "nb"):
        # A name of many words is a question, not what texts are written with.
        names = [name for name in matter.names[language] if len(name) <= _MOST_OF_NAME]
        for words in dict.fromkeys((*matter.told_by[language], *names)):
            said = [word for word in words if len(words) == 1 or not is_small(word)]
            spoken = ("sv",) if language == "sv" else _NORWEGIAN
            things.append(
                tuple(tuple(_key_in(word, language, other) for word in said) for other in spoken)
            )
    return tuple(things)


def _key_in(word: str, language: str, other: str) -> str:
    """The key of a Bokmål or Swedish word in its own language, or of what Nynorsk calls it."""
    if language == other:
        return word_key(lemmas(word, language)[0].word, language)
    for row, matched in _own_rows(word, language):
        for term in terms_of(row, other):
            if len(term.words) == 1 and matched:
                return word_key(lemmas(term.words[0], other)[0].word, other)
    return word_key(lemmas(word, other)[0].word, other)


def _own_rows(word: str, language: str) -> Iterator[tuple[LexiconRow, bool]]:
    for _, row, _, exactness in _rows(lexicon(), False, (word,), language):
        yield row, exactness >= NOT_USUAL


def _derived(lemma: str, language: str) -> Iterator[str]:
    """The noun of a verb and the verb of a noun: *forebygge*, *forebygging*."""
    endings = ("ning", "ande", "ende", "else") if language == "sv" else ("ing", "ning", "else")
    infinitive = "a" if language == "sv" else "e"
    for ending in endings:
        if lemma.endswith(ending) and len(lemma) - len(ending) > 2:
            verb = lemma[: -len(ending)] + infinitive
            if "verb" in parts_of_speech(verb, language):
                yield verb
    if parts_of_speech(lemma, language) == {"verb"} and lemma.endswith(infinitive):
        yield from (lemma[:-1] + ending for ending in endings[:2])


def _are_apart(one: str, other: str, language: str) -> bool:
    """Whether the neighbours call a verb and its noun by words that have nothing in common:
    *høring* (*remiss*) and *høre* (*höra*)."""
    of_one, of_other = _foreign_names(one, language), _foreign_names(other, language)
    return bool(of_one and of_other) and of_one.isdisjoint(of_other)


@lru_cache(maxsize=5_000)
def _foreign_names(lemma: str, language: str) -> frozenset[str]:
    """What the words begin with that the lexicon has for a word across the border."""
    others = ("sv",) if language in _NORWEGIAN else _NORWEGIAN
    beginnings: set[str] = set()
    for number, place in places_of_terms("terms", language).get(lemma, ()):
        row = lexicon().rows[number]
        if len(terms_of(row, language)[place].words) == 1:
            beginnings.update(
                term.words[0][:_BEGINNING] for other in others for term in terms_of(row, other)
            )
    return frozenset(beginnings)


_BEGINNING = 4


def _cognates(
    readings: Sequence[tuple[str, str, float]], told: Mapping[str, str | None]
) -> Iterator[Cognate]:
    derived = [
        (other, language, weight * DERIVED)
        for lemma, language, weight in readings
        if weight == OWN
        for other in _derived(lemma, language)
        if is_in_dictionary(other, language) and not _are_apart(lemma, other, language)
    ]
    for lemma, language, weight in (*readings, *derived):
        spelling = common_spelling(lemma)
        others = tuple(
            other for other in LANGUAGES if other != language and other not in _SIBLINGS[language]
        )
        if len(spelling) < 3 or weight < DERIVED:
            continue
        parts: frozenset[str] = parts_of_speech(lemma, language)
        told_part = told.get(language)
        if told_part is not None and told_part in parts:
            parts = frozenset((told_part,))
        named = _named(lemma, language)
        covered = {key[:2] for key in named}
        covered.update(*(_SIBLINGS[other] for other in tuple(covered)))
        yield Cognate(
            spelling,
            others,
            COGNATE * weight,
            tuple(other for other in others if other in covered),
            lexicon().false_friends(lemma, language),
            parts,
            named,
        )
        # The sibling writes many a word otherwise, and the lexicon has most of them.
        for sibling in _SIBLINGS[language]:
            yield Cognate(
                spelling, (sibling,), COGNATE * weight, (sibling,), frozenset(), parts, named
            )


@lru_cache(maxsize=5_000)
def _named(lemma: str, language: str) -> frozenset[str]:
    """The keys of the words that the lexicon has for a word, in whichever language."""
    named: set[str] = set()
    for number, place in places_of_terms("terms", language).get(lemma, ()):
        row = lexicon().rows[number]
        if len(terms_of(row, language)[place].words) > 1:
            continue
        for other in LANGUAGES:
            named.update(
                word_key(lemmas(term.words[0], other)[0].word, other)
                for term in terms_of(row, other)
                if len(term.words) == 1
            )
    return frozenset(named)


def _parts(readings: Sequence[tuple[str, str, float]]) -> tuple[WordKin, WordKin] | None:
    """The kin of the two parts of a compound, read as words of the language that it is one in."""
    for lemma, language, weight in readings:
        # What must not be taken for another word must not be by its parts either.
        parts = None if lexicon().false_friends(lemma, language) else split(lemma, language)
        if parts is not None and weight == OWN:
            front, last = (kin_of((part[0],), 0, ((language,),)) for part in parts)
            return front, last
    return None
