"""What can be followed, and the key by which a follow names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from sqlalchemy.orm import Session

from network.entries.queries import find_cards
from network.entries.series import read_series
from network.errors import NotFound
from network.organisations.queries import find_organisations_by_slug
from network.topics.vocabulary import load_topics

What = Literal["entry", "organisation", "topic", "collection", "series", "search"]
WHAT: tuple[str, ...] = get_args(What)
# A saved search is at most this many characters, written as an address.
LONGEST_SEARCH = 700
# What of a search's address says what is sought; order and page do not.
_SOUGHT = (
    "q",
    "country",
    "county",
    "organisation",
    "kind",
    "topic",
    "language",
    "year",
    "level",
    "outcome",
    "without",
    "as_words",
    "exact",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is followed: its name for a reader, the language of that, and where it lies.

    ``path`` is the address under the interface's language (*eksempelvik/tidlig-innsats*); ``name``
    of a search is what was typed, empty where only filters were chosen. ``organisation`` is the
    slug of whose it is, empty for topics and searches.
    """

    what: str
    key: str
    name: str
    language: str
    path: str
    organisation: str


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as it was saved. ``ui`` is the language that it was typed in (nb, nn, sv);
    ``literal`` holds what of the text is meant as words."""

    ui: str
    text: str
    filters: Mapping[str, frozenset[str]]
    without: frozenset[str]
    literal: frozenset[str]
    exact: bool


def make_search_key(ui: str, address: Mapping[str, list[str]]) -> str:
    """The key of a search: what its address asks for, in one order, with the language it was asked
    in. Raises ``NotFound`` where nothing is asked for, or more than a saved search can hold."""
    asked = {
        name: sorted({value.strip()[:200] for value in address.get(name, ()) if value.strip()})
        for name in _SOUGHT
    }
    pairs = [(name, value) for name, values in asked.items() for value in values]
    key = urlencode([("ui", ui), *pairs])
    if not pairs or len(key) > LONGEST_SEARCH:
        raise NotFound("search")
    return key


def parse_search_key(key: str) -> SavedSearch:
    """The search that a key names."""
    parameters = parse_qs(key)
    return SavedSearch(
        parameters.get("ui", ["nb"])[0],
        parameters.get("q", [""])[0],
        {
            name: frozenset(parameters[name])
            for name in _SOUGHT
            if name not in ("q", "without", "as_words", "exact") and name in parameters
        },
        frozenset(parameters.get("without", ())),
        frozenset(parameters.get("as_words", ())),
        parameters.get("exact") == ["1"],
    )


def find_subjects(
    session: Session, wanted: Iterable[tuple[str, str]], language: str
) -> Mapping[tuple[str, str], Subject]:
    """What follows name, each as (what, key), for a reader of ``language``; what is not public any
    more is left out. Four queries for all of them, and seven for each series."""
    keys = set(wanted)
    subjects: dict[tuple[str, str], Subject] = {}
    entries = {entry_id: pair for pair in keys if (entry_id := _entry_id(*pair)) is not None}
    for card in find_cards(session, entries, language):
        what, key = entries[card.id]
        if (card.kind == "collection") == (what == "collection"):
            subjects[what, key] = Subject(
                what, card.id.hex, card.title, card.language, card.address, card.organisation
            )
    slugs = {key for what, key in keys if what == "organisation"}
    for slug, body in (find_organisations_by_slug(session, slugs) if slugs else {}).items():
        name = body.name_for(language)
        subjects["organisation", slug] = Subject(
            "organisation", slug, name.name, name.language, slug, slug
        )
    topics = load_topics(session) if any(what == "topic" for what, _ in keys) else {}
    for what, key in keys:
        if what == "topic" and key in topics:
            label = topics[key].label(language)
            subjects[what, key] = Subject(what, key, label, "", f"topics/{key}", "")
        elif what == "search":
            query = key.partition("&")[2]
            subjects[what, key] = Subject(
                what, key, parse_search_key(key).text, "", f"search?{query}", ""
            )
        elif what == "series" and (series := _series(session, key, language)) is not None:
            subjects[what, key] = series
    return subjects


def get_subject(session: Session, what: str, key: str, language: str) -> Subject:
    """One of them; raises ``NotFound`` for what is not there or cannot be followed."""
    subject = find_subjects(session, [(what, key)], language).get((what, key))
    if subject is None:
        raise NotFound(f"{what} {key}")
    return subject


def _entry_id(what: str, key: str) -> UUID | None:
    if what not in ("entry", "collection"):
        return None
    try:
        return UUID(hex=key)
    except ValueError:
        return None


def _series(session: Session, key: str, language: str) -> Subject | None:
    organisation, _, series = key.partition("/")
    try:
        own_series = read_series(session, organisation, series, language)
    except NotFound:
        return None
    if own_series is None:
        return None
    return Subject(
        "series", key, own_series.name.text, own_series.name.language, f"series/{key}", organisation
    )
