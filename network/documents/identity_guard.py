"""No identity number of a person becomes public: what is to be published is read for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from network.errors import Fault
from network.kinds import Content
from network.kinds.translation import Translation
from network.text.identity_numbers import identity_numbers

_AROUND = 60


def identity_faults(value: Content | Translation | Mapping[str, Any]) -> list[Fault]:
    """One fault for each identity number in any text of a content, with the field's path and the
    place in it. The number itself is in none of them, so that they can be logged."""
    content = value if isinstance(value, Mapping) else value.model_dump(mode="json")
    return [
        Fault(
            where="",
            wrong=f"holds what is built like a person's {one.kind} "
            f"(characters {one.start + 1} to {one.end}).",
            right="Take it away; write of the person without it.",
            field=path,
        )
        for path, text in _texts(content, "")
        for one in identity_numbers(text)
    ]


@dataclass(frozen=True, slots=True)
class Seen:
    """An identity number with the words around it: for the page of whoever may read the text."""

    path: str
    before: str
    number: str
    after: str


def identity_numbers_seen(value: Content | Translation) -> list[Seen]:
    """Every identity number in any text of a content, where it stands. Never to be logged."""
    return [
        Seen(
            path,
            text[max(0, one.start - _AROUND) : one.start],
            text[one.start : one.end],
            text[one.end : one.end + _AROUND],
        )
        for path, text in _texts(value.model_dump(mode="json"), "")
        for one in identity_numbers(text)
    ]


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{number}")
