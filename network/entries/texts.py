"""Texts in plain words, for showing where in an entry something stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from network.entries.projection import content_of
from network.entries.tables import Entry, EntryText
from network.text.markdown import plain


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of an entry in plain words.

    ``body`` is all that is neither title, summary nor part; ``parts`` holds the parts by id, and
    ``fields`` the content's field that each part is in.
    """

    language: str
    summary: str
    body: str
    parts: Mapping[str, str]
    fields: Mapping[str, str]


def passages(
    session: Session, wanted: Iterable[tuple[UUID, str]]
) -> Mapping[tuple[UUID, str], Passage]:
    """The texts of these (entry, language) in plain words. One query."""
    keys = list(wanted)
    if not keys:
        return {}
    rows = session.execute(
        select(EntryText, Entry)
        .join(Entry, Entry.id == EntryText.entry_id)
        .where(tuple_(EntryText.entry_id, EntryText.language).in_(keys))
    )
    return {(text.entry_id, text.language): passage_of(entry, text) for text, entry in rows}


def passage_of(entry: Entry, text: EntryText) -> Passage:
    """One text in plain words."""
    parts: dict[str, list[str]] = {}
    body: list[str] = []
    for path, written in text.words.items():
        if path in ("title", "summary"):
            continue
        words = plain(text.html[path]) if path in text.html else written
        part, dot, _ = path.rpartition(".")
        (parts.setdefault(part, []) if dot else body).append(words)
    return Passage(
        text.language,
        plain(text.html.get("summary", "")),
        "\n".join(body),
        {part: "\n".join(words) for part, words in parts.items()},
        {part.id: field for field, part in content_of(entry).addressed_parts()},
    )
