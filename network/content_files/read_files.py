"""The entry files of a folder as they were read, each put aside until it is asked for again.

A folder may hold a hundred thousand: as values they would take seven kilobytes each at once, for
as long as an import lasts. What is needed of all of them at once is where each lies.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import intern
from tempfile import SpooledTemporaryFile
from typing import overload

from network.content_files.entry_file import EntryFile
from network.kinds import Content

# What is larger than this, some 2,000 files, lies on the disk.
_IN_MEMORY = 8_000_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file is put aside, and what is asked of all files."""

    organisation: str
    slug: str
    language: str
    is_original: bool
    start: int
    size: int


class ReadFiles(Sequence[EntryFile]):
    """Files in the order in which they were read, each made anew from what was put aside whenever
    it is asked for. Some 20 µs each.

    They lie in a file without a name that nobody else can open, and that is gone with this object:
    what is read from it was written by this process.
    """

    def __init__(self, files: Iterable[EntryFile] = ()) -> None:
        self._aside = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (as long as this object)
        self._places: list[_Place] = []
        for file in files:
            self.append(file)

    def __del__(self) -> None:
        self._aside.close()

    def append(self, file: EntryFile) -> None:
        """Put one more file aside."""
        self._places.append(self._write(file))

    def replace(self, number: int, file: EntryFile) -> None:
        """Have another value of a file."""
        self._places[number] = self._write(file)

    def list_paths(self) -> list[tuple[bool, str]]:
        """Of each file whether it is an original, and its path."""
        return [
            (place.is_original, f"entries/{place.organisation}/{place.slug}.{place.language}.md")
            for place in self._places
        ]

    def number_originals(self) -> dict[str, int]:
        """The numbers of the originals by their addresses, the last of each."""
        return {
            f"{place.organisation}/{place.slug}": number
            for number, place in enumerate(self._places)
            if place.is_original
        }

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[EntryFile]:
        return (self[number] for number in range(len(self)))

    @overload
    def __getitem__(self, number: int) -> EntryFile: ...
    @overload
    def __getitem__(self, number: slice) -> list[EntryFile]: ...
    def __getitem__(self, number: int | slice) -> EntryFile | list[EntryFile]:
        if isinstance(number, slice):
            return [self[each] for each in range(len(self))[number]]
        place = self._places[number]
        self._aside.seek(place.start)
        file: EntryFile = pickle.loads(self._aside.read(place.size))
        return file

    def _write(self, file: EntryFile) -> _Place:
        start = self._aside.seek(0, 2)
        size = self._aside.write(pickle.dumps(file, pickle.HIGHEST_PROTOCOL))
        return _Place(
            intern(file.organisation),
            file.slug,
            intern(file.language),
            isinstance(file.value, Content),
            start,
            size,
        )
