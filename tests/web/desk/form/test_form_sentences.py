"""Whatever is wrong in a form has a sentence of its own, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import network.kinds
from network.kinds import KINDS, Content, parse_content
from network.kinds.translation import Translation
from network.names.known_names import KnownNames, KnownOrganisation
from network.web.desk.form import forms
from network.web.desk.form.faults import (
    SENTENCES,
    convert_validation_error,
    find_unknown_organisations,
)
from network.web.desk.form.field_places import find_field_place, lower_first
from network.web.desk.form.reading import Names
from tests.generated import contents

# What somebody may type, or a browser that is no browser may send, for any text or number.
HOSTILE = (
    "",
    "x" * 200_001,
    "\u202e",
    "-1",
    "99999999999",
    "1.5",
    "i går",
    "[" * 3_000,
    "s999",
    "S 9",
)
# Types of pydantic by what a schema says of a value, beside a text where a text is expected.
BOUNDS = {
    "maxLength": "string_too_long",
    "minLength": "string_too_short",
    "pattern": "string_pattern_mismatch",
    "minimum": "greater_than_equal",
    "maximum": "less_than_equal",
    "maxItems": "too_long",
    "enum": "literal_error",
    "required": "missing",
}
# What the form makes itself, and nobody types: parts as lists of groups, and their names.
_STRUCTURE = {"extra_forbidden", "list_type", "model_type", "union_tag_invalid"}
# A part that names another that is gone is told by that field's label, not by a sentence here.
_BY_LABEL = {"part_reference"}


def _own_codes() -> Iterator[str]:
    for file in Path(network.kinds.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "PydanticCustomError":
                assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
                yield str(node.args[0].value)


def test_every_rule_of_the_kinds_has_a_sentence() -> None:
    codes = set(_own_codes())
    assert len(codes) >= 15
    assert codes - _BY_LABEL <= set(SENTENCES)


def _bounds(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (name for name in schema if name in BOUNDS)
        for inner in schema.values():
            yield from _bounds(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _bounds(inner)


@pytest.mark.parametrize("model", [*KINDS.values(), Translation])
def test_every_bound_of_a_field_has_a_sentence(model: type[Content] | type[Translation]) -> None:
    found = {BOUNDS[bound] for bound in _bounds(model.model_json_schema())}
    assert {"string_too_long", "literal_error", "missing"} & found
    assert found <= set(SENTENCES)


def _spoiled(value: Any, whole: Any, *, by: str) -> Iterator[Any]:
    """The whole value, once for each text and number in it, with that one replaced."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in list(steps):
        if isinstance(inner, (dict, list)):
            yield from _spoiled(inner, whole, by=by)
        elif isinstance(inner, (str, int)) and step != "kind":
            value[step] = by
            yield whole
            value[step] = inner


@given(
    content=st.sampled_from(list(KINDS)).flatmap(contents),
    hostile=st.sampled_from(HOSTILE),
)
def test_whatever_is_typed_is_answered_by_a_sentence_of_its_own(
    content: Content, hostile: str
) -> None:
    whole = {"kind": content.kind, **content.model_dump(mode="json", exclude_defaults=True)}
    unknown = set()
    for value in _spoiled(whole, whole, by=hostile):
        try:
            parse_content(value)
        except ValidationError as problem:
            unknown |= {error["type"] for error in problem.errors()}
    assert unknown - set(SENTENCES) - _STRUCTURE - _BY_LABEL == set()


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_every_sentence_is_translated_and_takes_the_values_of_its_error(
    seeded_app: Flask, language: str
) -> None:
    with seeded_app.test_request_context(f"/{language}/"):
        with force_locale("en"):
            english = {str(sentence) for sentence in SENTENCES.values()}
        with force_locale(language):
            assert not english & {str(sentence) for sentence in SENTENCES.values()}
            with pytest.raises(ValidationError) as problem:
                parse_content(
                    {
                        "kind": "plan",
                        "language": "nb",
                        "title": "x" * 400,
                        "summary": "\u202e",
                        "body": "[" * 30_000,
                        "stated_measures": 0,
                        "period": {"start": "i går", "end": "2020"},
                    }
                )
            said = [fault.sentence for fault in convert_validation_error(problem.value, {})]
    assert len(said) >= 5
    assert not [sentence for sentence in said if "%(" in sentence]
    assert not {"This cannot be used. Check what you wrote."} & set(said)


@pytest.mark.parametrize(
    ("typed", "nb", "sv"),
    [
        ("i går", "våren 2026", "våren 2026"),
        ("3/4", "«3/4 2026»", "”3/4 2026”"),
        ("4/5/26", "4. mai 2026 eller 5. april 2026", "4 maj 2026 eller 5 april 2026"),
        ("vinteren 2026", "vinteren 2026–2027", "vintern 2026–2027"),
        ("fredag 12. mars 2026", "annen ukedag", "annan veckodag"),
    ],
)
def test_a_date_that_is_not_certain_is_asked_for_with_what_it_may_mean(
    seeded_app: Flask, typed: str, nb: str, sv: str
) -> None:
    for ui, words in (("nb", nb), ("sv", sv)):
        with seeded_app.test_request_context(f"/{ui}/"):
            g.ui = ui
            with pytest.raises(ValidationError) as problem:
                parse_content({"kind": "need", "language": "nb", "title": "Hjelp", "voiced": typed})
            (fault,) = convert_validation_error(problem.value, {"voiced": "voiced"})
        assert words in fault.sentence
        assert fault.place == "voiced"


CANNOT = {"nb": "Dette kan ikke brukes", "sv": "Det här går inte att använda"}
NAMES = Names({"eksempelvik": "eksempelvik"}, {"eksempelvik": "Eksempelvik"})


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@pytest.mark.quick(cases=1)
def test_a_sentence_names_its_field_and_the_number_of_its_part(
    seeded_app: Flask, kind: str, data: st.DataObject
) -> None:
    content = data.draw(contents(kind))
    hostile = data.draw(st.sampled_from([*HOSTILE, "https://example.org/x", "4/5/26"]))
    form = forms.fill_from_content(content, NAMES)
    with seeded_app.test_request_context("/nb/"):
        g.ui = "nb"
        for spoiled in _spoiled(form, form, by=hostile):
            value, places = forms.make_value(kind, "nb", spoiled, NAMES)
            try:
                parse_content(value)
            except ValidationError as problem:
                faults = convert_validation_error(problem, places, kind)
            else:
                continue
            for fault in faults:
                assert str(SENTENCES["missing"]) not in fault.sentence
                assert CANNOT["nb"] not in fault.sentence
                place = find_field_place(kind, fault.place)
                if fault.place and place is not None:
                    assert lower_first(place.label) in fault.sentence.replace(
                        place.label, lower_first(place.label)
                    )
                    assert place.parts in fault.sentence


def _refused(app: Flask, ui: str, kind: str, **typed: Any) -> list[str]:
    with app.test_request_context(f"/{ui}/"):
        g.ui = ui
        fields = forms.make_blank(kind) | {"title": "Møte"} | typed
        value, places = forms.make_value(kind, "nb", fields, NAMES)
        with pytest.raises(ValidationError) as problem:
            parse_content(value)
        return [fault.sentence for fault in convert_validation_error(problem.value, places, kind)]


def test_a_drop_down_is_chosen_from_and_a_text_is_written(seeded_app: Flask) -> None:
    said = {"id": "", "name": "Ordføreren"}
    assert _refused(seeded_app, "nb", "meeting", statements=[dict(said), dict(said)]) == [
        "Utsagn 1: velg hvordan det er gjengitt.",
        "Utsagn 1: skriv hva som sies.",
        "Utsagn 2: velg hvordan det er gjengitt.",
        "Utsagn 2: skriv hva som sies.",
    ]
    assert _refused(seeded_app, "sv", "meeting", title="") == ["Skriv rubrik."]


def test_what_is_too_long_says_how_long_it_is(seeded_app: Flask) -> None:
    (sentence,) = _refused(seeded_app, "nb", "meeting", summary="a" * 1_400)
    assert sentence.startswith("Sammendrag: Høyst 1")
    assert re.search(r"1\s400", sentence)


def test_the_address_of_a_page_elsewhere_is_told_where_it_belongs(seeded_app: Flask) -> None:
    (sentence,) = _refused(
        seeded_app, "nb", "meeting", links=[{"relation": "relates", "to": "https://example.org/x"}]
    )
    assert sentence.startswith("Lenke 1, ")
    assert "Kilder" in sentence
    assert "https" not in sentence


def test_an_unknown_organisation_has_one_sentence_and_a_shared_name_is_asked(
    seeded_app: Flask,
) -> None:
    known = KnownNames(
        [
            KnownOrganisation("like-no", ("Like",), "municipality", "NO"),
            KnownOrganisation("like-se", ("Like",), "municipality", "SE"),
        ]
    )
    names = Names({}, {"like-no": "Like (like-no)", "like-se": "Like (like-se)"}, known)
    fields = forms.make_blank("meeting") | {
        "organiser": {"organisation": "Ukjent kommune", "name": ""},
        "participants": [{"organisation": "Like"}, {"organisation": "Like kommune"}],
    }
    with seeded_app.test_request_context("/nb/"):
        g.ui = "nb"
        unknown, shared = find_unknown_organisations("meeting", fields, names)
    assert unknown.place == "organiser.organisation"
    assert "«Ukjent kommune»" in unknown.sentence
    assert "«Navn»" in unknown.sentence
    assert shared.place == "participants.0.organisation"
    assert "Like (like-no)" in shared.sentence
    assert "Like (like-se)" in shared.sentence
