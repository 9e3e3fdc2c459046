"""A page shows what the database says, whatever the index thinks: an index that follows no more
knows a text that was withdrawn and a title that was changed, and no public address shows either."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.app import create_app
from network.content_files.importing import import_folder
from network.documents.publishing import withdraw
from network.entries.tables import Entry
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.conftest import FULL, make_settings
from tests.folders import write_folder
from tests.new_database import create_schema
from tests.web.people import site_of

# Words that stand nowhere but in the entry's titles, as they are in nb and in sv.
BEFORE, AFTER = ("Kvittersvale", "Kvittersvala"), ("Pludrespett", "Pludderspett")
ENTRY = """---
kind: practice
title: {nb} over skolegården
summary: Vi henger opp kasser.
topics:
  - truancy
sources:
  - id: rapport
    title: Rapport om kasser
    language: nb
    text: |-
      Kassene henger fortsatt.
attachments:
  - id: kart
    title: Kart over kasser
    url: https://eksempelvik.example/kart.pdf
    language: nb
    format: PDF
---

Kassene henger i trærne.
"""
TRANSLATED = """---
translates: nb
title: {sv} över skolgården
summary: Vi hänger upp holkar.
---
"""
LINKING = """---
kind: experience
title: Det vi lærte av andre
topics:
  - truancy
links:
  - relation: relates
    to: eksempelvik/kasser
done: Vi så på [[eksempelvik/kasser]].
---
"""
COLLECTION = """---
kind: collection
title: Samling om skolegården
topics:
  - truancy
items:
  - id: kassene
    entry: eksempelvik/kasser
    why: Begynn her.
---
"""
ADOPTING = """---
kind: experience
title: Vi gjorde som naboen
topics:
  - truancy
adopts:
  - entry: eksempelvik/kasser
---
"""

VALUES = {
    "organisation": ("eksempelvik", "exempelstad"),
    "slug": ("kasser", "laert", "samling"),
    "part": ("kart", "rapport") if FULL else ("kart",),
    "source": ("rapport",),
    "size": ("small",),
    "topic_id": ("truancy", "schools") if FULL else ("truancy",),
    "term_id": ("yttrande",),
    "kind": ("practice", "collection", "experience"),
    "series": ("frokostmoten",),
    # Of a text's own formats and those of the open data; a rule takes those it knows.
    "file_format": ("docx", "md", "ttl", "rdf", "jsonld") if FULL else ("docx", "ttl"),
    "ui": ("nb", "sv"),
    "name": ("pages", "entries", "entries-1", "1"),
    "entry": ("kasser", "laert", "samling"),
    "topic": ("truancy",),
}
# Rooms whose addresses are not the public's: behind a sign-in or a token, or of the operator's.
PRIVATE = ("desk", "account", "operation", "static", "api_drafts")
# What a reader may ask at an address beside it: the words of the titles, and all there is.
ASKED = {
    "public.search": ("q={}", "q={}&exact=1", 'q="{}"', "q=kasser", "", "kind=practice", "q={}*"),
    "public.suggest": ("q={}",),
    "public.search_feed": ("q={}", "q=kasser", ""),
    "public.embed": ("", "as=card"),
    "public.ledger": ("", "topic=truancy"),
    "public.entry": ("", "text=nb", "text=sv"),
    "api.search": ("q={}", "q=kasser"),
}


SHOWING = (
    "/nb/",
    "/nb/eksempelvik",
    "/sv/eksempelvik/kasser",
    "/nb/eksempelvik/laert",
    "/nb/eksempelvik/samling",
    "/nb/topics/truancy",
    "/sv/search?q=kasser",
    f"/nb/suggest?q={BEFORE[0].casefold()}",
    "/nb/feeds/all.atom",
    "/nb/eksempelvik/kasser/document.docx",
    "/api/v1/entries",
    "/api/v1/entries/eksempelvik/kasser",
)


def list_addresses(app: Flask) -> Iterator[str]:
    """Every public address there is, with every value that names something of this site."""
    with site_of(app).database.transaction() as session:
        entry_ids = session.scalars(select(Entry.id)).all()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in PRIVATE:
            continue
        values_of = VALUES | {"id": entry_ids}
        if {"slug", "entry"} & rule.arguments:
            values_of |= {"organisation": ("eksempelvik",)}
        names = sorted(rule.arguments)
        paths = []
        for values in product(*(values_of[name] for name in names)):
            with suppress(ValueError):
                built = rule.build(dict(zip(names, values, strict=True)))
                assert built is not None, rule
                paths.append(built[1])
        assert paths, rule
        for path in paths:
            for asked in ASKED.get(rule.endpoint, ("",)):
                words = (*BEFORE, *AFTER) if "{}" in asked else ("",)
                for word in words:
                    query = asked.replace("{}", quote(word.casefold())).replace('"', "%22")
                    yield f"{path}?{query}" if query else path


def read_all(app: Flask, part: int) -> dict[str, str]:
    """What stands at every public address, in Word's files too; in the quick run at every second
    one, and at the others for the other ``part``."""
    reader = app.test_client()
    found = list(dict.fromkeys(list_addresses(app)))
    found = found if FULL else [*("/nb/", "/sv/eksempelvik/kasser"), *found[part::2]]
    pages = {address: read(reader, address) for address in dict.fromkeys(found)}
    for word in (*BEFORE, *AFTER):
        for ui in ("nb", "sv"):
            answer = reader.post(f"/{ui}/pasted-text", data={"text": f"Vi så en {word} i kassene."})
            assert answer.status_code < 500
            # What was pasted is shown again: only the rest of the title tells that it was found.
            shown = re.sub("<[^>]*>", "", unescape(answer.text))
            pages[f"/{ui}/pasted-text {word}"] = shown.replace(f"en {word} i", "")
    return pages


def read(reader: FlaskClient, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code < 500, address
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            return "".join(
                packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")
            )
    # A picture has no words.
    words = "" if (answer.mimetype or "").startswith("image/png") else answer.data.decode()
    return unescape(words) + answer.headers.get("Location", "")


def find(pages: dict[str, str], words: tuple[str, ...]) -> set[str]:
    """The addresses that show one of the words, other than as what was asked for."""
    return {
        address
        for address, text in pages.items()
        if any(word in text.replace(f"“{word}", "") for word in words)
    }


def write(folder: Path, titles: tuple[str, str]) -> Path:
    nb, sv = titles
    return write_folder(
        folder,
        {
            "entries/eksempelvik/kasser.nb.md": ENTRY.format(nb=nb),
            "entries/eksempelvik/kasser.sv.md": TRANSLATED.format(sv=sv),
            "entries/eksempelvik/laert.nb.md": LINKING,
            "entries/eksempelvik/samling.nb.md": COLLECTION,
        },
    )


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A site whose index was brought up to date once, and follows no more."""
    app = create_app(make_settings(tmp_path))
    site = site_of(app)
    create_schema(site.database)
    with site.database.transaction() as session:
        import_folder(session, write(tmp_path / "in", BEFORE))
    catch_up(site.index.folder, DatabaseSource(site.database))
    yield app
    site.database.close()


def test_no_public_address_shows_what_the_database_has_no_more(app: Flask, tmp_path: Path) -> None:
    site = site_of(app)
    cursor = site.index.status().cursor
    reader = app.test_client()
    # They do show it while it is there, and what is kept of them is kept from now on.
    for address in SHOWING:
        assert find({address: read(reader, address)}, BEFORE), address
    with site.database.transaction() as session:
        import_folder(session, write(tmp_path / "in", AFTER))
    pages = read_all(app, 0)
    assert find(pages, BEFORE) == set()
    assert {"/nb/", "/sv/eksempelvik/kasser"} <= find(pages, AFTER)
    with site.database.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "kasser")).one()
        withdraw(session, entry.id, actor=get_system_actor(session, "test"))
    assert find(read_all(app, 1), (*BEFORE, *AFTER)) == set()
    # All the while the index thought what it had thought.
    assert site.index.status().cursor == cursor
