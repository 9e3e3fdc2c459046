"""Six things that a mayor wants on a phone, walked through: presses and screens that each takes.

``python -m tests.page_sweep.reader_tasks`` walks them on the demonstration, in each interface
language, by touch and by keyboard, at 400 % and with the spacing that WCAG 1.4.12 asks for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page

from network.interface_languages import INTERFACE_LANGUAGES
from tests.page_sweep.demonstration_site import visiting_demonstration

MOST_PRESSES, MOST_SCREENS = 3, 2
PHONE = {"width": 360, "height": 740}
# WCAG 1.4.12: what a reader may set, and still read and reach everything.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
# Tabs until something is reached, at most: further away is not reached in any sense.
_MOST_TABS = 120


@dataclass
class Walk:
    """A reader at a page: what was pressed so far, and how many screens down the farthest was."""

    page: Page
    by_keyboard: bool = False
    presses: int = 0
    screens: int = 1

    def see(self, place: Locator) -> None:
        """Scroll to something, until its first lines are there. Raises where it is not shown."""
        place.wait_for(state="visible", timeout=5000)
        box = place.bounding_box()
        assert box is not None
        top = box["y"] + self.page.evaluate("window.scrollY")
        size = self.page.viewport_size
        assert size is not None
        bottom = top + min(box["height"], 60)
        self.screens = max(self.screens, math.ceil(bottom / size["height"]))

    def press(self, place: Locator) -> None:
        """Press what is seen; by keyboard it is tabbed to first."""
        self.see(place)
        self.presses += 1
        if not self.by_keyboard:
            place.click()
            return
        self.reach(place)
        self.page.keyboard.press("Enter")

    def reach(self, place: Locator) -> None:
        """Tab until something has the focus."""
        for _ in range(_MOST_TABS):
            if place.evaluate("place => place === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{place} is not reached by {_MOST_TABS} tabs")

    def lead(self, place: Locator) -> None:
        """Press what leads to another page, and wait for that."""
        with self.page.expect_navigation():
            self.press(place)

    def type_query(self, query: str) -> None:
        """Ask the search field."""
        field = self.page.locator("#q")
        if self.by_keyboard:
            self.reach(field)
            self.presses += 1
        else:
            self.press(field)
        self.page.keyboard.type(query)
        if self.by_keyboard:
            self.presses += 1
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            self.lead(self.page.locator("form[role=search] button, .search button").first)


Task = Callable[[Walk, "Place"], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the tasks are walked: a language, a query, and an entry that answers it."""

    language: str
    query: str
    entry: str


def find_what_neighbours_did(walk: Walk, place: Place) -> None:
    walk.page.goto(f"/{place.language}/")
    walk.type_query(place.query)
    walk.see(walk.page.locator(f'.hit a[href*="{place.entry}"]').first)


def see_how_it_went(walk: Walk, place: Place) -> None:
    walk.page.goto(f"/{place.language}/search?q={place.query.replace(' ', '+')}")
    walk.lead(walk.page.locator(f'.hit a[href*="{place.entry}"]').first)
    walk.see(walk.page.locator(".fact-results dd, .fact-state dd").first)


def ask_somebody(walk: Walk, place: Place) -> None:
    walk.page.goto(f"/{place.language}/{place.entry}")
    address = walk.page.locator('.fact-contact a[href^="mailto:"], .fact-contact a[href^="tel:"]')
    if not address.count():
        address = walk.page.locator('.acts a[href^="mailto:"]')
    walk.see(address.first)
    if walk.by_keyboard:
        walk.reach(address.first)
    walk.presses += 1


def compare_two(walk: Walk, place: Place) -> None:
    walk.page.goto(f"/{place.language}/{place.entry}")
    walk.lead(walk.page.locator('main a[href*="/compare?"]').first)
    walk.lead(walk.page.locator('.compare-more a[href*="/compare?"]').first)
    walk.see(walk.page.locator("table.compare tbody tr td").first)


def share_it(walk: Walk, place: Place) -> None:
    walk.page.goto(f"/{place.language}/{place.entry}")
    mail = walk.page.locator('.share a[href^="mailto:"]').first
    walk.see(mail)
    if walk.by_keyboard:
        walk.reach(mail)
    walk.presses += 1


def see_what_is_new(walk: Walk, place: Place) -> None:
    walk.page.goto(f"/{place.language}/")
    walk.see(walk.page.locator("section[aria-labelledby=newest] li").first)


TASKS: Mapping[str, Task] = {
    task.__name__: task
    for task in (
        find_what_neighbours_did,
        see_how_it_went,
        ask_somebody,
        compare_two,
        share_it,
        see_what_is_new,
    )
}

# What a reader may have set: options of a window, and what is pressed with.
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "touch": {},
    "keyboard alone": {},
    "zoom 400 %": {"viewport": {"width": 320, "height": 256}},
    "text spacing": {},
    "reduced motion": {"reduced_motion": "reduce"},
    "forced colours": {"forced_colors": "active"},
    "without scripts": {"java_script_enabled": False},
}


def walk_task(page: Page, setting: str, task: Task, place: Place) -> Walk:
    """Walk a task in a window that was opened with ``SETTINGS[setting]``.

    Raises ``AssertionError`` or Playwright's ``TimeoutError`` where it cannot be done.
    """
    walk = Walk(page, by_keyboard=setting == "keyboard alone")
    if setting == "text spacing":
        page.add_init_script(f"""addEventListener("DOMContentLoaded", () => {{
            const spaced = new CSSStyleSheet();
            spaced.replaceSync({SPACING!r});
            document.adoptedStyleSheets.push(spaced);
        }});""")
    task(walk, place)
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"the page scrolls sideways by {over} pixels"
    return walk


_DEMONSTRATION = ("ensomme eldre", "havsmyra/lunchturen")


def main() -> None:
    """Walk them all on the demonstration, and print a line each."""
    with visiting_demonstration() as visitors:
        for setting, options in SETTINGS.items():
            for language in INTERFACE_LANGUAGES:
                place = Place(language, *_DEMONSTRATION)
                for name, task in TASKS.items():
                    window = visitors.browser.new_context(
                        base_url=visitors.address, **{"viewport": PHONE, **options}
                    )
                    try:
                        walk = walk_task(window.new_page(), setting, task, place)
                        print(f"{setting:16} {language} {name:25} {walk.presses} {walk.screens}")
                    except (AssertionError, PlaywrightError) as error:
                        print(f"{setting:16} {language} {name:25} FAILED {str(error)[:200]}")
                    window.close()


if __name__ == "__main__":
    main()
