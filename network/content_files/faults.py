"""Pydantic's errors as faults: the line, the field, what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from network.content_files.yaml_text import Place
from network.errors import Fault

_PATTERNS = {
    "email": "Write an address as name@example.org.",
    "url": "Write a whole address that begins with https://.",
    "to": "Write organisation/entry or organisation/entry#part.",
    "entry": "Write organisation/entry.",
    "links": "Write organisation/entry or organisation/entry#part.",
    "practices": "Write organisation/entry.",
    "code": "Write two or four digits.",
    "county": "Write two digits.",
}
_SLUG = "Use lower-case letters a to z, digits and single hyphens."


def list_faults(
    problem: ValidationError, where: str, lines: Mapping[Place, int], fields: Iterable[str]
) -> list[Fault]:
    """Every error of ``problem`` as a fault in the file ``where``.

    ``lines`` has the line of each place; ``fields`` are the names that the outermost mapping
    may have, to guess at a misspelt one.
    """
    field_names = list(fields)
    return [_fault(error, where, lines, field_names) for error in problem.errors()]


def _fault(
    error: ErrorDetails, where: str, lines: Mapping[Place, int], field_names: list[str]
) -> Fault:
    # What only the whole content can tell says itself where it is.
    place = tuple(error.get("ctx", {}).get("path") or error["loc"])
    wrong, right = _sentences(error, field_names)
    return Fault(
        where=where,
        line=_nearest(place, lines),
        field=".".join(str(step) for step in place),
        wrong=wrong,
        right=right,
    )


def _nearest(place: Place, lines: Mapping[Place, int]) -> int:
    """The line of ``place``, or of the innermost place around it that has one."""
    for depth in range(len(place), -1, -1):
        if place[:depth] in lines:
            return lines[place[:depth]]
    return 1


def _sentences(error: ErrorDetails, field_names: list[str]) -> tuple[str, str]:
    context = error.get("ctx", {})
    name = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "")
    shown = _shown(error["input"])
    match error["type"]:
        case "missing":
            return "is missing.", "Add it."
        case "extra_forbidden":
            guess = get_close_matches(name, field_names, n=1)
            return (
                "is no field that this has.",
                f"Did you mean {guess[0]}?" if guess else "Take it away.",
            )
        case "literal_error":
            return f"is {shown}.", f"Write one of {context.get('expected', '')}."
        case "string_pattern_mismatch":
            return f"is {shown}.", _PATTERNS.get(name, _SLUG)
        case "string_too_long":
            return "is too long.", f"At most {context.get('max_length')} characters."
        case "string_type" | "list_type" | "tuple_type" | "dict_type" | "model_type":
            wanted = {
                "list": "a list, each item after a dash",
                "tuple": "a list, each item after a dash",
                "dict": "keys and values",
                "model": "keys and values",
            }
            kind = wanted.get(error["type"].removesuffix("_type"), "text")
            return f"is {shown}.", f"Write {kind}."
        case "int_parsing" | "int_type" | "greater_than_equal" | "less_than_equal":
            return f"is {shown}.", "Write a whole number within reason."
    if "right" in context:
        return error["msg"], str(context["right"])
    return f"is {shown}.", f"{error['msg']}."


def _shown(value: object) -> str:
    if isinstance(value, BaseModel | dict | list | tuple):
        return "a list" if isinstance(value, list | tuple) else "a group of fields"
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
