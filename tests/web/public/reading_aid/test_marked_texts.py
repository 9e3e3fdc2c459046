"""The reading aid explains what can be misread, and nothing else: measured on marked texts.

Each file of ``marked`` holds sentences in which every word that needs an explanation is marked with
its term. One half of them the rules were made with, the other was written before.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from network.content_files.vocabulary_files import read_glossary
from network.topics.terms_in_text import TermsInText
from tests.conftest import CONTENT

MARKED = Path(__file__).parent / "marked"
_MARK = re.compile(r"\{([^|}]*)\|([^}]*)\}")
_TERMS, _ = read_glossary((CONTENT / "glossary.yaml").read_text())
_FINDERS = {
    language: TermsInText(_TERMS, language, reader, date(2026, 11, 29))
    for language, reader in (("sv", "nb"), ("nb", "sv"), ("nn", "sv"))
}
Place = tuple[int, int, str]


def read_marked(path: Path) -> list[tuple[str, str, set[Place]]]:
    """Each sentence: its language, its text without marks, and the places to be explained."""
    sentences = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, marked = line.split("\t")
        text, places, done = "", set(), 0
        for mark in _MARK.finditer(marked):
            text += marked[done : mark.start()]
            places.add((len(text), len(text) + len(mark[1]), mark[2]))
            text += mark[1]
            done = mark.end()
        sentences.append((language, text + marked[done:], places))
    return sentences


def explained(language: str, text: str) -> set[Place]:
    return {
        (found.start, found.end, found.what.term.id if found.what.term else "")
        for found in _FINDERS[language].find(text)
    }


@pytest.mark.parametrize("half", ["tuned", "kept"])
@pytest.mark.parametrize("direction", ["for_nb", "for_sv"])
def test_nearly_all_that_needs_it_is_explained_and_nearly_nothing_else(
    direction: str, half: str
) -> None:
    right = wrong = missed = 0
    shown = []
    for language, text, places in read_marked(MARKED / f"{direction}_{half}.txt"):
        found = explained(language, text)
        right += len(found & places)
        wrong += len(found - places)
        missed += len(places - found)
        # The half that was written before is not looked into.
        if found != places and half == "tuned":
            shown.append((text, found ^ places))
    assert right / (right + wrong) >= 0.97, shown
    assert right / (right + missed) >= 0.9, shown


def test_the_marked_texts_are_many_and_their_terms_are_those_of_the_glossary() -> None:
    terms = {term.id for term in _TERMS}
    for direction in ("for_nb", "for_sv"):
        places = [
            place
            for half in ("tuned", "kept")
            for _, _, of_sentence in read_marked(MARKED / f"{direction}_{half}.txt")
            for place in of_sentence
        ]
        assert len(places) >= 300
        assert {term_id for _, _, term_id in places} <= terms
        # Well spread: no handful of words makes the number.
        assert len({term_id for _, _, term_id in places}) >= 75
