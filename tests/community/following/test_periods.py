"""Days and weeks are those of people in Norway and Sweden, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from network.clock import ZONE
from network.community.following.periods import find_period


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("how_often", "moment", "period"),
    [
        ("daily", "2026-11-21T06:59", "2026-11-20"),
        ("daily", "2026-11-21T07:00", "2026-11-21"),
        ("daily", "2026-03-01T06:59", "2026-02-28"),
        ("daily", "2028-03-01T06:59", "2028-02-29"),
        ("daily", "2026-05-01T00:00", "2026-04-30"),
        ("daily", "2027-01-01T03:00", "2026-12-31"),
        ("weekly", "2026-11-22T23:59", "2026-11-16"),
        ("weekly", "2026-11-23T06:59", "2026-11-16"),
        ("weekly", "2026-11-23T07:00", "2026-11-23"),
        ("weekly", "2027-01-01T12:00", "2026-12-28"),
        ("at_once", "2026-11-21T07:00", ""),
        ("none", "2026-11-21T07:00", ""),
    ],
)
def test_a_period_begins_at_seven(how_often: str, moment: str, period: str) -> None:
    assert find_period(how_often, local(moment)) == period


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_a_night_in_which_the_clock_changes_has_one_morning(night: str) -> None:
    begun = local(f"{night}T00:00") - timedelta(hours=12)
    periods = [find_period("daily", begun + timedelta(minutes=minute)) for minute in range(36 * 60)]
    assert periods == sorted(periods)
    assert len(set(periods)) == 2
    first = begun + timedelta(minutes=periods.index(night))
    assert first.astimezone(ZONE).strftime("%H:%M") == "07:00"


def test_a_year_has_a_period_for_each_day_and_each_week() -> None:
    begun = local("2027-01-01T07:00")
    hours = [begun + timedelta(hours=count) for count in range(365 * 24)]
    assert len({find_period("daily", hour) for hour in hours}) == 365
    assert len({find_period("weekly", hour) for hour in hours}) == 53
