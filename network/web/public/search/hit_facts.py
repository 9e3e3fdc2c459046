"""What a hit says beside its words, so that it can be judged without being opened: how it stands,
since when, what it cost, and how large the municipality is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.tables import Entry
from network.kinds import Content, parse_content
from network.organisations.figures import find_populations
from network.web import labels as web_labels

# A longer sentence on cost is read on the entry's own page.
_LONGEST_COST = 60


def find_hit_facts(session: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """The facts of each of these entries in the page's language, in order: state, time, cost, and
    the municipality's inhabitants; what the entry does not say is left out. Two queries."""
    rows = session.execute(
        select(Entry.id, Entry.organisation_id, Entry.content).where(Entry.id.in_(list(ids)))
    ).all()
    populations = find_populations(session, {row.organisation_id for row in rows})
    facts = {}
    for row in rows:
        content = parse_content(row.content)
        inhabitants = populations.get(row.organisation_id)
        facts[row.id] = tuple(
            fact
            for fact in (
                _state(content),
                _time(content),
                _cost(content),
                _inhabitants(inhabitants) if inhabitants else "",
            )
            if fact
        )
    return facts


def _state(content: Content) -> str:
    """How what the entry tells of stands, as far as it says."""
    outcome = getattr(content, "outcome", "not_stated")
    return "" if outcome == "not_stated" else str(web_labels.OUTCOMES[outcome])


def _time(content: Content) -> str:
    """The years: *since 2022*, *2019–2022*, *2024*."""
    start, end = ((moment or "")[:4] for moment in content.time())
    if start and end and start != end:
        return f"{start}\u2013{end}"
    goes_on = getattr(content, "outcome", "") == "goes_on"
    if start and not end and goes_on:
        return str(_("since %(year)s", year=start))
    return start or end


def _cost(content: Content) -> str:
    cost: str = getattr(content, "cost", "")
    return cost if len(cost) <= _LONGEST_COST else ""


def _inhabitants(number: int) -> str:
    return str(
        ngettext(
            "%(shown)s inhabitant", "%(shown)s inhabitants", number, shown=format_decimal(number)
        )
    )
