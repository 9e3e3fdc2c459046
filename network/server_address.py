"""The address of a PostgreSQL server, or of several that stand for one another.

libpq's form and SQLAlchemy's are both understood, and come out as one, the hosts in their order.
What cannot be understood is refused in a sentence that never holds the password.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import parse_qsl, unquote

from sqlalchemy import URL

from network.errors import Misconfigured

_DRIVER: Final = "postgresql+psycopg"
SCHEMES: Final = ("postgresql", "postgres", _DRIVER)
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS
_WANTED_SERVERS: Final = (
    "any",
    "read-write",
    "read-only",
    "primary",
    "standby",
    "prefer-standby",
)
# In a password every sign may stand but @, as SQLAlchemy has it; libpq wants more of them escaped.
_ADDRESS = re.compile(
    r"(?:(?P<user>[^:/@]*)(?::(?P<password>[^@]*))?@)?"
    r"(?P<hosts>[^/?@]*)(?:/(?P<name>[^?]*))?(?:\?(?P<parameters>.*))?",
    re.DOTALL,
)
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.%]+)\]|(?P<name>[^:\[\]]*))(?::(?P<port>.*))?")
_BARE_SIX = re.compile(r"[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.%]*")
_SECRETS: Final = ("sslpassword", "oauth_client_secret")

_Host = tuple[str, str]
_Refusal = Callable[[str], Misconfigured]


def parse_server_address(text: str, setting: str, several: str = "read-write") -> URL:
    """Read the address ``text`` of one PostgreSQL server or of several.

    Several hosts stand before the name (``A:5432,B:5433``) or after it
    (``?host=A:5432&host=B:5433``, ``?host=A,B&port=5432,5433``). Of several the one is used that
    ``target_session_attrs`` says, which is ``several`` where neither the address nor the
    environment (``PGTARGETSESSIONATTRS``) names it.
    Raises ``Misconfigured`` with one sentence that calls the address by its ``setting``.
    """

    def refuse(why: str) -> Misconfigured:
        return Misconfigured(f"{setting} cannot be understood: {why}.")

    rest = text.partition("://")[2]
    address = _ADDRESS.fullmatch(rest)
    if address is None:
        raise refuse("write an @ in the user or the password as %40, and a / or ? as %2F or %3F")
    parameters: dict[str, list[str]] = {}
    for name, value in parse_qsl(address["parameters"] or "", keep_blank_values=True):
        parameters.setdefault(name, []).append(value)
    before, after = _read_hosts(address["hosts"], refuse), parameters.pop("host", [])
    ports = ",".join(parameters.pop("port", [])).split(",") if "port" in parameters else []
    if before and after:
        raise refuse(
            "some hosts stand before the name of the database and others after it; write all of "
            "them before it, as HOST:PORT,HOST:PORT"
        )
    hosts = before or _read_hosts(",".join(after), refuse)
    if ports:
        hosts = _join_ports(hosts, ports, refuse)
    for name, values in parameters.items():
        if len(values) > 1:
            raise refuse(f"{name} stands in it {len(values)} times")
    query = {name: value for name, (value,) in parameters.items()}
    number = max(len(hosts), query.get("hostaddr", "").count(",") + 1)
    if number > 1 and not os.environ.get("PGTARGETSESSIONATTRS"):
        query.setdefault("target_session_attrs", several)
    wanted = query.get("target_session_attrs", "any")
    if wanted not in _WANTED_SERVERS:
        raise refuse(f"target_session_attrs is {wanted!r}, not {' or '.join(_WANTED_SERVERS)}")
    user = query.pop("user", None) or unquote(address["user"] or "") or None
    password = query.pop("password", None) or unquote(address["password"] or "") or None
    database = query.pop("dbname", None) or unquote(address["name"] or "") or None
    host, port = hosts[0] if len(hosts) == 1 else ("", "")
    if len(hosts) > 1 or host.startswith(("/", "@")):
        query["host"] = ",".join(host for host, _ in hosts)
        if any(port for _, port in hosts):
            query["port"] = ",".join(port or "5432" for _, port in hosts)
        host, port = "", ""
    _check_parameters(query, refuse)
    return URL.create(
        _DRIVER,
        username=user,
        password=password,
        host=host or None,
        port=int(port) if port else None,
        database=database,
        query=query,
    )


def show_address(address: URL) -> str:
    """The address without what is secret in it."""
    hidden = {name: "***" for name in _SECRETS if name in address.query}
    return address.update_query_dict(hidden).render_as_string(hide_password=True)


def _read_hosts(text: str, refuse: _Refusal) -> list[_Host]:
    """The hosts in ``text``, with commas between, each with its port or ""."""
    if not text:
        return []
    words = [unquote(word) for word in text.split(",")]
    hosts = [_read_host(word, refuse) for word in words]
    if len(hosts) > 1 and not all(name for name, _ in hosts):
        raise refuse("one of its hosts is empty")
    return hosts


def _read_host(word: str, refuse: _Refusal) -> _Host:
    # A folder with the server's socket, an abstract socket, an IPv6 address as libpq has it.
    if word.startswith(("/", "@")) or _BARE_SIX.fullmatch(word):
        return word, ""
    host = _HOST.fullmatch(word)
    if host is None:
        raise refuse(f"{word!r} is no host; write HOST:PORT, and an IPv6 address in brackets")
    port = host["port"] or ""
    return host["six"] or host["name"] or "", _check_port(port, refuse) if port else ""


def _join_ports(hosts: Sequence[_Host], ports: Sequence[str], refuse: _Refusal) -> list[_Host]:
    """The hosts with the ports that stand apart from them: one for each, or one for all."""
    if any(port for _, port in hosts):
        raise refuse("some ports stand beside their hosts and others apart from them")
    hosts = hosts or [("", "")]
    if len(ports) not in (1, len(hosts)):
        raise refuse(f"it has {len(ports)} ports for {len(hosts)} hosts")
    ports = [port and _check_port(port, refuse) for port in ports] * (len(hosts) // len(ports))
    return [(name, port) for (name, _), port in zip(hosts, ports, strict=True)]


def _check_port(text: str, refuse: _Refusal) -> str:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return str(int(text))
    raise refuse(f"the port {text!r} is no number from 1 to 65535")


def _check_parameters(query: dict[str, str], refuse: _Refusal) -> None:
    """Refuse parameters that libpq does not know: it would, at each connection."""
    # The driver takes a fifth of a second to import, for what a site on SQLite never asks.
    from psycopg.pq import Conninfo

    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    for name in query:
        if name not in known:
            raise refuse(f"PostgreSQL knows no {name!r} in an address")
