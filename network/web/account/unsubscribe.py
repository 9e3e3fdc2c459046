"""Ending all mail of news, by the address that stands in every such mail."""

from __future__ import annotations

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from network.community.following.actions import end_all_mail, find_account_by_secret
from network.site import get_site


def no_more_mail(secret: str) -> Response:
    """Ask, and end it at one press: the mail program's (RFC 8058) or the reader's own.

    Looking at the page ends nothing: mail programs look too. Needs no sign-in and no form's token,
    for the secret in the address is the leave to do it.
    """
    if request.method == "POST":
        with get_site().database.transaction() as session:
            is_known = end_all_mail(session, secret[:100])
        done = True
    else:
        with get_site().database.reading() as session:
            is_known = find_account_by_secret(session, secret[:100]) is not None
        done = False
    html = render_template("account/unsubscribe.html", known=is_known, done=done)
    return make_response(html, 200 if is_known else 404)
