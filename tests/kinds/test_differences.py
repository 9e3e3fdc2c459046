"""What changed between two versions is said field by field and word by word, and no more."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.kinds import KINDS, parse_content
from network.kinds.content import dump_canonical
from network.kinds.differences import (
    Difference,
    find_differences,
    format_value,
    mark_differences,
)
from network.kinds.translation import Translation, find_changed_paths
from tests.conftest import FULL
from tests.generated import contents, prose

LONG = 100_000


def made(kind: str, **more: Any) -> Any:
    return parse_content({"kind": kind, "language": "nb", "title": "Tittel", **more})


def said(part_id: str, text: str = "Noe", **more: Any) -> dict[str, Any]:
    return {"id": part_id, "wording": "paraphrase", "text": text, **more}


def demands(*ids: str) -> Any:
    return made("case", demands=[{"id": id_, "text": f"Krav {id_}"} for id_ in ids])


def told(found: tuple[Difference, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (difference.path, difference.change, difference.before, difference.after)
        for difference in found
    ]


def shown(before: str, after: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(
        signs[mark_difference.state].format(mark_difference.text)
        for mark_difference in mark_differences(before, after)
    )


ONE_FIELD = [
    ("experience", {}, {"summary": "Ny"}, ("summary", "added", "", "Ny")),
    ("experience", {"done": "Gjort"}, {}, ("done", "removed", "Gjort", "")),
    ("experience", {"cost": "1 kr"}, {"cost": "2 kr"}, ("cost", "changed", "1 kr", "2 kr")),
    (
        "experience",
        {"period": {"start": "2015", "end": "2017"}},
        {"period": {"start": "2016", "end": "2017"}},
        ("period.start", "changed", "2015", "2016"),
    ),
    (
        "experience",
        {"outcome": "goes_on"},
        {"outcome": "ended"},
        ("outcome", "changed", "goes_on", "ended"),
    ),
    (
        "experience",
        {"topics": ["skole", "barn"]},
        {"topics": ["barn", "skole"]},
        ("topics", "changed", "skole\nbarn", "barn\nskole"),
    ),
    (
        "experience",
        {"links": [{"relation": "cites", "to": "koping/a"}]},
        {"links": [{"relation": "used", "to": "koping/a"}, {"relation": "cites", "to": "a/b"}]},
        ("links", "changed", "cites koping/a", "used koping/a\ncites a/b"),
    ),
    (
        "experience",
        {"partners": [{"name": "koping"}]},
        {"partners": [{"organisation": "koping"}]},
        ("partners", "changed", "name: koping", "organisation: koping"),
    ),
    (
        "experience",
        {},
        {"contact": {"office": "Servicetorget", "phone": "123"}},
        ("contact", "added", "", "Servicetorget\n123"),
    ),
    (
        "plan",
        {"stated_measures": 7},
        {"stated_measures": 17},
        ("stated_measures", "changed", "7", "17"),
    ),
    (
        "meeting",
        {"statements": [said("s1"), said("s2", "To")]},
        {"statements": [said("s1"), said("s2", "Tre")]},
        ("statements.s2.text", "changed", "To", "Tre"),
    ),
    (
        "meeting",
        {"statements": [said("s1")]},
        {"statements": [said("s1", role="ordfører")]},
        ("statements.s1.role", "added", "", "ordfører"),
    ),
    (
        "meeting",
        {"statements": [said("s1")]},
        {"statements": [said("s0", "Først", name="Kari"), said("s1")]},
        ("statements.s0", "added", "", "Kari\nparaphrase\nFørst"),
    ),
    (
        "meeting",
        {"sources": [{"id": "k", "title": "Referat", "date": "2015"}]},
        {},
        ("sources.k", "removed", "Referat\n2015", ""),
    ),
    (
        "plan",
        {"measures": [{"id": "m", "title": "T", "owner": {"name": "a"}}]},
        {"measures": [{"id": "m", "title": "T", "owner": {"organisation": "a"}}]},
        ("measures.m.owner", "changed", "name: a", "organisation: a"),
    ),
]


@pytest.mark.parametrize(("kind", "before", "after", "expected"), ONE_FIELD)
def test_one_field_is_one_difference(
    kind: str, before: dict[str, Any], after: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    assert told(find_differences(made(kind, **before), made(kind, **after))) == [expected]


def test_a_difference_names_its_field_and_its_part_by_id() -> None:
    before = made("meeting", title="A", statements=[said("s1"), said("s2")])
    after = made("meeting", title="B", statements=[said("s2", "Nytt")])
    named = [
        (difference.path, difference.field, difference.part)
        for difference in find_differences(before, after)
    ]
    assert named == [
        ("title", "title", ""),
        ("statements.s1", "statements", "s1"),
        ("statements.s2.text", "statements", "s2"),
    ]


def test_differences_stand_in_the_order_of_the_page() -> None:
    before = made("meeting", sources=[{"id": "k", "title": "K"}], statements=[said("s1")])
    after = made("meeting", body="B", place="Sal 1", agenda=[{"id": "a", "title": "Sak"}])
    paths = [difference.path for difference in find_differences(before, after)]
    assert paths == ["body", "place", "agenda.a", "statements.s1", "sources.k"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abcd", "bcda", "moved a"),
        ("abcd", "dabc", "moved d"),
        ("abcdef", "abecdf", "moved e"),
        ("abcde", "edabc", "moved e, moved d"),
        ("abc", "cba", "moved c, moved b"),
        ("ab", "axb", "added x"),
        ("axb", "ab", "removed x"),
        ("xab", "abyx", "added y, moved x"),
        ("xaby", "bza", "removed x, moved b, removed y, added z"),
    ],
)
def test_as_few_parts_as_possible_are_moved(before: str, after: str, expected: str) -> None:
    found = find_differences(demands(*before), demands(*after))
    assert ", ".join(f"{difference.change} {difference.part}" for difference in found) == expected


def test_a_moved_part_also_says_what_changed_in_it() -> None:
    before = made("meeting", statements=[said("s1"), said("s2"), said("s3")])
    after = made("meeting", statements=[said("s3", "Nytt"), said("s1"), said("s2")])
    assert [
        (difference.path, difference.change) for difference in find_differences(before, after)
    ] == [
        ("statements.s3", "moved"),
        ("statements.s3.text", "changed"),
    ]


def test_a_part_that_goes_to_another_field_is_gone_and_new() -> None:
    part = {"id": "m", "title": "Tiltak"}
    found = find_differences(made("plan", measures=[part]), made("plan", beside=[part]))
    assert [(difference.path, difference.change) for difference in found] == [
        ("measures.m", "removed"),
        ("beside.m", "added"),
    ]


def translation(**words: str) -> Translation:
    paths = {path.replace("__", "."): text for path, text in words.items()}
    return Translation(language="sv", translates="nb", words=paths)


def test_translations_differ_by_the_paths_of_their_words() -> None:
    before = translation(title="Titel", summary="Kort", s1__text="Ett")
    after = translation(title="Titel", s1__text="Två", s1__role="Ordförande")
    found = find_differences(before, after)
    assert told(found) == [
        ("summary", "removed", "Kort", ""),
        ("s1.text", "changed", "Ett", "Två"),
        ("s1.role", "added", "", "Ordförande"),
    ]
    assert [(difference.field, difference.part) for difference in found][1:] == [
        ("text", "s1"),
        ("role", "s1"),
    ]


MARKED = [
    ("", "", ""),
    ("", "ny", "[+ny+]"),
    ("borte", "", "[-borte-]"),
    ("likt", "likt", "likt"),
    ("en to tre", "en fire tre", "en [-to-][+fire+] tre"),
    ("en to tre", "en tre", "en[- to-] tre"),
    ("to tre", "tre", "[-to -]tre"),
    ("for barn.", "for barn og unge.", "for barn[+ og unge+]."),
    ("skoletid", "skoleår", "[-skoletid-][+skoleår+]"),
    ("en to tre", "EN TO tre", "[-en to-][+EN TO+] tre"),
    ("en to", "en  to", "en[- -][+  +]to"),
    ("en\n\nto", "en\n\nny\n\nto", "en\n\n[+ny\n\n+]to"),
]


@pytest.mark.parametrize(("before", "after", "expected"), MARKED)
def test_words_are_marked(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


texts = st.one_of(
    prose,
    st.lists(st.sampled_from(["a", "b", " ", "  ", "\n", ".", "_", "å", "\u0301", "\u00a0"])).map(
        "".join
    ),
    st.lists(st.sampled_from(["lik\n", "en to tre\n", "en fire\n", "\n"]), max_size=12).map(
        lambda lines: "".join(lines) * 200
    ),
)


@given(texts, texts)
def test_the_pieces_together_are_both_texts(before: str, after: str) -> None:
    found = mark_differences(before, after)
    assert "".join(fragment.text for fragment in found if fragment.state != "added") == before
    assert "".join(fragment.text for fragment in found if fragment.state != "removed") == after
    assert all(fragment.text for fragment in found)
    states = [fragment.state for fragment in found]
    assert all(state != two for state, two in pairwise(states))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.quick(cases=2)
def test_there_are_differences_where_contents_differ(kind: str) -> None:
    @settings(max_examples=200 if FULL else 6)
    @given(contents(kind), contents(kind))
    def check(before: Any, after: Any) -> None:
        found = find_differences(before, after)
        assert bool(found) == (dump_canonical(before) != dump_canonical(after))
        assert find_differences(before, before) == ()
        assert len(
            {(difference.path, difference.change == "moved") for difference in found}
        ) == len(found)
        for difference in found:
            # A part may have an id and no text.
            assert (difference.before != difference.after) == (
                difference.change != "moved"
            ) or not difference.after
            kept = [piece.text for piece in difference.fragments if piece.state != "added"]
            assert "".join(kept) == difference.before

    check()


def paragraphs(number: int, more: str = "") -> str:
    rows = (f"Avsnitt {at} sier at barn og unge{more} skal bli hørt." for at in range(number))
    return "\n\n".join(rows)


SLOW = {
    "paragraphs, one word each": (paragraphs(2_000), paragraphs(2_000, " alle")),
    "one paragraph": (paragraphs(2_000).replace("\n", " "), paragraphs(1_900).replace("\n", " ")),
    "the same word": ("a " * (LONG // 2), "a " * (LONG // 2 - 9) + "b"),
    "two words, other order": ("a\nb\n" * (LONG // 4), "b\na\n" * (LONG // 4)),
    "few words in disorder": (
        " ".join(str(at * at % 97) for at in range(LONG // 3)),
        " ".join(str(at * at * at % 89) for at in range(LONG // 3)),
    ),
    "signs": (".,;" * (LONG // 3), ";.!" * (LONG // 3)),
}


@pytest.mark.parametrize("name", SLOW)
def test_long_texts_are_compared_in_bounded_time(name: str) -> None:
    before, after = SLOW[name]
    found = mark_differences(before[:LONG], after[:LONG])
    assert (
        "".join(fragment.text for fragment in found if fragment.state != "added") == before[:LONG]
    )
    assert (
        "".join(fragment.text for fragment in found if fragment.state != "removed") == after[:LONG]
    )


def test_a_word_in_a_long_text_is_found_in_its_paragraph() -> None:
    before = paragraphs(1_500)
    after = before.replace("Avsnitt 700 sier", "Avsnitt 700 mener").replace("Avsnitt 9 ", "Her ")
    changed = [
        mark_difference.text
        for mark_difference in mark_differences(before, after)
        if mark_difference.state != "same"
    ]
    assert changed == ["Avsnitt 9", "Her", "sier", "mener"]


def test_what_changed_since_a_translation_was_made() -> None:
    then = made("meeting", summary="Kort", statements=[said("s1"), said("s2", "To")])
    now = made("meeting", body="Mer", statements=[said("s3", "Tre"), said("s2", "Nytt")])
    assert find_changed_paths(then, now) == ("body", "s3.text", "s2.text", "summary", "s1.text")
    assert find_changed_paths(now, now) == ()


def test_what_a_file_is_known_by_is_shown_to_nobody() -> None:
    file = {"id": "f1", "file": "0a" * 32, "file_name": "rapport.pdf", "description": "Rapporten"}
    before = parse_content({"kind": "need", "language": "nb", "title": "Noe"})
    after = parse_content({"kind": "need", "language": "nb", "title": "Noe", "files": [file]})
    (difference,) = find_differences(before, after)
    assert difference.after == "rapport.pdf\nRapporten"
    # As a form has it, where two wrote otherwise.
    assert format_value(file) == "rapport.pdf\nRapporten"
