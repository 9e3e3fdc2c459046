"""Titles and summaries of entries in each of their languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.tables import EntryText


@dataclass(frozen=True, slots=True)
class TitleAndSummary:
    """What one text of an entry is called, and what it says in short."""

    title: str
    summary: str
    language: str
    is_original: bool


def find_summaries(
    session: Session, ids: Iterable[UUID]
) -> Mapping[UUID, Mapping[str, TitleAndSummary]]:
    """The title and summary of these entries by language. One query."""
    rows = session.execute(
        select(
            EntryText.entry_id,
            EntryText.title,
            EntryText.summary,
            EntryText.language,
            EntryText.is_original,
        ).where(EntryText.entry_id.in_(list(ids)))
    )
    titles: dict[UUID, dict[str, TitleAndSummary]] = {}
    for row in rows:
        titles.setdefault(row.entry_id, {})[row.language] = TitleAndSummary(*row[1:])
    return titles
