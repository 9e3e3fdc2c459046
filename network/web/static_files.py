"""The styles, scripts and signs of the site, sent small and asked for once.

A page names each with a digest of its content. Under that name a browser keeps it for a year and
does not ask again; under any other it asks each time, and is told that nothing has changed.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from flask import Request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from network.web.codings import SMALLEST, choose_coding, encode

_PACKED_TYPES = ("text/", "image/svg", "application/manifest", "application/json")
_FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(slots=True)
class StaticFile:
    """One file: its bytes by coding ("" for none), each made when it is first asked for."""

    stamp: tuple[int, int]
    media_type: str
    digest: str
    bodies: dict[str, bytes] = field(default_factory=dict)

    def body(self, coding: str) -> bytes:
        """The bytes in a coding."""
        if coding not in self.bodies:
            self.bodies[coding] = encode(self.bodies[""], coding, once=True)
        return self.bodies[coding]


class StaticFiles:
    """The files below a folder, each read when it is first asked for and when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, StaticFile] = {}

    def read(self, name: str) -> StaticFile | None:
        """The file of this name, None where the folder has none. One look at the disk."""
        path = safe_join(str(self._folder), name)
        try:
            found = Path(path).stat() if path else None
        except (OSError, ValueError):
            found = None
        if path is None or found is None or not Path(path).is_file():
            return None
        stamp = (found.st_mtime_ns, found.st_size)
        file = self._files.get(name)
        if file is None or file.stamp != stamp:
            content = Path(path).read_bytes()
            media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            if media_type == "application/javascript":
                media_type = "text/javascript"
            digest = hashlib.blake2b(content, digest_size=8).hexdigest()
            file = self._files[name] = StaticFile(stamp, media_type, digest, {"": content})
        return file

    def answer(self, name: str, asked: Request) -> Response:
        """The answer to a request for a file: 200 or 304. Raises ``NotFound``."""
        file = self.read(name)
        if file is None:
            raise NotFound
        packs = file.media_type.startswith(_PACKED_TYPES) and len(file.bodies[""]) >= SMALLEST
        coding = choose_coding(asked.headers.get("Accept-Encoding", "")) if packs else ""
        is_text = file.media_type.startswith("text/")
        answer = Response(
            file.body(coding),
            content_type=f"{file.media_type}; charset=utf-8" if is_text else file.media_type,
        )
        if packs:
            answer.vary.add("Accept-Encoding")
        if coding:
            answer.headers["Content-Encoding"] = coding
        answer.set_etag(f"{file.digest}-{coding}" if coding else file.digest)
        named = asked.args.get("v") == file.digest
        answer.headers["Cache-Control"] = _FOR_A_YEAR if named else "no-cache"
        return answer.make_conditional(asked)
