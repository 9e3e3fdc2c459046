"""What the running site is made of, for the doors: its database, index and settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from uuid import UUID

from flask import current_app

from network.attachments.scanner import Scanner
from network.attachments.store import FileStore
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
from network.search.understanding import NO_PLACES, PlaceNames

# How long a process goes on with the register's names as it read them.
_SECONDS = 300.0


class KeptPlaceNames:
    """The register's names as searches know them, read anew after five minutes."""

    def __init__(self, public: PublicReading) -> None:
        self._public = public
        self._lock = Lock()
        self._names = NO_PLACES
        self._until = 0.0

    def fresh(self) -> PlaceNames:
        """The names. Two queries and some 50 ms every five minutes, else nothing; while one thread
        reads, the others go on with those before. An empty register is asked again."""
        if self._names.by_first and monotonic() < self._until:
            return self._names
        if not self._lock.acquire(blocking=not self._names.by_first):
            return self._names
        try:
            if not self._names.by_first or monotonic() >= self._until:
                with self._public.reading() as session:
                    organisations = [row.value for row in list_organisations(session)]
                    counties = list_counties(session).values()
                self._names = make_place_names(organisations, counties)
                self._until = monotonic() + _SECONDS
            return self._names
        finally:
            self._lock.release()


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
