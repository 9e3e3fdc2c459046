"""Texts in plain words, for showing where in an entry something stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.projection import parse_entry_content
from network.entries.tables import Entry, EntryText
from network.kinds import Content
from network.kinds.content import is_beside_the_text
from network.kinds.parts import AttachedFile, Attachment
from network.text.markdown import extract_plain_text


class PlainText:
    """One text of an entry in plain words, each worked out when it is asked for.

    ``body`` is all that is neither title, summary nor part; ``parts`` holds the parts by id.
    """

    def __init__(self, language: str, words: Mapping[str, str], html: Mapping[str, str]) -> None:
        """``words`` maps paths to what was written, ``html`` the Markdown ones to their HTML."""
        self.language = language
        self._words = words
        self._html = html

    @cached_property
    def summary(self) -> str:
        """The summary."""
        return extract_plain_text(self._html.get("summary", ""))

    def field(self, name: str) -> str:
        """A field of the entry itself; empty where the text has none of that name."""
        return self._plain(name) if name in self._words else ""

    @cached_property
    def body(self) -> str:
        """All that is neither title, summary nor part."""
        return "\n".join(
            self._plain(path)
            for path in self._words
            if "." not in path and path not in ("title", "summary")
        )

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The parts by id, in the order of the page."""
        words_of_parts: dict[str, list[str]] = {}
        for path in self._words:
            part, dot, _ = path.rpartition(".")
            # Whom to ask and who took part is no answer to what a text tells of.
            if dot and not is_beside_the_text(path):
                words_of_parts.setdefault(part, []).append(self._plain(path))
        return {part: "\n".join(words) for part, words in words_of_parts.items()}

    def _plain(self, path: str) -> str:
        return extract_plain_text(self._html[path]) if path in self._html else self._words[path]


def find_passages(
    session: Session, wanted: Iterable[tuple[UUID, str]]
) -> Mapping[tuple[UUID, str], PlainText]:
    """The texts of these (entry, language) in plain words. One query."""
    keys = set(wanted)
    if not keys:
        return {}
    # The pairs themselves would be a comparison of rows, for which SQLite reads the whole table.
    rows = session.execute(
        select(EntryText.entry_id, EntryText.language, EntryText.words, EntryText.html).where(
            EntryText.entry_id.in_({entry_id for entry_id, _ in keys}),
            EntryText.language.in_({language for _, language in keys}),
        )
    )
    return {
        (row.entry_id, row.language): PlainText(*row[1:])
        for row in rows
        if (row.entry_id, row.language) in keys
    }


class PartPlace(NamedTuple):
    """Where a part stands: the content's field that holds it, and for an attachment, which has
    no words of its own language, its title; for a file its name."""

    field: str
    title: str


def find_part_places(
    session: Session, ids: Iterable[UUID]
) -> Mapping[UUID, Mapping[str, PartPlace]]:
    """Where the parts of these entries stand, by the part's id. One query."""
    contents = find_contents(session, ids)
    return {entry_id: list_part_places(content) for entry_id, content in contents.items()}


def find_contents(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, Content]:
    """The original contents of these entries. One query."""
    wanted = list(ids)
    if not wanted:
        return {}
    entries = session.scalars(select(Entry).where(Entry.id.in_(wanted)))
    return {entry.id: parse_entry_content(entry) for entry in entries}


def list_part_places(content: Content) -> dict[str, PartPlace]:
    """Where the parts of a content stand, by the part's id."""
    return {part.id: PartPlace(field, _title(part)) for field, part in content.addressed_parts()}


def _title(part: Any) -> str:
    if isinstance(part, AttachedFile):
        return part.file_name
    return part.title if isinstance(part, Attachment) else ""


def make_plain_text(text: EntryText) -> PlainText:
    """One text in plain words."""
    return PlainText(text.language, text.words, text.html)
