"""What texts on a matter are written with: who asks for *strømbrudd* finds what tells of a
generator and of darkness.

A matter is no word and has no translation. Its names lead to the words that tell of it, and never
the other way.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from network.language.lexicon.file import MATTERS, read_matters
from network.language.lexicon.kept_files import folded


class Matter(NamedTuple):
    """A matter: its names and what tells of it, by language (sv and nb), each in folded words."""

    names: dict[str, tuple[tuple[str, ...], ...]]
    told_by: dict[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=1)
def matters() -> tuple[Matter, ...]:
    """The matters of the package, read at the first call and kept."""
    return tuple(
        Matter(
            {"sv": _words(row.sv_names), "nb": _words(row.nb_names)},
            {"sv": _words(row.sv_told_by), "nb": _words(row.nb_told_by)},
        )
        for row in read_matters(MATTERS)
    )


def _words(labels: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(words for label in labels if (words := folded(label)))
