"""Canaries: made-up words in every field of every private state, which nobody else ever sees.

Two sites are made from one template: with all the drafts, working copies and mails, and without.
"""

from __future__ import annotations

import io
import logging
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_plus
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from network import clock
from network.app import create_app
from network.attachments.keeping import ReadFile
from network.community.monthly_letters.content import Month
from network.documents.attached_files import give_file
from network.documents.review_tables import ReviewNote
from network.documents.revisions import find_newest_revision
from network.documents.tables import (
    Document,
    DocumentFile,
    DocumentText,
    Revision,
    TrailLine,
    WorkingCopy,
)
from network.dumps import FILES
from network.entries.tables import EntryAddress
from network.kinds import KINDS, parse_content
from network.kinds.content import collect_words
from network.mail.tables import OutgoingMail
from network.organisations.queries import find_organisation_ids
from network.public_words import find_identity_faults
from network.search import engine
from network.search.index_folder import IndexFolder
from network.search.index_updates import catch_up, purge, rebuild
from network.search.query import Query
from network.search.record import FACETS
from network.search.source import DatabaseSource
from network.text.slugs import slugify
from network.web.desk.form import forms
from network.web.desk.form.fields import list_fields
from network.web.desk.form.widgets import Field, PartChoice, Parts, WrittenNumber
from tests.attached import plain_file
from tests.conftest import FULL, make_settings
from tests.web.people import Person, account, actor, enter, signed_in, site_of
from tests.web.public.test_pages import PAGES

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# Words that were never public, that were and are no more, and that are: each begins so.
NEVER, ONCE, PUBLIC = "zqxvu", "zqjwo", "wzkko"
GONE = (NEVER, ONCE)
SYLLABLES = [consonant + vowel for consonant in "bdfgklmprtv" for vowel in "aiou"]
NUMBER = "21880650006"
STATES = ("draft", "in_review", "changes_requested", "exception")
# The widgets that take any text, and with those that hold such.
FREE = ("line", "prose", "address", "addresses")
TOLD = (*FREE, "group", "parts")
_COOKIE = "__Host-grannar"


class Words:
    """Draws words, each once, and remembers what each was for."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.about: dict[str, tuple[str, str]] = {}

    def draw(self, mark: str, state: str, kind: str = "") -> str:
        """A word that no other text has; it ends so that no stemmer shortens it."""
        number, letters = next(self._numbers), ""
        for _ in range(3):
            number, at = divmod(number, len(SYLLABLES))
            letters += SYLLABLES[at]
        word = f"{mark}{letters}k"
        self.about[word] = (state, kind)
        return word

    def of(self, mark: str, *states: str) -> list[str]:
        """The words with a mark, of some states if any are named."""
        return [
            word
            for word, (state, _) in self.about.items()
            if word.startswith(mark) and (not states or state in states)
        ]


@dataclass
class Filler:
    """Fills every field of a kind with words of one document and state."""

    words: Words
    mark: str
    state: str
    kind: str
    with_number: bool = False
    ids: dict[str, str] = field(default_factory=dict)
    passage: str = ""
    files: list[ReadFile] = field(default_factory=list)

    def value(self) -> dict[str, Any]:
        """What a content of the kind may say; asserts that it says something in every field."""
        for name in ("sources", "agenda", "statements", "demands", "sections"):
            self.ids[name] = self.word()
        self.passage = f"{self.word()} {self.word()}"
        value: dict[str, Any] = {"kind": self.kind, "language": "nb"}
        for form_field in list_fields(self.kind):
            value[form_field.name] = self._of(form_field)
        if self.with_number:
            value["summary"] += f" {NUMBER}"
        return value

    def word(self) -> str:
        """The next word."""
        return self.words.draw(self.mark, self.state, self.kind)

    def _file(self) -> str:
        """A file with words on its page, and in what it says of itself."""
        page, title, author = self.word(), self.word(), self.word()
        file = replace(plain_file(page.encode(), page), title=title, author=author)
        self.files.append(file)
        return file.sha256

    def _of(self, one: Field) -> Any:
        match one.widget:
            case "line" if one.name == "url":
                return f"https://example.org/{self.word()}"
            case "line":
                return f"{self.word()} {self.word()}"
            case "prose":
                link = f"[[eksempelvik/{self.word()}|{self.word()}]]"
                return f"{self.word()} og **{self.word()}**. Se {link} og [[eksempelvik]]."
            case "address":
                return f"eksempelvik/{self.word()}"
            case "addresses":
                return [f"eksempelvik/{self.word()}"]
            case "part":
                # A statement is no further account of itself.
                said = "statements" if self.kind == "meeting" else "demands"
                among = one.among if isinstance(one, PartChoice) else ""
                # Nor are these files pictures, which alone may stand at the head.
                is_left = one.name == "same_as" or among == "files"
                return None if is_left else self.ids[among or said]
            case "slug":
                return self.word()
            case "file":
                return self._file()
            case "original":
                return f"Før {self.passage} etter." if one.name == "text" else self.passage
            case "number":
                return "7" if isinstance(one, WrittenNumber) else 7
            case "date":
                return "2019"
            case "choice":
                return next(filter(None, one.options))
            case "choices":
                return [one.options[0]]
            case "topics":
                return ["schools"]
            case "organisation":
                return "exempelstad"
            case "group":
                return {inner.name: self._of(inner) for inner in one.inner}
            case "parts":
                assert isinstance(one, Parts)
                return self._parts(one)
        raise AssertionError(f"no word for {one.widget}")

    def _parts(self, one: Parts) -> list[dict[str, Any]]:
        part = {inner.name: self._of(inner) for inner in one.inner}
        if one.has_id:
            part = {"id": self.ids.get(one.name) or self.word(), **part}
        if not {"entry", "gap"} <= part.keys():
            return [part]
        # Either of the two, not both.
        other = {name: value for name, value in part.items() if name != "entry"}
        return [
            {name: value for name, value in part.items() if name != "gap"},
            {
                **other,
                "id": self.word(),
                "why": self._of(next(f for f in one.inner if f.name == "why")),
            },
        ]


def typed(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """A form that says what a value says."""
    form: dict[str, Any] = {}

    def put(one: Field, place: str, shown: Any) -> None:
        match one.widget:
            case "group":
                for inner in one.inner:
                    put(inner, f"{place}.{inner.name}", shown[inner.name])
            case "parts" | "addresses":
                for at, part in enumerate(shown):
                    form[f"{place}.{at}.present"] = "1"
                    if one.widget == "addresses":
                        form[f"{place}.{at}"] = part
                        continue
                    form[f"{place}.{at}.id"] = part.get("id", "")
                    for inner in one.inner:
                        put(inner, f"{place}.{at}.{inner.name}", part[inner.name])
            case _:
                form[place] = shown

    for form_field, shown in zip(
        list_fields(kind),
        forms.fill_from_value(kind, value, forms.Names({}, {})).values(),
        strict=True,
    ):
        put(form_field, form_field.name, shown)
    return form


class Cast:
    """The people of one site and what they do on its pages."""

    def __init__(self, app: Flask, words: Words, cookies: dict[str, str] | None = None) -> None:
        self.app, self.words = app, words
        self.files: dict[str, ReadFile] = {}
        self.database = site_of(app).database
        self.people: dict[str, Person] = {}
        self.tokens: dict[str, str] = {}
        if cookies is None:
            self.enter("Kari", signed_in(app, "Kari", "coordinator", "eksempelvik"))
            self.enter("Berit", signed_in(app, "Berit", "coordinator", "eksempelvik"))
            self.enter("Nils", signed_in(app, "Nils", "national_coordinator", "grannar", "NO"))

    def enter(self, name: str, who: Person) -> Person:
        """Somebody more, signed in."""
        self.people[name], self.tokens[name] = who, who.token()
        return who

    def taken_to(self, app: Flask) -> Cast:
        """The same people with the same browsers on a copy of the site."""
        other = Cast(app, self.words, {})
        for name, who in self.people.items():
            cookie = who.client.get_cookie(_COOKIE)
            assert cookie is not None
            client = app.test_client()
            client.set_cookie(_COOKIE, cookie.value, domain="localhost")
            other.people[name] = Person(client, who.email, who.account_id)
        other.tokens, other.files = dict(self.tokens), dict(self.files)
        return other

    def post(self, name: str, path: str, form: dict[str, Any], code: int = 303) -> TestResponse:
        """Send a form of the desk."""
        answer = self.people[name].client.post(
            f"/nb/desk/{path}", data={**form, "csrf_token": self.tokens[name]}
        )
        assert answer.status_code == code, answer.text
        return answer

    def begin(self, name: str, kind: str) -> UUID:
        """Open a form for a new text."""
        id = uuid4()
        form = {"id": str(id), "kind": kind, "language": "nb", "organisation": "eksempelvik"}
        self.post(name, "new", form)
        return id

    def form(self, document: UUID, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        """The form of a document, filled in."""
        return {**typed(kind, value), "base": str(self.newest(document) or "")}

    def save(self, document: UUID, kind: str, value: dict[str, Any], name: str = "Kari") -> None:
        """Save a version; what was typed is what it says, in every field."""
        self.give(document, value, name)
        path = f"documents/{document}/write"
        self.post(name, path, {**self.form(document, kind, value), "do": "save"})
        with self.database.reading() as session:
            revision = find_newest_revision(session, document, "nb")
            assert revision is not None
            assert parse_content(revision.content) == parse_content(value)

    def keep(self, document: UUID, kind: str, value: dict[str, Any], name: str = "Kari") -> None:
        """Leave the form with something typed."""
        self.give(document, value, name)
        self.post(name, f"documents/{document}/keep", self.form(document, kind, value), 200)

    def newest(self, document: UUID, language: str = "nb") -> UUID | None:
        """The newest version."""
        with self.database.reading() as session:
            revision = find_newest_revision(session, document, language)
            return revision.id if revision else None

    def act(self, name: str, document: UUID, what: str, language: str = "nb", **more: str) -> None:
        """Press a button, with a note that only the desk may know."""
        note = self.words.draw(NEVER, f"note: {what}")
        revision = str(self.newest(document, language))
        form = {"revision": revision, "note": note, "language": language}
        self.post(name, f"documents/{document}/{what}", {**form, **more})

    def note(self, document: UUID, kind: str) -> None:
        """Notes at a place and on the whole, one of them answered and done with; and the text is
        given to a colleague."""
        path = f"documents/{document}"
        for place in ("summary", ""):
            words = {
                name: self.words.draw(NEVER, f"review note: {name}", kind)
                for name in ("quote", "text")
            }
            form = {"revision": str(self.newest(document)), "place": place, **words}
            self.post("Nils", f"{path}/review/nb/notes", form)
        with self.database.reading() as session:
            note_id = session.scalars(
                select(ReviewNote.id).where(
                    ReviewNote.document_id == document, ReviewNote.place == ""
                )
            ).one()
        answer = self.words.draw(NEVER, "review note: answer", kind)
        self.post("Kari", f"{path}/notes/{note_id}", {"do": "answer", "answer": answer})
        self.post("Kari", f"{path}/notes/{note_id}", {"do": "settle"})
        self.post("Kari", f"{path}/assign", {"assignee": str(self.people["Berit"].account_id)})

    def translate(self, document: UUID, language: str, mark: str, state: str) -> None:
        """Write every word of a text in another language."""
        with self.database.reading() as session:
            original = find_newest_revision(session, document, "nb")
            assert original is not None
            content = parse_content(original.content)
        words = {
            f"words.{path}": self.words.draw(mark, state, content.kind)
            for path in collect_words(content)
        }
        form = {**words, "base": str(self.newest(document, language) or ""), "do": "save"}
        self.post("Kari", f"documents/{document}/translate/{language}", form)

    def published(self, document: UUID) -> None:
        """Through review."""
        self.act("Kari", document, "submit")
        self.act("Nils", document, "approve")

    def filled(self, mark: str, state: str, kind: str) -> dict[str, Any]:
        """Words in every field."""
        filler = Filler(self.words, mark, state, kind, state == "exception")
        value = filler.value()
        self.files |= {file.sha256: file for file in filler.files}
        return value

    def give(self, document: UUID, value: dict[str, Any], name: str) -> None:
        """Give a document the files that a value names."""
        files = [self.files[part["file"]] for part in value["files"]]
        writer = actor(self.app, self.people[name])
        with self.database.transaction() as session:
            home = find_organisation_ids(session)["eksempelvik"]
            for file in files:
                give_file(
                    session,
                    site_of(self.app).files,
                    document,
                    file,
                    self.words.draw(NEVER, "given file name"),
                    organisation_id=home,
                    actor=writer,
                )

    def index(self) -> None:
        """Bring the index up to date."""
        catch_up(site_of(self.app).index.folder, DatabaseSource(self.database))


class Kept(logging.Handler):
    """Keeps what was logged, with the tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {self.format(record)}")


@dataclass
class Sites:
    """The site with the drafts, the one without, and all that was written on them."""

    written: Cast
    bare: Flask
    words: Words
    log: Kept
    # By state and kind.
    documents: dict[tuple[str, str], UUID]


@pytest.fixture(scope="module")
def sites(made_up_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Both sites at one moment, with everything logged from the first form on."""
    folder, words, log = tmp_path_factory.mktemp("canary"), Words(), Kept()
    root = logging.getLogger()
    with ExitStack() as stack:
        stack.callback(root.setLevel, root.level)
        stack.callback(root.removeHandler, log)
        root.addHandler(log)
        root.setLevel(logging.DEBUG)
        stack.enter_context(clock.freeze_time(MOMENT))
        template = _opened(made_up_site, folder / "template")
        cast = Cast(template, words)
        documents = _publish(cast)
        _rest(template)
        with_drafts = _opened(folder / "template", folder / "written")
        bare = _opened(folder / "template", folder / "bare")
        written = cast.taken_to(with_drafts)
        documents |= _draft(written, documents)
        written.index()
        for app in (with_drafts, bare):
            stack.callback(site_of(app).database.engine.dispose)
        yield Sites(written, bare, words, log, documents)


def _opened(source: Path, folder: Path) -> Flask:
    shutil.copytree(source, folder)
    # Every address of the API is asked, more often than one reader may.
    return create_app(make_settings(folder, API_READS_PER_MINUTE="0", API_WRITES_PER_MINUTE="0"))


def _rest(app: Flask) -> None:
    with site_of(app).database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    site_of(app).database.engine.dispose()


def _publish(cast: Cast) -> dict[tuple[str, str], UUID]:
    """What is public on both sites, and what was."""
    found: dict[tuple[str, str], UUID] = {}
    for kind in KINDS:
        public = found["public", kind] = cast.begin("Kari", kind)
        # What it was called before it was submitted is nobody's; that title makes the address.
        cast.save(public, kind, cast.filled(NEVER, "first title", kind))
        title = cast.words.draw(PUBLIC, "address", kind)
        cast.save(public, kind, cast.filled(ONCE, "replaced", kind) | {"title": title})
        cast.published(public)
        withdrawn = found["withdrawn", kind] = cast.begin("Kari", kind)
        cast.save(withdrawn, kind, cast.filled(ONCE, "withdrawn", kind))
        cast.published(withdrawn)
    cast.index()
    for kind in KINDS:
        public = found["public", kind]
        cast.save(public, kind, cast.filled(PUBLIC, "public", kind))
        cast.published(public)
        cast.act("Nils", found["withdrawn", kind], "withdraw")
    one, other = found["public", "experience"], found["public", "need"]
    cast.translate(one, "sv", ONCE, "withdrawn translation")
    cast.act("Kari", one, "submit", "sv")
    cast.act("Nils", one, "approve", "sv")
    cast.index()
    cast.act("Nils", one, "withdraw", "sv")
    cast.act("Nils", one, "move", slug="et-nytt-sted")
    cast.post("Nils", f"endorse/{other}", {"note": cast.words.draw(ONCE, "endorsement")})
    cast.act("Nils", other, "take-back-endorsement")
    cast.index()
    return found


def _draft(cast: Cast, public: dict[tuple[str, str], UUID]) -> dict[tuple[str, str], UUID]:
    """What is on the one site alone, and private."""
    found: dict[tuple[str, str], UUID] = {}
    for kind in KINDS:
        for state in STATES:
            document = found[state, kind] = cast.begin("Kari", kind)
            cast.save(document, kind, cast.filled(NEVER, state, kind))
            if state in ("in_review", "changes_requested"):
                cast.act("Kari", document, "submit")
                cast.note(document, kind)
            if state == "changes_requested":
                cast.act("Nils", document, "send-back")
            if state == "exception":
                cast.act("Kari", document, "ask-exception")
        there = public["public", kind]
        cast.save(there, kind, cast.filled(NEVER, "newer draft", kind))
        cast.translate(there, "sv", NEVER, "translation in review")
        cast.act("Kari", there, "submit", "sv")
        cast.translate(there, "nn", NEVER, "translation")
        cast.keep(there, kind, cast.filled(NEVER, "working copy", kind))
        again = public["withdrawn", kind]
        cast.save(again, kind, cast.filled(NEVER, "after withdrawal", kind))
        new = found["working copy", kind] = cast.begin("Kari", kind)
        cast.keep(new, kind, cast.filled(NEVER, "working copy", kind))
        for path in ("", "/write", "/preview"):
            cast.people["Kari"].get(f"/nb/desk/documents/{there}{path}")
    return found


@pytest.fixture(autouse=True)
def _logged_without_a_word(sites: Sites) -> Iterator[None]:
    """Whatever a test asked for, nothing of it is in a log."""
    yield
    assert [line for line in sites.log.lines if tells(line)] == []
    sites.log.lines.clear()


def tells(text: str) -> bool:
    """Whether a text has a word that is not public."""
    folded = text.casefold()
    return any(mark in folded for mark in GONE)


def told_beyond(asked: str, answer: TestResponse) -> bool:
    """Whether an answer has such a word beside those that the reader wrote in the address."""
    whole = f"{answer.headers}\n{_text_of(answer)}".casefold()
    if not tells(whole):
        return False
    for word in sorted(_words_in(asked), key=len, reverse=True):
        whole = whole.replace(word, "")
    return tells(whole)


def _text_of(answer: TestResponse) -> str:
    """What an answer says, as it was sent; workbooks, documents and archives are packed."""
    body = answer.get_data()
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


def _words_in(asked: str) -> set[str]:
    letters = "".join(letter if letter.isalpha() else " " for letter in asked.casefold())
    return {word for word in letters.split() if tells(word)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_state_holds_words(sites: Sites, kind: str) -> None:
    states = {
        "draft": "draft",
        "in_review": "in_review",
        "changes_requested": "changes_requested",
        "exception": "draft",
        "public": "draft",
        # The text goes on being written, and is withdrawn until it is submitted.
        "withdrawn": "withdrawn",
    }
    with sites.written.database.reading() as session:
        for name, state in states.items():
            document = sites.documents[name, kind]
            assert session.get_one(DocumentText, (document, "nb")).state == state
            revision = find_newest_revision(session, document, "nb")
            assert revision is not None
            _demand_words(kind, revision.content)
            assert bool(find_identity_faults(parse_content(revision.content))) == (
                name == "exception"
            )
        public = sites.documents["public", kind]
        assert session.get_one(DocumentText, (public, "sv")).state == "in_review"
        assert session.get_one(DocumentText, (public, "nn")).state == "draft"
        copies = session.scalars(select(WorkingCopy).where(WorkingCopy.kind == kind)).all()
        assert {copy.document_id for copy in copies} == {
            public,
            sites.documents["working copy", kind],
        }
        for copy in copies:
            _demand_words(kind, copy.fields)
        assert session.get(Document, sites.documents["working copy", kind]) is None


def _demand_words(kind: str, value: dict[str, Any]) -> None:
    """Every field that takes any text has a word in it; none is empty."""

    def look(one: Field, found: Any, place: str) -> None:
        if one.widget == "group":
            for inner in (inner for inner in one.inner if inner.widget in TOLD):
                look(inner, found[inner.name], f"{place}.{inner.name}")
        elif one.widget == "parts":
            for inner in (inner for inner in one.inner if inner.widget in TOLD):
                some = [part[inner.name] for part in found if part.get(inner.name)]
                assert some, f"{place}.{inner.name}"
                for part in some:
                    look(inner, part, f"{place}.{inner.name}")
        elif one.widget in FREE:
            assert tells(str(found)), place

    for form_field in list_fields(kind):
        # What is at its default is not written down.
        if form_field.widget in TOLD:
            look(form_field, value[form_field.name], form_field.name)


FEEDS = (
    "all.atom",
    "all.ics",
    "organisations/eksempelvik.atom",
    "organisations/eksempelvik.ics",
    "topics/truancy.atom",
    "topics/truancy.ics",
    "kinds/experience.atom",
    "kinds/meeting.atom",
    "series/exempelstad/frukostmoten.atom",
    "search.atom",
    "search.atom?q=frokost",
    "search.atom?kind=plan",
)


# How many letters of a word are searched for, so that all that begin so would be met.
_LENGTHS = (2, 3, 4) if FULL else (2, 4)


def addresses(sites: Sites) -> list[str]:
    """Every public route with everything that might bring a word to light.

    The quick run asks for each page in one language, for public texts of every kind, and for the
    other states in two kinds; beside the page of a text it asks for a third of the addresses below
    it, in turn, so that each is asked for of a third of the texts. The full run asks for all in
    both.
    """
    found = ["/", "/static/grannar.css", "/static/nothing.css", "/en/", "/nb/%00", "/nb//x/y/z"]
    found += ["/robots.txt", "/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/entries-1.xml"]
    found += ["/catalog.ttl", "/topics.ttl", "/oai?verb=ListRecords&metadataPrefix=oai_dc"]
    found += ["/catalog", "/topics", "/topics/truancy", "/open-data"]
    framed = f"{site_of(sites.written.app).settings.public_url}/nb/eksempelvik/frokost"
    found.append(f"/oembed?url={framed}")
    found += ["/open-data/datapackage.json", *(f"/open-data/{name}" for name in FILES)]
    found += [f"/api{path}" for path in ("", "/openapi.json", "/nothing", *_api_paths(sites))]
    titles = _titles(sites)
    slugs = _slugs(sites)
    files = _files(sites)
    for half, ui in enumerate(("nb", "sv")):
        pages = [*PAGES, "?my=eksempelvik", "opensearch", "organisations?choose&name=eksempelvik"]
        pages += [f"search?my=eksempelvik&page={page}" for page in (1, 2, 3)]
        pages += ["api"]
        pages += ["search?sort=date", "search?sort=date&page=2", "topics/truancy", "topics/nothing"]
        pages += ["glossary/nothing", "nothing", "exempelstad"]
        pages += [f"feeds/{sort}" for sort in FEEDS]
        pages += ["like/eksempelvik", "like/exempelstad?my=eksempelvik"]
        pages += ["needs", "needs?country=NO&topic=schools"]
        pages += ["ledger", "ledger?for=eksempelvik", "ledger/csv", "ledger/xlsx?kind=plan"]
        for place, slug in enumerate(slugs):
            own = [f"eksempelvik/{slug}{more}" for more in ("", "?text=sv", "?text=nn")]
            own += [
                f"eksempelvik/{slug}{more}" for more in ("/map", "/source/protokoll", "?aid=on")
            ]
            own += [f"series/eksempelvik/{slug}", f"feeds/collections/eksempelvik/{slug}.atom"]
            own += [f"eksempelvik/{slug}/users/m1"]
            own += [f"compare?entry=eksempelvik/{slug}&entry=eksempelvik/frokost"]
            own += [
                f"eksempelvik/{slug}{more}"
                for more in ("/embed", "/document", "/side-by-side", "/document.md")
            ]
            pages += own if FULL else [own[0], *own[1 + place % 3 :: 3]]
        pages += [f"eksempelvik/{slug}/document.docx" for slug in slugs[:: 1 if FULL else 16]]
        pages += [f"eksempelvik/{slug}/card.png" for slug in slugs[:: 1 if FULL else 16]]
        pages += [f"eksempelvik/{slug}/side-by-side.md" for slug in slugs[:: 1 if FULL else 4]]
        pages += files
        for slug in ("frokost", "et-nytt-sted"):
            pages += [
                f"eksempelvik/{slug}?{more}" for more in ("my=exempelstad", "text=nb", "text=xx")
            ]
        for prefix in (mark[:length] for mark in (*GONE, PUBLIC) for length in _LENGTHS):
            pages += [f"search?q={prefix}{sign}" for sign in ("", "*")]
            pages += [f"search?q={prefix}*&{more}" for more in ("exact=1", "sort=date", "page=2")]
            pages += [f"suggest?q={prefix}", f"organisations?name={prefix}", f"topics/{prefix}"]
        for title in titles[half :: 3 if FULL else 12]:
            word, other = title.split()
            # The second letter but one of the mark itself: the answer may not put it right.
            near = f"{word[:3]}{word[4:]}"
            swapped = f"{word[:2]}{word[3]}{word[2]}{word[4:]}"
            pages += [f"search?q={near}", f"search?q={swapped}", f"suggest?q={word}"]
            pages += [f"search?q={word}", f"search?q={word[:-2]}*", f"search?q=frokost+-{other}"]
            phrase = quote(f'"{title}"')
            pages += [f"search?q={phrase}", f"search?q={word}&exact=1"]
        for facet, value in _facets(sites):
            pages += [f"search?{facet}={value}&{more}" for more in ("", "q=zqx*", "q=skole")]
        found += [
            f"/{ui}/{page}" for number, page in enumerate(pages) if FULL or number % 2 == half
        ]
    return found


def _api_paths(sites: Sites) -> list[str]:
    """Every address of the API that anybody may ask, with everything that might be told there."""
    paths = ["/", "/entries", "/entries?limit=2", "/collections", "/needs", "/needs?state=open"]
    paths += ["/entries?changed_since=2020-01-01&language=sv", "/entries?kind=plan&country=NO"]
    paths += ["/organisations", "/organisations/eksempelvik", "/topics", "/topics/truancy"]
    paths += ["/terms", "/changes", "/changes?since=3&limit=2", "/changes?since=999999"]
    paths += ["/organisations/eksempelvik/drafts"]
    for id in _asked(sites.documents):
        paths += [f"/entries/{id}", f"/backlinks/{id}"]
        paths += [f"/organisations/eksempelvik/drafts/{id}"]
    paths += [f"/entries/eksempelvik/{slug}" for slug in _slugs(sites)]
    for prefix in (mark[:length] for mark in (*GONE, PUBLIC) for length in _LENGTHS[1:]):
        paths += [f"/search?q={prefix}*", f"/search?q={prefix}*&exact=true", f"/topics/{prefix}"]
        paths += [f"/entries?cursor={prefix}", f"/organisations?{prefix}=1"]
    for title in _titles(sites)[:: 3 if FULL else 12]:
        word, other = title.split()
        near = f"{word[:3]}{word[4:]}"
        paths += [f"/search?q={word}", f"/search?q={near}", f"/search?q=frokost+-{other}"]
    return [f"/v1{path}" for path in paths]


def _titles(sites: Sites) -> list[str]:
    """A title of every document and state, of two words each."""
    with sites.written.database.reading() as session:
        contents = session.scalars(select(Revision.content)).all()
        typed = [copy.fields for copy in session.scalars(select(WorkingCopy))]
    titles = [str(content.get("title", "")) for content in (*contents, *typed)]
    return sorted({title for title in titles if tells(title) and len(title.split()) == 2})


def _slugs(sites: Sites) -> list[str]:
    """Every address that is or was there, or would be."""
    asked = _asked(sites.documents)
    own = select(Document.slug).where(Document.id.in_(asked), Document.slug.is_not(None))
    known = select(EntryAddress.slug).where(EntryAddress.organisation == "eksempelvik")
    if not FULL:
        # An address that was withdrawn has no entry; those that are asked for are among the own.
        left_out = set(sites.documents.values()) - set(asked)
        known = known.where(EntryAddress.entry_id.not_in(left_out))
    titles = select(Revision.content).where(
        Revision.document_id.in_(asked), Revision.language == "nb"
    )
    with sites.written.database.reading() as session:
        would_be = {slugify(content["title"], length=80) for content in session.scalars(titles)}
        return sorted({*session.scalars(own), *session.scalars(known), *would_be})


def _files(sites: Sites) -> list[str]:
    """The address of every file that a text has or had, where the entry is, was or would be."""
    with sites.written.database.reading() as session:
        rows = session.execute(
            select(Revision.content, Document.slug)
            .join(Document, Document.id == Revision.document_id)
            .where(Revision.document_id.in_(_asked(sites.documents)), Revision.language == "nb")
        )
        return sorted(
            f"eksempelvik/{place}/files/{part['id']}{size}"
            for content, slug in rows
            for place in {slug, slugify(content["title"], length=80)} - {None}
            for part in content["files"]
            for size in ("", "/small")
        )


def _asked(documents: dict[tuple[str, str], UUID]) -> list[UUID]:
    """The documents whose addresses are asked for: in the quick run those that are public, and of
    the states that have no page one each."""
    some = _one_of_each_state(documents)
    return [
        document
        for (state, _), document in documents.items()
        if FULL or state == "public" or document in some
    ]


def _one_of_each_state(documents: dict[tuple[str, str], UUID]) -> list[UUID]:
    """A document of each state, whatever the kind: a meeting and a case in turn."""
    states = list(dict.fromkeys(state for state, _ in documents))
    return [
        documents[state, ("meeting", "case")[number % 2]] for number, state in enumerate(states)
    ]


def _facets(sites: Sites) -> list[tuple[str, str]]:
    found = site_of(sites.bare).index.find(Query()).facets
    assert set(found) == set(FACETS)
    assert all(found.values())
    return [(name, value) for name, values in found.items() for value in values]


def test_public_answers_tell_nothing_and_are_the_same_bytes_without_the_drafts(
    sites: Sites,
) -> None:
    reader, other = sites.written.app.test_client(), sites.bare.test_client()
    asked = addresses(sites)
    endpoints = {
        _endpoint(sites.bare, path) for path in {path_asked.split("?")[0] for path_asked in asked}
    }
    wrong: list[tuple[str, str]] = []
    codes: dict[int, int] = {}
    controls = 0

    def compare(
        path: str, method: str = "GET", **more: Any
    ) -> tuple[TestResponse, list[str | None]]:
        """The answer of the site with the drafts, and the validator of either site's."""
        answer = reader.open(path, method=method, **more)
        bare = other.open(path, method=method, **more)
        with answer, bare:
            body, bare_body = answer.data, bare.data
            codes[answer.status_code] = codes.get(answer.status_code, 0) + 1
            if told_beyond(path, answer):
                wrong.append((f"{method} {path}", "tells a word"))
            if (_head(answer), body) != (_head(bare), bare_body):
                wrong.append((f"{method} {path}", "is another without the drafts"))
            return answer, [one.headers.get("ETag") for one in (answer, bare)]

    for number, path in enumerate(asked):
        answer, validators = compare(path)
        if answer.is_json or "html" in (answer.mimetype or ""):
            controls += PUBLIC.encode() in answer.data
        if all(validators) and "search?" not in path and (FULL or number % 5 == 0):
            # Each site's own begins with the state of its index.
            again, bare = (
                client.get(path, headers={"If-None-Match": str(validator)})
                for client, validator in zip((reader, other), validators, strict=True)
            )
            codes[again.status_code] = codes.get(again.status_code, 0) + 1
            assert (again.status_code, again.data) == (304, b""), path
            assert (_head(again), again.data) == (_head(bare), bare.data), path
    some = [path for path in asked if path.startswith("/nb/eksempelvik")]
    for path in [
        *some[:: 6 if FULL else 24],
        "/nb/search?q=frokost",
        "/nb/topics",
        "/nb/suggest?q=zqx",
        "/nb/",
    ]:
        for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"):
            compare(path, method)
    for wanted in ("nn", "sv", "de"):
        compare("/", headers={"Accept-Language": wanted})
    # Whoever pastes what somebody drafts is told nothing of the draft.
    compare("/nb/pasted-text", "POST", data={"text": "Frokost på skolen ga mindre fravær"})
    assert wrong == []
    assert {200, 301, 302, 304, 404, 405, 410} <= codes.keys()
    assert controls > 100
    public = {
        rule.endpoint
        for rule in sites.bare.url_map.iter_rules()
        if not rule.endpoint.startswith(("desk.", "account.", "operation."))
        and "GET" in (rule.methods or ())
    }
    assert endpoints - {""} == public
    # Whoever is signed in reads the same bytes.
    kari = sites.written.people["Kari"]
    for path in (*some[::5], "/nb/", "/nb/search", "/nb/eksempelvik"):
        assert kari.get(path).data == other.get(path).data, path
    # Nor has what is kept of pages a word of them.
    kept = sites.written.app.extensions["grannar.kept_pages"].memory.list_pages()
    assert len(kept) > 20
    for address, page in kept:
        text = page.decode("utf-8", "replace").casefold()
        # A search says again what was asked.
        for word in sorted(_words_in(unquote_plus(address)), key=len, reverse=True):
            text = text.replace(word, "")
        assert not tells(text), address


def _head(answer: TestResponse) -> tuple[int, list[tuple[str, str]]]:
    """The status and the headers, without what time it is, the request's number, and what of a
    validator tells the state of a site's own index."""
    return answer.status_code, [
        (name, value.rpartition("-")[2] if name == "ETag" else value)
        for name, value in answer.headers
        if name not in ("Date", "X-Request-Id", "RateLimit")
    ]


def _endpoint(app: Flask, path: str) -> str:
    with app.test_request_context(path) as context:
        return context.request.endpoint or ""


def test_no_word_is_met_by_any_search(sites: Sites) -> None:
    index = site_of(sites.written.app).index
    gone = [word for mark in GONE for word in sites.words.of(mark)]
    assert len(gone) > 1000
    # An entry's words come and go together: in the quick run every tenth of each text is searched.
    # That of drafts there is no byte in the index, test_the_index_has_no_byte_of_it says.
    asked = gone if FULL else gone[::10]
    assert [word for word in asked if index.find(Query(word, exact=True)).total] == []
    asked = gone[:: 7 if FULL else 40]
    meant = [index.find(Query(f"{word[:3]}{word[4:]}")).meant for word in asked]
    assert [value for value in meant if tells(str(value))] == []
    public = sites.words.of(PUBLIC, "public")[:: 1 if FULL else 2]
    # Addresses and sources are not searched.
    assert sum(index.find(Query(word, exact=True)).total for word in public) > 100


def test_who_is_not_signed_in_sees_no_word(sites: Sites) -> None:
    reader = sites.written.app.test_client()
    # Whoever is not signed in is turned away before anybody looks which text it is about.
    some = sites.documents.values() if FULL else _one_of_each_state(sites.documents)
    asked = [f"/nb/desk/{path}" for _, path in desk_addresses(sites, some)]
    for rule in sites.bare.url_map.iter_rules():
        if rule.endpoint.startswith("account.") and "GET" in (rule.methods or ()):
            values = {"ui": "nb", "secret": "x" * 40, "sign_in_id": 1, "provider": "x"}
            with sites.bare.test_request_context():
                built = rule.build({name: values[name] for name in rule.arguments})
            assert built is not None
            asked += [built[1], f"{built[1]}?next={quote(asked[0])}"]
    for path in asked:
        answer = reader.get(path)
        assert answer.status_code in (200, 303, 404, 410), path
        assert not told_beyond("", answer), path
    for path in (*asked[::9], "/nb/account/sign-in"):
        answer = reader.post(path.split("?")[0], data={"title": "Tittel", "do": "save"})
        # Whoever ends mail by a secret that nobody has is told that nothing is there.
        nothing_there = (404,) if "/no-more-" in path else ()
        assert answer.status_code in (400, 401, 405, 422, *nothing_there), path
        assert not told_beyond("", answer), path


def desk_addresses(sites: Sites, documents: Any) -> Iterator[tuple[str, str]]:
    """Every page of the desk with the ids of documents and their versions: (endpoint, path)."""
    documents = list(documents)
    with sites.written.database.reading() as session:
        rows = session.execute(
            select(Revision.document_id, Revision.id).where(Revision.document_id.in_(documents))
        )
        versions: dict[UUID, list[UUID]] = {}
        for document, revision in rows:
            versions.setdefault(document, []).append(revision)
        given: dict[UUID, list[str]] = {}
        for document, sha256 in session.execute(
            select(DocumentFile.document_id, DocumentFile.sha256)
        ):
            given.setdefault(document, []).append(sha256)
    accounts = {who.account_id for who in sites.written.people.values()}
    for rule in sites.bare.url_map.iter_rules():
        if not rule.endpoint.startswith("desk.") or "GET" not in (rule.methods or ()):
            continue
        values: list[dict[str, Any]] = [{}]
        if "document_id" in rule.arguments:
            values = [{"document_id": document} for document in documents]
        if "revision_id" in rule.arguments:
            values = [
                {**fields, "revision_id": revision}
                for fields in values
                for revision in versions.get(fields["document_id"], [uuid4()])
            ]
        if "language" in rule.arguments:
            values = [
                {**fields, "language": language}
                for fields in values
                for language in ("nb", "sv", "nn")
                if language != "nb" or rule.endpoint == "desk.review"
            ]
        if rule.endpoint == "desk.work_list":
            values = [{"name": name} for name in ("waiting", "overdue", "own", "organisation")]
        if "entry_id" in rule.arguments:
            values = [{"entry_id": document} for document in documents]
        if rule.endpoint == "desk.follow_this":
            values = [
                {"what": what, "key": document_id}
                for document_id in documents
                for what in ("entry", "collection")
            ]
        for name in ("question_id", "report_id"):
            if name in rule.arguments:
                values = [{name: document} for document in documents]
        if "sha256" in rule.arguments:
            values = [
                {**fields, "sha256": sha256, "size": "small"}
                for fields in values
                for sha256 in given.get(fields["document_id"], ["none"])[:2]
            ]
        if rule.endpoint == "desk.archive":
            values = [{"organisation": "eksempelvik"}]
        if "account_id" in rule.arguments:
            values = [{"account_id": account} for account in accounts]
        if "month" in rule.arguments:
            this_month = Month.of(clock.today())
            values = [
                {"country": country, "month": month.name}
                for country in ("NO", "SE")
                for month in (this_month, this_month.before)
            ]
        for fields in values:
            with sites.bare.test_request_context():
                named = {name: value for name, value in fields.items() if name in rule.arguments}
                built = rule.build({"ui": "nb", **named})
            assert built is not None
            path = built[1].removeprefix("/nb/desk/")
            if rule.endpoint == "desk.compare":
                some = versions.get(fields["document_id"], [uuid4()])
                path += f"?before={some[0]}&after={some[-1]}"
            yield rule.endpoint, path


LISTS = {
    "desk.home",
    "desk.work_list",
    "desk.new",
    "desk.marks",
    "desk.promotions",
    "desk.following",
    "desk.news",
    "desk.questions",
    "desk.reports",
    "desk.unanswered",
    "desk.missed_searches",
    "desk.country_page",
    "desk.letters",
    "desk.letter",
    "desk.letter_preview",
    "desk.guide",
    "desk.tokens",
    "desk.people",
    "desk.events",
    "desk.person",
}
# What is public can be marked, gathered, followed, taken up, answered, asked about and reported.
AT_ENTRIES = {
    "desk.mark_entry",
    "desk.gather_entry",
    "desk.at_entry",
    "desk.follow_this",
    "desk.take_up",
    "desk.answer",
    "desk.helped",
    "desk.ask_publisher",
    "desk.report",
}
# Who has nothing to do with the municipality's texts, and whether for them every text is asked for
# in the full run. What turns them away asks for a text's state and not for its kind, so that in the
# quick run one text of each state is asked for, a meeting and a case in turn: each page of it by
# one or two of the five.
OTHERS: list[tuple[str, Any, str, str, bool]] = [
    ("Ola", "coordinator", "lilleby-ost", "", True),
    ("Siri", None, "", "", True),
    ("Anna", "approver", "exempelstad", "", False),
    ("Nina", "national_coordinator", "region-exempel", "SE", False),
    ("Ada", "administrator", "", "", False),
]


@pytest.mark.parametrize(("name", "role", "at", "country", "all_of_them"), OTHERS)
def test_the_desk_of_others_shows_no_word(
    sites: Sites, name: str, role: Any, at: str, country: str, all_of_them: bool
) -> None:
    id = account(sites.written.app, name, role, at, country)
    who = enter(sites.written.app, f"{name.casefold()}@{at or 'grannar'}.example", id)
    some = {
        document
        for (_, kind), document in sites.documents.items()
        if all_of_them or kind in ("meeting", "case")
    }
    if not FULL:
        some = set(_one_of_each_state(sites.documents))
    endpoints: Counter[str] = Counter()
    turn = [other[0] for other in OTHERS].index(name)
    for endpoint, path in desk_addresses(sites, some):
        endpoints[endpoint] += 1
        # Each at every page, and of each state's at every third: the others are the next one's.
        if not FULL and endpoints[endpoint] > 1 and (endpoints[endpoint] + turn) % 3:
            continue
        answer = who.get(f"/nb/desk/{path}")
        allowed: tuple[int, ...] = (200, 403) if endpoint in LISTS else (403, 404)
        if endpoint in AT_ENTRIES:
            allowed = (200, 403, 404) if endpoint == "desk.helped" else (200, 404)
        if endpoint in ("desk.promote_entry", "desk.endorse_entry"):
            allowed = (200, 403, 404)
        assert answer.status_code in allowed, path
        assert not told_beyond("", answer), path
    routes = {
        rule.endpoint
        for rule in sites.bare.url_map.iter_rules()
        if rule.endpoint.startswith("desk.") and "GET" in (rule.methods or ())
    }
    assert endpoints.keys() == routes
    token = who.token()
    for place, ((state, kind), document) in enumerate(sites.documents.items()):
        if kind != "need":
            continue
        revision = str(sites.written.newest(document) or uuid4())
        steps = ("write", "keep", "settle", "submit", "take-back", "send-back", "approve")
        for what in steps if FULL else steps[(place + turn) % 3 :: 3]:
            form = {"revision": revision, "base": revision, "do": "save", "csrf_token": token}
            answer = who.client.post(f"/nb/desk/documents/{document}/{what}", data=form)
            assert answer.status_code in (403, 404), (state, what)
            assert not told_beyond("", answer), (state, what)


def test_a_working_copy_is_its_writers_own(sites: Sites) -> None:
    own = set(sites.words.of(NEVER, "working copy"))
    berit, kari = sites.written.people["Berit"], sites.written.people["Kari"]
    some = {
        document
        for (state, kind), document in sites.documents.items()
        # In the quick run those that somebody has open in the form.
        if kind == "case" and (FULL or state in ("public", "working copy"))
    }
    seen_by_berit = "".join(
        _text_of(berit.get(f"/nb/desk/{path}")) for _, path in desk_addresses(sites, some)
    )
    assert NEVER in seen_by_berit
    assert [word for word in own if word in seen_by_berit] == []
    seen_by_kari = kari.get("/nb/desk/").text
    assert any(word in seen_by_kari for word in own)


def test_no_mail_has_a_word_but_those_of_a_title(sites: Sites) -> None:
    with sites.written.database.reading() as session:
        mails = session.scalars(select(OutgoingMail)).all()
        titles = {
            word.casefold()
            for content in session.scalars(select(Revision.content))
            for word in str(content.get("words", content).get("title", "")).split()
        }
        noted = [note for note in session.scalars(select(TrailLine.note)) if tells(note)]
    assert len(noted) > 60
    assert len(mails) > 60
    told = set()
    for mail in mails:
        assert not tells(f"{mail.to} {mail.last_error}")
        told |= {
            word
            for word in re.findall(r"\w+", f"{mail.subject} {mail.body}".casefold())
            if tells(word)
        }
    assert told
    assert told <= titles


def test_a_fault_of_the_database_is_logged_without_a_word(sites: Sites, own_app: Flask) -> None:
    words = Words()
    cast = Cast(own_app, words)
    document = cast.begin("Kari", "need")
    with cast.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON revisions "
            "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    value = cast.filled(NEVER, "draft", "need")
    cast.give(document, value, "Kari")
    form = {**typed("need", value), "do": "save"}
    answer = cast.post("Kari", f"documents/{document}/write", form, 500)
    logged = [line for line in sites.log.lines if "the disk is full" in line]
    sites.log.lines.clear()
    assert not tells(answer.text)
    assert logged
    assert [line for line in logged if tells(line)] == []


def test_the_index_has_no_byte_of_it(sites: Sites, tmp_path: Path) -> None:
    # The other tests compare the answers of both indexes, so only copies are made anew.
    site = site_of(sites.written.app)
    source, folder = DatabaseSource(site.database), _copied(site.index.folder, tmp_path / "written")
    assert _marks_in(folder.path) >= {PUBLIC}
    assert NEVER not in _marks_in(folder.path)
    purge(folder, source)
    assert _marks_in(folder.path) == {PUBLIC}
    site = site_of(sites.bare)
    folder = _copied(site.index.folder, tmp_path / "bare")
    rebuild(folder, DatabaseSource(site.database))
    assert _marks_in(folder.path) == {PUBLIC}


def _copied(folder: IndexFolder, path: Path) -> IndexFolder:
    return IndexFolder(shutil.copytree(folder.path, path))


def _marks_in(folder: Path) -> set[str]:
    """The marks in any file of the index, as bytes and as the engine reads them."""
    data = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    for generation in folder.glob("generation-*"):
        files = {name: (generation / name).read_bytes() for name in engine.index_files(generation)}
        for segment, _deleted in engine.SnapshotOpener().snapshot(files).segments:
            texts = (segment.words(text) for text in range(len(segment.rows.language)))
            data += [word.encode() for word in chain(texts, map(str, segment.arrays.terms))]
    return {
        mark
        for mark in (*GONE, PUBLIC)
        if any(
            mark.encode(coding) in some
            for coding in ("utf-8", "utf-16-le", "utf-16-be")
            for some in data
        )
    }
