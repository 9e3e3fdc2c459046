"""The search engine alone, with SQLite FTS5 on the same texts and words as the yardstick.

All times are of one process on one core; medians and 95th percentiles of different questions,
each asked once of either engine, in turns.
"""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from network.search.index import SearchIndex
from network.search.query import Query
from network.search.record import Record

Question = tuple[str, list[str]]
_SHOWN = 20


class RecordSource:
    """Records as a source whose changes were all made before."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = {record.entry: record for record in records}
        self._log = [record.entry for record in records]

    def put(self, record: Record) -> None:
        """Publish one more, or one again."""
        self._records[record.entry] = record
        self._log.append(record.entry)

    def newest(self) -> int:
        """The number of changes."""
        return len(self._log)

    def read_check(self, number: int) -> str:
        """Its one history is always the same."""
        return str(number)

    def list_changes_since(self, number: int, limit: int) -> Sequence[tuple[int, str]]:
        """The changes after `number`."""
        entries = self._log[number : number + limit]
        return [(number + place, entry) for place, entry in enumerate(entries, start=1)]

    def records(self, ids: Sequence[str]) -> Mapping[str, Record]:
        """The records of these entries."""
        return {entry: self._records[entry] for entry in ids if entry in self._records}

    def all_ids(self) -> Iterator[str]:
        """Every entry."""
        return iter(self._records)


def milliseconds(run: Callable[[], object]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1_000


def percentile(times: Sequence[float], share: float) -> float:
    """The time that this share of the times stays under."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def in_a_new_process(path: Path, questions: Sequence[Question]) -> dict[str, float]:
    """What a process that only searches measures of itself: see `searcher`."""
    command = [sys.executable, "-m", "benchmarks.searcher", str(path)]
    given_questions = json.dumps(questions)
    answer = subprocess.run(
        command, input=given_questions, capture_output=True, text=True, check=True
    )
    measured: dict[str, float] = json.loads(answer.stdout)
    return measured


def ask_engine(index: SearchIndex, question: Question) -> None:
    """A bridged search with facets, the page's twenty hits."""
    index.find(Query(" ".join(question[1]), language=question[0], limit=_SHOWN))


def fts5(records: Sequence[Record], folder: Path) -> sqlite3.Connection:
    """The same texts in SQLite's full-text index."""
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.execute(
        "create virtual table texts using fts5("
        "entry unindexed, title, summary, body, tokenize='unicode61 remove_diacritics 0')"
    )
    rows = (
        (
            record.entry,
            text.title,
            text.summary,
            " ".join([text.body, *(part.text for part in text.parts)]),
        )
        for record in records
        for text in record.texts
    )
    with database:
        database.executemany("insert into texts values (?, ?, ?, ?)", rows)
    database.execute("insert into texts(texts) values ('optimize')")
    return database


def ask_fts5(database: sqlite3.Connection, question: Question) -> None:
    """The bare words joined by OR, the twenty best by bm25."""
    words = " OR ".join(f'"{word}"' for word in question[1])
    statement = "select entry from texts where texts match ? order by bm25(texts) limit ?"
    database.execute(statement, (words, _SHOWN)).fetchall()


def searches(
    index: SearchIndex, database: sqlite3.Connection, questions: Sequence[Question]
) -> dict[str, float]:
    """Both engines with the same questions, in turns, then the engine's again."""
    ours, theirs = [], []
    for question in questions:
        ours.append(milliseconds(partial(ask_engine, index, question)))
        theirs.append(milliseconds(partial(ask_fts5, database, question)))
    again = [milliseconds(partial(ask_engine, index, question)) for question in questions]
    return {
        "engine_ms": median(ours),
        "engine_p95_ms": percentile(ours, 0.95),
        "engine_again_ms": median(again),
        "fts5_ms": median(theirs),
        "fts5_p95_ms": percentile(theirs, 0.95),
    }
