"""A reader pastes a motion and reads what the other side of the border did with the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Open, Windows, crossed, follow

MOTION_NB = """Forslag om arbeid mot voldelig ekstremisme

Kommunen bør få en handlingsplan mot voldelig ekstremisme og radikalisering.
1. Det ansettes en koordinator som følger opp hjemvendte.
2. Skoler og fritidsklubber får opplæring i forebygging av radikalisering.
"""
MOTION_SV = """Motion om återvändare och våldsbejakande extremism

Kommunen bör ta fram en handlingsplan mot våldsbejakande extremism och radikalisering.
att en samordnare anställs som tar emot återvändare
att skolor och fritidsgårdar utbildas i att förebygga radikalisering
"""
# Of each language of the page: its words, the motion, and an entry across the border with the
# language that its words stand in.
WALKS = {
    "nb": {
        "way": "Lim inn et helt forslag eller utkast",
        "label": "Teksten din, på norsk eller svensk",
        "button": "Se hva naboene gjorde",
        "motion": MOTION_NB,
        "found": r"Om det samme fant vi .*1\ssak.* hos \d\snaboer\.",
        "across": "koping/motverka-valdsbejakande-extremism",
        "pasted": "Det du limte inn",
        "theirs": "Det de skrev",
    },
    "sv": {
        "way": "Klistra in ett helt förslag eller utkast",
        "label": "Din text, på svenska eller norska",
        "button": "Se vad grannarna gjorde",
        "motion": MOTION_SV,
        "found": r"Om samma sak hittade vi .*1\splan.* hos \d\sgrannar\.",
        "across": "oslo/tiltak-mot-radikalisering",
        "pasted": "Det du klistrade in",
        "theirs": "Det de skrev",
    },
}


def _paste(page: Page, ui: str, text: str = "") -> None:
    walk = WALKS[ui]
    page.get_by_label(walk["label"]).fill(text or walk["motion"])
    follow(page.get_by_role("button", name=walk["button"]))


@pytest.mark.parametrize(("ui", "scripts"), crossed(["nb", "sv"], [True, False]))
@pytest.mark.quick(cases=1)
def test_from_the_front_page_over_the_border_with_a_motion(
    visit: Open, ui: str, scripts: bool
) -> None:
    walk = WALKS[ui]
    page = visit(f"/{ui}/", scripts=scripts)
    follow(page.get_by_role("link", name=walk["way"]))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + str(request.headers)))
    _paste(page, ui)
    expect(page.locator("#answer")).to_have_text(re.compile(walk["found"]))
    # What was pasted stands in no address, nor in what is told of where one came from.
    expect(page).to_have_url(re.compile(f"/{ui}/pasted-text$"))
    entry = page.locator(".same-entry", has=page.locator(f'h3 a[href="/{ui}/{walk["across"]}"]'))
    expect(entry.get_by_text(walk["pasted"]).first).to_be_visible()
    expect(entry.get_by_text(walk["theirs"]).first).to_be_visible()
    expect(entry.locator(".pasted-sentence mark").first).to_be_visible()
    expect(entry.locator(".their-passage mark").first).to_be_visible()
    follow(entry.locator("h3 a"))
    expect(page).to_have_url(re.compile(re.escape(walk["across"])))
    words = ("ekstremisme", "extremism", "radikalisering")
    asked = [line for line in sent if walk["across"] not in line]
    assert not [line for line in asked if any(word in line for word in words)]


@pytest.mark.quick(cases=0)
def test_sentence_and_passage_stand_side_by_side_and_narrow_below_each_other(visit: Open) -> None:
    def places(width: int) -> tuple[FloatRect, FloatRect]:
        page = visit("/nb/pasted-text", width=width)
        _paste(page, "nb")
        pair = page.locator(".same-pair").first
        pasted = pair.locator(".pasted-sentence").bounding_box()
        theirs = pair.locator(".their-passage").bounding_box()
        assert pasted
        assert theirs
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over == 0
        return pasted, theirs

    pasted, theirs = places(1280)
    assert theirs["x"] > pasted["x"] + pasted["width"] - 1
    pasted, theirs = places(360)
    assert theirs["y"] >= pasted["y"] + pasted["height"]


@pytest.mark.parametrize("ui", ["nb", "sv"])
@pytest.mark.quick(cases=0)
def test_axe_finds_nothing_in_form_and_answers(visit: Open, ui: str) -> None:
    page = visit(f"/{ui}/pasted-text")
    assert found_by_axe(page) == []
    _paste(page, ui)
    expect(page.locator("#answer")).to_be_visible()
    assert found_by_axe(page) == []
    _paste_again(page)
    _paste(page, ui, "Vafler og syltetøy")
    expect(page.locator(".empty")).to_be_visible()
    assert found_by_axe(page) == []


def _paste_again(page: Page) -> None:
    page.locator(".paste-again summary").click()


@pytest.mark.quick(cases=0)
def test_a_dark_answer_has_contrast_too(windows: Windows, served: str) -> None:
    context = windows.lend(served, color_scheme="dark")
    page = context.new_page()
    page.goto("/sv/pasted-text")
    _paste(page, "sv")
    expect(page.locator("#answer")).to_be_visible()
    assert found_by_axe(page, ("wcag2aa",)) == []
    windows.take_back(context)


def test_the_text_stays_in_the_form_to_be_changed(visit: Open) -> None:
    page = visit("/sv/pasted-text", scripts=False)
    _paste(page, "sv")
    _paste_again(page)
    expect(page.locator("#text")).to_have_value(MOTION_SV)
