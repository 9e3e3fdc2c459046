"""How far somebody has come with what is new to them, told from what they did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from network.documents.tables import Document, DocumentText, Revision, TrailLine, WorkingCopy
from network.people.actors import Actor
from network.people.tables import AccountEvent

FirstStep = Literal[
    "begun",
    "saved",
    "submitted",
    "public",
    "endorsed",
    "gathered",
    "answered",
    "reviewed",
    "promoted",
]


def read_first_steps(session: Session, actor: Actor) -> Mapping[FirstStep, bool]:
    """Which of the first steps the actor has taken. One query."""
    me = actor.account_id
    acts = exists().where(TrailLine.actor_id == me)
    events = exists().where(AccountEvent.actor_id == me)
    own = exists().where(Revision.author_id == me)
    has_copy = exists().where(WorkingCopy.account_id == me)
    steps: dict[FirstStep, ColumnElement[bool]] = {
        "begun": has_copy | own,
        "saved": own,
        "submitted": acts.where(TrailLine.verb == "submitted"),
        "public": own.where(DocumentText.published_id == Revision.id),
        "endorsed": acts.where(TrailLine.verb == "endorsed"),
        "gathered": own.where(Document.id == Revision.document_id, Document.kind == "collection")
        | has_copy.where(WorkingCopy.kind == "collection"),
        "answered": events.where(AccountEvent.verb == "need_answered"),
        "reviewed": acts.where(TrailLine.verb.in_(("published", "sent_back", "scheduled"))),
        "promoted": events.where(AccountEvent.verb == "promoted"),
    }
    row = session.execute(select(*steps.values())).one()
    return {step: bool(taken) for step, taken in zip(steps, row, strict=True)}
