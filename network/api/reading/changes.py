"""The log of changes, for whoever keeps a copy."""

from __future__ import annotations

import hashlib
from typing import cast, get_args

from flask import Response
from sqlalchemy.orm import Session

from network.api import models
from network.api.answers import Refusal, answer_value, make_href, read_parameters
from network.api.queries import ChangeParameters
from network.changes import Verb, read_check, read_newest_change
from network.entries.listing import ChangeLine, list_change_lines
from network.site import get_site
from network.web.problems import Problem

_VERBS = get_args(Verb)


def list_changes() -> Response:
    """The changes after a number, oldest first."""
    asked = read_parameters(ChangeParameters)
    number_text, _, check = asked.since.partition("-")
    number = int(number_text)
    with get_site().public.reading() as session:
        newest = read_newest_change(session)
        if number > newest or (check and check != _check(session, number)):
            raise Refusal(Problem("another-history", more={"newest": newest}))
        lines = list_change_lines(session, number, asked.limit + 1)
        shown = lines[: asked.limit]
        last = shown[-1].number if shown else number
        since = f"{last}-{own}" if (own := _check(session, last)) else str(last)
    limit = None if "limit" not in asked.model_fields_set else asked.limit
    following = make_href("/changes", since=since, limit=limit)
    return answer_value(
        models.ChangePage(
            items=tuple(map(_describe, shown)),
            next=following,
            next_since=since,
            has_more=len(lines) > len(shown),
            newest=newest,
        ),
        next_page=following if len(lines) > len(shown) else None,
    )


def _check(session: Session, number: int) -> str:
    """Twelve letters that tell a change from one that another history has under its number; "" for
    a number that no change has."""
    text = read_check(session, number)
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""


def _describe(line: ChangeLine) -> models.Change:
    is_public = bool(line.slug)
    verb = line.verb if line.verb in _VERBS else "touched"
    return models.Change(
        number=line.number,
        at=line.at,
        id=line.entry_id,
        verb=cast(Verb, verb),
        is_public=is_public,
        address=f"{line.organisation}/{line.slug}" if is_public else None,
        href=make_href(f"/entries/{line.entry_id}") if is_public else None,
    )
