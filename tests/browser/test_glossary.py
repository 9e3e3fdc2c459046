"""The glossary's field narrows the list as one types, to what the server would have found."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Open

TYPED = ["KOMMUNEST", "före", "bås", "ær"]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.quick(cases=1)
def test_what_is_typed_narrows_the_list_as_the_server_would(visit: Open, typed: str) -> None:
    page = visit(f"/nb/glossary?q={typed}", width=360)
    by_server = page.locator("[data-words]").count()
    page = visit("/nb/glossary", width=360)
    # A phone folds them under their letters.
    everything = page.locator("[data-words]").count()
    assert page.locator("[data-words]:visible").count() == 0
    page.get_by_label("Ditt eget ord eller naboens").press_sequentially(typed)
    rows = page.locator("[data-words]:visible")
    # What nothing has, the server answers with the nearest.
    words = page.locator("#words-found")
    expect(words).to_have_text(f"Ord som passer: {rows.count()}")
    assert rows.count() in (0, by_server)
    assert rows.count() < everything
    # No heading of a letter stands alone.
    for letter in page.locator(".word-columns > section:visible").all():
        assert letter.locator("[data-words]:visible").count()
    page.get_by_label("Ditt eget ord eller naboens").fill("")
    assert page.locator("[data-words]:visible").count() == 0
    assert page.locator("[data-words]:not([hidden])").count() == everything
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # The page is then the same whatever was typed, and axe takes seconds for so long a list.
    if typed == TYPED[0]:
        assert found_by_axe(page) == []
