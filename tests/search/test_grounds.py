"""What a hit tells of why it is one, and a search of all that it looked for."""

from typing import Any

import pytest

from network.search.index import SearchIndex
from network.search.query import Query
from network.search.record import RecordPart, RecordText
from tests.search.conftest import Publish
from tests.search.file_source import entry_id


def explained(text: str, **asked: Any) -> Query:
    """A query of which everything is to be told."""
    return Query(text, is_explained=True, **asked)


def grounds(index: SearchIndex, query: Query, title: str) -> set[tuple[str, str, tuple[str, ...]]]:
    """(what was met, why, where) of one of the hits."""
    result = index.find(query)
    (hit,) = (hit for hit in result.hits if hit.entry == entry_id(title))
    return {(ground.met, ground.reason, ground.where) for ground in hit.grounds}


@pytest.mark.parametrize(
    ("title", "language", "body", "told"),
    [
        ("Annet", "nb", "Skolefraværet øker", ("skolefraværet", "own", ("body",))),
        ("Skolfrånvaro", "sv", "", ("skolfrånvaro", "equivalent", ("title",))),
        ("Skolk", "sv", "", ("skolk", "thesaurus", ("title",))),
        ("Frånvaro i skolan", "sv", "", ("frånvaro", "compound", ("title",))),
        (
            "Tomme pulter",
            "nb",
            "Rektor ringer hjem når pulten er tom. Nærværsteam, fraværsføring og skolelos.",
            ("nærværsteam", "matter", ("body",)),
        ),
    ],
)
def test_a_hit_tells_what_it_met_and_as_what(
    publish: Publish,
    index: SearchIndex,
    title: str,
    language: str,
    body: str,
    told: tuple[str, str, tuple[str, ...]],
) -> None:
    publish(title, language, body=body)
    assert told in grounds(index, explained("skolefravær", language="nb"), title)


def test_a_hit_tells_where_it_met_it(publish: Publish, index: SearchIndex) -> None:
    publish(
        "Frokost",
        summary="Frokosten er gratis",
        body="Vi begynte med frokost.",
        parts={"s1": "Frokost er viktig", "s2": "Noe annet", "s3": "Alle vil ha frokost"},
    )
    (hit,) = index.find(explained("frokost")).hits
    where = {place for ground in hit.grounds for place in ground.where}
    parts = {part for ground in hit.grounds for part in ground.parts}
    assert (where, parts) == ({"title", "summary", "body", "part"}, {"s1", "s3"})


def test_a_hit_by_the_name_of_whom_it_is_about_says_so(
    publish: Publish, index: SearchIndex
) -> None:
    publish("Frokost", body="Vi begynte.", names=("Eksempelvik kommune",))
    publish("Møte", parts={"s1": "Noe"}, names=("Eksempelvik kommune",))
    for title in ("Frokost", "Møte"):
        told = grounds(index, explained("Eksempelvik"), title)
        assert told == {("eksempelvik", "own", ("organisation",))}


def test_a_hit_in_a_file_tells_its_page(publish: Publish, index: SearchIndex) -> None:
    pages = (RecordPart("f1/1", "page", "Forord"), RecordPart("f1/2", "page", "Om frokosten"))
    publish("Rapport", also=(RecordText("nb", "", "", "", pages, is_file=True),))
    (hit,) = index.find(explained("frokost")).hits
    (ground,) = hit.grounds
    assert (ground.where, ground.parts) == (("file",), ("f1/2",))


def test_a_hit_by_the_topic_it_lies_under_says_so(publish: Publish, index: SearchIndex) -> None:
    publish("Noe helt annet", topics=("democracy",), topic_labels=("Medvirkning", "Medverkan"))
    told = grounds(index, explained("medvirkning"), "Noe helt annet")
    assert ("medvirkning", "topic", ("topic",)) in told


def test_a_hit_that_is_one_only_beside_others_of_its_topic_says_so(
    publish: Publish, index: SearchIndex
) -> None:
    for number in range(40):
        publish(f"Vann og avløp {number}", body="Rør og kummer.")
    for title in ("Nattvandring", "Nattvandring om kvelden", "Foreldre på nattvandring"):
        publish(title, body="Nattvandring hver helg.", topics=("safety",))
    publish(
        "Trygg helg",
        body="Her møtes vi. " + "De går rundt og snakker med ungdom. " * 20 + "Nattvandring.",
        topics=("safety",),
    )
    publish(
        "Helg uten tema",
        body="Her møtes vi. " + "De går rundt og snakker med ungdom. " * 20 + "Nattvandring.",
    )
    query = explained("nattvandring i sentrum for foreldre og barn")
    result = index.find(query)
    by_title = {hit.entry: hit for hit in result.hits}
    told = {
        entry: [ground.met for ground in hit.grounds if ground.reason == "common_topic"]
        for entry, hit in by_title.items()
    }
    assert told[entry_id("Trygg helg")] == ["safety"]
    assert told[entry_id("Nattvandring")] == []
    assert entry_id("Helg uten tema") not in by_title


def test_everything_that_was_searched_is_told_in_each_of_its_languages(
    publish: Publish, index: SearchIndex
) -> None:
    publish("Skolk", "sv")
    publish("Skolfrånvaro", "sv")
    publish("Skulk i skolen", "nb")
    publish("Skulk i skulen", "nn")
    result = index.find(explained("skolefravær", language="nb"))
    ((word, several),) = result.widened
    told = {also.word: (also.languages, also.reason) for also in several}
    assert word == "skolefravær"
    assert told["skolk"] == (("sv",), "thesaurus")
    assert told["skulk"] == (("nb", "nn"), "thesaurus")
    # Readers are offered names of the same thing alone, as before.
    assert result.bridged == (("skolefravær", (("skolfrånvaro", "sv"),)),)


def test_a_word_of_the_thesaurus_can_be_taken_away(publish: Publish, index: SearchIndex) -> None:
    publish("Skolk", "sv")
    assert index.find(explained("skolefravær", language="nb")).total == 1
    without = index.find(explained("skolefravær", language="nb", without={"skolk"}))
    told = {also.word: also.reason for _, several in without.widened for also in several}
    assert "thesaurus" not in told.values()
    assert all(ground.reason != "thesaurus" for hit in without.hits for ground in hit.grounds)


def test_without_words_there_are_no_grounds(publish: Publish, index: SearchIndex) -> None:
    publish("Skolk", "sv")
    (hit,) = index.find(explained("", filters={"country": frozenset({"SE"})})).hits
    assert hit.grounds == ()


def test_nothing_is_told_that_nobody_asked_for(publish: Publish, index: SearchIndex) -> None:
    publish("Skolk", "sv")
    publish("Skolfrånvaro", "sv")
    result = index.find(Query("skolefravær", language="nb"))
    assert len(result.hits) == 2
    assert all(hit.grounds == () for hit in result.hits)
    assert [also.word for _, several in result.widened for also in several] == ["skolfrånvaro"]
