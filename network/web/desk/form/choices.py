"""What the form knows of the register: organisations by name, topics by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from network.changes import keep_by_register
from network.documents.permissions import may_write
from network.organisations.queries import list_organisations
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.collation import sort_by_label
from network.web.desk.form.reading import Names


def load_names(session: Session) -> Names:
    """Every organisation, as the form calls it, with all that it is called; those of one name with
    their slug. Two small queries where the names are known already."""
    slug_of, name_of = keep_by_register(session, "names in forms", _read_names)
    return Names(slug_of, name_of, get_site().names.fresh(session))


def read_organisation_options(session: Session) -> Markup:
    """The options of all organisations for a ``datalist``: the same for every form, and most of
    what one has. A query of one row where they are kept."""
    return keep_by_register(session, "options in forms", _write_options)


def _read_names(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    rows = session.execute(select(Organisation.slug, Organisation.name)).all()
    times = Counter(name for _, name in rows)
    name_of = {slug: name if times[name] == 1 else f"{name} ({slug})" for slug, name in rows}
    slug_of = {name.casefold(): slug for slug, name in name_of.items()}
    return slug_of | {slug: slug for slug in name_of}, name_of


def _write_options(session: Session) -> Markup:
    """By name, each with what else it is called: a browser finds an organisation by either."""
    _slug_of, name_of = _read_names(session)
    options = []
    for body in (row.value for row in list_organisations(session)):
        name, names = name_of[body.slug], body.all_names()
        others = [other for other in names if other != name]
        if body.type == "municipality":
            others.insert(0, f"{names[0]} {'kommune' if body.country == 'NO' else 'kommun'}")
        options.append((name, ", ".join(others)))
    option = Markup('<option value="{}">{}</option>')
    return Markup("").join(option.format(*each) for each in sorted(options))


def find_own_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations that the actor writes for, as the page's language sorts them. One query."""
    ids = {
        mandate.organisation_id
        for mandate in actor.mandates
        if mandate.organisation_id is not None and may_write(actor, mandate.organisation_id)
    }
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return sort_by_label(rows, lambda body: body.name)


class TopicChoice(NamedTuple):
    """A topic to choose: its id, its label for the reader, and the language of that label, which
    need not be the page's."""

    id: str
    label: str
    language: str


def read_topic_choices(session: Session, language: str) -> Sequence[TopicChoice]:
    """Every topic with its label, in the alphabetical order of the page's language."""
    choices = [
        TopicChoice(topic_id, *topic.label_for(language))
        for topic_id, topic in load_topics(session).items()
    ]
    return sort_by_label(choices, lambda choice: choice.label)
