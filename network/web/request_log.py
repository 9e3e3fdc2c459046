"""A line in the log and a count for every request: what answered, how, and how long it took."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, request

from network.log_lines import request_id
from network.metrics import count_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

# Where whoever answers says which endpoint it is, the application's or another's before it.
ENDPOINT: Final = "grannar.endpoint"


class RequestLog:
    """The outermost of the site. The line has the endpoint, and neither address nor query: an
    address may be somebody's link, and a query is theirs."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        number = secrets.token_hex(6)
        status = 500

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            headers.append(("X-Request-Id", number))
            return start_response(line, headers, *more)

        token = request_id.set(number)
        try:
            return self._inner(environ, start)
        finally:
            seconds = time.perf_counter() - began
            endpoint = environ.get(ENDPOINT, "none")
            method = environ.get("REQUEST_METHOD", "")
            count_request(endpoint, method, status, seconds)
            if logger.isEnabledFor(logging.INFO):
                told = {"endpoint": endpoint, "method": method[:10], "status": status}
                logger.info("request", extra={"told": {**told, "ms": round(seconds * 1000, 1)}})
            request_id.reset(token)


def init_request_log(app: Flask) -> None:
    """Put it around the application and all that stands around it already."""

    @app.after_request
    def _name(response: Response) -> Response:
        if request.endpoint:
            request.environ[ENDPOINT] = request.endpoint
        return response

    # Flask's own way to put something around an application; its types call wsgi_app a method.
    app.wsgi_app = RequestLog(app.wsgi_app)  # type: ignore[method-assign]
