"""Security headers of every response, which keep a browser from doing what nobody asked for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)


# What may stand in anybody's frame, and nothing else may: the pages made to be embedded.
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


# Of a file that somebody gave: whatever it is, it runs nothing, fetches nothing, is framed nowhere.
FILE = "default-src 'none'; sandbox; frame-ancestors 'none'"


# A browser that was here by https comes back by https alone, for a year.
_HTTPS_ALONE = "max-age=31536000"


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of every answer of one site; ``secure`` where it is reached by https."""

    secure: bool

    def put(self, answer: AnyResponse, *, framed: bool = False, is_file: bool = False) -> None:
        """Put them on an answer, which may stand in anybody's frame where it is made for that, or
        is a file that somebody gave."""
        policy = FILE if is_file else FRAMED if framed else POLICY
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if self.secure:
            answer.headers["Strict-Transport-Security"] = _HTTPS_ALONE


def init_security(app: Flask, headers: Headers) -> None:
    """Put the headers on every answer and a validator on every public page."""

    @app.after_request
    def _headers(response: Response) -> Response:
        headers.put(response, framed=bool(g.get("framed")), is_file=bool(g.get("is_file")))
        if isinstance(request.routing_exception, RequestRedirect):
            response.headers["Location"] = _path_alone(response.headers["Location"])
        if request.blueprint in ("account", "desk") or g.get("is_private"):
            # What one person sees or sent is kept by nobody, not even by the browser's way back.
            response.headers["Cache-Control"] = "private, no-store"
            response.headers.pop("ETag", None)
        elif request.blueprint == "api_drafts":
            # What one token reads; its validator is what a newer version is to follow.
            response.headers["Cache-Control"] = "private, no-store"
        elif request.endpoint != "static":
            # Kept by nobody without asking: what is withdrawn must be gone at the next request.
            response.headers["Cache-Control"] = "no-cache"
            if response.status_code == 200 and not response.is_streamed:
                response.add_etag()
                response.make_conditional(request)
        return response


def _path_alone(location: str) -> str:
    """Where a redirect leads, without the host: routing takes that from the request, which may call
    us anything."""
    parts = urlsplit(location)
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
