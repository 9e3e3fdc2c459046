"""The desk in a browser: one report from the invitation to a reader across the border."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Connection
from flask import Flask
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    WebError,
    expect,
)
from playwright.sync_api import TimeoutError as Timeout
from sqlalchemy.orm import Session

from network.app import create_app
from network.content_files.importing import import_folder
from network.demo import fill
from network.documents.revisions import Placement, begin, revise
from network.documents.working_copies import open_copy
from network.kinds import KINDS, Content, parse_content
from network.kinds.content import make_fingerprint
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.accounts import find_account, invite
from network.people.actors import Actor, get_system_actor, read_actor
from network.people.one_time_links import draw_link
from network.people.sign_ins import end_all
from network.people.signing_in import set_password
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site
from network.web.desk.form import forms
from network.web.desk.form.fields import list_fields
from network.web.desk.form.widgets import Field
from network.worker.worker import Worker
from tests.browser.axe import found_by_axe
from tests.browser.conftest import Windows, expect_values, follow, serving
from tests.conftest import FULL, make_settings
from tests.demonstration import DEMONSTRATION
from tests.folders import MUNICIPALITIES, write_folder
from tests.new_database import create_schema
from tests.web.people import site_of

KARI, ANDERS, _, ANNA, NILS, NINA, ADA = (account.email for account in DEMONSTRATION.accounts)
NEW_PASSWORD = "tolv grønne hester under broa"
# The demonstration's coordinators sit where the made-up register of the tests has nobody.
_REGISTER = {
    "organisations/municipalities.csv": MUNICIPALITIES
    + "NO,9904,Prøvefjord,99,Bokmål,provefjord,\nSE,9802,Provköping,97,B4,provkoping,\n"
}
# What a browser says of an answer that is meant, and of a net that a test took away.
_MEANT = re.compile(r"status of 4\d\d|ERR_INTERNET_DISCONNECTED")

# Where a page is the same but for its words, the full run walks it in both languages, the quick one
# in either.
BOTH = ["nb", "sv"] if FULL else []

Enter = Callable[..., Page]
Write = Callable[..., Page]


@dataclass
class Post:
    """A mail server that keeps what it takes."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 (aiosmtpd's own name)
        self, server: SMTP, session: Connection, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=AS_SENT))
        return "250 OK"

    def link(self, to: str, number: int = 1) -> str:
        """The address in the so-manieth mail to somebody, once it has come."""
        for _ in range(200):
            found = [mail for mail in self.mails if mail["To"] == to]
            if len(found) >= number:
                address = re.search(r"http://\S+", found[number - 1].get_content())
                assert address, "the mail leads nowhere"
                return address[0]
            time.sleep(0.05)
        raise AssertionError(f"mail {number} to {to} did not come")


@dataclass(frozen=True)
class House:
    """A site that runs as ``serve`` runs it: pages, mail, and an index that follows."""

    app: Flask
    address: str
    post: Post
    # What a browser held after somebody had signed in, by mail address.
    cookies: dict[str, Any] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        """What the running site is made of."""
        return site_of(self.app)

    def actor(self, session: Session, email: str) -> Actor:
        """Somebody by mail address, as actions know them."""
        account = find_account(session, email)
        assert account is not None
        return read_actor(session, account.id)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """A running site in ``folder`` over the made-up register, with the demonstration's people."""
    post, port = Post(), _free_port()
    controller = Controller(post, hostname="127.0.0.1", port=_free_port())
    controller.start()
    app = create_app(
        make_settings(
            folder,
            PUBLIC_URL=f"http://127.0.0.1:{port}",
            SMTP_URL=f"smtp://127.0.0.1:{controller.port}",
            CATCH_UP_SECONDS="0.5",
        )
    )
    site = site_of(app)
    create_schema(site.database)
    with site.database.transaction() as session:
        import_folder(session, write_folder(folder / "in", _REGISTER))
        fill(session, DEMONSTRATION)
    # As the command does it: what is there is found from the first page on.
    catch_up(site.index.folder, DatabaseSource(site.database))
    beside = Worker(site)
    thread = threading.Thread(target=beside.run)
    thread.start()
    with serving(app, threads=6, port=port):
        yield House(app, f"http://127.0.0.1:{port}", post)
    beside.stop()
    thread.join(30)
    controller.stop()
    site.database.engine.dispose()


@dataclass
class Watched:
    """Windows at one site, each request and each complaint of which is looked at."""

    windows: Windows
    home: str
    contexts: list[BrowserContext] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)

    def context(self, width: int = 1280, **given: Any) -> BrowserContext:
        """A window of its own for somebody."""
        viewport = {"width": width, "height": 800}
        context = self.windows.lend(self.home, viewport=viewport, **given)
        context.set_default_timeout(10_000)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._weberror)
        self.contexts.append(context)
        return context

    def _request(self, asked: Request) -> None:
        own = ("script", "stylesheet", "image")
        if not asked.url.startswith(
            self.home + ("/static/" if asked.resource_type in own else "/")
        ):
            self.strayed.append(f"{asked.resource_type} {asked.url}")

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not _MEANT.search(said.text):
            self.strayed.append(said.text)

    def _weberror(self, problem: WebError) -> None:
        self.strayed.append(str(problem.error))

    def end(self) -> None:
        """Give all back, and say what went elsewhere or wrong."""
        for context in self.contexts:
            self.windows.take_back(context)
            context.remove_listener("request", self._request)
            context.remove_listener("console", self._console)
            context.remove_listener("weberror", self._weberror)
        assert self.strayed == []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running site; the tests of this module share it and keep to texts of their own."""
    with running(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def watched(windows: Windows, house: House) -> Iterator[Watched]:
    """Windows that are looked at."""
    watched = Watched(windows, house.address)
    yield watched
    watched.end()


@pytest.fixture
def enter(house: House, watched: Watched) -> Enter:
    """Be signed in, in a window of one's own: ``enter(email, ui="nb", at="desk/", **context)``.

    Through the sign-in page the first time; then with the same cookie, while the site takes it.
    """

    def entered(email: str, ui: str = "nb", at: str = "desk/", **given: Any) -> Page:
        context = watched.context(**given)
        context.add_cookies(house.cookies.get(email, []))
        page = context.new_page()
        page.goto(f"/{ui}/{at}")
        if "/account/sign-in" in page.url:
            sign_in(page, email)
            house.cookies[email] = context.cookies()
        expect(page.locator(".desk-bar")).to_be_visible()
        return page

    return entered


@pytest.fixture
def write(house: House, enter: Enter) -> Write:
    """Be at the form of a text that was begun: ``write(email, title, ui="nb", kind=…, **context)``.

    It is begun by the action that the page for it takes. Further words may be given for the form,
    as ``fields``.
    """

    def begun(
        email: str,
        title: str,
        ui: str = "nb",
        kind: str = "experience",
        fields: Mapping[str, Any] = MappingProxyType({}),
        **given: Any,
    ) -> Page:
        id = uuid4()
        with house.site.database.transaction() as session:
            open_copy(
                session,
                id,
                ui,
                kind=kind,
                organisation_id=find_organisation_ids(session)["eksempelvik"],
                fields={**forms.make_blank(kind), "title": title, **fields},
                actor=house.actor(session, email),
            )
        return enter(email, ui, f"desk/documents/{id}/write", **given)

    return begun


def sign_in(page: Page, email: str, password: str = DEMONSTRATION.password) -> None:
    """Fill in the sign-in page that is open, and press its button."""
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    follow(page.locator(".narrow-form form button"))
    expect(page.locator(".desk-bar")).to_be_visible()


def press(page: Page, do: str) -> None:
    """Press a button of the form, by what it does. Saving and the preview lead to another page."""
    button = page.locator(f'#write button[name=do][value="{do}"]:not(.visually-hidden)')
    if do in ("save", "preview"):
        follow(button)
    else:
        button.click()


def step(page: Page, what: str, note: str = "") -> None:
    """Take one of the steps on a document's page."""
    # A form may have a second button, which leads elsewhere.
    second = f'button[formaction$="/{what}"]'
    form = page.locator(f'form.act[action$="/{what}"], form.act:has({second})')
    if note:
        form.locator("[name=note]").fill(note)
    follow(form.locator(f"button:not([formaction]):not(:has(~ {second})), {second}"))
    expect(page.locator(".banner").first).to_be_visible()


def begun(page: Page, ui: str, title: str, kind: str = "experience") -> str:
    """A text begun on the page for it; its address on the desk."""
    page.goto(f"/{ui}/desk/new")
    page.locator(f"#kind-{kind}").check()
    page.locator("#title").fill(title)
    follow(page.locator('form[enctype] button:not([name="do"])'))
    expect(page).to_have_url(re.compile("/write$"))
    return page.url.removesuffix("/write")


def shown(page: Page, name: str) -> str:
    """A sentence that the form's script says: kept, keeping, lost or out."""
    found = page.locator("form[data-keep]").get_attribute(f"data-{name}")
    assert found
    return found


def left_behind(page: Page) -> list[str]:
    """What the desk keeps in this browser, beside the mark that somebody signed in with it."""
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return [key for key in keys if key != "grannar account"]


# One report, from the invitation to a reader in the other language.


@dataclass(frozen=True)
class Report:
    """A report and those who have to do with it."""

    place: str
    reviewer: str
    other: str
    title: str
    query: str
    asked: str
    words: dict[str, str]


REPORTS = {
    "nb": Report(
        "Eksempelvik",
        NILS,
        "sv",
        "Morgenvekking mot skolefravær på Vestsida",
        "skolfrånvaro",
        "Hva kostet det?",
        {"sent": "Sendt til gjennomgang", "published": "Publisert", "invited": "Invitert"},
    ),
    "sv": Report(
        "Exempelstad",
        NINA,
        "nb",
        "Väckning på morgonen mot skolfrånvaro i Östra",
        "skolefravær",
        "Vad kostade det?",
        {"sent": "Skickad för granskning", "published": "Publicerad", "invited": "Inbjuden"},
    ),
}


@pytest.mark.quick(cases=0)
@pytest.mark.parametrize("ui", BOTH or ["nb"])
def test_a_report_from_the_invitation_to_a_reader_across_the_border(
    house: House, watched: Watched, enter: Enter, ui: str
) -> None:
    report = REPORTS[ui]
    email = f"{uuid4().hex[:8]}@{report.place.casefold()}.example"
    before = len([one for one in house.post.mails if one["To"] == report.reviewer])

    # The administrator invites, and has the national coordinator approve.
    ada = enter(ADA, ui)
    follow(ada.locator(f'.desk-bar a[href="/{ui}/desk/people"]:visible'))
    ada.locator("#approving").fill(report.place)
    ada.locator("#by-national").check()
    follow(ada.locator('form[action$="/approvals"] button'))
    expect(ada.get_by_role("status").first).to_contain_text(report.place)
    ada.locator("#name").fill("Maja Ny")
    ada.locator("#email").fill(email)
    ada.locator("#mail-language").select_option(ui)
    ada.locator("#role").select_option("coordinator")
    ada.locator("#at").fill(report.place)
    follow(ada.locator('form[action$="/invite"] button'))
    expect(ada.locator("h1")).to_have_text("Maja Ny")

    # The link in the mail, a password, and in.
    maja = watched.context().new_page()
    maja.goto(house.post.link(email))
    maja.locator("#password").fill(NEW_PASSWORD)
    maja.locator("#again").fill(NEW_PASSWORD)
    follow(maja.locator(".narrow-form form button"))
    follow(maja.locator(f'.desk a.button[href="/{ui}/desk/new"]'))
    maja.locator("#kind-experience").check()
    maja.locator("#title").fill(report.title)
    follow(maja.locator("form[enctype] button"))
    expect(maja).to_have_url(re.compile("/write$"))

    # Parts with the script on: the page stays, and one goes on in the new part.
    maja.evaluate("window.stayed = true")
    maja.locator("#done").fill("Vi **ringte** hver dag.\n\n- mandag\n- tirsdag")
    press(maja, "add:partners")
    maja.locator('[id="partners.0.organisation"]').fill("Lilleby (lilleby-ost)")
    for number in range(2):
        press(maja, "add:sources")
        maja.locator(f'[id="sources.{number}.title"]').fill(f"Rapport {number + 1}")
    press(maja, "up:sources.1")
    expect(maja.locator('[id="sources.0.title"]')).to_have_value("Rapport 2")
    maja.locator("#find").fill("frokost")
    press(maja, "find")
    press(maja, "link:eksempelvik/frokost")
    expect(maja.locator('[id="links.0.to"]')).to_have_value("eksempelvik/frokost")
    assert maja.evaluate("window.stayed") is True
    press(maja, "preview")
    expect(maja.locator(".preview-bar")).to_be_visible()
    expect(maja.locator(".entry strong", has_text="ringte")).to_be_visible()
    expect(maja.locator(".entry .prose li")).to_have_count(2)
    follow(maja.locator(".preview-bar a"))
    press(maja, "save")
    expect(maja.locator("h1")).to_have_text(report.title)
    step(maja, "submit")
    expect(maja.get_by_role("status").first).to_contain_text(report.words["sent"])

    # Told by mail, the coordinator of the country reads it and asks for changes.
    reviewer = watched.context().new_page()
    reviewer.goto(house.post.link(report.reviewer, before + 1))
    sign_in(reviewer, report.reviewer)
    expect(reviewer.locator("h1")).to_have_text(report.title)
    called = reviewer.locator(".passage strong", has_text="ringte")
    expect(called).to_be_visible()
    # What is marked when a note is opened beside it stands in the note.
    called.select_text()
    at = reviewer.locator('section[data-place="done"]')
    at.locator("details.write-note > summary").click()
    expect(at.locator("textarea[name=quote]")).to_have_value("ringte")
    at.locator("textarea[name=text]").fill("Per telefon?")
    follow(at.locator("details.write-note button"))
    expect(at.locator(".review-note")).to_contain_text("Per telefon?")
    step(reviewer, "send-back", report.asked)

    # The writer sees the note and writes a second version.
    maja.goto(house.post.link(email, 2))
    expect(maja.locator(".trail q").filter(has_text=report.asked)).to_be_visible()
    follow(maja.locator('.acts a.button[href$="/write"]'))
    # The note stands at its field; done with it, all that was typed is still there.
    maja.locator("#done").fill("Vi **besøkte** hver dag.\n\n- mandag\n- tirsdag")
    note = maja.locator(".review-note", has_text="Per telefon?")
    expect(note).to_be_visible()
    follow(note.locator('button[value^="note-settle"]'))
    expect(note).to_have_count(0)
    expect(maja.locator("#done")).to_have_value(re.compile("besøkte"))
    maja.locator("#cost").fill("40 000")
    press(maja, "save")
    expect(maja.locator("h1")).to_have_text(report.title)
    step(maja, "submit")

    # The two versions side by side, then approval.
    reviewer.goto(house.post.link(report.reviewer, before + 2))
    follow(reviewer.locator(".tabs a", has_text=re.compile("1")))
    expect(reviewer.locator("del")).to_have_count(1)
    expect(reviewer.locator("del")).to_contain_text("ringte")
    expect(reviewer.locator("ins").filter(has_text="besøkte")).to_be_visible()
    expect(reviewer.locator("ins").filter(has_text="40 000")).to_be_visible()
    step(reviewer, "approve")
    expect(reviewer.get_by_role("status").first).to_contain_text(report.words["published"])

    # Somebody who reads, in the other language.
    anybody = watched.context().new_page()
    for _ in range(100):
        anybody.goto(f"/{report.other}/search?q={report.query}")
        if anybody.get_by_role("link", name=report.title).count():
            break
        anybody.wait_for_timeout(100)
    follow(anybody.get_by_role("link", name=report.title, exact=True))
    expect(anybody.locator("h1")).to_have_text(report.title)
    expect(anybody.locator(".entry strong", has_text="besøkte")).to_be_visible()
    expect(anybody.locator("html")).to_have_attribute("lang", report.other)
    assert anybody.context.cookies() == []


# The keyboard alone, and no script at all.

_FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    return {
        id: one.id, name: one.name || "", value: one.value || "", href: one.getAttribute("href"),
        within: [...function* () {
            for (let up = one; up; up = up.parentElement) if (up.id) yield up.id;
        }()],
        shown: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== "none",
        seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
    };
}"""


def focus(page: Page) -> dict[str, Any]:
    """Where the focus is. It is somewhere, on the screen, and can be seen there."""
    found: dict[str, Any] | None = page.evaluate(_FOCUS)
    assert found, "the focus is lost"
    assert found["shown"], f"the focus cannot be seen on {found}"
    assert found["seen"], f"the focus is off the screen, on {found}"
    return found


def tab_to(page: Page, most: int = 150, back: bool = False, **wanted: str) -> None:
    """Press Tab until the focus is on what is wanted: ``id=``, ``value=`` or ``href=``."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        found = page.evaluate(_FOCUS)
        # The end of the page: the browser's own bar has the focus for once.
        if found is None:
            continue
        found = focus(page)
        if all(found[name] == value for name, value in wanted.items()):
            return
    raise AssertionError(f"Tab does not come to {wanted}")


def focus_goes_into(page: Page, place: str) -> None:
    """The focus comes to be on the part at ``place``, or within it."""
    try:
        page.wait_for_function(
            "place => document.activeElement.closest(`[id='${place}']`)", arg=place, timeout=3000
        )
    except Timeout:
        found = page.evaluate(_FOCUS)
        raise AssertionError(f"the focus is not in {place}, but on {found}") from None
    focus(page)


@pytest.mark.quick(cases=0)
def test_writing_by_keyboard_alone(watched: Watched) -> None:
    page = watched.context().new_page()
    page.goto("/nb/account/sign-in")
    tab_to(page, id="email")
    page.keyboard.type(KARI)
    tab_to(page, id="password")
    page.keyboard.type(DEMONSTRATION.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    tab_to(page, href="/nb/desk/new")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/new")
    tab_to(page, id="kind-experience")
    page.keyboard.press("Space")
    # The arrow keys walk among the kinds and back.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#kind-experience")).to_be_checked()
    tab_to(page, id="title")
    page.keyboard.type("Skrevet med tastaturet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/write")
    tab_to(page, id="done")
    page.keyboard.type("Uten mus.")
    tab_to(page, value="add:sources")
    page.keyboard.press("Enter")
    focus_goes_into(page, "sources.0")
    page.keyboard.type("Første")
    expect(page.locator('[id="sources.0.title"]')).to_have_value("Første")
    tab_to(page, value="add:sources")
    page.keyboard.press("Space")
    focus_goes_into(page, "sources.1")
    page.keyboard.type("Andre")
    tab_to(page, value="up:sources.1")
    page.keyboard.press("Enter")
    expect(page.locator('[id="sources.0.title"]')).to_have_value("Andre")
    focus_goes_into(page, "sources.0")
    tab_to(page, value="down:sources.0")
    page.keyboard.press("Space")
    expect(page.locator('[id="sources.0.title"]')).to_have_value("Første")
    focus_goes_into(page, "sources.1")
    tab_to(page, value="remove:sources.1")
    page.keyboard.press("Enter")
    expect(page.locator('[id="sources.1"]')).to_have_count(0)
    # The next press takes the removal back.
    expect(page.locator(".undo button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('[id="sources.1.title"]')).to_have_value("Andre")
    focus_goes_into(page, "sources.1")
    tab_to(page, value="remove:sources.1")
    page.keyboard.press("Enter")
    expect(page.locator('[id="sources.1"]')).to_have_count(0)
    tab_to(page, back=True, id="find")
    page.keyboard.type("frokost")
    tab_to(page, value="find")
    page.keyboard.press("Enter")
    expect(page.locator('button[value="link:eksempelvik/frokost"]')).to_be_visible()
    focus_goes_into(page, "find-links")
    tab_to(page, value="link:eksempelvik/frokost")
    page.keyboard.press("Enter")
    expect(page.locator('[id="links.0.to"]')).to_have_value("eksempelvik/frokost")
    focus_goes_into(page, "links")
    tab_to(page, value="preview")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview")
    page.go_back()
    page.wait_for_url("**/write*")
    tab_to(page, value="save")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Skrevet med tastaturet")
    submit = page.locator('form[action$="/submit"]')
    note = submit.locator("textarea").get_attribute("id")
    assert note
    tab_to(page, id=note)
    page.keyboard.type("Takk")
    page.keyboard.press("Tab")
    assert focus(page)["within"]
    page.keyboard.press("Enter")
    expect(page.locator(".state-in_review")).to_be_visible()


def test_the_focus_is_kept_when_the_last_part_goes(write: Write) -> None:
    page = write(KARI, "Siste del")
    press(page, "add:sources")
    page.locator('[id="sources.0.title"]').wait_for()
    page.locator('button[value="remove:sources.0"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[id="sources.0"]')).to_have_count(0)
    focus_goes_into(page, "sources")


def test_what_is_wrong_is_told_where_the_keyboard_is(write: Write) -> None:
    page = write(KARI, "")
    press(page, "save")
    expect(page.locator("#problems")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#title$"))
    expect(page.locator("#title")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert focus(page)["id"] in ("title", "summary")


@pytest.mark.quick(cases=0)
def test_writing_without_scripts(enter: Enter) -> None:
    page = enter(KARI, java_script_enabled=False)
    begun(page, "nb", "Uten skript")
    for number, title in enumerate(("Første", "Andre")):
        press(page, "add:sources")
        expect(page).to_have_url(re.compile(rf"#sources\.{number}$"))
        page.locator(f'[id="sources.{number}.title"]').fill(title)
    page.locator("#done").fill("Alt ble **med**.")
    press(page, "up:sources.1")
    expect(page).to_have_url(re.compile(r"#sources\.0$"))
    expect(page.locator('[id="sources.0.title"]')).to_have_value("Andre")
    expect(page.locator('[id="sources.1.title"]')).to_have_value("Første")
    page.locator("#find").fill("frokost")
    press(page, "find")
    press(page, "link:eksempelvik/frokost")
    expect(page.locator('[id="links.0.to"]')).to_have_value("eksempelvik/frokost")
    press(page, "preview")
    expect(page.locator(".entry strong", has_text="med")).to_be_visible()
    follow(page.locator(".preview-bar a"))
    press(page, "save")
    expect(page.locator("h1")).to_have_text("Uten skript")
    step(page, "submit", "Klar.")
    expect(page.locator(".state-in_review")).to_be_visible()


# What is typed is never lost, and never left lying about.


def typed(page: Page, text: str, then: str = "") -> None:
    """Type at the end of a field; wait for what the form says then."""
    page.locator("#done").press("Control+End")
    page.keyboard.type(text)
    if then:
        expect(page.locator("#kept")).to_have_text(shown(page, then))


def test_what_is_typed_is_kept_without_a_button(write: Write) -> None:
    page = write(KARI, "Holdes")
    typed(page, "Skrevet uten å trykke", then="kept")
    assert left_behind(page) == []
    page.reload()
    expect(page.locator("#done")).to_have_value("Skrevet uten å trykke")


def test_what_is_typed_just_before_leaving_is_kept(write: Write) -> None:
    page = write(KARI, "Forlatt")
    desk = page.url.removesuffix("/write")
    typed(page, "Rett før jeg gikk")
    page.goto("/nb/desk/")
    page.goto(f"{desk}/write")
    expect(page.locator("#done")).to_have_value("Rett før jeg gikk")


def test_without_a_net_the_browser_keeps_it(write: Write) -> None:
    page = write(KARI, "Uten nett")
    desk = page.url.removesuffix("/write")
    typed(page, "Med nett", then="kept")
    page.context.set_offline(True)
    typed(page, ", så uten", then="lost")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"{desk}/write")
    expect(again.locator("#done")).to_have_value("Med nett, så uten")
    again.wait_for_function(
        "() => Object.keys(localStorage).every(key => key === 'grannar account')"
    )


@pytest.mark.quick(cases=0)
def test_when_the_net_is_back_it_is_sent_by_itself(
    enter: Enter, write: Write, house: House
) -> None:
    page = write(KARI, "Nettet er tilbake")
    desk = page.url.removesuffix("/write")
    page.context.set_offline(True)
    typed(page, "I tunnelen", then="lost")
    press(page, "add:sources")
    expect(page.locator("#done")).to_have_value("I tunnelen")
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_have_text(shown(page, "kept"))
    elsewhere = enter(KARI)
    elsewhere.goto(f"{desk}/write")
    expect(elsewhere.locator("#done")).to_have_value("I tunnelen")


def _end_sign_ins(house: House, email: str) -> None:
    with house.site.database.transaction() as session:
        end_all(session, house.actor(session, email).account_id)


@pytest.mark.quick(cases=0)
@pytest.mark.parametrize("back", ["by loading it anew", "by its buttons"][: 2 if FULL else 1])
def test_signed_out_in_the_midst_of_writing(house: House, write: Write, back: str) -> None:
    page = write(ANDERS, "Avbrutt")
    typed(page, "Før økta tok slutt", then="kept")
    _end_sign_ins(house, ANDERS)
    typed(page, ", og etter", then="out")
    other = page.context.new_page()
    other.goto("/nb/account/sign-in")
    sign_in(other, ANDERS)
    if back == "by loading it anew":
        page.reload()
    else:
        press(page, "save")
        expect(page.locator("#problems")).to_be_visible()
    expect(page.locator("#done")).to_have_value("Før økta tok slutt, og etter")
    page.wait_for_function(
        "() => Object.keys(localStorage).every(key => key === 'grannar account')"
    )
    expect(page.locator("#done")).to_have_value("Før økta tok slutt, og etter")
    press(page, "save")
    expect(page.locator("h1")).to_have_text("Avbrutt")
    other.goto(f"{page.url}/write")
    expect(other.locator("#done")).to_have_value("Før økta tok slutt, og etter")


def test_signed_out_and_in_again_by_the_form_itself(house: House, write: Write) -> None:
    page = write(ANDERS, "Logget ut")
    _end_sign_ins(house, ANDERS)
    page.locator("#done").fill("Alt som stod der")
    press(page, "save")
    sign_in(page, ANDERS)
    expect(page.locator("#done")).to_have_value("Alt som stod der")


def test_what_is_typed_while_the_form_is_looked_through_is_not_lost(write: Write) -> None:
    page = write(KARI, "Rask skriver")

    held: list[Route] = []
    page.route("**/write", lambda route: held.append(route))
    with page.expect_request("**/write"):
        press(page, "look")
    page.locator("#results").fill("Skrevet mens siden hentet")
    assert held, "the page asked for nothing"
    held[0].continue_()
    expect(page.locator("#kept")).not_to_be_empty()
    expect(page.locator("#results")).to_have_value("Skrevet mens siden hentet")


def test_nothing_is_left_in_the_browser_after_saving(write: Write) -> None:
    page = write(KARI, "Lagret straks")
    typed(page, "Lagret før det ble holdt")
    press(page, "save")
    expect(page.locator("h1")).to_have_text("Lagret straks")
    assert left_behind(page) == []
    assert page.evaluate("sessionStorage.length") == 0
    follow(page.locator('.acts a.button[href$="/write"]'))
    page.wait_for_load_state("networkidle")
    expect(page.locator("details.danger")).to_have_count(0)


@pytest.mark.quick(cases=0)
def test_nothing_is_left_in_the_browser_after_throwing_away(write: Write) -> None:
    page = write(KARI, "Kastes")
    desk = page.url.removesuffix("/write")
    press(page, "save")
    page.goto(f"{desk}/write")
    typed(page, "Første", then="kept")
    page.reload()
    typed(page, ", andre")
    page.locator("details.danger summary").click()
    follow(page.locator("details.danger button"))
    expect(page).to_have_url(re.compile(f"^{re.escape(desk)}[?]thrown_away="))
    assert left_behind(page) == []
    assert page.evaluate("sessionStorage.length") == 0
    # What was thrown away lies on the site, and comes back by one press.
    follow(page.locator(".undo button"))
    expect(page).to_have_url(re.compile("/write$"))
    expect(page.locator("#done")).to_have_value("Første, andre")
    page.locator("details.danger summary").click()
    follow(page.locator("details.danger button"))
    page.goto(f"{desk}/write")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#done")).to_have_value("")


@pytest.mark.parametrize("then", ["kept", ""], ids=["kept", "not yet kept"])
@pytest.mark.quick(cases=1)
def test_nothing_is_left_in_the_browser_after_signing_out(write: Write, then: str) -> None:
    page = write(KARI, "Leses av ingen")
    typed(page, "Hemmelig", then)
    follow(page.locator(".desk-bar form button"))
    expect(page).to_have_url(re.compile("/sign-in$"))
    assert left_behind(page) == []
    assert page.evaluate("sessionStorage.length") == 0
    page.goto("/nb/")
    assert left_behind(page) == []


# Every page: WCAG by axe, and nothing runs over on a phone.


# Two windows of one person.


def _elsewhere(page: Page, enter: Enter) -> Page:
    """The same form in a second window of the same person."""
    return enter(KARI, at=page.url.partition("/nb/")[2])


def _type_in(page: Page, place: str, text: str, then: str = "kept") -> None:
    """Type at the end of a field, and wait for what the form says then."""
    page.locator(f'[id="{place}"]').press("Control+End")
    page.keyboard.type(text)
    if then:
        expect(page.locator("#kept")).to_have_text(shown(page, then))


def test_a_form_takes_over_what_another_window_kept(write: Write, enter: Enter) -> None:
    page = write(KARI, "To vinduer")
    phone = _elsewhere(page, enter)
    _type_in(page, "results", "Ved pulten.")
    address = re.compile(r"/keep$")
    # The answer comes late; meanwhile something more is typed.
    asked: list[Route] = []
    phone.route(address, lambda route: asked.append(route), times=1)
    with phone.expect_request(address):
        _type_in(phone, "done", "På telefonen", then="")
    phone.keyboard.type(", mens svaret er på vei")
    phone.locator("#done").press("Home")
    assert asked, "the form was kept by nothing"
    asked[0].continue_()
    expect(phone.locator("#results")).to_have_value("Ved pulten.")
    expect(phone.locator("#done")).to_have_value("På telefonen, mens svaret er på vei")
    # Whoever types goes on where the cursor was.
    expect(phone.locator("#done")).to_be_focused()
    phone.keyboard.type("Nå: ")
    expect(phone.locator("#kept")).to_have_text(shown(phone, "kept"))
    phone.reload()
    expect(phone.locator("#done")).to_have_value("Nå: På telefonen, mens svaret er på vei")
    expect(phone.locator("#results")).to_have_value("Ved pulten.")
    assert left_behind(phone) == []


def test_a_form_loaded_while_it_was_being_saved_shows_what_was_saved(write: Write) -> None:
    page = write(KARI, "Lastet på nytt")
    older = page.context.request.get(page.url).text()
    _type_in(page, "done", "Skrevet sist.")
    # As when a page is asked for just before what was typed is saved.
    page.route(page.url, lambda route: route.fulfill(body=older, content_type="text/html"), times=1)
    page.reload()
    expect(page.locator("#done")).to_have_value("Skrevet sist.")
    _type_in(page, "done", " Og mer.")
    page.reload()
    expect(page.locator("#done")).to_have_value("Skrevet sist. Og mer.")


def test_a_form_says_no_more_that_it_is_saved_once_something_is_typed(write: Write) -> None:
    page = write(KARI, "Ikke lagret ennå")
    _type_in(page, "done", "Lagret.")
    said = page.locator("#done").evaluate(
        """(field) => {
          field.value += " Ikke lagret.";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          return document.getElementById("kept").textContent;
        }"""
    )
    assert said == ""


@pytest.mark.quick(cases=0)
def test_a_form_says_when_another_window_wrote_in_the_same_field(
    write: Write, enter: Enter
) -> None:
    page = write(KARI, "Samme felt")
    phone = _elsewhere(page, enter)
    _type_in(page, "done", "Ved pulten.")
    _type_in(phone, "done", "På telefonen.", then="")
    expect(phone.locator("#kept")).to_contain_text(shown(phone, "clash"))
    # What was typed last stands in the form, and goes on being kept.
    expect(phone.locator("#done")).to_have_value("På telefonen.")
    follow(phone.locator("#kept a"))
    expect(phone.locator("h1")).to_have_text("To tekster i samme felt")
    phone.get_by_label("Ta begge").check()
    follow(phone.locator('form[action$="/settle"] button'))
    expect(phone.locator("#done")).to_have_value("På telefonen.\n\nVed pulten.")
    # The first window has seen neither, and loses nothing of it.
    _type_in(page, "results", "Færre på gata.", then="")
    expect(page.locator("#done")).to_have_value("På telefonen.\n\nVed pulten.")
    press(page, "save")
    expect(page.locator("h1")).to_have_text("Samme felt")


def test_new_parts_of_two_windows_are_all_there(write: Write, enter: Enter) -> None:
    page = write(KARI, "Deler i to vinduer")
    phone = _elsewhere(page, enter)
    # The second finds the first one's part there when it adds its own.
    for number, window, text in ((0, page, "Fra pulten"), (1, phone, "Fra telefonen")):
        press(window, "add:sources")
        window.locator(f'[id="sources.{number}.title"]').wait_for()

        # That something is kept stood there before: the whole of this text has to be.
        def keeps(answer: Response, text: str = text) -> bool:
            sent = answer.request.post_data or ""
            return answer.url.endswith("/keep") and text in unquote_plus(sent)

        with window.expect_response(keeps):
            _type_in(window, f"sources.{number}.title", text, then="")
        expect(window.locator("#kept")).to_contain_text(shown(window, "kept"))
    _type_in(page, "done", "Mer.", then="")
    expect(page.locator("#kept")).to_contain_text(shown(page, "kept"))
    titles = page.locator('input[id^="sources."][id$=".title"]')
    expect(titles).to_have_count(2)
    expect_values(titles, ["Fra pulten", "Fra telefonen"])


@pytest.mark.quick(cases=0)
def test_a_translation_is_kept_while_it_is_typed(works: Works, enter: Enter) -> None:
    page = enter(KARI, "sv", f"desk/{works.translated}")
    phone = enter(KARI, "sv", f"desk/{works.translated}")
    _type_in(page, "words.done", " Och skrev.")
    page.reload()
    expect(page.locator('[id="words.done"]')).to_have_value("Vi ringde. Och skrev.")
    _type_in(phone, "words.results", " Till.", then="")
    expect(phone.locator('[id="words.done"]')).to_have_value("Vi ringde. Och skrev.")
    phone.context.set_offline(True)
    _type_in(phone, "words.results", " Utan nät.", then="lost")
    phone.context.set_offline(False)
    expect(phone.locator("#kept")).to_have_text(shown(phone, "kept"))
    page.reload()
    expect(page.locator('[id="words.results"]')).to_have_value("Ett stycke. Till. Utan nät.")


def _all_wrong(one: Field, times: int = 1) -> Any:
    """What a form holds in a field: ``times`` of each part, and nothing of it right."""
    match one.widget:
        case "prose":
            return "FNTR sier at " + "dette er en lang setning " * 12 + "som alle skal lese."
        case "choice":
            return one.options[0]
        case "choices":
            return list(one.options[:1])
        case "topics":
            return ["schools"]
        case "group":
            return {inner.name: _all_wrong(inner) for inner in one.inner}
        case "parts":
            part = {inner.name: _all_wrong(inner) for inner in one.inner}
            return [{"id": f"{one.name[0]}{number}", **part} for number in range(times)]
        case "addresses":
            return ["feil adresse", "moss"]
        case "part":
            return "s9"
    return "kanskje" if one.widget == "date" else "Finnes ikke"


@dataclass(frozen=True)
class Works:
    """Texts made for looking at every page of the desk: their addresses below the desk."""

    forms: dict[str, str]
    document: str
    clash: str
    translated: str
    compared: str
    revision: str


def _experience(title: str, **more: str) -> Content:
    return parse_content({"kind": "experience", "language": "nb", "title": title, **more})


@pytest.fixture(scope="module")
def works(house: House) -> Works:
    """Work of Kari's in every state that a page can show."""
    with house.site.database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        kari, anders = house.actor(session, KARI), house.actor(session, ANDERS)
        of_kind: dict[str, str] = {}
        for kind in KINDS:
            id = uuid4()
            # Sources are there twice, with buttons to move them.
            fields = {
                one.name: _all_wrong(one, 2 if one.name == "sources" else 1)
                for one in list_fields(kind)
            }
            fields |= {"title": "", "summary": "Nummer 21880650006 fra testregisteret."}
            open_copy(
                session,
                id,
                "nb",
                kind=kind,
                organisation_id=home,
                fields=fields,
                actor=kari,
            )
            of_kind[kind] = f"documents/{id}/write"

        def begin_one(slug: str) -> Any:
            value = _experience("Alle sider", done="Vi ringte.", results="Ett avsnitt.")
            return begin(session, Placement(home, slug, home), value, actor=kari)

        first = begin_one("alle-sider")
        words = {"title": "Alla sidor", "done": "Vi ringde.", "results": "Ett stycke."}
        made_from = make_fingerprint(parse_content(first.content))
        revise(
            session,
            first.document_id,
            Translation(language="sv", translates="nb", made_from=made_from, words=words),
            actor=kari,
        )
        second = revise(
            session,
            first.document_id,
            _experience("Alle sider", done="Vi besøkte.", results="Ett avsnitt.", cost="40 000"),
            actor=kari,
        )
        base = begin_one("to-skrev")
        fields = forms.fill_from_content(
            _experience("Alle sider", done="Vi skrev.", results="To avsnitt."),
            forms.Names({}, {}),
        )
        open_copy(
            session,
            base.document_id,
            "nb",
            kind="experience",
            organisation_id=home,
            fields=fields,
            base_id=base.id,
            actor=kari,
        )
        changed = _experience("Alle sider", done="Vi syklet.", results="Tre avsnitt.")
        revise(session, base.document_id, changed, actor=anders)
        one = f"documents/{first.document_id}"
        return Works(
            of_kind,
            one,
            f"documents/{base.document_id}/write",
            f"{one}/translate/sv",
            f"{one}/compare?before={first.id}&after={second.id}",
            f"{one}/revisions/{second.id}",
        )


def faults_of(page: Page, by_axe: bool = True) -> list[str]:
    """What axe finds on the page that is open, and what runs over at 360 pixels."""
    found = []
    if by_axe:
        found += found_by_axe(page)
    page.set_viewport_size({"width": 360, "height": 800})
    # What is behind a summary is looked at as well.
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 360:
        over = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter(one => one.getBoundingClientRect().right > 361 && !one.closest('.table'))
                .slice(0, 5).map(one => `${one.tagName}.${one.className}#${one.id}`)"""
        )
        found.append(f"runs over at 360 pixels: {width} ({', '.join(over)})")
    page.set_viewport_size({"width": 1280, "height": 800})
    return [f"{page.url}: {fault}" for fault in found]


# The Norwegian pages by light, the Swedish in the dark: the colours know no language.
BY_LIGHT: dict[str, Any] = {"nb": {"color_scheme": "light"}, "sv": {"color_scheme": "dark"}}


@pytest.mark.parametrize("ui", ["nb", "sv"])
@pytest.mark.quick(cases=0)
def test_pages_for_whoever_is_not_signed_in(house: House, watched: Watched, ui: str) -> None:
    with house.site.database.transaction() as session:
        account = invite(
            session,
            "Lenke",
            f"lenke-{ui}@eksempelvik.example",
            ui,
            actor=get_system_actor(session, "test"),
        )
        secret = draw_link(session, account.id, "invitation")
    page = watched.context(**BY_LIGHT[ui]).new_page()
    faults: list[str] = []
    send = page.locator(".narrow-form form button")
    page.goto(f"/{ui}/account/sign-in")
    faults += faults_of(page)
    page.locator("#email").fill(f"finnes-ikke-{ui}@eksempelvik.example")
    page.locator("#password").fill("feil passord her")
    follow(send)
    expect(page.get_by_role("alert")).to_be_visible()
    faults += faults_of(page)
    page.goto(f"/{ui}/account/reset")
    faults += faults_of(page)
    page.locator("#email").fill(f"finnes-ikke-{ui}@eksempelvik.example")
    follow(send)
    expect(page.get_by_role("status")).to_be_visible()
    faults += faults_of(page)
    page.goto(f"/{ui}/account/link/{secret}")
    faults += faults_of(page)
    for name in ("password", "again"):
        page.locator(f"#{name}").fill("passord")
    follow(send)
    expect(page.get_by_role("alert")).to_be_visible()
    faults += faults_of(page)
    page.goto(f"/{ui}/account/link/gjettet")
    faults += faults_of(page)
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("ui", BOTH or ["nb"])
@pytest.mark.quick(cases=0)
def test_pages_for_who_writes(house: House, works: Works, enter: Enter, ui: str) -> None:
    page = enter(KARI, ui, **BY_LIGHT[ui])
    faults: list[str] = []
    for path in (
        "desk/",
        "desk/new",
        "account/sign-ins",
        "account/password",
        f"desk/{works.document}",
        f"desk/{works.compared}",
        f"desk/{works.revision}",
        f"desk/{works.document}/preview",
        f"desk/{works.translated}",
    ):
        page.goto(f"/{ui}/{path}")
        faults += faults_of(page)
    # The document that holds an identity number.
    page.goto(f"/{ui}/desk/")
    follow(page.get_by_role("link", name="Veiledning til journalsystemet").first)
    faults += faults_of(page)
    page.goto(f"/{ui}/desk/new")
    page.evaluate("document.querySelector('form[enctype]').noValidate = true")
    follow(page.locator("form[enctype] button"))
    expect(page.get_by_role("alert")).to_be_visible()
    faults += faults_of(page)
    page.goto(f"/{ui}/desk/{works.translated}")
    # Its order is the original's.
    expect(page.locator(".moves")).to_have_count(0)
    page.locator('[id="words.title"]').fill("")
    follow(page.locator('.save-bar button[value="save"]'))
    expect(page.locator("#problems")).to_be_visible()
    faults += faults_of(page)
    page.goto(f"/{ui}/desk/{works.clash}")
    press(page, "save")
    expect(page.locator('form[action$="/settle"]')).to_be_visible()
    faults += faults_of(page)
    page.goto(f"/{ui}/account/password")
    page.locator("#present").fill(DEMONSTRATION.password)
    for name in ("password", "again"):
        page.locator(f"#{name}").fill("passord")
    follow(page.locator(".narrow-form form button"))
    expect(page.get_by_role("alert")).to_be_visible()
    faults += faults_of(page)
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(
    ("kind", "ui"),
    [(kind, ui) for n, kind in enumerate(KINDS) for ui in BOTH or [("nb", "sv")[n % 2]]],
)
@pytest.mark.quick(cases=0)
def test_forms_with_parts_and_with_errors(works: Works, enter: Enter, ui: str, kind: str) -> None:
    page = enter(KARI, ui, **BY_LIGHT[ui])
    page.goto(f"/{ui}/desk/{works.forms[kind]}")
    faults = faults_of(page, by_axe=(ui, kind) == ("nb", "meeting"))
    press(page, "save")
    expect(page.locator("#problems")).to_be_visible()
    expect(page.locator(".wrong").nth(2)).to_be_attached()
    faults += faults_of(page)
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("ui", BOTH or ["sv"])
@pytest.mark.quick(cases=0)
def test_pages_for_who_reviews_and_administers(house: House, enter: Enter, ui: str) -> None:
    faults: list[str] = []
    for email in (NILS, NINA, ANNA):
        page = enter(email, ui, **BY_LIGHT[ui])
        page.goto(f"/{ui}/desk/")
        faults += faults_of(page)
        works = page.locator(".works a").evaluate_all(
            "all => [...new Set(all.map(one => one.href))].filter(one => !one.includes('/write'))"
        )
        for address in works[: 3 if ui == "nb" else 1]:
            page.goto(address)
            faults += faults_of(page)
    with house.site.database.reading() as session:
        person: UUID = house.actor(session, KARI).account_id
    page = enter(ADA, ui, **BY_LIGHT[ui])
    for path in ("", "people", "people/events", f"people/{person}"):
        page.goto(f"/{ui}/desk/{path}")
        faults += faults_of(page)
    page.goto(f"/{ui}/desk/people")
    page.locator("#name").fill("Kari igjen")
    page.locator("#email").fill(KARI)
    follow(page.locator('form[action$="/invite"] button'))
    expect(page.get_by_role("alert")).to_be_visible()
    faults += faults_of(page)
    assert faults == [], "\n".join(faults)


@pytest.mark.quick(cases=0)
def test_pages_for_who_has_no_mandate(house: House, enter: Enter) -> None:
    email = "uten@eksempelvik.example"
    with house.site.database.transaction() as session:
        account = invite(session, "Uten", email, "nb", actor=get_system_actor(session, "test"))
        set_password(session, account, DEMONSTRATION.password)
    page = enter(email)
    faults = faults_of(page)
    page.goto("/nb/desk/new")
    faults += faults_of(page)
    page.goto("/nb/desk/people")
    faults += faults_of(page)
    assert faults == [], "\n".join(faults)
