"""Health: whether this process answers, and whether it can show pages."""

from __future__ import annotations

from flask import Response, jsonify
from sqlalchemy import select

from network.changes import read_newest_change
from network.errors import Unavailable
from network.site import get_site
from network.web.problems import RETRY_AFTER


def live() -> Response:
    """200 where the process answers at all; asks neither the database nor the index."""
    return _plain({"alive": True}, 200)


def ready() -> Response:
    """200 where public pages can be read, and so shown; else 503. Says how far the index is behind,
    and whether the primary is away while a standby is read: neither a search that is late or down
    nor writing that is is a reason to send readers elsewhere."""
    site = get_site()
    primary = "ok"
    try:
        with site.public.reading() as session:
            session.execute(select(1))
            newest = read_newest_change(session)
        if site.public.standby is not None and not site.public.has_primary:
            primary = "away"
    except Unavailable as problem:
        answer = _plain({"ready": False, "database": problem.reason}, 503)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    status = site.index.status()
    behind = max(0, newest - status.cursor) if status.state == "ready" else newest
    told = {"ready": True, "database": primary, "index": status.state, "index_behind": behind}
    return _plain(told, 200)


def _plain(told: dict[str, object], status: int) -> Response:
    answer = jsonify(told)
    answer.status_code = status
    return answer
