"""Pages that cannot fail: a title and a sentence in the reader's language, made of nothing that may
be broken, full or away. No template, no session, no database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from network.log_lines import request_id
from network.mail.letters import load_words
from network.web.languages import choose_language
from network.web.problems import (
    RETRY_AFTER,
    Problem,
    choose_code,
    is_api,
    make_problem_response,
)
from network.web.security_headers import Headers

_PAGE = Markup(
    '<!doctype html>\n<html lang="{ui}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title} – Grannar</title></head>\n"
    '<body><main><h1>{title}</h1><p>{text}</p><p><a href="/{ui}/">{home}</a></p></main></body>\n'
    "</html>\n"
)


def write_busy_text(_: Callable[[str], str], method: str) -> str:
    """The sentence for a request that was not carried out since the site was busy: what the reader
    can do, which depends on the HTTP method. ``_`` translates it."""
    if method in ("GET", "HEAD"):
        return _("Many want something at once. Wait a few seconds and load the page again.")
    return _(
        "Nothing was changed. Wait a few seconds and load this page again: the browser then sends "
        "what you wrote once more."
    )


class PlainPages:
    """Makes the pages of one site. ``catalogues`` is the folder of translations, ``public_url``
    what the site is called by; whoever asks the API is told of a problem in its own format."""

    def __init__(self, catalogues: Path, headers: Headers, public_url: str = "") -> None:
        self._catalogues = catalogues
        self._headers = headers
        self._public_url = public_url

    def broken(self, request: Request) -> Response:
        """500: an answer failed, and so did the page that tells of it."""
        _ = load_words(self._catalogues, choose_language(request))
        text = _("The fault is ours and has been noted. Try again in a moment.")
        if number := request_id.get():
            told = _("If you write to us about it, give the number %(number)s.")
            text = f"{text} {told % {'number': number}}"
        return self._page(request, 500, _("Something went wrong here"), text)

    def busy(self, request: Request) -> Response:
        """503, with the seconds after which to try again; says that nothing was changed, and how
        what was sent is sent once more."""
        _ = load_words(self._catalogues, choose_language(request))
        text = write_busy_text(_, request.method)
        answer = self._page(request, 503, _("The site is busy"), text)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer

    def starting(self, request: Request) -> Response:
        """503, with the seconds after which to try again: the site is not ready yet."""
        _ = load_words(self._catalogues, choose_language(request))
        text = _("The site is being started. Nothing was changed. Load the page again in a minute.")
        answer = self._page(request, 503, _("The site is starting"), text)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer

    def elsewhere(self, request: Request) -> Response:
        """400: the request names a host that this site is not called by."""
        _ = load_words(self._catalogues, choose_language(request))
        return self._page(
            request,
            400,
            _("The address cannot be understood"),
            _("This site is not called what the address says. Check the address."),
        )

    def _page(self, request: Request, code: int, title: str, text: str) -> Response:
        ui = choose_language(request)
        _ = load_words(self._catalogues, ui)
        if is_api(request.path):
            problem = Problem(choose_code(code), text)
            answer = make_problem_response(problem, ui, self._public_url, _, code)
        else:
            html = _PAGE.format(ui=ui, title=title, text=text, home=_("To the front page"))
            answer = Response(html, code, content_type="text/html; charset=utf-8")
        self._headers.put(answer)
        answer.headers["Cache-Control"] = "no-store"
        return answer
