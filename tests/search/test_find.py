"""Searching across the border: what is found, in which order, and what is told of it."""

from dataclasses import replace

import numpy as np
import pytest

from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.record import RecordText
from network.search.scoring import Scored
from tests.search.conftest import Publish, Titles
from tests.search.file_source import FileSource


def test_norwegian_query_finds_the_definite_swedish_form(publish: Publish, search: Titles) -> None:
    publish("Väntetider i förskolan", "sv")
    publish("Avfall i Moss")
    assert search("barnehage") == ["Väntetider i förskolan"]
    assert search("barnehagene") == ["Väntetider i förskolan"]


@pytest.mark.parametrize(
    ("query", "title", "language"),
    [
        ("voldelig ekstremisme", "Motverka våldsbejakande extremism", "sv"),
        ("våldsbejakande extremism", "Tiltak mot voldelig ekstremisme", "nb"),
        ("återvändare", "Hjelp med hjemvendte fremmedkrigere", "nb"),
        ("återvändare", "Dei heimvende", "nn"),
        ("hjemvendte", "Stöd till återvändare", "sv"),
        ("forebygging", "Förebyggande arbete", "sv"),
        ("førebyggjande", "Forebygging i skolen", "nb"),
        ("ikkje", "Det som ikke virket", "nb"),
        ("2016:278", "Yttrande, dnr KS 2016/278", "sv"),
        ("SLT koordinator", "Ny SLT-koordinator", "nb"),
        ("Brå-samordnare", "Ny SLT-koordinator", "nb"),
        ("slt-koordinator", "Vår nya Brå-samordnare", "sv"),
        ("FÖRSKOLAN", "Fo\u0308rskolan", "sv"),
    ],
)
def test_a_question_in_one_language_finds_the_answer_in_another(
    publish: Publish, search: Titles, query: str, title: str, language: str
) -> None:
    publish("Noe helt annet om vann")
    publish(title, language)
    assert search(query) == [title]


@pytest.mark.parametrize(
    ("query", "title", "language"),
    [
        ("kommunestyret", "Kommunstyrelsen i Köping", "sv"),
        ("kommunstyrelsen", "Kommunestyret i Moss", "nb"),
        ("rolig", "Roliga dagar", "sv"),
        ("innstilling fra utvalget", "Unga och deras inställning", "sv"),
    ],
)
def test_false_friends_are_not_found(
    publish: Publish, search: Titles, query: str, title: str, language: str
) -> None:
    publish(title, language)
    assert search(query, language="nb") == []


def test_a_page_learns_what_was_searched_beside_the_word(
    publish: Publish, index: SearchIndex
) -> None:
    publish("Förebyggande arbete", "sv")
    publish("Stöd till återvändare", "sv")
    publish("Forebygging i skolen")
    result = index.find(Query("forebygging hjemvendte", language="nb"))
    assert result.bridged == (
        ("forebygging", (("förebyggande", "sv"),)),
        ("hjemvendte", (("återvändare", "sv"),)),
    )
    assert index.find(Query("hjemvendte", without={"återvändare"})).bridged == ()


def test_a_bridged_word_can_be_taken_away(publish: Publish, search: Titles) -> None:
    publish("Förebyggande arbete", "sv")
    publish("Stöd till återvändare", "sv")
    assert search("hjemvendte", without={"återvändare"}) == []
    assert search("forebygging", without={"förebyggande"}, language="nb") == []
    assert search("forebygging hjemvendte", without={"återvändare"}) == ["Förebyggande arbete"]


def test_a_word_is_told_only_while_a_published_text_has_it(
    publish: Publish, index: SearchIndex, source: FileSource, search: Titles
) -> None:
    entry = publish("Stöd till återvändare", "sv")
    publish("Hjelp til hjemvendte")
    source.withdraw(entry)
    catch_up(index.folder, source)
    result = index.find(Query("hjemvendte"))
    assert (search.of(result), result.bridged) == (["Hjelp til hjemvendte"], ())


def test_exactly_what_was_written(publish: Publish, search: Titles) -> None:
    publish("Förskolan", "sv")
    publish("Förskola", "sv")
    assert search("förskola", exact=True) == ["Förskola"]
    assert search("barnehage", exact=True) == []


def test_a_hit_says_which_word_was_met_by_which(publish: Publish, index: SearchIndex) -> None:
    publish("Förebyggande arbete för återvändare", "sv")
    (hit,) = index.find(Query("forebygging hjemvendte")).hits
    assert hit.met == {"forebygging": ("förebyggande",), "hjemvendte": ("återvändare",)}
    assert hit.language == "sv"


def test_a_hit_says_which_part_met(publish: Publish, index: SearchIndex) -> None:
    said = {"s1": "Vi må samarbeide med politiet", "s2": "Skolen er viktigst av alt"}
    publish("Møte om ungdom", parts=said)
    assert index.find(Query("politi")).hits[0].part == "s1"
    assert index.find(Query("skolen viktigst")).hits[0].part == "s2"
    assert index.find(Query("ungdom")).hits[0].part is None


def test_one_hit_an_entry_whichever_text_met(publish: Publish, index: SearchIndex) -> None:
    swedish = RecordText("sv", "Ungdomsarbete", "Ungdomar i Oslo", "")
    publish("Ungdomsarbeid", body="Ungdom i Oslo", also=(swedish,))
    result = index.find(Query("Oslo"))
    assert (len(result.hits), result.total) == (1, 1)
    assert index.find(Query("ungdomar")).hits[0].language == "sv"
    assert result.facets["language"] == {"nb": 1, "sv": 1}


def test_a_phrase_stands_side_by_side(publish: Publish, search: Titles) -> None:
    publish("Rus og psykisk helse")
    publish("Psykisk og fysisk helse")
    assert search('"psykisk helse"') == ["Rus og psykisk helse"]
    assert search('-"psykisk helse" helse') == ["Psykisk og fysisk helse"]


def test_a_phrase_of_the_lexicon_is_bridged(publish: Publish, search: Titles) -> None:
    publish("Mot våldsbejakande extremism", "sv")
    publish("Extremism, våldsbejakande eller ej", "sv")
    assert search('"voldelig ekstremisme"') == ["Mot våldsbejakande extremism"]


def test_everyday_words_that_are_a_name_together_are_asked_for_as_that(
    publish: Publish, search: Titles
) -> None:
    publish("Papper till den som vill bli god man", "sv")
    publish("Verger får kurs")
    publish("En god dag i parken", "sv", body="Man kan äta god mat.")
    publish("Menn i barnehagen gjør en god jobb")
    for asked in ("god man", "gode män", "en god man"):
        assert set(search(asked)) == {"Papper till den som vill bli god man", "Verger får kurs"}
    # Who asks for good examples asks for no name.
    publish("Gode eksempler på samarbeid")
    assert search("gode eksempler på samarbeid")[0] == "Gode eksempler på samarbeid"


@pytest.mark.parametrize(
    ("asked", "language", "found"),
    [
        ("verge", "nb", "Papper till den som vill bli god man"),
        ("ektemann", "nb", "Vård av sin äkta man"),
        ("min side", "nb", "Ansökan genom mina sidor"),
    ],
)
def test_a_name_of_words_that_say_nothing_one_by_one_is_found_side_by_side(
    publish: Publish, search: Titles, asked: str, language: str, found: str
) -> None:
    publish(found, "sv")
    publish("Ett gott råd: man frågar sin granne, som är god och kallar mina barn vid namn", "sv")
    assert search(asked, language=language) == [found]


def test_what_is_best_in_the_neighbours_language_is_an_answer_sooner() -> None:
    """The neighbour's words for a thing weigh less than those that were asked for."""
    norwegian, swedish = False, True
    entries = [(2.0, norwegian), (0.8, norwegian), (0.8, swedish), (0.7, swedish)]
    scores = np.array([score for score, _ in entries], dtype=np.float32)
    everywhere = np.ones(len(entries), dtype=np.bool_)
    scored = Scored(
        texts=scores,
        entries=scores,
        candidates=everywhere,
        floor=scores * 0,
        surely=scores * 0 + 10,
        swedish=np.array([language for _, language in entries]),
    )
    assert list(scored.answers_among(everywhere)) == [True, False, True, False]
    # Among the neighbour's alone the best of them is the best of all.
    assert list(scored.answers_among(scored.swedish)[2:]) == [True, True]


def test_no_phrase_runs_from_title_to_body(publish: Publish, search: Titles) -> None:
    publish("Om psykisk", body="helse er viktig")
    assert search('"psykisk helse"') == []


def test_minus_takes_the_word_and_its_inflections_away(publish: Publish, search: Titles) -> None:
    publish("Barn i skolen")
    publish("Barn i barnehagen")
    assert search("barn -skole") == ["Barn i barnehagen"]
    assert search("-skole") == ["Barn i barnehagen"]


def test_or_is_one_thing_in_two_wordings(publish: Publish, search: Titles) -> None:
    publish("Vann")
    publish("Avløp")
    publish("Skole")
    assert sorted(search("vann OR avløp")) == ["Avløp", "Vann"]


def test_a_prefix_finds_what_begins_with_it(publish: Publish, search: Titles) -> None:
    publish("Ungdomsråd")
    publish("Ungdommer")
    publish("Eldre")
    assert sorted(search("ungd*")) == ["Ungdommer", "Ungdomsråd"]
    assert search("un*") == []


def test_more_of_the_question_comes_first(publish: Publish, search: Titles) -> None:
    publish("Skolen og noe annet")
    publish("Skolen og barnevernet")
    publish("Barnevernet og noe annet")
    assert search("skole barnevern")[0] == "Skolen og barnevernet"


def test_small_words_alone_make_no_hit(publish: Publish, search: Titles) -> None:
    for number in range(8):
        publish(f"Om vannet i kommune {number}")
    publish("Radikalisering i byen")
    assert search("radikalisering i kommune")[0] == "Radikalisering i byen"
    assert search("hva er radikalisering i") == ["Radikalisering i byen"]


def test_the_organisation_s_name_and_topics_are_searched(publish: Publish, search: Titles) -> None:
    publish("Tiltak", names=("Oslo kommune",), topic_labels=("ekstremisme", "extremism"))
    assert search("oslo") == search("extremism") == ["Tiltak"]


def test_title_before_body(publish: Publish, search: Titles) -> None:
    publish("Noe", body="Radikalisering nevnes")
    publish("Radikalisering", body="Noe nevnes")
    assert search("radikalisering") == ["Radikalisering", "Noe"]


def test_of_entries_that_answer_alike_the_endorsed_and_the_complete_go_first(
    publish: Publish, search: Titles
) -> None:
    days = [f"2020-05-0{day}T00:00:00+00:00" for day in range(1, 6)]
    publish("Skole A", published=days[0], completeness=0.2, is_endorsed=True)
    publish("Skole B", published=days[1], completeness=0.9)
    publish("Skole C", published=days[2], completeness=0.4)
    publish("Skole D", published=days[3], completeness=0.4)
    publish("Skole og mye annet i en lengre tittel", published=days[4], is_endorsed=True)
    assert search("skole")[:4] == ["Skole A", "Skole B", "Skole D", "Skole C"]
    assert search("skole", order="date")[0] == "Skole og mye annet i en lengre tittel"


def test_of_one_place_less_is_an_answer_than_of_all(publish: Publish, index: SearchIndex) -> None:
    others = (
        "Brøytebilen måkte fortauet. Biblioteket lånte ut bøker. Barnehagen spiste frukt."
        " Vannledningen hadde en lekkasje. Bussen var forsinket. Idrettshallen fikk nytt gulv."
    )
    body = " ".join([others] * 7)
    publish("Hundre torsdager", body=f"{body} Det ble et samarbeid. {body} Politiet kom.")
    query = Query("samarbeid politi", language="nb")
    assert (index.find(query).total, len(index.find(query).nearest)) == (0, 1)
    for facet, value in (("organisation", "moss"), ("county", "NO-31")):
        assert index.find(replace(query, filters={facet: frozenset({value})})).total == 1


def test_newest_first_when_asked_and_when_browsing(publish: Publish, search: Titles) -> None:
    publish("Skole i fjor", published="2019-05-01T00:00:00+00:00", body="skole skole")
    publish("Skole i år", published="2020-05-01T00:00:00+00:00")
    publish("Skole før", published="2018-05-01T00:00:00+00:00")
    newest = ["Skole i år", "Skole i fjor", "Skole før"]
    assert search("skole", order="date") == newest
    assert search("") == newest
    assert search("", page=2, limit=1) == ["Skole i fjor"]
    assert search("", page=2, limit=3) == search("", limit=0) == []


def test_pages_join_without_gap_or_double(publish: Publish, search: Titles) -> None:
    for number in range(25):
        publish(f"Skole {number}")
    titles = [title for page in range(1, 6) for title in search("skole", page=page, limit=7)]
    assert len(titles) == len(set(titles)) == 25
    assert search("skole", limit=25) == titles


def test_of_texts_with_the_same_words_the_one_on_the_matter_goes_first(
    publish: Publish, search: Titles
) -> None:
    publish(
        "Tirsdag", summary="Vi skrev om strømbrudd i lokalavisa.", body="Journalisten tok et bilde."
    )
    publish(
        "Torsdag", summary="Vi skrev om strømbrudd i planen.", body="Aggregatet og lommelyktene."
    )
    assert search("strømbrudd", language="nb") == ["Torsdag", "Tirsdag"]


def test_what_else_a_topic_is_called_is_weak_evidence(publish: Publish, index: SearchIndex) -> None:
    filed = publish("Om vannet", topic_aliases=("Miljø og klima",))
    said = publish("Klima i byen")
    result = index.find(Query("klima", language="nb"))
    assert result.hits[0].entry == said
    assert filed in {hit.entry for hit in (*result.hits, *result.nearest)}


@pytest.mark.parametrize("word", ["stök", "radon"])
def test_a_short_word_that_nobody_knows_is_not_taken_for_another(
    publish: Publish, index: SearchIndex, word: str
) -> None:
    publish("Stöd i klassen", "sv", body="Radion var på.")
    assert index.find(Query(word, language="sv")).meant == ()


@pytest.mark.parametrize(
    ("asked", "language"), [("zarkolandsby i kommunen", "nb"), ("zarkolandsby i kommunen", "sv")]
)
def test_what_has_an_everyday_word_alone_lies_near_nothing(
    publish: Publish, index: SearchIndex, asked: str, language: str
) -> None:
    publish(
        "Kommunen kjøpte nye busser", body="Kommunen har gode erfaringer med busser i kommunen."
    )
    result = index.find(Query(asked, language=language))
    assert (result.total, result.nearest) == (0, ())
    # Of words that tell something one is enough to lie near.
    result = index.find(Query("zarkolandsby og skrumleplass og busser", language=language))
    assert result.total + len(result.nearest) == 1
