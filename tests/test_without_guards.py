"""Each guard that can be taken out of the code stands in it, where it is said to stand."""

from __future__ import annotations

from tests import without_guards


def test_every_guard_stands_in_the_code() -> None:
    guards = without_guards.list_guards()
    assert [guard.name for guard in guards if not without_guards.stands(guard)] == []
    assert len(guards) > 250
