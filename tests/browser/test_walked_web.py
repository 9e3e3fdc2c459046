"""Meetings, their sources and series, the map of links, the ledger: by hand, by key, by phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from network.community.marks.actions import set_mark
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.web.desk.form.forms import Names, fill_from_content
from tests.browser import test_desk
from tests.browser.axe import OF_LAYOUT, RULES, found_by_axe
from tests.browser.conftest import Open, crossed, follow, in_languages
from tests.browser.test_desk import (
    BY_LIGHT,
    KARI,
    House,
    Watched,
    Write,
    focus,
    focus_goes_into,
    press,
    running,
    sign_in,
    tab_to,
)
from tests.conftest import FULL
from tests.people import coordinator
from tests.web.public.series.test_series import met, written

watched = test_desk.watched
enter = test_desk.enter
write = test_desk.write

OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
LANGUAGES = pytest.mark.parametrize("ui", ["nb", "sv"] if FULL else ["sv"])
SERIES = "series/eksempelvik/faste-moter"
SOURCE = "exempelstad/mote/source/protokoll"
MAP = "ks/mote-om-radikalisering/map"
LONG = "Vi har ikke folk nok til å gjøre det slik, men tar det opp igjen når barnehagene er bygd."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running site with a series of three meetings, a plan, and marks at its measures."""
    with running(tmp_path_factory.mktemp("walked")) as house:
        owner = {"organisation": "eksempelvik"}
        promised: list[dict[str, object]] = [
            {"id": "brev", "text": "Sende brev.", "state": "open", "due": "2026-02"},
            {"id": "telle", "text": "Telle stoler.", "state": "done"},
        ]
        met(house.app, 1, "faste-moter", follow_ups=promised)
        promised = [{"id": "rapport", "text": "Skrive rapport.", "owner": owner}]
        met(house.app, 2, "faste-moter", follow_ups=promised)
        met(house.app, 3, "faste-moter")
        measures = [
            {"id": f"m{number}", "title": f"Tiltak {number} mot skolefravær"}
            for number in range(1, 31)
        ]
        plan = written(house.app, "plan", "provefjord", kind="plan", measures=measures)
        for slug in ("lilleby-ost", "lilleby-vest", "exempelstad", "provkoping"):
            written(house.app, "arbeid", slug, kind="practice", title=f"Arbeid i {slug}")
        with house.site.database.transaction() as session:
            set_mark(
                session,
                plan,
                "m1",
                find_organisation_ids(session)["exempelstad"],
                state="declined",
                why=LONG,
                language="nb",
                actor=coordinator(session, "exempelstad"),
            )
        yield house


@pytest.fixture
def reads(watched: Watched) -> Open:
    """Open a page of the running site: ``reads(path, width=1280, scripts=True)``."""

    def opened(path: str, width: int = 1280, scripts: bool = True) -> Page:
        page = watched.context(width, java_script_enabled=scripts).new_page()
        page.goto(path)
        return page

    return opened


def wrong_with(page: Page, at_the_other_width: tuple[str, ...] = OF_LAYOUT) -> list[str]:
    """What axe finds, wide and narrow, and whether the narrow page runs over.

    All is asked at the width that the page was opened at, and what depends on places at the other
    one too; who asks from either width, in two languages say, has asked all at both.
    """
    found = []
    size = page.viewport_size
    assert size
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        rules = RULES if width == size["width"] else at_the_other_width
        found += [f"{page.url} at {width}: {fault}" for fault in found_by_axe(page, rules)]
        over = page.evaluate(OVER)
        if over:
            found.append(f"{page.url} at {width} runs over by {over}")
    page.set_viewport_size(size)
    return found


def unfold(page: Page) -> None:
    """Open all that is folded, but for the menus at the top: what lies beneath an open one is not
    to be pressed."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach(folded => { folded.open = true; })"
    )


# The width at which a page is looked at by axe, one for each language.
OPENED: dict[str, int] = {"nb": 1280, "sv": 360}


# The pages that anybody reads: WCAG by axe, and nothing runs over, with scripts and without.

PAGES = [SERIES, "eksempelvik/faste-moter-2", SOURCE, "exempelstad/mote", "exempelstad/mote/map"]
PAGES += [
    "ledger",
    "ledger?rows=all",
    "ledger?state=declined",
    "ledger?for=eksempelvik",
    "provefjord/plan",
]


@pytest.mark.parametrize(("ui", "path"), in_languages(PAGES))
@pytest.mark.quick(cases=0)
def test_the_pages_are_for_everybody(reads: Open, ui: str, path: str) -> None:
    page = reads(f"/{ui}/{path}", width=OPENED[ui])
    unfold(page)
    assert wrong_with(page) == []


@pytest.mark.parametrize("ui", OPENED)
@pytest.mark.quick(cases=0)
def test_the_open_menus_are_for_everybody(reads: Open, ui: str) -> None:
    page = reads(f"/{ui}/exempelstad/mote", width=360)
    for menu in (".menu", ".switch"):
        page.locator(f"{menu} summary").click()
        assert found_by_axe(page, within=".top") == []
        page.locator(f"{menu} summary").click()


REAL = [MAP, "ledger", "koping/motverka-valdsbejakande-extremism"]


@pytest.mark.parametrize(("ui", "path"), in_languages(REAL))
@pytest.mark.quick(cases=1)
def test_the_pages_over_the_real_content_are_for_everybody(visit: Open, ui: str, path: str) -> None:
    page = visit(f"/{ui}/{path}", width=OPENED[ui])
    unfold(page)
    assert wrong_with(page) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.quick(cases=0)
def test_nothing_runs_over_without_scripts(reads: Open, path: str) -> None:
    page = reads(f"/nb/{path}", width=360, scripts=False)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(OVER) == 0


# A meeting at the desk.


def at(page: Page, place: str) -> Locator:
    """The field of the form at a place; what stands behind *more* is opened."""
    field = page.locator(f'[id="{place}"]')
    more = page.locator("details.more:not([open])").filter(has=field)
    if more.count():
        more.locator("> summary").click()
    return field


def add(page: Page, what: str, number: int = 0) -> None:
    """Add a part, and wait for it, without scripts for the whole page that it comes with."""
    press(page, f"add:{what}")
    at(page, f"{what}.{number}").wait_for()
    page.wait_for_load_state()


def offered(page: Page, place: str, words: str) -> None:
    """Choose what is offered with these words."""
    option = at(page, place).locator("option", has_text=words)
    expect(option).to_have_count(1)
    at(page, place).select_option(value=option.get_attribute("value"))


def write_meeting(page: Page) -> None:
    """Fill in a meeting: agenda, statements, example, demand, promise, source and passage."""
    add(page, "agenda")
    at(page, "agenda.0.title").fill("Skolevei om vinteren")
    add(page, "sources")
    at(page, "sources.0.title").fill("Referatet")
    at(page, "sources.0.text").fill("Ordføreren sa at veien\nblir brøytet først. Så var det kaffe.")
    add(page, "sources", 1)
    at(page, "sources.1.title").fill("Avisen")
    add(page, "statements")
    at(page, "statements.0.role").fill("ordfører")
    at(page, "statements.0.organisation").fill("Eksempelvik")
    at(page, "statements.0.wording").select_option("paraphrase")
    at(page, "statements.0.text").fill("Skoleveien brøytes først.")
    offered(page, "statements.0.account", "Referatet")
    offered(page, "statements.0.item", "Skolevei om vinteren")
    add(page, "statements", 1)
    at(page, "statements.1.role").fill("ordfører")
    at(page, "statements.1.organisation").fill("Eksempelvik")
    at(page, "statements.1.wording").select_option("verbatim")
    at(page, "statements.1.text").fill("Vi brøyter for barna først.")
    offered(page, "statements.1.account", "Avisen")
    offered(page, "statements.1.same_as", "Skoleveien brøytes først.")
    add(page, "examples")
    at(page, "examples.0.text").fill("I fjor gikk de i veibanen.")
    offered(page, "examples.0.said_in", "Skoleveien brøytes først.")
    # A further account is none that an example could have been given in.
    expect(at(page, "examples.0.said_in").locator("option")).to_have_count(2)
    add(page, "asked")
    at(page, "asked.0.text").fill("Fylket må brøyte før sju.")
    at(page, "asked.0.of.name").fill("Fylket")
    at(page, "asked.0.answer").fill("Fylket lovet klokka seks.")
    at(page, "asked.0.answered").select_option("yes")
    add(page, "follow_ups")
    at(page, "follow_ups.0.text").fill("Skrive til fylket.")
    at(page, "follow_ups.0.owner.organisation").fill("Eksempelvik")
    at(page, "follow_ups.0.due").fill("2026-12")
    at(page, "follow_ups.0.state").select_option("open")
    add(page, "passages")
    offered(page, "passages.0.part", "Skoleveien brøytes først.")
    offered(page, "passages.0.source", "Referatet")


# Without scripts in one language: which one it is, the form's buttons do not know.
@pytest.mark.parametrize(("ui", "scripts"), crossed(["sv", "nb"], [False, True]))
@pytest.mark.quick(cases=0)
def test_a_meeting_with_all_its_parts_is_written_and_looked_at(
    write: Write, ui: str, scripts: bool
) -> None:
    page = write(
        KARI,
        f"Skolevei {ui} {scripts}",
        ui,
        kind="meeting",
        width=OPENED[ui],
        java_script_enabled=scripts,
        **BY_LIGHT[ui],
    )
    write_meeting(page)
    at(page, "passages.0.words").fill("veien blir strødd")
    press(page, "save")

    # What does not stand in the source is told at the field, and a link leads there.
    expect(page.locator("#problems")).to_be_visible()
    words = at(page, "passages.0.words")
    expect(words).to_have_attribute("aria-invalid", "true")
    expect(words).to_have_value("veien blir strødd")
    expect(at(page, "passages.0.words-faults").locator(".wrong")).to_be_visible()
    page.locator('#problems a[href="#passages.0.words"]').click()
    expect(words).to_be_in_viewport()
    if scripts:
        assert wrong_with(page) == []

    words.fill("veien blir brøytet først")
    press(page, "preview")
    expect(page.locator(".preview-bar")).to_be_visible()
    both = page.locator(".side-by-side")
    expect(both).to_have_count(1)
    expect(both).to_contain_text("Skoleveien brøytes først.")
    expect(both.locator("blockquote")).to_have_text("Vi brøyter for barna først.")
    expect(page.locator("h3", has_text="Skolevei om vinteren")).to_be_visible()
    expect(page.locator(".asked .answer")).to_have_text("Fylket lovet klokka seks.")
    expect(page.locator(".steps")).to_contain_text("Skrive til fylket.")
    expect(page.locator(".steps")).to_contain_text("Eksempelvik")
    expect(page.locator(".steps")).to_contain_text("2026")
    # What is not public has no address to quote.
    expect(page.locator(".quote")).to_have_count(0)
    if scripts:
        assert wrong_with(page) == []
    follow(page.locator(".preview-bar a"))
    press(page, "save")
    expect(page.locator("h1")).to_have_text(f"Skolevei {ui} {scripts}")


# What is taken away, and the choices that still name it then.
NAMED = [
    ("agenda.0", ["statements.0.item"]),
    ("sources.0", ["statements.0.account"]),
    ("statements.0", ["statements.0.same_as", "passages.0.part"]),
]


NAMES = Names({}, {"eksempelvik": "Eksempelvik"})
MEETING = parse_content(
    {
        "kind": "meeting",
        "language": "nb",
        "title": "Skolevei",
        "agenda": [{"id": "vinter", "title": "Skolevei om vinteren"}],
        "sources": [
            {"id": "referat", "title": "Referatet", "text": "Veien blir brøytet først."},
            {"id": "avis", "title": "Avisen"},
        ],
        "statements": [
            {
                "id": "veien",
                "role": "ordfører",
                "organisation": "eksempelvik",
                "wording": "paraphrase",
                "text": "Skoleveien brøytes først.",
                "account": "referat",
                "item": "vinter",
            },
            {
                "id": "barna",
                "role": "ordfører",
                "organisation": "eksempelvik",
                "wording": "verbatim",
                "text": "Vi brøyter for barna først.",
                "account": "avis",
                "same_as": "veien",
            },
        ],
        "passages": [
            {"id": "ord", "part": "veien", "source": "referat", "words": "blir brøytet først"}
        ],
    }
)


@pytest.mark.parametrize(("taken", "told"), NAMED, ids=["agenda", "source", "statement"])
@pytest.mark.quick(cases=0)
def test_a_choice_of_what_is_gone_is_told_where_it_was_made(
    write: Write, taken: str, told: list[str]
) -> None:
    page = write(
        KARI, f"Tatt bort {taken}", kind="meeting", fields=fill_from_content(MEETING, NAMES)
    )
    many = page.locator("fieldset.part").count()
    press(page, f"remove:{taken}")
    expect(page.locator("fieldset.part")).to_have_count(many - 1)
    press(page, "save")
    expect(page.locator("#problems")).to_be_visible()
    links = page.locator("#problems li")
    assert links.count() >= 1
    for number in range(links.count()):
        href = links.nth(number).locator("a").get_attribute("href")
        assert href
        assert href[1:] in told
        expect(at(page, href[1:])).to_have_attribute("aria-invalid", "true")


def arrow_to(page: Page, words: str) -> None:
    """Choose in the list of choices that has the focus by its arrow keys."""
    chosen = "document.activeElement.selectedOptions[0].textContent"
    for _ in range(30):
        if words in page.evaluate(chosen):
            return
        before = page.evaluate(chosen)
        page.keyboard.press("ArrowDown")
        assert page.evaluate(chosen) != before
    raise AssertionError(f"the arrow keys do not come to {words}")


@pytest.mark.quick(cases=0)
def test_a_statement_is_added_under_its_item_by_keyboard_alone(write: Write) -> None:
    page = write(KARI, "Med tastaturet", kind="meeting")
    tab_to(page, value="add:agenda")
    page.keyboard.press("Enter")
    focus_goes_into(page, "agenda.0")
    page.keyboard.type("Budsjettet")
    expect(at(page, "agenda.0.title")).to_have_value("Budsjettet")
    for number, words in enumerate(("Det går opp.", "Det går ned.")):
        tab_to(page, value="add:statements")
        page.keyboard.press("Enter")
        focus_goes_into(page, f"statements.{number}")
        tab_to(page, id=f"statements.{number}.role")
        page.keyboard.type("rådmann")
        tab_to(page, id=f"statements.{number}.wording")
        page.keyboard.press("ArrowDown")
        tab_to(page, id=f"statements.{number}.text")
        page.keyboard.type(words)
        expect(at(page, f"statements.{number}.item").locator("option")).to_have_count(2)
        tab_to(page, id=f"statements.{number}.item")
        arrow_to(page, "Budsjettet")
    tab_to(page, value="preview")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview")
    expect(page.locator("h3", has_text="Budsjettet")).to_be_visible()
    expect(page.locator("li.statement .said-part")).to_have_count(2)


# What [[ offers.


def offers(page: Page) -> Locator:
    """The list below the field, once it is there."""
    found = page.locator("#references")
    expect(found).to_be_visible()
    return found


def read_out(page: Page) -> str:
    """What a screen reader says of the choice: the option that the field points at."""
    field = page.locator("#body")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-activedescendant", re.compile("."))
    named = field.get_attribute("aria-activedescendant")
    expect(field).to_have_attribute("aria-controls", "references")
    option = page.locator(f"#references [id='{named}']")
    expect(option).to_have_attribute("role", "option")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.locator("#references [aria-selected=true]")).to_have_count(1)
    return option.inner_text()


@LANGUAGES
def test_a_reference_is_offered_and_taken_by_key(write: Write, ui: str) -> None:
    page = write(KARI, f"Viser til {ui}", ui, width=OPENED[ui], **BY_LIGHT[ui])
    page.locator("#body").focus()
    # At one blow, so that no answer to fewer letters is offered first.
    page.keyboard.type("Slik som [[")
    page.keyboard.insert_text("lilleby")
    expect(offers(page)).to_have_accessible_name(re.compile(r"\w"))
    expect(offers(page).get_by_role("option")).to_have_count(4)
    # Two municipalities of one name are told apart.
    assert len(set(offers(page).get_by_role("option").all_inner_texts())) == 4
    first = read_out(page)
    assert wrong_with(page) == []
    page.keyboard.press("ArrowDown")
    second = read_out(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert read_out(page) == second != first
    page.keyboard.press("Enter")
    expect(page.locator("#references")).to_be_hidden()
    taken = re.compile(r"^Slik som \[\[lilleby-(ost|vest)(/arbeid)?\|[^\[\]|]+\]\]$")
    expect(page.locator("#body")).to_have_value(taken)
    value = page.locator("#body").input_value()
    page.keyboard.type(" gjorde.")
    expect(page.locator("#body")).to_have_value(f"{value} gjorde.")
    press(page, "preview")
    expect(page.locator(".main-column .prose a[href*='/lilleby-']")).to_be_visible()


@pytest.mark.quick(cases=0)
def test_escape_closes_what_is_offered_and_leaves_the_text(write: Write) -> None:
    page = write(KARI, "Lukkes igjen")
    page.locator("#body").focus()
    page.keyboard.type("[[eksempelvi")
    offers(page)
    page.keyboard.press("Escape")
    expect(page.locator("#references")).to_be_hidden()
    expect(page.locator("#body")).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("Enter")
    expect(page.locator("#body")).to_have_value("[[eksempelvi\n")


@pytest.mark.parametrize("field", ["#body", "#q"], ids=["in a text", "in the search box"])
@pytest.mark.quick(cases=0)
def test_escape_closes_also_what_is_still_under_way(write: Write, reads: Open, field: str) -> None:
    page = write(KARI, "Kommer for sent") if field == "#body" else reads("/nb/")
    held: list[Route] = []
    page.route("**/suggest?*", lambda route: held.append(route))
    page.locator(field).focus()
    with page.expect_request("**/suggest?*"):
        page.keyboard.type("[[eksempelvi" if field == "#body" else "eksempelvi")
    page.keyboard.press("Escape")
    with page.expect_response("**/suggest?*"):
        held[-1].continue_()
    page.wait_for_timeout(200)
    expect(page.locator(".suggestions").filter(visible=True)).to_have_count(0)
    # Typing on asks anew; in a search box Escape also empties the box.
    page.unroute("**/suggest?*")
    page.keyboard.type("k" if field == "#body" else "eksempelvik")
    expect(page.locator(".suggestions").filter(visible=True)).to_have_count(1)


@pytest.mark.quick(cases=0)
def test_a_reference_is_taken_by_the_pointer_on_a_phone(write: Write) -> None:
    page = write(KARI, "Med fingeren", width=360)
    # A part that is added brings a new form; what is offered goes on there.
    add(page, "sources")
    page.locator("#body").focus()
    page.keyboard.type("Se [[")
    page.keyboard.insert_text("frokost")
    option = offers(page).get_by_role("option").first
    box = option.bounding_box()
    assert box
    assert box["height"] >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.evaluate(OVER) == 0
    option.click()
    expect(page.locator("#references")).to_be_hidden()
    expect(page.locator("#body")).to_be_focused()
    taken = re.compile(r"^Se \[\[[\w/:-]+\|[^\[\]|]+\]\]$")
    expect(page.locator("#body")).to_have_value(taken)


# A series of meetings.


@pytest.mark.parametrize(("ui", "scripts"), crossed(["nb", "sv"], [True, False]))
@pytest.mark.quick(cases=0)
def test_a_series_tells_first_what_was_promised_and_leads_back(
    reads: Open, ui: str, scripts: bool
) -> None:
    page = reads(f"/{ui}/eksempelvik/faste-moter-2", width=360, scripts=scripts)
    follow(page.locator(f'.facts a[href="/{ui}/{SERIES}"]'))
    expect(page.locator("h1")).to_have_text("Faste møter")
    sections = page.locator(".main-column section")
    expect(sections.nth(0)).to_contain_text("Skrive rapport.")
    expect(sections.nth(1)).to_contain_text("Sende brev.")
    ended = page.locator("details.ended")
    expect(ended.locator(".steps")).to_be_hidden()
    ended.locator("summary").press("Enter")
    expect(ended.locator(".steps")).to_contain_text("Telle stoler.")
    # On a phone too the promises stand before the list of the meetings.
    first = sections.nth(0).bounding_box()
    listed = page.locator(".meetings").bounding_box()
    assert first
    assert listed
    assert first["y"] < listed["y"]
    expect(page.locator(".meetings li")).to_have_count(3)
    follow(sections.nth(0).get_by_role("link", name="Møte 2"))
    expect(page).to_have_url(re.compile(f"/{ui}/eksempelvik/faste-moter-2#rapport$"))
    expect(page.locator("#rapport")).to_be_in_viewport()


# The map of the links.

SHOWN = [(1280, "wide", False), (360, "narrow", True)]


# No script of the site has to do with the map, nor with passages.
@pytest.mark.quick(cases=1)
@pytest.mark.parametrize(("width", "shown", "scripts"), SHOWN)
def test_one_picture_is_shown_and_the_list_leads_to_the_same(
    visit: Open, width: int, shown: str, scripts: bool
) -> None:
    page = visit(f"/nb/{MAP}", width=width, scripts=scripts)
    drawn = page.locator(f".map-{shown}")
    expect(drawn).to_be_visible()
    expect(page.locator(".link-map svg").filter(visible=True)).to_have_count(1)
    links = "all => all.map(one => one.getAttribute('href'))"
    pictured = drawn.locator("a").evaluate_all(links)
    listed = page.locator(".columns-two li a").evaluate_all(links)
    assert len(pictured) >= 2
    assert set(pictured) <= set(listed)
    if page.locator("p", has_text="i listen").count() == 0:
        assert set(pictured) == set(listed)


@pytest.mark.parametrize(("width", "shown", "scripts"), SHOWN)
@pytest.mark.quick(cases=1)
def test_the_picture_is_walked_by_key(visit: Open, width: int, shown: str, scripts: bool) -> None:
    page = visit(f"/nb/{MAP}", width=width, scripts=scripts)
    nodes = page.locator(f".map-{shown} a")
    many = nodes.count()
    page.locator(".crumbs a").last.focus()
    rings = set()
    for number in range(many):
        page.keyboard.press("Tab")
        node = nodes.nth(number)
        expect(node).to_be_focused()
        expect(node).to_be_in_viewport()
        expect(node).to_have_accessible_name(re.compile(r"\w"))
        rings.add(node.locator("rect").evaluate("one => getComputedStyle(one).strokeWidth"))
    unfocused = nodes.nth(0).locator("rect").evaluate("one => getComputedStyle(one).strokeWidth")
    assert unfocused not in rings
    # After the last of the picture comes the list, not the picture for the other width.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg')") is None
    page.keyboard.press("Shift+Tab")
    href = nodes.last.get_attribute("href")
    assert href
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href.partition('#')[0]}*")


# The ledger.


@SCRIPTS
@pytest.mark.quick(cases=0)
def test_the_ledger_is_filtered_by_key(reads: Open, scripts: bool) -> None:
    page = reads("/nb/ledger?rows=all", scripts=scripts)
    page.get_by_text("Velg emne, land eller fylke").focus()
    page.keyboard.press("Enter")
    tab_to(page, id="state")
    arrow_to(page, "valgt det bort")
    page.keyboard.press("Tab")
    assert focus(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**state=declined**")
    expect(page.locator("#state")).to_have_value("declined")
    expect(page.locator(".ledger tbody tr")).to_have_count(1)
    tab_to(page, href="/nb/ledger")
    # The menu has the same link; either leads to everything.
    page.keyboard.press("Enter")
    page.wait_for_url("**/nb/ledger")


@pytest.mark.quick(cases=0)
def test_an_unknown_municipality_is_told_at_the_field(reads: Open) -> None:
    page = reads("/nb/ledger?for=finnesikke")
    field = page.locator("#for")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(r"\w"))
    assert wrong_with(page, at_the_other_width=RULES) == []


def test_on_a_phone_the_first_row_of_the_ledger_is_in_the_first_screen(reads: Open) -> None:
    page = reads("/nb/ledger", width=360)
    first = page.locator(".taken-up > li").first.bounding_box()
    assert first
    assert first["y"] + first["height"] <= 780
    assert page.evaluate(OVER) == 0


@SCRIPTS
@pytest.mark.quick(cases=0)
def test_the_table_is_scrolled_by_key(reads: Open, scripts: bool) -> None:
    page = reads("/nb/ledger?rows=all", scripts=scripts)
    region = page.get_by_role("region", name="Tabellen")
    expect(region).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if region.evaluate("one => one === document.activeElement"):
            break
    expect(region).to_be_focused()
    focus(page)
    page.keyboard.press("End")
    expect(region.locator("tbody tr").last).to_be_in_viewport()
    # The municipalities' names stay where they are while the rows go by.
    expect(region.locator("thead th").first).to_be_in_viewport()


@pytest.mark.quick(cases=1)
@SCRIPTS
def test_on_a_phone_the_ledger_is_a_list_that_names_the_municipality(
    reads: Open, scripts: bool
) -> None:
    page = reads("/nb/ledger?rows=all", width=360, scripts=scripts)
    expect(page.locator(".ledger thead")).to_be_hidden()
    cells = page.locator(".ledger td").filter(visible=True)
    expect(page.locator(".ledger td.nothing").filter(visible=True)).to_have_count(0)
    assert cells.count() >= 30
    for text in cells.all_inner_texts():
        assert re.match(r"\w[\w ()-]*: \S", text), text
    box = page.locator(".ledger").bounding_box()
    assert box
    assert box["width"] <= 360
    assert page.evaluate(OVER) == 0
    why = page.locator(".ledger summary").first
    why.focus()
    focus(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text(LONG)).to_be_visible()
    assert page.evaluate(OVER) == 0
    page.keyboard.press("Enter")
    expect(page.get_by_text(LONG)).to_be_hidden()


@pytest.mark.parametrize(("width", "scripts"), crossed([1280, 360], [False, True]))
@pytest.mark.quick(cases=0)
def test_a_measure_is_marked_from_its_page_and_taken_back(
    reads: Open, width: int, scripts: bool
) -> None:
    page = reads("/nb/provefjord/plan", width=width, scripts=scripts)
    measure = page.locator("#m2")
    to_mark = measure.get_by_role("link", name="Marker dette for din kommune")
    if scripts:
        # What asks for an account is shown to those who have one.
        expect(measure.get_by_text("Marker dette for din kommune")).to_be_hidden()
        page.goto("/nb/account/sign-in")
        sign_in(page, KARI)
        page.goto("/nb/provefjord/plan")
        follow(to_mark)
    else:
        follow(to_mark)
        page.wait_for_url("**/sign-in?**")
        sign_in(page, KARI)
    page.wait_for_url("**/desk/mark/**part=m2**")
    expect(page.locator(".lead")).to_contain_text("Tiltak 2 mot skolefravær")
    assert not scripts or wrong_with(page) == []

    # What was not stated is told at the field; what was chosen stays.
    page.locator("#state-adapted").check()
    follow(page.locator('button[value="mark"]'))
    expect(page.locator("#problems")).to_be_visible()
    expect(page.locator("#state-adapted")).to_be_checked()
    expect(page.locator("#why")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#why")).to_have_accessible_description(re.compile("Skriv"))
    assert not scripts or wrong_with(page) == []
    page.locator("#why").fill("Bare om vinteren.")
    follow(page.locator('button[value="mark"]'))
    page.wait_for_url("**/nb/provefjord/plan#m2")
    expect(measure.locator(".users")).to_contain_text("Eksempelvik")
    expect(measure.locator(".users")).to_contain_text("Bare om vinteren.")
    page.goto("/nb/ledger?state=adapted")
    expect(page.locator(".taken-up > li")).to_have_count(1)
    page.locator(".takers summary").press("Enter")
    expect(page.get_by_text("Bare om vinteren.")).to_be_visible()

    page.goto("/nb/desk/marks")
    assert not scripts or wrong_with(page) == []
    follow(page.locator('.works a[href*="/desk/mark/"]'))
    expect(page.locator("#why")).to_have_value("Bare om vinteren.")
    follow(page.locator('button[value="take-back"]'))
    page.wait_for_url("**/nb/provefjord/plan#m2")
    expect(measure.locator(".users, .marks")).to_have_count(0)
    page.goto("/nb/ledger?state=adapted")
    expect(page.locator(".taken-up")).to_have_count(0)


# The text beside its source, and quoting.


@pytest.mark.quick(cases=1)
@pytest.mark.parametrize(("width", "scripts"), [(1280, False), (360, True)])
def test_passages_lead_from_the_summary_to_the_source_and_back(
    reads: Open, width: int, scripts: bool
) -> None:
    page = reads("/sv/exempelstad/mote", width=width, scripts=scripts)
    page.locator('#vik a[href$="#betalar"]').press("Enter")
    page.wait_for_url(f"**/sv/{SOURCE}#betalar")
    number = page.locator("#betalar")
    expect(number).to_be_in_viewport()
    expect(page.locator("mark")).to_contain_text("frukosten")
    expect(number).to_have_accessible_name("Utdrag ur källan 1")
    box = number.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    there = page.locator(".statement .passage-number")
    expect(there).to_have_text(re.compile("1$"))
    there.focus()
    focus(page)
    page.keyboard.press("Enter")
    expect(number).to_be_in_viewport()
    number.focus()
    focus(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sv/exempelstad/mote#vik")
    expect(page.locator("#vik")).to_be_in_viewport()


@SCRIPTS
@pytest.mark.quick(cases=0)
def test_a_statement_s_quotation_opens_by_key(reads: Open, house: House, scripts: bool) -> None:
    page = reads("/nb/exempelstad/mote", width=360, scripts=scripts)
    quote = page.locator(".statement", has=page.locator("#vik")).locator(".quote")
    words = quote.locator(".quotable", has_text="#vik")
    expect(words).to_be_hidden()
    quote.locator("summary").focus()
    focus(page)
    page.keyboard.press("Space")
    expect(words).to_be_visible()
    for part in ("Frukosten betalar sig.", "borgmästare", "Eksempelvik", "Minnesanteckningar"):
        expect(words).to_contain_text(part)
    expect(words).to_contain_text(f"{house.address}/nb/exempelstad/mote#vik")
    expect(quote.locator("code", has_text="#vik")).to_have_text("[[exempelstad/mote#vik]]")
    assert page.evaluate(OVER) == 0
    page.keyboard.press("Space")
    expect(words).to_be_hidden()
