"""What the form knows of the register: organisations by name, topics by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.documents.permissions import may_write
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.collation import sort_by_label
from network.web.desk.form.reading import Names


def load_names(session: Session) -> Names:
    """Every organisation, as the form calls it, with all that it is called; those of one name with
    their slug. Two small queries where the names are known already."""
    rows = session.execute(select(Organisation.slug, Organisation.name)).all()
    times = Counter(name for _, name in rows)
    name_of = {slug: name if times[name] == 1 else f"{name} ({slug})" for slug, name in rows}
    slug_of = {name.casefold(): slug for slug, name in name_of.items()}
    slug_of |= {slug: slug for slug in name_of}
    return Names(slug_of, name_of, get_site().names.fresh(session))


def find_own_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations that the actor writes for, as the page's language sorts them. One query."""
    ids = {
        mandate.organisation_id
        for mandate in actor.mandates
        if mandate.organisation_id is not None and may_write(actor, mandate.organisation_id)
    }
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return sort_by_label(rows, lambda body: body.name)


def read_topic_labels(session: Session, language: str) -> Sequence[tuple[str, str]]:
    """Every topic with its label, in the alphabetical order of the page's language."""
    labels = [(topic_id, topic.label(language)) for topic_id, topic in load_topics(session).items()]
    return sort_by_label(labels, lambda pair: pair[1])
