"""One thing a query asks for, and every text that has it, whatever it is called there.

All names of one thing are scored as one word (the best of them counts, and how rare it is is
judged together), so that a rare translation does not outweigh the common word it stands for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial, reduce
from typing import NamedTuple

import numpy as np

from network.language.bridge.bridge import EQUIVALENT, SAME_STEM, BridgedWord, Equivalent, Lookup
from network.language.bridge.compounds import Apart, Rejoined
from network.language.words.stems import LANGUAGES, stem
from network.language.words.stop_words import is_small
from network.language.words.tokens import fold
from network.search.numbering import Floats, Texts
from network.search.query import Part, Phrase
from network.search.reader import NOTHING, Postings, Reader, TextScores

# How near a word is that only looks like the one typed, for each share of what they have in
# common; from what share on, and how many keys. Measured: more of any adds noise and time.
LIKE, LIKE_LEAST, LIKE_MOST = np.float32(0.85), 0.35, 8
# Words alike are looked for where so few texts are met for sure, or so small a share of them.
_FEW, _FEW_SHARE = 2, 0.003
# A name that few texts have tells a little more than the thing itself, which is as rare as all its
# names together: this share of the weight is the name's own.
_OWN_RARITY = 0.4
ANY = 0.01
# Small words hold a question together; they may decide between two texts, no more.
_SMALL = np.float32(0.6)
_PARTS_TOGETHER = 0.95
# From what share of letters in the same order on a word is proposed for the one typed.
_MEANT_LEAST = 0.75
# How much a word that was probably meant is like the one typed: all but sure.
_GUESSED = 0.9
_NO_COMPOUND = Rejoined()


class Name(NamedTuple):
    """One name of the thing as texts have it: how it is shown, the languages of its texts (the
    usual first), its forms, how many texts have it.

    `also` tells whether it is more than the reader's own word in another inflection; `share` is
    below 1 for a word that only looks like it.
    """

    label: str
    languages: tuple[str, ...]
    forms: tuple[str, ...]
    texts: int
    also: bool
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """Texts (ascending) with their scores, and the thing's names.

    `says` is how much of a question the thing is: more, the fewer texts have it; nothing for a
    small word, and for what no text has. `sure` tells whether a text has more of it than words
    that only look like the one typed. `places` and `named` say together which text has which of
    the names, by number.
    """

    word: str
    texts: Texts
    scores: Floats
    says: float
    names: tuple[Name, ...]
    places: Texts
    named: Texts
    sure: bool = True

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return len(self.texts) + len(self.places)

    def meant(self) -> str | None:
        """The word that was probably meant, where no text has the one typed or its like: the one
        that looks most like it, in its most frequent form. Only words that a living text has."""
        guesses = [one for one in self.names if one.share < 1]
        if self.sure or not guesses:
            return None
        typed = fold(self.word)
        alike = [(SequenceMatcher(None, typed, one.label).ratio(), one) for one in guesses]
        share, best = max(alike, key=lambda pair: (pair[0], pair[1].texts))
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
        ranked = []
        for number, names in enumerate(grouped.values()):
            only_alike = all(name.share < 1 for name in names)
            ranked.append((only_alike, -sum(name.texts for name in names), number, names))
        shown = []
        for _, _, _, names in sorted(ranked)[:most]:
            usual = max(names, key=_texts)
            shown.append((usual.label, usual.languages[0]))
        return tuple(shown)


def _texts(name: Name) -> int:
    return name.texts


@dataclass
class _Making:
    """A concept while it is made: what was met so far, and under which names."""

    reader: Reader
    word: str
    # What was met for sure, with the rarity of its own of every place; and what is no name of it.
    _sure: list[tuple[Texts, Floats, Floats]] = field(default_factory=list)
    _weak: list[tuple[Texts, Floats, Floats]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    _places: list[Texts] = field(default_factory=list)
    _named: list[Texts] = field(default_factory=list)

    def score(self, met: Postings) -> None:
        """Count forms that stand for themselves, each as rare as it is."""
        if len(met.texts):
            own = self.reader.rarities(met.languages.sum(axis=1))
            self._sure.append((met.texts, met.impacts, own[met.which]))

    def score_as_one(self, best: TextScores) -> None:
        """Count what is one name in several forms."""
        if len(best.texts):
            own = np.full(len(best.texts), self.reader.rarity(len(best.texts)), dtype=np.float32)
            self._sure.append((best.texts, best.impacts, own))

    def score_weak(self, met: Postings, impacts: Floats) -> None:
        """Count forms that are no names of the thing, each as rare as it is."""
        if len(met.texts):
            own = self.reader.rarities(met.languages.sum(axis=1))
            self._weak.append((met.texts, impacts, own[met.which]))

    def score_weak_as_one(self, best: TextScores) -> None:
        """Count what is no name of the thing and has several words."""
        if len(best.texts):
            own = np.full(len(best.texts), self.reader.rarity(len(best.texts)), dtype=np.float32)
            self._weak.append((best.texts, best.impacts, own))

    def name_forms(
        self, met: Postings, also: Sequence[bool] | bool, share: Sequence[float] | None = None
    ) -> None:
        """Note every form as a name of its own."""
        if not met.forms:
            return
        counts = met.languages.tolist()
        for number, form in enumerate(met.forms):
            self.names.append(
                Name(
                    form,
                    _languages(counts[number]),
                    (form,),
                    sum(counts[number]),
                    also if isinstance(also, bool) else also[number],
                    share[number] if share else 1.0,
                )
            )
        self._places.append(met.texts)
        self._named.append(met.which + np.int32(len(self.names) - len(met.forms)))

    def name_new_forms(self, met: Postings, share: float) -> None:
        """Note the forms that are no names yet, with how much they are like the word."""
        known = {form for name in self.names for form in name.forms}
        new = np.array([form not in known for form in met.forms], dtype=np.bool_)
        if new.any():
            number = np.cumsum(new, dtype=np.int32) - 1
            at = new[met.which]
            forms = tuple(form for form in met.forms if form not in known)
            which = number[met.which[at]]
            those = Postings(forms, met.texts[at], which, met.impacts[at], met.languages[new])
            self.name_forms(those, also=True, share=[share] * len(forms))

    def name_whole(self, label: str, forms: tuple[str, ...], texts: Texts, *, also: bool) -> None:
        """Note several words as one name."""
        among = np.bincount(self.reader.numbers.language.take(texts), minlength=len(LANGUAGES))
        languages = _languages(among.tolist())
        self._places.append(texts)
        self._named.append(np.full(len(texts), len(self.names), dtype=np.int32))
        self.names.append(Name(label, languages, forms, len(texts), also))

    def is_new(self, texts: Texts) -> bool:
        """Whether one of these texts has none of the names noted."""
        named = np.zeros(self.reader.numbers.texts, dtype=np.bool_)
        for one in self._places:
            named[one] = True
        return not named[texts].all()

    def met_for_sure(self) -> int:
        """How many places were counted for sure."""
        return sum(len(texts) for texts, _, _ in self._sure)

    def done(self) -> QueryTerm:
        """The concept; how rare it is, is judged by those of its names that are no guesses."""
        judged = self._sure or self._weak
        if not judged:
            none = NOTHING.texts
            return QueryTerm(self.word, none, NOTHING.impacts, 0.0, (), none, none, sure=False)
        having = np.zeros(self.reader.numbers.texts, dtype=np.bool_)
        for texts, _, _ in judged:
            having[texts] = True
        together = (1 - _OWN_RARITY) * self.reader.rarity(int(np.count_nonzero(having)))
        best = self.reader.best_of(
            (texts, impacts * (np.float32(together) + np.float32(_OWN_RARITY) * own))
            for texts, impacts, own in (*self._sure, *self._weak)
        )
        says = 0.0 if is_small(fold(self.word)) else self.reader.information(len(best.texts))
        places = np.concatenate([*self._places, NOTHING.texts])
        named = np.concatenate([*self._named, NOTHING.texts])
        return QueryTerm(
            self.word,
            best.texts,
            best.impacts,
            says,
            tuple(self.names),
            places,
            named,
            bool(self._sure),
        )


def _languages(counted: list[int]) -> tuple[str, ...]:
    """The languages that texts are in, the most frequent first."""
    having = [(-count, place) for place, count in enumerate(counted) if count]
    return tuple(LANGUAGES[place] for _, place in sorted(having))


def of_bridged(
    reader: Reader,
    word: str,
    bridged: BridgedWord,
    parts: tuple[BridgedWord, ...] = (),
    compound: Rejoined = _NO_COMPOUND,
) -> QueryTerm:
    """The concept of a query word; `parts` are those of a word with hyphens, bridged, `compound`
    what it may be called beside what the bridge has for it.
    """
    making = _Making(reader, word)
    if is_small(fold(word)):
        return _small(making, bridged)
    equivalents = [one for one in bridged.equivalents if not one.related]
    equivalents += compound.compounds
    if parts:
        equivalents += [one for one in parts[0].equivalents if one.stands_for >= len(parts)]
    single = [(one.words[0], one.weight) for one in equivalents if len(one.words) == 1]
    met = reader.meetings((bridged.own, 1.0), *single, least=ANY)
    making.score(met)
    making.name_forms(met, _added(bridged.own, met))
    if parts:
        together = Equivalent(word, "", tuple(one.own for one in parts), _PARTS_TOGETHER)
        making.score_as_one(_equivalent(reader, together))
        of_parts = [(part.own, 1.0) for part in parts]
        making.name_forms(reader.meetings(*of_parts, least=ANY), also=False)
    for other in equivalents:
        if len(other.words) > 1:
            found = _equivalent(reader, other)
            if len(found.texts):
                making.score_as_one(found)
                _name_equivalent(making, other, found)
    if making.met_for_sure() <= max(_FEW, _FEW_SHARE * reader.size):
        alike, share = reader.alike(bridged.own, LIKE_LEAST, LIKE_MOST)
        making.score_weak(alike, alike.impacts * (LIKE * share)[alike.which])
        making.name_forms(alike, also=True, share=share.tolist())
    if compound.apart:
        _apart(making, compound.apart)
    _related(making, [one for one in bridged.equivalents if one.related])
    return making.done()


def _small(making: _Making, bridged: BridgedWord) -> QueryTerm:
    """The concept of a small word: it and the small words that it is elsewhere, and next to
    nothing for it."""
    others = [
        (one.words[0], one.weight)
        for one in bridged.equivalents
        if len(one.words) == 1 and is_small(one.words[0].word)
    ]
    met = making.reader.meetings((bridged.own, 1.0), *others, least=SAME_STEM * EQUIVALENT)
    making.score(met._replace(impacts=met.impacts * _SMALL))
    making.name_forms(met, _added(bridged.own, met))
    return making.done()


def exactly(reader: Reader, word: str, form: str, prefix: bool = False) -> QueryTerm:
    """The concept of a form as it was written, or of all that begin with it."""
    making = _Making(reader, word)
    met = reader.beginning(form) if prefix else reader.exactly(form)
    making.score(met)
    making.name_forms(met, also=False)
    return making.done()


def of_phrase(reader: Reader, phrase: Phrase, equivalents: Iterable[Equivalent] = ()) -> QueryTerm:
    """The concept of words side by side, and of the lexicon's names for exactly these words."""
    making = _Making(reader, phrase.written)
    found = reader.phrase(phrase.words)
    making.score_as_one(found)
    making.name_whole(phrase.written, phrase.words, found.texts, also=False)
    for other in equivalents:
        words = tuple(one.word for one in other.words)
        found = reader.phrase(words)
        if len(found.texts):
            making.score_as_one(TextScores(found.texts, found.impacts * np.float32(other.weight)))
            making.name_whole(other.label, words, found.texts, also=True)
    return making.done()


def either(concepts: Iterable[QueryTerm]) -> QueryTerm:
    """One concept of several wordings that the reader joined by OR."""
    several = tuple(concepts)
    if len(several) == 1:
        return several[0]
    texts = np.unique(np.concatenate([one.texts for one in several]))
    scores: Floats = np.zeros(len(texts), dtype=np.float32)
    named, before = [], 0
    for one in several:
        at = np.searchsorted(texts, one.texts)
        scores[at] = np.maximum(scores[at], one.scores)
        named.append(one.named + np.int32(before))
        before += len(one.names)
    return QueryTerm(
        " OR ".join(one.word for one in several),
        texts,
        scores,
        max(one.says for one in several),
        tuple(name for one in several for name in one.names),
        np.concatenate([one.places for one in several]),
        np.concatenate(named),
    )


def near_texts(reader: Reader, part: Part, own: Mapping[str, Lookup], least: float) -> Texts:
    """The texts that a part not wanted excludes: the word and its inflections, or the phrase."""
    if isinstance(part, Phrase):
        return reader.phrase(part.words).texts
    prefix = part.prefix
    met = (
        reader.beginning(part.form)
        if prefix
        else reader.meetings((own[part.form], 1.0), least=least)
    )
    texts = [met.texts]
    if part.parts:
        texts.append(reader.phrase(part.parts).texts)
    return np.unique(np.concatenate(texts))


def _added(own: Lookup, met: Postings) -> list[bool]:
    """Of each form of a word whether it is more than the word in another inflection."""
    stems = [stem(own.word, language) for language in LANGUAGES]
    found = []
    for form, counted in zip(met.forms, met.languages.argmax(axis=1).tolist(), strict=True):
        language = LANGUAGES[counted]
        at_home = not own.home or language in own.home
        inflected = form == own.word or (at_home and stem(form, language) == stems[counted])
        found.append(not inflected)
    return found


def _related(making: _Making, others: Sequence[Equivalent]) -> None:
    """Count words about the same matter: for less, and without saying how rare the thing is."""
    for guessed in (True, False):
        single = [
            (one.words[0], one.weight)
            for one in others
            if len(one.words) == 1 and one.guessed == guessed
        ]
        if single:
            met = making.reader.meetings(*single, least=ANY)
            making.score_weak(met, met.impacts)
            making.name_new_forms(met, _GUESSED if guessed else 1.0)
    for other in others:
        if len(other.words) > 1:
            found = _equivalent(making.reader, other)
            if len(found.texts):
                making.score_weak_as_one(found)
                _name_equivalent(making, other, found)


def _name_equivalent(making: _Making, other: Equivalent, found: TextScores) -> None:
    """Note an equivalent of several words, with all their forms, as a name, if it is found where
    the names before are not."""
    if making.is_new(found.texts):
        wanted = [(one, 1.0) for one in other.words]
        forms = making.reader.meetings(*wanted, least=ANY).forms
        making.name_whole(other.label, tuple(sorted(forms)), found.texts, also=True)


def _apart(making: _Making, apart: Apart) -> None:
    """Count the texts that have both parts of a compound, and note the pair, in the forms that
    most texts have, as a name in each language where it adds a text."""
    reader = making.reader
    best = [reader.best(*part, least=ANY) for part in apart.parts]
    found = _weighed(_both(reader, *best), apart.weight)
    if not len(found.texts):
        return
    met = [reader.meetings(*((one, 1.0) for one in part), least=ANY) for part in apart.parts]
    forms = tuple(sorted({form for one in met for form in one.forms}))
    spoken = reader.numbers.language[found.texts]
    for place in np.unique(spoken).tolist():
        label = " ".join(one.forms[int(np.argmax(one.languages[:, place]))] for one in met)
        at = spoken == place
        if label in apart.removed:
            found = TextScores(found.texts[~at], found.impacts[~at])
            spoken = spoken[~at]
        elif making.is_new(found.texts[at]):
            making.name_whole(label, forms, found.texts[at], also=True)
    making.score_as_one(found)


def _equivalent(reader: Reader, other: Equivalent) -> TextScores:
    """The texts that have all words of an equivalent; the weakest of them counts."""
    found = reduce(partial(_both, reader), (reader.best(one, least=ANY) for one in other.words))
    return _weighed(found, other.weight)


def _both(reader: Reader, one: TextScores, two: TextScores) -> TextScores:
    if not len(one.texts) or not len(two.texts):
        return NOTHING
    having = np.zeros(reader.numbers.texts, dtype=np.float32)
    having[two.texts] = two.impacts
    impacts = np.minimum(one.impacts, having.take(one.texts))
    at = (impacts > 0).nonzero()[0]
    return TextScores(one.texts[at], impacts[at])


def _weighed(found: TextScores, weight: float) -> TextScores:
    return TextScores(found.texts, found.impacts * np.float32(weight))
