"""Addresses are permanent: moved leads on, withdrawn says so and tells nothing."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.documents.publishing import move, withdraw
from network.entries.tables import Entry
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site


def test_moved_then_withdrawn(app: Flask, reader: FlaskClient) -> None:
    site: Site = app.extensions["grannar"]
    with site.database.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        entry_id = entry.id
        move(session, entry_id, "skolefrokost", actor=get_system_actor(session, "test"))
    answer = reader.get("/sv/eksempelvik/frokost?text=nb")
    assert (answer.status_code, answer.location) == (
        301,
        "/sv/eksempelvik/skolefrokost?text=nb",
    )
    # Links made to the old address lead to the new one.
    assert "/sv/eksempelvik/skolefrokost" in reader.get("/sv/exempelstad/mote").text
    with site.database.transaction() as session:
        withdraw(session, entry_id, actor=get_system_actor(session, "test"))
    catch_up(site.index.folder, DatabaseSource(site.database))
    for slug in ("frokost", "skolefrokost"):
        gone = reader.get(f"/sv/eksempelvik/{slug}")
        assert gone.status_code == 410
        assert "Frukost i skolan" not in gone.text
    for page in ("", "eksempelvik", "topics/schools", "search?q=frukost", "exempelstad/mote"):
        assert "Frukost i skolan" not in reader.get(f"/sv/{page}").text
