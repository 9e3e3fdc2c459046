"""Everything public as files: entries as JSON Lines and as a table, bodies and terms as tables.

A file is written when it is first asked for, and again when something public has changed since:
then only what changed is read from the database, and all other lines are taken over from the file
before. Lines stand in the order of their ids. What was withdrawn is in no file that is handed out
afterwards.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network.changes import Change, read_newest_change, read_public_number
from network.entries.endorsements import find_endorsements
from network.entries.tables import Entry, EntryText, EntryTopic
from network.organisations.queries import find_organisations_by_id, list_organisations
from network.private_files import make_private_folder
from network.text.table_cells import escape_formula
from network.topics.vocabulary import load_terms

# Another number whenever a file is written otherwise.
_FORMAT = 2
_AT_ONCE = 200
# A file is written anew when more than this has changed.
_MOST_CHANGES = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its type in the terms of Table Schema, and what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that was written: where, its bytes, its lines of data, its hash (SHA-256, hex), and
    when what it holds last changed."""

    path: Path
    size: int
    lines: int
    sha256: str
    modified: datetime | None


ENTRY_COLUMNS = (
    Column("id", "string", "The entry's id; it never changes."),
    Column("address", "string", "ORGANISATION/ENTRY, as in the page's address."),
    Column("url", "string", "The page for readers of the original's language."),
    Column(
        "kind", "string", "experience, practice, meeting, case, plan, resource, need, collection"
    ),
    Column("language", "string", "Of the original: nb, nn or sv."),
    Column("title_nb", "string", "The title in bokmål, where there is one."),
    Column("title_nn", "string", "The title in nynorsk, where there is one."),
    Column("title_sv", "string", "The title in Swedish, where there is one."),
    Column("summary_nb", "string", "The summary in bokmål, where there is one."),
    Column("summary_nn", "string", "The summary in nynorsk, where there is one."),
    Column("summary_sv", "string", "The summary in Swedish, where there is one."),
    Column("organisation", "string", "Whom it is about: the last part of the body's address."),
    Column("organisation_name", "string", "What that body is called."),
    Column("country", "string", "Where that body lies: NO, SE or FI; none for the editors."),
    Column("publisher", "string", "Who published it: the last part of that body's address."),
    Column("publisher_name", "string", "What the publisher is called."),
    Column("is_recorded", "boolean", "Whether another than the body itself wrote it: say so."),
    Column("is_example", "boolean", "Whether the body is made up: an example."),
    Column("topics", "string", "The ids of its topics, with spaces between."),
    Column("endorsed_by", "string", "Who endorses it, where somebody does."),
    Column("published", "datetime", "When it was first published."),
    Column("revised", "datetime", "When its original was last revised."),
)
ORGANISATION_COLUMNS = (
    Column("slug", "string", "The last part of the body's address; it never changes."),
    Column("type", "string", "municipality, county, association, agency and so on"),
    Column("country", "string", "NO, SE or FI."),
    Column("code", "string", "The municipality's or county's number, with leading noughts."),
    Column("name", "string", "The present (or last) name."),
    Column("county", "string", "The county's number in its country."),
    Column("valid_until", "string", "Until when it existed, where it is dissolved."),
    Column("successors", "string", "What took over after it, with spaces between."),
)
TERM_COLUMNS = (
    Column("id", "string", "The term's id."),
    Column("relation", "string", "same, near or false-friend"),
    Column("sv", "string", "Its words in Swedish, with bars between."),
    Column("nb", "string", "Its words in bokmål, with bars between."),
    Column("nn", "string", "Its words in nynorsk, with bars between."),
    Column("explanation_nb", "string", "For readers of bokmål."),
    Column("explanation_sv", "string", "For readers of Swedish."),
)
TABLES: Mapping[str, Sequence[Column]] = {
    "entries.csv": ENTRY_COLUMNS,
    "organisations.csv": ORGANISATION_COLUMNS,
    "terms.csv": TERM_COLUMNS,
}
FILES = ("entries.jsonl", *TABLES)

Row = tuple[str, bytes]


def write_dump(session: Session, folder: Path, name: str, site: str) -> Dump:
    """The file called ``name`` (one of ``FILES``) as it is now, written where it is not.

    ``site`` is the site's address. One query where the file is fresh; some 0.5 ms for each entry
    that changed, and the copying of the rest. Several processes may write at once: each writes a
    file of its own and puts it in place whole.
    """
    number = read_public_number(session)
    state = f"{_FORMAT} {number} {site}"
    kept = _read_state(folder, name)
    if kept is not None and kept["state"] == state:
        return _make_dump(folder, kept)
    make_private_folder(folder)
    newest = read_newest_change(session)
    changed = _find_changed(session, kept, site) if name.startswith("entries") else None
    rows = _list_rows(session, name, site, None if changed is None else sorted(changed))
    before = folder / kept["file"] if kept is not None and changed is not None else None
    temporary = folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
    digest, size, lines = hashlib.sha256(), 0, 0
    with temporary.open("wb") as file:
        head = _write_csv([column.name for column in TABLES[name]]) if name in TABLES else b""
        taken = _merge(before, bool(head), rows, changed or frozenset())
        for is_head, line in ((bool(head), head), *((False, line) for line in taken)):
            file.write(line)
            digest.update(line)
            size += len(line)
            lines += bool(line) and not is_head
    stem, _, ending = name.partition(".")
    kept = {
        "state": state,
        "file": f"{stem}-{digest.hexdigest()[:16]}.{ending}",
        "size": size,
        "lines": lines,
        "sha256": digest.hexdigest(),
        "newest": newest,
        "site": site,
        "format": _FORMAT,
        "modified": _format(session.scalar(select(func.max(Change.at)))),
    }
    temporary.replace(folder / kept["file"])
    _write_state(folder, name, kept)
    return _make_dump(folder, kept)


def _read_state(folder: Path, name: str) -> dict[str, Any] | None:
    """What is known of the file before; None where there is none, or not as it was written."""
    try:
        kept = json.loads((folder / f"{name}.state").read_text("utf-8"))
        if not isinstance(kept, dict) or kept.get("format") != _FORMAT:
            return None
        is_whole = (folder / kept["file"]).stat().st_size == kept["size"]
    except (OSError, ValueError):
        return None
    return kept if is_whole else None


def _write_state(folder: Path, name: str, kept: Mapping[str, Any]) -> None:
    temporary = folder / f".{name}.state.{os.getpid()}.{os.urandom(4).hex()}"
    temporary.write_text(json.dumps(kept), "utf-8")
    temporary.replace(folder / f"{name}.state")
    stem, _, ending = name.partition(".")
    for old in folder.glob(f"{stem}-*.{ending}"):
        # Whoever is being sent it has it open, and goes on.
        if old.name != kept["file"]:
            with suppress(OSError):
                old.unlink()


def _make_dump(folder: Path, kept: Mapping[str, Any]) -> Dump:
    modified = datetime.fromisoformat(kept["modified"]) if kept["modified"] else None
    return Dump(folder / kept["file"], kept["size"], kept["lines"], kept["sha256"], modified)


def _find_changed(
    session: Session, kept: Mapping[str, Any] | None, site: str
) -> frozenset[str] | None:
    """The ids of what changed since the file before was written; None where it has to be
    written anew."""
    if kept is None or kept["site"] != site:
        return None
    known = session.scalar(select(Change.number).where(Change.number == kept["newest"]))
    if known is None:
        # The database has another history than the file.
        return None
    ids = session.scalars(
        select(Change.entry_id).where(Change.number > kept["newest"]).distinct()
    ).all()
    return frozenset(map(str, ids)) if len(ids) <= _MOST_CHANGES else None


def _merge(
    before: Path | None, has_head: bool, rows: Iterable[Row], changed: frozenset[str]
) -> Iterator[bytes]:
    """The lines of the file before, but for what changed, and the fresh ones, by their ids."""
    fresh = iter(rows)
    row = next(fresh, None)
    for line in _read_lines(before, has_head):
        id = line[_ID_BEGINS[line[:1]] :][:_ID_LENGTH].decode()
        while row is not None and row[0] < id:
            yield row[1]
            row = next(fresh, None)
        if id not in changed:
            yield line
    while row is not None:
        yield row[1]
        row = next(fresh, None)


_ID_LENGTH = len(str(UUID(int=0)))
# Where the id stands in a line of JSON, ``{"id": "…``; a table begins with it.
_ID_BEGINS = {b"{": len('{"id": "')} | {bytes([sign]): 0 for sign in b"0123456789abcdef"}


def _read_lines(before: Path | None, has_head: bool) -> Iterator[bytes]:
    if before is None:
        return
    with before.open("rb") as file:
        if has_head:
            file.readline()
        yield from file


def _list_rows(session: Session, name: str, site: str, ids: Sequence[str] | None) -> Iterator[Row]:
    """The lines of a file by their ids; of these entries alone where ``ids`` are given."""
    match name:
        case "entries.jsonl":
            return _list_entries(session, site, ids, _write_entry_json)
        case "entries.csv":
            return _list_entries(session, site, ids, _write_entry_row)
        case "organisations.csv":
            return _list_organisations(session)
    return _list_terms(session)


@dataclass(frozen=True, slots=True)
class _Whole:
    """An entry with all that a line says of it."""

    entry: Entry
    texts: Sequence[EntryText]
    topics: Sequence[str]
    organisation: Any
    publisher: Any
    endorsed_by: str
    site: str

    @property
    def is_recorded(self) -> bool:
        return bool(self.publisher.slug != self.organisation.slug)

    @property
    def address(self) -> str:
        return f"{self.organisation.slug}/{self.entry.slug}"


def _list_entries(
    session: Session,
    site: str,
    ids: Sequence[str] | None,
    write: Callable[[_Whole], bytes],
) -> Iterator[Row]:
    wanted = (
        [UUID(id) for id in ids]
        if ids is not None
        else sorted(session.scalars(select(Entry.id)), key=str)
    )
    for start in range(0, len(wanted), _AT_ONCE):
        piece = wanted[start : start + _AT_ONCE]
        entries = {row.id: row for row in session.scalars(select(Entry).where(Entry.id.in_(piece)))}
        texts: dict[UUID, list[EntryText]] = {}
        for text in session.scalars(
            select(EntryText).where(EntryText.entry_id.in_(piece)).order_by(EntryText.language)
        ):
            texts.setdefault(text.entry_id, []).append(text)
        topics: dict[UUID, list[str]] = {}
        for entry_id, topic_id in session.execute(
            select(EntryTopic.entry_id, EntryTopic.topic_id)
            .where(EntryTopic.entry_id.in_(piece))
            .order_by(EntryTopic.topic_id)
        ):
            topics.setdefault(entry_id, []).append(topic_id)
        bodies = find_organisations_by_id(
            session,
            {id for row in entries.values() for id in (row.organisation_id, row.publisher_id)},
        )
        said = find_endorsements(session, piece)
        for entry_id in piece:
            entry = entries.get(entry_id)
            if entry is None:
                continue
            endorsement = said.get(entry_id)
            whole = _Whole(
                entry,
                texts.get(entry_id, ()),
                topics.get(entry_id, ()),
                bodies[entry.organisation_id],
                bodies[entry.publisher_id],
                endorsement.organisation.slug if endorsement else "",
                site,
            )
            yield str(entry_id), write(whole)
        # What was read is not needed any more, and a session would keep it.
        session.expunge_all()


def _write_entry_json(whole: _Whole) -> bytes:
    entry = whole.entry
    told = {
        "id": str(entry.id),
        "address": whole.address,
        "url": {
            text.language: f"{whole.site}/{text.language}/{whole.address}" for text in whole.texts
        },
        "kind": entry.kind,
        "language": entry.language,
        "organisation": {
            "slug": whole.organisation.slug,
            "name": whole.organisation.name,
            "country": whole.organisation.country,
            "code": whole.organisation.code,
            "is_example": whole.organisation.is_made_up,
        },
        "publisher": {"slug": whole.publisher.slug, "name": whole.publisher.name},
        "is_recorded": whole.is_recorded,
        "topics": list(whole.topics),
        "endorsed_by": whole.endorsed_by or None,
        "published": _format(entry.published_at),
        "revised": _format(entry.revised_at),
        "content": entry.content,
        "translations": {
            text.language: {"words": text.words, "published": _format(text.published_at)}
            for text in whole.texts
            if not text.is_original
        },
    }
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _write_entry_row(whole: _Whole) -> bytes:
    entry = whole.entry
    texts = {text.language: text for text in whole.texts}
    languages = ("nb", "nn", "sv")
    return _write_csv(
        [
            str(entry.id),
            whole.address,
            f"{whole.site}/{entry.language}/{whole.address}",
            entry.kind,
            entry.language,
            *(texts[language].title if language in texts else "" for language in languages),
            *(texts[language].summary if language in texts else "" for language in languages),
            whole.organisation.slug,
            whole.organisation.name,
            whole.organisation.country or "",
            whole.publisher.slug,
            whole.publisher.name,
            _write_truth(whole.is_recorded),
            _write_truth(whole.organisation.is_made_up),
            " ".join(whole.topics),
            whole.endorsed_by,
            _format(entry.published_at),
            _format(entry.revised_at),
        ]
    )


def _list_organisations(session: Session) -> Iterator[Row]:
    for row in sorted(list_organisations(session), key=lambda row: row.slug):
        body = row.value
        yield (
            body.slug,
            _write_csv(
                [
                    body.slug,
                    body.type,
                    body.country or "",
                    body.code or "",
                    body.name,
                    body.county or "",
                    body.valid_until or "",
                    " ".join(body.followed_by()),
                ]
            ),
        )


def _list_terms(session: Session) -> Iterator[Row]:
    for term in load_terms(session).values():
        yield (
            term.id,
            _write_csv(
                [
                    term.id,
                    term.relation,
                    *("|".join(words) for words in (term.sv, term.nb, term.nn)),
                    *(term.explanation.get(language, "") for language in ("nb", "sv")),
                ]
            ),
        )


def _write_csv(cells: Sequence[str]) -> bytes:
    """A line of a table (RFC 4180). A cell is one line, so that a line of the file is a row, and no
    formula."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        [escape_formula(" ".join(cell.split())) for cell in cells]
    )
    return line.getvalue().encode()


def _write_truth(is_true: bool) -> str:
    return "true" if is_true else "false"


def _format(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
