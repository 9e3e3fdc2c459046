"""Blanking words in texts and in values, so that what is left can be read and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from network.errors import Invalid
from network.kinds import Content, parse_content
from network.kinds.content import dump_canonical
from network.kinds.translation import Translation
from network.text.plain_signs import align_plain
from network.text.slugs import slugify

# What stands where something was taken out. It tells nothing, not even how long that was.
MARK = "█████"
# The fields of what a translation knows by its name alone.
_NAMED = frozenset(("name", "organiser", "initiative", "partners", "asked_of", "owner", "by", "of"))
# What is shorter stands in too much else.
FEWEST_SIGNS = 5

# What may stand within a number, and between words: marks, entities, tags, the end of a line.
_BETWEEN = r"(?:&\#?\w{1,8};|</?[a-zA-Z][^<>]{0,60}>|[^\w]|_){0,12}?"
_WITHIN = "[*_~`\u00ad\u200b]{0,4}"
_WORDS = re.compile(r"[^\W_]+")

# A path within a value: names of fields, ids of parts, numbers of what has no id.
Path = tuple[str, ...]
Blank = Callable[[Path, str], str]


def compile_words(words: str) -> re.Pattern[str]:
    """What finds words wherever they stand: with other spaces, in other capitals, with emphasis in
    them, as an address writes them; a number with its digits grouped and marked up in any way.

    It is to be searched in ``align_plain`` of a text. Raises ``Invalid`` (field ``words``) for
    fewer than ``FEWEST_SIGNS`` letters and digits.
    """
    pieces = _WORDS.findall(align_plain(words).replace("\u200b", ""))
    signs = "".join(pieces)
    if len(signs) < FEWEST_SIGNS:
        raise Invalid.in_field("too_short", "words", least=FEWEST_SIGNS)
    if signs.isdigit():
        # Also as the digits alone stand, in any groups.
        return re.compile(rf"(?<![0-9]){_BETWEEN.join(signs)}(?![0-9])")
    spelt = (_WITHIN.join(map(re.escape, piece)) for piece in pieces)
    parted = rf"(?<!\w){_BETWEEN.join(spelt)}(?!\w)"
    return re.compile(rf"{parted}|{re.escape(slugify(words))}(?![a-z0-9])", re.IGNORECASE)


def find_words(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where a pattern of ``compile_words`` is found in a text: signs from, up to."""
    return [match.span() for match in pattern.finditer(align_plain(text)) if match[0]]


def blank_words(pattern: re.Pattern[str], text: str) -> str:
    """A text with ``MARK`` where the pattern was found."""
    pieces, done = [], 0
    for start, end in find_words(pattern, text):
        pieces += [text[done:start], MARK]
        done = end
    return "".join((*pieces, text[done:]))


def walk_leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a JSON value, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from walk_leaves(inner, (*path, str(name)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from walk_leaves(inner, (*path, _name(inner, number)))


def blank_value(value: Any, blank: Blank, path: Path = ()) -> Any:
    """A JSON value with every text as ``blank`` makes it."""
    if isinstance(value, str):
        return blank(path, value)
    if isinstance(value, dict):
        return {
            name: blank_value(inner, blank, (*path, str(name))) for name, inner in value.items()
        }
    if isinstance(value, list):
        return [
            blank_value(inner, blank, (*path, _name(inner, number)))
            for number, inner in enumerate(value)
        ]
    return value


def is_at(path: Path, wanted: str) -> bool:
    """Whether a path within a content, a form or a translation's words is that of a field or a part
    (``summary``, ``statements.s1``, ``statements.s1.text``), or lies within it."""
    steps = tuple(wanted.split("."))
    if path[: len(steps)] == steps:
        return True
    # A translation has the words of a part under its id alone: words, s1.text.
    if path[:1] == ("words",) and len(path) == 2:
        own = tuple(path[1].removeprefix("-").split("."))
        if path[1].startswith("-name-"):
            # Whose name it translates is not told: with any of them go all.
            is_of_part = len(steps) == 2 and steps[0] != "contact"
            return is_of_part or steps[0] in _NAMED or steps[-1] in _NAMED
        return own[: len(steps)] == steps or (
            len(steps) > 1 and len(own) > 1 and own[: len(steps) - 1] == steps[1:]
        )
    return False


def blank_content(content: dict[str, Any], blank: Blank) -> dict[str, Any]:
    """The content of a revision, blanked; what is none any more when it is, such as an address of
    a page, is left out. What the kind says of itself stays."""
    changed = blank_value(content, _keep_codes(blank))
    return changed if changed == content else _make_valid(changed, content)


def empty_content(content: dict[str, Any]) -> dict[str, Any]:
    """A content of the same kind and language that says nothing."""
    if "kind" not in content:
        names = ("language", "translates", "made_from")
        kept = {name: content[name] for name in names if content.get(name)}
        return {**kept, "words": {"title": MARK}}
    bare = {"kind": content["kind"], "language": content["language"], "title": MARK}
    return _make_valid(bare, content)


def _name(value: Any, number: int) -> str:
    return str(value["id"]) if isinstance(value, dict) and value.get("id") else str(number)


def _keep_codes(blank: Blank) -> Blank:
    def keep(path: Path, text: str) -> str:
        is_code = path in (("kind",), ("language",), ("translates",), ("made_from",))
        return text if is_code else blank(path, text)

    return keep


def _parse(value: dict[str, Any]) -> Content | Translation:
    return parse_content(value) if "kind" in value else Translation.model_validate(value)


def _make_valid(value: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A value that can be read, without what is not valid in it."""
    for _ in range(60):
        try:
            return dump_canonical(_parse(value))
        except ValidationError as problem:
            errors = problem.errors()
            choices = [error for error in errors if error["type"] == "literal_error"]
            for error in choices:
                _put_back(value, error, before)
            # From the end, so that what goes moves nothing that is named after it.
            for error in sorted(errors, key=lambda error: _sortable(error["loc"]), reverse=True):
                if error not in choices:
                    _leave_out(value, error, before)
    # Whatever stands in the way: a bare text.
    if "kind" not in value:
        return empty_content(before)
    bare = {"kind": before["kind"], "language": before["language"], "title": MARK}
    return dump_canonical(_parse({**bare, **_find_codes(before)}))


def _find_codes(before: dict[str, Any]) -> dict[str, Any]:
    """What a kind demands beside a title: a choice of its own words."""
    return {"type": before["type"]} if "type" in before else {}


def _sortable(steps: Sequence[Any]) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, str(step)) for step in steps]


def _put_back(value: dict[str, Any], error: Any, before: dict[str, Any]) -> None:
    """Choose what was chosen: a word of the site's own says nothing."""
    holder, held = value, before
    for step in error["loc"][:-1]:
        holder, held = _step(holder, step), _step(held, step)
    last = error["loc"][-1]
    if (isinstance(holder, dict) and isinstance(held, dict) and last in held) or (
        isinstance(holder, list) and isinstance(held, list) and last < len(held)
    ):
        holder[last] = held[last]


def _leave_out(value: dict[str, Any], error: Any, before: dict[str, Any]) -> None:
    told = error.get("ctx", {}).get("path", error["loc"])
    steps = list(told.split(".") if isinstance(told, str) else told)
    if error["type"] == "missing":
        if len(steps) == 1:
            # Only what the kind demands of itself, of a bare text.
            value[steps[0]] = before[steps[0]]
            return
        del steps[-1]
    holder: Any = value
    for step in steps[:-1]:
        holder = _step(holder, step)
    if isinstance(holder, dict):
        holder.pop(str(steps[-1]), None) if steps else None
    elif isinstance(holder, list):
        number = _number(holder, steps[-1])
        if number is not None:
            del holder[number]


def _step(holder: Any, step: Any) -> Any:
    if isinstance(holder, dict):
        return holder.get(str(step))
    if isinstance(holder, list):
        number = _number(holder, step)
        return holder[number] if number is not None else None
    return None


def _number(holder: list[Any], step: Any) -> int | None:
    if str(step).isdigit() and int(step) < len(holder):
        return int(step)
    ids = [inner.get("id") if isinstance(inner, dict) else None for inner in holder]
    return ids.index(step) if step in ids else None
