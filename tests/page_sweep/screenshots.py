"""Pictures of every type of page: ``python -m tests.page_sweep.screenshots FOLDER [NAME …]``.

Wide and narrow, light and dark, in each interface language; with names, of those types alone. The
variables ``LANGUAGES``, ``WIDTHS``, ``SCHEMES`` and ``SITE`` (a demonstration that runs already)
narrow it: ``LANGUAGES=nb,sv WIDTHS=360``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Page

from network.interface_languages import INTERFACE_LANGUAGES
from tests.page_sweep.demonstration_site import visiting_demonstration
from tests.page_sweep.page_types import PAGE_TYPES, PageType

WIDTHS = ("1280", "360")
SCHEMES = ("light", "dark")


def read_choice(variable: str, every: Iterable[str]) -> tuple[str, ...]:
    """What a variable with commas between chooses, everything where it is not set."""
    given = os.environ.get(variable, "")
    return tuple(given.split(",")) if given else tuple(every)


def choose_page_types(names: Iterable[str]) -> tuple[PageType, ...]:
    """The types of these names, all where there are none. Raises ``SystemExit`` for an unknown."""
    by_name = {page_type.name: page_type for page_type in PAGE_TYPES}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise SystemExit(f"No such page: {', '.join(unknown)}. There are {', '.join(by_name)}.")
    return tuple(by_name[name] for name in names) or PAGE_TYPES


def open_pages(
    page_types: Iterable[PageType],
) -> Iterator[tuple[PageType, str, str, str, Page, str]]:
    """Each page in each way that was chosen, with its language, width and scheme, and its HTML as
    the site sent it; each is opened once for all schemes, and closed when the next is asked for."""
    with visiting_demonstration() as visitors:
        schemes = read_choice("SCHEMES", SCHEMES)
        for language, width, page_type in product(
            read_choice("LANGUAGES", INTERFACE_LANGUAGES),
            read_choice("WIDTHS", WIDTHS),
            page_types,
        ):
            page = visitors.open_page(page_type, language, int(width), schemes[0])
            if page is None:
                print(f"{page_type.name}: the demonstration has none", file=sys.stderr)
                continue
            for scheme in schemes:
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                yield page_type, language, width, scheme, page, visitors.read_html(page)
            page.close()


def take_screenshots(folder: Path, page_types: Iterable[PageType]) -> int:
    """Write FOLDER/LANGUAGE/NAME-WIDTH-SCHEME.png for each; returns how many were written."""
    number = 0
    for page_type, language, width, scheme, page, _ in open_pages(page_types):
        file = folder / language / f"{page_type.name}-{width}-{scheme}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, full_page=True)
        number += 1
    return number


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    print(take_screenshots(Path(sys.argv[1]), choose_page_types(sys.argv[2:])), "pictures")
