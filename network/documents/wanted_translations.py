"""Titles and summaries that are wanting in the neighbour's language."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from network.documents.revisions import read_content
from network.documents.tables import DocumentText, Revision
from network.entries.tables import EntryText
from network.kinds import Content
from network.kinds.translation import Translation

# What readers across the border read, by the language of the original; the first is asked for.
NEIGHBOURS: Mapping[str, tuple[str, ...]] = {"nb": ("sv",), "nn": ("sv",), "sv": ("nb", "nn")}


def find_wanted_translation(session: Session, document_id: UUID, original: Content) -> str:
    """The language in which a document's title and summary are wanting for the neighbour; "" where
    one of its languages has them, public or not. One query."""
    languages = NEIGHBOURS[original.language]
    newest = session.scalars(
        select(Revision)
        .join(DocumentText, DocumentText.newest_id == Revision.id)
        .where(DocumentText.document_id == document_id, DocumentText.language.in_(languages))
    )
    for revision in newest:
        value = read_content(revision)
        if isinstance(value, Translation) and ("summary" in value.words or not original.summary):
            return ""
    return languages[0]


def lacks_neighbours_words() -> ColumnElement[bool]:
    """Whether a ``DocumentText`` is a public original whose entry has no title and summary in the
    neighbour's language; a summary that the original has not is not asked for."""
    own, other = aliased(EntryText), aliased(EntryText)
    has_summary = (
        select(own.entry_id)
        .where(own.entry_id == DocumentText.document_id, own.is_original, own.summary != "")
        # A subquery two deep is tied to the outermost only where that is said.
        .correlate(DocumentText)
        .exists()
    )
    is_swedish = DocumentText.language == "sv"
    is_told = (
        select(other.entry_id)
        .where(
            other.entry_id == DocumentText.document_id,
            other.is_original.is_(False),
            (other.language == "sv") != is_swedish,
            (other.summary != "") | ~has_summary,
        )
        .exists()
    )
    return DocumentText.is_original & DocumentText.published_id.is_not(None) & ~is_told
