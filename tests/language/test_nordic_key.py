"""The Nordic key: cognates meet, and the table of rules keeps what its examples promise."""

import re

import pytest

from network.language.words.nordic_key import LETTERS, SOUNDS, Rule, nordic_key, sounds

COGNATES = [
    "forebyggende/nb forebygging/nb førebyggjande/nn førebygging/nn förebyggande/sv",
    "organisasjon/nb organisasjonen/nb organisation/sv organisationer/sv",
    "ekstremisme/nb extremism/sv extremismen/sv",
    "vold/nb våld/sv våldet/sv",
    "prosess/nb process/sv prosessar/nn",
    "sykkel/nb cykel/sv",
    "eldreomsorg/nb äldreomsorg/sv eldreomsorgen/nn",
    "kommuner/nb kommunar/nn kommunerna/sv",
    "hjem/nb heim/nn hem/sv",
    "radikalisering/nb radikalisering/sv radikaliseringen/nn",
    "undersøkelse/nb undersøking/nn undersökning/sv",
    "hvit/nb vit/sv",
]
STRANGERS = [
    ("barnehage/nb", "förskola/sv"),
    ("Moss/nb", "mosjon/nb"),
    ("köping/sv", "köp/sv"),
    ("lege/nb", "lig/sv"),
    ("by/nb", "bygd/nb"),
]


def key(word: str) -> str:
    form, _, language = word.partition("/")
    return nordic_key(form.casefold(), language)


@pytest.mark.parametrize("cognates", COGNATES)
def test_cognates_share_a_key(cognates: str) -> None:
    assert len({key(word) for word in cognates.split()}) == 1


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_strangers_do_not(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("rule", LETTERS + SOUNDS, ids=lambda rule: rule.pattern)
def test_every_rule_has_an_example_that_it_joins(rule: Rule) -> None:
    met = {re.sub(r"(.)\1", r"\1", sounds(word)).rstrip("ea") for word in rule.joins}
    assert len(met) == 1


def test_numbers_and_short_words_are_their_own_key() -> None:
    assert [nordic_key(word, "sv") for word in ("2016/278", "å", "by")] == ["2016/278", "å", "by"]
