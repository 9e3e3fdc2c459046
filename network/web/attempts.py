"""Running an action in a transaction and answering: what every view that changes something does.

What a view wants done runs in ``attempt``, in one writing transaction that is committed whole or,
when the action raises, not at all. The page that tells of it is made afterwards, from a reading
session, so that nobody who writes waits for a template.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.errors import Conflict, Contended, Invalid
from network.site import get_site
from network.web.interrupted_form import get_shown_again
from network.web.refusals import FormFault, FormRefused, Refused, make_refused

_Value = TypeVar("_Value")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done(Generic[_Value]):
    """An action that was committed, and what it returned."""

    value: _Value


def commit_action(action: Callable[[Session], _Value]) -> _Value:
    """Run the action in a transaction of its own and return what it returns; whatever it raises
    leaves nothing behind.

    Where another wrote the same at the same moment (``Contended``) it is run once more, on a fresh
    transaction that sees what the other wrote. So it has to be a function of the session: it reads
    no file or stream, which is empty the second time, and sets nothing outside that it would take
    for its own.
    """
    database = get_site().database
    try:
        with database.transaction() as session:
            value = action(session)
    except Contended as refusal:
        logger.warning("once more, since two wrote at once: %s", refusal.told)
        with database.transaction() as session:
            value = action(session)
    return value


def attempt(action: Callable[[Session], _Value]) -> Done[_Value] | Refused:
    """Run the action as ``commit_action`` does; a refused one leaves nothing behind. Where the form
    is only shown again, the action is not run.

    ``NotAllowed``, ``NotFound`` and ``Unavailable`` are for the site's error pages.
    """
    if shown := get_shown_again():
        return Refused(shown.status, (FormFault("", shown.sentence),))
    try:
        return Done(commit_action(action))
    except (Conflict, Invalid, FormRefused) as refusal:
        return make_refused(refusal)


def answer_form(
    action: Callable[[Session], _Value],
    done: Callable[[_Value], Response],
    page: Callable[[Session, Refused], Response | str],
) -> Response:
    """Run the action of a submitted form. Answers with ``done`` when it was committed, else with
    ``page``, which shows the form again with what was typed and what is wrong with it, under the
    refusal's status (409, 422 or 429)."""
    outcome = attempt(action)
    if isinstance(outcome, Done):
        return done(outcome.value)
    with get_site().database.reading() as session:
        return make_response(page(session, outcome), outcome.status)


def answer_button(action: Callable[[Session], object], message: str, address: str) -> Response:
    """Run the action of a button outside any form of text, and redirect (303) to ``address``, which
    shows ``message`` or why the action was refused."""
    if shown := get_shown_again():
        return show_fields_again(_("Press once more"), shown.sentence, shown.status)
    outcome = attempt(action)
    if isinstance(outcome, Refused):
        flash(outcome.sentence, "problem")
    else:
        flash(message)
    return redirect(address, 303)


def redirect_with_message(message: str, address: str) -> Response:
    """Redirect (303) to another page of the site, which shows ``message``."""
    flash(message)
    return redirect(address, 303)


def show_fields_again(title: str, sentence: str, status: int) -> Response:
    """A page that holds what this request's form sent, and a button that sends it once more; for
    forms that have no page of their own to be shown on. No files."""
    html = render_template(
        "error.html",
        title=title,
        text=sentence,
        number="",
        again=list(request.form.items(multi=True)),
        to=request.path,
    )
    return make_response(html, status)
