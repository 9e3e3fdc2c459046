"""What texts on a matter are written with: who asks for *strømbrudd* finds what tells of a
generator and of darkness.

A matter is no word and has no translation. Its names lead to the words that tell of it, and never
the other way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from network.language.lexicon.file import MATTERS, read_matters
from network.language.lexicon.kept_files import KEPT, folded, read_kept, write_kept

_FILE = "matter_words.json"
_RULES = (
    "words/tokens.py",
    "lexicon/file.py",
    "lexicon/kept_files.py",
    "lexicon/matters.py",
)


class Matter(NamedTuple):
    """A matter: its names and what tells of it, by language (sv and nb), each in folded words."""

    names: dict[str, tuple[tuple[str, ...], ...]]
    told_by: dict[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=1)
def matters() -> tuple[Matter, ...]:
    """The matters of the package, read at the first call and kept."""
    kept: list[list[list[str]]] | None = read_kept(KEPT / _FILE, _RULES)
    rows = work_out_matters() if kept is None else kept
    return tuple(
        Matter(
            {"sv": _split(sv_names), "nb": _split(nb_names)},
            {"sv": _split(sv_told_by), "nb": _split(nb_told_by)},
        )
        for sv_names, nb_names, sv_told_by, nb_told_by in rows
    )


def work_out_matters() -> list[list[list[str]]]:
    """The matters of the package as their file has them, each column with folded words that spaces
    part. Some 0.3 s, which no start waits for where they are kept."""
    return [
        [[" ".join(words) for label in column if (words := folded(label))] for column in row]
        for row in read_matters(MATTERS)
    ]


def keep(folder: Path = KEPT) -> None:
    """Write the file, unless it is there and of today's lexicon."""
    write_kept(folder / _FILE, _RULES, work_out_matters)


def _split(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(name.split(" ")) for name in names)
