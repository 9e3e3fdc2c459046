"""Signing in and out."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from network.demo import read_demonstration
from network.organisations.queries import find_organisations_by_slug
from network.people.events import record_event
from network.people.sign_ins import end_sign_in
from network.people.signing_in import Attempt, finish_sign_in, prepare_sign_in
from network.site import get_site
from network.web import interrupted_form
from network.web.account.second_factor import make_confirm_page, make_set_up_page
from network.web.account.unfinished import lead_on, put_unfinished
from network.web.authentication import (
    describe_browser,
    end,
    find_current_sign_in,
    get_origin,
)
from network.web.safe_redirect import choose_safe_redirect

# argon2 is handed no more than this; a longer text is no password of ours.
_TYPED = 400
# Where the session keeps the employer's provider at which somebody may be signed in still.
_SIGNED_OUT_OF = "signed_out_of"


def sign_in() -> str | Response:
    """The form, and what becomes of it. What was in an interrupted form is taken along."""
    wanted = request.values.get("next", "")
    default = url_for("desk.home")
    kept = interrupted_form.read_carried_form()
    settings = get_site().settings
    if request.method != "POST":
        if find_current_sign_in() is not None:
            return redirect(choose_safe_redirect(wanted, default), 303)
        return make_page(wanted=wanted)
    email = request.form.get("email", "")[:_TYPED]
    password = request.form.get("password", "")[:_TYPED]
    with get_site().database.transaction() as writing:
        requested = prepare_sign_in(writing, email, get_origin())
    # Between the transactions: what argon2 takes, nobody else should wait for.
    right = not requested.wait and requested.is_right(password)
    with get_site().database.transaction() as writing:
        attempt = finish_sign_in(
            writing,
            requested,
            right,
            password,
            describe_browser(request.user_agent.string),
            settings.second_factor_from,
        )
    if attempt.wait:
        problem = ngettext(
            "Too many attempts. Wait %(num)s second and try again, or ask for a link by mail, "
            "which always works.",
            "Too many attempts. Wait %(num)s seconds and try again, or ask for a link by mail, "
            "which always works.",
            attempt.wait,
        )
        return make_page(problem, email, wanted, kept, 429)
    if attempt.step:
        return ask_for_more(attempt, wanted, kept)
    if not attempt.secret:
        problem = _("Mail address and password do not belong together. Check both and try again.")
        return make_page(problem, email, wanted, kept, 403)
    return lead_on(attempt.secret, wanted)


def ask_for_more(attempt: Attempt, wanted: str = "", kept: str = "") -> Response:
    """What follows on a right password that does not sign in alone: the page of the second factor,
    or of setting it up. Where nothing is carried along, by its own address."""
    put_unfinished(attempt, wanted)
    if attempt.step == "confirm":
        return make_confirm_page(wanted, kept=kept) if kept else _to("account.confirm")
    return make_set_up_page(kept=kept) if kept else _to("account.set_up")


def _to(endpoint: str) -> Response:
    return redirect(url_for(endpoint), 303)


def make_page(
    problem: str = "",
    email: str = "",
    wanted: str = "",
    kept: str = "",
    code: int = 200,
) -> Response:
    """The sign-in page, with what went wrong."""
    site = get_site()
    folder = site.settings.demo
    demonstration = read_demonstration(folder) if folder else None
    with site.database.reading() as reading:
        organisations = (
            find_organisations_by_slug(
                reading, [account.organisation for account in demonstration.accounts]
            )
            if demonstration
            else {}
        )
    # Told once: whoever looks again has seen it.
    left = (
        site.providers.get(session.pop(_SIGNED_OUT_OF, "")) if _SIGNED_OUT_OF in session else None
    )
    html = render_template(
        "account/sign_in.html",
        problem=problem,
        email=email,
        wanted=choose_safe_redirect(wanted, ""),
        kept=kept,
        demonstration=demonstration,
        organisations=organisations,
        providers=[provider.settings for provider in site.providers.values()],
        signed_out_of=left.settings if left is not None else None,
    )
    return make_response(html, code)


def sign_out() -> Response:
    """End this browser's sign-in."""
    login = find_current_sign_in()
    if login is not None:
        with get_site().database.transaction() as writing:
            end_sign_in(writing, login.account.id, login.sign_in_id)
            record_event(writing, login.account.id, "signed_out", login.account.id)
    end()
    if login is not None and login.provider in get_site().providers:
        session[_SIGNED_OUT_OF] = login.provider
    answer = redirect(url_for("account.sign_in"), 303)
    # The browser may hold texts that were not sent yet; whoever signs out leaves nothing.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
