"""When a state was so: what went on when a source was written need not go on today.

A state that a source tells, or that its organisation told long ago, is told in the past tense, with
the date of whoever told it. Only what the organisation itself told lately is told in the present.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from network.kinds.content import Content
from network.kinds.dates import find_last_day, is_past

# A text is to be looked at again within so many months where it names no date for that.
REVIEW_MONTHS = 24

Teller = Literal["source", "organisation"]


@dataclass(frozen=True, slots=True)
class StateTime:
    """How a state is told: in the present or the past, of which day, and who told it.

    ``day`` is a partial date, empty where nothing is dated. ``has_ended`` says that the entry's own
    period was over on that day.
    """

    is_present: bool
    day: str
    teller: Teller
    has_ended: bool = False


def find_state_time(content: Content, told: date, today: date, *, is_recorded: bool) -> StateTime:
    """How the states of ``content`` are told on ``today``.

    ``told`` is the day of the text's last revision; ``is_recorded`` says that somebody else than
    the organisation wrote it. A recorded state has its source's date, else that of the content's
    period; the source's comes first, because it is the day on which it was told.
    """
    period = getattr(content, "period", None)
    start, end = (period.start or "", period.end or "") if period is not None else ("", "")
    if is_recorded or content.recorded_from:
        dates = {source.id: source.date for source in content.sources}
        day = dates.get(content.recorded_from or "") or end or start
        return StateTime(False, day, "source")
    if is_past(end, today):
        return StateTime(False, end, "organisation", has_ended=True)
    is_overdue = is_past(content.review_by, today)
    is_old = _months_between(told, today) >= REVIEW_MONTHS
    return StateTime(not is_overdue and not is_old, told.isoformat(), "organisation")


def is_told_of_the_past(recorded: bool, ended: str, today: date) -> bool:
    """The same of what a list knows of an entry: whether somebody else recorded it, and the end of
    its period, a partial date or empty."""
    return recorded or bool(ended and find_last_day(ended) < today)


def _months_between(earlier: date, later: date) -> int:
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
