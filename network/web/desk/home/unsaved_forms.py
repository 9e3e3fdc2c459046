"""The forms that one has open and has not saved: told apart by their first words and the time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from network.documents.begun_forms import find_begun_forms
from network.documents.working_copies import find_working_copies
from network.organisations.tables import Organisation
from network.people.actors import Actor

_WORDS = 8
# What a form holds beside words of the text: choices, ids, addresses of entries.
_NO_WORDS = frozenset(
    {"id", "topics", "levels", "kept", "origin", "outcome", "evidence", "wording", "links"}
)


@dataclass(frozen=True, slots=True)
class UnsavedForm:
    """A form that is kept as it was typed: its title, or else the first words in it."""

    document_id: UUID
    language: str
    kind: str
    title: str
    first_words: str
    kept_at: datetime
    is_translation: bool


def read_unsaved_forms(session: Session, actor: Actor) -> Sequence[UnsavedForm]:
    """The actor's own, the last kept first. One query."""
    return [
        UnsavedForm(
            copy.document_id,
            copy.language,
            copy.kind,
            _title(copy.fields),
            find_first_words(copy.fields),
            copy.kept_at,
            "words" in copy.fields,
        )
        for copy in find_working_copies(session, actor=actor)
    ]


@dataclass(frozen=True, slots=True)
class ColleaguesForm:
    """That a colleague has begun a form: of which kind, for whom, and when something was typed in
    it last; never a word of it."""

    name: str
    kind: str
    organisation: str
    kept_at: datetime


def read_colleagues_forms(
    session: Session, actor: Actor, organisations: Sequence[Organisation]
) -> Sequence[ColleaguesForm]:
    """The forms of texts without a version that others began for the actor's organisations, the
    last kept first. One query at most."""
    if not organisations:
        return []
    names = {body.id: body.name for body in organisations}
    return [
        ColleaguesForm(row.name, row.kind, names[row.organisation_id], row.kept_at)
        for row in find_begun_forms(session, list(names), but=actor.account_id)
    ]


def find_first_words(fields: dict[str, Any]) -> str:
    """The first eight words that were typed in any field, in the form's order, "" for none."""
    words = next(_typed(fields), "").split()
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")


def _title(fields: dict[str, Any]) -> str:
    words = fields.get("words")
    title = words.get("title") if isinstance(words, dict) else fields.get("title")
    return str(title or "").strip()


def _typed(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if text := value.strip().lstrip("#>*-_ "):
            yield text
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NO_WORDS:
                yield from _typed(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _typed(inner)
