"""Error pages: status and a sentence in the reader's language for every refusal and failure."""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from network.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from network.log_lines import request_id
from network.web import interrupted_form
from network.web.authentication import find_current_sign_in
from network.web.plain_page import PlainPages, write_busy_text
from network.web.problem_answers import answer_problem
from network.web.problems import RETRY_AFTER, Problem, choose_code, is_api
from network.web.refusals import FormRefused, Refusal, make_refused

logger = logging.getLogger(__name__)


def init_errors(app: Flask, pages: PlainPages) -> None:
    """Answer every refusal with a page; where that fails too, with one of ``pages``."""

    def _page(code: int, message: str = "", *, is_unsure: bool = False) -> Response:
        if is_api(request.path):
            text = _write_unsure(is_kept=False)[1] if is_unsure else message
            return answer_problem(Problem(choose_code(code), text), code)
        try:
            again = _sent() if code == 503 else []
            if is_unsure:
                title, text = _write_unsure(is_kept=bool(again))
            else:
                title, text = _sentences(code, is_kept=bool(again), message=message)
            html = render_template(
                "error.html",
                code=code,
                title=title,
                text=text,
                again=again,
                to=request.full_path,
                number=request_id.get() if code >= 500 and code != 503 else "",
            )
            answer = make_response(html, code)
            if code == 503:
                answer.headers["Retry-After"] = str(RETRY_AFTER)
            return answer
        # Whatever fails here has failed while an error page was made: one page is left.
        except Exception:
            logger.exception("the page that tells of an error failed")
            return make_response(pages.broken(request))

    @app.errorhandler(HTTPException)
    def _refused(problem: HTTPException) -> Response:
        if problem.response is not None:
            return make_response(problem.response)
        answer = _page(problem.code or 500)
        if isinstance(problem, MethodNotAllowed) and problem.valid_methods:
            answer.headers["Allow"] = ", ".join(sorted(problem.valid_methods))
        return answer

    @app.errorhandler(CSRFError)
    def _old_page(problem: CSRFError) -> Response:
        message = _(
            "This page was opened before you signed in, or by another site. Nothing was done, and "
            "what you wrote is still here: press the button once more."
        )
        again = interrupted_form.show_again(message, 400) if find_current_sign_in() else None
        return make_response(again) if again else _page(400)

    @app.errorhandler(NotAllowed)
    def _forbidden(problem: NotAllowed) -> Response:
        return _page(403)

    @app.errorhandler(Conflict)
    @app.errorhandler(Invalid)
    @app.errorhandler(FormRefused)
    def _uncaught(problem: Refusal) -> Response:
        refusal = make_refused(problem)
        return _page(refusal.status, refusal.sentence)

    @app.errorhandler(NotFound)
    def _nothing(problem: NotFound) -> Response:
        return _page(404)

    @app.errorhandler(Unavailable)
    def _not_now(problem: Unavailable) -> Response:
        logger.warning("%s", problem)
        return _page(503, is_unsure=problem.is_unsure)

    @app.errorhandler(Exception)
    def _broken(problem: Exception) -> Response:
        logger.exception("an answer failed")
        return _page(500)


def _sent() -> list[tuple[str, str]]:
    """What a form of the desk sent, to be sent once more; nothing with a file in it, which a page
    cannot hold."""
    if request.method != "POST" or request.blueprint != "desk" or request.files:
        return []
    return list(request.form.items(multi=True))


def _write_unsure(*, is_kept: bool) -> tuple[str, str]:
    """A heading and what to do where nobody knows whether what was sent has been saved."""
    told = _(
        "The connection to the database broke while this was being saved. So it may have been "
        "saved or not: look for it in another window first."
    )
    if is_kept:
        again = _(
            "What you wrote is still on this page. If it was not saved, press the button: it is "
            "sent once more."
        )
        told = f"{told} {again}"
    return _("It may not have been saved"), told


def _sentences(code: int, *, is_kept: bool, message: str) -> tuple[str, str]:
    """A heading and what to do; ``message`` is what a refusal itself says."""
    match code:
        case 409 | 422 | 429 if message:
            back = _("Nothing was changed. Go back, load the page anew and look.")
            return _("That is not possible"), f"{message} {back}"
        case 503 if is_kept:
            return (
                _("The site is busy"),
                _(
                    "Nothing was changed, and what you wrote is kept on this page. Wait a few "
                    "seconds and press the button: it is sent once more."
                ),
            )
        case 503:
            return (_("The site is busy"), write_busy_text(_, request.method))
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
        case 403:
            return (
                _("You may not do this"),
                _("It needs a mandate that you do not hold. Nothing was changed."),
            )
        case 409:
            return (
                _("Meanwhile something else was done"),
                _("Nothing was changed. Go back, load the page anew and look."),
            )
        case 400 if request.method == "POST":
            return (
                _("The page was too old"),
                _("Nothing was changed. Go back, load the page anew and press the button again."),
            )
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
