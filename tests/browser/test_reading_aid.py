"""The reading aid in a browser: by hand, by key and by tap; on paper as footnotes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Open, Windows, crossed

KOPING = "/nb/koping/motverka-valdsbejakande-extremism?text=sv"
MEETING = "/sv/ks/mote-om-radikalisering?text=nb"
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def opinion(page: Page) -> Locator:
    """A term of the paragraph that says whose the opinion is."""
    return page.locator("#yttrande .aid", has=page.get_by_role("link", name="tillförordnad"))


@pytest.fixture
def phone(windows: Windows, served: str) -> Iterator[Page]:
    """A page of a phone 360 pixels wide, which has no mouse."""
    viewport = {"width": 360, "height": 740}
    context = windows.lend(served, viewport=viewport, has_touch=True, is_mobile=True)
    yield context.new_page()
    windows.take_back(context)


@pytest.mark.quick(cases=1)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_keyboard_s_focus_shows_what_a_term_means(visit: Open, scripts: bool) -> None:
    page = visit(f"{KOPING}&aid=on", scripts=scripts)
    tip = opinion(page).locator(".aid-tip")
    expect(tip).to_be_hidden()
    opinion(page).locator(".aid-term").focus()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("konstituert")
    page.keyboard.press("Tab")
    expect(tip).to_be_hidden()


@pytest.mark.quick(cases=0)
def test_a_term_leads_to_its_note_and_back(visit: Open) -> None:
    page = visit(f"{KOPING}&aid=on", scripts=False)
    term = opinion(page).locator(".aid-term")
    described = term.get_attribute("aria-describedby")
    term.click()
    note = page.locator(f"#{described}")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("konstituert")
    note.locator(".aid-back").click()
    expect(page.locator(f"#{str(described).replace('aid_', 'aid_at_')}")).to_be_in_viewport()


def test_escape_hides_the_tip_until_one_comes_back(visit: Open) -> None:
    page = visit(f"{KOPING}&aid=on")
    term = opinion(page).locator(".aid-term")
    tip = opinion(page).locator(".aid-tip")
    term.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(term).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_visible()


@pytest.mark.quick(cases=0)
def test_the_tip_stays_while_the_pointer_is_on_it(visit: Open) -> None:
    page = visit(f"{KOPING}&aid=on")
    opinion(page).locator(".aid-term").hover()
    tip = opinion(page).locator(".aid-tip")
    expect(tip).to_be_visible()
    word, box = opinion(page).locator(".aid-term").bounding_box(), tip.bounding_box()
    assert word
    assert box
    # Straight down from the word, in small steps.
    page.mouse.move(word["x"] + 5, box["y"] + box["height"] - 5, steps=40)
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(1, 1)
    expect(tip).to_be_hidden()


def test_a_tap_shows_it_a_second_one_leads_to_the_note(phone: Page) -> None:
    phone.goto(f"{KOPING}&aid=on")
    phone.locator("#yttrande summary").first.tap()
    term, tip = opinion(phone).locator(".aid-term"), opinion(phone).locator(".aid-tip")
    term.tap()
    expect(tip).to_be_visible()
    assert "#" not in phone.url
    phone.locator("h1").tap(position={"x": 2, "y": 2})
    expect(tip).to_be_hidden()
    term.tap()
    expect(tip).to_be_visible()
    term.tap()
    phone.wait_for_url("**#aid_*")


@pytest.mark.parametrize("address", [KOPING, MEETING])
@pytest.mark.quick(cases=0)
def test_no_tip_runs_over_a_narrow_page(phone: Page, address: str) -> None:
    phone.goto(f"{address}&aid=on")
    assert phone.evaluate(OVER) == 0
    phone.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    for term in phone.locator(".aid > a").all():
        term.focus()
        tip = term.locator("xpath=..").locator(".aid-tip")
        expect(tip).to_be_visible()
        box = tip.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["width"] > 180
    assert phone.evaluate(OVER) == 0


@pytest.mark.quick(cases=0)
def test_the_choice_is_remembered_and_forgotten(visit: Open) -> None:
    page = visit("/nb/koping/unggruppen?text=sv#like")
    expect(page.locator(".aid")).to_have_count(0)
    page.goto(KOPING)
    page.locator(".aid-switch a").click()
    page.wait_for_url("**aid=on**")
    # Back on another day, by an address that carries nothing.
    page.goto("/nb/koping/unggruppen?text=sv#like")
    page.wait_for_url("**aid=on**")
    assert page.url.endswith("#like")
    expect(page.locator(".aid").first).to_be_visible()
    page.goto("/nb/oslo/tiltak-mot-radikalisering")
    assert "aid=" not in page.url
    page.goto(KOPING)
    page.wait_for_url("**aid=on**")
    page.locator(".aid-switch a").click()
    page.wait_for_url(lambda url: "aid=" not in url)
    page.goto("/nb/koping/unggruppen?text=sv")
    expect(page.locator(".aid-switch a")).to_have_attribute("data-aid", "on")
    assert "aid=" not in page.url


@pytest.mark.quick(cases=0)
def test_a_shared_address_does_not_choose_for_the_one_who_opens_it(visit: Open) -> None:
    page = visit(f"{KOPING}&aid=on")
    expect(page.locator(".aid").first).to_be_visible()
    page.goto(KOPING)
    expect(page.locator(".aid-switch a")).to_have_attribute("data-aid", "on")


@pytest.mark.parametrize(("address", "scheme"), crossed([KOPING, MEETING], ["light", "dark"]))
@pytest.mark.quick(cases=0)
def test_axe_finds_nothing(windows: Windows, served: str, address: str, scheme: str) -> None:
    context = windows.lend(served, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}&aid=on")
    page.locator(".aid-term").nth(1).focus()
    assert found_by_axe(page) == []
    windows.take_back(context)


@pytest.mark.quick(cases=0)
def test_paper_has_numbered_footnotes_and_no_tips(visit: Open) -> None:
    page = visit(f"{KOPING}&aid=on")
    page.emulate_media(media="print")
    number = opinion(page).locator(".aid-number")
    expect(number).to_be_visible()
    described = opinion(page).locator(".aid-term").get_attribute("aria-describedby")
    assert described == f"aid_{number.inner_text()}"
    opinion(page).locator(".aid-term").focus()
    expect(opinion(page).locator(".aid-tip")).to_be_hidden()
    expect(page.locator(".aid-notes")).to_be_visible()
    expect(page.locator(".aid-switch")).to_be_hidden()
    listed = page.locator(".aid-notes ol").evaluate("list => getComputedStyle(list).listStyleType")
    assert listed == "decimal"
