"""Changing one's password."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from network.errors import Invalid
from network.people.accounts import get_account
from network.people.signing_in import change_password
from network.site import site
from network.web.account.one_time_links import weakness_in_words
from network.web.authentication import this_browser

_TYPED = 400


def password() -> str | Response:
    """The form, and what becomes of it."""
    if request.method != "POST":
        return render_template("account/password.html", problem="")
    here = this_browser()
    new = request.form.get("password", "")[:_TYPED]
    if new != request.form.get("again", "")[:_TYPED]:
        return _page(_("The two passwords are not the same."))
    try:
        with site().database.transaction() as session:
            account = get_account(session, here.account.id)
            present = request.form.get("present", "")[:_TYPED]
            changed = change_password(session, account, present, new, here.sign_in_id)
    except Invalid as problem:
        return _page(weakness_in_words(problem))
    if not changed:
        return _page(_("The present password is not right, or was tried too often. Wait a little."))
    flash(_("Your password is changed. Other browsers are signed out."))
    return redirect(url_for("account.sign_ins"), 303)


def _page(problem: str) -> Response:
    return make_response(render_template("account/password.html", problem=problem), 422)
