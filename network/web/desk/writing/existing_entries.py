"""What exists already for a need, in both languages, shown while somebody writes it; and entries to
link to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, zip_longest
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from network.entries.queries import Card, find_cards
from network.search.query import Query
from network.site import get_site
from network.web.languages import get_ui_language, get_writing_language

MOST = 5
_LONGEST = 200
_NOT_A_WORD = re.compile(r"[^\w]+")


def find_existing_entries(
    session: Session, fields: Mapping[str, Any], language: str, but: UUID | None = None
) -> list[Card]:
    """The entries that a need's title and words find, best first, five at most.

    Costs two searches, four where a place is named, and two queries; nothing where nothing is
    written yet.
    """
    wanted = " ".join(str(want.get("text", "")) for want in fields.get("wanted") or [])
    title, more = str(fields.get("title", "")), f"{fields.get('summary', '')} {wanted}"
    return search_existing_entries(session, title, more, language, but)


def search_existing_entries(
    session: Session,
    title: str,
    more: str,
    language: str,
    but: UUID | None = None,
    most: int = MOST,
) -> list[Card]:
    """The entries that a title finds and those that it finds with more words, by turns: the title
    says what is asked, the words around it what is meant. ``but`` is left out; so are entries that
    merely lie nearest, since these are shown as perhaps the answer."""
    asked = dict.fromkeys(filter(None, (_words(title), _words(f"{title} {more}"))))
    by_text = [_find_anywhere(text, language, most) for text in asked]
    turns = chain.from_iterable(zip_longest(*by_text))
    ids = dict.fromkeys(entry_id for entry_id in turns if entry_id not in (None, but))
    return find_cards(session, list(ids)[:most], get_ui_language())


def find_entries_to_link(session: Session, text: str, most: int = 8) -> list[Card]:
    """The entries that typed words find, and then those that lie nearest: who types them knows the
    entry. Costs a search and two queries."""
    language = get_writing_language()
    # Nothing here shows what was understood as a filter, so everything is searched as words.
    result = get_site().index.find(Query(text, language=language, literal=(text,), limit=most))
    ids = [UUID(hex=hit.entry) for hit in (*result.hits, *result.nearest)]
    return find_cards(session, ids, get_ui_language())


def _find_anywhere(text: str, language: str, most: int) -> list[UUID]:
    """The entries that answer a text. What is alike is asked for, wherever and whenever it was: the
    place or year that a text names is neither a filter nor a word."""
    find = get_site().index.find
    result = find(Query(text, language=language, limit=most))
    if result.understood:
        words = text
        for part in result.understood:
            words = re.sub(rf"\b{re.escape(part.written)}\b", " ", words)
        words = words.strip() or text
        result = find(Query(words, language=language, literal=(words,), limit=most))
    return [UUID(hex=hit.entry) for hit in result.hits]


def _words(text: str) -> str:
    """A text as a search: the signs by which a search is steered are signs of the text here."""
    return _NOT_A_WORD.sub(" ", text).strip()[:_LONGEST]
