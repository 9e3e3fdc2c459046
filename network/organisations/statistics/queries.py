"""Saved queries of PxWeb: read from a file, sent to the office that the file names, once.

Three forms, each with ``url`` beside it: what PxWebApi 1 takes (``query``), what PxWebApi 2 takes
(``selection``), or an address alone, of a saved query or one that holds the whole selection.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from network.errors import Fault, Invalid
from network.organisations.statistics.reading import LONGEST

_SECONDS = 60.0
# The longest query file: a list of every municipality is some ten kilobytes.
_MOST_QUERY = 1_000_000


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """Whom to ask, what for, and, where it is posted, with which words."""

    host: str
    port: int
    path: str
    body: bytes = b""


class NoAnswer(OSError):
    """The office did not answer with a file; the message is an English sentence."""


def read_saved_query(file: Path) -> SavedQuery:
    """The query that a file holds. Raises ``Invalid`` with one fault, and ``OSError``."""
    with file.open("rb") as opened:
        data = opened.read(_MOST_QUERY + 1)
    try:
        value = json.loads(data.decode("utf-8-sig")) if len(data) <= _MOST_QUERY else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _refuse(file, "is no saved query: one is JSON, with “url” and the query.")
    # What PxWeb's page gives to be copied has the query one step within.
    within = value.get("queryObj")
    value = {**value, **within} if isinstance(within, dict) else value
    url = value.get("url")
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        is_address = parts.scheme == "https" and bool(parts.hostname) and not parts.username
        port = parts.port or 443
    except ValueError:
        is_address = False
    if not is_address or any(not "!" <= letter <= "~" for letter in url or ""):
        raise _refuse(
            file, "names nobody to ask.", "Write the table's https address into it as “url”."
        )
    query = parts.query
    body: Mapping[str, Any] | None = None
    if isinstance(value.get("query"), list):
        body = {"query": value["query"], "response": {"format": "json-stat2"}}
    elif isinstance(value.get("selection"), list):
        body = {key: value[key] for key in ("selection", "placement") if key in value}
        query = _want_json_stat(query)
    elif "savedquer" in parts.path.casefold() or "/data" in parts.path or query:
        query = _want_json_stat(query)
    else:
        raise _refuse(
            file, "says nothing of what is asked for.", "Save it with “query” or “selection”."
        )
    path = (parts.path or "/") + (f"?{query}" if query else "")
    written = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    return SavedQuery(parts.hostname or "", port, path, written)


def ask(
    query: SavedQuery, *, context: ssl.SSLContext | None = None, seconds: float = _SECONDS
) -> bytes:
    """What the office answers: the file. One request over TLS, to the host that the query names and
    no other: no redirection is followed. Raises ``NoAnswer``."""
    context = context or ssl.create_default_context()
    connection = HTTPSConnection(query.host, query.port, timeout=seconds, context=context)
    try:
        headers = {"Accept": "application/json", "User-Agent": "Grannar"}
        if query.body:
            headers["Content-Type"] = "application/json"
        connection.request("POST" if query.body else "GET", query.path, query.body or None, headers)
        answer = connection.getresponse()
        return _read(answer, query.host)
    except (OSError, HTTPException) as problem:
        if isinstance(problem, NoAnswer):
            raise
        raise NoAnswer(f"{query.host} does not answer ({type(problem).__name__}).") from None
    finally:
        connection.close()


def _read(answer: HTTPResponse, host: str) -> bytes:
    if 300 <= answer.status < 400:
        where = answer.getheader("Location", "elsewhere")[:200]
        raise NoAnswer(f"{host} sends on to {where}: write that into the file, if it is right.")
    if answer.status == 429:
        raise NoAnswer(f"{host} has had too many questions; wait a minute.")
    if answer.status != 200:
        raise NoAnswer(f"{host} answers {answer.status} {answer.reason[:80]}.")
    data = answer.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise NoAnswer(f"{host} answers with more than {LONGEST // 1_000_000} MB: ask for less.")
    return data


def _want_json_stat(query: str) -> str:
    """The words of an address, asking for JSON-stat 2 where they ask for no format."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(name.casefold() == "outputformat" for name, _ in pairs):
        return query
    return "&".join(filter(None, (query, urlencode({"outputFormat": "json-stat2"}))))


def _refuse(file: Path, wrong: str, right: str = "") -> Invalid:
    return Invalid([Fault(file.name, wrong, right)])
