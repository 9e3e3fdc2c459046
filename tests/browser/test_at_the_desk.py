"""What writers and reviewers meet at the desk, in a browser: with and without scripts, by keys."""

# ruff: noqa: F811 (a test asks for a fixture by its name)

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from network.documents import workflow
from network.documents.revisions import Placement, begin, revise
from network.documents.tables import DocumentText
from network.kinds import Content, parse_content
from network.organisations.queries import find_organisation_ids
from tests.browser.conftest import follow
from tests.browser.test_desk import (  # noqa: F401 (fixtures)
    ANDERS,
    KARI,
    NILS,
    Enter,
    House,
    Write,
    enter,
    house,
    press,
    sign_in,
    step,
    watched,
    write,
)
from tests.demonstration import DEMONSTRATION

BY_SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with scripts", "without scripts"]
)


def make_experience(title: str, done: str = "Vi gikk hver fredag.") -> Content:
    return parse_content({"kind": "experience", "language": "nb", "title": title, "done": done})


def in_review(house: House, title: str) -> UUID:
    """A text of Kari's that waits for review; its document."""
    with house.site.database.transaction() as session:
        kari = house.actor(session, KARI)
        home = find_organisation_ids(session)["eksempelvik"]
        revision = begin(session, Placement(home, None, home), make_experience(title), actor=kari)
        workflow.submit(session, revision.id, actor=kari)
        return revision.document_id


@BY_SCRIPTS
@pytest.mark.quick(cases=0)
def test_a_reviewer_s_note_comes_through_signing_in_again(
    house: House, enter: Enter, scripts: bool
) -> None:
    document = in_review(house, f"Nattevandring {scripts}")
    page = enter(NILS, at="desk/", java_script_enabled=scripts)
    if not page.locator(".desk-bar").count():
        sign_in(page, NILS)
    page.goto(f"/nb/desk/documents/{document}/review/nb")
    page.locator("#decision [name=note] >> nth=0").fill("Nevn kostnaden, takk.")
    page.context.clear_cookies()
    follow(page.locator('#decision button[formaction$="/send-back"]'))
    expect(page.locator(".banner")).to_contain_text("så mister du ikke det du skrev")
    page.locator("#email").fill(NILS)
    page.locator("#password").fill(DEMONSTRATION.password)
    follow(page.locator(".narrow-form form button"))
    note = page.locator("#decision [name=note] >> nth=0")
    expect(note).to_have_value("Nevn kostnaden, takk.")
    follow(page.locator('#decision button[formaction$="/send-back"]'))
    expect(page.locator(".state-changes_requested")).to_be_visible()


@BY_SCRIPTS
@pytest.mark.quick(cases=0)
def test_dates_and_bodies_are_taken_as_people_write_them(write: Write, scripts: bool) -> None:
    page = write(KARI, f"Møte {scripts}", kind="meeting", java_script_enabled=scripts)
    page.locator("#date").fill("12. mars 2026")
    page.locator('[id="organiser.organisation"]').fill("Eksempelvik kommune")
    press(page, "save")
    expect(page.locator("h1")).to_have_text(f"Møte {scripts}")
    page.goto(page.url.split("?")[0] + "/write")
    expect(page.locator("#date")).to_have_value("2026-03-12")
    expect(page.locator('[id="organiser.organisation"]')).to_have_value("Eksempelvik")
    # What may be several days is asked about, at its field.
    page.locator("#date").fill("4/5/26")
    press(page, "save")
    page.locator('#problems a[href="#date"]').click()
    expect(page.locator("#date")).to_be_in_viewport()
    expect(page.locator('[id="date-faults"]')).not_to_be_empty()
    expect(page.locator("#date")).to_have_value("4/5/26")


@BY_SCRIPTS
@pytest.mark.quick(cases=1)
def test_a_fault_names_the_part_and_leads_to_its_field_by_key(write: Write, scripts: bool) -> None:
    page = write(
        KARI,
        f"Utsagn {scripts}",
        kind="meeting",
        java_script_enabled=scripts,
        fields={"statements": [{"id": "", "name": "Kari", "text": "Vi må ha hjelp."}]},
    )
    press(page, "save")
    fault = page.locator("#problems a").first
    expect(fault).to_have_text("Utsagn 1: velg hvordan det er gjengitt.")
    fault.press("Enter")
    expect(page.locator('[id="statements.0.wording"]')).to_be_in_viewport()


@BY_SCRIPTS
@pytest.mark.quick(cases=1)
def test_two_people_see_both_texts_and_what_is_chosen_is_saved(
    house: House, write: Write, enter: Enter, scripts: bool
) -> None:
    title = f"To skriver {scripts}"
    with house.site.database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        kari = house.actor(session, KARI)
        first = begin(session, Placement(home, None, home), make_experience(title), actor=kari)
    page = enter(KARI, at=f"desk/documents/{first.document_id}/write", java_script_enabled=scripts)
    if page.locator("#email").count():
        sign_in(page, KARI)
        page.goto(f"/nb/desk/documents/{first.document_id}/write")
    with house.site.database.transaction() as session:
        anders = house.actor(session, ANDERS)
        revise(
            session, first.document_id, make_experience(title, "Vi gikk to dager."), actor=anders
        )
    page.locator("#done").fill("Vi gikk tre dager.")
    press(page, "save")
    both = page.locator(".side-by-side .text-block")
    expect(both.nth(0)).to_contain_text("tre")
    expect(both.nth(1)).to_contain_text("to")
    page.locator('[type=radio][value="mine"]').check()
    follow(page.locator("main form button").last)
    expect(page.locator("#done")).to_have_value("Vi gikk tre dager.")
    press(page, "save")
    expect(page.locator("h1")).to_have_text(title)


@BY_SCRIPTS
@pytest.mark.quick(cases=0)
def test_one_s_own_public_text_is_withdrawn_at_once_and_taken_back(
    house: House, enter: Enter, scripts: bool
) -> None:
    document = in_review(house, f"Angrer {scripts}")
    with house.site.database.transaction() as session:
        nils = house.actor(session, NILS)
        text = session.get_one(DocumentText, (document, "nb"))
        assert text.submitted_id
        workflow.approve(session, text.submitted_id, actor=nils)
    page = enter(KARI, at="desk/", java_script_enabled=scripts)
    if not page.locator(".desk-bar").count():
        sign_in(page, KARI)
    page.goto(f"/nb/desk/documents/{document}")
    open_folded(page, "form[action$='/withdraw']")
    step(page, "withdraw", "Et telefonnummer stod der.")
    expect(page.locator(".state-withdrawn")).to_be_visible()
    follow(
        page.locator('form[action$="/take-back-withdrawal"] button, form[action*="undo"] button')
    )
    expect(page.locator(".state-published")).to_be_visible()


def open_folded(page: Page, inner: str) -> None:
    """Open what a form is folded into."""
    folded = page.locator("details:not([open])").filter(has=page.locator(inner))
    if folded.count():
        folded.first.locator("> summary").click()
