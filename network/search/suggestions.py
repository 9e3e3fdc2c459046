"""Suggestions while a reader types: labels of which a word begins with what was typed.

Made of what is public (titles of entries, names of organisations, labels of topics, terms), never
of the index's own words, so that nothing withdrawn or unpublished can show.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from network.language.words.tokens import normal

LabelKind = Literal["entry", "organisation", "topic", "term"]

# Sorts after every letter that a word can go on with.
_LAST = "\U0010ffff"
_MOST_READ = 400


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to suggest: its words, their language, its kind, and where it leads."""

    text: str
    language: str
    kind: LabelKind
    target: str


class Suggestions:
    """Labels, ready to be asked for by the beginning of a word. Immutable."""

    def __init__(self, labels: Iterable[Suggestion]) -> None:
        """Costs some 3 µs for each word of the labels."""
        self._labels = tuple(labels)
        begins: list[tuple[str, int, int]] = []
        for number, label in enumerate(self._labels):
            folded = normal(label.text).casefold()
            place = 0
            for word in folded.split():
                begins.append((folded[folded.index(word, place) :], place and 1, number))
                place = folded.index(word, place) + len(word)
        begins.sort()
        self._begins = [begin for begin, _, _ in begins]
        self._numbers = [(late, number) for _, late, number in begins]

    def of(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """The labels that have what was typed at the beginning of a word, in the same order of
        words: those that begin with it first, then the shorter ones. Empty under two letters."""
        wanted = " ".join(normal(typed).casefold().split())
        if len(wanted) < 2:
            return []
        first = bisect_left(self._begins, wanted)
        last = bisect_left(self._begins, wanted + _LAST, lo=first)
        best: dict[tuple[str, str], tuple[tuple[int, bool, int, str], Suggestion]] = {}
        for late, number in self._numbers[first : min(last, first + _MOST_READ)]:
            label = self._labels[number]
            rank = (late, label.kind == "entry", len(label.text), label.text)
            key = (label.kind, label.target)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, label)
        return [label for _, label in sorted(best.values(), key=lambda pair: pair[0])[:limit]]
