"""Collections in a real browser: moving items, and the whole of one on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from network.entries.addresses import find_address
from tests.browser.conftest import Windows, expect_values
from tests.browser.test_desk import KARI, House, Watched, running, sign_in
from tests.demonstration import DEMONSTRATION

SLUG = "demo-samling-fritid"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running site with the demonstration's collection."""
    with running(tmp_path_factory.mktemp("collections")) as house:
        yield house


@pytest.fixture
def page(windows: Windows, house: House) -> Iterator[Page]:
    """Kari's form of the collection, on a screen that holds all of it."""
    watched = Watched(windows, house.address)
    page = watched.context().new_page()
    page.set_viewport_size({"width": 1280, "height": 7_000})
    page.goto("/nb/account/sign-in")
    sign_in(page, KARI, DEMONSTRATION.password)
    with house.site.database.reading() as session:
        found = find_address(session, "eksempelvik", SLUG)
    assert found is not None
    page.goto(f"/nb/desk/documents/{found.entry_id}/write")
    yield page
    watched.end()


def ids(page: Page) -> Locator:
    """The fields with the items' ids, in the order of the form."""
    return page.locator('input[name^="items."][name$=".id"]')


def test_an_item_is_dragged_and_moved_by_keys_with_the_focus_on_it(page: Page) -> None:
    before = [id.input_value() for id in ids(page).all()]
    handle = page.locator('[id="items.3"] > .moves').bounding_box()
    first = page.locator('[id="items.0"]').bounding_box()
    assert handle
    assert first
    across = handle["x"] + 10
    page.mouse.move(across, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(across, first["y"] + 20, steps=5)
    page.mouse.up()
    moved = [before[3], *before[:3]]
    expect_values(ids(page), moved)
    expect(page.locator('[id="items.0"] > .moves')).to_be_focused()
    expect(page.locator("#moved")).to_contain_text("1")
    page.keyboard.press("ArrowDown")
    expect(page.locator('[name="items.1.id"]')).to_have_value(before[3])
    expect(page.locator('[id="items.1"] > .moves')).to_be_focused()
    expect(page.locator("#moved")).to_contain_text("2")
    # The buttons of the part do the same, and stay under the finger.
    page.locator('[id="items.1"] > .folded > summary').click()
    page.locator('button[value="down:items.1"]').press("Enter")
    expect(page.locator('[name="items.2.id"]')).to_have_value(before[3])
    expect(page.locator('button[value="down:items.2"]')).to_be_focused()
    # What was let go where it was has moved nowhere.
    handle = page.locator('[id="items.2"] > .moves').bounding_box()
    assert handle
    order = [id.input_value() for id in ids(page).all()]
    page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 10, handle["y"] + 12)
    page.mouse.up()
    page.wait_for_timeout(200)
    expect_values(ids(page), order)


@pytest.mark.quick(cases=0)
def test_the_whole_collection_makes_a_document_on_paper(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(f"{house.address}/nb/eksempelvik/{SLUG}/document")
    file = tmp_path / "samling.pdf"
    page.pdf(path=str(file), format="A4")
    # The title, the contents, each entry and the sources begin pages of their own.
    assert file.read_bytes().count(b"/Type /Page\n") >= 5
    page.emulate_media(media="print")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator(".whole .permalink").first).to_be_hidden()
    page.close()
