"""A mayor's six tasks on a phone: in at most three presses and two screens, whatever is set."""

from __future__ import annotations

import pytest

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


@pytest.mark.quick(cases=2)
@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("setting", "task"),
    # By touch each task, and in the quick run one in turn in each other setting.
    [
        (setting, task)
        for number, setting in enumerate(SETTINGS)
        for place, task in enumerate(TASKS)
        if FULL or setting == "touch" or place == number % len(TASKS)
    ],
)
def test_a_task_takes_few_presses_and_screens(
    windows: Windows, served: str, setting: str, task: str
) -> None:
    context = windows.lend(served, **{"viewport": PHONE, **SETTINGS[setting]})
    for place in PLACES:
        walk = walk_task(context.new_page(), setting, TASKS[task], place)
        assert walk.presses <= MOST_PRESSES
        if setting in MEASURED:
            assert walk.screens <= MOST_SCREENS
    windows.take_back(context)
