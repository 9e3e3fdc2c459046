"""The API's own door, around the kept pages: limits by address, formats, and other sites' scripts.

What is kept is made for nobody; what depends on who asks is seen to here, before and after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Flask
from werkzeug.wrappers import Request, Response

from network.api.limits import WINDOW, Allowance, Limits
from network.mail.letters import load_words
from network.web.languages import choose_language
from network.web.problems import Problem, is_api, make_problem_response
from network.web.request_log import ENDPOINT
from network.web.security_headers import Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READ: Final = "read"
WRITE: Final = "write"
_EXPOSED = (
    "ETag, Last-Modified, Link, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Allow"
)
_ASKED_WITH = "Accept, Accept-Language, If-None-Match, If-Modified-Since"
_DAY = "86400"
_JSON = ("application/json", "application/problem+json")


class ApiDoor:
    """Stands around the kept pages, within what knows the client's address."""

    def __init__(
        self,
        inner: WSGIApplication,
        limits: Limits,
        headers: Headers,
        catalogues: Path,
        public_url: str,
    ) -> None:
        self._inner = inner
        self.limits = limits
        self._headers = headers
        self._catalogues = catalogues
        self._public_url = public_url

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not is_api(path):
            return self._inner(environ, start_response)
        request = Request(environ)
        is_open = not is_private(path)
        sort = READ if request.method in ("GET", "HEAD", "OPTIONS") else WRITE
        allowance = self.limits.count(sort, environ.get("REMOTE_ADDR", ""))
        added = [*_tell_allowance(allowance), *(_OPEN if is_open else ())]
        answer = self._refuse(request, allowance) or (_preflight(request) if is_open else None)
        if answer is not None:
            environ[ENDPOINT] = "api.door"
            for name, value in added:
                answer.headers[name] = value
            return answer(environ, start_response)
        return self._inner(environ, _adding(start_response, added))

    def _refuse(self, request: Request, allowance: Allowance | None) -> Response | None:
        if allowance is not None and allowance.is_spent:
            wait = ("Retry-After", str(allowance.reset))
            return self._problem(request, Problem("too-many-requests", headers=[wait]))
        accepted = request.accept_mimetypes
        is_asked = request.method in ("GET", "HEAD", "POST", "PUT") and accepted.provided
        if is_asked and not any(accepted.quality(sort) > 0 for sort in _JSON):
            return self._problem(request, Problem("not-acceptable"))
        return None

    def _problem(self, request: Request, problem: Problem) -> Response:
        language = choose_language(request)
        answer = make_problem_response(
            problem, language, self._public_url, load_words(self._catalogues, language)
        )
        self._headers.put(answer)
        answer.headers["Cache-Control"] = "no-store"
        return answer


_OPEN = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", _EXPOSED))


def is_private(path: str) -> bool:
    """Whether an address of the API is of what one token alone may read and write."""
    return path.startswith("/api/v1/organisations/") and "/drafts" in path


def _preflight(request: Request) -> Response | None:
    """The answer to a browser that asks whether a script of another site may ask: for reading it
    may, without credentials. None for any other request."""
    wanted = request.headers.get("Access-Control-Request-Method")
    if request.method != "OPTIONS" or wanted is None or "Origin" not in request.headers:
        return None
    answer = Response(status=204)
    answer.headers.pop("Content-Type", None)
    answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
    answer.headers["Access-Control-Allow-Headers"] = _ASKED_WITH
    answer.headers["Access-Control-Max-Age"] = _DAY
    answer.headers["Vary"] = "Access-Control-Request-Method"
    return answer


def _tell_allowance(allowance: Allowance | None) -> Iterable[tuple[str, str]]:
    """The limit and what is left of it, as the IETF's draft has them.

    https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (10)
    """
    if allowance is not None:
        yield "RateLimit-Policy", f'"{allowance.name}";q={allowance.quota};w={WINDOW}'
        yield "RateLimit", f'"{allowance.name}";r={allowance.left};t={allowance.reset}'


def _adding(start_response: StartResponse, added: list[tuple[str, str]]) -> Callable[..., Any]:
    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, *added], *more)

    return start


def init_door(
    app: Flask, limits: Limits, headers: Headers, catalogues: Path, public_url: str
) -> None:
    """Put it around the application and the pages that are kept of it."""
    door = ApiDoor(app.wsgi_app, limits, headers, catalogues, public_url)
    app.extensions["grannar.api_limits"] = limits
    # Flask's own way to put something around an application; its types call wsgi_app a method.
    app.wsgi_app = door  # type: ignore[method-assign]  # typed as a method
