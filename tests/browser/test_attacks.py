"""Markup that means harm, in every text that people write, on every page that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request, WebError, expect
from pydantic import ValidationError
from sqlalchemy.orm import Session

from network import clock
from network.community.needs.actions import reply_to_need
from network.community.permissions import check_words
from network.community.questions.actions import answer_question, ask_question
from network.community.reports.actions import report_page
from network.documents import workflow
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin, find_newest_revision, revise
from network.documents.working_copies import open_copy
from network.errors import Invalid
from network.kinds import KINDS, Content, parse_content
from network.kinds.content import MOST_FILES
from network.kinds.file_names import clean_file_name
from network.kinds.indicators import MOST_INDICATORS
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.accounts import invite
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.web.desk.form.fields import list_fields
from network.web.desk.form.widgets import Field, Parts
from tests.attached import keep, plain_file
from tests.browser.conftest import PATIENCE, Windows, follow
from tests.browser.test_desk import ADA, KARI, NILS, House, running, sign_in
from tests.conftest import FULL
from tests.demonstration import DEMONSTRATION
from tests.hostile_markup import ATTACKS

LINE = 300
# What every file is that hostile documents carry.
FILE = plain_file(b"Hei", "Hei", media_type="text/plain")
# So many documents of a kind hold every attack in each of its Markdown fields and parts.
OF_A_KIND = 10
# What words of the attacks a reader might search for.
SEARCHED = ("script", "window hacked", "onerror", "javascript", "svg", "tekst")

# What a page holds that could act of itself or when it is touched, whatever the policy says.
_ALIVE = """() => {
    const found = [];
    const leads = (address) => {
        try { return new URL(address, location).protocol; } catch { return ""; }
    };
    // A block of data is no script: one, in the head, that reads as JSON and holds no markup.
    const isData = (one) => {
        try {
            return one.type === "application/ld+json" && one.parentElement === document.head
                && one.attributes.length === 1 && !one.text.includes("<")
                && document.querySelectorAll("script[type='application/ld+json']").length === 1
                && Boolean(JSON.parse(one.text));
        } catch { return false; }
    };
    for (const one of document.querySelectorAll("*")) {
        const tag = one.tagName.toLowerCase();
        if (isData(one)) continue;
        if (tag === "script" ? !one.src.startsWith(location.origin + "/static/")
            : /^(iframe|object|embed|base|frame|style|applet|math|audio|video)$/.test(tag))
            found.push(one.outerHTML.slice(0, 200));
        for (const { name, value } of one.attributes)
            if (name.startsWith("on") || name === "style" || name === "srcdoc"
                || /^(href|src|action|formaction|xlink:href)$/.test(name)
                    && !/^(https?:|mailto:|tel:|)$/.test(leads(value)))
                found.push(`${name}=${value}`.slice(0, 200));
        if (/^(img|link|input|image)$/.test(tag)) {
            const address = one.src || (tag === "link" && one.href) || "";
            if (address && !address.startsWith(location.origin + "/")) found.push(address);
        }
    }
    if (window.hacked !== undefined) found.push(`hacked: ${window.hacked}`);
    return found;
}"""


def _as_published(attack: str) -> str:
    """The text as it may be published; empty where it may not, as with control signs."""
    value = {"kind": "need", "language": "nb", "title": "x", "body": f"x\n{attack}"}
    try:
        return parse_content(value).body.removeprefix("x").strip()
    except ValidationError:
        return ""


PUBLISHED = tuple(filter(None, map(_as_published, ATTACKS)))


def in_lines(attacks: tuple[str, ...], longest: int = LINE) -> list[str]:
    """The attacks as lines, several in each, as many as fit; too long ones are cut."""
    found: list[str] = []
    for attack in (" ".join(one.split())[:longest] for one in attacks):
        if found and len(found[-1]) + len(attack) < longest:
            found[-1] += f" {attack}"
        else:
            found.append(attack)
    return found


LINES = in_lines(PUBLISHED)


@dataclass
class Supply:
    """Attacks for the texts of one document: a share of all in each field, all over the kind."""

    number: int

    def share(self, shift: int) -> list[str]:
        """The attacks whose turn it is. With each field they follow others than before, so that
        what one leaves open is another's beginning."""
        every = PUBLISHED[shift:] + PUBLISHED[:shift]
        return list(every[self.number :: OF_A_KIND])

    def line(self, shift: int) -> str:
        """A line full of them."""
        return LINES[(self.number * (len(LINES) // OF_A_KIND + 1) + shift) % len(LINES)]


def _filled(model_field: Field, supply: Supply, shift: int) -> Any:
    """A value for a field of a document: attacks wherever text may stand."""
    match model_field.widget:
        case "prose":
            most = 900 if model_field.name == "summary" else 90_000
            share = supply.share(shift)
            text = "\n\n".join(one for one in share if len(one) < most)
            return text if len(text) < most else "\n\n".join(share[:6])[:most]
        case "group":
            return {
                one.name: _filled(one, supply, shift + number)
                for number, one in enumerate(model_field.inner)
                if _takes_text(one)
            }
        case "parts":
            return [
                {
                    "id": f"{model_field.name[:4]}{at}".replace("_", ""),
                    **_part(model_field, attack),
                }
                for at, attack in enumerate(supply.share(shift)[: _most_parts(model_field)])
            ]
    return supply.line(shift)


def _most_parts(parts: Field) -> int | None:
    return {"files": MOST_FILES, "indicators": MOST_INDICATORS}.get(parts.name)


def _part(parts: Field, attack: str) -> dict[str, Any]:
    """One part, with one attack in each of its texts."""
    line = " ".join(attack.split())[:LINE] or "x"
    part: dict[str, Any] = {}
    for one in parts.inner:
        if one.widget in ("prose", "original"):
            part[one.name] = attack.strip() or "x"
        elif one.widget == "group" and any(inner.name == "name" for inner in one.inner):
            part[one.name] = {"name": line}
        elif one.widget == "parts":
            part[one.name] = [{"name": line}]
        elif _takes_text(one):
            part[one.name] = line
    required = {
        "steps": {"type": "other"},
        "statements": {"wording": "verbatim"},
        "taken_up": {"practice": "eksempelvik/metode", "how": "copied"},
        "indicators": {"before": "71", "after": "29"},
    }
    if parts.name == "attachments":
        part["url"] = "https://attack.example/fil.pdf"
    if parts.name == "files":
        part |= {"file": FILE.sha256, "file_name": clean_file_name(line)}
    return part | required.get(parts.name, {})


def _takes_text(one: Field) -> bool:
    return one.widget in ("line", "prose") and one.name != "url"


def hostile_content(kind: str, number: int) -> Content:
    """A document of a kind, attacks in every text of it."""
    supply = Supply(number)
    value: dict[str, Any] = {"kind": kind, "language": "nb"}
    for shift, one in enumerate(list_fields(kind)):
        if isinstance(one, Parts):
            if one.name in ("links", "passages"):
                continue
            value[one.name] = _filled(one, supply, shift * 7)
            if not one.has_id:
                value[one.name] = [
                    {name: text for name, text in part.items() if name != "id"}
                    for part in value[one.name]
                ]
        elif one.widget == "group":
            texts = _filled(one, supply, shift)
            if texts:
                value[one.name] = texts
        elif _takes_text(one):
            value[one.name] = _filled(one, supply, shift * 7)
    if kind == "resource":
        value["type"] = "other"
    if "passages" in KINDS[kind].model_fields:
        part = value["statements" if kind == "meeting" else "demands"][0]["id"]
        value["passages"] = [
            {
                "id": f"p{at}",
                "part": part,
                "source": source["id"],
                "words": " ".join(source["text"].split())[:3_000],
            }
            for at, source in enumerate(value["sources"])
            if source["text"].split()
        ]
    # Every title is a line of its own, so that cards and suggestions hold all.
    value["title"] = LINES[(list(KINDS).index(kind) * OF_A_KIND + number) % len(LINES)]
    return parse_content(value)


def hostile_fields(kind: str, attacks: Iterator[str]) -> dict[str, Any]:
    """What a form of a kind holds while it is written: attacks in every field, also those that
    take no text."""

    def typed(one: Field) -> Any:
        match one.widget:
            case "group":
                return {inner.name: typed(inner) for inner in one.inner}
            case "parts":
                parts = [{inner.name: typed(inner) for inner in one.inner} for _ in range(6)]
                return [{"id": next(attacks)[:60], **part} for part in parts]
            case "addresses" | "topics" | "choices":
                return list(islice(attacks, 3))
            case "prose":
                return "\n\n".join(islice(attacks, 40))
        return next(attacks)[: one.longest]

    return {one.name: typed(one) for one in list_fields(kind)}


@dataclass(frozen=True)
class Hostile:
    """A site full of attacks, and where they stand."""

    house: House
    published: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, UUID]
    document: UUID
    revisions: tuple[UUID, UUID]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """The running site after everybody wrote what they should not."""
    with running(tmp_path_factory.mktemp("hostile")) as house:
        keep(house.site, FILE)
        with house.site.database.transaction() as session:
            published = {kind: tuple(_publish(session, kind)) for kind in KINDS}
            _collect(session, published)
            forms = _write(session, house)
            document, revisions = _review(session, house)
            _people(session)
        catch_up(house.site.index.folder, DatabaseSource(house.site.database))
        yield Hostile(house, published, forms, document, revisions)


def _publish(session: Session, kind: str) -> Iterator[str]:
    actor = get_system_actor(session, "test")
    home = find_organisation_ids(session)["eksempelvik"]
    for number in range(OF_A_KIND):
        slug = f"angrep-{kind}-{number}"
        yield f"eksempelvik/{slug}"
        if number not in _published(list(KINDS).index(kind)):
            continue
        revision = begin(
            session, Placement(home, slug, home), hostile_content(kind, number), actor=actor
        )
        publish(session, revision.id, actor=actor)


def _published(place: int) -> set[int]:
    """Which documents of a kind there are, by its place among the kinds: in the full run all.

    Three in the quick run: the first of each kind, and other shares of the attacks with each kind,
    so that each attack is on one of the pages that are looked at.
    """
    return set(range(OF_A_KIND)) if FULL else {0, *_looked_at(place, unguarded=True)}


def _looked_at(place: int, unguarded: bool) -> list[int]:
    """Which of them are looked at; fewer where the policy guards."""
    if FULL:
        return list(range(OF_A_KIND if unguarded else 3))
    return sorted({place, (place + len(KINDS)) % OF_A_KIND} if unguarded else {place})


WHOLE = "eksempelvik/angrep-hele"


def _collect(session: Session, published: Mapping[str, tuple[str, ...]]) -> None:
    """A collection of one document of each kind, with attacks in its own words too."""
    actor = get_system_actor(session, "test")
    home = find_organisation_ids(session)["eksempelvik"]
    intro = "\n\n".join(Supply(0).share(3))[:20_000]
    value = {
        "kind": "collection",
        "language": "nb",
        # The line for which the documents of each kind have no title left.
        "title": LINES[-1],
        "sections": [{"id": "s", "title": LINES[4], "intro": intro}],
        "items": [
            {"id": f"i{number}", "entry": some[0], "why": LINES[number], "section": "s"}
            for number, some in enumerate(published.values())
        ],
    }
    place = Placement(home, WHOLE.partition("/")[2], home)
    publish(session, begin(session, place, parse_content(value), actor=actor).id, actor=actor)


def _write(session: Session, house: House) -> dict[str, UUID]:
    """Working copies of Kari's, one of each kind."""
    kari = house.actor(session, KARI)
    home = find_organisation_ids(session)["eksempelvik"]
    attacks = cycle(ATTACKS)
    forms = {kind: uuid4() for kind in KINDS}
    for kind, id in forms.items():
        fields = hostile_fields(kind, attacks)
        open_copy(session, id, "nb", kind=kind, organisation_id=home, fields=fields, actor=kari)
    return forms


def _review(session: Session, house: House) -> tuple[UUID, tuple[UUID, UUID]]:
    """A document with two versions and a translation, every attack in a note of its trail."""
    kari, nils = house.actor(session, KARI), house.actor(session, NILS)
    home = find_organisation_ids(session)["eksempelvik"]
    # Who writes carries files that were given to the text alone; those are on the public pages.
    one, other = (
        hostile_content("meeting", number).model_copy(update={"files": ()}) for number in (0, 1)
    )
    first = begin(session, Placement(home, "angrep-notater", home), one, actor=kari)
    for note in in_lines(ATTACKS, workflow.NOTE_LENGTH):
        workflow.submit(session, first.id, actor=kari, note=note)
        workflow.send_back(session, first.id, actor=nils, note=note)
    second = revise(session, first.document_id, other, actor=kari)
    words = {"title": LINES[0], "body": "\n\n".join(PUBLISHED[:60])}
    translation = Translation(language="sv", translates="nb", words=words)
    further = revise(session, first.document_id, translation, actor=kari)
    workflow.submit(session, second.id, actor=kari)
    workflow.submit(session, further.id, actor=kari)
    return first.document_id, (first.id, second.id)


def _people(session: Session) -> None:
    """Accounts whose names are attacks."""
    actor = get_system_actor(session, "test")
    for number, name in enumerate(in_lines(PUBLISHED, 200)):
        invite(session, name, f"a{number}@eksempelvik.example", "nb", actor=actor)


class Looked:
    """A browser in which nothing but the site's own scripts is to run."""

    def __init__(self, windows: Windows, home: str, unguarded: bool) -> None:
        # Without the policy that the site sends, only what the pages are made of protects.
        self.context = windows.lend(home, bypass_csp=unguarded)
        self.context.set_default_timeout(20_000 * PATIENCE)
        self.found: list[str] = []
        self.unguarded = unguarded
        self._home = home
        self._windows = windows
        self._heard: dict[str, Any] = {
            "request": self._request,
            "dialog": self._dialog,
            "weberror": self._weberror,
            "console": self._console,
        }
        for what, hear in self._heard.items():
            self.context.on(what, hear)  # type: ignore[call-overload]  # an overload for each event; what is heard fits the one it is listed with
        self.page: Page = self.context.new_page()

    def _request(self, asked: Request) -> None:
        part = asked.resource_type in ("script", "stylesheet", "image")
        if not asked.url.startswith(f"{self._home}/static/" if part else self._home):
            self.found.append(f"{asked.resource_type} {asked.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.found.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _weberror(self, problem: WebError) -> None:
        self.found.append(str(problem.error))

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "status of 4" not in said.text:
            self.found.append(said.text)

    def end(self) -> None:
        """Give the window back."""
        self._windows.take_back(self.context)
        for what, hear in self._heard.items():
            self.context.remove_listener(what, hear)

    def at(self, address: str) -> None:
        """Open a page and look at it."""
        answer = self.page.goto(address, wait_until="load")
        assert answer is not None
        if answer.status >= 500:
            self.found.append(f"{answer.status}")
        self.look(address)

    def look(self, where: str) -> None:
        """Look at the page that is open."""
        self.found += self.page.evaluate(_ALIVE)
        assert self.found == [], where[:300]


@pytest.fixture(params=["by its pages", "by its policy"] if FULL else ["by its pages"])
def looked(request: pytest.FixtureRequest, windows: Windows, hostile: Hostile) -> Iterator[Looked]:
    """A browser that would run what got through the pages; in the full run then one that obeys the
    policy."""
    looked = Looked(windows, hostile.house.address, request.param == "by its pages")
    yield looked
    looked.end()
    assert looked.found == []


@pytest.fixture
def guarded(windows: Windows, hostile: Hostile) -> Iterator[Looked]:
    """A browser that obeys the policy."""
    guarded = Looked(windows, hostile.house.address, unguarded=False)
    yield guarded
    guarded.end()
    assert guarded.found == []


@pytest.mark.quick(cases=0)
def test_the_policy_is_met_by_nothing(hostile: Hostile, guarded: Looked) -> None:
    """What a policy stops is complained of, and on no sort of page is there anything to stop."""
    guarded.at("/nb/")
    guarded.at(f"/sv/search?q={quote(SEARCHED[0])}")
    for kind, published in hostile.published.items():
        guarded.at(f"/nb/{published[list(KINDS).index(kind)]}")
    guarded.at(f"/sv/{WHOLE}/document")
    _sign_in(guarded, KARI)
    guarded.at("/nb/desk/")
    guarded.at(f"/nb/desk/documents/{hostile.document}")
    guarded.at(f"/nb/desk/documents/{hostile.forms['meeting']}/write")


@pytest.mark.quick(cases=0)
def test_the_attacks_would_be_seen(windows: Windows, hostile: Hostile) -> None:
    looked = Looked(windows, hostile.house.address, unguarded=True)
    looked.page.goto("/nb/about")
    assert looked.page.evaluate(_ALIVE) == []
    for html in ("<img src=x onerror=window.hacked=1>", "<a href='java\tscript:x'>x</a>"):
        looked.page.evaluate("html => { document.body.innerHTML = html; }", html)
        assert looked.page.evaluate(_ALIVE)
    looked.page.wait_for_function("() => window.hacked === 1")
    with looked.page.expect_request("**//127.0.0.2/"):
        looked.page.evaluate(
            "document.body.append(new Image()); document.images[0].src='//127.0.0.2/'"
        )
    assert any("127.0.0.2" in one for one in looked.found)
    looked.end()


def test_every_attack_is_published_or_refused() -> None:
    """Nearly all may be published, as words; each stands in each sort of field."""
    assert len(PUBLISHED) > len(ATTACKS) * 0.9
    for kind in KINDS:
        whole = [hostile_content(kind, number) for number in range(OF_A_KIND)]
        sources = [one.reference for content in whole for one in content.sources]
        assert len(sources) == len(PUBLISHED)
        bodies = "\n".join(content.body for content in whole)
        assert sum(one in bodies for one in PUBLISHED) == len(PUBLISHED)
    titles = {hostile_content(kind, n).title for kind in KINDS for n in range(OF_A_KIND)}
    assert titles | {LINES[-1]} == set(LINES)
    # The quick run's share of the pages has each attack too.
    places = range(len(KINDS))
    numbers = {number for at in places for number in _looked_at(at, unguarded=True)}
    assert len(numbers) == OF_A_KIND


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.quick(cases=1)
def test_on_public_pages(hostile: Hostile, looked: Looked, kind: str) -> None:
    place = list(KINDS).index(kind)
    ui = "nb" if place % 2 else "sv"
    for number in _looked_at(place, looked.unguarded):
        address = hostile.published[kind][number]
        looked.at(f"/{ui}/{address}")
        looked.at(f"/{ui}/{address}/map")
    if "passages" in KINDS[kind].model_fields:
        for number in range((12 if FULL else 4) if looked.unguarded else 2):
            looked.at(f"/{ui}/{hostile.published[kind][0]}/source/sour{number}")
    if kind == "collection":
        for address in (WHOLE, hostile.published[kind][0]):
            for page in ("", "/document", "/side-by-side", "/embed"):
                looked.at(f"/{ui}/{address}{page}")
    else:
        looked.at(f"/{ui}/{hostile.published[kind][0]}/embed")
    if kind in ("plan", "practice"):
        looked.at(f"/{ui}/ledger?kind={kind}")
    if kind == "plan":
        looked.at(f"/{ui}/{hostile.published[kind][0]}/users/meas0")


@pytest.mark.quick(cases=0)
def test_where_entries_are_listed_and_found(hostile: Hostile, looked: Looked) -> None:
    looked.at("/nb/")
    looked.at("/sv/eksempelvik")
    for words in SEARCHED if looked.unguarded else SEARCHED[:2]:
        looked.at(f"/nb/search?q={quote(words)}")
        assert looked.page.locator(".hit").count(), words
    # What was asked is said again on the page.
    echoed = in_lines(ATTACKS, 4_000)
    for number, words in enumerate(echoed if looked.unguarded else echoed[: 3 if FULL else 1]):
        looked.at(f"/{('nb', 'sv')[number % 2]}/search?q={quote(words)}")


@pytest.fixture(scope="module")
def exchanged(hostile: Hostile) -> tuple[UUID, UUID]:
    """A need under attack, and a report of an answer to it."""
    return _exchange(hostile.house, "angrep-ordskifte")


@pytest.mark.quick(cases=0)
def test_in_answers_questions_and_reports(exchanged: tuple[UUID, UUID], looked: Looked) -> None:
    where, number = exchanged
    looked.at("/nb/exempelstad/angrep-ordskifte")
    looked.at("/nb/needs")
    _sign_in(looked, KARI)
    looked.at(f"/nb/desk/answer/{where}?organisation={quote(LINES[0])}")
    looked.at("/nb/desk/reports")
    page = looked.page
    page.goto(f"/nb/desk/answer/{where}")
    for line in LINES[: 3 if looked.unguarded else 1]:
        page.locator("#find").fill(line)
        follow(page.locator('button[value="find"]'))
        looked.look(line)
    page.locator("#text").fill("\n".join(ATTACKS)[:3_000])
    follow(page.locator('button[value="reply"]'))
    page.locator("#problems").wait_for()
    looked.look("what is wrong")
    looked.context.clear_cookies()
    _sign_in(looked, NILS)
    looked.at(f"/nb/desk/reports/{number}")


def _exchange(house: House, slug: str) -> tuple[UUID, UUID]:
    """A need under attack: replies, questions and their answers, and a report of one."""
    with house.site.database.transaction() as session:
        site, ids = get_system_actor(session, "test"), find_organisation_ids(session)
        kari = house.actor(session, KARI)
        place = Placement(ids["exempelstad"], slug, ids["exempelstad"])
        value = {"kind": "need", "language": "nb", "title": LINES[0]}
        need = begin(session, place, parse_content(value), actor=site).document_id
        newest = find_newest_revision(session, need, "nb")
        assert newest is not None
        publish(session, newest.id, actor=site)
        home = ids["eksempelvik"]
        karin = house.actor(session, DEMONSTRATION.accounts[2].email)
        at = clock.now()
        for number, text in enumerate(_long(PUBLISHED, 1_000)):
            # Nobody may write so much within a day.
            with clock.freeze_time(at + timedelta(days=number - 90)):
                made = reply_to_need(session, need, home, text=text, language="nb", actor=kari)
                question = ask_question(session, need, home, text=text, language="nb", actor=kari)
                answer_question(session, question.id, text=text, language="sv", actor=karin)
        told = report_page(
            session, need, about="answer", said_id=made.id, reason=text[:900], actor=kari
        )
        return need, told.id


def _long(attacks: tuple[str, ...], longest: int) -> list[str]:
    """The attacks as texts of paragraphs, as many in each as fit."""
    found = [""]
    for attack in (one[: longest - 2] for one in attacks):
        if len(found[-1]) + len(attack) + 2 > longest:
            found.append("")
        found[-1] += f"{attack}\n\n"
    return [one for one in (one.strip() for one in found) if one and _may_be_said(one)]


def _may_be_said(text: str) -> bool:
    try:
        return bool(check_words(text, "nb", 1_000))
    except Invalid:
        return False


@pytest.mark.quick(cases=0)
def test_in_suggestions(hostile: Hostile, looked: Looked) -> None:
    looked.page.goto("/nb/")
    shown = 0
    for words in ("script", "img", "window", "svg", "javascript", "tekst", "<script", "<img"):
        with looked.page.expect_response("**/suggest?*") as answered:
            looked.page.locator("#q").fill(words)
        suggested = [choice["text"] for choice in answered.value.json()]
        expect(looked.page.locator("#suggestions li > :first-child")).to_have_text(suggested)
        shown += len(suggested)
        looked.look(words)
    assert shown


def _sign_in(looked: Looked, email: str) -> Page:
    looked.page.goto("/nb/account/sign-in")
    sign_in(looked.page, email, DEMONSTRATION.password)
    return looked.page


@pytest.mark.quick(cases=0)
def test_in_forms(hostile: Hostile, looked: Looked) -> None:
    page = _sign_in(looked, KARI)
    looked.at("/nb/desk/")
    for kind in KINDS if FULL and looked.unguarded else ("experience", "meeting"):
        looked.at(f"/nb/desk/documents/{hostile.forms[kind]}/write")
        # Through the form's script, which builds the form anew from the answer.
        page.locator('button[value="add:sources"]').click()
        page.locator('[id="sources.6"]').wait_for()
        looked.look("a part added")
        follow(page.locator('button[value="save"]'))
        page.locator("#problems").wait_for()
        looked.look("what is wrong")


@pytest.mark.quick(cases=0)
def test_on_pages_of_a_document(hostile: Hostile, looked: Looked) -> None:
    before, after = hostile.revisions
    address = f"/nb/desk/documents/{hostile.document}"
    for email in (KARI, NILS) if looked.unguarded else (KARI,):
        looked.context.clear_cookies()
        _sign_in(looked, email)
        looked.at("/nb/desk/")
        looked.at(address)
        if email == NILS and not FULL:
            # Who reviews has another page of the document; the pages below it are the same.
            break
        looked.at(f"{address}/compare?before={before}&after={after}")
        looked.at(f"{address}/revisions/{after}")
        if email == KARI:
            looked.at(f"{address}/preview")
            looked.at(f"{address}/write")
            looked.at(f"{address}/translate/sv")
            looked.at(f"{address}/translate/nn")


@pytest.mark.quick(cases=0)
def test_in_names_and_what_is_typed_at_sign_in(hostile: Hostile, looked: Looked) -> None:
    lines = in_lines(ATTACKS, 380)[: 3 if looked.unguarded else 1]
    page = looked.page
    for line in lines:
        page.goto(f"/nb/account/sign-in?next={quote(line)}")
        page.evaluate("document.querySelector('.narrow-form form').noValidate = true")
        page.locator("#email").evaluate("one => { one.type = 'text'; }")
        page.locator("#email").fill(line[:320])
        page.locator("#password").fill("feil")
        follow(page.locator(".narrow-form form button"))
        page.get_by_role("alert").wait_for()
        looked.look(line)
    _sign_in(looked, ADA)
    looked.at("/nb/desk/people")
    looked.at("/nb/desk/people/events")
    page.goto("/nb/desk/people")
    for line in lines:
        page.evaluate(
            "document.querySelectorAll('form').forEach(one => { one.noValidate = true; })"
        )
        page.locator("#name").fill(line[:200])
        page.locator("#email").evaluate("one => { one.type = 'text'; }")
        page.locator("#email").fill(line[:320])
        page.locator("#at").fill(line)
        follow(page.locator('form[action$="/invite"] button'))
        page.get_by_role("alert").wait_for()
        looked.look(line)
        page.goto("/nb/desk/people")
    page.locator("#approving").fill(lines[0])
    follow(page.locator('form[action$="/approvals"] button'))
    looked.look("an organisation that is none")
