"""Looking up in the index what a query asks for, whatever it is called in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.language.bridge.kin import (
    FRONT_ALONE,
    LAST_ALONE,
    OWN,
    PARTS_APART,
    PARTS_NEAR,
    Cognate,
    MultiwordName,
    Reason,
    Together,
    WordKin,
    matter_of,
    things_that_tell,
)
from network.language.lexicon.dictionary import (
    all_words,
    is_in_dictionary,
    lemmas,
    parts_of_speech,
    split,
)
from network.language.words.everyday_words import is_everyday
from network.language.words.paradigms import forms_of
from network.language.words.stems import LANGUAGES, stem
from network.language.words.stop_words import is_small
from network.language.words.tokens import fold
from network.search.array_types import Blocks, Counts, Numbers, Scores
from network.search.arrays import Postings
from network.search.indexed_text import IN_SUMMARY, IN_TITLE, MOST
from network.search.parsing import QueryPhrase
from network.search.query_term import CERTAIN, QueryTerm, TermName, Why
from network.search.reader import NOTHING, SATURATION, Reader, first_of_each, join_postings
from network.search.vocabulary import Vocabulary

# How much of its information an everyday word keeps, and a small one in a question of nothing else.
_EVERYDAY, _SMALL = 0.15, 0.05
# Who writes a case number wants that case, whoever's it is.
_NUMBER = 4.0
# A number of fewer digits may stand for anything.
_TELLING_DIGITS = 3
_GAIN = SATURATION + 1
# How much of what tells of the first part of a compound tells of the whole.
_OF_FRONT = 0.7


class _Evidence(NamedTuple):
    """Postings of something that stands for a word, and how near it is."""

    postings: Postings
    weight: float | Scores
    is_name: bool = False

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return 2 * len(self.postings.texts)


def term_of_word(
    reader: Reader,
    written: str,
    kin: WordKin,
    removed: frozenset[str] = frozenset(),
    *,
    meant: str | None = None,
) -> QueryTerm:
    """The term of a query word with all its kin, but for what the reader took away."""
    gathered = list(_evidence(reader, kin, removed))
    names = [name for name, _ in gathered]
    evidence = [of_name for _, of_name in gathered]
    if kin.parts is not None:
        evidence += _of_parts(reader, kin, removed)
    evidence += _telling(reader, kin, removed)
    term = _term(reader, written, names, evidence, meant=meant)
    return replace(term, kin=(kin,), removed=removed)


def names_beside(reader: Reader, term: QueryTerm) -> tuple[TermName, ...]:
    """What texts have of a term beside its names, the nearest first: the parts of the compound that
    it is, what the thesaurus has beside it, and what texts on its matter are written with.

    Looked up where somebody is told why, a time for each term: some 60 words for a matter.
    """
    names: tuple[TermName, ...] = reader.kept(
        ("beside", term), lambda: tuple(_names_beside(reader, term))
    )
    return names


def _names_beside(reader: Reader, term: QueryTerm) -> Iterable[TermName]:
    for kin in term.kin:
        for part in kin.parts or ():
            of_part = look_up_part(reader, part, term.removed)
            for name in of_part.names:
                if name.weight >= CERTAIN:
                    yield name._replace(reason="compound")
    for kin in _with_front(term.kin):
        for keyed in _written_with(kin, term.removed):
            yield from _names_of_thing(reader, keyed, "thesaurus")
    for matter in dict.fromkeys(key for kin in _with_front(term.kin) for key in kin.matters):
        told = reader.look_up(matter).texts
        for keyed in things_that_tell(matter_of(matter)):
            for name in _names_of_thing(reader, keyed, "matter"):
                # What tells of several matters tells of this one only in some texts.
                texts = np.intersect1d(name.texts, told, assume_unique=True)
                if len(texts):
                    yield name._replace(texts=texts)


def _with_front(several: Iterable[WordKin]) -> Iterable[WordKin]:
    """The kin of words, and of the first parts of those that are compounds."""
    for kin in several:
        yield kin
        if kin.parts is not None:
            yield kin.parts[0]


def _names_of_thing(reader: Reader, keyed: Sequence[Sequence[str]], why: Why) -> Iterable[TermName]:
    for keys in dict.fromkeys(map(tuple, keyed)):
        postings = _of_keys(reader, keys)
        if len(postings.texts):
            label = " ".join(key[3:] for key in keys) if len(keys) > 1 else ""
            yield TermName(keys, WRITTEN_MOST, why, label, keys[0][:2], postings.texts)


def term_of_form(reader: Reader, written: str, form: str, *, prefix: bool = False) -> QueryTerm:
    """The term of a form as it was written, or of all that begin with it."""
    postings = reader.look_up_prefix(form) if prefix else reader.look_up_form(form)
    name = TermName((), OWN, "own", written, "", postings.texts)
    return _term(reader, written, [name], [_Evidence(postings, OWN, is_name=True)])


def term_of_phrase(
    reader: Reader, phrase: QueryPhrase, equivalents: Iterable[Together] = ()
) -> QueryTerm:
    """The term of words side by side, and of the lexicon's names for exactly these words."""
    postings = reader.look_up_phrase(phrase.words)
    names = [TermName((), OWN, "own", phrase.written, "", postings.texts)]
    evidence = [_Evidence(postings, OWN, is_name=True)]
    for other in equivalents:
        words = tuple(fold(word) for word in other.label.split())
        postings = reader.look_up_phrase(words)
        if len(postings.texts):
            names.append(
                TermName(
                    (), other.weight, other.reason, other.label, other.language, postings.texts
                )
            )
            evidence.append(_Evidence(postings, other.weight, is_name=True))
    return _term(reader, phrase.written, names, evidence)


def term_of_name(
    reader: Reader, written: str, name: MultiwordName, removed: AbstractSet[str] = frozenset()
) -> QueryTerm:
    """The term of words that stand for something together alone: where they stand side by side,
    and what else it is called, in any inflection."""
    names, evidence = [], []
    for words in dict.fromkeys((name.words, name.matched)):
        postings = reader.look_up_phrase(words)
        names.append(TermName((), OWN, "own", " ".join(words), "", postings.texts))
        evidence.append(_Evidence(postings, OWN, is_name=True))
    for other in name.names:
        if fold(other.label) in removed:
            continue
        found = _look_up_together(reader, other)
        if len(found.texts):
            names.append(
                TermName(
                    other.keys, other.weight, other.reason, other.label, other.language, found.texts
                )
            )
            evidence.append(_Evidence(found, other.weight, is_name=other.weight >= CERTAIN))
    return _term(reader, written, names, evidence)


def texts_with_word(reader: Reader, kin: WordKin) -> Numbers:
    """The texts that have a word in one of its own inflections."""
    own = [
        reader.look_up(of_word.key).texts
        for of_word in kin.kin
        if of_word.reason == "own" and of_word.weight > CERTAIN
    ]
    return np.unique(np.concatenate([*own, NOTHING.texts]))


def _evidence(
    reader: Reader, kin: WordKin, removed: AbstractSet[str]
) -> Iterable[tuple[TermName, _Evidence]]:
    """Every name that a living text has for the word."""
    at_home: set[str] = set()
    for of_word in kin.kin:
        if of_word.reason != "own" and _is_removed(of_word.key, removed):
            continue
        postings = reader.look_up(of_word.key)
        if len(postings.texts):
            if of_word.reason == "own" and of_word.weight == OWN:
                at_home.add(of_word.key[:2])
            yield _named((of_word.key,), of_word.weight, of_word.reason, postings)
    known = {of_word.key for of_word in kin.kin}
    for cognate in kin.cognates:
        for key in reader.spelt_as(cognate.spelling):
            if key in known or _is_removed(key, removed) or not _is_cognate(key, cognate):
                continue
            # Where texts of a language have the word itself, another of its spelling is another.
            if key[:2] in at_home:
                continue
            postings = reader.look_up(key)
            if not len(postings.texts):
                continue
            # Where the lexicon has a name for it, another word of the lexicon is another thing, and
            # so is a short one.
            is_doubted = key[:2] in cognate.doubted and key not in cognate.named
            if is_doubted and (
                len(cognate.spelling) < _LONG_SPELLING or is_in_dictionary(key[3:], key[:2])
            ):
                continue
            parts = parts_of_speech(key[3:], key[:2])
            if parts and cognate.parts_of_speech and parts.isdisjoint(cognate.parts_of_speech):
                continue
            known.add(key)
            yield _named((key,), cognate.weight, "cognate", postings)
    for together in kin.together:
        if fold(together.label) in removed or not removed.isdisjoint(together.label.split()):
            continue
        postings = _look_up_together(reader, together)
        if len(postings.texts):
            name = TermName(
                together.keys,
                together.weight,
                together.reason,
                together.label,
                together.language,
                postings.texts,
            )
            yield name, _Evidence(postings, together.weight, is_name=together.weight >= CERTAIN)


def _named(
    keys: tuple[str, ...], weight: float, reason: Reason, postings: Postings
) -> tuple[TermName, _Evidence]:
    name = TermName(keys, weight, reason, "", keys[0][:2], postings.texts)
    return name, _Evidence(postings, weight, is_name=weight >= CERTAIN)


def _is_removed(key: str, removed: AbstractSet[str]) -> bool:
    if not removed:
        return False
    word = key[3:] if key[2:3] in (":", "<", ">") else key[1:]
    language = key[:2]
    return any(
        word == other or (language in LANGUAGES and word == lemmas(other, language)[0].word)
        for other in removed
    )


def _is_cognate(key: str, cognate: Cognate) -> bool:
    language, word = key[:2], key[3:]
    if language not in cognate.languages:
        return False
    return (language, word) not in cognate.never and (
        language,
        stem(word, language),
    ) not in cognate.never


def _look_up_together(reader: Reader, together: Together) -> Postings:
    if together.side_by_side:
        return reader.look_up_phrase(tuple(fold(together.label).split()))
    if len(together.keys) == 1:
        return reader.look_up(together.keys[0])
    return _near(reader, together.keys)


def _near(reader: Reader, keys: Sequence[str]) -> Postings:
    """The texts that have all of these keys in one block."""
    texts, blocks, weights = None, None, None
    for key in keys:
        postings = reader.look_up(key)
        if texts is None or blocks is None or weights is None:
            texts, blocks, weights = postings.texts, postings.blocks, postings.weights
        else:
            common, mine, theirs = np.intersect1d(
                texts, postings.texts, assume_unique=True, return_indices=True
            )
            blocks = blocks[mine] & postings.blocks[theirs]
            weights = np.minimum(weights[mine], postings.weights[theirs])
            together = blocks != 0
            texts, blocks, weights = common[together], blocks[together], weights[together]
        if not len(texts):
            return NOTHING
    assert texts is not None
    assert blocks is not None
    assert weights is not None
    return Postings(texts, weights, blocks)


def _of_parts(reader: Reader, kin: WordKin, removed: AbstractSet[str]) -> list[_Evidence]:
    """The texts that have the parts of a compound: near each other, apart, or one of them."""
    assert kin.parts is not None
    front, last = (look_up_part(reader, part, removed) for part in kin.parts)
    evidence = [
        _scaled(front.texts, front, FRONT_ALONE),
        _scaled(last.texts, last, LAST_ALONE),
        # What tells of the first part's matter: *skolefravær* of *skolefraværsteam*.
        *(
            told._replace(weight=np.asarray(told.weight * _OF_FRONT, dtype=np.float32))
            for told in _telling(reader, kin.parts[0], removed)
        ),
    ]
    common, mine, theirs = np.intersect1d(
        front.texts, last.texts, assume_unique=True, return_indices=True
    )
    if len(common):
        quality = np.minimum(front.quality[mine], last.quality[theirs])
        blocks: Blocks = front.blocks[mine] & last.blocks[theirs]
        near = blocks != 0
        everywhere: Blocks = front.blocks[mine] | last.blocks[theirs]
        ones = np.ones(len(common), dtype=np.uint8)
        for texts, places, weight in ((near, blocks, PARTS_NEAR), (~near, everywhere, PARTS_APART)):
            for step in (1.0, CERTAIN):
                chosen = texts & (quality >= step * 0.9 if step == 1.0 else quality < 0.9)
                if chosen.any():
                    evidence.append(
                        _Evidence(
                            Postings(common[chosen], ones[chosen], places[chosen]),
                            weight * (1.0 if step == 1.0 else 0.75),
                        )
                    )
    return [each for each in evidence if len(each.postings.texts)]


def _telling(reader: Reader, kin: WordKin, removed: AbstractSet[str]) -> list[_Evidence]:
    """The texts that tell of the matters that a word names, and those with what the thesaurus has
    beside it: the more different things and the rarer they are, the surer."""
    evidence = []
    for key in kin.matters:
        postings = reader.look_up(key)
        if len(postings.texts):
            nearness = postings.weights * np.float32(TOLD_MOST / MOST)
            ones = np.ones(len(postings.texts), dtype=np.uint8)
            evidence.append(_Evidence(Postings(postings.texts, ones, postings.blocks), nearness))
    things = _written_with(kin, removed)
    if things:
        beside: _Evidence = reader.kept(("things", things), partial(_count_things, reader, things))
        evidence.append(beside)
    if kin.false_friends and evidence:
        false = [reader.look_up(key).texts for key in kin.false_friends]
        evidence = [_without(of_matter, np.concatenate(false)) for of_matter in evidence]
    return evidence


def _written_with(
    kin: WordKin, removed: AbstractSet[str]
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """What the thesaurus has beside a word, but for what the reader took away."""
    if not removed:
        return kin.written_with
    return tuple(
        keyed
        for keyed in kin.written_with
        if not any(_is_removed(key, removed) for keys in keyed for key in keys)
    )


def _without(evidence: _Evidence, texts: Numbers) -> _Evidence:
    """The evidence but for that of some texts."""
    having, weights, blocks = evidence.postings
    kept = ~np.isin(having, texts)
    postings = Postings(having[kept], weights[kept], blocks[kept])
    weight = evidence.weight
    return _Evidence(postings, weight if isinstance(weight, float) else weight[kept])


# How near a text can come to a word by what tells of its matter, or by what the thesaurus has
# beside it; and of the latter how many things, as rare as can be, bring it half of the way, and how
# much is nothing.
TOLD_MOST, WRITTEN_MOST, WRITTEN_HALF, WRITTEN_FIRST = 0.95, 0.85, 0.6, 0.65


def _count_things(reader: Reader, things: Sequence[Sequence[Sequence[str]]]) -> _Evidence:
    """The texts that have any of these things, and how near that brings them."""
    rarest = reader.information(1)
    each, rarities = [], []
    for keyed in things:
        postings = join_postings(_of_keys(reader, keys) for keys in keyed)
        if len(postings.texts):
            each.append(postings)
            rarities.append(reader.information(len(postings.texts)) / rarest)
    if not each:
        return _Evidence(NOTHING, np.zeros(0, dtype=np.float32))
    texts = np.concatenate([postings.texts for postings in each])
    sizes = [len(postings.texts) for postings in each]
    rarity = np.repeat(np.array(rarities, dtype=np.float32), sizes)
    blocks = np.concatenate([postings.blocks for postings in each])
    order = texts.argsort(kind="stable")
    texts, rarity, blocks = texts[order], rarity[order], blocks[order]
    first = first_of_each(texts)
    amount = np.maximum(np.add.reduceat(rarity, first) - np.float32(WRITTEN_FIRST), 0)
    nearness = (WRITTEN_MOST * (1 - np.exp2(-amount / WRITTEN_HALF))).astype(np.float32)
    ones = np.ones(len(first), dtype=np.uint8)
    postings = Postings(texts[first], ones, np.bitwise_or.reduceat(blocks, first))
    return _Evidence(postings, nearness)


def _of_keys(reader: Reader, keys: Sequence[str]) -> Postings:
    """The texts that have a key, or all of several near each other."""
    return reader.look_up(keys[0]) if len(keys) == 1 else _near(reader, keys)


def nearness_told(reader: Reader, kin: WordKin, removed: AbstractSet[str], text: int) -> float:
    """How nearly a text tells of a word by what is written of its matter, 0 where it does not."""
    nearest = 0.0
    for told in _telling(reader, kin, removed):
        place = int(np.searchsorted(told.postings.texts, text))
        if place < len(told.postings.texts) and int(told.postings.texts[place]) == text:
            weight = told.weight
            nearest = max(nearest, weight if isinstance(weight, float) else float(weight[place]))
    return nearest


def look_up_part(reader: Reader, part: WordKin, removed: AbstractSet[str]) -> QueryTerm:
    """The term of a part of a compound, without what tells of its matter."""

    def look_up() -> QueryTerm:
        gathered = list(_evidence(reader, part, removed))
        names = [name for name, _ in gathered]
        return _term(reader, part.word, names, [of_name for _, of_name in gathered])

    term: QueryTerm = reader.kept(("part", part.word, part.languages, removed), look_up)
    return term


def _scaled(texts: Counts, term: QueryTerm, weight: float) -> _Evidence:
    chosen = term.quality >= CERTAIN
    weights = np.ones(int(np.count_nonzero(chosen)), dtype=np.uint8)
    having = texts[chosen].astype(np.int32)
    return _Evidence(Postings(having, weights, term.blocks[chosen]), weight)


def _term(
    reader: Reader,
    word: str,
    names: Sequence[TermName],
    evidence: Sequence[_Evidence],
    *,
    meant: str | None = None,
) -> QueryTerm:
    """The term of all that stands for a word."""
    folded = fold(word)
    several = [each for each in evidence if len(each.postings.texts)]
    everyday = is_everyday(folded)
    factor = _SMALL if is_small(folded) else _EVERYDAY if everyday else 1.0
    if "/" in folded:
        factor = _NUMBER
    elif folded.isdigit() and len(folded) < _TELLING_DIGITS:
        factor = _EVERYDAY
    if not several:
        none: Scores = np.zeros(0, dtype=np.float32)
        information = reader.information(0) * factor
        return QueryTerm(
            word,
            np.zeros(0, dtype=np.int64),
            none,
            none,
            none,
            none,
            NOTHING.blocks,
            np.zeros(0, dtype=np.bool_),
            information,
            (),
            meant,
            everyday,
        )
    sizes = [len(each.postings.texts) for each in several]
    # In the width that arrays are indexed with: in another one, each use would convert them.
    all_texts = np.concatenate([each.postings.texts for each in several], dtype=np.int64)
    nearness: Scores = np.concatenate(
        [
            np.full(size, each.weight, dtype=np.float32)
            if isinstance(each.weight, float)
            else each.weight
            for each, size in zip(several, sizes, strict=True)
        ]
    )
    is_name = np.repeat(np.array([each.is_name for each in several], np.bool_), sizes)
    weights = np.concatenate([each.postings.weights for each in several], dtype=np.float32)
    blocks = np.concatenate([each.postings.blocks for each in several])
    if len(several) > 1:
        order = all_texts.argsort(kind="stable")
        all_texts, nearness = all_texts.take(order), nearness.take(order)
        weights, blocks = weights.take(order), blocks.take(order)
        is_name = is_name.take(order)
    in_title = (blocks & np.uint64(1 << IN_TITLE)) != 0
    in_summary = (blocks & np.uint64(1 << IN_SUMMARY)) != 0
    by_text = _ByText(all_texts)
    texts = all_texts.take(by_text.first)
    quality: Scores = by_text.reduce(np.maximum, nearness)
    amount: Scores = by_text.reduce(np.add, weights * nearness * nearness)
    title: Scores = by_text.reduce(np.maximum, nearness * in_title)
    summary: Scores = by_text.reduce(np.maximum, nearness * in_summary)
    strength: Scores = quality * amount * _GAIN / (amount + reader.norm.take(texts))
    information = reader.information(float((quality * quality).sum())) * factor
    return QueryTerm(
        word,
        texts,
        quality,
        strength,
        title,
        summary,
        by_text.reduce(np.bitwise_or, blocks),
        by_text.reduce(np.logical_or, is_name),
        information,
        tuple(names),
        meant,
        everyday,
    )


class _ByText:
    """Values of texts, in ascending order of text, to be reduced to one for each text. Most texts
    have but one, which is taken as it is."""

    def __init__(self, texts: Counts) -> None:
        is_first = np.ones(len(texts) + 1, dtype=np.bool_)
        np.not_equal(texts[1:], texts[:-1], out=is_first[1:-1])
        is_alone = is_first[:-1] & is_first[1:]
        self.first = is_first[:-1].nonzero()[0]
        self._of_several = (~is_alone).nonzero()[0]
        self._starts = is_first.take(self._of_several).nonzero()[0]
        self._texts = (~is_alone.take(self.first)).nonzero()[0]

    def reduce(self, ufunc: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        """One value for each text."""
        reduced = values.take(self.first)
        if len(self._texts):
            reduced[self._texts] = ufunc.reduceat(values.take(self._of_several), self._starts)
        return reduced


def probable_word(reader: Reader, typed: str) -> str | None:
    """The word that was probably meant by one that neither texts nor lexicon have: one letter
    away, two in a long one; of several a word of the texts, the one that most have. None without
    such a word. Costs some 2 ms."""
    # One letter where the word is a compound that can be understood as it is.
    is_compound = any(split(typed, language) for language in LANGUAGES)
    most = 1 if is_compound else _most_letters(typed)
    ranked = [
        (distance, -texts, form)
        for key, _ in reader.like(typed, _LEAST_LIKE, _MOST_LIKE)
        for form, texts in reader.forms_of(key).items()
        if (distance := _distance(typed, form, most)) is not None
    ]
    ranked += [
        (distance, 0, form)
        for word in _lexicon_like(typed)
        for language in LANGUAGES
        for part in parts_of_speech(word, language)
        for form in forms_of(word, part, language)
        if (distance := _distance(typed, form, most)) is not None
    ]
    # Not what begins it, unless a letter is doubled: *demensby* is no *demens*.
    ranked = [
        tried
        for tried in ranked
        if not typed[:-1].startswith(tried[2]) or f"{tried[2]}{tried[2][-1]}" == typed
    ]
    return min(ranked)[2] if ranked else None


@lru_cache(maxsize=1)
def _lexicon_vocabulary() -> Vocabulary:
    """The lexicon's words by their pieces; some 0.3 s, the first time that a word is misspelt."""
    words = all_words()
    return Vocabulary(words, **Vocabulary.arrays((word, n) for n, word in enumerate(words)))


def _lexicon_like(typed: str) -> list[str]:
    return [word for word, _ in _lexicon_vocabulary().like(typed, _LEAST_LIKE, _MOST_LIKE)]


_LEAST_LIKE, _MOST_LIKE = 0.4, 12
_LONG_SPELLING = 5
_LONG_WORD = 11


def _most_letters(word: str) -> int:
    return 2 if len(word) >= _LONG_WORD else 1


def _distance(one: str, other: str, most: int) -> int | None:
    """How many letters are added, left out, exchanged or changed places, if at most ``most``."""
    if abs(len(one) - len(other)) > most or one[:1] != other[:1]:
        return None
    before, row = list(range(len(other) + 1)), list(range(len(other) + 1))
    two_before = before
    for place, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [place]
        for column, other_letter in enumerate(other, start=1):
            cost = min(
                before[column] + 1,
                row[column - 1] + 1,
                before[column - 1] + (letter != other_letter),
            )
            if (
                place > 1
                and column > 1
                and letter == other[column - 2]
                and one[place - 2] == other_letter
            ):
                cost = min(cost, two_before[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
