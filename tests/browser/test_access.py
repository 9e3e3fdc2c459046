"""Every kind of page, wide and narrow, light and dark: WCAG by axe, and nothing runs over."""

from __future__ import annotations

import pytest

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Open, Windows, in_languages

PAGES = [
    "",
    "?my=moss",
    "search?q=voldelig+ekstremisme",
    "search?q=finnesikkeheltsikkert",
    "topics",
    "topics/violent-extremism",
    "glossary",
    "glossary/yttrande",
    "organisations",
    "organisations?name=moss",
    "koping",
    "kautokeino",
    "lund",
    "rygge",
    "ks/mote-om-radikalisering",
    "oslo/tiltak-mot-radikalisering",
    "moss/behov-for-bistand-om-hjemvendte",
    "koping/motverka-valdsbejakande-extremism",
    "koping/forebyggande-arbete",
    "sakerhetspolisen/arsbok-2015",
    "grannar/forebygging-over-grensen",
    "grannar/forebygging-over-grensen/document",
    "grannar/forebygging-over-grensen/side-by-side",
    "grannar/forebygging-over-grensen/embed",
    "compare?entry=koping/forebyggande-arbete&entry=oslo/tiltak-mot-radikalisering&entry=x",
    "about",
    "accessibility",
    "finnes/ikke",
]


@pytest.mark.parametrize(("ui", "page"), in_languages(PAGES))
@pytest.mark.quick(cases=2)
def test_axe_finds_nothing(visit: Open, ui: str, page: str) -> None:
    assert found_by_axe(visit(f"/{ui}/{page}")) == []


def test_axe_would_find_something(visit: Open) -> None:
    opened = visit("/nb/")
    opened.evaluate("document.querySelector('.brand img').removeAttribute('alt')")
    assert found_by_axe(opened)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.quick(cases=2)
@pytest.mark.usefixtures("owner")
def test_nothing_runs_over_at_320_pixels(visit: Open, page: str) -> None:
    opened = visit(f"/sv/{page}", width=320)
    over = opened.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0


@pytest.mark.quick(cases=0)
def test_dark_pages_have_contrast_too(windows: Windows, served: str) -> None:
    context = windows.lend(served, color_scheme="dark")
    page = context.new_page()
    for path in ("", "search?q=hjemvendte", "koping/motverka-valdsbejakande-extremism"):
        page.goto(f"/nb/{path}")
        assert found_by_axe(page, ("wcag2aa",)) == []
    windows.take_back(context)


def test_what_is_pressed_is_large_enough(visit: Open) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, for what does not stand in a sentence."""
    opened = visit("/nb/search?q=hjemvendte", width=360)
    small = opened.evaluate(
        """() => [
            ...document.querySelectorAll('button, .menu a, .switch summary, .chips a, .facets a')]
            .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.height && (box.height < 24 || box.width < 24))
            .map(([text]) => text)"""
    )
    assert small == []


def test_on_a_phone_the_menu_is_one_button_that_leaves_room_for_hits(visit: Open) -> None:
    opened = visit("/nb/search?q=hjemvendte", width=360)
    links = opened.locator(".menu a:visible")
    assert links.count() == 0
    # One row: the two of before took 146 pixels.
    top = opened.locator(".top").bounding_box()
    assert top
    assert top["height"] <= 60
    opened.locator(".menu summary").click()
    assert links.all_inner_texts() == [
        "Søk",
        "Emner",
        "Kommuner",
        "Tiltaksoversikt",
        "Ordliste",
        "Om",
    ]
    for target in (
        opened.locator(".menu summary"),
        *links.all(),
        opened.locator(".switch summary"),
    ):
        box = target.bounding_box()
        assert box
        assert (box["height"] >= 44, box["width"] >= 44) == (True, True)
    assert found_by_axe(opened, ("wcag2a", "wcag2aa", "wcag22aa")) == []
    opened.set_viewport_size({"width": 1280, "height": 800})
    assert links.count() == 6
    assert opened.locator(".menu summary").is_hidden()


@pytest.mark.quick(cases=2)
@pytest.mark.parametrize(
    ("ui", "query"),
    [
        ("nb", "voldelig ekstremisme"),
        ("sv", "samverkan mellan polis och socialtjänst"),
        ("nb", "hjemvendte i Norge"),
        ("sv", "radikalisiering"),
        # Nobody has written on these: what lies nearest is in view.
        ("nb", "leirskole"),
        ("sv", "föräldramöte i gymnasiet"),
    ],
)
def test_on_a_phone_the_first_hit_is_in_view_and_the_second_begun(
    visit: Open, ui: str, query: str
) -> None:
    opened = visit(f"/{ui}/search?q={query}", width=360)
    opened.set_viewport_size({"width": 360, "height": 740})
    boxes = [hit.bounding_box() for hit in opened.locator(".hit").all()[:2]]
    assert all(boxes)
    first, second = (box for box in boxes if box)
    assert first["y"] + first["height"] <= 740
    assert second["y"] < 740
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.quick(cases=2)
@pytest.mark.parametrize(
    "path",
    [
        "",
        "ks/mote-om-radikalisering",
        "koping/samverkan-mot-extremism",
        "koping",
        "search?q=skolk",
        "topics",
        "topics/violent-extremism",
        "organisations",
    ],
)
def test_on_a_phone_a_thumb_has_44_pixels(visit: Open, path: str) -> None:
    """What does not stand in a sentence of the text."""
    opened = visit(f"/nb/{path}", width=360)
    assert found_by_axe(opened, ("target-size",)) == []
    small = opened.evaluate(
        """() => [...document.querySelectorAll('a, button, summary')]
            .filter(target => !target.closest('.prose, .visually-hidden, .permalink, .skip'))
            .map(target => [target.textContent.trim(), target.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && box.height > 1 && box.height < 43.5)
            .map(([text]) => text)"""
    )
    assert small == []


def test_the_mark_of_an_address_is_seen_by_pointer_and_keyboard_alone(visit: Open) -> None:
    opened = visit("/nb/koping/motverka-valdsbejakande-extremism")
    mark = opened.locator(".timeline .permalink").first
    assert mark.evaluate("mark => getComputedStyle(mark).opacity") == "0"
    mark.focus()
    opened.wait_for_function(
        "() => getComputedStyle(document.activeElement).opacity === '1'", timeout=2_000
    )


def test_an_address_leads_into_what_a_phone_folds_together(visit: Open) -> None:
    opened = visit("/nb/ks/mote-om-radikalisering", width=360)
    assert not opened.locator("#fra-ostfold").is_visible()
    opened.goto("/nb/ks/mote-om-radikalisering#fra-ostfold")
    opened.locator("#fra-ostfold").wait_for(state="visible", timeout=2_000)
