"""The client's address and scheme behind a proxy: taken from the proxies that are trusted, and from
nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network


class Forwarding:
    """Stands outside the site: puts in the request what the trusted proxies say of the client.

    ``X-Forwarded-For`` is read from its end, where the nearest proxy wrote, for as long as what
    stands there is a proxy that is trusted; the first that is not is the client. What stands before
    it was written by anybody. Where the connection itself comes from no trusted proxy, nothing is
    read. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For
    """

    def __init__(self, inner: WSGIApplication, trusted: tuple[Network, ...]) -> None:
        """``trusted`` are the networks of the proxies. A connection over a socket of this machine,
        which has no address, is trusted where any is: nobody else reaches it."""
        self._inner = inner
        self._trusted = trusted

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._trusted and self._is_trusted(environ.get("REMOTE_ADDR", "")):
            hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
            address = self._find_client([_read_hop(hop) for hop in hops])
            if address:
                environ["REMOTE_ADDR"] = address
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        return self._inner(environ, start_response)

    def _find_client(self, hops: list[str]) -> str:
        """The client among the hops, of which the last is the nearest: the last that is no trusted
        proxy, or the first where all are. "" where that is no address."""
        for hop in reversed(hops):
            if not hop or not self._is_trusted(hop):
                return hop
        return hops[0]

    def _is_trusted(self, address: str) -> bool:
        if not address:
            return True
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        return any(parsed in network for network in self._trusted)


def init_forwarding(app: Flask, trusted: tuple[Network, ...]) -> None:
    """Put it around the application, whatever server runs it."""
    # Flask's own way to put something around an application.
    inner = app.wsgi_app
    app.wsgi_app = Forwarding(inner, trusted)  # type: ignore[method-assign]  # typed as a method


def _read_hop(hop: str) -> str:
    """The address of one hop, without the port and brackets that some proxies write; "" where it is
    none."""
    text = hop.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
