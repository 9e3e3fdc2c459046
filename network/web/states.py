"""States of entries and their parts in words: in the present only where that still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from network.kinds.state_times import StateTime
from network.web.dates import format_partial_date

_Telling = Callable[[str], str]

# What may be over meanwhile, as told now, by a dated and an undated source, until the end of its
# period, and when its text was written.
_PASSING: Mapping[str, tuple[_Telling, _Telling, _Telling, _Telling, _Telling]] = {
    "goes_on": (
        lambda day: _("Goes on (as of %(date)s)", date=day),
        lambda day: _("Went on %(date)s, says the source", date=day),
        lambda day: _("Went on, says the source, which has no date"),
        lambda day: _("Went on until %(date)s", date=day),
        lambda day: _("Went on when this was written, %(date)s", date=day),
    ),
    "planned": (
        lambda day: _("Planned, not begun (as of %(date)s)", date=day),
        lambda day: _("Was planned and not begun %(date)s, says the source", date=day),
        lambda day: _("Was planned and not begun, says the source, which has no date"),
        lambda day: _("Was planned until %(date)s; whether it was begun is not stated", date=day),
        lambda day: _("Was planned and not begun when this was written, %(date)s", date=day),
    ),
    "open": (
        lambda day: _("Open (as of %(date)s)", date=day),
        lambda day: _("Was open %(date)s, says the source", date=day),
        lambda day: _("Was open, says the source, which has no date"),
        lambda day: _("Was open until %(date)s", date=day),
        lambda day: _("Was open when this was written, %(date)s", date=day),
    ),
}


def describe_state(state: str, labels: Mapping[str, Any], time: StateTime) -> str:
    """A state of ``labels`` in the page's language, with its date where it may be over by now.

    What has ended, was stopped or carried out stays so, and is called as in ``labels``.
    """
    tellings = _PASSING.get(state)
    if tellings is None:
        return str(labels[state])
    day = format_partial_date(time.day) if time.day else ""
    present, by_source, undated, until, when_written = tellings
    if time.is_present:
        return present(day)
    if time.teller == "source":
        return by_source(day) if day else undated(day)
    return until(day) if time.has_ended else when_written(day)


def describe_listed_state(state: str, labels: Mapping[str, Any], *, is_past: bool) -> str:
    """A state of ``labels`` as a list has it, without a date; ``is_past`` says that its entry does
    not tell of today."""
    if is_past and state == "goes_on":
        return str(_("Went on"))
    if is_past and state == "planned":
        return str(_("Was planned"))
    return str(labels[state])
