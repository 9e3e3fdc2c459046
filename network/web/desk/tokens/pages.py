"""One's own access tokens for the API: made, shown once, and ended in one press."""

from __future__ import annotations

from datetime import date, timedelta

from flask import make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.errors import Invalid
from network.organisations.queries import find_organisation
from network.people.api_tokens import MOST_DAYS, end_token, make_token, read_tokens
from network.site import get_site
from network.web.attempts import answer_button, answer_form
from network.web.authentication import get_actor
from network.web.desk.form.choices import find_own_organisations
from network.web.refusals import Refused
from network.web.translation import gettext as _

# What is proposed: a system that is in use is looked at twice a year.
_USUAL_DAYS = 180


def tokens() -> Response:
    """One's tokens and the form that makes one, or the one that was just made, shown once."""
    if request.method == "POST":
        return answer_form(_make, _show, _page)
    with get_site().database.reading() as session:
        return make_response(_page(session))


def end_own_token(token_id: int) -> Response:
    """End one of one's own tokens."""
    return answer_button(
        lambda session: end_token(session, token_id, actor=get_actor()),
        _("The access token has ended. Nothing can be handed in with it any more."),
        url_for("desk.tokens"),
    )


def _make(session: Session) -> str:
    form = request.form
    body = find_organisation(session, form.get("organisation", "")[:100])
    if body is None:
        raise Invalid.in_field("unknown_organisation", "organisation")
    try:
        last_day = date.fromisoformat(form.get("last_day", "")[:20])
    except ValueError:
        raise Invalid.in_field("not_a_day", "last_day") from None
    return make_token(session, body.id, form.get("name", "")[:400], last_day, actor=get_actor())


def _show(secret: str) -> Response:
    with get_site().database.reading() as session:
        return make_response(_page(session, made=secret))


def _page(session: Session, refused: Refused | None = None, made: str = "") -> str:
    today = clock.today()
    return render_template(
        "desk/tokens/tokens.html",
        tokens=read_tokens(session, get_actor().account_id),
        organisations=find_own_organisations(session, get_actor()),
        made=made,
        problem=refused.sentence if refused else "",
        typed={
            "name": request.form.get("name", "")[:400] if refused else "",
            "organisation": request.form.get("organisation", "")[:100],
            "last_day": request.form.get("last_day", "")[:20]
            if refused
            else (today + timedelta(days=_USUAL_DAYS)).isoformat(),
        },
        first_day=(today + timedelta(days=1)).isoformat(),
        longest_day=(today + timedelta(days=MOST_DAYS)).isoformat(),
    )
