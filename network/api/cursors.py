"""Cursors: where a list goes on, opaque to whoever carries it back.

Each is of one list with one choice of filters, in whatever order they were given: another list has
no such place, and going on there would leave out what lies before it.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

from pydantic import BaseModel

from network.entries.listing import Place

# Another letter whenever what stands behind it is written otherwise.
_OF_PLACE, _OF_WORD = "p2", "w2"


class BrokenCursor(Exception):
    """A cursor that was not given by this API."""


class ForeignCursor(BrokenCursor):
    """A cursor of another list, or of the same with other filters."""


def make_scope(path: str, asked: BaseModel) -> str:
    """What tells a list with its parameters from any other, in twelve letters."""
    given = asked.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_defaults=True)
    filters = {
        name: sorted(set(value)) if isinstance(value, list) else value
        for name, value in given.items()
    }
    text = json.dumps([path, filters], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def write_place(place: Place, scope: str) -> str:
    """The cursor after an entry of a list."""
    moment = place.published_at.astimezone(UTC).isoformat()
    return _pack(_OF_PLACE, scope, moment, place.id.hex)


def read_place(cursor: str, scope: str) -> Place:
    """The place of ``write_place``. Raises ``BrokenCursor``, and ``ForeignCursor`` for one of
    another scope."""
    moment, entry_id = _unpack(_OF_PLACE, scope, cursor, 2)
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise BrokenCursor
        return Place(at.astimezone(UTC), UUID(hex=entry_id))
    except (ValueError, OverflowError):
        raise BrokenCursor from None


def write_word(word: str, scope: str) -> str:
    """The cursor after what has this name in a list by name."""
    return _pack(_OF_WORD, scope, word)


def read_word(cursor: str, scope: str) -> str:
    """The word of ``write_word``. Raises as ``read_place``."""
    (word,) = _unpack(_OF_WORD, scope, cursor, 1)
    if not word.isascii() or not word.isprintable():
        raise BrokenCursor
    return word


def _pack(sort: str, *values: str) -> str:
    text = json.dumps([sort, *values], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(sort: str, scope: str, cursor: str, count: int) -> list[str]:
    try:
        packed = cursor.encode("ascii")
        values = json.loads(urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)))
    except (ValueError, RecursionError):
        raise BrokenCursor from None
    if (
        not isinstance(values, list)
        or len(values) < 2
        or not all(isinstance(value, str) for value in values)
    ):
        raise BrokenCursor
    if values[0] in (_OF_PLACE, _OF_WORD) and values[1] != scope:
        raise ForeignCursor
    if values[0] != sort or len(values) != count + 2:
        raise BrokenCursor
    return values[2:]
