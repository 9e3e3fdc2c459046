"""The second factor: confirming a sign-in with it, setting it up, its recovery codes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import ngettext
from flask_wtf.csrf import validate_csrf
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.people.accounts import get_account
from network.people.passkeys import ask_for_known
from network.people.sealing import seal, unseal
from network.people.second_factors import (
    draw_recovery_codes,
    draw_secret,
    has_second_factor,
    make_app_address,
    remove_second_factor,
    set_app,
)
from network.people.sign_ins import note_proof
from network.people.signing_in import (
    Attempt,
    confirm_sign_in,
    is_unfinished,
    set_up_and_sign_in,
)
from network.site import get_site
from network.web import interrupted_form
from network.web.account.challenges import draw_challenge, get_place
from network.web.account.unfinished import UnfinishedSignIn, find_unfinished, lead_on
from network.web.attempts import answer_button, commit_action
from network.web.authentication import (
    SignedIn,
    begin,
    describe_browser,
    find_current_sign_in,
    get_actor,
    get_current_sign_in,
    get_origin,
    get_site_key,
)
from network.web.safe_redirect import choose_safe_redirect
from network.web.translation import gettext as _

_TYPED = 60
# Where the session keeps the secret that is being set up, sealed: the cookie is signed alone.
_SECRET = "app_secret"


def confirm() -> Response:
    """Ask for the second factor of whoever's password was right, and sign them in by it."""
    unfinished = find_unfinished()
    if unfinished is None or unfinished.step != "confirm":
        return redirect(url_for("account.sign_in"), 303)
    if request.method != "POST":
        return make_confirm_page(unfinished.wanted)
    kept = interrupted_form.read_carried_form()
    code = request.form.get("code", "")[:_TYPED]
    attempt: Attempt = commit_action(
        lambda session: confirm_sign_in(
            session,
            unfinished.account_id,
            unfinished.since,
            code,
            get_site_key(),
            describe_browser(request.user_agent.string),
            get_origin(),
        )
    )
    if attempt.secret:
        return lead_on(attempt.secret, unfinished.wanted)
    if attempt.wait:
        return make_confirm_page(unfinished.wanted, describe_wait(attempt.wait), kept, 429)
    problem = _("That code is not right, or was used before. Type the one that the app shows now.")
    return make_confirm_page(unfinished.wanted, problem, kept, 403)


def make_confirm_page(
    wanted: str = "", problem: str = "", kept: str = "", code: int = 200
) -> Response:
    """The page that asks for the second factor."""
    unfinished = find_unfinished()
    options = ""
    if unfinished is not None:
        with get_site().database.reading() as reading:
            options = ask_for_known(
                reading, unfinished.account_id, get_place(), draw_challenge("use")
            )
    html = render_template(
        "account/second_factor.html",
        options=options,
        problem=problem,
        wanted=choose_safe_redirect(wanted, ""),
        kept=kept,
    )
    return make_response(html, code)


def describe_wait(seconds: int) -> str:
    """How long somebody has to wait who guessed too often."""
    return str(
        ngettext(
            "Too many attempts. Wait %(num)s second and try again.",
            "Too many attempts. Wait %(num)s seconds and try again.",
            seconds,
        )
    )


def set_up() -> Response:
    """Set up an app that makes codes: by whoever is signed in and has proved it lately, or who has
    to before they are signed in."""
    unfinished, login = _find_who_sets_up()
    if unfinished is None and login is None:
        return redirect(url_for("account.sign_in"), 303)
    if login is not None and not login.is_proved_lately:
        return redirect(url_for("account.ways_in"), 303)
    if request.method != "POST":
        return make_set_up_page()
    kept = interrupted_form.read_carried_form()
    secret, code = _read_secret(), request.form.get("code", "")[:_TYPED]
    if login is not None:
        signed_in = login

        def action(session: Session) -> list[str]:
            codes = set_app(session, signed_in.account.id, secret, code, get_site_key())
            if codes:
                note_proof(session, signed_in.sign_in_id, is_strong=True)
            return codes

        codes = commit_action(action) if secret else []
        if codes:
            session.pop(_SECRET, None)
            return make_codes_page(codes, url_for("account.ways_in"))
    elif unfinished is not None and secret:
        waiting = unfinished
        attempt, codes = commit_action(
            lambda session: set_up_and_sign_in(
                session,
                waiting.account_id,
                waiting.since,
                secret,
                code,
                get_site_key(),
                describe_browser(request.user_agent.string),
                get_origin(),
            )
        )
        if attempt.secret:
            begin(attempt.secret)
            return make_codes_page(codes, waiting.wanted, kept)
    problem = _("That code is not right. Type the one that the app shows now.")
    return make_set_up_page(problem, kept, 422)


def make_set_up_page(problem: str = "", kept: str = "", code: int = 200) -> Response:
    """The page with the picture that an app reads."""
    secret = _read_secret()
    if not secret:
        secret = draw_secret()
        session[_SECRET] = seal(secret, get_site_key())
    unfinished, _login = _find_who_sets_up()
    groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
    html = render_template(
        "account/set_up_app.html",
        problem=problem,
        kept=kept,
        secret=" ".join(groups),
        is_demanded=unfinished is not None,
    )
    return make_response(html, code)


def picture() -> Response:
    """The secret that is being set up, as a picture (QR code) for the browser that keeps it."""
    import segno

    unfinished, login = _find_who_sets_up()
    secret = _read_secret()
    if not secret or (unfinished is None and login is None):
        abort(404)
    account_id = login.account.id if login is not None else unfinished and unfinished.account_id
    assert account_id
    with get_site().database.reading() as reading:
        email = get_account(reading, account_id).email or ""
    drawn = io.BytesIO()
    segno.make(make_app_address(secret, email), error="m").save(
        drawn, kind="svg", scale=5, border=4, dark="#000", light="#fff", nl=False
    )
    return FlaskResponse(drawn.getvalue(), content_type="image/svg+xml")


def recovery_codes() -> Response:
    """Draw new recovery codes and tell them, once."""
    login = get_current_sign_in()
    if not login.is_proved_lately:
        return redirect(url_for("account.ways_in"), 303)

    def action(session: Session) -> list[str]:
        if not has_second_factor(session, login.account.id):
            return []
        return draw_recovery_codes(session, login.account.id)

    codes = commit_action(action)
    if not codes:
        return redirect(url_for("account.ways_in"), 303)
    return make_codes_page(codes, url_for("account.ways_in"))


def remove_app() -> Response:
    """Sign in by password alone again, where that is allowed."""
    login = get_current_sign_in()
    if not login.is_proved_lately:
        return redirect(url_for("account.ways_in"), 303)
    return answer_button(
        lambda session: remove_second_factor(
            session,
            login.account.id,
            since=get_site().settings.second_factor_from,
            actor=get_actor(),
        ),
        _("The second step is taken away. You sign in by password alone."),
        url_for("account.ways_in"),
    )


def make_codes_page(codes: Sequence[str], wanted: str, kept: str = "") -> Response:
    """The page that tells recovery codes, and leads on."""
    if kept:
        flash(_("What you wrote is still here: press the button below."))
    html = render_template(
        "account/recovery_codes.html",
        codes=codes,
        wanted=choose_safe_redirect(wanted, url_for("desk.home")),
        kept=kept,
    )
    return make_response(html)


def go_on() -> Response:
    """Give back what an interrupted form held, to whoever has signed in meanwhile: in another
    window too, so that the page's token is of the session before."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    # What it raises is one.
    except ValueError:
        if not interrupted_form.is_own_page():
            abort(400)
    kept = interrupted_form.read_carried_form()
    answer = interrupted_form.put_back(kept) if kept else None
    return answer if answer is not None else redirect(url_for("desk.home"), 303)


def _find_who_sets_up() -> tuple[UnfinishedSignIn | None, SignedIn | None]:
    login = find_current_sign_in()
    if login is not None:
        return None, login
    unfinished = find_unfinished()
    if unfinished is None or unfinished.step != "set_up":
        return None, None
    with get_site().database.reading() as reading:
        is_open = is_unfinished(reading, unfinished.account_id, unfinished.since)
    return (unfinished if is_open else None), None


def _read_secret() -> str:
    """The secret that is being set up in this browser, "" where none is."""
    sealed: Any = session.get(_SECRET)
    return (unseal(sealed, get_site_key()) or "") if isinstance(sealed, str) else ""
