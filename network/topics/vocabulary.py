"""Reading and writing topics and terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network.changes import keep_by_register
from network.errors import Fault, Invalid
from network.public_words import find_address_faults, find_value_faults
from network.topics.tables import TermRow, TopicRow
from network.topics.values import Term, Topic


def load_topics(session: Session) -> Mapping[str, Topic]:
    """Every topic by id, in the content's own order. Kept by the register's number: one query of a
    row, else one of some tens of rows."""
    return keep_by_register(session, "topics", _read_topics)


def _read_topics(session: Session) -> Mapping[str, Topic]:
    rows = session.scalars(select(TopicRow).order_by(TopicRow.position))
    return MappingProxyType({row.id: row.value for row in rows})


def load_terms(session: Session) -> Mapping[str, Term]:
    """Every term by id, in the content's own order. Kept as the topics are."""
    return keep_by_register(session, "terms", _read_terms)


def _read_terms(session: Session) -> Mapping[str, Term]:
    rows = session.scalars(select(TermRow).order_by(TermRow.position))
    return MappingProxyType({row.id: row.value for row in rows})


def find_term(session: Session, term_id: str) -> Term | None:
    """The term with this id, or None. One query."""
    row = session.get(TermRow, term_id)
    return row.value if row else None


def list_lineage(topics: Mapping[str, Topic], topic_id: str) -> tuple[str, ...]:
    """The topic and all broader ones, from the narrowest out; empty for an unknown topic."""
    topic_ids: list[str] = []
    step: str | None = topic_id
    while step is not None and step in topics and step not in topic_ids:
        topic_ids.append(step)
        step = topics[step].broader
    return tuple(topic_ids)


def find_narrower(topics: Mapping[str, Topic], topic_id: str) -> tuple[str, ...]:
    """The topics right below this one, in the content's order."""
    return tuple(topic.id for topic in topics.values() if topic.broader == topic_id)


def set_topics(session: Session, topics: Sequence[Topic]) -> set[str]:
    """Make these the topics, in this order; returns the ids whose words or place changed.

    A topic that is left out goes away; entries that lie under it are not touched. Raises
    ``Invalid`` for what may not be public.
    """
    _demand_public("topics", topics)
    before = load_topics(session)
    now = {topic.id: topic for topic in topics}
    session.execute(delete(TopicRow).where(TopicRow.id.not_in(now)))
    for position, topic in enumerate(topics):
        content = topic.model_dump(mode="json", exclude_defaults=True)
        session.merge(TopicRow(id=topic.id, position=position, content=content))
    session.flush()
    changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    return {
        key for key in now.keys() | before.keys() if changed.intersection(list_lineage(now, key))
    }


def set_terms(session: Session, terms: Sequence[Term]) -> None:
    """Make these the glossary's terms, in this order. Raises as ``set_topics``."""
    _demand_public("glossary", terms)
    session.execute(delete(TermRow).where(TermRow.id.not_in([term.id for term in terms])))
    for position, term in enumerate(terms):
        content = term.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        session.merge(TermRow(id=term.id, position=position, content=content))
    session.flush()


def _demand_public(where: str, values: Sequence[Topic] | Sequence[Term]) -> None:
    faults = [
        Fault(where, f"{subject}{fault.wrong}", fault.right, fault.field)
        for value in values
        # An id that is refused is not repeated in a fault.
        for subject, faults_of_subject in (
            ("", find_address_faults(value.id, "id")),
            (f"({value.id}) ", find_value_faults(value.model_dump(mode="json", exclude={"id"}))),
        )
        for fault in faults_of_subject
    ]
    if faults:
        raise Invalid(faults)
