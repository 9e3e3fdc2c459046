"""Words of a text: what is written differently and means the same is the same word."""

import unicodedata

import pytest

from network.language.words.tokens import MAX_WORDS, tokens


def forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Förskolan i KÖPING", ["förskolan", "i", "köping"]),
        (unicodedata.normalize("NFD", "Åtgärder på väg"), ["åtgärder", "på", "väg"]),
        ("för\u00adskolan", ["förskolan"]),
        ("Dnr KS 2016/278", ["dnr", "ks", "2016/278"]),
        ("KS 2016:278", ["ks", "2016/278"]),
        ("dnr 2016-278", ["dnr", "2016/278"]),
        ("KS2016/00278", ["ks", "2016/278"]),
        ("KS-2016/278-5", ["ks", "2016/278", "5"]),
        ("Dnr:KS2016-000278", ["dnr", "ks", "2016/278"]),
        ("2016-00278-1", ["2016/278"]),
        ("SLT2-gruppe", ["slt2gruppe"]),
        ("sak 24/16", ["sak", "24/16"]),
        ("sak 024/2016", ["sak", "24/16"]),
        ("2014-2016", ["20142016"]),
        ("2014\u20132016", ["2014", "2016"]),
        ("27.5.2016", ["2016-05-27"]),
        ("den 2016-05-27.", ["den", "2016-05-27"]),
        ("70 000 kroner", ["70000", "kroner"]),
        ("70.000 kr", ["70000", "kr"]),
        ("2,5 % og 2.5 %", ["2.5", "og", "2.5"]),
        ("§ 5 og §5, paragraf 5", ["§5", "og", "§5", "§5"]),
        ("§ 3-2", ["§3-2"]),
        ("«Sitat», sa hun.", ["sitat", "sa", "hun"]),
        ("barne- og ungdomsarbeid", ["barne", "og", "ungdomsarbeid"]),
        ("🙂 \x00 ()", []),
    ],
)
def test_spellings_meet(written: str, read: list[str]) -> None:
    assert forms(written) == read


def test_a_word_with_a_hyphen_is_one_word_and_its_parts() -> None:
    (token,) = tokens("SLT-koordinator")
    assert (token.form, token.parts) == ("sltkoordinator", ("slt", "koordinator"))


def test_offsets_point_into_the_composed_text() -> None:
    text = unicodedata.normalize("NFD", "På väg åt rätt håll")
    composed = unicodedata.normalize("NFC", text)
    assert [composed[token.start : token.end] for token in tokens(text)] == composed.split()


def test_reading_stops_at_the_limit() -> None:
    assert sum(1 for _ in tokens("ord " * (MAX_WORDS + 10))) == MAX_WORDS
    assert len(next(tokens("a" * 10_000)).form) == 64
