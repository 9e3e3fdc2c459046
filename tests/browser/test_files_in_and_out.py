"""A Word file and a PDF, from a folder's window to a reader across the border, and away again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Windows, follow
from tests.browser.test_desk import (  # noqa: F401 (fixtures)
    KARI,
    NILS,
    Enter,
    House,
    enter,
    house,
    press,
    step,
    watched,
)
from tests.browser.test_from_word_to_parts import REPORT, drop
from tests.files_in.made_pdfs import make_pdf

# What stands in the PDF alone, and how a Swede asks for it.
ONLY_IN_PDF, ASKED = "skolefravær", "skolfrånvaro"
PDF = make_pdf(
    f"= Tall for året\nHer står lite.\n#pagebreak()\nSide 2 teller {ONLY_IN_PDF} i hver klasse."
)


def drop_on_form(page: Page, name: str, data: bytes) -> None:
    """Drop a file on the form's part for files."""
    transfer = page.evaluate_handle(
        """([name, bytes]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], name));
            return transfer;
        }""",
        [name, list(data)],
    )
    page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": transfer})


@pytest.mark.quick(cases=0)
def test_files_are_dropped_published_found_across_the_border_saved_and_withdrawn(
    house: House,  # noqa: F811
    enter: Enter,  # noqa: F811
    windows: Windows,
) -> None:
    # A Word file becomes a draft; what it proposes is taken.
    kari = enter(KARI, at="desk/new")
    kari.locator("#kind-experience").check()
    drop(kari, ("kafe.docx", REPORT))
    follow(kari.get_by_role("button", name="Begynn"))
    follow(kari.get_by_role("button", name="Sett inn det jeg valgte"))
    expect(kari).to_have_url(re.compile("/write"))
    document = re.sub("/write.*", "", kari.url)

    # A PDF is dropped on the form and stands in it.
    with kari.expect_navigation():
        drop_on_form(kari, "tall.pdf", PDF)
    expect(kari.locator('[id="files.0.file_name"]')).to_have_value("tall.pdf")
    kari.locator('[id="files.0.description"]').fill("Tallene for året")
    assert found_by_axe(kari) == []
    press(kari, "save")
    step(kari, "submit")
    nils = enter(NILS)
    nils.goto(f"{document}/review/nb")
    expect(nils.get_by_role("link", name="tall.pdf").first).to_be_visible()
    step(nils, "approve")

    # Anybody finds the word that stands in the PDF alone, asked for in Swedish.
    anybody = windows.lend(house.address).new_page()
    hit = anybody.locator(".hit", has_text="Nattkafé på torget")
    for _ in range(100):
        anybody.goto(f"/sv/search?q={ASKED}")
        if hit.count():
            break
        anybody.wait_for_timeout(100)
    expect(hit).to_contain_text("tall.pdf")
    expect(hit).to_contain_text(ONLY_IN_PDF)
    link = hit.get_by_role("link", name=re.compile("tall.pdf"))
    assert str(link.get_attribute("href")).endswith("#page=2")
    file = str(link.get_attribute("href")).partition("#")[0]
    answer = anybody.request.get(file)
    assert answer.status == 200
    assert answer.body() == PDF
    assert answer.headers["content-disposition"].startswith("attachment")
    follow(hit.locator("h2 a, h3 a").first)
    entry = anybody.url.partition("?")[0]
    expect(anybody.get_by_role("link", name="tall.pdf")).to_be_visible()
    assert found_by_axe(anybody) == []
    saved = [entry, file, *(f"{entry}/document.{ending}" for ending in ("docx", "pdf", "md"))]
    assert [anybody.request.get(address).status for address in saved] == [200] * 5

    # Withdrawn, all of it is gone, and says no more than that.
    kari.goto(document)
    kari.get_by_text("Trekk tilbake").first.click()
    step(kari, "withdraw", "Tallene var feil.")
    for address in saved:
        assert anybody.request.get(address).status == 410, address
    for _ in range(100):
        anybody.goto(f"/sv/search?q={ASKED}")
        if not hit.count():
            break
        anybody.wait_for_timeout(100)
    expect(hit).to_have_count(0)
