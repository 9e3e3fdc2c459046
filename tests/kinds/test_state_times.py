"""A state is told in the present only by who knows, and lately."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from network.kinds import parse_content
from network.kinds.state_times import StateTime, find_state_time, is_told_of_the_past

TODAY = date(2026, 11, 29)
LATELY = date(2026, 5, 1)
RECORDED = {"sources": [{"id": "k", "title": "Notat"}], "recorded_from": "k"}
DATED = {"sources": [{"id": "k", "title": "Notat", "date": "2016~"}], "recorded_from": "k"}


@pytest.mark.parametrize(
    ("content", "told", "is_recorded", "expected"),
    [
        # What a source tells is of the source's day, and without one of the period's.
        (DATED, LATELY, True, StateTime(False, "2016~", "source")),
        (DATED | {"period": {"start": "2015"}}, LATELY, True, StateTime(False, "2016~", "source")),
        (
            RECORDED | {"period": {"start": "2015"}},
            LATELY,
            True,
            StateTime(False, "2015", "source"),
        ),
        (RECORDED, LATELY, True, StateTime(False, "", "source")),
        # A preview has its organisation as publisher, and is recorded all the same.
        (DATED, LATELY, False, StateTime(False, "2016~", "source")),
        # The organisation's own word holds while it is new, and until its period ends.
        ({}, LATELY, False, StateTime(True, "2026-05-01", "organisation")),
        ({}, date(2024, 11, 30), False, StateTime(True, "2024-11-30", "organisation")),
        ({}, date(2024, 11, 29), False, StateTime(False, "2024-11-29", "organisation")),
        (
            {"review_by": "2026-10"},
            LATELY,
            False,
            StateTime(False, "2026-05-01", "organisation"),
        ),
        ({"review_by": "2026-11"}, LATELY, False, StateTime(True, "2026-05-01", "organisation")),
        (
            {"period": {"start": "2022-04", "end": "2023-10"}},
            LATELY,
            False,
            StateTime(False, "2023-10", "organisation", has_ended=True),
        ),
        ({"period": {"end": "2026"}}, LATELY, False, StateTime(True, "2026-05-01", "organisation")),
    ],
)
def test_a_state_is_told_of_the_day_it_was_told_on(
    content: dict[str, Any], told: date, is_recorded: bool, expected: StateTime
) -> None:
    value = {"kind": "experience", "language": "nb", "title": "Matlag"} | content
    shown = find_state_time(parse_content(value), told, TODAY, is_recorded=is_recorded)
    assert shown == expected


@pytest.mark.parametrize(
    ("recorded", "ended", "is_past"),
    [(True, "", True), (False, "2023-10", True), (False, "2026", False), (False, "", False)],
)
def test_a_list_tells_a_state_in_the_past_likewise(
    recorded: bool, ended: str, is_past: bool
) -> None:
    assert is_told_of_the_past(recorded, ended, TODAY) is is_past
