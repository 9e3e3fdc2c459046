"""Hints on plain language are right about sentences, words and places."""

from __future__ import annotations

import pytest

from network.text.hints import Hint, find_hints

TEN = "ord ord ord ord ord ord ord ord ord ord"


def codes(text: str, language: str = "nb", known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(hint.code, hint.word) for hint in find_hints({"body": text}, language, known)]


def long_ones(text: str, language: str = "nb") -> list[int]:
    found = find_hints({"body": text}, language, ())
    return [hint.number for hint in found if hint.code == "long_sentence"]


# Each text goes on after the stop that ends no sentence: only read as one is it over 30 words.
ONE_SENTENCE = [
    ("nb", f"{TEN} {TEN} bl.a. {TEN}"),
    ("nb", f"{TEN} {TEN} f.eks. Oslo {TEN}"),
    ("nb", f"{TEN} {TEN} dvs. Moss {TEN}"),
    ("nb", f"{TEN} {TEN} osv. {TEN}"),
    ("nb", f"{TEN} {TEN} ca. 40 {TEN}"),
    ("nb", f"{TEN} {TEN} kl. 12 {TEN}"),
    ("nb", f"{TEN} {TEN} jf. Sak {TEN}"),
    ("nb", f"{TEN} {TEN} nr. 3 {TEN}"),
    ("nb", f"{TEN} {TEN} 1. januar {TEN}"),
    ("nb", f"{TEN} {TEN} 17. Mai {TEN}"),
    ("nb", f"{TEN} {TEN} § 3. Kommunen {TEN}"),
    ("nb", f"{TEN} {TEN} pkt. 4. Her {TEN}"),
    ("nb", f"{TEN} {TEN} 3.2.2015 {TEN}"),
    ("nb", f"{TEN} {TEN} 2.5 {TEN}"),
    ("nb", f"{TEN} {TEN} A. B. Eksempel {TEN}"),
    ("nb", f"{TEN} {TEN} «Hva nå?» spurte {TEN}"),
    ("nn", f"{TEN} {TEN} t.d. Bergen {TEN}"),
    ("nn", f"{TEN} {TEN} m.m. {TEN}"),
    ("sv", f"{TEN} {TEN} t.ex. Borås {TEN}"),
    ("sv", f"{TEN} {TEN} s.k. {TEN}"),
    ("sv", f"{TEN} {TEN} p.g.a. Sjukdom {TEN}"),
    ("sv", f"{TEN} {TEN} m.fl. {TEN}"),
    ("sv", f"{TEN} {TEN} resp. {TEN}"),
    ("nb", f"{TEN} {TEN} **bl.a.** {TEN}"),
    ("nb", f"{TEN} {TEN} u.off. Ord {TEN}"),
    ("nb", f"{TEN} {TEN} mill. 40 {TEN}"),
    ("nb", f"{TEN} {TEN}\n1990\\. og {TEN}"),
    ("nb", f"{TEN}\n{TEN}\n{TEN} så"),
]
# Each would be over 30 words if its parts were read as one.
TWO_SENTENCES = [
    f"{TEN} {TEN} ord. Ord {TEN}",
    f"{TEN} {TEN} ord! Ord {TEN}",
    f"{TEN} {TEN} ord? Ord {TEN}",
    f"{TEN} {TEN} ord … Ord {TEN}",
    f"{TEN} {TEN} «ord.» Ord {TEN}",
    f"{TEN} {TEN} osv. Ord {TEN}",
    f"{TEN} {TEN} 100 kr. Ord {TEN}",
    f"{TEN} {TEN} m.m. Ord {TEN}",
    f"{TEN} {TEN} i 2015. Kommunen {TEN}",
    f"{TEN} {TEN} ord. 12 {TEN}",
    f"{TEN} {TEN} **ord.** Ord {TEN}",
    f"- {TEN} {TEN}\n- {TEN} ord",
    f"1. {TEN} {TEN}\n2. {TEN} ord",
    f"| {TEN} {TEN} | {TEN} ord |",
    f"> {TEN} {TEN}\n>\n> {TEN} ord",
    f"{TEN} {TEN}\n\n{TEN} ord",
    f"# {TEN} {TEN} {TEN} ord",
    f"{TEN} {TEN} {TEN} ord\n-----",
    f"```\n{TEN} {TEN} {TEN} ord\n```",
    f"{TEN} {TEN} [ord](https://example.org/{'a-b/' * 20})",
]


@pytest.mark.parametrize(("language", "text"), ONE_SENTENCE)
def test_a_stop_within_a_sentence_does_not_end_it(language: str, text: str) -> None:
    assert len(long_ones(text, language)) == 1


@pytest.mark.parametrize("text", TWO_SENTENCES)
def test_a_sentence_ends_where_it_ends(text: str) -> None:
    assert long_ones(text) == []


def test_thirty_words_are_not_too_many() -> None:
    assert long_ones(f"{TEN} {TEN} {TEN}.") == []
    assert long_ones(f"Og {TEN} {TEN} {TEN}.") == [31]


def test_a_long_sentence_is_told_with_its_place_and_first_words() -> None:
    text = f"# Tittel\n\nKort.  **Da** {TEN} [ord](https://example.org) {TEN} {TEN}. Kort."
    (hint,) = find_hints({"body": text}, "nb", ())
    assert text[hint.start : hint.end].startswith("Da** ord")
    assert text[hint.start : hint.end].endswith("ord.")
    assert hint == Hint("body", "long_sentence", hint.start, hint.end, "Da ord ord ord ord ord", 32)


def test_the_label_of_a_reference_is_read_and_not_its_target() -> None:
    assert long_ones(f"{TEN} {TEN} ord ord ord ord ord ord ord ord ord [[moss/a-b|ord]]") == []
    assert long_ones(f"{TEN} {TEN} ord ord ord ord ord ord ord ord ord [[moss/x|to ord]]") == [31]


def test_a_paragraph_of_over_150_words_is_long() -> None:
    assert codes("Ord ord. " * 75) == []
    assert codes("Ord ord. " * 75 + "Ord.") == [("long_paragraph", "Ord ord Ord ord Ord ord")]
    assert codes("Ord ord. " * 40 + "\n\n" + "Ord ord. " * 40) == []


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ({"summary": ""}, True),
        ({"summary": " \n", "body": "x"}, True),
        ({"summary": "Kort."}, False),
        ({"body": "x"}, False),
    ],
)
def test_a_missing_summary(texts: dict[str, str], missing: bool) -> None:
    found = find_hints(texts, "nb", ())
    assert found == ((Hint("summary", "missing_summary"),) if missing else ())


ACRONYMS = [
    ("Vi spurte XYZ.", ["XYZ"]),
    ("Vi spurte XYZ og XYZ.", ["XYZ"]),
    ("Vi spurte XYZs leder.", ["XYZ"]),
    ("Vi spurte XYZ:s chef.", ["XYZ"]),
    ("XYZ-koordinatoren kom.", ["XYZ"]),
    ("Skjema XYZ12 er sendt.", ["XYZ12"]),
    ("XYZ/QRS", ["XYZ"]),
    ("**XYZ** og [QRS](https://example.org/TUV)", ["XYZ", "QRS"]),
    ("- XYZ\n- QRS", ["XYZ", "QRS"]),
    ("Det nye rådet (XYZ) kom. XYZ gikk.", []),
    ("XYZ gikk. Det nye rådet (XYZ) kom.", []),
    ("XYZ (det nye rådet) kom.", []),
    ("XYZ (2016) kom.", ["XYZ"]),
    ("(XYZ)", ["XYZ"]),
    ("Kjent SLT, SLT-arbeid, SLT2 og XY16.", []),
    ("# XYZ\n\nx", []),
    ("VIKTIG FOR ALLE XYZ", []),
    ("Kapittel XIV og del II", []),
    ("12 KM, 30 KWH og 5 NOK", []),
    ("Det er IKKE slik", []),
    ("ABCDEFG er for langt og A for kort", []),
    ("xyz@XYZ.no og https://XYZ.no/QRS", []),
    ("FoU og WiFi", []),
]


@pytest.mark.parametrize(("text", "expected"), ACRONYMS)
def test_acronyms(text: str, expected: list[str]) -> None:
    found = codes(text, known=("slt", "xy16"))
    assert found == [("unexplained_acronym", word) for word in expected]


def test_an_acronym_is_told_once_for_all_texts_where_it_stands() -> None:
    texts = {"summary": "Kort om *XYZ*.", "body": "XYZ. Om QRS.", "end": "Rådet (QRS)."}
    (hint,) = find_hints(texts, "sv", ())
    assert hint == Hint("summary", "unexplained_acronym", 9, 12, "XYZ")


HEAVY = [
    "Ett ord bl.a. 1. januar i XYZ (abc). ",
    "ord ",
    "A. ",
    "1. ",
    "(((",
    "[[[",
    "[a](",
    "`",
    "ABC ",
    "\\*",
    "- x\n",
    "|a",
    "A (b",
    "§ 3. ",
    "x.y",
    "\n",
    ". ",
    "> ",
    "<a",
    "**",
]


@pytest.mark.parametrize("text", HEAVY)
@pytest.mark.quick(cases=8)
def test_a_hundred_thousand_characters_of_anything_are_read(text: str) -> None:
    whole = text * (100_000 // len(text))
    for hint in find_hints({"body": whole}, "nb", ()):
        assert 0 <= hint.start <= hint.end <= len(whole)
