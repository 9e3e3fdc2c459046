"""Purging a backup that was put back again, from the list of what was purged.

The list holds no words. Where words were purged it says in which revisions they stood: a backup has
them there, so they are read out of it and purged as before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from network.documents.tables import Document, Revision
from network.errors import Invalid
from network.people.actors import Actor
from network.purging.actions import (
    PurgeResult,
    purge_document,
    purge_field,
    purge_pattern,
)
from network.purging.blanking import MARK, compile_words, walk_leaves
from network.purging.tables import Purge

# purged: was done again. known: the database has had it already. absent: what it was about is not
# in this backup.
Replayed = Literal["purged", "known", "absent"]


@dataclass(frozen=True, slots=True)
class ReplayedPurge:
    """A line of the list, what became of it, and what was purged."""

    id: UUID
    outcome: Replayed
    result: PurgeResult | None = None


def write_line(purge: Purge) -> str:
    """A purge as a line of the list: JSON, without a word of what was purged."""
    return json.dumps(
        {
            "id": str(purge.id),
            "at": purge.at.isoformat(),
            "what": purge.what,
            "document": str(purge.document_id) if purge.document_id else None,
            "path": purge.path,
            "places": purge.places,
        }
    )


def replay_purges(session: Session, lines: Iterable[str], *, actor: Actor) -> list[ReplayedPurge]:
    """Purge again what the lines of a list name and the database does not know to be purged.

    Raises ``Invalid`` with the line's number for a line that is none of a list.
    """
    replayed = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            replayed.append(_replay(session, _parse(line, number), actor))
    return replayed


def _parse(line: str, number: int) -> dict[str, Any]:
    try:
        told = json.loads(line)
        return {
            "id": UUID(told["id"]),
            "what": str(told["what"]),
            "document": UUID(told["document"]) if told["document"] else None,
            "path": str(told["path"]),
            "places": [
                (UUID(hex=key), tuple(map(str, path)), int(start), int(end))
                for _table, key, path, start, end in told["places"]
            ],
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Invalid.because(f"Line {number} is no line of a list of purges.") from None


def _replay(session: Session, told: dict[str, Any], actor: Actor) -> ReplayedPurge:
    if session.get(Purge, told["id"]) is not None:
        return ReplayedPurge(told["id"], "known")
    try:
        result = _purge_again(session, told, actor)
    except Invalid:
        # The backup has nothing of it.
        result = None
    if result is None:
        return ReplayedPurge(told["id"], "absent")
    # It is the same purge, and is known as such from now on.
    session.get_one(Purge, result.id).id = told["id"]
    session.flush()
    result.id = told["id"]
    return ReplayedPurge(told["id"], "purged", result)


def _purge_again(session: Session, told: dict[str, Any], actor: Actor) -> PurgeResult | None:
    if told["what"] == "words":
        words = sorted(_read_words(session, told["places"]))
        if not words:
            return None
        patterns = [compile_words(text).pattern for text in words]
        return purge_pattern(session, re.compile("|".join(patterns), re.IGNORECASE), actor)
    document_id = told["document"]
    if session.get(Document, document_id) is None:
        return None
    if told["what"] == "document":
        return purge_document(session, document_id, actor=actor)
    return purge_field(session, document_id, told["path"], actor=actor)


def _read_words(session: Session, places: Iterable[tuple[UUID, Any, int, int]]) -> set[str]:
    """The words that stand where a purge found its own."""
    words = set()
    for revision_id, path, start, end in places:
        revision = session.get(Revision, revision_id)
        if revision is not None:
            text = dict(walk_leaves(revision.content)).get(path, "")
            words.add(text[start:end])
    return {text for text in words if text and MARK not in text}
