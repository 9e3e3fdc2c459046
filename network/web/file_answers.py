"""Answering with a file: as what it is, so that it does nothing at a reader's, whole or in part.

Ranges, validators and HEAD are those of RFC 9110, the file's name that of RFC 6266 and RFC 8187.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import quote

from flask import g, request
from werkzeug.wrappers import Response

from network.attachments.media_types import choose_sent_type, is_picture
from network.attachments.store import MissingFile
from network.errors import Unavailable

# What RFC 8187 lets stand unescaped.
_SAFE = "!#$&+-.^_`|~"
_ONE_RANGE = re.compile(r"bytes=\s*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))\s*")


class FileReader(Protocol):
    """What files are read from: a store, or a folder of its own."""

    def read(self, sha256: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` to before ``stop``, some at a time. Raises ``MissingFile`` at
        once, before any are asked for."""


def answer_file(
    store: FileReader, sha256: str, *, media_type: str, size: int, file_name: str
) -> Response:
    """The answer to this request for a file: 200, 206 for one range of it, 304, or 416.

    Its validator is the hash of its bytes. A picture is shown, everything else is saved under its
    name. Of several ranges at once the whole file is given. Raises ``Unavailable`` where the store
    cannot be had or does not have it.
    """
    g.is_file = True
    headers = {
        "ETag": f'"{sha256}"',
        "Accept-Ranges": "bytes",
        "Content-Disposition": describe_disposition(file_name, shown=is_picture(media_type)),
    }
    if request.if_none_match.contains_weak(sha256):
        return Response(status=304, headers=headers)
    sent_type = choose_sent_type(media_type)
    headers["Content-Type"] = (
        f"{sent_type}; charset=utf-8" if sent_type.startswith("text/") else sent_type
    )
    start, stop, status = 0, size, 200
    asked = _read_range(sha256, size)
    if asked is not None:
        start, stop = asked
        if start >= stop:
            del headers["Content-Type"], headers["Content-Disposition"]
            headers["Content-Range"] = f"bytes */{size}"
            return Response(status=416, headers=headers)
        status = 206
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    try:
        body: Iterator[bytes] = (
            iter(()) if request.method == "HEAD" else store.read(sha256, start, stop)
        )
    except MissingFile as problem:
        raise Unavailable("away", f"the file store does not have {sha256}") from problem
    return Response(body, status=status, headers=headers)


def describe_disposition(file_name: str, *, shown: bool) -> str:
    """The Content-Disposition of a file of this name: in plain letters, and with them as they are
    for whoever reads those."""
    plain = unicodedata.normalize("NFKD", file_name.translate(_PLAIN))
    plain = plain.encode("ascii", "ignore").decode()
    plain = re.sub(r'[^ -~]|["\\%;]', "_", plain).strip() or "file"
    disposition = f'{"inline" if shown else "attachment"}; filename="{plain}"'
    if plain != file_name:
        disposition += f"; filename*=UTF-8''{quote(file_name, safe=_SAFE)}"
    return disposition


# Letters that are none with a sign above.
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "å": "a", "Å": "A", "ß": "ss", "đ": "d", "Đ": "D"}
)


def _read_range(sha256: str, size: int) -> tuple[int, int] | None:
    """The one range that is asked for as (from, before), empty where the file ends before it; None
    where the whole is to be given: nothing is asked for that can be read, or of another file."""
    written = request.headers.get("Range")
    match = _ONE_RANGE.fullmatch(written) if written else None
    if match is None or request.method not in ("GET", "HEAD"):
        return None
    condition = request.headers.get("If-Range")
    if condition is not None and condition.strip() != f'"{sha256}"':
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        return max(0, size - int(suffix)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size
