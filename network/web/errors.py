"""When something cannot be shown: a sentence in the reader's language, never a traceback."""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from network.errors import NotFound

logger = logging.getLogger(__name__)


def init_errors(app: Flask) -> None:
    """Answer every refusal with a page."""

    @app.errorhandler(HTTPException)
    def _refused(problem: HTTPException) -> Response:
        if problem.response is not None:
            return make_response(problem.response)
        code = problem.code or 500
        return _page(code)

    @app.errorhandler(NotFound)
    def _nothing(problem: NotFound) -> Response:
        return _page(404)

    @app.errorhandler(Exception)
    def _broken(problem: Exception) -> Response:
        logger.exception("an answer failed")
        return _page(500)


def _page(code: int) -> Response:
    title, text = _sentences(code)
    return make_response(render_template("error.html", code=code, title=title, text=text), code)


def _sentences(code: int) -> tuple[str, str]:
    match code:
        case 404:
            return (
                _("This page does not exist"),
                _("Check the address, or search for what you were looking for."),
            )
        case 405:
            return (_("That cannot be done here"), _("Go back and use the page's own buttons."))
        case 410:
            return (
                _("This has been withdrawn"),
                _("Something was published at this address. It has been taken back."),
            )
        case 413 | 414 | 431:
            return (_("That was too much at once"), _("Shorten what you sent and try again."))
        case 400:
            return (
                _("The address cannot be understood"),
                _("Check the address, or start from the front page."),
            )
        case _ if code < 500:
            return (_("That is not possible"), _("Go back and try something else."))
    return (
        _("Something went wrong here"),
        _("The fault is ours and has been noted. Try again in a moment."),
    )
