"""What the running site is made of, for the doors: its database, index and settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app

from network.community.missed_searches import MissedSearches
from network.config import Settings
from network.db import Database
from network.entries.named_in_text import KeptNames
from network.search.index import SearchIndex


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


def site() -> Site:
    """The site that answers the present request or command."""
    found = current_app.extensions["grannar"]
    assert isinstance(found, Site)
    return found
