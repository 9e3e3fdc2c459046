"""Footnotes and endnotes: numbered together, in the order they are called."""

from __future__ import annotations

from network.files_in.word.elements import Element

_MARKS = ("separator", "continuationSeparator", "continuationNotice")


class Notes:
    """The notes of a file, by where they stand (footnote or endnote) and their ids."""

    def __init__(self, footnotes: Element | None, endnotes: Element | None) -> None:
        self._notes: dict[tuple[str, str], Element] = {}
        for sort, root in (("footnote", footnotes), ("endnote", endnotes)):
            for element in root.find_all(f"w:{sort}") if root else ():
                if element.attributes.get("w:type", "normal") not in _MARKS:
                    self._notes[sort, element.attributes.get("w:id", "")] = element
        self._numbers: dict[tuple[str, str], int] = {}

    def call(self, sort: str, id: str) -> int:
        """The number of a note that is called, 0 where the file has no such note."""
        if (sort, id) not in self._notes:
            return 0
        return self._numbers.setdefault((sort, id), len(self._numbers) + 1)

    def list_called(self) -> list[tuple[str, int, Element]]:
        """Those that were called, by their numbers: where each stands, its number and it."""
        return [
            (sort, number, self._notes[sort, id_]) for (sort, id_), number in self._numbers.items()
        ]
