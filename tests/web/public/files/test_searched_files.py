"""What stands in the files of entries is searched, page by page, in either language's words."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.attachments.reading import read_file
from network.documents.publishing import withdraw
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.source import DatabaseSource
from network.site import Site
from tests.attached import keep, make_part, make_pdf, plain_file, publish_with_files
from tests.web.people import site_of

FILLING = "Denna sida handlar om planering, uppföljning och ansvar i kommunen. " * 30
# Words that stand in no text of an entry, and in one place of one file each.
PAGES = (
    FILLING,
    f"{FILLING} Vi byggde en vindbrygga vid skolan. {FILLING}",
    FILLING,
    f"{FILLING} Barnens hembygdsforskning redovisas. {FILLING}",
)
REPORT = plain_file(b"a Swedish report", *PAGES)
NOTE = plain_file(b"a note", "Snøskredvarsling på ski", media_type="text/plain")


def index(site: Site) -> None:
    catch_up(site.index.folder, DatabaseSource(site.database))


@pytest.fixture(scope="module")
def searched(app: Flask) -> FlaskClient:
    site = site_of(app)
    keep(site, REPORT, NOTE)
    publish_with_files(
        site,
        "med-rapport",
        [
            make_part(REPORT, "f1", "Rapport.pdf", language="sv", description="Slutrapporten"),
            make_part(NOTE, "f2", "Notat.txt", description="Om kveldsvakter"),
        ],
        summary="Vi prøvde noe.",
    )
    index(site)
    return app.test_client()


def find(reader: FlaskClient, text: str, ui: str = "nb") -> str:
    page = html.unescape(reader.get(f"/{ui}/search", query_string={"q": text}).text)
    return re.sub(r"\s+", " ", page)


def test_a_hit_names_the_file_and_the_page_and_leads_there(searched: FlaskClient) -> None:
    page = find(searched, "vindbrygga", "sv")
    assert "I bilagan Rapport.pdf, sida 2" in page
    assert 'href="/sv/eksempelvik/med-rapport/files/f1#page=2"' in page
    assert "<mark>vindbrygga</mark>" in page
    page = find(searched, "hembygdsforskning")
    assert "I vedlegget Rapport.pdf, side 4" in page
    assert 'href="/nb/eksempelvik/med-rapport/files/f1#page=4"' in page


def test_a_file_without_pages_is_named_alone(searched: FlaskClient) -> None:
    page = find(searched, "snøskredvarsling")
    assert "I vedlegget Notat.txt" in page
    assert 'href="/nb/eksempelvik/med-rapport/files/f2"' in page


def test_names_and_descriptions_of_files_are_searched_too(searched: FlaskClient) -> None:
    assert "/nb/eksempelvik/med-rapport#f2" in find(searched, "kveldsvakter")


def test_a_norwegian_question_finds_a_swedish_page(app: Flask, searched: FlaskClient) -> None:
    site = site_of(app)
    report = plain_file(b"another", FILLING, f"{FILLING} Varje kusin fick ett brev.")
    keep(site, report)
    # In which language it is, nobody says: it shows.
    publish_with_files(site, "utlandsk", [make_part(report, "f1", "Utredning.pdf")])
    index(site)
    page = find(searched, "søskenbarn")
    assert "I vedlegget Utredning.pdf, side 2" in page
    assert "<mark>kusin</mark>" in page


def test_what_an_entry_says_itself_is_weighed_as_without_its_files(app: Flask) -> None:
    site = site_of(app)
    before = {hit.entry: hit.score for hit in site.index.find(Query("frokost")).hits}
    long = plain_file(b"long and all of breakfast", *("frokost på skolen " * 400,) * 20)
    keep(site, long)
    publish_with_files(site, "lang-fil", [make_part(long, "f1", "lang.pdf")])
    index(site)
    after = {hit.entry: hit.score for hit in site.index.find(Query("frokost", limit=50)).hits}
    for entry, score in before.items():
        assert after[entry] == pytest.approx(score, rel=0.15)


def test_a_withdrawn_entrys_files_are_found_no_more(app: Flask, searched: FlaskClient) -> None:
    site = site_of(app)
    secret = plain_file(b"secret", "Om ekornskinnhandel")
    keep(site, secret)
    entry = publish_with_files(site, "bort", [make_part(secret, "f1", "bort.pdf")])
    index(site)
    assert "bort.pdf" in find(searched, "ekornskinnhandel")
    with site.database.transaction() as session:
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    # Between the withdrawal and the index, too.
    assert "bort.pdf" not in find(searched, "ekornskinnhandel")
    index(site)
    assert "bort.pdf" not in find(searched, "ekornskinnhandel")
    assert site.index.find(Query("ekornskinnhandel", exact=True)).total == 0


def test_thirty_pages_are_searched_as_soon_as_they_are_indexed(
    app: Flask, searched: FlaskClient
) -> None:
    site = site_of(app)
    words = "Kommunen følger opp tiltakene i planen og melder fra til utvalget hvert år. " * 30
    letters = "abcdefghijklmnopqrstuvwxyzæøåä"
    pages = [f"{words} Koden er z{letter * 3}bulk. {words}" for letter in letters]
    report = plain_file(b"thirty pages", *pages)
    keep(site, report)
    publish_with_files(site, "tretti-sider", [make_part(report, "f1", "tretti.pdf")])
    index(site)
    assert "I vedlegget tretti.pdf, side 20" in find(searched, "ztttbulk")


def test_a_pdf_is_found_by_what_is_read_in_it(app: Flask, searched: FlaskClient) -> None:
    site = site_of(app)
    file = read_file(make_pdf(["Første side", "Kølapparatur for smådyr"]))
    keep(site, file)
    publish_with_files(site, "ekte-pdf", [make_part(file, "f1", "ekte.pdf")])
    index(site)
    assert "I vedlegget ekte.pdf, side 2" in find(searched, "kølapparatur")
