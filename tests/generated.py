"""Generated content: valid values of every kind, with texts that are hard on a file format."""

from __future__ import annotations

import hashlib
import types
from collections.abc import Callable
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from network.kinds import KINDS, Content
from network.kinds.field_types import list_field_types
from network.kinds.indicators import Indicator
from network.kinds.marks import Number, PartRef, Translatable
from network.kinds.parts import Item, Organiser, Period, Step
from network.kinds.words import LINE_LENGTH

# The bytes of the files that contents have.
FILES = (b"a report", b"a note", b"a table")
# Texts that YAML, Markdown or a careless reader might take for something else.
_TRICKY = (
    "no",
    "yes",
    "null",
    "~",
    "0104",
    "2015-02-27",
    "1e3",
    ": ",
    "a: b",
    "- a",
    "# a",
    "---",
    "...",
    "'",
    '"',
    "|",
    ">",
    "&a *a",
    "!x",
    "%",
    "@",
    "`",
    "{}",
    "[]",
    "[[koping/x]]",
    "[[begrep:yttrande]]",
    "å ä ö æ ø Å",
    "a\u0308 (NFD)",
    "🧭",
    "\t",
    "<b>",
    "\u00a0",
    "„“",
)
_LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Cf"), exclude_characters="\u2028\u2029"
)
_words = st.one_of(st.sampled_from(_TRICKY), st.text(_LETTERS, max_size=12))
lines = st.lists(_words, max_size=5).map(" ".join).map(lambda text: text[: LINE_LENGTH // 2])
prose = st.lists(lines, max_size=5).flatmap(
    lambda rows: st.sampled_from(["\n", "\n\n", "  \n", "\r\n", "\n    "]).map(
        lambda between: between.join(rows)
    )
)
slugs = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
_dates = st.sampled_from(
    ["2015", "2015~", "2015-02", "2015-21", "2015-40", "2015-41~", "2016-05-27", "1999-12-31"]
)
_addresses = st.builds(
    lambda organisation, slug, part: f"{organisation}/{slug}" + (f"#{part}" if part else ""),
    slugs,
    slugs,
    st.none() | slugs,
)
_web = st.sampled_from(["https://example.org", "https://example.org/a?b=c&d=%20#e", "http://x.y/"])


def contents(kind: str) -> st.SearchStrategy[Content]:
    """Valid content of one kind."""
    model = KINDS[kind]
    return _values(model).map(_mended).map(model.model_validate)


def _values(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        name: _of(field.annotation, field.metadata, name)
        for name, field in model.model_fields.items()
    }
    required = {name: fields.pop(name) for name, f in model.model_fields.items() if f.is_required()}
    # Which model a mapping is meant for stands under "" until _mend_part takes it away.
    return st.fixed_dictionaries({"": st.just(model)} | required, optional=fields)


def _of(annotation: Any, metadata: list[Any], name: str) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _of(arguments[0], [*arguments[1:]], name)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        inner = next(argument for argument in arguments if argument is not type(None))
        return st.none() | _of(inner, metadata, name)
    if origin is tuple:
        return st.lists(_of(arguments[0], metadata, name), max_size=3)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _values(annotation)
    if annotation is int:
        return st.integers(1, 10_000)
    if annotation is str:
        return _text(metadata, name)
    raise AssertionError(f"no strategy for {name}: {annotation}")


def _text(metadata: list[Any], name: str) -> st.SearchStrategy[str]:
    patterns = "".join(
        mark.pattern or ""
        for mark in metadata
        if isinstance(mark, StringConstraints)
        if isinstance(mark.pattern, str)
    )
    if "{64}" in patterns:
        return st.sampled_from(FILES).map(lambda data: hashlib.sha256(data).hexdigest())
    if "https" in patterns:
        return _web
    if "/" in patterns:
        return _addresses
    if patterns:
        return slugs
    if any(
        getattr(getattr(mark, "func", None), "__module__", "") == "network.kinds.dates"
        for mark in metadata
    ):
        return _dates
    if any(isinstance(mark, Number) for mark in metadata):
        return st.from_regex(r"-?[1-9][0-9]{0,6}(,[0-9]{1,4})?", fullmatch=True)
    marks = [mark for mark in metadata if isinstance(mark, Translatable)]
    text = prose if marks and not marks[0].line else lines
    must = any(
        getattr(getattr(mark, "func", None), "__name__", "") == "_must_say_something"
        for mark in metadata
    )
    return text.map(lambda words: f"x {words}") if must else text.map(lambda words: words[:900])


def _mended(value: dict[str, Any]) -> dict[str, Any]:
    """The value with what must agree between its fields brought to agree."""
    counter = iter(range(1, 1000))
    sources = value.get("sources") or []
    for source in sources:
        source["id"] = f"source-{next(counter)}"
        if source.get("text"):
            source["text"] = f"Words that passages stand on. {source['text']}"
    for field, items in value.items():
        if isinstance(items, list) and field != "sources":
            for item in items:
                if isinstance(item, dict) and "id" in item:
                    item["id"] = f"{field.replace('_', '-')}-{next(counter)}"
    ids = {
        field: [item["id"] for item in items if isinstance(item, dict) and "id" in item]
        for field, items in value.items()
        if isinstance(items, list)
    }
    _walk(value, lambda part: _mend_part(part, ids))
    _mend_passages(value, sources)
    # The files are no pictures, which alone may stand at the head.
    value.pop("head_picture", None)
    if value.get("outcome") == "stopped":
        value["outcome_why"] = "why: " + (value.get("outcome_why") or "")
    return value


def _mend_passages(value: dict[str, Any], sources: list[dict[str, Any]]) -> None:
    parts = [
        item["id"]
        for field, items in value.items()
        if isinstance(items, list) and field not in ("sources", "attachments", "files", "passages")
        for item in items
        if isinstance(item, dict) and "id" in item
    ]
    with_text = [source["id"] for source in sources if source.get("text")]
    if not parts or not with_text:
        value.pop("passages", None)
    for passage in value.get("passages") or []:
        passage |= {"part": parts[-1], "source": with_text[0], "words": "that  passages\nstand"}


def _walk(value: Any, mend: Callable[[dict[str, Any]], None]) -> None:
    if isinstance(value, dict):
        mend(value)
        for inner in list(value.values()):
            _walk(inner, mend)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, mend)


def _mend_part(part: dict[str, Any], ids: dict[str, list[str]]) -> None:
    model = part.pop("")
    for name, field in list_field_types(model).items():
        reference = field.mark(PartRef)
        if reference is not None and part.get(name) and reference.among:
            first = next(iter(ids.get(reference.among, ())), None)
            part[name] = first if first != part.get("id") else None
    if model is Step and part.get("state") == "not_in_source":
        part["date"] = part["document"] = part["vote"] = None
    if model is Organiser and not part.get("organisation"):
        part["name"] = f"N {part.get('name') or ''}"
    if model is Period and part.get("start") and part.get("end"):
        part["end"] = part["start"]
    if model is Indicator:
        part["before"] = part.get("before") or "1"
        if part.get("before_date") and part.get("after_date"):
            part["after_date"] = part["before_date"]
    if model is Item and part.get("entry"):
        part.pop("gap", None)
    elif model is Item:
        part.pop("entry", None)
        part["gap"] = f"gap {part.get('gap') or ''}"
