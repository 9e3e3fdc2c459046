"""Changing one's password."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.people.accounts import get_account
from network.people.signing_in import change_password
from network.web.account.one_time_links import read_new_password
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_current_sign_in

_TYPED = 400


def password() -> str | Response:
    """The form, and what becomes of it."""
    if request.method != "POST":
        return render_template("account/password.html", problem="")

    def done(is_changed: bool) -> Response:
        if is_changed:
            message = _("Your password is changed. Other browsers are signed out.")
            return redirect_with_message(message, url_for("account.sign_ins"))
        message = _("The present password is not right, or was tried too often. Wait a little.")
        return make_response(_page(message), 422)

    return answer_form(_change, done, lambda _session, refused: _page(refused.sentence))


def _change(session: Session) -> bool:
    """Change it; False where the present one is wrong, which is counted."""
    sign_in = get_current_sign_in()
    account = get_account(session, sign_in.account.id)
    present = request.form.get("present", "")[:_TYPED]
    return change_password(session, account, present, read_new_password(), sign_in.sign_in_id)


def _page(problem: str) -> str:
    return render_template("account/password.html", problem=problem)
