"""Sharing a page by its address or the device's own sheet, and what it is on paper."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

KOPING = "/nb/koping/motverka-valdsbejakande-extremism"
# How large the letters of each element are, in pixels.
SIZES = "els => els.map(el => parseFloat(getComputedStyle(el).fontSize))"


def test_the_address_is_copied_and_the_device_s_sheet_is_asked(visit: Open, served: str) -> None:
    page = visit(KOPING)
    page.add_init_script(
        "window.asked = [];"
        "navigator.share = async (what) => { window.asked.push(what); };"
        "Object.defineProperty(navigator, 'clipboard', { value: {"
        " writeText: async (text) => { window.asked.push(text); } } });"
    )
    page.reload()
    share = page.locator("[data-share]")
    expect(share.get_by_role("link", name="Del på e-post")).to_be_visible()
    share.get_by_role("button", name="Kopier adressen").click()
    expect(share.get_by_role("status")).to_have_text("Adressen er kopiert.")
    share.get_by_role("button", name="Del …").click()
    copied, sheet = page.evaluate("window.asked")
    assert copied.endswith(KOPING)
    assert sheet["url"] == copied
    assert "Köping" in sheet["title"]


@pytest.mark.quick(cases=0)
def test_a_comparison_is_shared_as_an_entry_is(visit: Open, served: str) -> None:
    one, other = "koping/unggruppen", "oslo/tiltak-mot-radikalisering"
    page = visit(f"/nb/compare?entry={one}&entry={other}&my=moss&aid=on")
    share = page.locator("[data-share]")
    mail = share.get_by_role("link", name="Del på e-post").get_attribute("href") or ""
    shared = share.get_attribute("data-share") or ""
    assert parse_qs(urlsplit(shared).query) == {"entry": [one, other]}
    assert shared in unquote(mail)
    assert "subject=Grannar" in mail
    # One alone is nothing to share.
    assert visit(f"/nb/compare?entry={one}").locator("[data-share]").count() == 0


@pytest.mark.quick(cases=0)
def test_without_scripts_there_is_the_mail_alone(visit: Open) -> None:
    page = visit(KOPING, scripts=False)
    share = page.locator("[data-share]")
    expect(share.get_by_role("link", name="Del på e-post")).to_be_visible()
    expect(share.get_by_role("button")).to_have_count(0)


def test_paper_has_the_text_its_sources_and_its_address_and_nothing_to_press(
    visit: Open,
) -> None:
    page = visit(KOPING)
    printed = page.locator(".printed")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text(KOPING)
    expect(printed).to_contain_text("Publisert")
    expect(printed).to_contain_text("Skrevet ut")
    expect(page.locator("main .sources")).to_be_visible()
    nothing = ("nav.menu", "footer.bottom", "main .side", "main .like", "[data-share]", ".crumbs")
    for gone in nothing:
        for part in page.locator(gone).all():
            expect(part).to_be_hidden()
    expect(page.locator("main button:visible, main input:visible")).to_have_count(0)
    labels = page.locator(".facts dt").evaluate_all(SIZES)
    values = page.locator(".facts dd").evaluate_all(SIZES)
    assert labels
    assert min(values) >= max(labels)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
