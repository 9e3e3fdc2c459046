"""By when the law wants a case decided, counted from when it was raised.

Sources: Sweden's kommunallag (2017:725) chapter 5 section 35: motions and citizens' proposals are
to be prepared so that the council can decide within one year, if possible. Norway's kommunelov
(2018:83) section 12-1: the council takes a position on a citizens' proposal within six months.
No other case has a time limit that holds for all municipalities.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from network.kinds.case import Case
from network.kinds.dates import find_first_day, find_last_day

Law = Literal["se_motion", "se_citizens", "no_citizens"]

_MONTHS: Mapping[tuple[str, str], tuple[Law, int]] = {
    ("SE", "member"): ("se_motion", 12),
    ("SE", "citizens"): ("se_citizens", 12),
    ("NO", "citizens"): ("no_citizens", 6),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """How a case that waits for its decision stands to the law.

    ``raised`` is the partial date that it is counted from, ``due`` the last day. Where only a month
    or year is known, ``due`` is counted from its last day, so that nobody is called late too early.
    ``days_left`` is negative once it is late.
    """

    law: Law
    raised: str
    due: date
    days_left: int

    @property
    def is_late(self) -> bool:
        """Whether the law's time is over."""
        return self.days_left < 0


def find_clock(case: Case, country: str | None, today: date) -> Clock | None:
    """The clock of a case before a body of ``country`` (NO, SE).

    None unless the case is kept open, is of a sort that the law sets a time for, has a first step
    with a date, and no decision yet.
    """
    if case.kept != "open":
        return None
    limit = _MONTHS.get((country or "", case.origin))
    raised = find_raised_date(case)
    if limit is None or raised is None or find_decision_date(case) is not None:
        return None
    law, months = limit
    due = _months_later(find_last_day(raised), months)
    return Clock(law, raised, due, (due - today).days)


def find_raised_date(case: Case) -> str | None:
    """The date of the step that raised the case, a partial date; None where it is not stated."""
    return next((step.date for step in case.steps if step.type == "motion" and step.date), None)


def find_decision_date(case: Case) -> str | None:
    """The date of its last decision by the council, or an empty text where that has no date;
    None where there is none yet."""
    decisions = [
        step.date or ""
        for step in case.steps
        if step.type == "decision" and step.state == "in_source"
    ]
    dated = [day for day in decisions if day]
    return max(dated, key=find_first_day) if dated else "" if decisions else None


def _months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
