"""The ledger: measures and practices as rows, and what municipalities say of each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from network.community.marks.tables import Mark
from network.community.peers.reading import Body, read_bodies
from network.entries.queries import Card, find_cards
from network.entries.tables import (
    Entry,
    EntryAddress,
    EntryAdoption,
    EntryMeasure,
    EntryText,
    EntryTopic,
)
from network.interface_languages import PREFERRED
from network.organisations.tables import Organisation

Said = Literal["own", "have", "adapted", "considered", "declined"]
# What counts as having it.
HAS = frozenset({"own", "have", "adapted"})

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """What one municipality says of one row, by a mark or by an experience of it, which has no
    ``marked_at``; of its own measures nothing but that."""

    said: Said
    why: str = ""
    language: str = ""
    marked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A measure or practice: whose, which, and what is said of it by organisation."""

    entry_id: UUID
    part: str
    kind: str
    owner: str
    cells: Mapping[str, LedgerCell]

    @property
    def key(self) -> Key:
        """The entry and the part of it."""
        return self.entry_id, self.part

    @property
    def others(self) -> Mapping[str, LedgerCell]:
        """What others than its owner say of it; empty where nobody else has taken it up."""
        return {slug: cell for slug, cell in self.cells.items() if cell.said != "own"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the ledger is asked for; empty texts ask for all.

    ``group`` is an SKR group (*B3*) or a main group (*B*), ``size`` the key of a band of
    population. Country, county, group and size choose the municipalities; a row is there when one
    of them has said something of it or owns it.
    """

    topic: str = ""
    country: str = ""
    county: str = ""
    group: str = ""
    size: str = ""
    kind: str = ""
    state: str = ""

    @property
    def chooses_bodies(self) -> bool:
        """Whether it narrows the municipalities."""
        return bool(self.country or self.county or self.group or self.size)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All rows that were asked for, in no order that means anything, and the municipalities in
    them by slug."""

    rows: Sequence[LedgerRow]
    bodies: Mapping[str, Body]


@dataclass(frozen=True, slots=True)
class RowTitle:
    """What a row is called: the measure's title, its language, and the entry it is in."""

    title: str
    language: str
    card: Card


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A row that others like us have and we have not: who of how many."""

    row: LedgerRow
    have: tuple[Body, ...]
    of: int


def read_ledger(session: Session, filters: Filters) -> Ledger:
    """The ledger as far as ``filters`` ask for it. Five queries, whatever its size.

    All measures, marks and municipalities are read as small rows: some 50 ms for 10,000 measures.
    """
    bodies = read_bodies(session)
    by_id = {body.id: body for body in bodies.values()}
    where: list[ColumnElement[bool]] = [Entry.kind.in_(("plan", "practice"))]
    if filters.kind:
        where.append(Entry.kind == filters.kind)
    if filters.topic:
        under = select(EntryTopic.entry_id).where(EntryTopic.topic_id == filters.topic)
        where.append(Entry.id.in_(under))
    measures = session.execute(
        select(Entry.id, Entry.kind, Entry.organisation_id, EntryMeasure.part, Organisation.slug)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .outerjoin(EntryMeasure, EntryMeasure.entry_id == Entry.id)
        .where(*where)
        .order_by(Organisation.slug, Entry.slug, EntryMeasure.position)
    ).all()
    cells_by_key: dict[Key, dict[str, LedgerCell]] = {}
    for mark in session.execute(
        select(
            Mark.entry_id,
            Mark.part,
            Mark.organisation_id,
            Mark.state,
            Mark.why,
            Mark.language,
            Mark.marked_at,
        )
    ):
        body = by_id.get(mark.organisation_id)
        if body is not None:
            cell = LedgerCell(mark.state, mark.why, mark.language, mark.marked_at)
            cells_by_key.setdefault((mark.entry_id, mark.part), {})[body.slug] = cell
    for key, organisation_id, how in _taken_up(session):
        body = by_id.get(organisation_id)
        # What a municipality said of it itself goes before what its experience says.
        if body is not None and body.slug not in cells_by_key.setdefault(key, {}):
            cells_by_key[key][body.slug] = LedgerCell("have" if how == "copied" else "adapted")
    rows = []
    for measure in measures:
        if measure.kind == "plan" and measure.part is None:
            continue
        cells = dict(cells_by_key.get((measure.id, measure.part or ""), {}))
        if measure.organisation_id in by_id:
            cells[by_id[measure.organisation_id].slug] = LedgerCell("own")
        cells = {slug: cell for slug, cell in cells.items() if _meant(bodies[slug], filters)}
        if filters.state and not any(cell.said == filters.state for cell in cells.values()):
            continue
        if filters.chooses_bodies and not cells:
            continue
        rows.append(LedgerRow(measure.id, measure.part or "", measure.kind, measure.slug, cells))
    named = {slug for row in rows for slug in row.cells}
    return Ledger(rows, {slug: body for slug, body in bodies.items() if slug in named})


def read_titles(
    session: Session, rows: Iterable[LedgerRow], language: str
) -> Mapping[Key, RowTitle]:
    """What these rows are called, in words for a reader of ``language``. Three queries."""
    wanted = list(rows)
    ids = list(dict.fromkeys(row.entry_id for row in wanted))
    if not ids:
        return {}
    shown = {card.id: card for card in find_cards(session, ids, language)}
    texts: dict[UUID, dict[str, Mapping[str, str]]] = {}
    for text in session.execute(
        select(EntryText.entry_id, EntryText.language, EntryText.words).where(
            EntryText.entry_id.in_(ids),
            EntryText.is_original | EntryText.language.in_(PREFERRED[language]),
        )
    ):
        texts.setdefault(text.entry_id, {})[text.language] = text.words
    titles_by_key = {}
    for row in wanted:
        card = shown.get(row.entry_id)
        if card is None:
            continue
        path = f"{row.part}.title" if row.part else "title"
        languages = (card.language, card.original_language)
        own = texts[row.entry_id]
        where = next(
            (candidate for candidate in languages if path in own.get(candidate, {})),
            card.original_language,
        )
        titles_by_key[row.key] = RowTitle(own.get(where, {}).get(path, row.part), where, card)
    return titles_by_key


def find_taken_up_rows(ledger: Ledger) -> list[LedgerRow]:
    """The rows of which somebody else than the owner says something, those that most have first,
    then those that most say anything of; else in the order given."""

    def weight(row: LedgerRow) -> tuple[int, int]:
        others = row.others.values()
        return sum(cell.said in HAS for cell in others), len(others)

    return sorted((row for row in ledger.rows if row.others), key=weight, reverse=True)


def find_missing_rows(
    ledger: Ledger, slug: str, others: Mapping[str, Sequence[str]]
) -> list[MissingRow]:
    """What ``others`` have or have adapted of which ``slug`` has said nothing, most common first.

    ``of`` is how many of the others have said anything in the ledger at all.
    """
    active = {other for row in ledger.rows for other in row.cells if other in others}
    missing_rows = []
    for row in ledger.rows:
        if slug in row.cells or row.owner == slug:
            continue
        have = tuple(
            ledger.bodies[other]
            for other, cell in row.cells.items()
            if other in others and cell.said in HAS
        )
        if have:
            missing_rows.append(MissingRow(row, have, len(active)))
    return sorted(missing_rows, key=lambda missing: -len(missing.have))


def _taken_up(session: Session) -> Iterable[tuple[Key, int, str]]:
    """What municipalities do as others do, by their experiences: the row, who, and how. What was
    stopped, has ended or is only planned is not what they have; nor is what was not said how."""
    rows = session.execute(
        select(
            EntryAddress.entry_id,
            EntryAdoption.target_part,
            Entry.organisation_id,
            EntryAdoption.how,
        )
        .join(
            EntryAddress,
            (EntryAddress.organisation == EntryAdoption.target_organisation)
            & (EntryAddress.slug == EntryAdoption.target_slug),
        )
        .join(Entry, Entry.id == EntryAdoption.entry_id)
        .where(
            EntryAddress.entry_id.is_not(None),
            EntryAdoption.how != "",
            EntryAdoption.outcome.in_(("goes_on", "not_stated")),
        )
        .order_by(EntryAdoption.entry_id, EntryAdoption.position)
    )
    return [((row.entry_id, row.target_part), row.organisation_id, row.how) for row in rows]


def _meant(body: Body, filters: Filters) -> bool:
    return (
        filters.country in ("", body.country)
        and filters.county in ("", body.county)
        and body.group.startswith(filters.group)
        and filters.size in ("", body.band.key if body.band else None)
    )
