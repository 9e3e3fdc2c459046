"""Noting searches that found little, without keeping the reader waiting."""

from __future__ import annotations

import logging
import threading

from flask import request

from network.community.missed_searches.counting import FEW
from network.search.find import SearchResult
from network.site import Site, site
from network.web.languages import ui_language

logger = logging.getLogger(__name__)


def note_missed(text: str, found: SearchResult, *, is_plain: bool) -> None:
    """Count a search that found fewer than three entries; nothing else of it is kept.

    ``is_plain`` says that nothing was filtered and the first page is shown. Once a minute at most
    what was counted is written down, by a thread of its own.
    """
    here = site()
    if is_plain and request.method == "GET" and found.state == "ready" and found.total < FEW:
        here.missed.count(text, found.language or ui_language())
    if here.missed.is_due():
        threading.Thread(target=_write, args=(here,), name="missed searches", daemon=True).start()


def _write(here: Site) -> None:
    try:
        here.missed.write(here.database)
    # The thread ends either way; nobody waits for it.
    except Exception:
        logger.exception("missed searches were not written down")
