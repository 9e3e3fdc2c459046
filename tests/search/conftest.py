"""A real index in a temporary folder, published to as the portal would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.record import Record, RecordPart, RecordText
from network.search.results import SearchResult
from tests.search.file_source import FileSource, entry_id

Publish = Callable[..., str]


def record(title: str, language: str = "nb", **fields: Any) -> Record:
    """A record by its title, as a municipality of the language's country would publish it."""
    swedish = language == "sv"
    text = RecordText(
        language,
        title,
        fields.pop("summary", ""),
        fields.pop("body", ""),
        tuple(
            RecordPart(part_id, "statement", said)
            for part_id, said in fields.pop("parts", {}).items()
        ),
    )
    others = tuple(fields.pop("also", ()))
    texts = (text, *others)
    values: dict[str, Any] = {
        "entry": entry_id(title),
        "kind": "experience",
        "country": "SE" if swedish else "NO",
        "county": "SE-19" if swedish else "NO-31",
        "organisation": "koping" if swedish else "moss",
        "names": (),
        "topics": (),
        "topic_labels": (),
        "languages": tuple(text_in_language.language for text_in_language in texts),
        "years": (2016,),
        "levels": (),
        "published": "2020-01-01T12:00:00+00:00",
        "texts": texts,
    }
    return Record(**{**values, **fields})


@pytest.fixture
def source(tmp_path: Path) -> FileSource:
    return FileSource(tmp_path / "source.json")


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return SearchIndex(tmp_path / "index")


@pytest.fixture
def publish(source: FileSource, index: SearchIndex) -> Publish:
    """Publish a text under its title; it is found when the call returns."""

    def published(title: str, language: str = "nb", **fields: Any) -> str:
        written = record(title, language, **fields)
        source.put(written)
        catch_up(index.folder, source)
        return written.entry

    return published


class Titles:
    """A search that answers in titles."""

    def __init__(self, index: SearchIndex, source: FileSource) -> None:
        self.index, self.source = index, source

    def __call__(self, text: str, **asked: Any) -> list[str]:
        return self.of(self.index.find(Query(text, **asked)))

    def of(self, result: SearchResult) -> list[str]:
        records = self.source.records([hit.entry for hit in result.hits])
        return [records[hit.entry].texts[0].title for hit in result.hits]


@pytest.fixture
def search(index: SearchIndex, source: FileSource) -> Titles:
    return Titles(index, source)
