"""What the running site is made of, for the doors: its database, index and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from network.attachments.scanner import Scanner
from network.attachments.store import FileStore
from network.changes import keep_by_register
from network.community.following.subjects import parse_search_key
from network.community.missed_searches.counting import MissedSearches
from network.config import Settings
from network.db import Database
from network.entries.known_names import KeptNames
from network.organisations.queries import list_counties, list_organisations
from network.public_reading import PublicReading
from network.search.index import SearchIndex
from network.search.place_names import make_place_names
from network.search.query import Query
from network.search.understanding import PlaceNames

if TYPE_CHECKING:
    from network.identity_providers.provider import IdentityProvider


class KeptPlaceNames:
    """The register's names as searches know them, read anew when the register changes."""

    def __init__(self, public: PublicReading) -> None:
        self._public = public

    def fresh(self) -> PlaceNames:
        """The names. Two queries and some 50 ms after a change, else one query of one row at most.
        Raises ``Unavailable``."""
        with self._public.reading() as session:
            return keep_by_register(session, "place names", _read_place_names)


def _read_place_names(session: Session) -> PlaceNames:
    organisations = [row.value for row in list_organisations(session)]
    return make_place_names(organisations, list_counties(session).values())


@dataclass(frozen=True, slots=True)
class Site:
    """One running site."""

    settings: Settings
    database: Database
    # Where public pages are read.
    public: PublicReading
    index: SearchIndex
    # The bytes of entries' files, and what looks at them when they come in.
    files: FileStore
    scanner: Scanner | None = None
    # What a writer's text may name, kept until something public changes.
    names: KeptNames = field(default_factory=KeptNames)
    # Searches that found little, until they are written down.
    missed: MissedSearches = field(default_factory=MissedSearches)
    # By name, in the order in which people are offered them.
    providers: Mapping[str, IdentityProvider] = field(default_factory=dict)

    def searched(self, key: str, among: frozenset[UUID]) -> frozenset[UUID]:
        """Which of these entries a saved search, by the key that a follow has, finds now."""
        saved = parse_search_key(key)
        query = Query(
            saved.text,
            language=saved.ui,
            filters=saved.filters,
            exact=saved.exact,
            without=saved.without,
            literal=saved.literal,
        )
        entries = self.index.find_among(query, [entry_id.hex for entry_id in among])
        return frozenset(UUID(hex=entry) for entry in entries)

    @property
    def searched_to(self) -> int:
        """The number of the last change that searches know; 0 without a usable index."""
        status = self.index.status()
        return status.cursor if status.state == "ready" else 0


def get_site() -> Site:
    """The site that answers the present request or command."""
    running = current_app.extensions["grannar"]
    assert isinstance(running, Site)
    return running
