"""Asking for a sign-in before any page of the desk or an account; a form that came is kept."""

from __future__ import annotations

from flask import Flask, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from network.web import interrupted_form
from network.web.account import OPEN
from network.web.account.sign_in import make_page
from network.web.authentication import find_current_sign_in

# In bytes: every field of a form filled ten times over.
LARGEST = 4_000_000
_CLOSED = frozenset({"desk", "account"})


def init_guard(app: Flask) -> None:
    """Ask before any view of the desk or of an account; before the form's token is checked,
    which went with the sign-in."""

    @app.before_request
    def _weigh() -> None:
        # A form of texts alone is held in memory whole; files may be larger.
        if request.mimetype != "multipart/form-data" and (request.content_length or 0) > LARGEST:
            abort(413)

    @app.before_request
    def _ask() -> Response | None:
        if request.blueprint not in _CLOSED or request.endpoint in OPEN:
            return None
        if find_current_sign_in() is not None:
            return None
        if request.method in ("GET", "HEAD"):
            wanted = request.full_path.rstrip("?")
            return redirect(url_for("account.sign_in", next=wanted), 303)
        message = _("You are no longer signed in. Sign in, and go on where you were.")
        packed = interrupted_form.pack_form()
        if packed.text:
            message = _("You are no longer signed in. Sign in: what you wrote comes along.")
        if packed.is_without_files:
            message += " " + _("The file was too large to come along: choose it again afterwards.")
        return make_page(message, kept=packed.text, code=401)
