"""Hundreds of texts asked of in one test, which names every one that fails.

A test for each costs more than what most of them ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

# So much of a failure is enough to know it by.
_LENGTH = 400


def check_each(look: Callable[..., None], cases: Iterable[object]) -> None:
    """Call ``look`` for every case, and fail with a line for each that it raised anything at."""
    wrong = []
    for case in cases:
        try:
            look(case)
        except Exception as problem:  # noqa: BLE001 (whatever it is, the case is named)
            wrong.append(f"{case!a:.200}: {type(problem).__name__}: {problem!s:.{_LENGTH}}")
    assert not wrong, f"{len(wrong)} are wrong:\n" + "\n".join(wrong)
