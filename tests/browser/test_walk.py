"""A reader walks: home, search, the meeting, a statement, the work it mentions, its city."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, crossed, follow

WORDS = {
    "nb": {"query": "ordførere regjeringen", "search": "Søk", "title": "Ordførere og regjeringen"},
    "sv": {"query": "våldsbejakande extremism", "search": "Sök", "title": "Norska kommunledare"},
}


@pytest.mark.parametrize(("ui", "scripts"), crossed(["nb", "sv"], [True, False]))
@pytest.mark.quick(cases=1)
def test_from_the_front_page_to_the_city(visit: Open, ui: str, scripts: bool) -> None:
    words = WORDS[ui]
    page = visit(f"/{ui}/", scripts=scripts)
    page.locator("#q").fill(words["query"])
    follow(page.get_by_role("search").get_by_role("button", name=words["search"]))
    follow(page.get_by_role("link", name=words["title"]).first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(words["title"])
    # What one speaker says stands in one block, where it leads in a fold.
    statement = page.locator(".statement", has=page.locator("#rosland-utviklet"))
    expect(statement).to_contain_text("Stian Berger Røsland")
    statement.locator(".leads > summary").click()
    follow(statement.locator('.leads a[href*="#"]').first)
    expect(page).to_have_url(re.compile("/oslo/tiltak-mot-radikalisering#"))
    follow(page.locator(".crumbs").get_by_role("link", name="Oslo"))
    expect(page).to_have_url(re.compile(f"/{ui}/oslo$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Oslo")
    expect(page.locator("html")).to_have_attribute("lang", ui)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.quick(cases=1)
def test_a_bridged_word_is_taken_away_and_filters_are_set(visit: Open, scripts: bool) -> None:
    page = visit("/nb/search?q=samarbeid", scripts=scripts)
    page.locator(".bridge summary").click()
    taken = page.locator(".bridge a", has_text="samverkan")
    follow(taken)
    expect(page).to_have_url(re.compile("without="))
    expect(page.locator(".bridge a.away", has_text="samverkan")).to_be_visible()
    before = page.locator(".result-count").inner_text()
    follow(page.locator("#facets").get_by_role("link", name="Norge"))
    expect(page).to_have_url(re.compile("country=NO"))
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator(".result-count")).not_to_have_text(before)


def test_the_keyboard_alone_reaches_the_content(visit: Open) -> None:
    page = visit("/sv/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("återvändare")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()


@pytest.mark.quick(cases=0)
def test_switching_the_language_keeps_the_page(visit: Open) -> None:
    page = visit("/nb/search?q=hjemvendte&country=NO")
    page.locator(".switch summary").click()
    follow(page.locator(".switch a[hreflang=sv]"))
    expect(page).to_have_url(re.compile(r"/sv/search\?.*country=NO"))
    expect(page.locator("#q")).to_have_value("hjemvendte")
