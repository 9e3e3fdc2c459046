"""Exported, imported into an empty database, exported again: the same bytes, page for page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from network.content_files.exporting import export_folder
from network.entries.queries import find_newest_entries
from network.organisations.queries import list_organisations
from network.site import Site
from network.topics.vocabulary import load_terms, load_topics
from tests.conftest import FULL, make_site
from tests.content_files.test_import import read_all


def every_public_page(site: Site) -> list[str]:
    """The address of every page below the interface's language."""
    with site.database.reading() as session:
        entries = find_newest_entries(session, "nb", 10_000)
        organisations = [row.slug for row in list_organisations(session)]
        topics, terms = list(load_topics(session)), list(load_terms(session))
    own = {card.organisation for card in entries}
    # Pages of organisations without entries, of topics and of terms are made alike: a tenth of each
    # in the quick run.
    tenth = 1 if FULL else 10
    shown = [
        slug for number, slug in enumerate(organisations) if slug in own or number % tenth == 0
    ]
    return [
        "",
        "search",
        "search?q=voldelig+ekstremisme",
        "search?sort=date&kind=experience",
        "topics",
        "glossary",
        "organisations",
        "organisations?name=a",
        "about",
        "accessibility",
        "lund",
        "no-such-place",
        *(card.address for card in entries),
        *(f"{card.address}?text={language}" for card in entries for language in ("nb", "nn", "sv")),
        *shown,
        *(f"topics/{topic}" for topic in topics[::tenth]),
        *(f"glossary/{term}" for term in terms[::tenth]),
    ]


@pytest.mark.quick(cases=0)
def test_the_two_exports_and_all_pages_are_the_same(seeded_app: Flask, tmp_path: Path) -> None:
    first: Site = seeded_app.extensions["grannar"]
    with first.database.reading() as session:
        export_folder(session, tmp_path / "one")
    app = make_site(tmp_path / "site", tmp_path / "one")
    second: Site = app.extensions["grannar"]
    with second.database.reading() as session:
        export_folder(session, tmp_path / "two")
    assert read_all(tmp_path / "one") == read_all(tmp_path / "two")
    here, there = seeded_app.test_client(), app.test_client()
    pages = every_public_page(first)
    assert len(pages) > 150
    for number, page in enumerate(pages):
        for ui in ("nb", "sv") if FULL else ("nb", "sv")[number % 2 :][:1]:
            one, two = here.get(f"/{ui}/{page}"), there.get(f"/{ui}/{page}")
            assert (one.status_code, one.data) == (two.status_code, two.data), page
    second.database.engine.dispose()
