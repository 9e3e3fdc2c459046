"""One thing a query asks for, and every text that has it, whatever it is called there.

All names of one thing are scored as one word (the best of them counts, and how rare it is is
judged together), so that a rare translation does not outweigh the common word it stands for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import reduce

import numpy as np

from network.language.bridge import BridgedWord, Equivalent, Sought
from network.language.small_words import is_small
from network.language.stems import stem
from network.language.tokens import fold
from network.search.numbering import Floats, Ints
from network.search.query import Part, Phrase
from network.search.reader import Meeting, Reader

# How near a word is that only looks like the one typed, for each share of what they have in
# common; from what share on, and how many keys. Measured: more of any adds noise and time.
LIKE, LIKE_LEAST, LIKE_MOST = np.float32(0.85), 0.35, 8
# Words alike are looked for where so few texts are met for sure, or so small a share of them.
_FEW, _FEW_SHARE = 2, 0.003
# A name that few texts have tells a little more than the thing itself, which is as rare as all its
# names together: this share of the weight is the name's own.
_OWN_RARITY = 0.4
ANY = 0.01
_PARTS_TOGETHER = 0.95
# From what share of letters in the same order on a word is proposed for the one typed.
_MEANT_LEAST = 0.75
_NO_TEXTS: Ints = np.zeros(0, dtype=np.int64)
_NO_IMPACTS: Floats = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the thing as texts have it: how it is shown, the languages of its texts (the
    usual first), its forms, its texts.

    `also` tells whether it is more than the reader's own word in another inflection; `share` is
    below 1 for a word that only looks like it.
    """

    label: str
    languages: tuple[str, ...]
    forms: tuple[str, ...]
    texts: Ints
    also: bool
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Concept:
    """Texts (ascending) with their scores, and the thing's names.

    `says` is how much of a question the thing is: more, the fewer texts have it; nothing for a
    small word, and for what no text has. `sure` tells whether a text has more of it than words
    that only look like the one typed.
    """

    word: str
    texts: Ints
    scores: Floats
    says: float
    names: tuple[Name, ...]
    sure: bool = True

    def meant(self) -> str | None:
        """The word that was probably meant, where no text has the one typed or its like: the one
        that looks most like it, in its most frequent form. Only words that a living text has."""
        if self.sure or not self.names:
            return None
        typed = fold(self.word)
        alike = [(SequenceMatcher(None, typed, one.label).ratio(), one) for one in self.names]
        share, best = max(alike, key=lambda pair: (pair[0], len(pair[1].texts)))
        return best.label if share >= _MEANT_LEAST else None

    def also_searched(self, most: int = 8) -> tuple[tuple[str, str], ...]:
        """(word, language) of what was searched beside the reader's word, most texts first.

        Inflections of one word count as one, shown in its most frequent form. Only words that a
        published text has.
        """
        grouped: dict[tuple[str, str], list[Name]] = {}
        for name in self.names:
            if name.also:
                language = name.languages[0]
                grouped.setdefault((stem(name.label, language), language), []).append(name)
        ranked = sorted(
            ((sum(len(one.texts) for one in names), names) for names in grouped.values()),
            key=lambda one: (max(name.share for name in one[1]) < 1, -one[0]),
        )
        shown = []
        for _, names in ranked[:most]:
            usual = max(names, key=lambda one: len(one.texts))
            shown.append((usual.label, usual.languages[0]))
        return tuple(shown)


def of_bridged(
    reader: Reader,
    word: str,
    bridged: BridgedWord,
    parts: tuple[BridgedWord, ...] = (),
    more: tuple[Equivalent, ...] = (),
) -> Concept:
    """The concept of a query word; `parts` are those of a word with hyphens, bridged, `more` what
    a compound may be called beside what the bridge has for it.
    """
    names: list[Name] = []
    weak: list[Meeting] = []
    met = list(reader.meetings(bridged.own, ANY))
    for one in met:
        names.append(_own_name(reader, bridged.own, one))
    equivalents = [*bridged.equivalents, *more]
    if parts:
        together = Equivalent(word, "", tuple(one.own for one in parts), _PARTS_TOGETHER)
        equivalents += [one for one in parts[0].equivalents if one.stands_for >= len(parts)]
        all_parts = _equivalent(reader, together)
        met.append(all_parts)
        names += [
            _name(reader, one.form, (one.form,), one.texts, also=False)
            for part in parts
            for one in reader.meetings(part.own, ANY)
        ]
    for other in equivalents:
        meeting = _equivalent(reader, other)
        if len(meeting.texts):
            met.append(meeting)
            names += _other_names(reader, other, meeting, names)
    sure = sum(len(one.texts) for one in met)
    unknown = sure <= max(_FEW, _FEW_SHARE * reader.size)
    for meeting, share in reader.alike(bridged.own, LIKE_LEAST, LIKE_MOST) if unknown else ():
        weak.append(meeting._replace(impacts=meeting.impacts * (LIKE * np.float32(share))))
        name = _name(reader, meeting.form, (meeting.form,), meeting.texts, also=True)
        names.append(replace(name, share=share))
    return _concept(reader, word, met, names, weak)


def exactly(reader: Reader, word: str, form: str, prefix: bool = False) -> Concept:
    """The concept of a form as it was written, or of all that begin with it."""
    met = reader.beginning(form) if prefix else reader.exactly(form)
    names = [_name(reader, one.form, (one.form,), one.texts, also=False) for one in met]
    return _concept(reader, word, met, names)


def of_phrase(reader: Reader, phrase: Phrase, equivalents: Iterable[Equivalent] = ()) -> Concept:
    """The concept of words side by side, and of the lexicon's names for exactly these words."""
    meeting = reader.phrase(phrase.words)
    met = [meeting]
    names = [_name(reader, phrase.written, phrase.words, meeting.texts, also=False)]
    for other in equivalents:
        words = tuple(one.word for one in other.words)
        found = reader.phrase(words)
        if len(found.texts):
            met.append(found._replace(impacts=found.impacts * np.float32(other.weight)))
            names.append(_name(reader, other.label, words, found.texts, also=True))
    return _concept(reader, phrase.written, met, names)


def either(concepts: Iterable[Concept]) -> Concept:
    """One concept of several wordings that the reader joined by OR."""
    several = tuple(concepts)
    if len(several) == 1:
        return several[0]
    texts, scores = _best([(one.texts, one.scores) for one in several])
    return Concept(
        " OR ".join(one.word for one in several),
        texts,
        scores,
        max(one.says for one in several),
        tuple(name for one in several for name in one.names),
    )


def near_texts(reader: Reader, part: Part, own: Mapping[str, Sought], least: float) -> Ints:
    """The texts that a part not wanted excludes: the word and its inflections, or the phrase."""
    if isinstance(part, Phrase):
        return reader.phrase(part.words).texts
    prefix = part.prefix
    met = reader.beginning(part.form) if prefix else reader.meetings(own[part.form], least)
    texts = [one.texts for one in met]
    if part.parts:
        texts.append(reader.phrase(part.parts).texts)
    return np.unique(np.concatenate([*texts, _NO_TEXTS]))


def _name(reader: Reader, label: str, forms: tuple[str, ...], texts: Ints, *, also: bool) -> Name:
    return Name(label, reader.numbers.languages_of(texts), forms, texts, also)


def _own_name(reader: Reader, own: Sought, met: Meeting) -> Name:
    languages = reader.numbers.languages_of(met.texts)
    inflected = stem(met.form, languages[0]) == stem(own.word, languages[0])
    at_home = not own.home or languages[0] in own.home
    also = met.form != own.word and not (inflected and at_home)
    return Name(met.form, languages, (met.form,), met.texts, also)


def _other_names(
    reader: Reader, other: Equivalent, meeting: Meeting, known: Iterable[Name]
) -> list[Name]:
    """The names that an equivalent adds to those known: its forms, or, of several words, itself
    with all their forms, if it is found where the others are not."""
    if len(other.words) > 1:
        texts = np.unique(np.concatenate([*(one.texts for one in known), _NO_TEXTS]))
        if not len(np.setdiff1d(meeting.texts, texts, assume_unique=True)):
            return []
        forms = {one.form for each in other.words for one in reader.meetings(each, ANY)}
        return [_name(reader, other.label, tuple(sorted(forms)), meeting.texts, also=True)]
    forms = {form for name in known for form in name.forms}
    return [
        _name(reader, one.form, (one.form,), one.texts, also=True)
        for one in reader.meetings(other.words[0], ANY)
        if one.form not in forms
    ]


def _equivalent(reader: Reader, other: Equivalent) -> Meeting:
    """The texts that have all words of an equivalent; the weakest of them counts."""
    found = []
    for sought in other.words:
        met = reader.meetings(sought, ANY)
        found.append(_best([(one.texts, one.impacts) for one in met]))

    def both(one: tuple[Ints, Floats], two: tuple[Ints, Floats]) -> tuple[Ints, Floats]:
        texts, first, second = np.intersect1d(
            one[0], two[0], assume_unique=True, return_indices=True
        )
        return texts, np.minimum(one[1][first], two[1][second])

    texts, impacts = reduce(both, found)
    return Meeting(other.label, texts, impacts * np.float32(other.weight))


def _best(several: list[tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
    """Texts of all, ascending, each with its best number."""
    if not several:
        return _NO_TEXTS, _NO_IMPACTS
    if len(several) == 1:
        return several[0]
    texts = np.concatenate([one for one, _ in several])
    numbers = np.concatenate([one for _, one in several])
    order = np.argsort(texts, kind="stable")
    texts, numbers = texts[order], numbers[order]
    if not len(texts):
        return texts, numbers
    first = np.flatnonzero(np.concatenate(([True], texts[1:] != texts[:-1])))
    best: Floats = np.maximum.reduceat(numbers, first)
    return texts[first], best


def _concept(
    reader: Reader,
    word: str,
    met: Sequence[Meeting],
    names: Iterable[Name],
    weak: Sequence[Meeting] = (),
) -> Concept:
    """The concept that these names meet; how rare it is, is judged by those that are no guesses."""
    judged = _best([(one.texts, one.impacts) for one in met])[0]
    sure = bool(len(judged))
    if not sure:
        judged = _best([(one.texts, one.impacts) for one in weak])[0]
    if not len(judged):
        return Concept(word, judged, _NO_IMPACTS, 0.0, (), sure=False)
    together = (1 - _OWN_RARITY) * reader.rarity(len(judged))

    def scored(one: Meeting) -> Floats:
        rarity = together + _OWN_RARITY * reader.rarity(len(one.texts))
        return one.impacts * np.float32(rarity)

    texts, scores = _best([(one.texts, scored(one)) for one in (*met, *weak) if len(one.texts)])
    says = 0.0 if is_small(fold(word)) else reader.information(len(texts))
    return Concept(word, texts, scores, says, tuple(names), sure)
