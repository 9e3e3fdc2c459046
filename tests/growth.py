"""That work grows with what it is given and not with its square: a ratio within one run, so that a
slow or shared machine is not told from a slow text."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")

# Four times as much takes four times as long, or five where it is sorted; a square takes sixteen,
# and seven where it is a half of all.
_MOST = 6
_ROUNDS = 4
# Seconds of processor below which the clock says more than the work.
_TOO_SHORT = 0.1


def grows_evenly(work: Callable[[Given], object], quarter: Given, whole: Given) -> bool:
    """Whether four times as much of something to read takes less than six times the processor.

    Asks again when it seems to take more, since others may disturb one asking.
    """
    for _ in range(_ROUNDS):
        least = _measure(work, quarter)
        most = _measure(work, whole)
        if most < _TOO_SHORT or most < _MOST * least:
            return True
    return False


def _measure(work: Callable[[Given], object], given: Given) -> float:
    # The garbage collector reads all that is alive, whosever it is.
    gc.disable()
    try:
        began = time.process_time()
        work(given)
        return time.process_time() - began
    finally:
        gc.enable()
