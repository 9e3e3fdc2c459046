"""A mayor's six tasks on a phone: in at most three presses and two screens, whatever is set."""

from __future__ import annotations

import pytest
from flask import Flask

from network.site_owner import SiteOwner
from tests.browser.conftest import Windows
from tests.conftest import FULL
from tests.page_sweep.reader_tasks import (
    MOST_PRESSES,
    MOST_SCREENS,
    PHONE,
    SETTINGS,
    TASKS,
    Place,
    walk_task,
)

PLACES = [
    Place("nb", "unggruppen", "koping/unggruppen"),
    Place("sv", "samverkan med länsstyrelsen", "koping/samverkan-mot-extremism"),
]
# The screens of others are smaller, or their lines longer: there a task has to be possible at all.
MEASURED = frozenset(SETTINGS) - {"zoom 400 %", "text spacing"}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("setting", SETTINGS if FULL else ("touch", "keyboard alone"))
def test_a_task_takes_few_presses_and_screens(
    windows: Windows,
    served: str,
    seeded_app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    task: str,
) -> None:
    owner = SiteOwner(email="drift@grannar.example")
    monkeypatch.setitem(seeded_app.jinja_env.globals, "site_owner", owner)
    context = windows.lend(served, **{"viewport": PHONE, **SETTINGS[setting]})
    for place in PLACES:
        walk = walk_task(context.new_page(), setting, TASKS[task], place)
        assert walk.presses <= MOST_PRESSES
        if setting in MEASURED:
            assert walk.screens <= MOST_SCREENS
    windows.take_back(context)
