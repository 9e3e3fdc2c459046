"""What exists already for a need, in both languages: shown while somebody writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from network.entries.queries import Card, cards
from network.site import site
from network.web.languages import ui_language

MOST = 5
_LONGEST = 200
_NOT_A_WORD = re.compile(r"[^\w]+")


def what_exists(
    session: Session, fields: Mapping[str, Any], language: str, but: UUID | None = None
) -> list[Card]:
    """The entries that a need's title and words find, best first, five at most.

    Costs a search and two queries; nothing where nothing is written yet.
    """
    wanted = " ".join(str(one.get("text", "")) for one in fields.get("wanted") or [])
    texts = (str(fields.get("title", "")), str(fields.get("summary", "")), wanted)
    # The signs by which a search is steered are signs of the text here.
    words = _NOT_A_WORD.sub(" ", " ".join(texts)).strip()[:_LONGEST]
    return found_for(session, words, language, but)


def found_for(
    session: Session, words: str, language: str, but: UUID | None = None, most: int = MOST
) -> list[Card]:
    """The entries that words find, but for one of them."""
    if not words:
        return []
    hits = site().index.find(words, language=language, limit=most + 1).hits
    ids = [one for one in (UUID(hex=hit.entry) for hit in hits) if one != but]
    return cards(session, ids[:most], ui_language())
