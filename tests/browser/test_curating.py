"""A national coordinator's afternoon: gathering across the border, and what becomes of it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from network.documents.publishing import publish
from network.documents.revisions import revise
from network.entries.tables import Entry
from network.kinds import parse_content
from network.people.actors import get_system_actor
from tests.browser import test_desk
from tests.browser.axe import found_by_axe
from tests.browser.conftest import Windows, expect_values, follow
from tests.browser.test_desk import (
    ADA,
    KARI,
    NILS,
    Enter,
    House,
    Watched,
    press,
    running,
    sign_in,
    step,
)

enter = test_desk.enter

BY_SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with scripts", "without scripts"]
)
TITLE = "Frokost og fravær i to land"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running site."""
    with running(tmp_path_factory.mktemp("curating")) as house:
        yield house


@pytest.fixture
def watched(windows: Windows, house: House) -> Iterator[Watched]:
    """Browsers that are looked at."""
    watched = Watched(windows, house.address)
    yield watched
    watched.end()


@contextmanager
def elsewhere(html: str) -> Iterator[str]:
    """A page of somebody else's, at another origin."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()


def gather(page: Page, title: str, why: str, into: str) -> None:
    """From a search, put the hit of this title in a collection, and go back to the search."""
    page.goto("/nb/search?q=frokost")
    if not page.locator("a.gather").first.is_visible():
        # What asks for an account is shown to those who have one.
        page.goto("/nb/account/sign-in")
        sign_in(page, NILS)
        page.goto("/nb/search?q=frokost")
    hit = page.locator(".hit", has=page.get_by_role("link", name=title, exact=True))
    follow(hit.locator("a.gather"))
    if into == "new":
        page.locator("#to-new").check()
        page.locator(".new-one").evaluate("one => { one.open = true }")
        page.locator("#title").fill(TITLE)
    else:
        page.get_by_label(TITLE).check()
    page.locator("#why").fill(why)
    follow(page.locator("button[value=add]"))
    follow(page.locator(".after-adding a.button"))
    expect(page.locator(".results")).to_be_visible()
    expect(page).to_have_url(re.compile("q=frokost"))


def news(house: House, to: str) -> list[EmailMessage]:
    """The mails of news to somebody that have come."""
    return [mail for mail in house.post.mails if mail["To"] == to and mail["List-Unsubscribe"]]


def text_of(mail: EmailMessage) -> str:
    """Its plain text."""
    plain = mail.get_body(("plain",))
    assert plain is not None
    text: str = plain.get_content()
    return text


def news_of(house: House, to: str, title: str) -> EmailMessage:
    """The mail of news to somebody that tells of an entry, once it has come."""
    for _ in range(200):
        for mail in news(house, to):
            if title in text_of(mail):
                return mail
        time.sleep(0.05)
    raise AssertionError(f"no news of {title} came to {to}")


def change(house: House, slug: str, **more: str) -> None:
    """Publish another revision of an entry."""
    with house.site.database.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == slug)).one()
        importer = get_system_actor(session, "test")
        content = parse_content({**entry.content, **more})
        revision = revise(session, entry.id, content, actor=importer)
        publish(session, revision.id, actor=importer)


def gathered(page: Page) -> Locator:
    """The fields with what a collection holds, in the order of its form."""
    return page.locator('input[name$=".entry"]')


@pytest.mark.quick(cases=0)
def test_gathered_ordered_published_printed_embedded_followed_and_mailed(
    house: House, watched: Watched, browser: Browser, tmp_path: Path
) -> None:
    nils = watched.context().new_page()

    # A Norwegian question; one Swedish and one Norwegian entry of what it finds.
    gather(nils, "Skolfrukost i Exempelstad", "Svenskene begynte før oss.", "new")
    gather(nils, "Frokost på skolen", "Kort, og ærlig om hva det kostet.", TITLE)

    # The order is changed by keys alone, in the form, which lies on the desk as not saved.
    nils.goto("/nb/desk/")
    follow(nils.get_by_role("link", name=TITLE).first)
    expect(nils).to_have_url(re.compile("/write$"))
    expect_values(gathered(nils), ["exempelstad/frukost", "eksempelvik/frokost"])
    nils.locator('[id="items.1"] > .moves').focus()
    nils.keyboard.press("ArrowUp")
    expect_values(gathered(nils), ["eksempelvik/frokost", "exempelstad/frukost"])
    expect(nils.locator('[id="items.0"] > .moves')).to_be_focused()
    press(nils, "save")
    expect(nils.locator("h1")).to_have_text(TITLE)
    step(nils, "submit")
    desk = nils.url

    # Nobody approves their own text. Norway has no other coordinator: the administrator does.
    ada = watched.context().new_page()
    ada.goto("/nb/account/sign-in")
    sign_in(ada, ADA)
    ada.goto(f"{desk}/review/nb")
    step(ada, "approve")

    # Everybody reads it, in the order that was chosen.
    anybody = watched.context().new_page()
    anybody.goto("/nb/provefjord")
    follow(anybody.get_by_role("link", name=TITLE, exact=True).first)
    items = anybody.locator("ol.items li.item h3")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("Frokost på skolen")
    expect(items.nth(1)).to_contain_text("Skolfrukost i Exempelstad")
    public = anybody.url
    expect(anybody.get_by_role("link", name="Nyhetsstrøm for samlingen")).to_be_visible()
    expect(anybody.get_by_text("Følg denne samlingen")).to_be_hidden()

    # On paper: one document with contents, both texts and their sources.
    printed = watched.context().new_page()
    printed.goto(public + "/document")
    printed.emulate_media(media="print")
    expect(printed.locator(".menu")).to_be_hidden()
    for text in ("Frokost på skolen", "Skolfrukost i Exempelstad", "Rapport om frokost"):
        expect(printed.locator("main").get_by_text(text).first).to_be_visible()
    file = tmp_path / "samling.pdf"
    printed.pdf(path=str(file), format="A4")
    assert file.read_bytes().startswith(b"%PDF-")
    assert file.read_bytes().count(b"/Type /Page\n") >= 4

    # On the page of somebody else it may be shown in a frame; the page itself may not.
    frames = f'<iframe src="{public}/embed"></iframe><iframe src="{public}"></iframe>'
    with elsewhere(f"<!doctype html><title>Kommunen</title>{frames}") as other:
        assert urlsplit(other).port != urlsplit(house.address).port
        page = browser.new_page()
        page.goto(other)
        expect(page.frame_locator("iframe >> nth=0").locator("h1")).to_have_text(TITLE)
        inside = page.frame_locator("iframe >> nth=0").get_by_role(
            "link", name="Skolfrukost i Exempelstad"
        )
        expect(inside).to_have_attribute("target", "_blank")
        refused = page.frame_locator("iframe >> nth=1")
        expect(refused.get_by_text(TITLE)).to_have_count(0)
        assert page.context.cookies() == []
        page.close()

    # A coordinator follows it and wants to know at once.
    kari = watched.context().new_page()
    kari.goto("/nb/account/sign-in")
    sign_in(kari, KARI)
    kari.goto(public)
    follow(kari.get_by_role("link", name="Følg denne samlingen"))
    kari.locator("#level-everything").check()
    kari.locator("#often-at_once").check()
    follow(kari.locator("button[value=follow]"))
    expect(kari).to_have_url(public)

    # An entry in it is changed: one mail, in her language, that says what, where and why.
    change(house, "frukost", results="Frånvaron sjönk.")
    mail = news_of(house, KARI, "Skolfrukost i Exempelstad")
    text = text_of(mail)
    assert mail["Content-Language"] == "nb"
    assert "Skolfrukost i Exempelstad" in text
    assert f"{house.address}/nb/exempelstad/frukost" in text
    assert f"fordi du følger Exempelstad, «{TITLE}»." in text

    # The collection's curators are told on their desk; she sees it on hers, and ends the mail.
    nils.goto(desk)
    expect(nils.locator("#item-changes")).to_contain_text("Skolfrukost i Exempelstad")
    kari.goto("/nb/desk/news")
    expect(kari.get_by_role("link", name="Skolfrukost i Exempelstad")).to_be_visible()
    away = str(mail["List-Unsubscribe"]).strip("<>")
    anybody.goto(away)
    follow(anybody.locator("main form button"))
    expect(anybody.get_by_role("status")).to_be_visible()
    kari.goto("/nb/desk/following")
    expect(kari.locator("#often-none")).to_be_checked()
    had = len(news(house, KARI))
    change(house, "frukost", results="Frånvaron sjönk mer.")
    time.sleep(1.5)
    assert len(news(house, KARI)) == had
    assert sum("Skolfrukost i Exempelstad" in text_of(one) for one in news(house, KARI)) == 1


@BY_SCRIPTS
@pytest.mark.quick(cases=0)
def test_endorsed_where_it_is_read_and_back_to_reading(
    house: House, enter: Enter, watched: Watched, scripts: bool
) -> None:
    page = enter(NILS, java_script_enabled=scripts)
    reading = "/nb/eksempelvik/frokost"
    page.goto(reading)
    endorse = page.locator('main a[href*="/desk/endorse/"]')
    if not scripts:
        # The page cannot tell who reads it, and offers it to nobody; the desk does.
        expect(endorse).to_be_hidden()
        follow(page.get_by_role("link", name="Åpne på arbeidsbordet"))
    follow(endorse)
    reason = f"Ærlig om hva det kostet, {scripts}."
    page.locator("#note").fill(reason)
    follow(page.get_by_role("button", name="Anbefal", exact=True))
    follow(page.locator(".after-adding a.button"))
    if not scripts:
        page.goto(reading)
    expect(page).to_have_url(re.compile(re.escape(reading)))
    expect(page.locator("main")).to_contain_text(reason)
    # From there to the text at the desk; what lies in the neighbour's country is the neighbour's.
    follow(page.get_by_role("link", name="Åpne på arbeidsbordet"))
    expect(page).to_have_url(re.compile("/nb/desk/documents/"))
    page.goto("/nb/exempelstad/frukost")
    expect(endorse).to_be_hidden()
    # A reader is shown none of it where scripts can tell.
    if scripts:
        reader = watched.context().new_page()
        reader.goto(reading)
        expect(reader.get_by_role("link", name="Åpne på arbeidsbordet")).to_be_hidden()
        expect(reader.get_by_role("link", name="Anbefal", exact=True)).to_be_hidden()


@BY_SCRIPTS
@pytest.mark.quick(cases=1)
def test_on_a_phone_the_desk_has_one_row_and_one_button(
    house: House, enter: Enter, scripts: bool
) -> None:
    page = enter(NILS, java_script_enabled=scripts)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/nb/desk/")
    bar = page.locator(".desk-bar")
    box = bar.bounding_box()
    assert box
    assert box["height"] <= 60
    links = bar.locator("a:visible")
    expect(links).to_have_count(0)
    bar.locator("summary").click()
    for name in ("Mitt arbeidsbord", "Landet", "Hjelp"):
        place = bar.get_by_role("link", name=name).bounding_box()
        assert place
        assert place["height"] >= 44
    if scripts:
        assert found_by_axe(page, ("wcag2a", "wcag2aa", "wcag22aa")) == []
    narrow = links.all_inner_texts()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert links.all_inner_texts() == narrow
    expect(bar.locator("summary")).to_be_hidden()


@BY_SCRIPTS
@pytest.mark.quick(cases=0)
def test_a_collection_is_gathered_ordered_and_submitted_by_titles(
    house: House, enter: Enter, scripts: bool
) -> None:
    page = enter(NILS, java_script_enabled=scripts)
    title = f"Mat på skolen {scripts}"
    for entry, into in (("eksempelvik/frokost", "new"), ("exempelstad/frukost", title)):
        page.goto(f"/nb/{entry}")
        follow(page.get_by_role("link", name="Legg til i en samling"))
        if into == "new":
            page.locator("#to-new").check()
            if not page.locator("#title").is_visible():
                page.locator(".new-one summary").click()
            page.locator("#title").fill(title)
        else:
            page.get_by_label(title).check()
        follow(page.locator("button[value=add]"))
    # The desk shows what is in it by title and place, and that it is in no version yet.
    follow(page.locator(".after-adding a").last)
    contents = page.locator("#contents")
    expect(contents.locator("li")).to_have_count(2)
    expect(contents).to_contain_text("Skolfrukost i Exempelstad")
    expect(contents).to_contain_text("Exempelstad, Sverige")
    expect(contents).to_contain_text("2 tekster er samlet")
    follow(contents.get_by_role("link", name="Ordne og rediger"))
    items = page.locator("#items > fieldset.part")
    expect(items.nth(0)).to_contain_text("Frokost på skolen")
    expect(items.nth(0).locator('input[name$=".entry"]')).to_be_hidden()
    items.nth(0).locator("button[value^=down]").click()
    expect_values(gathered(page), ["exempelstad/frukost", "eksempelvik/frokost"])
    # From the form back to the desk, and from there to review, as one version.
    page.goto(page.url.split("/write")[0])
    follow(page.locator("#contents").get_by_role("button", name=re.compile("send inn til gj")))
    expect(page.locator(".state-in_review")).to_be_visible()
    expect(page.locator("#contents li").nth(0)).to_contain_text("Skolfrukost i Exempelstad")
    expect(page.locator("#contents form")).to_have_count(0)
