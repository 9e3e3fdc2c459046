"""Where sentences end, in texts that people paste."""

from __future__ import annotations

import pytest

from network.text.sentences import LONGEST_SENTENCE, split_plain_text


def _split(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in split_plain_text(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Møtet er kl. 18.00 og varer ca. to timer.",
        "Det gjelder bl.a. eldre, jf. nr. 3 i planen.",
        "Det gäller t.ex. skolor, bl.a. i Exempelstad.",
        "Kommunen satte av 3 mill. kroner den 3. mai etter § 5. i loven.",
        "Se s.k. Kari-modellen (pkt. 4) og dr. Hansen.",
    ],
)
def test_an_abbreviation_or_an_ordinal_ends_no_sentence(sentence: str) -> None:
    assert _split(f"{sentence} Så kom neste.") == [sentence, "Så kom neste."]


def test_items_headings_and_empty_lines_end_sentences_without_a_full_stop() -> None:
    text = (
        "Forslag om badet\nVi foreslår:\r\n1. Badet bygges\r\n2) Det åpnes i mai\n"
        "a) for barn\n- for eldre\n• for alle\n\nSlutt"
    )
    assert _split(text) == [
        "Forslag om badet",
        "Vi foreslår:",
        "Badet bygges",
        "Det åpnes i mai",
        "for barn",
        "for eldre",
        "for alle",
        "Slutt",
    ]


def test_each_demand_on_its_line_is_a_sentence() -> None:
    text = "Därför yrkar vi\natt badet byggs,\natt det öppnas i maj\natt alla får bada."
    assert _split(text) == [
        "Därför yrkar vi",
        "att badet byggs,",
        "att det öppnas i maj",
        "att alla får bada.",
    ]


def test_a_line_broken_to_fit_a_page_goes_on() -> None:
    text = (
        "Tittel\n\nDenne linjen er brutt av den som skrev ut saken, slik at\n"
        "Eksempelvik kommune står på neste linje. og her\nfortsetter den."
    )
    assert _split(text)[1:] == [
        "Denne linjen er brutt av den som skrev ut saken, slik at Eksempelvik kommune står på "
        "neste linje. og her fortsetter den.",
    ]


def test_what_has_no_end_is_cut_between_words_and_nothing_is_lost() -> None:
    text = "ord og flere ord " * 300
    pieces = _split(text)
    assert max(map(len, pieces)) <= LONGEST_SENTENCE
    assert " ".join(pieces) == text.strip()


def test_an_empty_text_has_no_sentence() -> None:
    assert _split("") == _split(" \n\r\n\t \u2028 ") == []
