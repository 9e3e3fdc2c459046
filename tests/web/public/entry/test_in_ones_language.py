"""Whom to ask, sources and partners are read in the reader's language where it is translated."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.documents.publishing import publish
from network.documents.revisions import revise
from network.entries.tables import Entry, EntryText
from network.kinds.content import make_name_path
from network.kinds.translation import Translation
from network.people.actors import get_system_actor
from tests.web.people import site_of
from tests.web.public.entry.test_order import facts, put, read

VALUE: dict[str, Any] = {
    "language": "sv",
    "title": "Matlag",
    "sources": [{"id": "notat", "title": "Yttrande", "reference": "odaterat, utan nummer"}],
    "contact": {"office": "Socialförvaltningen", "role": "samordnare"},
    "partners": [{"name": "kringliggande kommuner"}],
}
WORDS = {
    "title": "Matlaget",
    "notat.reference": "udatert, uten nummer",
    "-contact.office": "sosialkontoret",
    "-contact.role": "koordinator",
    make_name_path("kringliggande kommuner"): "nabokommunene",
}


@pytest.fixture
def address(app: Flask) -> str:
    """A Swedish entry with a Norwegian text."""
    address = put(app, "pa-svensk", VALUE)
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        entry_id = session.scalars(select(Entry.id).where(Entry.slug == "pa-svensk")).one()
        value = Translation(language="nb", translates="sv", words=WORDS)
        publish(session, revise(session, entry_id, value, actor=actor).id, actor=actor)
    return address


def test_the_translated_words_stand_on_the_page_and_the_originals_on_the_other(
    app: Flask, reader: FlaskClient, address: str
) -> None:
    norwegian = read(reader, address)
    assert facts(norwegian)["Hvem kan du spørre?"] == "koordinator, sosialkontoret"
    assert facts(norwegian)["Sammen med"] == "nabokommunene"
    sources = norwegian.select_one(".sources")
    assert sources is not None
    assert "udatert, uten nummer" in sources.get_text()
    assert "samordnare" not in norwegian.get_text()
    swedish = read(reader, address.replace("/nb/", "/sv/"))
    assert facts(swedish)["Vem kan du fråga?"] == "samordnare, Socialförvaltningen"
    # It is no answer to what a text tells of.
    assert address not in reader.get("/nb/search?q=sosialkontoret").text
    # Nothing of it is left untold where the public words were made before it could be translated.
    with site_of(app).database.transaction() as session:
        for text in session.scalars(select(EntryText).where(EntryText.title.like("Matlag%"))):
            text.words = {path: text.words[path] for path in text.words if path == "title"}
    old = read(reader, address)
    assert facts(old)["Hvem kan du spørre?"] == "samordnare, Socialförvaltningen"
    assert facts(old)["Sammen med"] == "kringliggande kommuner"
    assert old.select(".fact-contact [lang=sv]")
