"""Answering *not modified* from the log of changes alone, before anything else is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import make_response, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.changes import Change, Counter
from network.site import get_site

# Another number whenever the files themselves are written otherwise.
_FORMAT = 1
# Moments are kept to the second: what changed within this one may not have been all of it.
_SETTLED = timedelta(seconds=2)


def answer_if_modified(make: Callable[[Session], Response], *also: object) -> Response:
    """The response of ``make``, or 304 where the client has the present one already.

    The validator (a weak ETag) is the number of the last change in the log, joined with ``also``:
    whatever else the response depends on. A 304 costs one query, and ``make`` is not called.
    Any change makes every feed new: that costs a client a download too many, never one too few.
    """
    with get_site().public.reading() as session:
        row = session.execute(
            select(Counter.value, Change.at)
            .outerjoin(Change, Change.number == Counter.value)
            .where(Counter.name == "changes")
        ).one()
        tag = "-".join(map(str, (_FORMAT, row.value, *also)))
        moment = _settled_moment(row.at)
        answer = make_response("", 304) if _is_known(tag, moment) else make(session)
    if answer.status_code in (200, 304):
        answer.set_etag(tag, weak=True)
        if moment is not None:
            answer.last_modified = moment
    return answer


def _settled_moment(moment: datetime | None) -> datetime | None:
    return moment if moment is not None and clock.now() - moment >= _SETTLED else None


def _is_known(tag: str, moment: datetime | None) -> bool:
    """Whether the client has this already: by its tag or, without one, by the moment."""
    if request.if_none_match:
        return request.if_none_match.contains_weak(tag)
    since = request.if_modified_since
    return since is not None and moment is not None and moment <= since
