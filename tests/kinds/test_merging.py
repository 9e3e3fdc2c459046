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
from network.kinds.differences import format_value
from network.kinds.merging import FieldConflict, JoinedFields, merge_fields, summarise_fields
from network.kinds.translation import Translation
from tests.conftest import FULL
from tests.generated import contents, lines
from tests.merged import merge

# Three contents of a kind take long to make.
EXAMPLES = 100 if FULL else 5


def told(joined: JoinedFields) -> list[tuple[str, str, str]]:
    """The clashes: path, mine and theirs, plain."""
    return [
        (clash.path, format_value(clash.mine), format_value(clash.theirs))
        for clash in joined.clashes
    ]


def made(kind: str, **more: Any) -> Any:
    return parse_content({"kind": kind, "language": "nb", "title": "Tittel", **more})


def said(part_id: str, text: str = "Noe", **more: Any) -> dict[str, Any]:
    return {"id": part_id, "wording": "paraphrase", "text": text, **more}


def demands(ids: str) -> Any:
    return made("case", demands=[{"id": id_, "text": f"Krav {id_}"} for id_ in ids])


def names(joined: JoinedFields, field: str) -> list[str]:
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
    assert joined == JoinedFields(dump_canonical(made(kind, **expected)), ())


CLASHES = [
    (
        "need",
        {"body": "A"},
        {"body": "B"},
        {"body": "C"},
        "B",
        ("body", "B", "C"),
    ),
    ("need", {"body": "A"}, {}, {"body": "C"}, None, ("body", "", "C")),
    ("need", {}, {"body": "B"}, {"body": "C"}, "B", ("body", "B", "C")),
    (
        # Halves of two answers are not put together.
        "meeting",
        {},
        {"organiser": {"name": "Kari"}},
        {"organiser": {"organisation": "koping"}},
        {"name": "Kari"},
        ("organiser", "Kari", "koping"),
    ),
    (
        "need",
        {"contact": {"office": "A", "phone": "1"}},
        {"contact": {"office": "A", "phone": "2"}},
        {},
        {"office": "A", "phone": "2"},
        ("contact", "A\n2", ""),
    ),
    (
        "case",
        {"demands": [{"id": "d", "text": "A"}]},
        {"demands": [{"id": "d", "text": "B"}]},
        {"demands": [{"id": "d", "text": "C"}]},
        [{"id": "d", "text": "B"}],
        ("demands.d.text", "B", "C"),
    ),
    (
        "case",
        {"demands": [{"id": "d", "text": "A"}]},
        {},
        {"demands": [{"id": "d", "text": "C"}]},
        [{"id": "d", "text": "C"}],
        ("demands.d", "", "C"),
    ),
    (
        "case",
        {"demands": [{"id": "d", "text": "A"}]},
        {"demands": [{"id": "d", "text": "B"}]},
        {},
        [{"id": "d", "text": "B"}],
        ("demands.d", "B", ""),
    ),
]


@pytest.mark.parametrize(("kind", "base", "mine", "theirs", "kept", "clash"), CLASHES)
def test_what_clashes(
    kind: str,
    base: dict[str, Any],
    mine: dict[str, Any],
    theirs: dict[str, Any],
    kept: Any,
    clash: tuple[str, str, str],
) -> None:
    joined = merge(made(kind, **base), made(kind, **mine), made(kind, **theirs))
    assert told(joined) == [clash]
    assert joined.value.get(clash[0].split(".")[0]) == kept


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
    assert parse_content(joined.value)


def test_a_new_id_is_free() -> None:
    base = made("case", demands=[{"id": "d-2", "text": "A"}])
    mine = made("case", demands=[{"id": "d", "text": "Mitt"}, {"id": "d-3", "text": "C"}])
    theirs = made("case", steps=[{"id": "d", "type": "motion"}])
    joined = merge(base, mine, theirs)
    assert names(joined, "demands") == ["d-4", "d-3"]
    assert names(joined, "steps") == ["d"]
    assert parse_content(joined.value)


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
    assert parse_content(joined.value)


def test_what_two_may_do_each_may_be_wrong_together() -> None:
    sources = [{"id": "k", "title": "Referat"}]
    base = made("meeting", sources=sources, statements=[said("s1")])
    mine = made("meeting", sources=sources, statements=[said("s1", account="k")])
    theirs = made("meeting", statements=[said("s1")])
    joined = merge(base, mine, theirs)
    assert joined.clashes == ()
    with pytest.raises(ValidationError):
        parse_content(joined.value)


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
    assert told(joined) == [("words.title", "Min", "Deres")]
    assert joined.value["words"] == {"title": "Min", "s1.text": "Två", "s2.text": "Ny"}


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
@pytest.mark.quick(cases=2)
def test_nothing_is_lost(kind: str) -> None:
    @settings(max_examples=EXAMPLES)
    @given(three(kind))
    def check(drawn: tuple[Any, Any, Any]) -> None:
        base, mine, theirs = drawn
        joined = merge(base, mine, theirs)
        there, known = set(leaves(joined.value)), set(leaves(dump_canonical(base)))
        for side, texts in (
            (mine, [mine_text for _path, mine_text, _theirs in told(joined)]),
            (theirs, [their_text for _path, _mine, their_text in told(joined)]),
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
@pytest.mark.quick(cases=2)
def test_who_changed_nothing_takes_the_others(kind: str) -> None:
    @settings(max_examples=EXAMPLES)
    @given(three(kind))
    def check(drawn: tuple[Any, Any, Any]) -> None:
        base, mine, theirs = drawn
        assert merge(base, mine, base) == JoinedFields(dump_canonical(mine), ())
        assert merge(base, base, theirs) == JoinedFields(dump_canonical(theirs), ())
        assert merge(base, mine, mine) == JoinedFields(dump_canonical(mine), ())
        assert parse_content(merge(base, mine, base).value) == mine

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
    def words(translation: Translation) -> dict[str, str]:
        return {path: text for path, text in translation.words.items() if text}

    assert merge(base, mine, base) == JoinedFields({"words": words(mine)}, ())
    assert merge(base, base, theirs) == JoinedFields({"words": words(theirs)}, ())
    assert merge(base, mine, mine) == JoinedFields({"words": words(mine)}, ())
    joined = merge(base, mine, theirs)
    clashes = {clash.path: clash for clash in joined.clashes}
    for path, text in words(theirs).items():
        if text != base.words.get(path):
            there = joined.value["words"].get(path)
            assert there == text or clashes[f"words.{path}"].theirs == text
    for path, text in words(mine).items():
        if text != base.words.get(path):
            assert joined.value["words"][path] == text


# --- Forms -------------------------------------------------------------------------------------


def statement(part_id: str, text: str = "", **more: Any) -> dict[str, Any]:
    """A statement as a form has it; without an id while nothing was typed in it."""
    return {"id": part_id, "text": text, "wording": "", "links": [], **more}


def join(
    base: list[dict[str, Any]], mine: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> Any:
    seen, ours, other = ({"title": "", "statements": parts} for parts in (base, mine, theirs))
    return merge_fields("meeting", summarise_fields(seen), ours, other)


def test_half_typed_parts_are_joined() -> None:
    """Neither makes a content: one has no wording, one nothing but a choice."""
    joined = join(
        [statement("s1", "Noe")],
        [statement("s1", "Noe"), statement("s2", "Mitt")],
        [statement("s1", "Noe", wording="verbatim"), statement("", wording="prepared")],
    )
    assert joined.clashes == ()
    assert joined.value["statements"] == [
        statement("s1", "Noe", wording="verbatim"),
        statement("", wording="prepared"),
        statement("s2", "Mitt"),
    ]


def test_a_part_that_was_given_its_id_meanwhile_is_one() -> None:
    """The base has it without, as it was added; theirs is untouched; mine has words and an id."""
    joined = join([statement("")], [statement("s1", "Mitt")], [statement("")])
    assert joined == JoinedFields({"title": "", "statements": [statement("s1", "Mitt")]}, ())


def test_line_ends_are_no_change() -> None:
    joined = merge_fields(
        "experience",
        summarise_fields({"body": "En lang tekst\nmed to linjer."}),
        {"body": "En lang tekst\r\nmed to linjer."},
        {"body": "Deres tekst."},
    )
    assert joined == JoinedFields({"body": "Deres tekst."}, ())


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"statements": "x"},
        {"statements": [1, "x", {}, {"id": 7}, {"id": "s1", "links": "x", "text": {}}]},
        {"title": [], "topics": "x", "contact": []},
        {"words": []},
    ],
)
def test_whatever_was_seen_nothing_is_lost(seen: dict[str, Any]) -> None:
    """The summary comes from a browser: what it gets wrong is asked about once more, at most."""
    mine = {"title": "Min", "topics": ["a"], "statements": [statement("s1", "Mitt", links=["a/a"])]}
    theirs = {"title": "Deres", "topics": ["b"], "statements": [statement("s1", "Deres")]}
    joined = merge_fields("meeting", seen, mine, theirs)
    # What is not known to be the same part is two.
    texts = [part["text"] for part in joined.value["statements"]]
    assert sorted(texts + [clash.theirs for clash in joined.clashes]) == [
        "Deres",
        "Deres",
        "Mitt",
    ], seen
    assert joined.clashes[0] == FieldConflict("title", "Min", "Deres")
    assert joined.value["topics"] == ["a", "b"]
    words = merge_fields("meeting", seen, {"words": {"title": "Min"}}, {"words": {"title": "D"}})
    assert [clash.path for clash in words.clashes] == ["words.title"]


def test_what_was_joined_shares_nothing_with_what_it_was_made_of() -> None:
    base = demands("ab")
    joined = merge(base, base, base)
    joined.value["demands"][0]["text"] = "Endret"
    assert base == demands("ab")
