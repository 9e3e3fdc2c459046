"""The rules that content keeps, whatever form or file it comes from."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from network.kinds import KINDS, Case, parse_content
from network.kinds.content import collect_words, make_fingerprint
from network.kinds.translation import Translation, find_unplaced_paths, fit_translation


def made(kind: str, **more: Any) -> Any:
    required = {"resource": {"type": "guide"}}.get(kind, {})
    return parse_content({"kind": kind, "language": "nb", "title": "Tittel", **required, **more})


SAID = {"id": "s1", "wording": "paraphrase", "text": "Noe"}
REFUSED = [
    ("experience", {"outcome": "stopped"}),
    ("experience", {"period": {"start": "2016", "end": "2015"}}),
    ("experience", {"title": "  "}),
    ("experience", {"unknown": "x"}),
    ("experience", {"language": "da"}),
    ("experience", {"summary": "x" * 1001}),
    ("meeting", {"statements": [SAID, SAID]}),
    ("meeting", {"statements": [SAID | {"account": "nowhere"}]}),
    ("meeting", {"statements": [SAID | {"item": "nowhere"}]}),
    ("meeting", {"participants": [{"role": "no id"}]}),
    (
        "case",
        {"steps": [{"id": "a", "type": "decision", "state": "not_in_source", "date": "2016"}]},
    ),
    ("plan", {"stated_measures": 0}),
    ("plan", {"measures": [{"id": "a", "title": "A"}], "beside": [{"id": "a", "title": "B"}]}),
    ("collection", {"items": [{"id": "a"}]}),
    ("collection", {"items": [{"id": "a", "entry": "x/y", "gap": "both"}]}),
    ("resource", {"url": "javascript:alert(1)"}),
    ("need", {"body": "hidden \u202e text"}),
    ("need", {"body": "nul \x00"}),
    ("need", {"recorded_from": "nowhere"}),
    ("need", {"asked_of": [{}]}),
]


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_what_is_refused(kind: str, value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made(kind, **value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_needs_a_title_and_little_else(kind: str) -> None:
    assert made(kind).title == "Tittel"


def test_text_is_brought_to_one_form() -> None:
    content = made("need", title="  a\u030a \t b ", body="\r\n én\r\nto \n\n")
    assert (content.title, content.body) == ("å b", "én\nto")


def test_the_fingerprint_follows_the_words() -> None:
    assert make_fingerprint(made("need")) == make_fingerprint(made("need", summary=""))
    assert make_fingerprint(made("need")) != make_fingerprint(made("need", summary="Noe"))


def test_years_are_those_it_tells_of() -> None:
    assert made("experience", period={"start": "2019-40", "end": "2021"}).years() == (
        2019,
        2020,
        2021,
    )
    steps = [{"id": "a", "type": "motion", "date": "2016-05-27"}, {"id": "b", "type": "decision"}]
    assert made("case", steps=steps).years() == (2016,)
    assert made("meeting").years() == ()


def test_words_are_those_that_a_translation_may_carry() -> None:
    content = made("meeting", statements=[SAID | {"role": "ordfører", "name": "Kari"}])
    assert collect_words(content) == {"title": "Tittel", "s1.role": "ordfører", "s1.text": "Noe"}


def test_a_translation_knows_what_has_no_place() -> None:
    content = made("meeting", statements=[SAID])
    words = {"s1.text": "Något", "title": "Titel", "s2.text": "Ingenstans"}
    translation = Translation(language="sv", translates="nb", words=words)
    assert find_unplaced_paths(translation, content) == ["s2.text"]
    assert list(fit_translation(translation, content).words) == ["title", "s1.text", "s2.text"]


def test_a_line_of_a_translation_is_one_line_where_the_originals_is() -> None:
    content = made("experience", cost="Lite", done="Noe", taken_up=[])
    words = {"title": "Ti\n tel", "cost": "Inte\n mycket", "done": "- a\n- b"}
    translation = Translation(language="sv", translates="nb", words=words)
    assert fit_translation(translation, content).words == {
        "title": "Ti tel",
        "done": "- a\n- b",
        "cost": "Inte mycket",
    }


def test_a_vote_without_a_number_is_no_vote_and_a_zero_is_a_number() -> None:
    def vote(**numbers: int | None) -> object:
        step = {"id": "s1", "type": "decision", "vote": numbers}
        case = parse_content({"kind": "case", "language": "sv", "title": "Sak", "steps": [step]})
        assert isinstance(case, Case)
        return case.steps[0].vote

    assert vote() is None
    assert vote(in_favour=None) is None
    assert vote(against=0) is not None
