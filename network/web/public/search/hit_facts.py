"""What a hit says beside its words, so that it can be judged without being opened: how it stands,
since when, what it cost, and how large the municipality is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from network.entries.tables import Entry
from network.organisations.figures import find_populations
from network.web import labels as web_labels

# A longer sentence on cost is read on the entry's own page.
_LONGEST_COST = 60

_FACTS = select(
    Entry.id, Entry.organisation_id, Entry.outcome, Entry.began, Entry.ended, Entry.cost
).where(Entry.id.in_(bindparam("ids", expanding=True)))


def find_hit_facts(session: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """The facts of each of these entries in the page's language, in order: state, time, cost, and
    the municipality's inhabitants; what the entry does not say is left out. One query."""
    rows = session.execute(_FACTS, {"ids": list(ids)})
    populations = find_populations(session)
    facts = {}
    for row in rows:
        inhabitants = populations.get(row.organisation_id)
        facts[row.id] = tuple(
            fact
            for fact in (
                str(web_labels.OUTCOMES[row.outcome]) if row.outcome else "",
                _time(
                    (row.began or "")[:4], (row.ended or "")[:4], goes_on=row.outcome == "goes_on"
                ),
                row.cost if row.cost and len(row.cost) <= _LONGEST_COST else "",
                _inhabitants(inhabitants) if inhabitants else "",
            )
            if fact
        )
    return facts


def _time(start: str, end: str, *, goes_on: bool) -> str:
    """The years of partial dates: *since 2022*, *2019–2022*, *2024*."""
    start, end = start[:4], end[:4]
    if start and end and start != end:
        return f"{start}\u2013{end}"
    if start and not end and goes_on:
        return str(_("since %(year)s", year=start))
    return start or end


def _inhabitants(number: int) -> str:
    return str(
        ngettext(
            "%(shown)s inhabitant", "%(shown)s inhabitants", number, shown=format_decimal(number)
        )
    )
