"""Form ⇄ file is lossless, and a fault says where it is and what would be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.content_files.entry_file import EntryFile, compute_digest, parse, serialise
from network.errors import Invalid
from network.kinds import KINDS, Content
from network.kinds.content import collect_words
from network.kinds.translation import Translation
from tests.generated import contents, prose


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.quick(cases=2)
def test_what_is_written_is_read_back(kind: str) -> None:
    @given(contents(kind))
    def holds(content: Content) -> None:
        file = EntryFile("eksempelvik", "x", content.language, content, "grannar")
        text = serialise(file)
        assert parse(file.path, text) == file
        assert serialise(parse(file.path, text)) == text
        assert compute_digest(parse(file.path, text)) == compute_digest(file)

    holds()


@given(contents("practice"), contents("practice"))
def test_a_file_that_says_something_else_has_another_digest(one: Content, other: Content) -> None:
    files = [
        EntryFile("eksempelvik", "x", "nb", content, publisher)
        for content in (one, other, one.model_copy(update={"body": f"{one.body}."}))
        for publisher in (None, "grannar")
    ]
    texts = {serialise(file) for file in files}
    assert len({compute_digest(file) for file in files}) == len(texts)


@given(contents("meeting"), st.data())
def test_a_translation_is_read_back(content: Content, data: st.DataObject) -> None:
    words = {path: data.draw(prose) for path in collect_words(content) if path != "title"} | {
        "title": "Titel"
    }
    language = "sv" if content.language != "sv" else "nb"
    value = Translation(language=language, translates=content.language, words=words)
    file = EntryFile("eksempelvik", "x", language, value)
    assert parse(file.path, serialise(file)) == file


HEAD = """---
kind: meeting
title: Et møte
statements:
  - id: s1
    wording: paraphrase
    text: Noe ble sagt.
---

Tekst.
"""
PATH = "entries/eksempelvik/mote.nb.md"

# (what is done to a right file, line, field, what is wrong, what would be right)
FAULTS = [
    (("kind: meeting", "kind: meting"), 2, "kind", "is “meting”.", "experience"),
    (("kind: meeting\n", ""), 1, "kind", "is missing.", "Write one of"),
    (("title: Et møte", "titel: Et møte"), 3, "titel", "is no field", "Did you mean title?"),
    (("title: Et møte\n", ""), 2, "title", "is missing.", "Add it."),
    (("paraphrase", "loose"), 6, "statements.0.wording", "is “loose”.", "'verbatim'"),
    (("id: s1", "id: S 1"), 5, "statements.0.id", "is “S 1”.", "lower-case"),
    (("title: Et møte", "title: Et møte\ntitle: To"), 4, "", "has title twice.", "Keep one"),
    (("title: Et møte", "title: A: B"), 3, "", "is no YAML", "double quotes"),
    (("title: Et møte", "title: Et\ndate: 2015-13-01"), 4, "date", "is no date.", "2015-02-27"),
    (("text: Noe ble sagt.", "text: '  '"), 7, "statements.0.text", "is empty.", "Write"),
    (("---\n\nTekst", "\nTekst"), 1, "", "has no front matter.", "Begin with"),
    (
        ("wording: paraphrase", "account: x\n    wording: verbatim"),
        6,
        "statements.0.account",
        "x as account, which is not among its sources",
        "sources",
    ),
    (("title: Et møte", "title: &a Et\nplace: *a"), 3, "", "alias", "Write it out"),
]


@pytest.mark.parametrize(("change", "line", "field", "wrong", "right"), FAULTS)
def test_a_fault_names_its_place_and_what_would_be_right(
    change: tuple[str, str], line: int, field: str, wrong: str, right: str
) -> None:
    assert change[0] in HEAD
    with pytest.raises(Invalid) as refused:
        parse(PATH, HEAD.replace(*change))
    fault = next(known_fault for known_fault in refused.value.faults if known_fault.field == field)
    assert (fault.where, fault.line) == (PATH, line)
    assert wrong in fault.wrong
    assert right in fault.right


def test_every_fault_of_a_file_is_told() -> None:
    broken = (
        HEAD.replace("title", "titel").replace("paraphrase", "loose").replace("id: s1", "id: Æ")
    )
    with pytest.raises(Invalid) as refused:
        parse(PATH, broken)
    assert len(refused.value.faults) == 4


@pytest.mark.parametrize(
    "path", ["entries/x.nb.md", "entries/a/b.en.md", "entries/a/b.md", "b.nb.md"]
)
def test_a_file_must_lie_where_its_address_says(path: str) -> None:
    with pytest.raises(Invalid, match=r"ORGANISATION/ENTRY\.LANGUAGE"):
        parse(path, HEAD)


def test_words_that_yaml_takes_for_other_things_stay_words() -> None:
    content = parse(PATH, HEAD.replace("Et møte", "no").replace("Noe ble sagt.", "0104")).value
    assert isinstance(content, Content)
    assert content.title == "no"
    assert collect_words(content)["s1.text"] == "0104"
