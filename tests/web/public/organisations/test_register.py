"""The register's page: those that something is written about, then all by county, or by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import make_site
from tests.folders import BODIES, MUNICIPALITIES, write_folder

_CLOSED = """- slug: gammelforbundet
  type: association
  country: 'NO'
  valid_until: '2023-12-31'
  names:
    - name: Gammelforbundet
      language: nb
- slug: gammelby
  type: municipality
  country: 'NO'
  county: '98'
  valid_until: '2019-12-31'
  names:
    - name: Gammelby
      language: nb
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("register")
    changed: dict[str, str | None] = {
        "organisations/bodies.yaml": BODIES + _CLOSED,
        "organisations/municipalities.csv": MUNICIPALITIES
        + "NO,9904,Ståbygd,98,Bokmål,stabygd,\nNO,9905,Storvik,98,Bokmål,storvik,\n",
    }
    made = make_site(folder, write_folder(folder / "in", changed))
    yield made
    made.extensions["grannar"].database.engine.dispose()


def section(page: str, id: str) -> str:
    start = page.index(f'id="{id}"')
    return page[start : page.index("</section>", start)]


def test_those_that_something_is_written_about_come_first(reader: FlaskClient) -> None:
    page = reader.get("/nb/organisations").text
    first = section(page, "written-about")
    assert "Eksempelvik</a>" in first
    assert "Ståbygd" not in first
    assert 'class="users-map"' in first
    assert page.index('id="written-about"') < page.index('id="by-county"')
    # Nobody has searched, so nothing was found.
    assert "treff" not in page
    assert 'role="status"' not in page


def test_all_lie_folded_under_their_counties(reader: FlaskClient) -> None:
    counties = section(reader.get("/nb/organisations").text, "by-county")
    folded = {
        re.sub(r"<[^>]+>|\xa0|&nbsp;", " ", summary).split()[0]: re.findall(
            r'<li>(?:<span class="with-mark">)?<a href="/nb/([a-z-]+)"', rows
        )
        for summary, rows in re.findall(
            r"<details[^>]*><summary>(.*?)</summary>(.*?)</details>", counties, re.DOTALL
        )
    }
    assert folded["Vestfylket"] == [
        "gammelby",
        "lilleby-vest",
        "storvik",
        # In Norwegian å comes last.
        "stabygd",
        "vestfylket-fylkeskommune",
    ]
    # What was made up is no municipality of a county, and comes last.
    assert list(folded)[-1] == "Oppdiktede"
    assert {"eksempelvik", "lilleby-ost"} <= set(folded["Oppdiktede"])


def test_counts_of_municipalities_leave_out_made_up_and_closed_ones(reader: FlaskClient) -> None:
    page = reader.get("/nb/organisations").text
    assert "Alle de 3 kommunene i Norge og 1 i Sverige har en side her." in page


def test_what_was_dissolved_says_when(reader: FlaskClient) -> None:
    for page in ("/nb/organisations", "/nb/organisations?name=gammel"):
        text = reader.get(page).text
        assert 'Gammelforbundet</a><span class="state">opphørt 2023</span>' in text


def test_a_name_that_nobody_has_leads_to_those_that_are_near(reader: FlaskClient) -> None:
    page = reader.get("/nb/organisations?name=stabyd").text
    assert "Ingen i registeret heter «stabyd»." in page
    assert "Mente du en av disse?" in page
    assert '/nb/stabygd"' in page
    page = reader.get("/nb/organisations?name=%3Cb%3Eqqqq").text
    assert "Ingen i registeret heter «&lt;b&gt;qqqq»." in page
    assert "Mente du" not in page


def test_who_chooses_is_led_to_the_front_page_around_it(reader: FlaskClient) -> None:
    assert '"/nb/?my=storvik"' in reader.get("/nb/organisations?choose=1").text
    assert '"/nb/?my=stabygd"' in reader.get("/nb/organisations?choose=1&name=stabyd").text
