"""Where a summary's passages stand in the text of their source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from network.kinds.parts import Passage, Source

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """From which to which character of the source's text a passage stands."""

    start: int
    end: int


def find_place(passage: Passage, source: Source) -> PassagePlace | None:
    """Where the words of a passage stand first in its source's text; None where they do not.

    Spaces and ends of lines count as alike, because copying from a page changes them.
    """
    words = [word.span() for word in _WORD.finditer(source.text)]
    # Found among the words joined by single spaces, which str searches in linear time.
    joined = f" {' '.join(source.text[start:end] for start, end in words)} "
    wanted = " ".join(passage.words.split())
    at = joined.find(wanted) if wanted else -1
    if at < 0:
        return None
    return PassagePlace(_sign_at(words, at - 1), _sign_at(words, at - 2 + len(wanted)) + 1)


def _sign_at(words: Sequence[tuple[int, int]], at: int) -> int:
    """Where in the text the sign stands that is at ``at`` among the joined words."""
    for start, end in words:
        if at < end - start:
            return start + at
        at -= end - start + 1
    raise IndexError(at)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a source's text, and the passages that it belongs to; none for what is between."""

    text: str
    passages: tuple[Passage, ...]
    begins: tuple[Passage, ...]


def cut_stretches(source: Source, passages: Sequence[Passage]) -> list[Stretch]:
    """The whole text of a source in pieces, cut wherever a passage begins or ends.

    The pieces together are the text. Passages may overlap; ``begins`` holds those whose first
    piece it is, so that each can be linked to. Those that the text does not hold are left out.
    """
    placed = [
        (place, passage)
        for passage in passages
        if passage.source == source.id and (place := find_place(passage, source)) is not None
    ]
    ends = [at for place, _ in placed for at in (place.start, place.end)]
    cuts = sorted({0, len(source.text), *ends})
    return [
        Stretch(
            source.text[start:end],
            tuple(
                passage for place, passage in placed if place.start <= start and end <= place.end
            ),
            tuple(passage for place, passage in placed if place.start == start),
        )
        for start, end in pairwise(cuts)
    ]
