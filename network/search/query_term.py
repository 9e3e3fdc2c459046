"""One thing that a query asks for, as texts have it: under which names, in which texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

from network.language.words.stems import stem
from network.language.words.tokens import fold
from network.search.array_types import Numbers, Scores

# From what share of letters in the same order on a word is proposed for the one typed.
_LEAST_LIKENESS = 0.75


class TermName(NamedTuple):
    """One name of the thing as texts have it: how it is shown, the languages of its texts (the
    usual first), its forms, how many texts have it.

    `also` says whether it is more than the reader's own word in another inflection; `likeness` is
    below 1 for a word that only looks like it.
    """

    label: str
    languages: tuple[str, ...]
    forms: tuple[str, ...]
    texts: int
    also: bool
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """Texts (ascending) with their scores, and the thing's names.

    `word` is what the reader wrote. `information` is how much of a question the thing is: more,
    the fewer texts have it; nothing for a small word, and for what no text has. `certain` says
    whether a text has more of it than words that only look like the one typed. `places` and
    `place_names` say together which text has which of the names, by number.
    """

    word: str
    texts: Numbers
    scores: Scores
    information: float
    names: tuple[TermName, ...]
    places: Numbers
    place_names: Numbers
    certain: bool = True

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return len(self.texts) + len(self.places)

    def meant(self) -> str | None:
        """The word that was probably meant, where no text has the one typed or its like: the one
        that looks most like it, in its most frequent form. Only words that a living text has."""
        guesses = [name for name in self.names if name.likeness < 1]
        if self.certain or not guesses:
            return None
        typed = fold(self.word)
        compared = [(SequenceMatcher(None, typed, name.label).ratio(), name) for name in guesses]
        likeness, best = max(compared, key=lambda pair: (pair[0], pair[1].texts))
        return best.label if likeness >= _LEAST_LIKENESS else None

    def also_searched(self, most: int = 8) -> tuple[tuple[str, str], ...]:
        """(word, language) of what was searched beside the reader's word, most texts first.

        Inflections of one word count as one, shown in its most frequent form. Only words that a
        published text has.
        """
        grouped: dict[tuple[str, str], list[TermName]] = {}
        for name in self.names:
            if name.also:
                language = name.languages[0]
                grouped.setdefault((stem(name.label, language), language), []).append(name)
        ranked = []
        for number, names in enumerate(grouped.values()):
            only_alike = all(name.likeness < 1 for name in names)
            ranked.append((only_alike, -sum(name.texts for name in names), number, names))
        shown = []
        for _, _, _, names in sorted(ranked)[:most]:
            usual = max(names, key=lambda name: name.texts)
            shown.append((usual.label, usual.languages[0]))
        return tuple(shown)


def either(terms: Sequence[QueryTerm]) -> QueryTerm:
    """One term of several wordings that the reader joined by OR: a text has the best of them."""
    if len(terms) == 1:
        return terms[0]
    texts = np.unique(np.concatenate([term.texts for term in terms]))
    scores: Scores = np.zeros(len(texts), dtype=np.float32)
    place_names, names_before = [], 0
    for term in terms:
        among = np.searchsorted(texts, term.texts)
        scores[among] = np.maximum(scores[among], term.scores)
        place_names.append(term.place_names + np.int32(names_before))
        names_before += len(term.names)
    return QueryTerm(
        " OR ".join(term.word for term in terms),
        texts,
        scores,
        max(term.information for term in terms),
        tuple(name for term in terms for name in term.names),
        np.concatenate([term.places for term in terms]),
        np.concatenate(place_names),
    )
