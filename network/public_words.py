"""The guard of public words: what anybody may read passes here first, whoever writes it where.

The texts of entries are read as a whole when they are submitted (``documents``); whatever stands
beside them, from an address to the reason of an endorsement, is read by the action that writes it.
``content_files.auditing`` lists the columns, and a test knows when one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from network.errors import Fault, Invalid
from network.kinds.words import PROSE_LENGTH, Line, Prose, find_unwanted_sign, is_file_hash
from network.text.identity_numbers import Kind, find_numbers_in_name, has_digits
from network.text.shown_numbers import find_divided_numbers, find_shown_numbers

_LINE: TypeAdapter[str] = TypeAdapter(Line)
_PROSE: TypeAdapter[str] = TypeAdapter(Prose)


def read_words(
    text: str,
    field: str,
    *,
    is_line: bool = False,
    longest: int = PROSE_LENGTH,
    may_be_empty: bool = False,
) -> tuple[str, list[Fault]]:
    """A text as it is kept, and what is wrong with it: nothing, if it may become public.

    ``is_line`` makes one line of it. Refused are an empty text, one of more than ``longest`` signs,
    signs that cannot be shown or that turn the direction of writing, and identity numbers of
    persons. No fault repeats the text.
    """
    try:
        text = (_LINE if is_line else _PROSE).validate_python(text)
    except ValidationError as problem:
        return text, [_unusable(problem.errors()[0], field, longest)]
    faults = []
    if not text and not may_be_empty:
        faults.append(Fault.of("empty", field))
    if len(text) > longest:
        faults.append(Fault.of("too_long", field, most=longest))
    if find_shown_numbers(text):
        faults.append(Fault.of("identity_number", field))
    return text, faults


def _unusable(error: ErrorDetails, field: str, longest: int) -> Fault:
    match error["type"]:
        case "string_too_long":
            return Fault.of("too_long", field, most=longest)
        case "unwanted_character":
            return Fault.of("unwanted_character", field, character=error["ctx"]["code"])
    return Fault.of("unusable", field)


def demand_words(
    text: str,
    field: str,
    *,
    is_line: bool = False,
    longest: int = PROSE_LENGTH,
    may_be_empty: bool = False,
) -> str:
    """A text as it is kept. Raises ``Invalid`` with what ``read_words`` finds wrong."""
    text, faults = read_words(
        text, field, is_line=is_line, longest=longest, may_be_empty=may_be_empty
    )
    if faults:
        raise Invalid(faults)
    return text


def find_identity_faults(value: Any) -> list[Fault]:
    """One fault for each identity number in any text of a JSON value or content, with the field's
    path and the place in it. The number itself is in none of them, so that they can be logged.

    Texts are read as they are shown, and those that stand beside each other also together.
    Tens of milliseconds for 100,000 characters.
    """
    texts = walk_texts(value)
    # Fewer digits than a number has, in all texts together, are none anywhere.
    if not has_digits("".join(text for _path, text in texts)):
        return []
    return [
        Fault(
            where="",
            wrong=f"holds what is built like a person's {number.kind} "
            f"(characters {number.start + 1} to {number.end}).",
            right="Take it away; write of the person without it.",
            field=path,
            code="identity_number",
        )
        for path, text in texts
        for number in find_shown_numbers(text)
    ] + [
        Fault(
            where="",
            wrong=f"holds, with what stands beside it, what is built like a person's {kind}.",
            right="Take it away; write of the person without it.",
            field=path,
            code="identity_number",
        )
        for path, _first, _second, kind in _find_between(texts)
    ]


def find_numbers_between(value: Any) -> list[tuple[str, str, str, Kind]]:
    """The identity numbers whose halves are two texts of a JSON value or content that stand one
    after the other: neighbours in a list, in a part, or at one place of two neighbouring parts.
    The path of the first, what stands in both, and the kind."""
    return _find_between(walk_texts(value))


def _find_between(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str, str, Kind]]:
    numbers = {}
    for neighbours in _walk_neighbours(texts):
        for first, kind in find_divided_numbers([text for _path, text in neighbours]):
            path, text = neighbours[first]
            numbers[path] = (path, text, neighbours[first + 1][1], kind)
    return list(numbers.values())


def _walk_neighbours(texts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Texts that are shown one after the other, with their paths."""
    by_holder: dict[str, list[tuple[str, str]]] = {}
    by_place: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path, text in texts:
        if not text:
            continue
        holder, _dot, name = path.rpartition(".")
        by_holder.setdefault(holder, []).append((path, text))
        parts, _dot, number = holder.rpartition(".")
        if number.isdigit():
            by_place.setdefault((parts, name), []).append((path, text))
    for neighbours in (*by_holder.values(), *by_place.values()):
        if len(neighbours) > 1:
            yield neighbours


def find_value_faults(value: Any) -> list[Fault]:
    """What is wrong in any text of a JSON value that is public as a whole: identity numbers, and
    signs that cannot be shown."""
    return [
        Fault.of("unwanted_character", path, character=f"{ord(sign):04X}")
        for path, text in walk_texts(value)
        if (sign := find_unwanted_sign(text))
    ] + find_identity_faults(value)


def find_address_faults(slug: str, field: str = "address") -> list[Fault]:
    """What is wrong with the last part of an address, in which hyphens stand for any sign."""
    if not find_numbers_in_name(slug):
        return []
    return [replace(Fault.of("identity_number", field), right="Choose another address.")]


def demand_address(slug: str, field: str = "slug") -> None:
    """Raise ``Invalid`` with what ``find_address_faults`` finds."""
    faults = find_address_faults(slug, field)
    if faults:
        raise Invalid(faults)


def walk_texts(value: Any) -> list[tuple[str, str]]:
    """Every text in a JSON value, or in what makes one, with its path: ``statements.0.text``."""
    texts: list[tuple[str, str]] = []
    _gather_texts(value, "", texts)
    return texts


def _gather_texts(value: Any, path: str, texts: list[tuple[str, str]]) -> None:
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if isinstance(value, str):
        # By which a file is known: its digits are nobody's.
        if not is_file_hash(value):
            texts.append((path, value))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _gather_texts(inner, f"{path}.{name}" if path else str(name), texts)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            _gather_texts(inner, f"{path}.{number}" if path else str(number), texts)
