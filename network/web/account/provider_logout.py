"""Signing out at the employer and here together: by the provider's notice (OpenID Connect
Back-Channel and Front-Channel Logout 1.0), and on from here to the provider's own page."""

from __future__ import annotations

import logging

from flask import flash, g, jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from network.errors import NotFound
from network.identity_providers.refusals import AnswerRefused
from network.metrics import count_employer_answer
from network.people.provider_logout import end_by_notice, end_by_session
from network.site import get_site
from network.web.attempts import commit_action
from network.web.translation import gettext as _

logger = logging.getLogger(__name__)

_LONGEST = 255


def back_channel_logout(provider: str) -> Response:
    """What the provider itself sends when somebody has signed out there. It has no form of ours and
    no session: its signature is the leave to do it."""
    known = get_site().providers.get(provider)
    if known is None:
        raise NotFound(provider)
    tokens = request.form.getlist("logout_token")
    try:
        if len(tokens) != 1:
            raise AnswerRefused("parameter_twice" if tokens else "token_no_jwt")
        notice = known.check_logout(tokens[0])
        if not commit_action(lambda session: end_by_notice(session, notice)):
            raise AnswerRefused("token_used")
    except AnswerRefused as refused:
        _note(provider, refused.reason)
        answer = jsonify(error="invalid_request", error_description=refused.reason)
        return make_response(answer, 503 if refused.kind == "away" else 400)
    _note(provider, "signed_out")
    return make_response("", 200)


def front_channel_logout(provider: str) -> Response:
    """What the provider's page has the browser fetch, in a frame, when somebody signs out there.

    The browser sends no cookie into another site's frame, so the sign-in is found by the provider's
    name of it, which only the provider and this site know. Nobody is told whether there was one.
    """
    known = get_site().providers.get(provider)
    if known is None:
        raise NotFound(provider)
    issuers, names = request.args.getlist("iss"), request.args.getlist("sid")
    is_whole = len(issuers) == len(names) == 1 and 0 < len(names[0]) <= _LONGEST
    if not is_whole or issuers[0] not in known.settings.issuers:
        _note(provider, "front_channel_refused")
    elif request.method == "GET":
        commit_action(lambda session: end_by_session(session, issuers[0], names[0]))
        _note(provider, "signed_out")
    g.framed = True
    return make_response("", 200)


def sign_out_there(provider: str) -> Response:
    """Lead on to the provider's page of signing out."""
    known = get_site().providers.get(provider)
    if known is None:
        raise NotFound(provider)
    try:
        page = known.find_sign_out_page(f"{get_site().settings.public_url}/", g.ui)
    except AnswerRefused as refused:
        _note(provider, refused.reason)
        page = ""
    if page:
        return redirect(page, 303)
    flash(
        _(
            "You are signed out here, but not at %(provider)s: it has no page for that, or cannot "
            "be reached. Sign out there yourself if others use this computer.",
            provider=known.settings.label,
        ),
        "problem",
    )
    return redirect(url_for("account.sign_in"), 303)


def _note(provider: str, outcome: str) -> None:
    count_employer_answer(provider, outcome)
    if outcome != "signed_out":
        logger.warning(
            "an employer's notice signs nobody out",
            extra={"told": {"provider": provider, "refused": outcome}},
        )
