"""From a Word file or a paste to a text that is sent in, in a real browser: few clicks, no copying.

The clicks of each way are printed; run with ``-s`` to see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Windows, follow, serving
from tests.conftest import make_site
from tests.files_in.test_word_files import p, run, table, word
from tests.folders import write_folder
from tests.web.people import PASSWORD, account

MEETING = word(
    p(run("Toppmøte om unge og rekruttering", "b"))
    + p("Møtet ble holdt på rådhuset i Eksempelvik 12. mars 2026.")
    + p("Til stede: ordfører Kari Eksempel (H), statsråd Ola Prøve og politimester Eva Fiksjon")
    + p("Ordskifte", "Overskrift2")
    + p("– Vi må ha hjelp til dette, sa ordføreren (H).")
    + p("Statsråden svarte at departementet ser på en ny ordning.")
    + p("Politimester Eva Fiksjon mente at lokalpolitiet trenger flere folk.")
    + p("Krav til staten", "Overskrift2")
    + p("Penger til en koordinator i hver kommune", item=(1, 0))
    + p("Felles opplæring for skole og politi", item=(1, 0))
    + p("En fast kontaktperson i departementet", item=(1, 0))
    + p("Videre arbeid", "Overskrift2")
    + p("Kommunen lager en plan innen 1. juni 2026", item=(1, 0))
    + p("Nytt møte i oktober 2026", item=(1, 0))
)
CASE = word(
    p("Interpellasjon om kameraer på skolen", "Tittel")
    + p("Saksnr: 2026/1187")
    + p("Forslag", "Overskrift2")
    + p("Kommunen lager en plan for voksne i garderoben.", item=(2, 0))
    + p("Kommunen setter ikke opp kameraer.", item=(2, 0))
    + p("Saksgang", "Overskrift2")
    + table(
        "Organ;Dato;Sak;Vedtak",
        "Kommunestyret;12.02.2026;4/26;Interpellasjon lagt fram",
        "Formannskapet;12.03.2026;12/26;Innstilling med 7 mot 2 stemmer",
        "Kommunestyret;26.03.2026;31/26;Vedtatt",
    )
)
REPORT = word(
    p("Nattkafé på torget", "Overskrift1")
    + p("Vi startet i august 2024 med to voksne ute hver fredag.")
    + p("Slik gjorde vi det", "Overskrift2")
    + p("Vi ringte foreldrene og åpnet kafeen.")
    + p("Resultater", "Overskrift2")
    + p("Færre ungdommer på torget etter midnatt. Det kostet 350 000 kroner.")
    + p("Utfordringer", "Overskrift2")
    + p("Vi begynte for sent på året.")
)


@dataclass
class Hand:
    """Somebody at a page, whose clicks are counted; choosing a file takes one more for the file."""

    page: Page
    clicks: int = 0

    def click(self, place: Locator) -> None:
        """Press what leads to no other page."""
        self.clicks += 1
        place.click()

    def go(self, place: Locator) -> None:
        """Press what leads to another page."""
        self.clicks += 1
        follow(place)

    def choose_file(self, data: bytes) -> None:
        """Choose a Word file."""
        self.clicks += 2
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        file = FilePayload(name="tekst.docx", mimeType=kind, buffer=data)
        self.page.locator("#file").set_input_files(file)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of the made-up municipalities, with somebody who writes for one."""
    folder = tmp_path_factory.mktemp("parts")
    app = make_site(folder, write_folder(folder / "in"))
    account(app, "Kari", "coordinator", "eksempelvik")
    with serving(app, threads=4) as port:
        yield f"http://127.0.0.1:{port}"
    app.extensions["grannar"].database.engine.dispose()


@pytest.fixture
def page(windows: Windows, address: str) -> Iterator[Page]:
    """A page at the desk of who writes."""
    context = windows.lend(address)
    page = context.new_page()
    page.goto("/nb/account/sign-in")
    page.locator("#email").fill("kari@eksempelvik.example")
    page.locator("#password").fill(PASSWORD)
    follow(page.locator(".narrow-form form button"))
    page.goto("/nb/desk/")
    yield page
    windows.take_back(context)


def send_in(page: Page, kind: str, file: bytes, groups: list[str]) -> int:
    """From the desk to a text that is sent in for review; how many clicks it took."""
    hand = Hand(page)
    hand.go(page.locator('.desk-bar a[href="/nb/desk/new"]:visible'))
    hand.click(page.locator(f"#kind-{kind}"))
    hand.choose_file(file)
    hand.go(page.get_by_role("button", name="Begynn"))
    for group in groups:
        hand.click(page.locator(f"#all-{group}"))
    hand.go(page.get_by_role("button", name="Sett inn det jeg valgte"))
    hand.go(page.locator('button[name=do][value="save"]'))
    expect(page.locator("[role=status]").first).to_contain_text("Lagret som versjon 1.")
    hand.go(page.locator('form.act[action$="/submit"] button'))
    return hand.clicks


@pytest.mark.parametrize(
    ("kind", "file", "groups", "most"),
    [
        ("meeting", MEETING, ["single", "participants", "statements", "asked", "follow_ups"], 20),
        ("case", CASE, ["demands", "steps"], 15),
        ("experience", REPORT, ["single"], 12),
    ],
)
@pytest.mark.quick(cases=0)
def test_a_word_file_is_sent_in_with_all_its_parts_in_few_clicks(
    page: Page, kind: str, file: bytes, groups: list[str], most: int
) -> None:
    clicks = send_in(page, kind, file, groups)
    print(f"{kind}: {clicks} clicks, at most {most}; no text copied")
    assert clicks <= most
    expect(page.locator(".state-in_review").first).to_be_visible()


@pytest.mark.parametrize(("ui", "width"), [("nb", 1280), ("sv", 360)])
@pytest.mark.quick(cases=0)
def test_the_page_of_proposals_is_for_everybody(page: Page, ui: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"/{ui}/desk/new")
    page.locator("#kind-meeting").check()
    page.locator("#pasted").fill("Sted: Rådhuset\n\nBoks 12\n\nOrdføreren: Vi trenger hjelp nå.")
    follow(page.locator('form[enctype] button:not([name="do"])'))
    assert page.url.endswith("/proposals")
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # By the keyboard alone.
    page.locator("#take-1").focus()
    page.keyboard.press("Space")
    expect(page.locator("#take-1")).to_be_checked()


WORD = (
    "<h2>Krav</h2><p>Vi trenger <b>hjelp</b>, se <a href='https://example.org/a'>planen</a>.</p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
    "<span style='mso-list:Ignore'>·</span>Punkt en</p>"
)


def paste(place: Locator, html: str, plain: str) -> None:
    """Paste into a field what a word processor puts on the clipboard."""
    place.evaluate(
        """(field, [html, plain]) => {
          field.focus();
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", plain);
          const given = { clipboardData: data, bubbles: true, cancelable: true };
          field.dispatchEvent(new ClipboardEvent("paste", given));
        }""",
        [html, plain],
    )


def test_what_is_pasted_keeps_its_formatting_and_what_is_typed_after_it_stays_beside_it(
    page: Page,
) -> None:
    page.goto("/nb/desk/new")
    field = page.locator("#pasted")
    paste(field, WORD, "Krav\n·\tPunkt en")
    markdown = "## Krav\n\nVi trenger **hjelp**, se [planen](https://example.org/a).\n\n- Punkt en"
    expect(field).to_have_value(markdown)
    field.press("End")
    field.press_sequentially("!")
    paste(field, "<p>Mer <i>her</i>.</p><p>Slutt.</p>", "Mer her.\nSlutt.")
    expect(field).to_have_value(f"{markdown}!\n\nMer *her*.\n\nSlutt.")
    page.locator("#kind-need").check()
    page.locator("#title").fill("Hjelp")
    follow(page.get_by_role("button", name="Begynn"))
    if page.url.endswith("/proposals"):
        follow(page.get_by_role("link", name="Gå videre uten"))
    expect(page.locator("#body")).to_have_value(f"{markdown}!\n\nMer *her*.\n\nSlutt.")
    # A field of the form takes it too, and a plain paste stays plain.
    summary = page.locator("#summary")
    paste(summary, WORD, "Krav")
    expect(summary).to_have_value(markdown)
    expect(page.locator("#kept")).to_have_text("Alt er lagret.")


@pytest.mark.quick(cases=0)
def test_a_large_picture_in_what_is_pasted_costs_nothing_but_itself(page: Page) -> None:
    page.goto("/nb/desk/new")
    picture = f"<img src='data:image/png;base64,{'iVBORw0KGgo' * 120_000}'>"
    only_word = "<!--[if gte mso 9]><xml><a>x</a></xml><![endif]--><style>p { margin: 0 }</style>"
    listed = "<!--[if !supportLists]--><span style='mso-list:Ignore'>a)</span><!--[endif]-->"
    item = f"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{listed}Punkt</p>"
    field = page.locator("#pasted")
    paste(field, f"{only_word}<p>Før <b>bildet</b></p>{picture}{item}<p>Etter</p>", "Før")
    expect(field).to_have_value("Før **bildet**\n\n- a) Punkt\n\nEtter")


@pytest.mark.quick(cases=0)
def test_where_the_site_cannot_be_reached_the_plain_text_is_pasted(page: Page) -> None:
    page.goto("/nb/desk/new")
    page.route("**/formatted-paste", lambda route: route.abort())
    paste(page.locator("#pasted"), WORD, "Krav\n·\tPunkt en")
    expect(page.locator("#pasted")).to_have_value("Krav\n·\tPunkt en")
    page.unroute("**/formatted-paste")


@pytest.mark.quick(cases=0)
def test_enter_keeps_and_the_writer_stays(page: Page) -> None:
    page.goto("/nb/desk/new")
    page.locator("#kind-meeting").check()
    follow(page.get_by_role("button", name="Begynn"))
    place = page.locator("#place")
    place.fill("Rådhuset")
    place.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    place.press("Enter")
    expect(page.locator("#kept")).to_have_text("Alt er lagret.")
    expect(place).to_be_focused()
    assert page.evaluate("scrollY") == before
    page.reload()
    expect(place).to_have_value("Rådhuset")
    # Where one searches, it searches.
    page.locator("#find").fill("frukost")
    page.locator("#find").press("Enter")
    expect(page.locator('#find-links button[value="link:exempelstad/frukost"]')).to_be_visible()


def test_a_summary_says_how_much_room_is_left_and_fields_behind_more_stay_open(page: Page) -> None:
    page.goto("/nb/desk/new")
    page.locator("#kind-meeting").check()
    follow(page.get_by_role("button", name="Begynn"))
    limit = page.locator("#summary-limit")
    expect(limit).to_have_text("Høyst 1\xa0000 tegn.")
    page.locator("#summary").fill("a" * 950)
    expect(limit).to_have_text("50 av 1\xa0000 tegn igjen.")
    page.locator("#summary").fill("a" * 1_400)
    expect(limit).to_have_text("400 tegn for mange: høyst 1\xa0000.")
    page.locator('button[value="add:statements"]').click()
    more = page.locator('[id="statements.0-more"]')
    more.locator("summary").click()
    expect(page.locator('[id="statements.0.language"]')).to_be_visible()
    page.locator('button[value="add:statements"]').click()
    expect(page.locator('[id="statements.1"]')).to_be_visible()
    expect(page.locator('[id="statements.0.language"]')).to_be_visible()


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Drop files on the page, as from a folder's window."""
    transfer = page.evaluate_handle(
        """files => {
            const transfer = new DataTransfer();
            for (const [name, bytes] of files)
                transfer.items.add(new File([new Uint8Array(bytes)], name));
            return transfer;
        }""",
        [[name, list(data)] for name, data in files],
    )
    page.locator("h1").dispatch_event("drop", {"dataTransfer": transfer})


def test_files_that_are_dropped_become_a_draft_each_and_say_what_became_of_them(
    page: Page,
) -> None:
    page.goto("/nb/desk/new")
    page.locator("#kind-experience").check()
    drop(page, ("kafe.docx", REPORT), ("tabell.xlsx", b"MZ\0\0"), ("møte.docx", MEETING))
    page.get_by_role("button", name="Begynn").click()
    items = page.locator(".files li")
    expect(page.get_by_text("Alle utkastene ligger på arbeidsbordet ditt.")).to_be_visible()
    expect(items.nth(0)).to_have_text("Nattkafé på torget kafe.docx")
    expect(items.nth(1)).to_contain_text("tabell.xlsx: Filer av denne typen kan ikke leses her.")
    expect(items.nth(2).get_by_role("link")).to_have_text("Toppmøte om unge og rekruttering")
    assert found_by_axe(page) == []
    follow(items.nth(0).get_by_role("link"))
    expect(page).to_have_url(re.compile("/nb/desk/documents/.+/proposals"))


@pytest.mark.quick(cases=0)
def test_one_file_that_is_dropped_leads_to_its_draft(page: Page) -> None:
    page.goto("/nb/desk/new")
    page.locator("#kind-experience").check()
    drop(page, ("kafe.docx", REPORT))
    follow(page.get_by_role("button", name="Begynn"))
    expect(page).to_have_url(re.compile("/nb/desk/documents/.+/proposals"))
