"""The links that were mailed: to take up an account, to set a new password."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from network.errors import Invalid
from network.people.accounts import find_account
from network.people.events import record_event
from network.people.one_time_links import account_of_link
from network.people.passwords import SHORTEST
from network.people.signing_in import may_be_mailed, take_up
from network.site import site
from network.web.authentication import address_of_the_net, begin, browser_name
from network.web.mail import mail_link
from network.web.translation import gettext as _

_TYPED = 400


def reset() -> str | Response:
    """Ask for a link by mail. The answer is the same whether or not there is an account."""
    if request.method != "POST":
        return render_template("account/reset.html", sent=False)
    email = request.form.get("email", "")[:_TYPED]
    with site().database.transaction() as session:
        if may_be_mailed(session, email, address_of_the_net()):
            account = find_account(session, email)
            if account is not None and account.closed_at is None:
                mail_link(session, account, "reset")
                record_event(session, account.id, "reset_asked", account.id)
    return render_template("account/reset.html", sent=True)


def link(secret: str) -> str | Response:
    """Choose a password. Looking at the page uses nothing up: mail programs look too."""
    if request.method != "POST":
        with site().database.reading() as session:
            account = account_of_link(session, secret)
            name = account.name if account else ""
        return _page(name, "") if account else _gone()
    password = request.form.get("password", "")[:_TYPED]
    if password != request.form.get("again", "")[:_TYPED]:
        with site().database.reading() as session:
            account = account_of_link(session, secret)
            name = account.name if account else ""
        if account is None:
            return _gone()
        return _page(name, _("The two passwords are not the same."), 422)
    name = ""
    try:
        with site().database.transaction() as session:
            account = account_of_link(session, secret)
            name = account.name if account else ""
            attempt = take_up(session, secret, password, browser_name(request.user_agent.string))
    except Invalid as problem:
        return _page(name, weakness_in_words(problem), 422)
    if attempt is None:
        return _gone()
    begin(attempt.secret)
    return redirect(url_for("desk.home"), 303)


def weakness_in_words(problem: Invalid) -> str:
    """Why a password is not to be used, and what would be."""
    match problem.faults[0].wrong:
        case "too_short":
            return _("The password is too short: at least %(num)s signs.", num=SHORTEST)
        case "too_long":
            return _("The password is too long: at most 200 signs.")
    return _(
        "That password is easily guessed. Take several words that do not belong together; it may "
        "well have spaces."
    )


def _page(name: str, problem: str, code: int = 200) -> Response:
    made = render_template("account/link.html", name=name, problem=problem)
    return make_response(made, code)


def _gone() -> Response:
    return make_response(render_template("account/link_gone.html"), 410)
