"""Who the client is behind proxies: what those that are trusted say, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from network.config import check_for_serving
from network.errors import Misconfigured
from network.web.forwarding import Forwarding
from tests.conftest import make_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PROXIES = "127.0.0.1, 10.1.0.0/16 2001:db8:1::/48"


def ask(tmp_path: Path, proxies: str, peer: str, **headers: str) -> tuple[str, str]:
    """The address and scheme that the site sees."""
    seen: dict[str, str] = {}

    def site(environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        seen.update(address=environ["REMOTE_ADDR"], scheme=environ["wsgi.url_scheme"])
        return []

    trusted = make_settings(tmp_path, TRUSTED_PROXIES=proxies).trusted_proxies
    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    Forwarding(site, trusted)(environ, lambda *_: lambda _bytes: None)
    return seen["address"], seen["scheme"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        # What the client wrote itself stands before what the proxy wrote.
        ("127.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9,198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:1::5", "2001:db8:9::1", "2001:db8:9::1"),
        # Ports and brackets, as some proxies write.
        ("127.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("127.0.0.1", "[2001:db8:9::1]:4711", "2001:db8:9::1"),
        # All of them proxies: the first of them asks for itself.
        ("127.0.0.1", "10.1.2.3, 10.1.2.4", "10.1.2.3"),
        # Over a socket of this machine there is no address.
        ("", "198.51.100.7", "198.51.100.7"),
        # No proxy of ours, or one that says nothing: what the connection says.
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("10.2.0.1", "203.0.113.9", "10.2.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7, unknown", "127.0.0.1"),
    ],
)
def test_the_client_is_the_last_that_no_trusted_proxy_is(
    tmp_path: Path, peer: str, forwarded: str, client: str
) -> None:
    assert ask(tmp_path, PROXIES, peer, x_forwarded_for=forwarded)[0] == client


def test_the_scheme_is_what_a_trusted_proxy_says(tmp_path: Path) -> None:
    for peer, said, scheme in (
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "http, https", "https"),
        ("127.0.0.1", "gopher", "http"),
        ("198.51.100.7", "https", "http"),
    ):
        assert ask(tmp_path, PROXIES, peer, x_forwarded_proto=said)[1] == scheme


def test_nobody_is_believed_where_no_proxy_is_named(tmp_path: Path) -> None:
    for peer in ("127.0.0.1", "", "198.51.100.7"):
        seen = ask(tmp_path, "", peer, x_forwarded_for="203.0.113.9", x_forwarded_proto="https")
        assert seen == (peer, "http")


def test_a_proxy_that_is_no_address_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="TRUSTED_PROXIES must be addresses or networks"):
        make_settings(tmp_path, TRUSTED_PROXIES="nginx")


def test_a_site_that_must_have_a_proxy_is_not_served_before_it_is_named(tmp_path: Path) -> None:
    public = {"PUBLIC_URL": "https://grannar.example"}
    for host in ("127.0.0.1", "localhost", "::1"):
        with pytest.raises(Misconfigured, match="name its address in TRUSTED_PROXIES"):
            check_for_serving(make_settings(tmp_path, HOST=host, **public))
        named = make_settings(tmp_path, HOST=host, TRUSTED_PROXIES="127.0.0.1", **public)
        check_for_serving(named)
    # Nothing says that there is one.
    check_for_serving(make_settings(tmp_path, HOST="0.0.0.0", **public))
    check_for_serving(make_settings(tmp_path, PUBLIC_URL="http://127.0.0.1:8000"))
