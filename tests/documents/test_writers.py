"""Two people write the same text at the same moment: neither loses a word."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from network.app import create_app
from network.db import Database
from network.documents.revisions import (
    Placement,
    begin,
    find_newest_revision,
    get_document,
    read_content,
    revise,
)
from network.documents.tables import Document, DocumentText, Revision, TrailLine, WorkingCopy
from network.documents.workflow import submit
from network.documents.working_copies import SentForm, drop_copy, find_copy, keep_form
from network.kinds import Content, parse_content
from network.kinds.content import dump_canonical
from network.kinds.merging import summarise_fields
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor
from network.web.desk.writing import pages as writing_pages
from network.web.desk.writing.sheets import Sheet
from tests.conftest import FULL, make_settings
from tests.merged import merge
from tests.pairs import PATIENCE, Pair
from tests.people import person
from tests.web.people import Person, enter, signed_in, site_of

PAIRS = 200 if FULL else 60
# In every so-manieth pair both change one field, each otherwise.
CLASHING = 10
_FIRST = {"kind": "experience", "language": "nb", "title": "Nattkafé", "done": "-", "results": "-"}


@pytest.fixture
def app(house: Database, tmp_path: Path) -> Iterator[Flask]:
    """The site over it; nobody searches."""
    address = house.engine.url.render_as_string(hide_password=False)
    app = create_app(make_settings(tmp_path, DATABASE_URL=address))
    yield app
    site_of(app).database.engine.dispose()


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two threads."""
    with ThreadPoolExecutor(2) as threads:
        yield Pair(threads)


def changes(number: int) -> tuple[dict[str, str], dict[str, str]]:
    """What each of the two changes in this pair."""
    if number % CLASHING == 0:
        return {"cost": f"En {number}"}, {"cost": f"To {number}"}
    return {"done": f"Gjort {number}"}, {"results": f"Resultat {number}"}


def newest(database: Database, document: UUID) -> Revision:
    """The newest version."""
    with database.reading() as session:
        found = find_newest_revision(session, document, "nb")
        assert found is not None
        return found


def copies(database: Database, document: UUID) -> list[dict[str, Any]]:
    """What anybody has in a form of the document."""
    with database.reading() as session:
        rows = session.scalars(select(WorkingCopy).where(WorkingCopy.document_id == document))
        return [row.fields for row in rows]


def demand_sound(database: Database, document: UUID, count: int) -> None:
    """The versions are numbered without gap or double, and each has its line in the trail."""
    with database.reading() as session:
        numbers = session.scalars(
            select(Revision.number)
            .where(Revision.document_id == document)
            .order_by(Revision.number)
        ).all()
        assert numbers == list(range(1, count + 1))
        lines = session.scalars(
            select(TrailLine.revision_id).where(
                TrailLine.document_id == document, TrailLine.verb == "revised"
            )
        ).all()
        assert len(lines) == len(set(lines)) == count
        text = session.get_one(DocumentText, (document, "nb"))
        assert (text.state, text.published_id) == ("draft", None)


def save(database: Database, base: Revision, actor: Actor, changed: dict[str, str]) -> bool:
    """Keep and then save a form as the desk does; False where both changed one field."""
    document, fields = base.document_id, {**dump_canonical(read_content(base)), **changed}
    with database.transaction() as session:
        owner = session.get_one(Document, document).organisation_id
        seen = summarise_fields(dump_canonical(read_content(base)))
        keep_form(
            session,
            document,
            "nb",
            SentForm(fields, 0, seen, base.id),
            lambda: None,
            kind="experience",
            organisation_id=owner,
            actor=actor,
        )
    with database.transaction() as session:
        get_document(session, document, for_change=True)
        now = find_newest_revision(session, document, "nb")
        mine: Content = parse_content(fields)
        assert now is not None
        if now.id != base.id:
            joined = merge(read_content(base), mine, read_content(now))
            if joined.clashes:
                return False
            mine = parse_content(joined.value)
        revise(session, document, mine, actor=actor)
        drop_copy(session, document, "nb", actor=actor)
    return True


def test_two_sessions_lose_nothing(house: Database, pair: Pair) -> None:
    with house.transaction() as session:
        kari = person(session, "Kari", "coordinator", "eksempelvik")
        berit = person(session, "Berit", "coordinator", "eksempelvik")
        home = find_organisation_ids(session)["eksempelvik"]
        place = Placement(home, "nattkafe", home)
        document = begin(session, place, parse_content(_FIRST), actor=kari).document_id
    count = 1
    for number in range(PAIRS):
        base, (first, second) = newest(house, document), changes(number)
        saved = pair.both(
            partial(save, house, base, kari, first), partial(save, house, base, berit, second)
        )
        count += sum(saved)
        content = newest(house, document).content
        if number % CLASHING:
            assert saved == [True, True]
            assert {**content, **first, **second} == content
            assert copies(house, document) == []
            continue
        assert sorted(saved) == [False, True]
        won, lost = (first, second) if saved[0] else (second, first)
        assert content["cost"] == won["cost"]
        with house.transaction() as session:
            loser = berit if saved[0] else kari
            copy = find_copy(session, document, "nb", actor=loser)
            assert copy is not None
            assert copy.fields["cost"] == lost["cost"]
            drop_copy(session, document, "nb", actor=loser)
    demand_sound(house, document, count)


def test_two_texts_of_one_title_get_two_addresses(house: Database, pair: Pair) -> None:
    with house.transaction() as session:
        kari = person(session, "Kari", "coordinator", "eksempelvik")
        home = find_organisation_ids(session)["eksempelvik"]

    def write(title: str) -> str:
        with house.transaction() as session:
            content = parse_content({**_FIRST, "title": title})
            revision = begin(session, Placement(home, None, home), content, actor=kari)
            submit(session, revision.id, actor=kari)
            return session.get_one(Document, revision.document_id).slug or ""

    for number in range(PAIRS // 4):
        title = f"Tekst nr {number}"
        found = pair.both(partial(write, title), partial(write, title))
        assert sorted(found) == [f"tekst-nr-{number}", f"tekst-nr-{number}-2"]


@pytest.mark.quick(cases=0)
def test_two_browsers_lose_nothing(
    app: Flask, pair: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    database = site_of(app).database
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    tokens = {who.email: who.token() for who in (kari, berit)}
    document = uuid4()
    address = f"/nb/desk/documents/{document}/write"
    form = {"kind": "experience", "language": "nb", "organisation": "eksempelvik"}
    assert kari.post("/nb/desk/new", {"id": str(document), **form}).status_code == 303
    assert kari.post(address, {**_FIRST, "do": "save"}).status_code == 303

    def send(who: Person, base: Revision, changed: dict[str, str]) -> TestResponse:
        typed = {**base.content, "base": str(base.id), "do": "save", **changed}
        return who.client.post(address, data={**typed, "csrf_token": tokens[who.email]})

    count = 1
    for number in range(PAIRS):
        base, (first, second) = newest(database, document), changes(number)
        answers = pair.both(partial(send, kari, base, first), partial(send, berit, base, second))
        codes = [answer.status_code for answer in answers]
        content = newest(database, document).content
        if number % CLASHING:
            assert codes == [303, 303], answers[0].text + answers[1].text
            assert {**content, **first, **second} == content
            assert copies(database, document) == []
            count += 2
            continue
        assert sorted(codes) == [303, 409]
        count += 1
        won, lost = (first, second) if codes[0] == 303 else (second, first)
        assert content["cost"] == won["cost"]
        assert [copy["cost"] for copy in copies(database, document)] == [lost["cost"]]
        page = answers[codes.index(409)].text
        for word in (*won["cost"].split(), *lost["cost"].split()):
            assert word in page
        assert "locked" not in page
        loser = berit if codes[0] == 303 else kari
        settled = loser.client.post(
            f"/nb/desk/documents/{document}/settle",
            data={"take.cost": "both", "csrf_token": tokens[loser.email]},
        )
        assert settled.status_code == 303
        saved = send(loser, newest(database, document), copies(database, document)[0])
        assert saved.status_code == 303
        count += 1
        cost = newest(database, document).content["cost"]
        assert won["cost"] in cost
        assert lost["cost"] in cost
    demand_sound(database, document, count)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def test_two_windows_of_one_person_lose_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one window writes in the same field between the other's keeping and saving."""
    database = site_of(app).database
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    other = enter(app, kari.email, kari.account_id)
    document = uuid4()
    address = f"/nb/desk/documents/{document}/write"
    form = {"kind": "experience", "language": "nb", "organisation": "eksempelvik"}
    assert kari.post("/nb/desk/new", {"id": str(document), **form}).status_code == 303
    assert kari.post(address, {**_FIRST, "do": "save"}).status_code == 303
    first = newest(database, document)
    whole = {**first.content, "base": str(first.id), "do": "save"}
    save, token = writing_pages._saved, other.token()

    def later(sheet: Sheet, **given: bool) -> Any:
        monkeypatch.setattr(writing_pages, "_saved", save)
        with ThreadPoolExecutor(1) as thread:
            sent = {**whole, "cost": "Vindu to", "csrf_token": token}
            answer = thread.submit(other.client.post, address, data=sent).result(PATIENCE)
        assert answer.status_code == 409
        return save(sheet, **given)

    monkeypatch.setattr(writing_pages, "_saved", later)
    answer = kari.post(address, {**whole, "cost": "Vindu en"})
    assert answer.status_code == 409
    # The page asks which of the two to take: both have to be there still.
    assert newest(database, document).id == first.id
    assert [copy["cost"] for copy in copies(database, document)] == ["Vindu to"]
    assert all(words in answer.text for words in ("Vindu", "to", "en"))
    settle = f"/nb/desk/documents/{document}/settle"
    assert kari.post(settle, {"take.cost": "both"}).status_code == 303
    assert [copy["cost"] for copy in copies(database, document)] == ["Vindu to Vindu en"]
