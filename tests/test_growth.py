"""Work that grows with the square of what it reads is told from work that grows with it."""

from __future__ import annotations

from tests.growth import grows_evenly


def test_work_that_grows_with_the_square_is_noticed() -> None:
    assert not grows_evenly(
        lambda length: [place for place in range(length) for _ in range(length)], 800, 3_200
    )
    assert grows_evenly(lambda length: sorted(range(length, 0, -1)), 500_000, 2_000_000)
