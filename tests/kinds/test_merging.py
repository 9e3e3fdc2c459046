"""What two people wrote is joined, or it is a clash: nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from network.kinds import KINDS, parse_content
from network.kinds.content import dump_canonical
from network.kinds.merging import Joined, MergeConflict, merge
from network.kinds.translation import Translation
from tests.conftest import FULL
from tests.generated import contents, lines

# Three contents of a kind take long to make.
EXAMPLES = 100 if FULL else 8


def made(kind: str, **more: Any) -> Any:
    return parse_content({"kind": kind, "language": "nb", "title": "Tittel", **more})


def said(part_id: str, text: str = "Noe", **more: Any) -> dict[str, Any]:
    return {"id": part_id, "wording": "paraphrase", "text": text, **more}


def demands(ids: str) -> Any:
    return made("case", demands=[{"id": id_, "text": f"Krav {id_}"} for id_ in ids])


def names(joined: Joined, field: str) -> list[str]:
    return [part["id"] for part in joined.value.get(field, [])]


# What was there, what I made of it, what they made of it, and what both say together.
JOINED: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("need", {}, {"body": "B"}, {"summary": "S"}, {"body": "B", "summary": "S"}),
    ("need", {"body": "A"}, {"body": "B"}, {"body": "B"}, {"body": "B"}),
    ("need", {"body": "A", "summary": "S"}, {"summary": "S"}, {"body": "A"}, {}),
    (
        "meeting",
        {"statements": [said("s1")]},
        {"statements": [said("s1", "Nytt")]},
        {"statements": [said("s1", role="ordfører")]},
        {"statements": [said("s1", "Nytt", role="ordfører")]},
    ),
    (
        "meeting",
        {"statements": [said("s1"), said("s2")]},
        {"statements": [said("s1", "Mitt"), said("s2")]},
        {"statements": [said("s1"), said("s2", "Deres")]},
        {"statements": [said("s1", "Mitt"), said("s2", "Deres")]},
    ),
    (
        "meeting",
        {"statements": [said("s1"), said("s2")]},
        {"statements": [said("s2")]},
        {"statements": [said("s1"), said("s2", "Deres")]},
        {"statements": [said("s2", "Deres")]},
    ),
    (
        "need",
        {"topics": ["a", "b", "c"]},
        {"topics": ["c", "b", "a", "mine"]},
        {"topics": ["theirs", "a", "c"]},
        {"topics": ["c", "a", "mine", "theirs"]},
    ),
    (
        "experience",
        {"links": [{"relation": "cites", "to": "a/b"}]},
        {"links": []},
        {"links": [{"relation": "cites", "to": "a/b"}, {"relation": "used", "to": "a/c"}]},
        {"links": [{"relation": "used", "to": "a/c"}]},
    ),
    (
        "case",
        {"demands": [{"id": "d", "text": "T", "links": ["a/a"]}]},
        {"demands": [{"id": "d", "text": "T", "links": ["a/a", "a/b"]}]},
        {"demands": [{"id": "d", "text": "T", "links": ["a/c"]}]},
        {"demands": [{"id": "d", "text": "T", "links": ["a/b", "a/c"]}]},
    ),
    (
        "need",
        {},
        {"contact": {"office": "A", "phone": "1"}},
        {"contact": {"office": "A", "phone": "1"}},
        {"contact": {"office": "A", "phone": "1"}},
    ),
]


@pytest.mark.parametrize(("kind", "base", "mine", "theirs", "expected"), JOINED)
def test_what_is_joined(
    kind: str,
    base: dict[str, Any],
    mine: dict[str, Any],
    theirs: dict[str, Any],
    expected: dict[str, Any],
) -> None:
    joined = merge(made(kind, **base), made(kind, **mine), made(kind, **theirs))
    assert joined == Joined(dump_canonical(made(kind, **expected)), ())


CLASHES = [
    (
        "need",
        {"body": "A"},
        {"body": "B"},
        {"body": "C"},
        "B",
        MergeConflict("body", "A", "B", "C"),
    ),
    ("need", {"body": "A"}, {}, {"body": "C"}, None, MergeConflict("body", "A", "", "C")),
    ("need", {}, {"body": "B"}, {"body": "C"}, "B", MergeConflict("body", "", "B", "C")),
    (
        # Halves of two answers are not put together.
        "meeting",
        {},
        {"organiser": {"name": "Kari"}},
        {"organiser": {"organisation": "koping"}},
        {"name": "Kari"},
        MergeConflict("organiser", "", "Kari", "koping"),
    ),
    (
        "need",
        {"contact": {"office": "A", "phone": "1"}},
        {"contact": {"office": "A", "phone": "2"}},
        {},
        {"office": "A", "phone": "2"},
        MergeConflict("contact", "A\n1", "A\n2", ""),
    ),
    (
        "case",
        {"demands": [{"id": "d", "text": "A"}]},
        {"demands": [{"id": "d", "text": "B"}]},
        {"demands": [{"id": "d", "text": "C"}]},
        [{"id": "d", "text": "B"}],
        MergeConflict("demands.d.text", "A", "B", "C"),
    ),
    (
        "case",
        {"demands": [{"id": "d", "text": "A"}]},
        {},
        {"demands": [{"id": "d", "text": "C"}]},
        [{"id": "d", "text": "C"}],
        MergeConflict("demands.d", "A", "", "C"),
    ),
    (
        "case",
        {"demands": [{"id": "d", "text": "A"}]},
        {"demands": [{"id": "d", "text": "B"}]},
        {},
        [{"id": "d", "text": "B"}],
        MergeConflict("demands.d", "A", "B", ""),
    ),
]


@pytest.mark.parametrize(("kind", "base", "mine", "theirs", "kept", "clash"), CLASHES)
def test_what_clashes(
    kind: str,
    base: dict[str, Any],
    mine: dict[str, Any],
    theirs: dict[str, Any],
    kept: Any,
    clash: MergeConflict,
) -> None:
    joined = merge(made(kind, **base), made(kind, **mine), made(kind, **theirs))
    assert joined.clashes == (clash,)
    assert joined.value.get(clash.path.split(".")[0]) == kept


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("a", "am", "at", "atm"),
        ("", "m", "t", "tm"),
        ("ab", "amb", "atb", "atmb"),
        ("ab", "mab", "abt", "mabt"),
        ("ab", "amnb", "atub", "atumnb"),
        ("abc", "cab", "abc", "cab"),
        ("abc", "abc", "cab", "cab"),
        ("abc", "cab", "abtc", "cabt"),
        ("abc", "abmc", "cab", "cabm"),
        ("abc", "cab", "bac", "cab"),
        ("abc", "ac", "abtc", "atc"),
        ("abc", "amc", "ab", "am"),
    ],
)
def test_the_order_of_parts(base: str, mine: str, theirs: str, expected: str) -> None:
    joined = merge(demands(base), demands(mine), demands(theirs))
    assert "".join(names(joined, "demands")) == expected
    assert not joined.clashes


def test_two_new_parts_with_one_id_are_two() -> None:
    base = made("meeting", statements=[said("s1")])
    mine = made("meeting", statements=[said("s1"), said("s2", "Mitt"), said("s3", "Likt")])
    theirs = made("meeting", statements=[said("s1"), said("s2", "Deres"), said("s3", "Likt")])
    joined = merge(base, mine, theirs)
    texts = {part["id"]: part["text"] for part in joined.value["statements"]}
    assert texts == {"s1": "Noe", "s2": "Deres", "s2-2": "Mitt", "s3": "Likt"}
    assert not joined.clashes
    assert joined.content()


def test_a_new_id_is_free() -> None:
    base = made("case", demands=[{"id": "d-2", "text": "A"}])
    mine = made("case", demands=[{"id": "d", "text": "Mitt"}, {"id": "d-3", "text": "C"}])
    theirs = made("case", steps=[{"id": "d", "type": "motion"}])
    joined = merge(base, mine, theirs)
    assert names(joined, "demands") == ["d-4", "d-3"]
    assert names(joined, "steps") == ["d"]
    assert joined.content()


def test_my_parts_keep_naming_my_source_when_it_is_given_another_id() -> None:
    base = made("meeting", statements=[said("s1")])
    mine = made(
        "meeting",
        sources=[{"id": "k", "title": "Min"}],
        recorded_from="k",
        agenda=[{"id": "a", "title": "Min sak"}],
        statements=[said("s1", account="k"), said("s2", "Likt", account="k", item="a")],
    )
    theirs = made(
        "meeting",
        sources=[{"id": "k", "title": "Deres"}],
        agenda=[{"id": "a", "title": "Deres sak"}],
        statements=[said("s1"), said("s2", "Likt", account="k", item="a")],
    )
    joined = merge(base, mine, theirs)
    assert joined.clashes == ()
    assert {source["id"]: source["title"] for source in joined.value["sources"]} == {
        "k": "Deres",
        "k-2": "Min",
    }
    assert joined.value["recorded_from"] == "k-2"
    named = [
        (statement["id"], statement.get("account"), statement.get("item"))
        for statement in joined.value["statements"]
    ]
    # What reads alike and stands in another source is not the same statement.
    assert named == [("s1", "k-2", None), ("s2", "k", "a"), ("s2-2", "k-2", "a-2")]
    assert joined.content()


def test_what_two_may_do_each_may_be_wrong_together() -> None:
    sources = [{"id": "k", "title": "Referat"}]
    base = made("meeting", sources=sources, statements=[said("s1")])
    mine = made("meeting", sources=sources, statements=[said("s1", account="k")])
    theirs = made("meeting", statements=[said("s1")])
    joined = merge(base, mine, theirs)
    assert joined.clashes == ()
    with pytest.raises(ValidationError):
        joined.content()


def translated(made_from: str | None = None, **words: str) -> Translation:
    return Translation(
        language="sv",
        translates="nb",
        made_from=made_from and made_from * 16,
        words={path.replace("__", "."): text for path, text in words.items()},
    )


def test_the_words_of_translations_are_joined() -> None:
    base = translated(title="A", summary="S", s1__text="T")
    mine = translated(title="Min", summary="S", s1__text="T", s2__text="Ny")
    theirs = translated(title="Deres", s1__text="Två")
    joined = merge(base, mine, theirs)
    assert joined.clashes == (MergeConflict("title", "A", "Min", "Deres"),)
    assert joined.content() == translated(title="Min", s1__text="Två", s2__text="Ny")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [("a", "a", "b", "b"), ("a", "b", "a", "b"), ("a", "b", "c", "b"), (None, None, "b", "b")],
)
def test_what_a_translation_was_made_from_never_clashes(
    base: str | None, mine: str | None, theirs: str | None, expected: str
) -> None:
    joined = merge(*(translated(version, title="A") for version in (base, mine, theirs)))
    assert joined == Joined(dump_canonical(translated(expected, title="A")), ())


@st.composite
def three(draw: st.DrawFn, kind: str) -> tuple[Any, Any, Any]:
    """A content and what two people made of it: fields and parts taken from elsewhere, left out
    or put in another order."""
    base = draw(contents(kind))
    return base, draw(_edited(base, kind)), draw(_edited(base, kind))


@st.composite
def _edited(draw: st.DrawFn, base: Any, kind: str) -> Any:
    value, other = dump_canonical(base), dump_canonical(draw(contents(kind)))
    for name in sorted(value.keys() | other.keys()):
        have = value.get(name)
        what = draw(st.sampled_from(["keep", "keep", "keep", "take", "leave", "turn", "both"]))
        if what == "take" and name in other:
            value[name] = other[name]
        elif what == "leave" and isinstance(have, list) and have:
            value[name] = have[1:]
        elif what == "turn" and isinstance(have, list):
            value[name] = have[::-1]
        elif what == "both" and isinstance(have, list):
            known = [part["id"] for part in have if isinstance(part, dict) and "id" in part]
            new = [part for part in other.get(name, []) if not known or part["id"] not in known]
            value[name] = have + new
    try:
        return parse_content(value)
    except ValidationError:
        return base


def leaves(value: Any, name: str = "") -> Iterator[str]:
    """Every text in a value but the ids of parts, which joining may change."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "account", "document", "item", "recorded_from"):
                yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    else:
        yield str(value)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost(kind: str) -> None:
    @settings(max_examples=EXAMPLES)
    @given(three(kind))
    def check(drawn: tuple[Any, Any, Any]) -> None:
        base, mine, theirs = drawn
        joined = merge(base, mine, theirs)
        there, known = set(leaves(joined.value)), set(leaves(dump_canonical(base)))
        for side, texts in (
            (mine, [clash.mine for clash in joined.clashes]),
            (theirs, [clash.theirs for clash in joined.clashes]),
        ):
            for text in set(leaves(dump_canonical(side))) - known - there:
                assert any(text in whole_text for whole_text in texts)
        ids = [
            part["id"]
            for f in joined.value.values()
            if isinstance(f, list)
            for part in f
            if isinstance(part, dict) and "id" in part
        ]
        assert len(ids) == len(set(ids))
        assert {clash.path for clash in merge(base, theirs, mine).clashes} == {
            clash.path for clash in joined.clashes
        }

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_who_changed_nothing_takes_the_others(kind: str) -> None:
    @settings(max_examples=EXAMPLES)
    @given(three(kind))
    def check(drawn: tuple[Any, Any, Any]) -> None:
        base, mine, theirs = drawn
        assert merge(base, mine, base) == Joined(dump_canonical(mine), ())
        assert merge(base, base, theirs) == Joined(dump_canonical(theirs), ())
        assert merge(base, mine, mine) == Joined(dump_canonical(mine), ())
        assert merge(base, mine, base).content() == mine

    check()


_paths = st.sampled_from(["summary", "body", "s1.text", "s1.role", "s2.text"])
_translations = st.builds(
    lambda made_from, words: translated(made_from, **{"title": "T"} | words),
    st.sampled_from([None, "a", "b"]),
    st.dictionaries(_paths, lines),
)


@given(_translations, _translations, _translations)
def test_the_same_holds_for_translations(
    base: Translation, mine: Translation, theirs: Translation
) -> None:
    assert merge(base, mine, base) == Joined(dump_canonical(mine), ())
    assert merge(base, base, theirs) == Joined(dump_canonical(theirs), ())
    assert merge(base, mine, mine) == Joined(dump_canonical(mine), ())
    joined = merge(base, mine, theirs)
    clashes = {clash.path: clash for clash in joined.clashes}
    for path, text in theirs.words.items():
        if text != base.words.get(path):
            assert joined.value["words"].get(path) == text or clashes[path].theirs == text
    for path, text in mine.words.items():
        if text != base.words.get(path):
            assert joined.value["words"][path] == text


def test_what_was_joined_shares_nothing_with_what_it_was_made_of() -> None:
    base = demands("ab")
    joined = merge(base, base, base)
    joined.value["demands"][0]["text"] = "Endret"
    assert base == demands("ab")
