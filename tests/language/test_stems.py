"""Stems: the forms of one word meet, different words do not."""

import pytest

from network.language.words.stems import stem

MEET = [
    ("sv", "förskola förskolan förskolor förskolorna förskolans"),
    ("sv", "beslut beslutet besluten"),
    ("sv", "ärende ärendet ärenden ärendets"),
    ("sv", "återvändare återvändaren återvändarna"),
    ("sv", "kommun kommuner kommunen kommunernas"),
    ("sv", "förebygga förebygger förebyggande"),
    ("sv", "samverkan samverka samverkar"),
    ("sv", "handlingsplan handlingsplaner handlingsplanen"),
    ("nb", "forebygging forebyggende forebygge forebyggingen"),
    ("nb", "barnehage barnehagen barnehager barnehagene"),
    ("nb", "vedtak vedtaket vedtakene"),
    ("nb", "beslutning beslutningen beslutninger"),
    ("nb", "ungdom ungdommer ungdommene ungdommen"),
    ("nb", "hjemvendt hjemvendte"),
    ("nn", "førebygging førebyggjande førebyggje"),
    ("nn", "kommune kommunar kommunane kommunen"),
    ("nn", "skule skular skulane skulen"),
]
APART = [
    ("sv", "tjänst", "tjänsteman"),
    ("nb", "rad", "råd"),
    ("nb", "skole", "skolering"),
    ("nn", "sak", "sakn"),
]


@pytest.mark.parametrize(("language", "words"), MEET)
def test_forms_of_one_word_have_one_stem(language: str, words: str) -> None:
    assert len({stem(word, language) for word in words.split()}) == 1


@pytest.mark.parametrize(("language", "one", "other"), APART)
def test_different_words_have_different_stems(language: str, one: str, other: str) -> None:
    assert stem(one, language) != stem(other, language)


@pytest.mark.parametrize("word", ["", "i", "2016/278", "§5", "slt2"])
def test_what_is_no_inflected_word_stays(word: str) -> None:
    assert {stem(word, language) for language in ("nb", "nn", "sv")} == {word}


def test_another_language_is_refused() -> None:
    with pytest.raises(KeyError):
        stem("kommuner", "da")
