"""Templates of an organisation's own: what a new text of a kind begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network import clock
from network.documents.permissions import demand_writing, may_write
from network.documents.tables import TextTemplate, WorkingCopy
from network.documents.working_copies import open_copy
from network.errors import Conflict, Invalid, NotFound
from network.people.actors import Actor

NAME_LENGTH = 100
MOST_TEMPLATES = 100


def keep_template(
    session: Session,
    *,
    organisation_id: int,
    kind: str,
    language: str,
    name: str,
    fields: dict[str, Any],
    actor: Actor,
) -> TextTemplate:
    """Keep the fields of a form as a template of an organisation, for all who write for it.

    Raises ``NotAllowed``, ``Invalid`` (field ``name``) for a name that is empty or longer than
    ``NAME_LENGTH``, and ``Conflict`` for a name that another of its templates has, or when it has
    ``MOST_TEMPLATES`` already.
    """
    demand_writing(actor, organisation_id)
    name = " ".join(name.split())
    if not name:
        raise Invalid.in_field("empty", "name")
    if len(name) > NAME_LENGTH:
        raise Invalid.in_field("too_long", "name", most=NAME_LENGTH)
    own = select(func.count()).where(TextTemplate.organisation_id == organisation_id)
    if session.scalar(own.where(TextTemplate.name == name)):
        raise Conflict("template_there", name=name)
    if (session.scalar(own) or 0) >= MOST_TEMPLATES:
        raise Conflict("too_many_templates", most=MOST_TEMPLATES)
    template = TextTemplate(
        id=uuid4(),
        organisation_id=organisation_id,
        kind=kind,
        language=language,
        name=name,
        fields=fields,
        made_by=actor.account_id,
        made_at=clock.now(),
    )
    session.add(template)
    session.flush()
    return template


def list_templates(session: Session, *, actor: Actor) -> Sequence[TextTemplate]:
    """The templates of the organisations that the actor writes for, in no particular order."""
    own = {
        mandate.organisation_id
        for mandate in actor.mandates
        if mandate.organisation_id is not None and may_write(actor, mandate.organisation_id)
    }
    return session.scalars(select(TextTemplate).where(TextTemplate.organisation_id.in_(own))).all()


def open_from_template(
    session: Session, template_id: UUID, document_id: UUID, *, actor: Actor
) -> WorkingCopy:
    """A working copy of the actor's, of a document yet to be made, with what the template has.

    Raises ``NotFound``, ``NotAllowed``, and ``Conflict`` for an id that another's form has.
    """
    template = _get_template(session, template_id, actor)
    return open_copy(
        session,
        document_id,
        template.language,
        kind=template.kind,
        organisation_id=template.organisation_id,
        fields=template.fields,
        actor=actor,
    )


def drop_template(session: Session, template_id: UUID, *, actor: Actor) -> None:
    """Throw a template away; texts that began with it stay. Raises ``NotFound``, ``NotAllowed``."""
    session.delete(_get_template(session, template_id, actor))
    session.flush()


def _get_template(session: Session, template_id: UUID, actor: Actor) -> TextTemplate:
    template = session.get(TextTemplate, template_id)
    if template is None:
        raise NotFound(str(template_id))
    demand_writing(actor, template.organisation_id)
    return template
