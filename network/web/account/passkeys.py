"""Passkeys: made on the page of how one signs in, used on that of the second factor."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from network.people.passkeys import add_passkey, remove_passkey
from network.people.signing_in import Attempt, confirm_by_passkey
from network.web import interrupted_form
from network.web.account.challenges import get_place, take_challenge
from network.web.account.second_factor import make_confirm_page
from network.web.account.unfinished import find_unfinished, lead_on
from network.web.attempts import answer_button, commit_action
from network.web.authentication import describe_browser, get_current_sign_in, get_origin
from network.web.translation import gettext as _

_NAME, _SENT = 400, 40_000


def add() -> Response:
    """Keep the passkey that the browser has made."""
    login = get_current_sign_in()
    if not login.is_proved_lately:
        return redirect(url_for("account.ways_in"), 303)
    challenge = take_challenge("make")
    name = request.form.get("name", "")[:_NAME]
    sent = request.form.get("credential", "")[:_SENT]
    return answer_button(
        lambda session: add_passkey(session, login.account.id, name, sent, get_place(), challenge),
        _("The passkey is added. Next time you can sign in with it in place of a code."),
        url_for("account.ways_in"),
    )


def remove_key(passkey_id: int) -> Response:
    """Take a passkey away."""
    login = get_current_sign_in()
    if not login.is_proved_lately:
        return redirect(url_for("account.ways_in"), 303)
    return answer_button(
        lambda session: remove_passkey(session, login.account.id, passkey_id),
        _("The passkey is taken away."),
        url_for("account.ways_in"),
    )


def confirm_with_key() -> Response:
    """Sign in whoever's password was right, by a passkey in place of a code."""
    unfinished = find_unfinished()
    if unfinished is None or unfinished.step != "confirm":
        return redirect(url_for("account.sign_in"), 303)
    challenge = take_challenge("use")
    sent = request.form.get("credential", "")[:_SENT]
    attempt: Attempt = commit_action(
        lambda session: confirm_by_passkey(
            session,
            unfinished.account_id,
            unfinished.since,
            sent,
            get_place(),
            challenge,
            describe_browser(request.user_agent.string),
            get_origin(),
        )
    )
    if attempt.secret:
        return lead_on(attempt.secret, unfinished.wanted)
    kept = interrupted_form.read_carried_form()
    problem = _("That passkey did not work. Try again, or type a code of the app.")
    return make_confirm_page(unfinished.wanted, problem, kept, 403)
