"""What the running site is made of, for the doors: its database, index and settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from flask import current_app

from network.community.following.subjects import parse_search_key
from network.community.missed_searches.counting import MissedSearches
from network.config import Settings
from network.db import Database
from network.entries.known_names import KeptNames
from network.search.index import SearchIndex
from network.search.query import Query


@dataclass(frozen=True, slots=True)
class Site:
    """One running site."""

    settings: Settings
    database: Database
    index: SearchIndex
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
