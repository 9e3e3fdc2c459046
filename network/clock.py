"""The one place that asks what time it is, and what a time on the wall means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# Norway and Sweden keep the same time.
ZONE = ZoneInfo("Europe/Oslo")

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment in UTC, to the whole second."""
    return _stopped_at or datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The present date in UTC."""
    return now().date()


def find_moments(local: datetime) -> tuple[datetime, ...]:
    """The moments, in UTC, at which the clocks of Norway and Sweden show ``local`` (naive).

    One on most days; none in the hour that is skipped when summer time begins, two, the earlier
    first, in the hour that comes twice when it ends.
    """
    moments = {local.replace(tzinfo=ZONE, fold=fold).astimezone(UTC) for fold in (0, 1)}
    shown = [moment for moment in moments if moment.astimezone(ZONE).replace(tzinfo=None) == local]
    return tuple(sorted(shown))


@contextmanager
def freeze_time(moment: datetime) -> Iterator[None]:
    """Stand the clock still at ``moment`` (aware, UTC) for the whole process: for tests alone."""
    global _stopped_at
    before, _stopped_at = _stopped_at, moment.astimezone(UTC).replace(microsecond=0)
    try:
        yield
    finally:
        _stopped_at = before
