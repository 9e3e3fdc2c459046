"""Excerpts: the passage that shows why, with the words that met."""

from network.search.excerpts import excerpt
from network.search.hits import Highlights
from network.search.index import SearchIndex
from network.search.query import Query
from tests.growth import grows_evenly
from tests.search.conftest import Publish

_LONG = "Innledende ord om mye annet. " * 40


def plain(fragments: tuple[tuple[str, bool], ...]) -> str:
    return "".join(text for text, _ in fragments)


def test_the_words_that_met_are_marked_across_the_border(
    publish: Publish, index: SearchIndex
) -> None:
    body = "Kommunen ger stöd till återvändare och arbetar förebyggande."
    publish("Stöd", "sv", body=body)
    marks = index.find(Query("hjemvendte forebygging")).highlights
    assert [text for text, met in excerpt(body, marks, "sv") if met] == [
        "återvändare",
        "förebyggande",
    ]


def test_the_best_passage_is_shown_between_words_with_ellipses(
    publish: Publish, index: SearchIndex
) -> None:
    body = f"Politiet sto der. {_LONG}Politiet og skolen samarbeider. {_LONG}"
    publish("Noe", body=body)
    shown = excerpt(body, index.find(Query("politi skole")).highlights, "nb")
    assert "Politiet og skolen" in plain(shown)
    assert plain(shown).startswith("… ")
    assert plain(shown).endswith(" …")
    assert len(plain(shown)) < 300


def test_without_a_word_met_it_is_the_beginning() -> None:
    assert plain(excerpt(_LONG, Highlights(), "nb")).startswith("Innledende ord")
    assert excerpt("", Highlights(), "nb") == ()
    assert excerpt("Kort.", Highlights(), "nb") == (("Kort.", False),)


def test_the_fragments_are_the_text_itself() -> None:
    text = "Fo\u0308rskolan  i\nKöping"
    shown = excerpt(text, Highlights({"sv": {"förskolan": "förskolan"}}), "sv")
    assert shown == (("Förskolan", True), (" i Köping", False))


def test_a_text_without_spaces_is_cut() -> None:
    shown = plain(excerpt("x" * 5_000, Highlights({"nb": {"skole": "skole"}}), "nb"))
    assert len(shown) < 260


def test_a_long_text_is_excerpted_in_time_that_grows_with_it() -> None:
    marks = Highlights({"nb": {"skolen": "skole", "politiet": "politi"}})
    text = " ".join(f"ord{number} skolen annet" for number in range(5_000))
    assert grows_evenly(lambda words: excerpt(words, marks, "nb"), text, text * 4)
