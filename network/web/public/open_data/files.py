"""The dumps, with what describes them, for programs that take all at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.attachments.store import MissingFile
from network.dumps import FILES, TABLES, Dump, write_dump
from network.site import get_site
from network.site_owner import LICENCES
from network.web.file_answers import answer_file
from network.web.languages import choose_language

_AT_ONCE = 64 * 1024
MEDIA_TYPES = {"jsonl": "application/x-ndjson", "csv": "text/csv"}


def dump_file(name: str) -> Response:
    """A dump as it is now, whole or a range of it; 304 where the client has it. 404 for none."""
    if name not in FILES:
        abort(404)
    with get_site().public.reading() as session:
        dump = find_dump(session, name)
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    answer = answer_file(
        _DumpReader(dump.path),
        sha256=dump.sha256,
        media_type=media_type,
        size=dump.size,
        file_name=name,
    )
    if "Content-Type" in answer.headers:
        answer.headers["Content-Type"] = f"{media_type}; charset=utf-8"
    if dump.modified:
        answer.last_modified = dump.modified
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@dataclass(frozen=True, slots=True)
class _DumpReader:
    """Reads the file at ``path``, whatever it is asked for by."""

    path: Path

    def read(self, sha256: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """As ``FileReader`` says."""
        if not self.path.exists():
            raise MissingFile(sha256)
        return self._read(start, stop)

    def _read(self, start: int, stop: int | None) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(start)
            left = (stop - start) if stop is not None else None
            while piece := file.read(_AT_ONCE if left is None else min(_AT_ONCE, left)):
                left = None if left is None else left - len(piece)
                yield piece


def open_data() -> Response:
    """Lead (303) to what is said of all of it, in the reader's language."""
    about = url_for("public.about", ui=choose_language(request), my=None, _anchor="open-data")
    answer = redirect(about, 303)
    answer.vary.add("Accept-Language")
    return answer


def find_dump(session: Session, name: str) -> Dump:
    """The dump called ``name``, written where it is not fresh."""
    settings = get_site().settings
    return write_dump(session, settings.open_data, name, settings.public_url)


def data_package() -> Response:
    """What describes the dumps (Data Package 1 and Table Schema 1, by the Frictionless project)."""
    site = get_site().settings
    with get_site().public.reading() as session:
        dumps = {name: find_dump(session, name) for name in FILES}
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "grannar",
        "title": "Grannar",
        "homepage": site.public_url,
        "resources": [_describe(name, dump) for name, dump in dumps.items()],
    }
    moments = [dump.modified for dump in dumps.values() if dump.modified]
    if moments:
        package["created"] = max(moments).isoformat()
    if site.owner and site.owner.licence:
        code = next(code for code, value in LICENCES.items() if value == site.owner.licence)
        address = site.owner.licence.addresses["en"]
        package["licenses"] = [{"name": code, "path": address, "title": site.owner.licence.name}]
    if site.owner and site.owner.name:
        contributor = {"title": site.owner.name, "role": "publisher"}
        package["contributors"] = [contributor]
    text = json.dumps(package, ensure_ascii=False, indent=2)
    answer = FlaskResponse(text, mimetype="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.add_etag()
    return answer.make_conditional(request)


def _describe(name: str, dump: Dump) -> dict[str, Any]:
    stem, _, ending = name.rpartition(".")
    resource: dict[str, Any] = {
        "name": f"{stem}-{ending}" if ending == "jsonl" else stem,
        "path": get_site().settings.public_url + url_for("dump_file", name=name),
        "format": ending,
        "mediatype": MEDIA_TYPES[ending],
        "encoding": "utf-8",
        "bytes": dump.size,
        "hash": f"sha256:{dump.sha256}",
    }
    if name in TABLES:
        columns = TABLES[name]
        resource |= {
            "profile": "tabular-data-resource",
            "schema": {
                "fields": [
                    {"name": column.name, "type": column.type, "description": column.description}
                    for column in columns
                ],
                "primaryKey": columns[0].name,
                "missingValues": [""],
            },
        }
    return resource
