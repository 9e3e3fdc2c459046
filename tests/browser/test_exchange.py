"""Needs, questions and reports in a real browser: by script, without, by axe and on a phone."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from network.community.questions.tables import Question
from network.community.reports.actions import report_page
from network.entries.tables import Entry
from tests.browser import test_desk
from tests.browser.conftest import follow
from tests.browser.test_desk import BY_LIGHT, KARI, NILS, Enter, House, Watched, Write, faults_of
from tests.conftest import FULL
from tests.demonstration import DEMONSTRATION

house, watched, enter = test_desk.house, test_desk.watched, test_desk.enter
write = test_desk.write
KARIN = DEMONSTRATION.accounts[2].email
LANGUAGES = pytest.mark.parametrize("ui", ["nb", "sv"] if FULL else ["nb"])


def entry_at(house: House, slug: str) -> UUID:
    with house.site.database.reading() as session:
        found: UUID = session.scalars(select(Entry.id).where(Entry.slug == slug)).one()
        return found


def test_what_exists_is_shown_while_a_need_is_typed_and_linked_by_a_press(
    house: House, write: Write
) -> None:
    page = write(KARI, "", kind="need")
    found = page.locator("#exists-found")
    expect(found.get_by_role("link")).to_have_count(0)
    page.locator("#title").fill("Hvem har frokost på skolen?")
    first = found.get_by_role("link", name="Skolfrukost i Exempelstad")
    expect(first).to_be_visible()
    found.locator('button[value="link:exempelstad/frukost"]').click()
    expect(page.locator('[id="links.0.to"]')).to_have_value("exempelstad/frukost")
    expect(page.locator("#title")).to_have_value("Hvem har frokost på skolen?")
    # The form was put in its place anew; it goes on looking.
    page.locator("#title").fill("Hvem har møter om frokost?")
    expect(found.get_by_role("link", name="Möte om frukost")).to_be_visible()


@pytest.mark.quick(cases=0)
def test_without_scripts_a_button_looks_what_exists(write: Write) -> None:
    page = write(KARI, "", kind="need", java_script_enabled=False)
    page.locator("#title").fill("Hvem har frokost på skolen?")
    follow(page.locator('button[value="exists"]'))
    expect(page.locator("#exists-found").get_by_role("link").first).to_be_visible()
    follow(page.locator('button[value="link:exempelstad/frukost"]'))
    expect(page.locator('[id="links.0.to"]')).to_have_value("exempelstad/frukost")


@pytest.mark.quick(cases=0)
def test_who_comes_from_a_public_page_signs_in_and_answers(watched: Watched) -> None:
    page = watched.context(360, java_script_enabled=False).new_page()
    page.goto("/nb/eksempelvik/demo-behov-matlag")
    follow(page.locator("#answers .button"))
    test_desk.sign_in(page, KARIN)
    page.locator("#text").fill("Ett svar till.")
    follow(page.locator('button[value="reply"]'))
    expect(page.locator("#answers")).to_contain_text("Ett svar till.")


@LANGUAGES
@pytest.mark.quick(cases=0)
def test_the_pages_are_for_everybody(house: House, watched: Watched, enter: Enter, ui: str) -> None:
    need, other = entry_at(house, "demo-behov-matlag"), entry_at(house, "demo-behov-sena-bussar")
    with house.site.database.transaction() as session:
        question = session.scalars(select(Question)).one()
        where = question.entry_id
        who = house.actor(session, KARI if ui == "nb" else KARIN)
        made = report_page(
            session,
            where,
            about="question",
            said_id=question.id,
            reason="Spørsmålet er stilt før.",
            actor=who,
        )
        number = made.id
    faults: list[str] = []
    looked = 0

    def look(page: Page) -> None:
        """Whether it runs over; every other page by axe too, the others in the other language."""
        nonlocal looked
        looked += 1
        faults.extend(faults_of(page, looked % 2 == (ui == "sv")))

    page = watched.context(**BY_LIGHT[ui]).new_page()
    for path in ("needs", "eksempelvik/demo-behov-matlag", "eksempelvik/demo-fritid-varen"):
        page.goto(f"/{ui}/{path}")
        look(page)
    page = enter(KARI, ui, **BY_LIGHT[ui])
    for path in (
        f"answer/{other}",
        f"helped/{need}",
        f"ask/{other}",
        "questions",
        f"questions/{question.id}",
        f"report/{where}?about=question&said={question.id}",
        "reports",
    ):
        page.goto(f"/{ui}/desk/{path}")
        look(page)
    page.goto(f"/{ui}/desk/ask/{other}")
    follow(page.locator('button[value="ask"]'))
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    page = enter(NILS, ui, **BY_LIGHT[ui])
    for _ in range(3):
        house.site.missed.count("nattevandring for jenter", "nb")
    house.site.missed.write(house.site.database)
    for path in ("", "needs", "missed-searches", "reports", f"reports/{number}"):
        page.goto(f"/{ui}/desk/{path}")
        look(page)
    assert faults == [], "\n".join(faults)
