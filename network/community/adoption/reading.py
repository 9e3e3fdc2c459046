"""Who uses a practice or a measure: other municipalities' experiences of it, and their marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.community.marks.reading import PublicMark
from network.entries.queries import Card, find_cards
from network.entries.tables import Entry, EntryAddress, EntryAdoption
from network.organisations.tables import Organisation
from network.organisations.values import Registered

# The marks that say that it is used.
_USES = frozenset({"have", "adapted"})


@dataclass(frozen=True, slots=True)
class Adopter:
    """An organisation that uses something, or did.

    ``card`` is its experience and ``part`` the part of that which tells ``how`` (copied, adapted,
    inspired) and ``since`` when, a partial date; empty where the experience only names it. Without
    an experience there is only its ``mark``.
    """

    organisation: Registered
    how: str = ""
    since: str = ""
    outcome: str = ""
    card: Card | None = None
    part: str = ""
    mark: PublicMark | None = None


def read_adopters(
    session: Session,
    entry_id: UUID,
    owner: str,
    marks: Mapping[str, Iterable[PublicMark]],
    language: str,
) -> Mapping[str, list[Adopter]]:
    """The users of an entry by part ("" for the whole), the owner left out, in no order.

    ``owner`` is the slug of the organisation that the entry is about, ``marks`` what ``read_marks``
    gave. An organisation is there once for each experience; with a mark alone, once. Links to an
    earlier address of the entry count. Three queries, one where no experience uses it.
    """
    adopters: dict[str, list[Adopter]] = {}
    rows = session.execute(
        select(EntryAdoption, Organisation)
        .join(
            EntryAddress,
            (EntryAddress.organisation == EntryAdoption.target_organisation)
            & (EntryAddress.slug == EntryAdoption.target_slug),
        )
        .join(Entry, Entry.id == EntryAdoption.entry_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .where(EntryAddress.entry_id == entry_id, Organisation.slug != owner)
        .order_by(Organisation.slug, EntryAdoption.entry_id, EntryAdoption.position)
    ).all()
    shown = {
        card.id: card for card in find_cards(session, {row[0].entry_id for row in rows}, language)
    }
    marked = {
        (part, mark.organisation.slug): mark
        for part, marks_of_part in marks.items()
        for mark in marks_of_part
    }
    seen: set[tuple[str, UUID]] = set()
    for adoption, body in rows:
        part = adoption.target_part
        # One that names both an earlier and the present address tells of it once.
        if (part, adoption.entry_id) in seen or adoption.entry_id not in shown:
            continue
        seen.add((part, adoption.entry_id))
        adopters.setdefault(part, []).append(
            Adopter(
                body.value,
                adoption.how,
                adoption.since,
                adoption.outcome,
                shown[adoption.entry_id],
                adoption.part,
                marked.pop((part, body.slug), None),
            )
        )
    for (part, slug), mark in marked.items():
        if mark.state in _USES and slug != owner:
            adopters.setdefault(part, []).append(Adopter(mark.organisation, mark=mark))
    return adopters
