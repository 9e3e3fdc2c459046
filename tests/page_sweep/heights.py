"""How tall pages are on a phone: ``python -m tests.page_sweep.heights [NAME …]``.

For each type of page, those of readers where none is named, and each language of ``LANGUAGES``: its
height in pixels in a window of 360 x 740, with everything loaded and nothing pressed; and how many
screens that is. ``SITE`` is a demonstration that runs already.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Page

from tests.page_sweep.demonstration_site import visiting_demonstration
from tests.page_sweep.page_types import PAGE_TYPES
from tests.page_sweep.screenshots import choose_page_types, read_choice

PHONE = {"width": 360, "height": 740}
_LANGUAGES = ("nb",)


def measure_height(page: Page) -> int:
    """The height in pixels of the page that is open, with its letters drawn."""
    height: int = page.evaluate(
        "document.fonts.ready.then(() => document.documentElement.scrollHeight)"
    )
    return height


def main(names: list[str]) -> None:
    """Measure, and print a line for each type of page, the tallest first."""
    chosen = choose_page_types(names) if names else [one for one in PAGE_TYPES if not one.account]
    for language in read_choice("LANGUAGES", _LANGUAGES):
        heights: dict[str, int] = {}
        with visiting_demonstration() as visitors:
            for page_type in chosen:
                page = visitors.open_page(page_type, language, PHONE["width"])
                if page is not None:
                    heights[page_type.name] = measure_height(page)
                    page.close()
        for name, height in sorted(heights.items(), key=lambda pair: -pair[1]):
            print(f"{language} {name:24} {height:6d} {height / PHONE['height']:5.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
