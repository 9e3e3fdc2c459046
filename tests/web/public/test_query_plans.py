"""How the database answers the pages: by index, so that a page stays quick as the portal grows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from tests.pages import forget_pages

LARGE = ("entries", "entry_texts", "entry_addresses", "entry_links")
PAGES = (
    "/nb/search?q=radikalisering",
    "/sv/search?q=handlingsplan&country=SE",
    "/nb/koping/motverka-valdsbejakande-extremism",
    "/nb/oslo/tiltak-mot-radikalisering",
)


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked, with the values, while the block runs."""
    asked: list[tuple[str, Any]] = []

    def note(_1: object, _2: object, statement: str, values: Any, *_: object) -> None:
        asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_whole_table(seeded_app: Flask, page: str) -> None:
    engine = seeded_app.extensions["grannar"].database.engine
    forget_pages(seeded_app)
    with statements(engine) as asked:
        answer = seeded_app.test_client().get(page)
    assert answer.status_code == 200
    reads = [(sql, values) for sql, values in asked if sql.startswith(("SELECT", "WITH"))]
    assert any("entry_texts" in sql for sql, _ in reads)
    with engine.connect() as connection:
        for statement, values in reads:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row[3] for row in plan]
            whole = [step for step in steps if step in {f"SCAN {table}" for table in LARGE}]
            assert not whole, statement
