"""Answering a need, and saying what helped."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network import clock
from network.changes import record_change
from network.community.needs.tables import HelpfulAnswer, NeedAnswer
from network.community.permissions import (
    check_words,
    demand_quota,
    demand_representation,
    find_role_at,
)
from network.entries.queries import find_backlinks
from network.entries.tables import Entry, EntryNeed
from network.errors import Conflict, NotAllowed, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.events import Verb, record_event

REPLY_LENGTH = 2_000


def get_need(session: Session, need_id: UUID, *, to_answer: bool = False) -> Entry:
    """A public need. Raises ``NotFound`` for everything else.

    ``to_answer`` locks it, so that two who point out one entry at once are told apart.
    """
    entry = session.get(Entry, need_id, with_for_update=to_answer or None)
    if entry is None or entry.kind != "need":
        raise NotFound(str(need_id))
    return entry


def is_answerable(session: Session, need_id: UUID) -> bool:
    """Whether a need can be answered: not one that was voiced once and is not open here."""
    row = session.get(EntryNeed, need_id)
    return row is not None and row.state != "historical"


def is_asker(actor: Actor, need: Entry) -> bool:
    """Whether the actor speaks for those who asked: whom the need is about, or who published."""
    return any(
        find_role_at(actor, organisation_id)
        for organisation_id in {need.organisation_id, need.publisher_id}
    )


def answer_with_entry(
    session: Session, need_id: UUID, entry_id: UUID, organisation_id: int, *, actor: Actor
) -> NeedAnswer:
    """Point out an entry, whoever wrote it, as what answers a need.

    Raises ``NotAllowed``, ``NotFound`` for what is not public, ``Conflict`` for a need that takes
    no answers, the organisation's own one, the need itself or an entry that answers it already,
    and ``TooMany``.
    """
    need, role = _to_answer(session, need_id, organisation_id, actor)
    entry = session.get(Entry, entry_id)
    if entry is None:
        raise NotFound(str(entry_id))
    if entry.id == need.id or entry.id in _answering(session, need_id):
        raise Conflict("answers_already")
    return _kept(session, need, organisation_id, role, actor, entry_id=entry.id)


def reply_to_need(
    session: Session,
    need_id: UUID,
    organisation_id: int,
    *,
    text: str,
    language: str,
    actor: Actor,
) -> NeedAnswer:
    """Answer a need in a few words. Raises as ``answer_with_entry``, and ``Invalid``."""
    need, role = _to_answer(session, need_id, organisation_id, actor)
    text = check_words(text, language, REPLY_LENGTH)
    return _kept(session, need, organisation_id, role, actor, text=text, language=language)


def record_what_helped(
    session: Session,
    need_id: UUID,
    *,
    entry_id: UUID | None = None,
    answer_id: UUID | None = None,
    helped: bool = True,
    actor: Actor,
) -> None:
    """Say that an answer helped, or take that back: an entry that answers, or a reply.

    Raises ``NotAllowed`` unless the actor speaks for those who asked, and ``NotFound`` for what is
    no answer to this need, or was taken away.
    """
    need = get_need(session, need_id, to_answer=True)
    if not is_asker(actor, need):
        raise NotAllowed("need.helped")
    if answer_id is not None:
        row = session.get(NeedAnswer, answer_id)
        if row is None or row.need_id != need_id or row.is_hidden:
            raise NotFound(str(answer_id))
        entry_id = row.entry_id
    elif entry_id is None or entry_id not in _answering(session, need_id):
        raise NotFound(str(entry_id))
    key = {"entry_id": entry_id} if entry_id is not None else {"answer_id": answer_id}
    helpful = session.scalar(select(HelpfulAnswer).filter_by(need_id=need_id, **key))
    if helped == (helpful is not None):
        return
    if helpful is not None:
        session.delete(helpful)
    else:
        session.add(HelpfulAnswer(need_id=need_id, said_at=clock.now(), **key))
    session.flush()
    _record(session, actor, "answer_helped" if helped else "help_taken_back", need)


def hide_answer(session: Session, answer_id: UUID) -> str:
    """Empty an answer in public and return what it said; permission is the caller's to ask."""
    row = session.get(NeedAnswer, answer_id, with_for_update=True)
    if row is None:
        return ""
    session.execute(delete(HelpfulAnswer).where(HelpfulAnswer.answer_id == answer_id))
    if row.entry_id is not None:
        session.execute(
            delete(HelpfulAnswer).where(
                HelpfulAnswer.need_id == row.need_id, HelpfulAnswer.entry_id == row.entry_id
            )
        )
    before = row.text
    row.text, row.entry_id, row.is_hidden = "", None, True
    session.flush()
    return before


def _to_answer(
    session: Session, need_id: UUID, organisation_id: int, actor: Actor
) -> tuple[Entry, str]:
    role = demand_representation(actor, organisation_id, "need.answer")
    need = get_need(session, need_id, to_answer=True)
    if organisation_id in (need.organisation_id, need.publisher_id):
        raise Conflict("own_need")
    if not is_answerable(session, need_id):
        raise Conflict("need_not_open")
    demand_quota(session, actor)
    return need, role


def _answering(session: Session, need_id: UUID) -> set[UUID]:
    """The entries that answer a need, however they came to."""
    pointed = select(NeedAnswer.entry_id).where(
        NeedAnswer.need_id == need_id, NeedAnswer.entry_id.is_not(None)
    )
    linking = (
        backlink
        for backlink in find_backlinks(session, need_id, "nb")
        if backlink.relation == "answers"
    )
    return {entry_id for entry_id in session.scalars(pointed) if entry_id} | {
        backlink.card.id for backlink in linking
    }


def _kept(
    session: Session,
    need: Entry,
    organisation_id: int,
    role: str,
    actor: Actor,
    *,
    entry_id: UUID | None = None,
    text: str = "",
    language: str = "",
) -> NeedAnswer:
    row = NeedAnswer(
        id=uuid4(),
        need_id=need.id,
        organisation_id=organisation_id,
        role=role,
        entry_id=entry_id,
        text=text,
        language=language,
        answered_at=clock.now(),
        is_hidden=False,
    )
    session.add(row)
    session.flush()
    record_change(session, need.id, "answered")
    _record(session, actor, "need_answered", need, organisation_id)
    return row


def _record(
    session: Session, actor: Actor, verb: Verb, need: Entry, organisation_id: int = 0
) -> None:
    body = session.get(Organisation, organisation_id)
    detail = f"{body.slug}: {need.slug}" if body else need.slug
    record_event(session, actor.account_id, verb, actor.account_id, detail)
