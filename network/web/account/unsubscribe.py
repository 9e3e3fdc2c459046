"""Ending mail of news or the letter of the month, by the address that stands in each of them."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.following.actions import (
    end_all_mail,
    end_letters,
    find_account_by_secret,
)
from network.site import get_site


def no_more_mail(secret: str) -> Response:
    """Ask, and end all mail of news and the letters at one press: the mail program's (RFC 8058) or
    the reader's own.

    Looking at the page ends nothing: mail programs look too. Needs no sign-in and no form's token,
    for the secret in the address is the leave to do it.
    """
    return _ask_or_end(secret, end_all_mail, is_letter=False)


def no_more_letters(secret: str) -> Response:
    """The same for the letter of the month alone."""
    return _ask_or_end(secret, end_letters, is_letter=True)


def _ask_or_end(secret: str, end: Callable[[Session, str], bool], *, is_letter: bool) -> Response:
    if request.method == "POST":
        with get_site().database.transaction() as session:
            is_known = end(session, secret[:100])
        done = True
    else:
        with get_site().database.reading() as session:
            is_known = find_account_by_secret(session, secret[:100]) is not None
        done = False
    html = render_template(
        "account/unsubscribe.html", known=is_known, done=done, is_letter=is_letter
    )
    return make_response(html, 200 if is_known else 404)
