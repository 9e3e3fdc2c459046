"""Styles and scripts are sent small, kept for a year under their digest's name, and never stale."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.web.codings import decode
from network.web.static_files import StaticFiles
from tests.conftest import ROOT

CSS = (ROOT / "network" / "web" / "static" / "grannar.css").read_bytes()


def find_named(client: FlaskClient, name: str) -> str:
    """The address under which a page names a file."""
    page = client.get("/nb/").text
    address = re.search(rf'"(/static/{re.escape(name)}[^"]*)"', page)
    assert address
    return address[1]


@pytest.mark.parametrize("coding", ["gzip", "zstd", ""])
def test_a_file_is_sent_in_the_smallest_coding_that_is_understood(
    client: FlaskClient, coding: str
) -> None:
    answer = client.get(find_named(client, "grannar.css"), headers={"Accept-Encoding": coding})
    assert answer.headers.get("Content-Encoding", "") == coding
    assert decode(answer.data, coding) == CSS
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"
    if coding:
        assert len(answer.data) < len(CSS) / 4


def test_under_the_name_of_its_content_it_is_kept_and_under_any_other_asked_for(
    client: FlaskClient,
) -> None:
    named = find_named(client, "grannar.css")
    assert "immutable" in client.get(named).headers["Cache-Control"]
    for other in ("/static/grannar.css", "/static/grannar.css?v=0123456789abcdef"):
        answer = client.get(other)
        assert answer.headers["Cache-Control"] == "no-cache"
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(other, headers=tag).status_code == 304


def test_every_file_that_pages_name_has_its_content_in_its_name(client: FlaskClient) -> None:
    page = client.get("/nb/search?q=skole").text
    names = re.findall(r'"(/static/[^"]+)"', page)
    assert names
    assert [name for name in names if not re.search(r"\?v=[0-9a-f]{16}$", name)] == []


def test_a_file_that_changes_is_sent_anew_under_a_new_name(tmp_path: Path) -> None:
    file = tmp_path / "a.css"
    file.write_text("a{}" * 400)
    files = StaticFiles(tmp_path)
    before = files.read("a.css")
    assert before is not None
    assert gzip.decompress(before.body("gzip")) == file.read_bytes()
    file.write_text("b{}" * 400)
    os.utime(file, ns=(before.stamp[0] + 1_000_000, before.stamp[0] + 1_000_000))
    after = files.read("a.css")
    assert after is not None
    assert after.digest != before.digest
    assert gzip.decompress(after.body("gzip")) == file.read_bytes()


@pytest.mark.parametrize(
    "name", ["nothing.css", "../app.py", "%00", "a\x00b", "public", "", "x" * 300]
)
def test_what_is_no_file_of_the_folder_is_not_there(seeded_app: Flask, name: str) -> None:
    answer = seeded_app.test_client().get(f"/static/{name}")
    assert answer.status_code == 404


def test_a_picture_is_sent_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/static/mark.svg", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    head = client.head("/static/mark.svg")
    assert head.status_code == 200
    assert head.data == b""
