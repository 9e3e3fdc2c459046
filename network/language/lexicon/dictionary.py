"""The words that a form may be an inflection of, by the lexicon's own words and the paradigms.

*lærerne* is one of *lærer*, *lagar* one of *lag* and of *laga*. A compound that stands in no list
is inflected as its last part is: *nattsykepleierne*. What is known in no way is brought to a stem
by its endings alone, with a hyphen where that stem is a word: *bar-* of *barr*.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from network.language.lexicon.kept_files import KEPT, read_kept, write_kept
from network.language.lexicon.word_list import (
    BEGINNING,
    PREFIXES,
    WordList,
    without_j,
    word_lists,
)
from network.language.lexicon.word_list import RULES as WORD_RULES
from network.language.words.paradigms import PartOfSpeech
from network.language.words.stems import stem
from network.language.words.stop_words import is_small

_FILE = "all_words.json"
_RULES = (*WORD_RULES, "lexicon/dictionary.py")
# A last part of fewer letters ends too many words that are no compounds.
_SHORTEST_HEAD, _SHORTEST_FRONT = 4, 3
_SHORTEST_COMPOUND = _SHORTEST_HEAD + 2
_LINKS = ("", "s", "e")
# Shorter fronts, and forms of words that begin compounds.
_SHORT_FRONTS = frozenset("el is by øy ku ko års".split())
_FORMS_AS_FRONTS = frozenset("foreldre föräldra eldre äldre hjemme heime hemma vass".split())
# Shorter last parts that end compounds of a longer first part: *sykehjems|mat*, no *auto|mat*.
_SHORT_HEADS = frozenset(
    "bad bil bok bro by båt dag hem hus kök lag mat rom rum råd sak tak tid tog tåg vei väg".split()
)
_FRONT_OF_SHORT_HEAD, _SHORTEST_OF_SHORT_HEADS = 5, min(map(len, _SHORT_HEADS))
# Fronts that link with an *s*: *informasjons|tavle* (no *stavle*), but *bolig|skatt*,
# which is no *katt*.
_TAKE_S = ("sjon", "tion", "het", "heit", "ing", "dom", "skap", "tet", "nad", "else", "år")
# Words that begin so are no compounds, though both parts of them are words.
_NEVER_SPLIT = tuple(
    "basseng beskytt genetik kompost konserver porträtt prospekt tilgjev veranda "
    "förslag förebild missnöj ansträng".split()
)
# Endings that make words of others, and what the others end in.
_DERIVATIONS = (
    ("het", ("",)),
    ("heit", ("",)),
    ("leik", ("",)),
    ("ning", ("a", "e")),
    ("ing", ("a", "e")),
    ("else", ("a", "e")),
    ("itet", ("", "isk")),
)
_PREFIXES_BY_LETTER = {
    letter: tuple(sorted((p for p in PREFIXES if p[0] == letter), key=len))
    for letter in {prefix[0] for prefix in PREFIXES}
}


class Lemma(NamedTuple):
    """A word as a dictionary has it, in one language; `is_known` if the lexicon has it, as a whole
    or as the last part of a compound, and it is not a stem that was worked out."""

    word: str
    language: str
    is_known: bool


@lru_cache(maxsize=1)
def _dictionaries() -> dict[str, WordList]:
    return word_lists()


def is_in_dictionary(word: str, language: str) -> bool:
    """Whether a folded word is one of the lexicon's in the form that a dictionary has."""
    return bool(_dictionaries()[language].parts_of_speech.get(without_j(word, language)))


def parts_of_speech(word: str, language: str) -> frozenset[PartOfSpeech]:
    """What kinds of word a folded word of the lexicon may be; none for other words."""
    known = _dictionaries()[language].parts_of_speech.get(without_j(word, language), ())
    return frozenset(known)


@lru_cache(maxsize=200_000)
def lemmas(form: str, language: str) -> tuple[Lemma, ...]:
    """The words that one folded form in `nb`, `nn` or `sv` may be an inflection of, the most
    likely first; never none.

    Forms of one word have one lemma in common. Raises KeyError for another language.
    """
    if len(form) < 2 or not form.isalpha():
        return (Lemma(form, language, is_known=False),)
    canonical = without_j(form, language)
    words = _dictionaries()[language]
    ranked = [canonical] if canonical in words.fixed else []
    ranked += (word for word in _ranked(words.words(canonical), canonical) if word not in ranked)
    if ranked:
        return tuple(Lemma(word, language, is_known=True) for word in ranked)
    if len(form) < _SHORTEST_COMPOUND:
        return (Lemma(_stem(canonical, language), language, is_known=False),)
    of_compound = _lemmas_by_last_part(canonical, language)
    if of_compound:
        return of_compound
    return (Lemma(_stem(canonical, language), language, is_known=False),)


@lru_cache(maxsize=1)
def all_words() -> tuple[str, ...]:
    """The lexicon's words in all languages, each spelling once, in order.

    From a kept file, though they stand in the dictionaries: to go through those would copy them
    for a process that shares them with others, 40 MB.
    """
    kept: list[str] | None = read_kept(KEPT / _FILE, _RULES)
    return tuple(work_out_all_words() if kept is None else kept)


def work_out_all_words() -> list[str]:
    """All words, worked out, in order."""
    words = {
        word
        for dictionary in _dictionaries().values()
        for word, parts in dictionary.parts_of_speech.items()
        if parts
    }
    return sorted(words)


def keep(folder: Path = KEPT) -> None:
    """Write the file of all words, unless it is there and of today's lexicon."""
    write_kept(folder / _FILE, _RULES, work_out_all_words)


def is_known(form: str, language: str) -> bool:
    """Whether the lexicon has a word of this form."""
    return lemmas(form, language)[0].is_known


def split(form: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The lemmas of the two parts of a compound: of the first, without what links them, and of
    the last. None for a word that is no compound of words of the lexicon."""
    parts = _split(without_j(form, language), language)
    if parts is None:
        return None
    front, head = parts
    words = _dictionaries()[language]
    return (
        tuple(_ranked([*words.words(front), *_as_front(front, words)], front)),
        tuple(_ranked(words.words(head), head)),
    )


def _as_front(front: str, words: WordList) -> list[str]:
    """The first part as it is, where it is a form, a word of one form or a compound."""
    is_other = front in _FORMS_AS_FRONTS or front in words.fixed or not words.words(front)
    return [front] * is_other


def _ranked(words: list[str], form: str) -> list[str]:
    """The words that a form may be one of: the form itself first, then the shortest."""
    return sorted(words, key=lambda word: (word != form, len(word), word))


@lru_cache(maxsize=100_000)
def _split(form: str, language: str) -> tuple[str, str] | None:
    """The front of a compound, as a dictionary has it, and its last part, as written.

    Of several ways the one with the longest front: most compounds grow at their end.
    """
    if len(form) < _SHORTEST_COMPOUND or not form.isalpha():
        return None
    if form.startswith(_NEVER_SPLIT):
        return None
    words = _dictionaries()[language]
    whole = words.words(form)
    # The last part begins well within the word itself: *elev|anes* is one word.
    last = min((len(word) - 2 for word in whole), default=len(form))
    last = min(last, len(form) - _SHORTEST_OF_SHORT_HEADS)
    # A first part with another vowel at its end only where there is no other, one that is a
    # compound itself only where there is none of either: *fall|olycka*, *skol|närvaro|team*.
    beginnings = words.beginnings
    heads = [
        (place, form[place:])
        for place in range(last, _SHORTEST_FRONT - 2, -1)
        if form[place : place + BEGINNING] in beginnings
        and _is_long_enough(form, place)
        and _is_head(form[place:], language)
    ]
    if not heads:
        return None
    for word in whole or (form,):
        base = _base(word, language)
        if _has_prefix(base or word, words) or (base and _split(base, language) is None):
            return None
    for may_be_compound, fronts in (
        (False, _fronts),
        (False, _fronts_with_other_vowel),
        (True, _fronts),
        (True, _fronts_with_other_vowel),
    ):
        for place, head in heads:
            for written in fronts(form[:place], language):
                front = without_j(written, language)
                is_part = (
                    _is_compound(front, language) if may_be_compound else _is_front(front, words)
                )
                if not is_part:
                    continue
                is_linked = form[:place] == f"{written}s" and not front.endswith(_TAKE_S)
                with_s = form[place - 1 :]
                return front, with_s if is_linked and _is_head(with_s, language) else head
    return None


def _is_long_enough(form: str, place: int) -> bool:
    """Whether the last part, from a place on, is long enough to end a compound that begins so."""
    return len(form) - place >= _SHORTEST_HEAD or (
        place >= _FRONT_OF_SHORT_HEAD and form[place:] in _SHORT_HEADS
    )


def _fronts(written: str, language: str) -> Iterator[str]:
    """What the first part of a compound may be in a dictionary, the likeliest first."""
    for link in _LINKS:
        if written.endswith(link):
            front = written[: len(written) - len(link)]
            if len(front) >= _SHORTEST_FRONT or front + link in _SHORT_FRONTS:
                yield front
    # Skol(a), flick(a): the last vowel is lost.
    if len(written) >= _SHORTEST_FRONT and language == "sv":
        yield f"{written}a"
        yield f"{written}e"
        if written.endswith(("m", "n")):
            yield from (f"{written}{written[-1]}a", f"{written}{written[-1]}e")


def _fronts_with_other_vowel(written: str, language: str) -> Iterator[str]:
    """Gatu(gata), kulturskole(kulturskola): the last vowel of a Swedish first part is changed."""
    if language == "sv" and len(written) >= _SHORTEST_FRONT and written.endswith(("u", "o", "e")):
        yield f"{written[:-1]}a"


def _is_front(front: str, words: WordList) -> bool:
    if front in _FORMS_AS_FRONTS:
        return True
    if front in _NO_FRONTS or is_small(front):
        return False
    return front in words.parts_of_speech or (front in words.fixed and len(front) > _SHORTEST_FRONT)


def _is_compound(front: str, language: str) -> bool:
    """Whether the first part is a compound itself: *skolnärvaro|team*."""
    return len(front) >= _SHORTEST_COMPOUND + 1 and _split(front, language) is not None


@lru_cache(maxsize=200_000)
def _is_head(head: str, language: str) -> bool:
    if head in _NO_HEADS or is_small(head):
        return False
    return any(word not in _NO_HEADS for word in _dictionaries()[language].words(head))


def _has_prefix(word: str, words: WordList) -> bool:
    """Whether a word is a verb of the lexicon made of another: *beskriva*."""
    return "verb" in words.parts_of_speech.get(word, ()) and any(
        word[:place] in PREFIXES and "verb" in words.parts_of_speech.get(word[place:], ())
        for place in range(2, min(8, len(word) - 1))
    )


def _base(word: str, language: str) -> str:
    """The word of the lexicon that one is made of by an ending: *erfaren* of *erfarenhet*, which is
    no *enhet*, *beskriva* of *beskrivning*, which is no *rivning*. Empty for others."""
    words = _dictionaries()[language].parts_of_speech
    for ending, bases in _DERIVATIONS:
        if word.endswith(ending):
            base = word[: -len(ending)]
            for of_base in bases:
                if base + of_base in words:
                    return base + of_base
    return ""


def _lemmas_by_last_part(form: str, language: str) -> tuple[Lemma, ...]:
    """The lemmas of a compound, or of a verb with something before it: its front and the lemmas of
    the last part that is a word."""
    words = _dictionaries()[language]
    parts = _split(form, language)
    if parts is not None:
        head = parts[1]
    else:
        head = next(
            (
                form[len(prefix) :]
                for prefix in _PREFIXES_BY_LETTER.get(form[0], ())
                if form.startswith(prefix)
                and len(prefix) < len(form) - 1
                and _has_verb(words, form[len(prefix) :])
            ),
            "",
        )
    if not head:
        return ()
    front = without_j(form[: -len(head)], language)
    return tuple(
        Lemma(front + word, language, is_known=True) for word in _ranked(words.words(head), head)
    )


def _has_verb(words: WordList, form: str) -> bool:
    return any("verb" in words.parts_of_speech[word] for word in words.words(form))


# Persons in -er and -ar, of which Snowball takes the ending off one form and not the others.
_PERSONS = {
    "nb": (("ernes", "er"), ("erne", "er"), ("erens", "er"), ("eren", "er"), ("ere", "er")),
    "nn": (("aranes", "ar"), ("arane", "ar"), ("aren", "ar"), ("arar", "ar")),
    "sv": (("arnas", "are"), ("arna", "are"), ("arens", "are"), ("aren", "are")),
}


def _stem(form: str, language: str) -> str:
    """The stem of a form that is none of the lexicon's words; with a hyphen where such a word is
    written so: *barr* is none of the forms of *bar*."""
    of_form = _person_stem(form, language)
    is_word = of_form in _dictionaries()[language].parts_of_speech
    return f"{of_form}-" if is_word else of_form


def _person_stem(form: str, language: str) -> str:
    for ending, becomes in _PERSONS[language]:
        if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST_HEAD:
            form = form[: -len(ending)] + becomes
            break
    return stem(form, language)


_NO_HEADS = frozenset(
    "het heit hets hett else elsen elser ende ande ning ningen inger ingar heten heter arne erne "
    "orna arna aste este like lige liga lighet lighed bare bar skap skapet skaper isme ismen ister "
    "erte erer erade same samme ling ring ringar inge lege lagd lagt sett sette satt messig mässig "
    "eine line arte arter ende eren eras eret ären ören dels ling".split()
)
_NO_FRONTS = frozenset(
    "inter kontra anti over under efter etter etterpå före før för till til fram från fra mot med "
    "uten utan ikke inte".split()
)
