"""When a mail is due: days and weeks as people in Norway and Sweden count them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from network.clock import ZONE

HOW_OFTEN = ("at_once", "daily", "weekly", "none")

# Before the working day, and never in an hour that a change of the clock skips or repeats.
MORNING = time(7)


def find_period(how_often: str, moment: datetime) -> str:
    """The day (*2026-03-29*) or, for weekly mail, the Monday whose morning last came.

    ``moment`` is aware. Empty for what has no periods. Periods sort as they follow each other, so
    that a mail is due when this is later than the period that was last gone through.
    """
    if how_often not in ("daily", "weekly"):
        return ""
    local = moment.astimezone(ZONE)
    day: date = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    if how_often == "weekly":
        day -= timedelta(days=day.weekday())
    return day.isoformat()


def find_next_period(moment: datetime) -> datetime:
    """The next morning at which a day's or week's mail becomes due (aware)."""
    local = moment.astimezone(ZONE)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=ZONE)
