"""How the form asks for a field follows its type, whatever the field is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from network.documents.tables import WorkingCopy
from network.documents.working_copies import Clash
from network.kinds import KINDS, parse_content
from network.kinds.merging import merge_fields, summarise_fields
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import TopicChoice
from network.web.desk.form.faults import convert_validation_error
from network.web.desk.form.fields import list_fields
from network.web.desk.form.part_choices import list_own_parts
from network.web.desk.form.reading import FormReading, Names, Position
from network.web.desk.form.widgets import (
    Address,
    Addresses,
    Choice,
    Date,
    Field,
    Group,
    Line,
    Number,
    Organisation,
    PartChoice,
    Parts,
    Prose,
    SeriesAddress,
)
from network.web.desk.writing.merge_conflicts import show_clashes
from tests.made_up_kind import Market, market

NAMES = Names({"lilleby kommune": "lilleby", "lilleby": "lilleby"}, {"lilleby": "Lilleby kommune"})
WIDGETS = {
    "start": "prose",
    "end": "line",
    "series": "line",
    "organisation": "line",
    "source": "date",
    "since": "address",
    "date": "organisation",
    "entry": "group",
    "cost": "prose",
    "role": "part",
    "gap": "slug",
    "practice": "original",
    "stated_measures": "number",
    "outcome": "choice",
    "levels": "choices",
    "steps": "topics",
    "text": "addresses",
    "place": "part",
    "measures": "parts",
}
WITHIN = {
    "title": "line",
    "account": "part",
    "said_in": "line",
    "section": "address",
    "due": "organisation",
}


@pytest.fixture(autouse=True)
def _is_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "market", Market)


def fields_by_name() -> dict[str, Field]:
    return {field.name: field for field in list_fields("market")}


def test_the_widget_is_that_of_the_type() -> None:
    fields = fields_by_name()
    assert {name: fields[name].widget for name in WIDGETS} == WIDGETS
    assert {field.name: field.widget for field in fields["measures"].inner} == WITHIN


def test_the_greatest_length_and_the_language_are_those_of_the_type() -> None:
    fields = fields_by_name()
    longest = {name: fields[name].longest for name in ("series", "end", "since", "practice")}
    assert longest == {"series": 80, "end": 300, "since": 260, "practice": 100_000}
    translatable = {name for name, field in fields.items() if field.translatable}
    assert translatable == {"title", "summary", "body", "start", "end", "series", "cost"}


def test_what_is_typed_means_what_the_type_says() -> None:
    typed = MultiDict(
        {
            "title": "Torg",
            "start": "27.2.2015",
            "organisation": "Lilleby kommune",
            "source": "27.2.2015",
            "since": "/nb/lilleby/plan#m1",
            "date": "Lilleby kommune",
            "gap": "Torg i Lilleby",
            "stated_measures": "7",
            "text.0.present": "1",
            "text.0": "",
            "text.1.present": "1",
            "text.1": "https://grannar.example/sv/lilleby/x",
            "measures.0.present": "1",
            "measures.1.present": "1",
            "measures.1.title": "Bod",
        }
    )
    fields = forms.read_request("market", typed)
    value, places = forms.make_value("market", "nb", fields, NAMES)
    content = parse_content(value)
    assert content == market(
        start="27.2.2015",
        organisation="Lilleby kommune",
        source="2015-02-27",
        since="lilleby/plan#m1",
        date="lilleby",
        gap="torg-i-lilleby",
        stated_measures=7,
        text=["lilleby/x"],
        measures=[{"id": "m1", "title": "Bod"}],
    )
    assert (places["text.0"], places["measures.0.title"]) == ("text.1", "measures.1.title")
    assert forms.fill_from_content(content, NAMES)["date"] == "Lilleby kommune"


def test_an_unknown_organisation_is_told_where_one_is_asked_for_and_nowhere_else() -> None:
    fields = forms.make_blank("market") | {"organisation": "Ukjent", "date": "Ukjent"}
    fields["entry"]["organisation"] = "Ukjent"
    assert list(forms.list_unknown_organisations("market", fields, NAMES)) == [
        ("date", "Ukjent"),
        ("entry.organisation", "Ukjent"),
    ]


def test_hints_and_mentions_look_at_what_is_markdown() -> None:
    fields = forms.make_blank("market") | {"start": "Her", "end": "Der"}
    places = dict(forms.list_prose("market", fields))
    assert places.keys() == {"summary", "start", "cost", "body"}
    forms.put_text(fields, "start", "Nå")
    assert fields["start"] == "Nå"


def test_a_fault_of_a_reference_stands_at_its_field(app: Flask) -> None:
    fields = forms.make_blank("market") | {"title": "Torg"}
    stall = {"id": "", "title": "Bod", "account": "m9"}
    fields["measures"] = [{"id": "", "title": ""}, stall]
    value, places = forms.make_value("market", "nb", fields, NAMES)
    with pytest.raises(ValidationError) as refused:
        parse_content(value)
    with app.test_request_context("/nb/"):
        (fault,) = convert_validation_error(refused.value, places)
    assert fault.place == "measures.1.account"
    assert "Tiltak" in fault.sentence


def test_parts_are_chosen_by_the_list_that_the_type_names(app: Flask) -> None:
    fields = forms.make_blank("market")
    fields["sources"] = [{"id": "k1", "title": "Referat"}, {"id": "", "title": "Ny"}]
    fields["measures"] = [
        {"id": "m1", "title": "Bod"},
        {"id": "m2", "title": "Bod til", "account": "m1"},
    ]
    choices = fields_by_name()
    role, place = choices["role"], choices["place"]
    assert isinstance(role, PartChoice)
    assert isinstance(place, PartChoice)
    with app.test_request_context("/nb/"):
        assert list_own_parts("market", fields, role) == [("k1", "Referat")]
        # Neither what the entry stands on nor what refers to another of its own list.
        assert list_own_parts("market", fields, place) == [("m1", "Tiltak 1 – Bod")]


@pytest.fixture
def form(app: Flask) -> Iterator[str]:
    fields = forms.make_blank("market") | {"steps": ["schools"], "role": "k9"}
    fields["sources"] = [{**_stall("sources"), "id": "k1", "title": "Referat"}]
    with app.test_request_context("/nb/"):
        yield render_template_string(
            '{% from "desk/form/_form.html" import field with context %}'
            "{% for f in fields %}{{ field(f, f.name, values[f.name]) }}{% endfor %}",
            fields=list_fields("market"),
            values=fields,
            labels=labels,
            names=NAMES,
            topics=[TopicChoice("schools", "Skole", "nb")],
            own_parts=partial(list_own_parts, "market", fields),
            sheet=SimpleNamespace(language="nn"),
            wrong_at={},
            number_at={},
            notes_at={},
            hint_at={},
            warned_at={},
            given_files={},
            named_at={},
        )


def _stall(name: str) -> dict[str, Any]:
    field = fields_by_name()[name]
    assert isinstance(field, Parts)
    item: dict[str, Any] = field.make_blank_item()
    return item


def element(page: str, name: str) -> str:
    """The opening tag of the element that asks for a field."""
    tag = re.search(rf'<(?:input|textarea|select)\b[^>]*name="{name}"[^>]*>', page)
    assert tag, name
    return " ".join(tag[0].split())


def test_the_page_asks_for_each_type_in_its_way(form: str) -> None:
    assert element(form, "start").startswith("<textarea")
    assert 'lang="nn"' in element(form, "start")
    assert 'maxlength="80"' in element(form, "series")
    assert 'lang="nn"' in element(form, "series")
    assert "lang=" not in element(form, "organisation")
    assert 'list="organisations"' not in element(form, "organisation")
    assert 'list="organisations"' in element(form, "date")
    assert "placeholder" in element(form, "source")
    assert 'spellcheck="false"' in element(form, "practice")
    assert 'value="schools"' in element(form, "steps")
    # What is chosen and no longer there is not lost by opening the form.
    chosen = form[form.index('name="role"') :]
    assert re.search(r'<option value="k1" *>\s*Referat', chosen)
    assert re.search(r'<option value="k9" selected>', chosen)


def test_both_texts_are_offered_where_the_type_holds_words() -> None:
    base, mine, theirs = (
        forms.fill_from_content(content, NAMES)
        for content in (
            market(),
            market(start="a", source="2019"),
            market(start="b", source="2020"),
        )
    )
    joined = merge_fields("market", summarise_fields(base), mine, theirs)
    clashes = [Clash(clash.path, clash.mine, clash.theirs) for clash in joined.clashes]
    copy = WorkingCopy(kind="market", fields=joined.value, clashes=[*map(asdict, clashes)])
    shown = {conflict.name: conflict.is_text for conflict in show_clashes(copy, {})}
    assert shown == {"take.start": True, "take.source": False}


# Each class by itself.

READING_AT = Position("x", "x")


def reading() -> FormReading:
    return FormReading(NAMES, set())


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (Line(name="x"), " a ", "a"),
        (Prose(name="x"), "a\r\nb\r\n", "a\nb"),
        (Number(name="x"), " 7 ", 7),
        (Number(name="x"), "sju", "sju"),
        (Number(name="x"), "٧", "٧"),
        (Date(name="x"), "1. 12. 2020", "2020-12-01"),
        (Date(name="x"), "kanskje", "kanskje"),
        (Address(name="x"), "/sv/moss/plan/", "moss/plan"),
        (Address(name="x"), "https://grannar.example/nb/moss/plan?my=oslo#m1", "moss/plan#m1"),
        (Address(name="x"), "grannar.example/sv/moss/plan/map", "moss/plan"),
        (Address(name="x"), "http://localhost:8000/nb/moss/plan#:~:text=a", "moss/plan"),
        (Address(name="x"), "[[moss/plan#m1|planen]]", "moss/plan#m1"),
        (Address(name="x"), "https://www.moss.example/plan/x", "https://www.moss.example/plan/x"),
        (
            Address(name="x"),
            "https://grannar.example/nb/topics/x",
            "https://grannar.example/nb/topics/x",
        ),
        (Organisation(name="x"), " Lilleby  Kommune ", "lilleby"),
        (Organisation(name="x"), "Ukjent", "Ukjent"),
        (SeriesAddress(name="x"), "Åpent møte", "apent-mote"),
        (Choice(name="x", options=("a", "b")), "a", "a"),
        (Addresses(name="x", item=Address(name="x")), ["", "a/b/"], ["a/b"]),
        (Group(name="x", inner=(Line(name="y"),)), {"y": ""}, None),
        (Group(name="x", inner=(Line(name="y"),)), {"y": "a"}, {"y": "a"}),
        (Parts(name="x", inner=(Line(name="y"),)), [{"y": ""}, {"y": "a"}], [{"y": "a"}]),
        # A line that must be there is told to be empty, not to be missing.
        (
            Parts(name="x", inner=(Line(name="y", required=True), Line(name="z"))),
            [{"y": "", "z": "a"}],
            [{"y": "", "z": "a"}],
        ),
    ],
)
def test_a_field_makes_the_value_of_what_is_typed(field: Field, typed: Any, value: Any) -> None:
    assert field.make_value(typed, READING_AT, reading()) == value


EVERY = [
    Line(name="x"),
    Choice(name="x", options=("a",), default="a"),
    Addresses(name="x", item=Address(name="x")),
    Group(name="x", inner=(Line(name="y"), Date(name="z"))),
    Parts(name="x", inner=(Choice(name="y", default="a"), Parts(name="z", inner=())), has_id=True),
]


@pytest.mark.parametrize("field", EVERY)
def test_a_blank_field_says_nothing_and_is_what_an_empty_value_shows(field: Field) -> None:
    assert not field.says_something(field.make_blank())
    assert field.fill(None, NAMES) == field.complete(None) == field.make_blank()


def test_an_added_part_within_a_part_says_nothing_until_something_is_typed() -> None:
    inner = Parts(name="z", inner=(Line(name="y"),))
    field = Parts(name="x", inner=(inner,), has_id=True)
    typed = [{"id": "", "z": [{"y": ""}]}]
    assert field.make_value(typed, READING_AT, reading()) == []
    typed[0]["z"] = [{"y": ""}, {"y": "a"}]
    assert field.make_value(typed, READING_AT, reading()) == [{"id": "x1", "z": [{"y": "a"}]}]


def test_a_part_that_was_saved_stays_though_nothing_is_left_in_it() -> None:
    field = Parts(name="x", inner=(Line(name="y"),), has_id=True)
    assert field.make_value([{"id": "x7", "y": ""}], READING_AT, reading()) == [{"id": "x7"}]


def test_a_field_that_a_kind_got_since_is_there_empty() -> None:
    field = Parts(name="x", inner=(Line(name="y"), Group(name="z", inner=(Line(name="w"),))))
    assert field.complete([{"y": "a"}]) == [{"y": "a", "z": {"w": ""}}]
