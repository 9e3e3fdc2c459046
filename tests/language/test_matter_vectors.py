"""How near words lie to each other by what they are about."""

import numpy as np

from network.language.bridge.matter_vectors import DIRECTIONS, Vector, vector_of
from network.language.lexicon.dictionary import lemmas
from network.language.words.tokens import tokens


def about(text: str, language: str) -> Vector:
    return vector_of(
        (lemmas(token.form, language)[0].word, language, 1.0) for token in tokens(text)
    )


def test_a_text_lies_nearer_to_its_own_matter_than_to_another_in_whichever_language() -> None:
    question = about("strømbrudd", "nb")
    for text, language in (
        ("Aggregatet startet ikke i mørket, og lommelykter ble delt ut.", "nb"),
        ("Reservkraften startade inte i mörkret, och ficklampor delades ut.", "sv"),
    ):
        dark = about(text, language)
        assert float(dark @ question) > 0.3
        assert float(dark @ question) > float(dark @ about("mobbing", "nb")) + 0.2


def test_a_vector_has_length_one_or_says_nothing() -> None:
    assert abs(float(np.linalg.norm(about("barnehage", "nb"))) - 1) < 1e-3
    nothing = about("og det var qwrtzx", "nb")
    assert nothing.shape == (DIRECTIONS,)
    assert not nothing.any()


def test_saying_a_thing_again_counts_less_and_less() -> None:
    mixed = about("strømbrudd mobbing", "nb")
    again = about("strømbrudd " + "mobbing " * 20, "nb")
    assert float(again @ mixed) > 0.8
