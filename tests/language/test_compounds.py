"""Compounds: taken apart where their parts are words, and nowhere else."""

import pytest

from network.language.words.compounds import joined, split

WORDS = frozenset(
    "ungdom arbete arbeid handling plan vold våld forebygging äldre omsorg förvaltning kommune "
    "kommun skole skola elev helse hälsa tjeneste natt vandring brann vern leder ledare and hage "
    "barne stat styrelse äldreomsorg".split()
)

# (compound, first part, last part)
TAKEN_APART = [
    ("ungdomsarbete", "ungdom", "arbete"),
    ("ungdomsarbeid", "ungdom", "arbeid"),
    ("handlingsplan", "handling", "plan"),
    ("voldsforebygging", "vold", "forebygging"),
    ("äldreomsorgsförvaltning", "äldreomsorg", "förvaltning"),
    ("elevhelsetjeneste", "elevhelse", "tjeneste"),
    ("nattvandring", "natt", "vandring"),
    ("kommuneplan", "kommune", "plan"),
]
LEFT_WHOLE = ["plan", "arbete", "planen", "radikalisering", "ekstremisme", "12345678", "styrelse"]


@pytest.mark.parametrize(("word", "modifier", "head"), TAKEN_APART)
def test_a_compound_is_taken_apart_at_its_last_part(word: str, modifier: str, head: str) -> None:
    known = WORDS | {"elevhelse"}
    assert split(word, known.__contains__) == (modifier, head)


@pytest.mark.parametrize("word", LEFT_WHOLE)
def test_other_words_are_left_whole(word: str) -> None:
    assert split(word, WORDS.__contains__) is None


@pytest.mark.parametrize("word", ["utdanningen", "samhandlingen", "kvaliteten", "forskningen"])
def test_an_ending_is_no_last_part(word: str) -> None:
    assert split(word, (WORDS | {"utdan", "forsk", "ningen", "heten"}).__contains__) is None


def test_parts_are_joined_in_three_ways() -> None:
    assert joined("ungdom", "arbete") == ("ungdomarbete", "ungdomsarbete", "ungdomearbete")
