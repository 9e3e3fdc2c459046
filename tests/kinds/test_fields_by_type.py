"""What is done with a field follows its type, whatever the field is called."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from network.entries.mentions import (
    Pointer,
    list_organisation_places,
    list_organisations,
    list_pointers,
)
from network.kinds import KINDS, parse_content
from network.kinds.content import collect_words, list_markdown_paths
from network.kinds.differences import find_differences
from network.kinds.field_types import (
    list_field_types,
    list_part_fields,
    measure_completeness,
)
from network.kinds.translation import Translation, fit_translation
from tests.made_up_kind import Market, market
from tests.merged import merge

SOURCE = {"id": "k1", "title": "Referat"}


@pytest.fixture(autouse=True)
def _is_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "market", Market)


def stall(part_id: str, **more: Any) -> dict[str, Any]:
    return {"id": part_id, "title": f"Bod {part_id}", **more}


def test_parts_with_an_address_are_found_own_ones_first() -> None:
    assert [field.name for field in list_part_fields(Market)] == [
        "measures",
        "sources",
        "attachments",
        "files",
    ]
    content = market(sources=[SOURCE], measures=[stall("m1")])
    assert [part.id for _, part in content.addressed_parts()] == ["m1", "k1"]


def test_the_greatest_length_is_that_of_the_narrowest_type() -> None:
    longest = {name: field.longest for name, field in list_field_types(Market).items()}
    assert (longest["series"], longest["end"], longest["since"]) == (80, 300, 260)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"role": "k9"}, ("role",)),
        ({"place": "m9"}, ("place",)),
        ({"measures": [stall("m1", account="m9")]}, ("measures", 0, "account")),
        # What the entry stands on is no part that it says.
        ({"sources": [SOURCE], "place": "k1"}, ("place",)),
    ],
)
def test_a_reference_to_a_part_that_is_not_there_is_refused_where_it_stands(
    fields: dict[str, Any], path: tuple[Any, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        market(**fields)
    (error,) = refused.value.errors()
    assert (error["type"], error["ctx"]["path"]) == ("part_reference", path)


def test_what_only_sounds_like_a_reference_or_a_date_is_text() -> None:
    content = market(start="En gang i mai", measures=[stall("m1", said_in="Møtet i mai")])
    assert content.start == "En gang i mai"
    with pytest.raises(ValidationError):
        market(source="En gang i mai")


def test_links_are_those_of_the_fields_that_hold_addresses() -> None:
    content = market(
        since="eksempelvik/plan#m2",
        text=["lilleby/metode"],
        links=[{"relation": "cites", "to": "lilleby/rapport"}],
        measures=[stall("m1", section="lilleby/bod")],
    )
    assert list_pointers(content, {}) == [
        Pointer("cites", "lilleby", "rapport"),
        Pointer("follows", "eksempelvik", "plan", "m2"),
        Pointer("relates", "lilleby", "metode"),
        Pointer("relates", "lilleby", "bod", "", "m1"),
    ]


def test_organisations_are_named_in_the_role_that_the_field_says() -> None:
    content = market(
        organisation="grannar",
        date="eksempelvik",
        entry={"organisation": "lilleby"},
        measures=[stall("m1", due="exempelstad")],
    )
    assert list_organisations(content, {}) == [
        ("eksempelvik", "asked"),
        ("lilleby", "partner"),
        ("exempelstad", "mentioned"),
    ]
    assert dict(list_organisation_places(content)) == {
        "date": "eksempelvik",
        "entry.organisation": "lilleby",
        "measures.0.due": "exempelstad",
    }


def test_a_translation_has_the_words_and_the_lines_of_the_types() -> None:
    content = market(
        start="- a\n- b",
        end="Slutt",
        cost="Mye\n\n- og mer",
        organisation="Torglaget",
        practice="Ord for ord",
        measures=[stall("m1", said_in="På møtet")],
    )
    paths = ["title", "start", "end", "cost", "m1.title", "m1.said_in"]
    assert list(collect_words(content)) == paths
    assert {"start", "cost", "summary", "body"} == list_markdown_paths(content)
    words = dict.fromkeys(paths, "En\n\ntext")
    translation = fit_translation(Translation(language="sv", translates="nb", words=words), content)
    lines = {path for path, text in translation.words.items() if text == "En text"}
    assert lines == {"title", "end", "m1.title", "m1.said_in"}
    assert list(translation.words) == paths


def test_differences_go_by_parts_where_the_parts_have_ids() -> None:
    before = market(start="Før", measures=[stall("m1", said_in="Før"), stall("m2")])
    after = market(start="Etter", measures=[stall("m1", said_in="Etter")])
    found = [(each.path, each.change, each.part) for each in find_differences(before, after)]
    assert found == [
        ("start", "changed", ""),
        ("measures.m1.said_in", "changed", "m1"),
        ("measures.m2", "removed", "m2"),
    ]


def test_differences_of_a_list_that_became_empty_are_those_of_its_parts() -> None:
    before, after = market(measures=[stall("m1")]), market()
    assert [each.path for each in find_differences(before, after)] == ["measures.m1"]
    assert [each.path for each in find_differences(after, before)] == ["measures.m1"]


def test_a_part_with_a_new_id_is_referred_to_by_it_and_words_stay_words() -> None:
    base = market()
    # Both gave their first new part one id.
    theirs = market(measures=[stall("m1", said_in="Deres")])
    mine = market(
        end="m1",
        place="m1",
        measures=[stall("m1", said_in="m1"), stall("m2", account="m1", said_in="m1")],
    )
    value = merge(base, mine, theirs).value
    parts = {part["id"]: part for part in value["measures"]}
    assert parts["m1"]["said_in"] == "Deres"
    assert parts["m1-2"]["said_in"] == "m1"
    assert (parts["m2"]["account"], parts["m2"]["said_in"]) == ("m1-2", "m1")
    assert (value["place"], value["end"]) == ("m1-2", "m1")


def test_what_each_changed_is_joined_by_field() -> None:
    base = market(measures=[stall("m1")], text=["lilleby/a"])
    mine = market(start="Mitt", measures=[stall("m1", said_in="Mitt")], text=["lilleby/a"])
    theirs = market(source="2020", measures=[stall("m1", due="lilleby")], text=["lilleby/b"])
    joined = merge(base, mine, theirs)
    assert not joined.clashes
    assert parse_content(joined.value) == market(
        start="Mitt",
        source="2020",
        measures=[stall("m1", said_in="Mitt", due="lilleby")],
        text=["lilleby/b"],
    )


def test_completeness_grows_with_each_field_that_says_something() -> None:
    bare = measure_completeness(market())
    assert 0 < bare < measure_completeness(market(end="tolv")) <= 1
    assert measure_completeness(market(end="")) == bare
