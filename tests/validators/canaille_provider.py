"""A real identity provider, Canaille, with one person and one client, until it is ended.

``python canaille_provider.py PORT CALLBACK AFTER``: run in a process of its own, since it is an
application of Flask with settings for all of Python.
"""

from __future__ import annotations

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from canaille import create_app
from canaille.app import models

PERSON, PASSWORD = "kari", "fjorten grønne sykler"
CLIENT, SECRET = "grannar", "a secret that only the two know"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_given: object) -> None:
        """Write nothing."""


def serve(port: int, callback: str, after: str) -> None:
    """Answer on a port of this machine, for ever; says *ready* when it does."""
    app = create_app(
        {
            "SECRET_KEY": "a key for tests",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "CAPTCHA_ENABLED": False},
        }
    )
    with app.app_context():
        backend = app.backend
        for name in (PERSON, "ola"):
            backend.save(
                models.User(
                    user_name=name,
                    formatted_name=name,
                    family_name="Eksempel",
                    emails=[f"{name}@eksempelvik.example"],
                    password=PASSWORD,
                )
            )
        client = models.Client(
            client_id=CLIENT,
            client_secret=SECRET,
            client_name="Grannar",
            client_uri="http://127.0.0.1",
            redirect_uris=[callback],
            post_logout_redirect_uris=[after],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid"],
            token_endpoint_auth_method="client_secret_basic",
            id_token_signed_response_alg="RS256",
        )
        # Without it the tokens are for nobody; what it names has to be kept first.
        backend.save(client)
        client.audience = [client]
        backend.save(client)
    with make_server("127.0.0.1", port, app, handler_class=_Quiet) as server:
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], sys.argv[3])
