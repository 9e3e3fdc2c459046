"""A query term while it is put together: which texts have it so far, and under which names.

All names of one thing are scored as one word (the best of them counts, and how rare it is is
judged together), so that a rare translation does not outweigh the common word it stands for.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small
from network.language.words.tokens import fold
from network.search.array_types import Numbers, Scores
from network.search.query_term import QueryTerm, TermName
from network.search.reader import NOTHING, Postings, Reader, TextScores

# A name that few texts have says a little more than the thing itself, which is as rare as all its
# names together: this share of the weight is the name's own.
_OWN_RARITY = 0.4


class _Counted(NamedTuple):
    """Places in texts, how much each counts, and how rare what stands there is by itself."""

    texts: Numbers
    impacts: Scores
    rarity: Scores


class TermDraft:
    """A query term while it is put together. `done` makes the term of it."""

    def __init__(self, reader: Reader, word: str) -> None:
        self.reader = reader
        self._word = word
        self._certain: list[_Counted] = []
        self._uncertain: list[_Counted] = []
        self._names: list[TermName] = []
        self._places: list[Numbers] = []
        self._place_names: list[Numbers] = []

    def count(self, counted: Postings | TextScores, *, certain: bool = True) -> None:
        """Count texts that have the thing.

        Postings are forms that stand for themselves, each as rare as it is; scores of texts are one
        name in several forms. What is not `certain` is no name of the thing (a word like it, or
        about the same matter) and does not say how rare it is.
        """
        if not len(counted.texts):
            return
        if isinstance(counted, Postings):
            of_forms = self.reader.rarities(counted.languages.sum(axis=1))
            rarity = of_forms[counted.form_numbers]
        else:
            texts = len(counted.texts)
            rarity = np.full(texts, self.reader.rarity(texts), dtype=np.float32)
        kept = self._certain if certain else self._uncertain
        kept.append(_Counted(counted.texts, counted.impacts, rarity))

    def name_forms(
        self,
        postings: Postings,
        also: Sequence[bool] | bool,
        likeness: Sequence[float] | float = 1.0,
    ) -> None:
        """Note every form as a name of its own; see `TermName` for `also` and `likeness`, which
        are of each form or of all."""
        if not postings.forms:
            return
        texts_by_language = postings.languages.tolist()
        names_before = len(self._names)
        for number, form in enumerate(postings.forms):
            self._names.append(
                TermName(
                    form,
                    _languages(texts_by_language[number]),
                    (form,),
                    sum(texts_by_language[number]),
                    also if isinstance(also, bool) else also[number],
                    likeness if isinstance(likeness, float) else likeness[number],
                )
            )
        self._places.append(postings.texts)
        self._place_names.append(postings.form_numbers + np.int32(names_before))

    def new_forms(self, postings: Postings) -> Postings:
        """The postings of those forms that are no names yet."""
        named = {form for name in self._names for form in name.forms}
        return postings.only(np.array([form not in named for form in postings.forms], np.bool_))

    def name_together(
        self, label: str, forms: tuple[str, ...], texts: Numbers, *, also: bool
    ) -> None:
        """Note several words that these texts have as one name."""
        among = np.bincount(self.reader.numbers.language.take(texts), minlength=len(LANGUAGES))
        self._places.append(texts)
        self._place_names.append(np.full(len(texts), len(self._names), dtype=np.int32))
        languages = _languages(among.tolist())
        self._names.append(TermName(label, languages, forms, len(texts), also))

    def adds(self, texts: Numbers) -> bool:
        """Whether one of these texts has none of the names noted."""
        named = np.zeros(self.reader.numbers.texts, dtype=np.bool_)
        for places in self._places:
            named[places] = True
        return not named[texts].all()

    def certain_places(self) -> int:
        """How many places were counted for certain."""
        return sum(len(counted.texts) for counted in self._certain)

    def done(self) -> QueryTerm:
        """The term; how rare it is, is judged by those of its names that are certain."""
        judged = self._certain or self._uncertain
        if not judged:
            none = NOTHING.texts
            return QueryTerm(self._word, none, NOTHING.impacts, 0.0, (), none, none, certain=False)
        having = np.zeros(self.reader.numbers.texts, dtype=np.bool_)
        for counted in judged:
            having[counted.texts] = True
        together = (1 - _OWN_RARITY) * self.reader.rarity(int(np.count_nonzero(having)))
        best = self.reader.best_of(
            (
                counted.texts,
                counted.impacts * (np.float32(together) + np.float32(_OWN_RARITY) * counted.rarity),
            )
            for counted in (*self._certain, *self._uncertain)
        )
        is_said = not is_small(fold(self._word))
        return QueryTerm(
            self._word,
            best.texts,
            best.impacts,
            self.reader.information(len(best.texts)) if is_said else 0.0,
            tuple(self._names),
            np.concatenate([*self._places, NOTHING.texts]),
            np.concatenate([*self._place_names, NOTHING.texts]),
            certain=bool(self._certain),
        )


def _languages(texts_by_language: list[int]) -> tuple[str, ...]:
    """The languages that texts are in, the most frequent first."""
    having = [(-texts, number) for number, texts in enumerate(texts_by_language) if texts]
    return tuple(LANGUAGES[number] for _, number in sorted(having))
