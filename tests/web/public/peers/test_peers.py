"""Municipalities like one another, their population, and the ledger by size."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.community.peers.reading import Body, find_peers, find_reasons
from network.organisations.figure_import import import_population
from network.organisations.statistics.population import Population
from tests.conftest import make_site
from tests.folders import FILES, MUNICIPALITIES, write_folder
from tests.web.desk.adoption.test_adoption import uses, written
from tests.web.people import site_of

_NEIGHBOURS = "slug,neighbour,source\neksempelvik,exempelstad,Kartet\n"
# None of them is an example here: the county of those is another.
_REGISTER = (
    MUNICIPALITIES.replace(",99,", ",95,")
    + "SE,9802,Annanstad,97,B3,annanstad,\nSE,9803,Tredjestad,96,B3,tredje,\n"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("like")
    changed: dict[str, str | None] = {
        "organisations/municipalities.csv": _REGISTER,
        "organisations/counties.csv": FILES["organisations/counties.csv"].replace(",99,", ",95,"),
        "organisations/neighbours.csv": _NEIGHBOURS,
    }
    made = make_site(folder, write_folder(folder / "in", changed))
    with site_of(made).database.transaction() as session:
        norwegian: dict[str, int | None] = {"9901": 12_000, "9902": 900}
        swedish: dict[str, int | None] = {"9801": 60_000, "9802": 11_500}
        for numbers, source in ((norwegian, "SSB"), (swedish, "SCB")):
            import_population(session, Population(2025, numbers, 0, source, "09999", "Folk"))
    yield made
    made.extensions["grannar"].database.engine.dispose()


@pytest.fixture(scope="module")
def methods(app: Flask) -> None:
    """A practice at each of five municipalities."""
    for home in ("eksempelvik", "annanstad", "exempelstad", "tredje", "lilleby-ost"):
        written(app, home, "metode", kind="practice")


def body(slug: str, **more: Any) -> Body:
    usual = Body(1, slug, slug, "municipality", "NO", "NO-01", "")
    return replace(usual, **more)


def test_every_reason_is_told_the_strongest_first() -> None:
    own = body("a", group="B3", population=6_000, neighbours=frozenset({"b"}))
    assert find_reasons(own, body("b", group="B3", population=9_999)) == (
        "neighbour",
        "group",
        "population",
        "county",
    )
    # Across the border by size and as neighbours, not where nothing is known.
    abroad = body("c", country="SE", county="SE-01", population=5_000)
    assert find_reasons(own, abroad) == ("population",)
    assert find_reasons(body("d", county=""), body("e", county="")) == ()
    # An example is like another, and never like one that exists, whatever the register says.
    made_up = body("h", county="NO-99", population=6_000, group="B3")
    assert find_reasons(own, made_up) == find_reasons(made_up, own) == ()
    named = body("i", neighbours=frozenset({"h"}))
    assert find_reasons(named, made_up) == ()
    assert find_reasons(made_up, body("j", county="SE-99", population=6_000)) == ("population",)
    assert find_reasons(own, body("f", county="NO-02", population=10_000)) == ()
    assert find_reasons(own, body("g", type="county", population=6_000)) == ()


def test_those_with_most_reasons_come_first_then_the_nearest_in_size() -> None:
    own = body("a", population=6_000)
    others = [
        body("far", county="NO-02", population=9_000),
        body("near", county="NO-02", population=6_100),
        body("both", population=9_900),
        body("unknown"),
        body("closed", population=6_000, is_closed=True),
    ]
    found = find_peers({place.slug: place for place in (own, *others)}, "a")
    assert list(found) == ["both", "near", "far", "unknown"]
    assert find_peers({}, "a") == {}


def test_the_page_of_those_like_one_says_why(reader: FlaskClient) -> None:
    page = reader.get("/nb/like/eksempelvik").text
    listed = page[page.index('class="plain works like-list"') :].partition("</ul>")[0]
    assert set(re.findall(r'<li><a href="/nb/([a-z-]+)"', listed)) == {
        # The neighbour, one of its size across the border, and one of its county.
        "exempelstad",
        "annanstad",
        "lilleby-ost",
    }
    # A neighbour is one both ways.
    assert "eksempelvik" in reader.get("/sv/like/exempelstad").text
    assert reader.get("/nb/like/grannar").status_code == 404
    assert reader.get("/nb/like/ingen").status_code == 404


def test_an_organisations_page_has_its_population_with_the_source(reader: FlaskClient) -> None:
    page = reader.get("/nb/eksempelvik").text
    assert "12\xa0000" in page
    assert "(2025)" in page
    assert "SSB, tabell 09999" in page.replace("table", "tabell")
    assert "(2025)" not in reader.get("/nb/lilleby-vest").text


@pytest.mark.usefixtures("methods")
def test_the_ledger_is_narrowed_by_population_in_both_countries(reader: FlaskClient) -> None:
    page = reader.get("/nb/ledger?rows=all&size=10000-19999").text
    assert list_homes_of_methods(page) == ["annanstad", "eksempelvik"]
    everything = reader.get("/nb/ledger?rows=all&size=nothing").text
    assert sorted(list_homes_of_methods(everything)) == [
        "annanstad",
        "eksempelvik",
        "exempelstad",
        "lilleby-ost",
        "tredje",
    ]
    lines = csv.reader(
        io.StringIO(reader.get("/nb/ledger/csv?size=0-4999").data.decode("utf-8-sig")),
        delimiter=";",
    )
    homes = [line[2].split("/")[-2] for line in lines if line[2].endswith("/metode")]
    assert homes == ["lilleby-ost"]


def list_homes_of_methods(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/nb/([a-z-]+)/metode"', page)


def test_what_was_taken_up_stands_in_the_ledger_unless_it_was_stopped(
    app: Flask, reader: FlaskClient
) -> None:
    written(app, "exempelstad", "brukt", kind="practice")
    uses(app, "lilleby-ost", "slik", "exempelstad/brukt")
    uses(app, "lilleby-vest", "ikke-slik", "exempelstad/brukt", outcome="planned")
    lines = csv.reader(
        io.StringIO(reader.get("/nb/ledger/csv").data.decode("utf-8-sig")), delimiter=";"
    )
    said = {(line[2].rpartition("/")[2], line[6], line[9]) for line in lines}
    assert ("brukt", "Østfylket", "Har det, tilpasset") in said
    assert not any(slug == "brukt" and county == "Vestfylket" for slug, county, _ in said)


@pytest.mark.usefixtures("methods")
def test_what_others_of_ones_size_do_is_told_across_the_border(reader: FlaskClient) -> None:
    page = reader.get("/nb/ledger?for=annanstad").text
    assert "/nb/eksempelvik/metode" in page
    # Another country's, of another size.
    assert "/nb/lilleby-ost/metode" not in page
