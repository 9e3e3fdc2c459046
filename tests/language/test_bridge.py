"""The bridge: what a word is searched as, and what it is never searched as."""

import pytest

from network.language.bridge.bridge import BridgedWord, bridge
from network.language.bridge.spelling import corrected


def labels(words: str, language: str | None, without: str = "") -> list[set[str]]:
    removed = frozenset(without.split())
    return [
        {one.label for one in word.equivalents} for word in bridge(words.split(), language, removed)
    ]


def one(word: str, language: str | None, **others: frozenset[str]) -> BridgedWord:
    return bridge((word,), language, **others)[0]


@pytest.mark.parametrize("language", ["nb", None])
@pytest.mark.parametrize(
    ("word", "swedish"),
    [
        ("barnehagen", "förskola"),
        ("vedtaket", "beslut"),
        ("hjemvendte", "återvändare"),
        ("saksbehandlere", "handläggare"),
        ("kommunestyret", "kommunfullmäktige"),
    ],
)
def test_norwegian_to_swedish(word: str, swedish: str, language: str | None) -> None:
    assert swedish in labels(word, language)[0]


@pytest.mark.parametrize(
    ("word", "norwegian"),
    [
        ("återvändare", {"hjemvendt", "hjemvendt fremmedkriger", "heimvend"}),
        ("förskolan", {"barnehage"}),
        ("remissvaren", {"høringsuttalelse", "høyringsfråsegn"}),
    ],
)
def test_swedish_to_norwegian(word: str, norwegian: set[str]) -> None:
    assert norwegian <= labels(word, "sv")[0]


def test_bokmal_to_nynorsk() -> None:
    assert "korleis" in labels("hvordan", "nb")[0]


def test_a_term_of_two_words_is_bridged_from_each_of_them() -> None:
    both = labels("mot voldelig ekstremisme", "nb")
    assert "våldsbejakande extremism" not in both[0]
    assert "våldsbejakande extremism" in both[1]
    assert "våldsbejakande extremism" in both[2]


def test_a_longer_term_keeps_out_the_shorter() -> None:
    assert "våld" not in labels("voldelig ekstremisme", "nb")[0]


def test_a_query_in_two_languages_is_bridged_word_by_word() -> None:
    found = labels("barnehage återvändare", "nb")
    assert "förskola" in found[0]
    assert "hjemvendt" in found[1]


def test_a_removed_word_is_gone() -> None:
    assert "återvändare" not in labels("hjemvendte", "nb", without="Återvändare")[0]


def test_nearness_goes_from_form_to_stem_to_key() -> None:
    own = one("forebyggende", "nb").own
    forms = ("forebyggende", "forebygging", "förebyggande")
    near = [own.nearness()(*each) for each in zip(forms, ("nb", "nb", "sv"), strict=True)]
    assert near[0] > near[1] > near[2] > 0


def test_a_removed_cognate_goes_with_its_inflections_and_spares_the_own_ones() -> None:
    own = one("forebygging", "nb", removed=frozenset({"förebyggande"})).own
    assert own.nearness()("förebyggande", "sv") == 0
    assert own.nearness()("förebygga", "sv") == 0
    assert own.nearness()("forebyggende", "nb") > 0


@pytest.mark.parametrize(
    ("word", "language", "form", "text"),
    [
        ("kommunestyret", "nb", "kommunstyrelsen", "sv"),
        ("kommunestyret", None, "kommunstyrelse", "sv"),
        ("kommunstyrelsen", "sv", "kommunestyre", "nb"),
        ("nämnden", "sv", "nemnda", "nn"),
        ("tillbud", "sv", "tilbud", "nb"),
        ("tillbud", "nb", "tilbud", "nb"),
        ("rolig", "nb", "rolig", "sv"),
        ("by", "sv", "by", "nb"),
        ("innstilling", "nb", "inställning", "sv"),
    ],
)
def test_false_friends_are_never_joined(
    word: str, language: str | None, form: str, text: str
) -> None:
    assert one(word, language).own.nearness()(form, text) == 0


def test_a_word_both_spell_alike_is_found_in_both_when_the_language_is_unknown() -> None:
    own = one("rolig", None).own
    assert own.nearness()("rolig", "nb") == own.nearness()("rolig", "sv") == 1


@pytest.mark.parametrize("word", ["", "🙂", "2016/278", "§5", "ааа", "x" * 64])
def test_any_word_comes_back(word: str) -> None:
    assert one(word, None).word == word
    assert bridge((), "nb") == ()


def test_words_about_the_same_matter_are_sought_too_and_marked() -> None:
    chatbot = {(one.label, one.language, one.related) for one in one("chatbot", "nb").equivalents}
    assert ("praterobot", "nb", True) in chatbot
    assert ("samtalsrobot", "sv", True) in chatbot


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("ensomhett", "nb", "ensamhet"),
        ("kommunedirektør", "nb", None),
        ("barnehge", "nb", "förskola"),
        ("åtgärdr", "sv", "tiltak"),
        ("moss", "nb", None),
    ],
)
def test_a_letter_wrong_is_no_word_lost(typed: str, language: str, meant: str | None) -> None:
    found = [one.label for one in corrected(one(typed, language), language)]
    assert meant in found if meant else not found


def test_the_very_word_keeps_out_others_of_its_stem() -> None:
    called = {other.label for other in one("utrymning", "sv").equivalents}
    assert "evakuering" in called
    assert not called & {"rom", "plass"}
