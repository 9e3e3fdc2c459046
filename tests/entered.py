"""A pytest plugin: which functions of the site each test enters, and tests in a given order.

``-p tests.entered`` with ``ENTERED_KEPT`` writes, for each test, how long it took and what it
entered, to that file; with ``ENTERED_ORDER`` it runs the tests named in that file, in its order,
and no others. A function is named by its file under the root and the line that it begins on.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

_ROOT = f"{Path(__file__).resolve().parent.parent}{os.sep}"
_PACKAGE = f"{_ROOT}network{os.sep}"

_entered: set[CodeType] = set()
_kept: dict[str, dict[str, Any]] = {}


def _note(frame: FrameType, event: str, _argument: object) -> None:
    if event == "call":
        _entered.add(frame.f_code)


def _take() -> list[str]:
    names = {
        f"{code.co_filename.removeprefix(_ROOT)}:{code.co_firstlineno}"
        for code in _entered.copy()
        if code.co_filename.startswith(_PACKAGE)
    }
    _entered.clear()
    return sorted(names)


def pytest_configure() -> None:
    """Begin to note, if that was asked for."""
    if os.environ.get("ENTERED_KEPT"):
        threading.setprofile(_note)
        sys.setprofile(_note)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note what a test enters, its fixtures included where it is the first to ask for them."""
    _entered.clear()
    result = yield
    _kept.setdefault(item.nodeid, {"seconds": 0.0})["entered"] = _take()
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up how long a test took."""
    _kept.setdefault(report.nodeid, {"seconds": 0.0})["seconds"] += report.duration


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests that are asked for, in their order."""
    if not (order := os.environ.get("ENTERED_ORDER")):
        return
    places = {name: place for place, name in enumerate(Path(order).read_text().splitlines())}
    chosen = sorted(
        (item for item in items if item.nodeid in places), key=lambda item: places[item.nodeid]
    )
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in places])
    items[:] = chosen


def pytest_sessionfinish() -> None:
    """Write what was noted."""
    sys.setprofile(None)
    threading.setprofile(None)
    if path := os.environ.get("ENTERED_KEPT"):
        Path(path).write_text(json.dumps(_kept))
