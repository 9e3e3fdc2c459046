"""The kinds of text that content is made of, and which of them a translation may replace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from network.kinds.file_names import clean_file_name
from network.kinds.marks import (
    Caption,
    EntryRef,
    Main,
    PartRef,
    SeriesRef,
    StoredFileRef,
    TopicRef,
    Translatable,
    Verbatim,
)

Language = Literal["nb", "nn", "sv"]

LINE_LENGTH = 300
PROSE_LENGTH = 100_000
# So many links and references one text may begin: more than any had, and rendered within a second.
MOST_BRACKETS = 1_000
MOST_HEADINGS = 1_000
MOST_TICKS = 5_000
MOST_ABBREVIATIONS = 100
MOST_IN_A_LINE = 500

_NEWLINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Control characters but tab and newline, the surrogates, the byte order mark and what is no
# character at all. The bidirectional controls can make a text read otherwise than it is written.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)

_HASH_LENGTH = 64
_FILE_HASH = re.compile(f"[0-9a-f]{{{_HASH_LENGTH}}}")

_HEADINGS = re.compile(
    r"^[ >]{0,10}(?:#{1,6}|=+[ ]*$|-+[ ]*$|[*_-][ ]*[*_-][ *_-]*$)", re.MULTILINE
)
_LIST_SIGNS = re.compile(r"(?:[-*+>][ ]+)+")


def find_unwanted_sign(text: str) -> str:
    """The first sign in a text that cannot be shown or turns the direction of writing, or ""."""
    unwanted = _UNWANTED.search(text)
    return unwanted[0] if unwanted else ""


def is_file_hash(value: object) -> bool:
    """Whether a value is what a file is known by, which says nothing to a reader."""
    return (
        isinstance(value, str)
        and len(value) == _HASH_LENGTH
        and _FILE_HASH.fullmatch(value) is not None
    )


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", text))
    unwanted = find_unwanted_sign(text)
    if unwanted:
        raise PydanticCustomError(
            "unwanted_character",
            "holds the character U+{code}, which cannot be shown.",
            {"code": f"{ord(unwanted):04X}", "right": "Take it out."},
        )
    return text


def _prose(text: str) -> str:
    text = _clean(text).strip()
    for sign, most, found in _slow_signs(text):
        if found > most:
            raise PydanticCustomError(
                "too_many_brackets",
                "has more than {most} of the sign {sign}.",
                {"most": most, "sign": sign, "right": "Use fewer, or divide the text."},
            )
    return text


def _slow_signs(text: str) -> Iterator[tuple[str, int, int]]:
    """What Markdown's time grows with faster than the text: a sign, how many of it a text may
    have (more than any had), and how many this one has."""
    # The end of each is looked for through all that follows.
    for sign in "[<":
        yield sign, MOST_BRACKETS, text.count(sign)
    yield "`", MOST_TICKS, text.count("`")
    # Every heading and rule begins a block anew with all that follows.
    yield "#", MOST_HEADINGS, len(_HEADINGS.findall(text))
    yield "*[", MOST_ABBREVIATIONS, text.count("*[")
    for line in text.split("\n"):
        if len(line) > MOST_IN_A_LINE:
            yield "|", MOST_IN_A_LINE, line.count("|")
            yield "`", MOST_IN_A_LINE, line.count("`")
            signs = _LIST_SIGNS.match(line)
            yield "-", MOST_IN_A_LINE, len(signs.group().split()) if signs else 0


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _must_say_something(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty", "is empty.", {"right": "Write something."})
    return text


_SHORT = StringConstraints(max_length=LINE_LENGTH)
_LONG = StringConstraints(max_length=PROSE_LENGTH)

# One line that every language says in its own words; may be empty.
Line = Annotated[str, _SHORT, AfterValidator(_line), Translatable(line=True)]
# The same, where silence is no answer.
Title = Annotated[
    str,
    _SHORT,
    AfterValidator(_line),
    AfterValidator(_must_say_something),
    Translatable(line=True),
    Caption(),
]
# Markdown of any length that every language says in its own words; may be empty.
Prose = Annotated[str, _LONG, AfterValidator(_prose), Translatable(line=False)]
# The text of an entry as a whole.
Body = Annotated[Prose, Main()]
# Markdown where silence is no answer.
Statement = Annotated[
    str,
    _LONG,
    AfterValidator(_prose),
    AfterValidator(_must_say_something),
    Translatable(line=False),
    Caption(),
]
# What stands in another document, sign for sign but for the ends of lines: never translated here.
Original = Annotated[str, _LONG, AfterValidator(_prose), Verbatim()]
# One line that is the same in all languages: a name, a number, a title of a source.
Name = Annotated[str, _SHORT, AfterValidator(_line)]

# What a file is called, as every system takes it.
FileName = Annotated[Name, AfterValidator(clean_file_name)]
# A file of the site's own, by its SHA-256.
FileHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), StoredFileRef()]

PartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
TopicId = Annotated[Slug, TopicRef()]
# The last part of the address of a series of meetings.
SeriesSlug = Annotated[PartId, SeriesRef()]
# The id of one of the entry's own sources.
SourceId = Annotated[PartId, PartRef("sources")]
# An entry, or a part of one: organisation/entry or organisation/entry#part.
Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$",
        max_length=260,
    ),
    EntryRef(),
]
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s<>\"'\\^`{|}]+$", max_length=2000)
]
