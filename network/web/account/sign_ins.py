"""The browsers that are signed in, and ending them."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.people.accounts import choose_mail_language
from network.people.events import record_event
from network.people.mandates import read_mandates
from network.people.sign_ins import end_all, end_sign_in, read_sign_ins
from network.site import get_site
from network.web.attempts import answer_button
from network.web.authentication import get_actor, get_current_sign_in


def sign_ins() -> str:
    """One's account: mandates, and where one is signed in."""
    browser = get_current_sign_in()
    with get_site().database.reading() as session:
        open_sign_ins = read_sign_ins(session, browser.account.id)
        held = read_mandates(session, browser.account.id)
    return render_template(
        "account/account.html", current_sign_in=browser, sign_ins=open_sign_ins, mandates=held
    )


def set_language() -> Response:
    """Choose the language that one's mails are written in."""
    return answer_button(
        lambda session: choose_mail_language(
            session, request.form.get("language", "")[:10], actor=get_actor()
        ),
        _("Your mails will be in this language from now on."),
        url_for("account.sign_ins"),
    )


def end(sign_in_id: int) -> Response:
    """End one of one's own sign-ins."""

    def action(session: Session) -> None:
        account_id = get_current_sign_in().account.id
        end_sign_in(session, account_id, sign_in_id)
        record_event(session, account_id, "sign_in_ended", account_id)

    return answer_button(action, _("That browser is signed out."), url_for("account.sign_ins"))


def end_others() -> Response:
    """End all of one's sign-ins but this."""

    def action(session: Session) -> None:
        browser = get_current_sign_in()
        end_all(session, browser.account.id, but=browser.sign_in_id)
        record_event(session, browser.account.id, "sign_in_ended", browser.account.id)

    return answer_button(
        action, _("All other browsers are signed out."), url_for("account.sign_ins")
    )
