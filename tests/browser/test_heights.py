"""How tall pages are on a phone, what of them is open there, and that what is folded is reached."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.page_sweep.faults import find_hanging_signs, find_lost_dots
from tests.page_sweep.heights import PHONE, measure_height

MEETING = "ks/mote-om-radikalisering"
PLAN = "oslo/tiltak-mot-radikalisering"
CASE = "koping/motverka-valdsbejakande-extremism"
EXPERIENCE = "koping/forebyggande-arbete"
SEARCH = "search?q=voldelig+ekstremisme"
# Pixels at 360 x 740 with the letters of a machine without those of the styles, and a tenth more.
MOST = {
    # A third of the 5,900 that it once was.
    "": 1_966,
    MEETING: 4_067,
    PLAN: 2_660,
    "oslo": 1_150,
    "koping": 1_400,
    # A third of the 7,404 that it once was.
    CASE: 2_468,
    EXPERIENCE: 2_350,
    "grannar/forebygging-over-grensen": 2_540,
    "glossary": 1_040,
    "topics": 1_920,
    "topics/violent-extremism": 2_210,
    "organisations": 1_590,
    SEARCH: 2_040,
    "about": 2_100,
}
# What answers what a reader asks first, by page: how many of each are seen without a press.
ANSWERS = {
    MEETING: {
        ".lead": 1,
        ".facts dd": 5,
        ".speaker": 5,
        ".said-part": 5,
        ".steps > li": 1,
    },
    PLAN: {".lead": 1, ".facts dd": 4, ".steps > li": 4},
    # Of each step what it is, whose it was and when; what was written in it is a press away.
    CASE: {
        ".lead": 1,
        ".facts dd": 6,
        ".fact-contact a": 1,
        ".demands > li": 2,
        ".step h3": 5,
        ".step .state": 5,
    },
    EXPERIENCE: {".lead": 1, ".facts dd": 5},
    SEARCH: {".hits > li": 5},
}
FOLDED = "details.phone-fold:not([open])"


def phone(visit: Open, path: str, scripts: bool = True) -> Page:
    """The page on a phone."""
    page = visit("/nb/about", width=PHONE["width"], scripts=scripts)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"/nb/{path}")
    return page


@pytest.mark.quick(cases=5)
@pytest.mark.parametrize("path", MOST)
def test_on_a_phone_no_page_is_taller_than_it_was_made(visit: Open, path: str) -> None:
    assert measure_height(phone(visit, path)) <= MOST[path]


@pytest.mark.quick(cases=2)
@pytest.mark.parametrize("path", ANSWERS)
def test_on_a_phone_each_answer_is_seen_without_a_press(visit: Open, path: str) -> None:
    page = phone(visit, path)
    for place, least in ANSWERS[path].items():
        assert page.locator(f"{place}:visible").count() >= least, place
    # Every fact that there is stands open.
    for fact in page.locator(".facts dd").all():
        expect(fact).to_be_visible()


@pytest.mark.quick(cases=1)
@pytest.mark.parametrize("path", [SEARCH, MEETING, "oslo"])
def test_a_dot_stands_between_facts_and_never_where_a_line_ends(visit: Open, path: str) -> None:
    page = phone(visit, path)
    assert page.locator(".dot").count()
    assert find_lost_dots(page) == []
    # Painted where it is as wide as it is made, and gone, with its space, where a line ends.
    for left, right, edge in page.locator(".dot:visible").evaluate_all(
        """dots => dots.map(dot => {
            const place = dot.getBoundingClientRect();
            const block = dot.closest("p, li, dd, div").getBoundingClientRect();
            return [place.left, place.right, block.right];
        })"""
    ):
        assert right - left > 6 or right - left == 0, (left, right)
        assert right <= edge


@pytest.mark.quick(cases=1)
@pytest.mark.parametrize("path", ["", "oslo", "organisations"])
def test_no_line_begins_with_a_sign_of_the_word_before(visit: Open, path: str) -> None:
    for width in (1280, 800, 360):
        page = visit(f"/nb/{path}", width=width)
        assert find_hanging_signs(page) == []
    # Where it does, it is found.
    page.evaluate(
        """() => {
            document.body.innerHTML = "<p><a>Prøvefjord</a><b>*</b> 10</p>";
            document.querySelector("p").style.width = "5ch";
            const name = document.querySelector("a").style;
            [name.display, name.whiteSpace] = ["inline-block", "nowrap"];
        }"""
    )
    assert find_hanging_signs(page) == ["Prøvefjord / *"]


@pytest.mark.parametrize(
    "path", [MEETING, PLAN, CASE, EXPERIENCE, SEARCH, "", "glossary", "topics", "organisations"]
)
@pytest.mark.quick(cases=1)
def test_what_a_phone_folds_says_what_and_how_much(visit: Open, path: str) -> None:
    summaries = phone(visit, path).locator(f"{FOLDED} > summary:visible")
    assert summaries.count()
    for summary in summaries.all():
        text = summary.inner_text()
        # A step of a case says whose it was and when, or that no source tells.
        if summary.locator(".step-line > :nth-child(2)").count():
            continue
        assert any(sign.isdigit() for sign in text) or "," in text, text


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize(
    ("path", "part"),
    [
        (MEETING, "pettersen-ikke-alene"),
        (MEETING, "fra-ostfold"),
        (SEARCH, "facets"),
        ("glossary", "letter-42"),
    ],
)
@pytest.mark.quick(cases=1)
def test_an_address_within_a_fold_is_reached(
    visit: Open, path: str, part: str, scripts: bool
) -> None:
    page = phone(visit, f"{path}#{part}", scripts)
    target = page.locator(f"#{part}")
    expect(target).to_be_visible()
    expect(target).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_address_of_a_step_opens_it(visit: Open, scripts: bool) -> None:
    page = phone(visit, CASE, scripts)
    said = page.locator("#yttrande .prose, #yttrande .step-ways, #yttrande .step-way")
    assert said.count() == 3
    for one in said.all():
        expect(one).to_be_hidden()
    page.goto(f"/nb/{CASE}#yttrande")
    for one in said.all():
        expect(one).to_be_visible()
    # And a press closes it.
    if scripts:
        page.locator("#yttrande summary").click()
        expect(page.locator("#yttrande .prose")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("path", [MEETING, CASE, EXPERIENCE, SEARCH, "glossary"])
@pytest.mark.quick(cases=1)
def test_elsewhere_and_on_paper_nothing_is_folded(visit: Open, path: str, scripts: bool) -> None:
    page = visit(f"/nb/{path}", scripts=scripts)
    assert page.locator(".phone-fold").count()
    for fold in page.locator(".phone-fold").all():
        expect(fold.locator("> :not(summary)").first).to_be_visible()
    page = phone(visit, path, scripts)
    # What the search's filters are is nothing for paper.
    page.emulate_media(media="print")
    for fold in page.locator("main .phone-fold:not(.side *, .facets *)").all():
        expect(fold.locator("> :not(summary)").first).to_be_visible()
    assert page.locator(".phone-fold.rest > summary:visible").count() == 0
