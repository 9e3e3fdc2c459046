"""An identity provider of the tests' own, with keys of its own: it answers as it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from network import clock

CLIENT, SECRET = "grannar-at-fake", "a secret that only the two know"
Body = tuple[int, str, bytes]
_ALGORITHMS = ["RS256", "PS256", "ES256"]


@lru_cache(maxsize=8)
def make_key(name: str) -> RSAKey:
    """A key that is called so; made once for all tests of a process."""
    return RSAKey.generate_key(2048, {"kid": name})


@lru_cache(maxsize=4)
def make_curve_key(name: str) -> ECKey:
    """A key on a curve that is called so."""
    return ECKey.generate_key("P-256", {"kid": name})


def make_public(key: RSAKey | ECKey, **more: Any) -> dict[str, Any]:
    """A key as an issuer publishes it; None takes a member out."""
    members = {**key.as_dict(private=False), "use": "sig", **more}
    return {name: value for name, value in members.items() if value is not None}


def sign(
    claims: Mapping[str, Any] | str,
    key: RSAKey | ECKey,
    header: Mapping[str, Any] | None = None,
) -> str:
    """A token of these claims, or of this text in their place, with whatever header."""
    text = claims if isinstance(claims, str) else json.dumps(claims)
    head = {"alg": "RS256", "typ": "JWT", **(header or {})}
    head.setdefault("kid", key.kid)
    head = {name: value for name, value in head.items() if value is not None}
    registry = JWSRegistry(algorithms=_ALGORITHMS, strict_check_header=False)
    if "crit" in head:
        # The library makes none that it would not read.
        return forge(head, text, key)
    return jws.serialize_compact(head, text, key, registry=registry)


def forge(head: Mapping[str, Any], text: str, key: Any) -> str:
    """A token whose header nobody looks at, rightly signed."""
    signed = f"{encode(json.dumps(head).encode())}.{encode(text.encode())}"
    algorithm = JWSRegistry.algorithms["RS256"]
    return f"{signed}.{encode(algorithm.sign(signed.encode(), key))}"


def hash_half(access_token: str) -> str:
    """What a token says of the access token beside it (OpenID Connect Core, 3.1.3.6)."""
    return encode(hashlib.sha256(access_token.encode()).digest()[:16])


def encode(data: bytes) -> str:
    """As tokens are written."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class FakeIssuer:
    """What the issuer answers, and what it was asked."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: make_key("first"))
    # What it publishes.
    published: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    # What the token endpoint answers to a form; by itself with a right token.
    answer: Callable[[Mapping[str, str]], Body] | None = None
    # What the address of its keys and of its metadata answers in their place.
    in_place_of_keys: Body | None = None
    in_place_of_metadata: Body | None = None
    asked: list[tuple[str, Mapping[str, str], Mapping[str, str]]] = field(default_factory=list)
    # Seconds between the bytes of the token endpoint's answer.
    drips: float = 0.0
    id_token: str = ""

    def claims(self, nonce: str, /, **more: Any) -> dict[str, Any]:
        """The claims of a right token; None takes one out."""
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": "kari-at-work",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **more,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def describe(self) -> dict[str, Any]:
        """What it says of itself; None takes a member out."""
        described = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/sign-out",
            "code_challenge_methods_supported": ["S256"],
            **self.metadata,
        }
        return {name: value for name, value in described.items() if value is not None}

    def reply(self, path: str, form: Mapping[str, str]) -> Body:
        """The answer to a request."""
        if path.endswith("/.well-known/openid-configuration"):
            return self.in_place_of_metadata or as_json(self.describe())
        if path == "/keys":
            return self.in_place_of_keys or as_json({"keys": self.published})
        if path == "/token" and self.answer is not None:
            return self.answer(form)
        if path == "/token":
            return as_json(
                {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token}
            )
        return 404, "text/plain", b"nothing"


def as_json(value: object, status: int = 200) -> Body:
    """An answer in JSON."""
    return status, "application/json", json.dumps(value).encode()


def read_way(location: str) -> dict[str, str]:
    """What a browser is sent to the issuer with."""
    return dict(parse_qsl(urlsplit(location).query))


@contextmanager
def issuing() -> Iterator[FakeIssuer]:
    """An issuer that is asked at an address of this machine meanwhile."""
    fake = FakeIssuer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_given: Any) -> None:
            """Write nothing."""

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = parse_qs(self.rfile.read(length).decode())
            form = {name: values[0] for name, values in sent.items()}
            path = urlsplit(self.path).path
            fake.asked.append((path, form, dict(self.headers)))
            status, kind, body = fake.reply(path, form)
            # Whoever asked may have gone.
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                if status in (301, 302, 307):
                    self.send_header("Location", f"{fake.issuer}/elsewhere")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if path == "/token" and fake.drips:
                    for number in range(len(body)):
                        self.wfile.write(body[number : number + 1])
                        time.sleep(fake.drips)
                else:
                    self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815  # named by the library

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.issuer = f"http://127.0.0.1:{server.server_port}"
    fake.published = [make_public(fake.key)]
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def name_provider(fake: FakeIssuer, name: str = "fake", **more: str) -> dict[str, str]:
    """The settings of a site that has this issuer for a provider."""
    prefix = f"OIDC_{name.upper()}"
    return {
        "OIDC_PROVIDERS": name,
        f"{prefix}_ISSUER": fake.issuer,
        f"{prefix}_CLIENT_ID": CLIENT,
        f"{prefix}_CLIENT_SECRET": SECRET,
        f"{prefix}_LABEL": "Eksempelvik kommune",
        **{f"{prefix}_{part}": value for part, value in more.items()},
    }
