"""Noting searches that found little, without keeping the reader waiting."""

from __future__ import annotations

import logging

from flask import request

from network.community.missed_searches.counting import FEW
from network.db import set_lock_timeout
from network.errors import Unavailable
from network.search.query import Query
from network.search.results import SearchResult
from network.site import Site, get_site
from network.web.languages import get_writing_language

logger = logging.getLogger(__name__)

# So long a reader may wait for it, in seconds.
_PATIENCE = 0.05


def note_missed(query: Query, result: SearchResult) -> None:
    """Count a search that no entry answers, or fewer than three; nothing else of it is kept.

    Only words alone and their first page are counted. What is narrowed by a place, a year or an
    outcome that was understood has few answers as a rule and is counted where it has none. Where
    nothing beside the pages does so, what was counted is written down once a minute at most, unless
    a writer would have to be waited for: then it is forgotten.
    """
    running_site = get_site()
    is_missed = not result.answered or (result.total < FEW and not result.understood)
    is_countable = result.state == "ready" and query.is_plain
    if is_countable and is_missed and request.method == "GET":
        # Counted each time that it is asked, so its page is made each time.
        request.environ["grannar.not_kept"] = True
        running_site.missed.count(
            query.text, result.language or get_writing_language(), is_weak=result.answered
        )
    if running_site.missed.is_due():
        _write(running_site)


def _write(running_site: Site) -> None:
    try:
        with set_lock_timeout(_PATIENCE):
            running_site.missed.write(running_site.database)
    except Unavailable:
        logger.info("missed searches were not written down: the database is busy")
    # A reader's page does not fail for it.
    except Exception:
        logger.exception("missed searches were not written down")
