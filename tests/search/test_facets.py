"""Facets: counts that are exact, whatever is chosen and whatever was deleted."""

import pytest

from network.search import numbering
from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.record import FACETS
from tests.search.conftest import Publish
from tests.search.file_source import FileSource


@pytest.fixture(autouse=True)
def _published(publish: Publish) -> None:
    publish("Skole i Oslo", organisation="oslo", county="NO-03", topics=("school", "child"))
    publish("Skole i Moss", organisation="moss", kind="case", topics=("school",))
    publish("Skola i Köping", "sv", years=(2015, 2016), levels=("universal",))
    publish("Vann i Moss", organisation="moss", kind="plan")


def test_every_facet_counts_the_entries_found(index: SearchIndex) -> None:
    result = index.find(Query("skole"))
    assert result.total == 3
    assert result.facets["country"] == {"NO": 2, "SE": 1}
    assert result.facets["topic"] == {"school": 2, "child": 1}
    assert result.facets["year"] == {"2016": 3, "2015": 1}
    assert result.facets["level"] == {"universal": 1}
    assert set(result.facets) == set(FACETS)


def test_values_are_counted_alike_by_bits_and_one_by_one(
    index: SearchIndex, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(70):
        publish(f"Skole {number}", organisation=f"o{number}", topics=("school", f"t{number % 3}"))
    by_bits = index.find(Query("skole", exact=True)).facets
    assert by_bits["topic"] == {"school": 72, "t0": 24, "t1": 23, "t2": 23, "child": 1}
    monkeypatch.setattr(numbering, "_BITS_A_VALUE", 0)
    one_by_one = SearchIndex(index.folder.path).find(Query("skole", exact=True)).facets
    assert {name: list(values.items()) for name, values in one_by_one.items()} == {
        name: list(values.items()) for name, values in by_bits.items()
    }


def test_what_was_stopped_can_be_asked_for_and_an_entry_without_an_outcome_has_none(
    index: SearchIndex, publish: Publish
) -> None:
    publish("Skole på nett", outcome="stopped")
    publish("Skole i skogen", outcome="goes_on")
    result = index.find(Query("skole", filters={"outcome": {"stopped"}}))
    assert result.total == 1
    assert result.facets["outcome"] == {"goes_on": 1, "stopped": 1}


def test_one_facet_s_values_are_alternatives_and_facets_are_conditions(
    index: SearchIndex,
) -> None:
    either = index.find(Query(filters={"organisation": {"oslo", "moss"}}))
    assert either.total == 3
    both = index.find(Query(filters={"organisation": {"oslo", "moss"}, "kind": {"experience"}}))
    assert both.total == 1


def test_a_facet_s_own_filter_leaves_its_own_counts(index: SearchIndex) -> None:
    result = index.find(Query("skole", filters={"country": {"SE"}}))
    assert result.facets["country"] == {"NO": 2, "SE": 1}
    assert result.facets["organisation"] == {"koping": 1}
    assert result.total == 1


def test_an_unknown_value_gives_no_hits_and_an_unknown_facet_is_told(index: SearchIndex) -> None:
    assert index.find(Query("skole", filters={"country": {"🙂"}})).total == 0
    result = index.find(Query("skole", filters={"colour": {"red"}}))
    assert (result.total, result.notes) == (3, ("unknown facet",))


def test_what_was_withdrawn_is_counted_nowhere(index: SearchIndex, source: FileSource) -> None:
    (hit,) = index.find(Query("Oslo")).hits
    source.withdraw(hit.entry)
    catch_up(index.folder, source)
    result = index.find(Query())
    assert result.total == 3
    assert result.facets["topic"] == {"school": 1}
    assert "oslo" not in result.facets["organisation"]


def test_a_revised_entry_counts_once_and_with_its_new_values(
    index: SearchIndex, publish: Publish
) -> None:
    publish("Vann i Moss", organisation="rygge")
    result = index.find(Query("vann"))
    assert result.total == 1
    assert result.facets["organisation"] == {"rygge": 1}


def test_counts_are_those_of_counting_by_hand(index: SearchIndex, source: FileSource) -> None:
    records = source.records(list(source.all_ids())).values()
    for kind in {record.kind for record in records}:
        wanted = sum(record.kind == kind for record in records)
        result = index.find(Query(filters={"kind": {kind}}, limit=1))
        assert result.total == result.facets["kind"][kind] == wanted
