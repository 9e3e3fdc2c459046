"""Every kind of page, wide and narrow, light and dark: WCAG by axe, and nothing runs over."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Open

PAGES = [
    "",
    "?my=moss",
    "search?q=voldelig+ekstremisme",
    "search?q=finnesikkeheltsikkert",
    "topics",
    "topics/violent-extremism",
    "glossary",
    "glossary/yttrande",
    "organisations",
    "organisations?name=moss",
    "koping",
    "kautokeino",
    "lund",
    "rygge",
    "ks/mote-om-radikalisering",
    "oslo/tiltak-mot-radikalisering",
    "moss/behov-for-bistand-om-hjemvendte",
    "koping/motverka-valdsbejakande-extremism",
    "koping/forebyggande-arbete",
    "sakerhetspolisen/arsbok-2015",
    "grannar/forebygging-over-grensen",
    "grannar/forebygging-over-grensen/document",
    "grannar/forebygging-over-grensen/side-by-side",
    "grannar/forebygging-over-grensen/embed",
    "about",
    "accessibility",
    "finnes/ikke",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("ui", ["nb", "sv"])
def test_axe_finds_nothing(visit: Open, ui: str, page: str) -> None:
    opened = visit(f"/{ui}/{page}")
    found = Axe().run(opened, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_axe_would_find_something(visit: Open) -> None:
    opened = visit("/nb/")
    opened.evaluate("document.querySelector('.brand img').removeAttribute('alt')")
    assert Axe().run(opened, options=RULES).violations_count > 0


@pytest.mark.parametrize("page", PAGES)
def test_nothing_runs_over_at_320_pixels(visit: Open, page: str) -> None:
    opened = visit(f"/sv/{page}", width=320)
    over = opened.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0


def test_dark_pages_have_contrast_too(browser: Browser, served: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    for path in ("", "search?q=hjemvendte", "koping/motverka-valdsbejakande-extremism"):
        page.goto(f"{served}/nb/{path}")
        found = Axe().run(page, options={"runOnly": ["wcag2aa"]})
        assert found.violations_count == 0, found.generate_report()
    context.close()


def test_what_is_pressed_is_large_enough(visit: Open) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, for what does not stand in a sentence."""
    opened = visit("/nb/search?q=hjemvendte", width=360)
    small = opened.evaluate(
        """() => [...document.querySelectorAll('button, .menu a, .switch a, .chips a, .facets a')]
            .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.height && (box.height < 24 || box.width < 24))
            .map(([text]) => text)"""
    )
    assert small == []
