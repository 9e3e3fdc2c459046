"""Everything that has a name to suggest: titles, organisations, topics, terms."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.tables import Entry, EntryText
from network.organisations.queries import list_organisations
from network.organisations.tables import Organisation
from network.topics.vocabulary import load_terms, load_topics


def find_titles(session: Session) -> Iterator[tuple[str, str, str]]:
    """Every title of every public entry: (title, its language, organisation/slug). One query."""
    rows = session.execute(
        select(EntryText.title, EntryText.language, Organisation.slug, Entry.slug)
        .join(Entry, Entry.id == EntryText.entry_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
    )
    for title, language, organisation, slug in rows:
        yield title, language, f"{organisation}/{slug}"


def find_names(session: Session) -> Iterator[tuple[str, str, str, str]]:
    """Every name of organisations, topics and terms: (name, language, what it is, id)."""
    for row in list_organisations(session):
        value = row.value
        for name in value.all_names():
            yield name, value.names[0].language, "organisation", value.slug
    for topic in load_topics(session).values():
        for language, label in topic.labels.items():
            yield label, language, "topic", topic.id
    for term in load_terms(session).values():
        for language in ("sv", "nb", "nn"):
            for word in getattr(term, language):
                yield word, language, "term", term.id
