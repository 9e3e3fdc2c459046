"""Which side somebody takes in a case."""

from __future__ import annotations

import pytest

from network.kinds.parts import Step
from network.kinds.positions import Position, find_position, has_position


def _step(text: str, kind: str = "opinion", state: str = "in_source") -> Step:
    return Step.model_validate({"id": "s", "type": kind, "text": text, "state": state})


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Avstyrker. Modulerna blir lika dyra.", "against"),
        ("Tillstyrker delvis. Vandrarhem är sämst.", "partly"),
        ("Föreslår avslag med hänvisning till läget.", "against"),
        ("Bifall till den andra, avslag på den tredje.", "partly"),
        ("Nämnden bifaller motionen.", "for"),
        ("Kommunedirektøren fraråder forslaget.", "against"),
        ("Utvalget tiltrer innstillingen.", "for"),
        ("Rådet støtter ikke forslaget.", "against"),
        ("Rådet kan ikke støtte forslaget.", "against"),
        ("Styrelsen bifaller därför inte motionen.", "against"),
        ("Nämnden avstyrker inte.", "not_stated"),
        ("Kan inte tillstyrka förslaget.", "against"),
        ("Ba om ny beregning av restverdi.", "not_stated"),
        ("Råder frå å seie nei.", "not_stated"),
    ],
)
def test_formal_words_say_the_side(text: str, position: Position) -> None:
    assert find_position(_step(text)) == position


def test_who_moves_demands_is_for_them() -> None:
    assert find_position(_step("Kräver att avslag upphör.", "motion")) == "for"


def test_a_decision_and_what_no_source_tells_are_no_position() -> None:
    assert has_position(_step("Motionen avslås.", "opinion"))
    assert not has_position(_step("Motionen avslås.", "decision"))
    assert not has_position(_step("Motionen avslås.", "opinion", "ahead"))
    assert not has_position(_step("", "opinion"))
