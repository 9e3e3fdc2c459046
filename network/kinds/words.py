"""The kinds of text that content is made of, and which of them a translation may replace."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

Language = Literal["nb", "nn", "sv"]

LINE_LENGTH = 300
PROSE_LENGTH = 100_000
# So many links and references one text may begin: more than any had, and rendered within a second.
MOST_BRACKETS = 1_000

_NEWLINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Control characters but tab and newline, the surrogates, the byte order mark and what is no
# character at all. The bidirectional controls can make a text read otherwise than it is written.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class Translatable:
    """Marks a field that a further text of the entry may carry in its own language."""

    markdown: bool


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", text))
    unwanted = _UNWANTED.search(text)
    if unwanted:
        raise PydanticCustomError(
            "unwanted_character",
            "holds the character U+{code}, which cannot be shown.",
            {"code": f"{ord(unwanted[0]):04X}", "right": "Take it out."},
        )
    return text


def _prose(text: str) -> str:
    text = _clean(text).strip()
    for sign in "[<":
        if text.count(sign) > MOST_BRACKETS:
            # Markdown looks for the end of each through all that follows.
            raise PydanticCustomError(
                "too_many_brackets",
                "has more than {most} of the sign {sign}.",
                {"most": MOST_BRACKETS, "sign": sign, "right": "Use fewer, or divide the text."},
            )
    return text


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _must_say_something(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty", "is empty.", {"right": "Write something."})
    return text


_SHORT = StringConstraints(max_length=LINE_LENGTH)
_LONG = StringConstraints(max_length=PROSE_LENGTH)

# One line that every language says in its own words; may be empty.
Line = Annotated[str, _SHORT, AfterValidator(_line), Translatable(markdown=False)]
# The same, where silence is no answer.
Title = Annotated[
    str,
    _SHORT,
    AfterValidator(_line),
    AfterValidator(_must_say_something),
    Translatable(markdown=False),
]
# Markdown of any length that every language says in its own words; may be empty.
Prose = Annotated[str, _LONG, AfterValidator(_prose), Translatable(markdown=True)]
# The same, where silence is no answer.
Statement = Annotated[
    str,
    _LONG,
    AfterValidator(_prose),
    AfterValidator(_must_say_something),
    Translatable(markdown=True),
]
# One line that is the same in all languages: a name, a number, a title of a source.
Name = Annotated[str, _SHORT, AfterValidator(_line)]

PartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
# An entry, or a part of one: organisation/entry or organisation/entry#part.
Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$",
        max_length=260,
    ),
]
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s<>\"'\\^`{|}]+$", max_length=2000)
]
