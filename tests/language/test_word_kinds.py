"""A form that may be several things is told by the words around it, or not at all."""

from __future__ import annotations

import pytest

from network.language.lexicon.word_kinds import EDGE, NUMBER, decide, place_in, readings

# Language, a sentence with the form between brackets, what it is there.
SENTENCES = [
    ("sv", "Bygdegården [lagar] maten.", "verb"),
    ("sv", "Vi [lagar] ofta mat ute.", "verb"),
    ("sv", "De som [lagar] cyklar får en kaka.", "verb"),
    ("sv", "Riksdagen stiftade nya [lagar].", "noun"),
    ("sv", "Landets [lagar] gäller alla.", "noun"),
    ("sv", "I 3 [lagar] står det så.", "noun"),
    ("sv", "Alla de [lagar] som gäller.", "noun"),
    ("sv", "I varje [nämnd] sitter elva.", "noun"),
    ("sv", "Hon blev [nämnd] i rapporten.", "verb"),
    ("sv", "De fick [lov] att stanna.", "noun"),
    ("nb", "Frivillige [lager] middag hver torsdag.", "verb"),
    ("nb", "Vi [lover] ikke noe.", "verb"),
    ("nb", "Stortinget vedtok to [lover].", "noun"),
    ("nb", "Etter det [laget] vi en plan.", "verb"),
    ("nb", "Det nye [laget] trener nå.", "noun"),
    ("nb", "[Lag] en plan først.", "verb"),
    ("nb", "[Lag] gjerne to.", "verb"),
    ("nb", "De ansatte [pleier] å møtes.", "verb"),
    ("nb", "God [pleie] krever tid.", "noun"),
    ("nb", "Etter fritt [skjønn] ga de støtte.", "noun"),
    ("nb", "En [skjønn] dag ved sjøen.", "adjective"),
    ("nb", "Kafeen kan [by] på kaker.", "verb"),
    ("nb", "I en liten [by] kjenner alle alle.", "noun"),
    ("nn", "Elevane [laga] mat sjølve.", "verb"),
    ("nn", "Dei fleste [laga] er med.", "noun"),
    ("nn", "Etter [lova] skal alle høyrast.", "noun"),
    # Nothing tells.
    ("sv", "[Lagar] i all hast.", None),
    ("nb", "Halv dag om tvil, [laget] for små steder.", None),
]


@pytest.mark.parametrize(("language", "sentence", "part"), SENTENCES)
def test_the_words_around_a_form_tell_what_it_is(
    language: str, sentence: str, part: str | None
) -> None:
    before, form, after = sentence.replace("]", "[").split("[")
    text = before + form + after
    place = place_in(text, len(before), len(before) + len(form))
    of_form = readings(form.casefold(), language)
    may_be = frozenset(kind for _, kind in of_form)
    infinitives = frozenset(word for word, kind in of_form if kind == "verb")
    assert len(may_be) > 1, may_be
    assert decide(form.casefold(), place, may_be, infinitives, language) == part


def test_a_place_is_the_words_around_it_with_numbers_and_the_ends_of_clauses() -> None:
    text = "Ja. Av 12 lagar, alla Moss"
    place = place_in(text, 10, 15)
    assert place.before == (NUMBER, "Av", EDGE)
    assert place.after == (",", "alla")
    assert place_in("lagar", 0, 5).before == (EDGE, EDGE, EDGE)
    assert place_in("a" * 500 + " lagar " + "b" * 500, 501, 506).before[0].startswith("a")


def test_what_goes_with_no_word_of_its_kind_is_not_taken_for_one() -> None:
    # The dictionary has no noun *hinna*, but an article has no verb after it.
    place = place_in("En hinna av is", 3, 8)
    assert decide("hinna", place, frozenset({"verb"}), frozenset({"hinna"}), "sv") is None
    place = place_in("uten å kjefte", 7, 13)
    assert decide("kjefte", place, frozenset({"noun"}), frozenset(), "nb") is None
