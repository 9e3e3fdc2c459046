"""What references and links point at now: one query each for entries, organisations and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.addresses import AddressState, find_addresses
from network.entries.queries import Card, find_cards
from network.entries.tables import EntryText
from network.organisations.queries import find_organisations_by_slug
from network.text.references import Reference
from network.topics.vocabulary import load_terms, load_topics


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference points at. ``card`` is there for a live entry alone.

    ``title`` is that of the part where the reference names one that has a title of its own.
    """

    state: Literal["live", "dead", "withdrawn"]
    title: str = ""
    language: str = ""
    card: Card | None = None


DEAD = Target("dead")


def resolve(
    session: Session, references: Iterable[Reference], language: str
) -> Mapping[Reference, Target]:
    """What each reference points at, in words for a reader of ``language`` (nb, nn, sv).

    Follows redirects. At most six queries, however many references there are.
    """
    wanted = list(dict.fromkeys(references))
    targets: dict[Reference, Target] = dict.fromkeys(wanted, DEAD)
    targets |= _entries(session, [ref for ref in wanted if ref.points == "entry"], language)
    bodies = find_organisations_by_slug(
        session, [ref.slug for ref in wanted if ref.points == "organisation"]
    )
    vocabulary = {ref.points for ref in wanted} & {"term", "topic"}
    terms = load_terms(session) if "term" in vocabulary else {}
    topics = load_topics(session) if "topic" in vocabulary else {}
    for ref in wanted:
        if ref.points == "organisation" and ref.slug in bodies:
            name = bodies[ref.slug].name_for(language)
            targets[ref] = Target("live", name.short or name.name, name.language)
        elif ref.points == "term" and ref.slug in terms:
            targets[ref] = Target("live", *terms[ref.slug].headword)
        elif ref.points == "topic" and ref.slug in topics:
            targets[ref] = Target("live", topics[ref.slug].label(language))
    return targets


def _entries(
    session: Session, references: list[Reference], language: str
) -> Mapping[Reference, Target]:
    places = find_addresses(session, [(ref.organisation, ref.slug) for ref in references])
    ids: dict[UUID, None] = dict.fromkeys(
        place.entry_id for place in places.values() if place.entry_id
    )
    live = {card.id: card for card in find_cards(session, ids, language)}
    parts = _part_titles(session, references, places, live)
    targets = {}
    for ref in references:
        place = places.get((ref.organisation, ref.slug))
        if place is None:
            targets[ref] = DEAD
        elif place.entry_id is None or place.entry_id not in live:
            targets[ref] = Target("withdrawn")
        else:
            card = live[place.entry_id]
            title = parts.get((card.id, card.language, ref.part), card.title)
            targets[ref] = Target("live", title, card.language, card)
    return targets


def _part_titles(
    session: Session,
    references: list[Reference],
    places: Mapping[tuple[str, str], AddressState],
    live: Mapping[UUID, Card],
) -> Mapping[tuple[UUID, str, str], str]:
    """The titles of the parts that references name: (entry, language, part) → title."""
    parts: dict[UUID, set[str]] = {}
    for ref in references:
        place = places.get((ref.organisation, ref.slug))
        if ref.part and place and place.entry_id and place.entry_id in live:
            parts.setdefault(place.entry_id, set()).add(ref.part)
    if not parts:
        return {}
    texts = session.execute(
        select(EntryText.entry_id, EntryText.language, EntryText.words).where(
            EntryText.entry_id.in_(parts),
            EntryText.language.in_({live[entry_id].language for entry_id in parts}),
        )
    )
    return {
        (entry_id, language, part): words[f"{part}.title"]
        for entry_id, language, words in texts
        if language == live[entry_id].language
        for part in parts[entry_id]
        if f"{part}.title" in words
    }
