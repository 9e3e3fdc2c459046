"""Reading marks: who has a measure or practice, who adapted, considered or declined it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.community.marks.tables import Mark
from network.entries.projection import parse_entry_content
from network.entries.tables import Entry
from network.kinds import Plan, Practice
from network.organisations.tables import Organisation
from network.organisations.values import Registered

MarkState = Literal["have", "adapted", "considered", "declined"]
STATES: tuple[MarkState, ...] = ("have", "adapted", "considered", "declined")


@dataclass(frozen=True, slots=True)
class PublicMark:
    """One mark: whose, what it says and why, in which language, and since when."""

    organisation: Registered
    state: MarkState
    why: str
    language: str
    marked_at: datetime


def read_marks(session: Session, entry_id: UUID) -> Mapping[str, list[PublicMark]]:
    """The marks at an entry by part ("" for a practice), those that have it first. One query."""
    rows = session.execute(
        select(Mark, Organisation)
        .join(Organisation, Organisation.id == Mark.organisation_id)
        .where(Mark.entry_id == entry_id)
        .order_by(Organisation.slug)
    )
    marks_by_part: dict[str, list[PublicMark]] = {}
    for mark, body in rows:
        marks_by_part.setdefault(mark.part, []).append(
            PublicMark(
                body.value, cast(MarkState, mark.state), mark.why, mark.language, mark.marked_at
            )
        )
    for marks in marks_by_part.values():
        marks.sort(key=lambda mark: STATES.index(mark.state))
    return marks_by_part


def list_markable(entry: Entry) -> Mapping[str, str]:
    """What of an entry can be marked: part → its title in the original's language.

    The measures of a plan, those beside it among them; a practice as a whole, under "". Empty for
    every other kind.
    """
    content = parse_entry_content(entry)
    if isinstance(content, Plan):
        return {measure.id: measure.title for measure in (*content.measures, *content.beside)}
    return {"": content.title} if isinstance(content, Practice) else {}
