"""Everything public as files: always as it is now, with what describes them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from network.documents.publishing import withdraw
from network.dumps import FILES, TABLES, write_dump
from network.people.actors import get_system_actor
from tests.community.following.test_news import again, put
from tests.web.people import site_of


def entries(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get("/open-data/entries.jsonl")
    assert answer.status_code == 200
    lines = [json.loads(line) for line in answer.data.splitlines()]
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    return {line["address"]: line for line in lines}


def table(app: Flask, name: str) -> list[dict[str, str]]:
    answer = app.test_client().get(f"/open-data/{name}")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == answer.text.count("\n") - 1
    return rows


def test_files_say_what_is_public_now(own_app: Flask) -> None:
    site = site_of(own_app)
    before = entries(own_app)
    assert before
    with site.database.transaction() as session:
        first = put(
            session, "eksempelvik", "a", title="=Formel\u2028to", summary="S", language="nb"
        )
        second = put(session, "exempelstad", "b", title="B", language="sv")
    assert entries(own_app).keys() - before.keys() == {"eksempelvik/a", "exempelstad/b"}
    rows = {row["address"]: row for row in table(own_app, "entries.csv")}
    assert rows["eksempelvik/a"]["title_nb"].startswith("'=Formel")
    assert rows["exempelstad/b"]["title_sv"] == "B"
    with site.database.transaction() as session:
        again(session, second, title="Bättre")
        withdraw(session, first, actor=get_system_actor(session, "test"))
    after = entries(own_app)
    assert "eksempelvik/a" not in after
    assert after["exempelstad/b"]["content"]["title"] == "Bättre"
    assert {address: line for address, line in after.items() if address in before} == before
    # Nothing of what was withdrawn is left in the folder either.
    kept = b"".join(path.read_bytes() for path in site.settings.open_data.iterdir())
    table(own_app, "entries.csv")
    kept = b"".join(path.read_bytes() for path in site.settings.open_data.iterdir())
    assert b"Formel" not in kept


def test_only_what_changed_is_read_again(own_app: Flask, tmp_path: Path) -> None:
    site = site_of(own_app)
    with site.database.transaction() as session:
        for number in range(30):
            put(session, "eksempelvik", f"t{number}")
    folder, address = tmp_path / "dumps", site.settings.public_url
    asked: list[int] = []

    def count(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "FROM entries" in statement and isinstance(parameters, tuple):
            asked.append(len(parameters))

    event.listen(site.database.engine, "before_cursor_execute", count)
    with site.database.reading() as session:
        write_dump(session, folder, "entries.jsonl", address)
    assert max(asked) >= 30
    with site.database.transaction() as session:
        put(session, "eksempelvik", "nytt")
    asked.clear()
    with site.database.reading() as session:
        fresh = write_dump(session, folder, "entries.jsonl", address)
    assert max(asked) <= 2
    asked.clear()
    with site.database.reading() as session:
        assert write_dump(session, folder, "entries.jsonl", address) == fresh
    assert not asked
    # Written anew, it is the same.
    with site.database.reading() as session:
        anew = write_dump(session, tmp_path / "other", "entries.jsonl", address)
    assert anew.sha256 == fresh.sha256
    assert anew.lines == fresh.lines


@pytest.mark.parametrize("broken", ["not JSON", "[]", '{"format": 0}', ""])
def test_a_broken_state_is_written_anew(own_app: Flask, broken: str) -> None:
    before = entries(own_app)
    folder = site_of(own_app).settings.open_data
    (folder / "entries.jsonl.state").write_text(broken)
    assert entries(own_app) == before


def test_a_file_that_is_gone_or_cut_is_written_anew(own_app: Flask) -> None:
    before = entries(own_app)
    folder = site_of(own_app).settings.open_data
    (path,) = folder.glob("entries-*.jsonl")
    path.write_bytes(path.read_bytes()[:40])
    assert entries(own_app) == before
    (path,) = folder.glob("entries-*.jsonl")
    path.unlink()
    assert entries(own_app) == before


def test_the_package_describes_the_files(own_app: Flask) -> None:
    client, site = own_app.test_client(), site_of(own_app).settings.public_url
    package = client.get("/open-data/datapackage.json").get_json()
    assert {resource["path"] for resource in package["resources"]} == {
        f"{site}/open-data/{name}" for name in FILES
    }
    for resource in package["resources"]:
        data = client.get(resource["path"].removeprefix(site)).data
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        if "schema" in resource:
            head = next(csv.reader(io.StringIO(data.decode())))
            assert head == [field["name"] for field in resource["schema"]["fields"]]
    for name in TABLES:
        assert table(own_app, name)


def test_parts_and_known_files_are_answered_as_such(own_app: Flask) -> None:
    client = own_app.test_client()
    whole = client.get("/open-data/entries.jsonl")
    tag = whole.headers["ETag"]
    assert client.get("/open-data/entries.jsonl", headers={"If-None-Match": tag}).status_code == 304
    part = client.get("/open-data/entries.jsonl", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, whole.data[:10])
    assert (
        client.get("/open-data/entries.jsonl", headers={"Range": "bytes=99999999-"}).status_code
        == 416
    )
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    for name in ("entries.xml", "..", "entries.jsonl.state", "x" * 300):
        assert client.get(f"/open-data/{name}").status_code == 404
