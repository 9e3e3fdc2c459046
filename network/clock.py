"""The one place that asks what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment in UTC, to the whole second."""
    return _stopped_at or datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The present date in UTC."""
    return now().date()


@contextmanager
def freeze_time(moment: datetime) -> Iterator[None]:
    """Stand the clock still at ``moment`` (aware, UTC) for the whole process: for tests alone."""
    global _stopped_at
    before, _stopped_at = _stopped_at, moment.astimezone(UTC).replace(microsecond=0)
    try:
        yield
    finally:
        _stopped_at = before
