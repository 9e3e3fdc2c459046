"""Cursors: where a list goes on, opaque to whoever carries it back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

from network.entries.listing import Place

# Another letter whenever what stands behind it is written otherwise.
_OF_PLACE, _OF_WORD = "p1", "w1"


class BrokenCursor(Exception):
    """A cursor that was not given by this API."""


def write_place(place: Place) -> str:
    """The cursor after an entry of a list."""
    return _pack(_OF_PLACE, place.published_at.astimezone(UTC).isoformat(), place.id.hex)


def read_place(cursor: str) -> Place:
    """The place of ``write_place``. Raises ``BrokenCursor``."""
    moment, entry_id = _unpack(_OF_PLACE, cursor, 2)
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise BrokenCursor
        return Place(at.astimezone(UTC), UUID(hex=entry_id))
    except (ValueError, OverflowError):
        raise BrokenCursor from None


def write_word(word: str) -> str:
    """The cursor after what has this name in a list by name."""
    return _pack(_OF_WORD, word)


def read_word(cursor: str) -> str:
    """The word of ``write_word``. Raises ``BrokenCursor``."""
    (word,) = _unpack(_OF_WORD, cursor, 1)
    if not word.isascii() or not word.isprintable():
        raise BrokenCursor
    return word


def _pack(sort: str, *values: str) -> str:
    text = json.dumps([sort, *values], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(sort: str, cursor: str, count: int) -> list[str]:
    try:
        packed = cursor.encode("ascii")
        values = json.loads(urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)))
    except (ValueError, RecursionError):
        raise BrokenCursor from None
    if (
        not isinstance(values, list)
        or len(values) != count + 1
        or values[0] != sort
        or not all(isinstance(value, str) for value in values)
    ):
        raise BrokenCursor
    return values[1:]
