"""From the desk: what neighbours did with the same as a draft, which nobody else gets to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from network.db import Base
from network.documents.revisions import Placement, begin
from network.entries.tables import Entry
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from tests.conftest import make_site
from tests.folders import write_folder
from tests.motions import FILES
from tests.web.people import Person, actor, signed_in, site_of

HOME = "eksempelvik"
# Typed into the form; the saved version and the working copy say something else.
TYPED = {
    "base": "",
    "kind": "case",
    "language": "nb",
    "organisation_slug": HOME,
    "title": "Forslag om elbiler i hjemmetjenesten",
    "summary": "Alle kjøretøyer i hjemmetjenesten skal bli utslippsfrie, med ladeplasser.",
    "body": "Hjemmetjenestens **biler** kjører mange korte turer.",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with the same matter on both sides of the border."""
    folder = tmp_path_factory.mktemp("draft")
    app = make_site(folder, write_folder(folder / "in", FILES))
    yield app
    site_of(app).database.engine.dispose()


@pytest.fixture(scope="module")
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", HOME)


def _rows(app: Flask) -> str:
    """Everything that stands in the database, but for when somebody was last seen."""
    with site_of(app).database.reading() as session:
        return "\n".join(
            str(tuple(row))
            for table in Base.metadata.sorted_tables
            if table.name != "sign_ins"
            for row in session.execute(select(table))
        )


def test_what_is_typed_is_compared_as_it_stands_and_nothing_is_kept(
    app: Flask, kari: Person
) -> None:
    address = f"/nb/desk/documents/{uuid4()}/pasted-text"
    kari.token()
    before = _rows(app)
    answer = kari.post(address, TYPED)
    assert answer.status_code == 200
    assert 'href="/nb/exempelstad/elbilar"' in answer.text
    assert "<mark>kjøretøyer</mark>" in answer.text
    assert "Det du skrev" in answer.text
    # Plain words, without the marks of the form.
    assert "**" not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert _rows(app) == before


def test_from_the_page_of_a_document_its_newest_text_is_compared(app: Flask, kari: Person) -> None:
    value = {key: TYPED[key] for key in ("kind", "language", "title", "summary", "body")}
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)[HOME]
        revision = begin(
            session, Placement(home, None, home), parse_content(value), actor=actor(app, kari)
        )
        document_id = revision.document_id
    page = kari.get(f"/sv/desk/documents/{document_id}").text
    form = re.search(r'<form method="post" action="([^"]+/pasted-text)"', page)
    assert form
    answer = kari.post(form[1])
    assert answer.status_code == 200
    assert "Jämfört med din text:" in answer.text
    assert 'href="/sv/exempelstad/elbilar"' in answer.text
    # What is kept beside the version goes before it.
    kari.post(
        f"/nb/desk/documents/{document_id}/keep",
        {
            **TYPED,
            "title": "Vafler",
            "summary": "Mel og egg.",
            "body": "",
            "base": str(revision.id),
        },
    )
    answer = kari.post(form[1])
    assert 'href="/sv/exempelstad/elbilar"' not in answer.text
    assert "Vi hittade inget" in answer.text


def test_an_entry_is_not_found_by_its_own_text(app: Flask, kari: Person) -> None:
    with site_of(app).database.reading() as session:
        own = session.scalar(select(Entry.id).where(Entry.slug == "elbiler"))
    page = kari.post(f"/nb/desk/documents/{own}/pasted-text").text
    assert 'href="/nb/exempelstad/elbilar"' in page
    assert 'href="/nb/eksempelvik/elbiler"' not in page


def test_the_form_has_the_button_and_opens_a_tab(kari: Person) -> None:
    form = kari.post(
        "/nb/desk/new", {"kind": "case", "language": "nb", "organisation": HOME, "id": str(uuid4())}
    )
    page = kari.get(form.headers["Location"]).text
    button = re.search(r'<button[^>]*formaction="[^"]+/pasted-text"[^>]*>', page)
    assert button
    assert 'formtarget="_blank"' in button[0]
    assert "formnovalidate" in button[0]
