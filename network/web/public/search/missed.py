"""Noting searches that found little, without keeping the reader waiting."""

from __future__ import annotations

import logging
import threading

from flask import request

from network.community.missed_searches.counting import FEW
from network.search.query import Query
from network.search.results import SearchResult
from network.site import Site, get_site
from network.web.languages import get_ui_language

logger = logging.getLogger(__name__)


def note_missed(query: Query, result: SearchResult) -> None:
    """Count a search that found fewer than three entries; nothing else of it is kept.

    Only words alone and their first page are counted. Once a minute at most what was counted is
    written down, by a thread of its own.
    """
    running_site = get_site()
    is_missed = result.state == "ready" and result.total < FEW
    if query.is_plain and request.method == "GET" and is_missed:
        running_site.missed.count(query.text, result.language or get_ui_language())
    if running_site.missed.is_due():
        threading.Thread(
            target=_write, args=(running_site,), name="missed searches", daemon=True
        ).start()


def _write(running_site: Site) -> None:
    try:
        running_site.missed.write(running_site.database)
    # The thread ends either way; nobody waits for it.
    except Exception:
        logger.exception("missed searches were not written down")
