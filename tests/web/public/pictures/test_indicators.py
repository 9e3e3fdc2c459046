"""Numbers before and after: asked for in the form, drawn on the page, a table in every file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from pydantic import ValidationError

from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.site import Site
from network.web.desk.form import forms
from network.web.desk.form.faults import convert_validation_error
from network.web.desk.form.reading import Names

ROWS = [
    {
        "id": "i1",
        "title": "Mat som <ble> kastet",
        "unit": "gram per gjest",
        "before": "1250,50",
        "before_date": "2020",
        "after": "-3",
        "source": "rapport",
    },
    {"id": "i2", "title": "Klager", "after": "0"},
]


@pytest.fixture(scope="module")
def weighed(app: Flask) -> str:
    """The address of an experience with numbers."""
    site: Site = app.extensions["grannar"]
    content = parse_content(
        {
            "kind": "experience",
            "language": "nb",
            "title": "Veid",
            "sources": [{"id": "rapport", "title": "Rapport"}],
            "indicators": ROWS,
        }
    )
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
        made = begin(session, Placement(home, "veid", home), content, actor=actor)
        publish(session, made.id, actor=actor)
    return "eksempelvik/veid"


def test_the_numbers_stand_beside_their_bars_as_the_reader_writes_them(
    reader: FlaskClient, weighed: str
) -> None:
    page = reader.get(f"/nb/{weighed}").text
    assert "Mat som &lt;ble&gt; kastet" in page
    assert "<ble>" not in page
    (figure, _) = re.findall(r'<figure class="bars".*?</figure>', page, re.DOTALL)
    assert re.findall(r'bar-number"\s*>(.*?)</span>', figure) == ["1\u00a0250,50", "\u22123"]
    assert re.findall(r'<rect\s+x="([\d.]+)%"\s+width="([\d.]+)%"', figure) == [
        ("0.2", "99.8"),
        ("0.0", "0.6"),
    ]
    assert 'aria-hidden="true"' in figure
    assert "style=" not in figure
    assert "<svg" in figure
    assert 'href="#rapport"' in page
    # What nobody counted is not drawn as nothing.
    assert "Ikke oppgitt" in page.split('id="i2"')[1].split("</figure>")[0]
    assert "Siffror före och efter" in reader.get(f"/sv/{weighed}").text


def test_the_table_alone_goes_into_files(reader: FlaskClient, weighed: str) -> None:
    text = reader.get(f"/nb/{weighed}/document.md").text
    assert text.count("1\u00a0250,50") == 1
    assert re.search(r"\|.*kastet.*\|.*1\u00a0250,50.*\|.*\u22123.*\| gram per gjest \|", text)
    assert "Tallene som tabell" not in text


def typed(app: Flask, **row: str) -> tuple[dict[str, Any], list[str]]:
    """What a row of the form makes, and what is said of it."""
    with app.test_request_context("/nb/"):
        g.ui = "nb"
        fields = forms.make_blank("experience") | {"title": "Veid"}
        blank = dict.fromkeys(("unit", "before_date", "after_date", "source"), "")
        fields["indicators"] = [{"id": "", **blank, **row}]
        value, places = forms.make_value("experience", "nb", fields, Names({}, {}))
        try:
            parse_content(value)
        except ValidationError as problem:
            faults = convert_validation_error(problem, places, "experience")
            return value, [f"{fault.place} {fault.sentence}" for fault in faults]
        return value, []


def test_numbers_are_typed_as_people_write_them(app: Flask) -> None:
    value, faults = typed(app, title="Mat", before="1 250,5", after="31.5", before_date="mai 2020")
    assert faults == []
    (row,) = value["indicators"]
    assert {name: row[name] for name in ("before", "after", "before_date")} == {
        "before": "1250,5",
        "after": "31,5",
        "before_date": "2020-05",
    }


@pytest.mark.parametrize(
    ("row", "place", "sentence"),
    [
        ({"title": "Mat", "before": "ca. 7", "after": ""}, "before", "ikke et tall"),
        ({"title": "Mat", "before": "", "after": "1.250"}, "after", "1\u00a0250 eller 1,250"),
        ({"title": "Mat", "before": "", "after": ""}, "", "Fjern raden"),
        ({"title": "", "before": "7", "after": ""}, "title", ""),
    ],
)
def test_what_is_wrong_with_a_number_is_said_at_it(
    app: Flask, row: dict[str, str], place: str, sentence: str
) -> None:
    _, (fault,) = typed(app, **row)
    at, _, words = fault.partition(" ")
    assert at == f"indicators.0.{place}".rstrip(".")
    assert sentence in words
