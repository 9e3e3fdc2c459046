"""A source in one file, so that a process that is killed leaves it as a database would."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4, uuid5

from network.search.record import Record, RecordPart, RecordText

_SPACE = uuid5(__import__("uuid").NAMESPACE_URL, "https://example.org/entries")


def entry_id(name: str) -> str:
    """The id of the entry that a test calls by this name."""
    return uuid5(_SPACE, name).hex


class FileSource:
    """Records and their log of changes; every change is on disk when the call returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            self._write({"changes": [], "drawn": [], "records": {}})

    def put(self, record: Record) -> None:
        told = self._read()
        told["records"][record.entry] = asdict(record)
        self._write(_changed(told, record.entry))

    def put_all(self, records: Sequence[Record]) -> None:
        told = self._read()
        for record in records:
            told["records"][record.entry] = asdict(record)
            _changed(told, record.entry)
        self._write(told)

    def withdraw(self, entry: str) -> None:
        told = self._read()
        del told["records"][entry]
        self._write(_changed(told, entry))

    def newest(self) -> int:
        return len(self._read()["changes"])

    def check_of(self, number: int) -> str:
        drawn = self._read()["drawn"]
        return str(drawn[number - 1]) if 0 < number <= len(drawn) else ""

    def changes_since(self, number: int, limit: int) -> Sequence[tuple[int, str]]:
        changes = self._read()["changes"][number : number + limit]
        return [(number + place, entry) for place, entry in enumerate(changes, start=1)]

    def records(self, ids: Sequence[str]) -> Mapping[str, Record]:
        told = self._read()["records"]
        return {one: _record(told[one]) for one in ids if one in told}

    def all_ids(self) -> Iterator[str]:
        return iter(list(self._read()["records"]))

    def _read(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return told

    def _write(self, told: dict[str, Any]) -> None:
        aside = self.path.with_suffix(".aside")
        aside.write_text(json.dumps(told), encoding="utf-8")
        aside.replace(self.path)


def _changed(told: dict[str, Any], entry: str) -> dict[str, Any]:
    told["changes"].append(entry)
    told["drawn"].append(uuid4().hex)
    return told


def _record(told: dict[str, Any]) -> Record:
    texts = tuple(
        RecordText(**{**text, "parts": tuple(RecordPart(**part) for part in text["parts"])})
        for text in told["texts"]
    )
    kept = {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}
    return Record(**{**kept, "texts": texts})
