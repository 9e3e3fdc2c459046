"""The form of every kind: no field is forgotten, and what it says is what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from network.kinds import KINDS, Content, parse_content
from network.kinds.dates import find_last_day
from network.web.desk.form import labels
from network.web.desk.form.fields import list_fields
from network.web.desk.form.forms import (
    Names,
    apply_change,
    fill_from_content,
    make_blank,
    make_value,
    read_request,
)
from network.web.desk.form.widgets import MOST_PARTS, Choice, Choices, Field, Parts
from tests.generated import contents

NOBODY = Names({}, {})


def every_field(fields: tuple[Field, ...], within: str = "") -> Iterator[tuple[str, Field]]:
    """Every field with the field of the part around it."""
    for field in fields:
        yield within, field
        yield from every_field(field.inner, field.name)


def posted(fields: dict[str, Any]) -> MultiDict[str, str]:
    """The fields as a browser would send them."""
    found: MultiDict[str, str] = MultiDict()

    def put(place: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                put(f"{place}.{name}", inner)
        elif isinstance(value, list):
            name = place.rpartition(".")[2]
            for at, item in enumerate(value):
                if name in ("topics", "levels"):
                    found.add(place, item)
                    continue
                found.add(f"{place}.{at}.present", "1")
                put(f"{place}.{at}", item)
        else:
            found.add(place, value.replace("\n", "\r\n"))

    for name, value in fields.items():
        put(name, value)
    return found


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_field_of_a_kind_is_asked_for(kind: str) -> None:
    asked = {field.name for field in list_fields(kind)}
    assert asked == set(KINDS[kind].model_fields) - {"kind", "language"}


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_field_has_a_name_and_every_choice_its_words(kind: str, seeded_app: Flask) -> None:
    with seeded_app.test_request_context("/sv/desk/new"):
        for within, field in every_field(list_fields(kind)):
            assert str(labels.label_field(within, field.name)), field
            if field.widget == "parts":
                assert str(labels.ONE[field.name]), field
            if isinstance(field, (Choice, Choices)) and field.options:
                words = labels.label_options(within, field)
                for option in field.options:
                    assert str(words[option]), (field, option)


@given(content=st.sampled_from(list(KINDS)).flatmap(contents))
def test_a_form_says_what_its_content_says(content: Content) -> None:
    fields = fill_from_content(content, NOBODY)
    typed = read_request(content.kind, posted(fields))
    value, _places = make_value(content.kind, content.language, typed, NOBODY)
    again = parse_content(value)
    # A contact of nothing but an empty office is nobody.
    if content.contact and not any(content.contact.model_dump().values()):
        content = content.model_copy(update={"contact": None})
    assert again == content


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_empty_form_says_nothing(kind: str) -> None:
    value, _ = make_value(kind, "nb", make_blank(kind), NOBODY)
    said = {name: inner for name, inner in value.items() if name not in ("kind", "language")}
    choices = {field.name for field in list_fields(kind) if field.widget == "choice"}
    assert set(said) <= choices


def test_new_parts_get_ids_that_nothing_had() -> None:
    fields = make_blank("meeting")
    for _ in range(3):
        apply_change("meeting", fields, "add:statements")
    for part in fields["statements"]:
        part |= {"text": "Sagt", "wording": "paraphrase"}
    fields["statements"][1]["id"] = "s2"
    fields["title"] = "Møte"
    value, places = make_value("meeting", "nb", fields, NOBODY, used=("s1", "s4"))
    assert [part["id"] for part in value["statements"]] == ["s3", "s2", "s5"]
    assert places["statements.2.text"] == "statements.2.text"
    # Kept in the fields, so that the next time gives the same.
    assert [part["id"] for part in fields["statements"]] == ["s3", "s2", "s5"]


def test_what_is_wrong_is_told_where_it_stands_though_empty_parts_are_left_out() -> None:
    fields = make_blank("meeting")
    for _ in range(2):
        apply_change("meeting", fields, "add:statements")
    fields["statements"][1]["text"] = "Sagt"
    _value, places = make_value("meeting", "nb", fields, NOBODY)
    assert places["statements.0.text"] == "statements.1.text"


@pytest.mark.parametrize(
    "how",
    [
        "",
        "add",
        "add:",
        "add:title",
        "add:nothing",
        "remove:statements.7",
        "remove:statements.-1",
        "up:statements",
        "add:statements.0.links.0",
        "add:__class__",
        "remove:statements.999999",
        "add:statements." + "9" * 200,
        "up:statements.0\n",
    ],
)
def test_what_is_no_change_changes_nothing(how: str) -> None:
    fields = make_blank("meeting")
    before = repr(fields)
    apply_change("meeting", fields, how)
    assert repr(fields) == before


def test_parts_end_somewhere() -> None:
    fields = make_blank("meeting")
    for _ in range(MOST_PARTS + 5):
        apply_change("meeting", fields, "add:statements")
    assert len(fields["statements"]) == MOST_PARTS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("27.2.2015", "2015-02-27"), ("1. 12. 2020", "2020-12-01"), (" 2015~ ", "2015~")],
)
def test_dates_as_people_write_them(typed: str, meant: str) -> None:
    fields = make_blank("need") | {"title": "T", "voiced": typed}
    value, _ = make_value("need", "nb", fields, NOBODY)
    assert value["voiced"] == meant
    assert find_last_day(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "moss/plan#m1",
        "/nb/moss/plan#m1",
        "https://grannar.example/sv/moss/plan#m1",
        " moss/plan#m1 ",
    ],
)
def test_addresses_as_they_are_copied(typed: str) -> None:
    fields = make_blank("need") | {"title": "T", "links": [{"relation": "relates", "to": typed}]}
    value, _ = make_value("need", "nb", fields, NOBODY)
    assert value["links"] == [{"relation": "relates", "to": "moss/plan#m1"}]


def test_a_folded_part_is_called_after_what_it_is_about() -> None:
    items = next(field for field in list_fields("collection") if field.name == "items")
    assert isinstance(items, Parts)
    blank = items.make_blank_item()
    gap = blank | {"gap": "Hva unge gjør i juli", "why": "Alle spør, ingen har skrevet."}
    assert items.caption(gap) == "Hva unge gjør i juli"
    measures = next(field for field in list_fields("plan") if field.name == "measures")
    assert isinstance(measures, Parts)
    measure = {"title": "Åpen hall", "text": "Hallen er åpen hver fredag."}
    assert measures.caption(measures.make_blank_item() | measure) == "Åpen hall"
    assert items.caption(blank | {"why": "Her står hvorfor."}) == "Her står hvorfor."
    statements = next(field for field in list_fields("meeting") if field.name == "statements")
    assert isinstance(statements, Parts)
    said = {"name": "Kari Eksempel", "text": "Vi prøvde det."}
    assert statements.caption(statements.make_blank_item() | said) == (
        "Kari Eksempel: Vi prøvde det."
    )
