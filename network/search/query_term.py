"""One thing that a query asks for, as texts have it: which texts, how much, under which names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from network.language.bridge.kin import Reason, WordKin
from network.search.array_types import Blocks, Counts, Mask, Numbers, Scores

# A text has a thing by less than this if it has but a part of its name.
CERTAIN = 0.5


# Why a text has a thing: a name of it, and beside its names a part of the compound that was asked
# for, what the thesaurus has beside it, or what texts on the matter are written with.
Why = Reason | Literal["compound", "thesaurus", "matter"]


class TermName(NamedTuple):
    """One name of the thing that texts have: its keys in the index (several where the words must
    stand near each other), how near it is to what was typed and why, and the texts that have it."""

    keys: tuple[str, ...]
    weight: float
    reason: Why
    label: str
    language: str
    texts: Numbers

    @property
    def is_own(self) -> bool:
        """Whether it is the reader's own word in some inflection."""
        return self.reason == "own"


@dataclass(frozen=True, slots=True, eq=False)
class QueryTerm:
    """The texts that have the thing, ascending, and of each how it has it. Equal to itself alone.

    `quality` is how near the best of a text's names is to what was typed (1.0: the word itself),
    `strength` that and how often, saturated; `title` and `summary` are the quality met there, 0
    where none is; `blocks` the blocks that have it; `is_named` says whether it has a name of the
    thing or only tells of it. `information` is how much of a question the thing is: more, the fewer
    texts have it; next to nothing for an everyday word, nothing for a small one. `meant` is the
    word that was taken for a misspelt one. `kin` is what the words were bridged to, and `removed`
    what of it the reader took away.
    """

    word: str
    texts: Counts
    quality: Scores
    strength: Scores
    title: Scores
    summary: Scores
    blocks: Blocks
    is_named: Mask
    information: float
    names: tuple[TermName, ...]
    meant: str | None = None
    is_everyday: bool = False
    kin: tuple[WordKin, ...] = ()
    removed: frozenset[str] = frozenset()

    @property
    def texts_certain(self) -> bool:
        """Whether a text has more of the thing than a part of its name."""
        return bool(len(self.quality)) and float(self.quality.max()) >= CERTAIN

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return len(self.texts)


def either(terms: Sequence[QueryTerm]) -> QueryTerm:
    """One term of several wordings that the reader joined by OR: a text has the best of them."""
    if len(terms) == 1:
        return terms[0]
    texts = np.unique(np.concatenate([term.texts for term in terms]))
    scores = [np.zeros(len(texts), dtype=np.float32) for _ in range(4)]
    blocks: Blocks = np.zeros(len(texts), dtype=np.uint64)
    is_named: Mask = np.zeros(len(texts), dtype=np.bool_)
    for term in terms:
        among = np.searchsorted(texts, term.texts)
        of_term = (term.quality, term.strength, term.title, term.summary)
        for score, score_of_term in zip(scores, of_term, strict=True):
            score[among] = np.maximum(score[among], score_of_term)
        blocks[among] |= term.blocks
        is_named[among] |= term.is_named
    quality, strength, title, summary = scores
    return QueryTerm(
        " OR ".join(term.word for term in terms),
        texts,
        quality,
        strength,
        title,
        summary,
        blocks,
        is_named,
        max(term.information for term in terms),
        tuple(name for term in terms for name in term.names),
        is_everyday=all(term.is_everyday for term in terms),
        kin=tuple(dict.fromkeys(kin for term in terms for kin in term.kin)),
        removed=terms[0].removed,
    )
