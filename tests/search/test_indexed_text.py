"""What is made of a text for the index, and how often."""

import pytest

from network.language.lexicon.dictionary import split
from network.search import indexed_text as module
from network.search.indexed_text import BLOCK_WORDS, indexed_text, key_of
from network.search.record import RecordText
from tests.search.conftest import record


def test_topics_of_many_texts_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(form: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        asked.append(form)
        return split(form, language)

    labels, aliases = ("klimaskolen",), ("Kloden og folk",)
    texts = [
        record(f"Gnorf {number}", topic_labels=labels, topic_aliases=aliases) for number in range(5)
    ]
    monkeypatch.setattr(module, "split", counted)
    terms = [indexed_text(of_text, of_text.texts[0]).terms for of_text in texts]
    assert asked.count("klimaskolen") <= 3
    assert all({"~klima\tklima", "~kloden\tkloden"} <= set(of_text) for of_text in terms)


def test_what_a_text_has_of_a_word_is_the_sum_of_its_forms_where_they_stand() -> None:
    body = " ".join(["skolen", *["gnorf"] * BLOCK_WORDS, "skolene og Brå-skolen om Oslo"])
    text = RecordText("nb", "Skole", "", body, ())
    terms = indexed_text(record("Skole", summary=""), text).terms
    forms = {term: places for term, places in terms.items() if key_of(term) == "nb:skole"}
    assert {term.partition("\t")[2]: places.weight for term, places in forms.items()} == {
        "skole": 4,
        "skolen": 2,
        "skolene": 1,
    }
    assert forms["nb:skole\tskolen"].blocks == 0b1100
    assert terms["=oslo\toslo"].weight == 1
    assert "nb:oslo\toslo" not in terms
