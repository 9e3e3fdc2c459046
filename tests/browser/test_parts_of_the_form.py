"""The parts of a form in a browser: added, moved, removed and taken back where they stand."""

# ruff: noqa: F811 (a test asks for a fixture by its name)

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from network.web.desk.form.fields import list_fields
from network.web.desk.form.widgets import Parts
from tests.browser.conftest import follow
from tests.browser.test_desk import (  # noqa: F401 (fixtures)
    KARI,
    Write,
    enter,
    house,
    left_behind,
    press,
    shown,
    watched,
    write,
)


def make_statements(count: int) -> list[dict[str, Any]]:
    """So many statements, as they stand in a form that is kept."""
    field = next(field for field in list_fields("meeting") if field.name == "statements")
    assert isinstance(field, Parts)
    return [
        field.make_blank_item() | {"name": f"Taler {number}", "text": f"Ord nummer {number}."}
        for number in range(1, count + 1)
    ]


def captions(page: Page) -> list[str]:
    """What the folded statements say of themselves, in their order."""
    folded = page.locator('[id="statements"] details.folded')
    return folded.locator("> summary > span:last-child").all_inner_texts()


def kept(page: Page) -> None:
    """Wait until the site has the form as it stands: then nothing of it is left in the browser."""
    for _moment in range(200):
        if not left_behind(page):
            break
        page.wait_for_timeout(50)
    assert left_behind(page) == []
    expect(page.locator("#kept")).to_have_text(shown(page, "kept"))


@pytest.mark.quick(cases=0)
def test_thirty_statements_are_thirty_lines_and_change_without_the_site(write: Write) -> None:
    page = write(KARI, "Mange ord", kind="meeting", fields={"statements": make_statements(30)})
    assert len(captions(page)) == 30
    assert captions(page)[20] == "Taler 21: Ord nummer 21."
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    press(page, "add:statements")
    expect(page.locator('[id="statements.30.name"]')).to_be_focused()
    expect(page.locator('[id="statements.30"] > legend')).to_have_text("Utsagn 31")
    # Whoever has spoken before is known by name, with the role.
    page.locator('[id="statements.4"] summary').first.click()
    page.locator('[id="statements.4.role"]').fill("ordfører")
    page.locator('[id="statements.30.name"]').fill("Taler 5")
    page.locator('[id="statements.30.text"]').fill("Det siste ordet.")
    expect(page.locator('[id="statements.30.role"]')).to_have_value("ordfører")

    page.locator('button[value="up:statements.30"]').click()
    expect(page.locator('[id="statements.29.text"]')).to_have_value("Det siste ordet.")
    expect(page.locator('button[value="up:statements.29"]')).to_be_focused()
    page.locator('[id="statements.5"] summary').first.click()
    page.locator('button[value="remove:statements.5"]').click()
    expect(page.locator(".undo")).to_contain_text("Utsagn 6 er fjernet.")
    assert "Taler 6: Ord nummer 6." not in captions(page)
    page.locator(".undo button").click()
    assert captions(page)[5] == "Taler 6: Ord nummer 6."
    assert not [url for url in asked if url.endswith("/write")]

    kept(page)
    page.reload()
    expect(page.locator('[id="statements.29.text"]')).to_have_value("Det siste ordet.")
    expect(page.locator('[id="statements.30.text"]')).to_have_value("Ord nummer 30.")
    expect(page.locator('[id="statements.5.text"]')).to_have_value("Ord nummer 6.")


def test_a_list_in_a_part_is_added_to_where_it_stands(write: Write) -> None:
    page = write(KARI, "Plan", kind="plan")
    press(page, "add:measures")
    press(page, "add:measures")
    press(page, "add:measures.1.partners")
    page.locator('[id="measures.1.partners.0.name"]').fill("Nabolaget")
    press(page, "add:measures.1.partners")
    page.locator('[id="measures.1.title"]').fill("Andre tiltak")
    # The part moves with all that it holds.
    page.locator('button[value="up:measures.1"]').click()
    expect(page.locator('[id="measures.0.partners.0.name"]')).to_have_value("Nabolaget")
    expect(page.locator('[id="measures.0.partners.1"]')).to_have_count(1)
    page.locator('[id="measures.1.title"]').fill("Første tiltak")
    kept(page)
    page.reload()
    expect(page.locator('[id="measures.0.title"]')).to_have_value("Andre tiltak")
    expect(page.locator('[id="measures.0.partners.0.name"]')).to_have_value("Nabolaget")
    expect(page.locator('[id="measures.1.title"]')).to_have_value("Første tiltak")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.quick(cases=0)
def test_a_pasted_list_becomes_statements_to_look_over(write: Write, scripts: bool) -> None:
    page = write(KARI, "Liste", kind="meeting", java_script_enabled=scripts)
    page.locator('[id="statements"] details.several summary').first.click()
    page.locator('[id="several.statements"]').fill(
        "Kari Nordmann, ordfører: Vi må gjøre dette sammen.\n"
        "- Statsråden: Staten tar sin del.\n\n"
        "Møtet var enig om én ting til."
    )
    follow(page.locator('button[value="several:statements"]'))
    expect(page.locator('[id="statements.0.name"]')).to_have_value("Kari Nordmann")
    expect(page.locator('[id="statements.0.role"]')).to_have_value("ordfører")
    expect(page.locator('[id="statements.0.text"]')).to_have_value("Vi må gjøre dette sammen.")
    expect(page.locator('[id="statements.1.text"]')).to_have_value("Staten tar sin del.")
    expect(page.locator('[id="statements.2.text"]')).to_have_value("Møtet var enig om én ting til.")
    # How it is reported nobody can know but who writes.
    expect(page.locator('[id="statements.0.wording"]')).to_have_value("")


def test_a_fault_in_a_folded_part_is_unfolded(write: Write) -> None:
    statements = make_statements(8)
    page = write(KARI, "Feil", kind="meeting", fields={"statements": statements})
    press(page, "save")
    expect(page.locator('[id="statements.6.wording"]')).to_be_visible()
