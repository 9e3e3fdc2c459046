"""The links that were mailed: to take up an account, to set a new password."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.people.accounts import find_account, has_password, has_signed_up
from network.people.events import record_event
from network.people.one_time_links import find_account_by_link
from network.people.signing_in import Attempt, may_be_mailed, take_up
from network.site import get_site
from network.web.account.sign_in import ask_for_more
from network.web.attempts import answer_form
from network.web.authentication import begin, describe_browser, get_origin
from network.web.mail import mail_employer_reminder, mail_link
from network.web.refusals import FormFault, FormRefused, Refused
from network.web.translation import gettext as _

_TYPED = 400


def reset() -> str | Response:
    """Ask for a link by mail. The answer is the same whether or not there is an account."""
    if request.method != "POST":
        return render_template("account/reset.html", sent=False)
    return answer_form(
        _mail_reset,
        lambda _done: make_response(render_template("account/reset.html", sent=True)),
        lambda _session, _refused: render_template("account/reset.html", sent=True),
    )


def _mail_reset(session: Session) -> None:
    email = request.form.get("email", "")[:_TYPED]
    if not may_be_mailed(session, email, get_origin()):
        return
    account = find_account(session, email)
    if account is not None and account.closed_at is None:
        if has_signed_up(session, account.id) and not has_password(session, account.id):
            mail_employer_reminder(session, account)
        else:
            mail_link(session, account, "reset")
        record_event(session, account.id, "reset_asked", account.id)


def link(secret: str) -> str | Response:
    """Choose a password. Looking at the page uses nothing up: mail programs look too."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, secret)

    def done(attempt: Attempt | None) -> Response:
        if attempt is None:
            return _gone()
        if attempt.step:
            return ask_for_more(attempt)
        begin(attempt.secret)
        return redirect(url_for("desk.home"), 303)

    return answer_form(
        lambda session: _take_up(session, secret),
        done,
        lambda session, refused: _page(session, secret, refused),
    )


def _take_up(session: Session, secret: str) -> Attempt | None:
    if find_account_by_link(session, secret) is None:
        return None
    password = read_new_password()
    return take_up(
        session,
        secret,
        password,
        describe_browser(request.user_agent.string),
        get_origin(),
        get_site().settings.second_factor_from,
    )


def read_new_password() -> str:
    """The new password, typed twice. Raises ``FormRefused`` where the two differ."""
    password = request.form.get("password", "")[:_TYPED]
    if password != request.form.get("again", "")[:_TYPED]:
        raise FormRefused([FormFault("again", _("The two passwords are not the same."))])
    return password


def _page(session: Session, secret: str, refused: Refused | None = None) -> Response:
    account = find_account_by_link(session, secret)
    if account is None:
        return _gone()
    is_invited = find_account_by_link(session, secret, purpose="invitation") is not None
    html = render_template(
        "account/link.html",
        name=account.name,
        problem=refused.sentence if refused else "",
        secret=secret,
        providers=[provider.settings for provider in get_site().providers.values()]
        if is_invited
        else [],
    )
    return make_response(html)


def _gone() -> Response:
    return make_response(render_template("account/link_gone.html"), 410)
