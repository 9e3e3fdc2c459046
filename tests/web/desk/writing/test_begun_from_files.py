"""Texts are begun from files: one leads to its form, several become a draft each."""

from __future__ import annotations

import io
import re
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from network.web.desk.writing.imported_text import MOST_FILES
from tests.files_in.made_pdfs import make_pdf
from tests.files_in.test_word_files import p, run, word
from tests.web.people import Person, signed_in

TEXT = "Vi fulgte hver vakt i tre uker."
WORD = word(p(run("Nattevakter"), "Tittel") + p(run(TEXT)))
PDF = make_pdf(f"= Friminutt\n{TEXT}")


@pytest.fixture
def kari(own_app: Flask) -> Person:
    return signed_in(own_app, "Kari", "coordinator", "eksempelvik")


def begin(
    kari: Person, *files: tuple[bytes, str], accept: str = "text/html", id: str = ""
) -> TestResponse:
    return kari.client.post(
        "/nb/desk/new",
        data={
            "id": id or str(uuid4()),
            "kind": "experience",
            "language": "nb",
            "organisation": "eksempelvik",
            "csrf_token": kari.token(),
            "file": [(io.BytesIO(data), name) for data, name in files],
        },
        headers={"Accept": accept, "Origin": "http://localhost"},
    )


def test_a_pdf_becomes_the_draft_it_was_chosen_for(kari: Person) -> None:
    answer = begin(kari, (PDF, "rapport.pdf"))
    assert answer.status_code == 303
    form = kari.get(answer.location).text
    assert TEXT in form
    assert 'value="Friminutt"' in form


def test_several_files_become_a_draft_each(kari: Person) -> None:
    id = str(uuid4())
    files = [(WORD, "vakter.docx"), (b"%PDF-1.4 x", "skadet.pdf"), (PDF, "friminutt.pdf")]
    page = begin(kari, *files, id=id)
    assert page.status_code == 200
    assert "2 utkast er påbegynt." in page.text
    assert "<strong>skadet.pdf</strong>: Filen er skadet." in " ".join(page.text.split())
    links = re.findall(r'href="([^"]*/documents/[^"]+)">([^<]+)', page.text)
    assert [title for _, title in links] == ["Nattevakter", "Friminutt"]
    assert all(TEXT in kari.get(address).text for address, _ in links)
    # Sent once more, the same drafts are there and no others.
    again = begin(kari, *files, id=id)
    assert re.findall(r'href="([^"]*/documents/[^"]+)">([^<]+)', again.text) == links


def test_a_script_sends_them_one_by_one(kari: Person) -> None:
    begun = begin(kari, (WORD, "vakter.docx"), accept="application/json").json
    assert begun is not None
    assert begun["title"] == "Nattevakter"
    assert TEXT in kari.get(begun["address"]).text
    refused = begin(kari, (b"MZ\0\0", "program.exe"), accept="application/json")
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["problem"].startswith("Filer av denne typen kan ikke leses her.")


def test_so_many_files_at_once_are_told_to_be_too_many(kari: Person) -> None:
    answer = begin(kari, *[(WORD, f"{number}.docx") for number in range(MOST_FILES + 1)])
    assert answer.status_code == 422
    assert "Velg høyst 10 filer om gangen." in answer.text


def test_who_is_signed_in_sends_larger_files_than_others(own_app: Flask, kari: Person) -> None:
    own_app.config["MAX_CONTENT_LENGTH"] = 10_000
    large = bytes(20_000)
    answer = begin(kari, (large, "stor.bin"))
    assert answer.status_code == 422
    assert "Filer av denne typen kan ikke leses her." in answer.text
    stranger = own_app.test_client().post(
        "/nb/account/sign-in", data={"file": (io.BytesIO(large), "a")}
    )
    assert stranger.status_code == 413
