"""Two who do something at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

PATIENCE = 60
_Result = TypeVar("_Result")


class Pair:
    """Two threads that start every step together."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads
        self._start = Barrier(2, timeout=PATIENCE)

    def both(self, first: Callable[[], _Result], second: Callable[[], _Result]) -> list[_Result]:
        """What the two gave, in order; raises what either raised."""

        def run(work: Callable[[], _Result]) -> _Result:
            self._start.wait()
            return work()

        under_way = [self._threads.submit(run, work) for work in (first, second)]
        return [future.result(PATIENCE) for future in under_way]
