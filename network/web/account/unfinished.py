"""A sign-in whose password was right and that waits for more: kept in the browser's session, signed
as all of it is. Nobody is signed in by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from network import clock
from network.people.signing_in import UNFINISHED_LASTS, Attempt
from network.web import interrupted_form
from network.web.authentication import begin
from network.web.safe_redirect import choose_safe_redirect

_KEPT = "unfinished"


@dataclass(frozen=True, slots=True)
class UnfinishedSignIn:
    """Whose password was right, when, what is wanting, and the page that was asked for."""

    account_id: UUID
    since: datetime
    step: str
    wanted: str


def put_unfinished(attempt: Attempt, wanted: str) -> UnfinishedSignIn:
    """Let the browser's session keep a sign-in that waits for more."""
    assert attempt.account_id is not None
    now = clock.now()
    session[_KEPT] = [attempt.account_id.hex, int(now.timestamp()), attempt.step, wanted[:500]]
    return UnfinishedSignIn(attempt.account_id, now, attempt.step, wanted)


def find_unfinished() -> UnfinishedSignIn | None:
    """The browser's sign-in that waits for more, if it does not wait for too long."""
    kept: Any = session.get(_KEPT)
    if not kept:
        return None
    account_id, at, step, wanted = kept
    since = datetime.fromtimestamp(at, UTC)
    if not abs(clock.now() - since) < UNFINISHED_LASTS:
        return None
    return UnfinishedSignIn(UUID(hex=account_id), since, step, wanted)


def lead_on(secret: str, wanted: str) -> Response:
    """Let the browser carry a sign-in that has begun, and lead to where somebody wanted to go: with
    what was in an interrupted form, where the present one carries it along."""
    begin(secret)
    kept = interrupted_form.read_carried_form()
    answer = interrupted_form.put_back(kept) if kept else None
    if answer is not None:
        return answer
    return redirect(choose_safe_redirect(wanted, url_for("desk.home")), 303)
