"""Entries and collections are saved as Word, PDF and Markdown, cited as they stand."""

from __future__ import annotations

import io

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.files_in.media_types import DOCX, PDF, recognise_media_type
from network.files_in.reading import read_caged_file
from tests.web.public.collections.test_collections import collected


def test_an_entry_is_saved_as_word_pdf_and_markdown(reader: FlaskClient) -> None:
    address = "/nb/exempelstad/mote/document"
    for file_format, media_type in (("docx", DOCX), ("pdf", PDF)):
        answer = reader.get(f"{address}.{file_format}")
        assert answer.status_code == 200
        assert answer.content_type == media_type == recognise_media_type(answer.data)
        name = f"attachment; filename=exempelstad-mote.{file_format}"
        assert answer.headers["Content-Disposition"] == name
        read = read_caged_file(answer.data, media_type).value
        assert read["title"] == "Möte om frukost"
        assert "Frukosten betalar sig." in read["markdown"]
        assert "Slik kan det siteres" in read["markdown"]
    text = reader.get(f"{address}.md").text
    assert "# Möte om frukost" in text
    assert "Exempelstad. *Möte om frukost*. Grannar, versjon fra " in text
    assert "/nb/exempelstad/mote>" in text


def test_a_file_says_which_version_it_is(reader: FlaskClient) -> None:
    answer = reader.get("/nb/exempelstad/mote/document.docx")
    again = reader.get(
        "/nb/exempelstad/mote/document.docx", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("file_format", ["docx", "pdf", "md"])
def test_a_collection_is_saved_with_its_entries(
    reader: FlaskClient, file_format: str, collection: None
) -> None:
    answer = reader.get(f"/nb/eksempelvik/samlet/document.{file_format}")
    assert answer.status_code == 200
    if file_format == "docx":
        titles = [
            paragraph.text
            for paragraph in docx.Document(io.BytesIO(answer.data)).paragraphs
            if paragraph.style and paragraph.style.name.startswith(("Title", "Heading"))
        ]
        assert titles[:1] == ["Samlet"]
        assert "Möte om frukost" in titles
    beside = reader.get(f"/nb/eksempelvik/samlet/side-by-side.{file_format}")
    assert beside.status_code == 200


def test_what_is_not_public_is_not_saved_either(reader: FlaskClient) -> None:
    for address in ("eksempelvik/none", "exempelstad/mote"):
        assert reader.get(f"/nb/{address}/document.exe").status_code == 404
    assert reader.get("/nb/exempelstad/mote/side-by-side.md").status_code == 404


@pytest.fixture(scope="module")
def collection(app: Flask) -> None:
    collected(app, "samlet", "exempelstad/mote", "eksempelvik/frokost")
