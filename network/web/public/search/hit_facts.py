"""What a hit says beside its words, so that it can be judged without being opened: how it stands,
since when, what it cost, and how large the municipality is."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from network import clock
from network.entries.queries import Card
from network.kinds.state_times import is_told_of_the_past
from network.web import labels as web_labels
from network.web.states import describe_listed_state

# A longer sentence on cost is read on the entry's own page.
_LONGEST_COST = 60


def list_hit_facts(card: Card, inhabitants: int | None) -> tuple[str, ...]:
    """The facts of an entry in the page's language, in order: state, time, cost, and the
    municipality's inhabitants; what the entry does not say is left out."""
    is_past = is_told_of_the_past(card.recorded, card.ended, clock.today())
    facts = (
        describe_listed_state(card.outcome, web_labels.OUTCOMES, is_past=is_past)
        if card.outcome
        else "",
        _time(card.began, card.ended, goes_on=card.outcome == "goes_on" and not is_past),
        card.cost if len(card.cost) <= _LONGEST_COST else "",
        _inhabitants(inhabitants) if inhabitants else "",
    )
    return tuple(fact for fact in facts if fact)


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
