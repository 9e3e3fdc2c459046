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
        content = self._read()
        content["records"][record.entry] = asdict(record)
        self._write(_changed(content, record.entry))

    def put_all(self, records: Sequence[Record]) -> None:
        content = self._read()
        for record in records:
            content["records"][record.entry] = asdict(record)
            _changed(content, record.entry)
        self._write(content)

    def withdraw(self, entry: str) -> None:
        content = self._read()
        del content["records"][entry]
        self._write(_changed(content, entry))

    def newest(self) -> int:
        return len(self._read()["changes"])

    def read_check(self, number: int) -> str:
        drawn = self._read()["drawn"]
        return str(drawn[number - 1]) if 0 < number <= len(drawn) else ""

    def list_changes_since(self, number: int, limit: int) -> Sequence[tuple[int, str]]:
        changes = self._read()["changes"][number : number + limit]
        return [(number + place, entry) for place, entry in enumerate(changes, start=1)]

    def records(self, ids: Sequence[str]) -> Mapping[str, Record]:
        values = self._read()["records"]
        return {entry: _record(values[entry]) for entry in ids if entry in values}

    def all_ids(self) -> Iterator[str]:
        return iter(list(self._read()["records"]))

    def _read(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return content

    def _write(self, content: dict[str, Any]) -> None:
        aside = self.path.with_suffix(".aside")
        aside.write_text(json.dumps(content), encoding="utf-8")
        aside.replace(self.path)


def _changed(content: dict[str, Any], entry: str) -> dict[str, Any]:
    content["changes"].append(entry)
    content["drawn"].append(uuid4().hex)
    return content


def _record(value: dict[str, Any]) -> Record:
    texts = tuple(
        RecordText(**{**text, "parts": tuple(RecordPart(**part) for part in text["parts"])})
        for text in value["texts"]
    )
    kept: dict[str, Any] = {
        name: tuple(field_value) if isinstance(field_value, list) else field_value
        for name, field_value in value.items()
    }
    return Record(**{**kept, "texts": texts})
