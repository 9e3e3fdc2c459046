"""What every answer says about itself, so that a browser does nothing nobody asked for."""

from __future__ import annotations

from flask import Flask, Response, g, request

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


def init_security(app: Flask) -> None:
    """Put the headers on every answer and a validator on every public page."""

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = FRAMED if g.get("framed") else POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.blueprint in ("account", "desk"):
            # What one person sees is kept by nobody, not even by the browser's way back.
            response.headers["Cache-Control"] = "private, no-store"
            response.headers.pop("ETag", None)
        elif request.endpoint != "static":
            # Kept by nobody without asking: what is withdrawn must be gone at the next request.
            response.headers["Cache-Control"] = "no-cache"
            if response.status_code == 200 and not response.is_streamed:
                response.add_etag()
                response.make_conditional(request)
        return response
