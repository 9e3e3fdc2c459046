"""From a text to parts: proposals are shown beside the text, and taken by whoever writes."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from network.documents.tables import WorkingCopy
from network.files_in.proposals.words import fold_heading, read_keys
from network.kinds import KINDS
from network.kinds.field_types import list_field_types
from network.web.desk.form import labels
from tests.files_in.test_word_files import p, run, word
from tests.web.people import Person, signed_in, site_of

TEXTS = Path(__file__).parents[3] / "files_in" / "proposals"


@pytest.fixture
def kari(own_app: Flask) -> Person:
    return signed_in(own_app, "Kari", "coordinator", "eksempelvik")


def begin(kari: Person, kind: str, text: str, **more: str) -> UUID:
    """Begin with a pasted text; the document's id."""
    document_id = uuid4()
    form = {"kind": kind, "language": "nb", "organisation": "eksempelvik", "pasted": text}
    answer = kari.post("/nb/desk/new", form | {"id": str(document_id)} | more)
    assert answer.status_code == 303, answer.text
    return document_id


def keep(app: Flask, document_id: UUID, text: str) -> None:
    """Put a Markdown text into the form, as a Word file or a rich paste would be."""
    with site_of(app).database.transaction() as session:
        copy = session.query(WorkingCopy).filter_by(document_id=document_id).one()
        copy.fields = {**copy.fields, "body": text}


def fields_of(app: Flask, document_id: UUID) -> dict[str, Any]:
    with site_of(app).database.reading() as session:
        copy = session.query(WorkingCopy).filter_by(document_id=document_id).one()
        return dict(copy.fields)


def page_of(kari: Person, document_id: UUID) -> tuple[str, str, str]:
    """The page's address, the page, and the mark of its text."""
    address = f"/nb/desk/documents/{document_id}/proposals"
    page = kari.get(address).text
    mark = re.search(r'name="text" value="([0-9a-f]{16})"', page)
    assert mark
    return address, page, mark[1]


def boxes(page: str) -> dict[str, str]:
    """The words beside each box: value -> words."""
    return {
        html.unescape(value): " ".join(html.unescape(re.sub(r"<[^>]+>", " ", words)).split())
        for value, words in re.findall(
            r'name="take"[^>]*?value="([^"]+)"[^>]*>\s*<label[^>]*>(.*?)</label>', page, re.DOTALL
        )
    }


def test_a_text_leads_to_what_it_can_fill_in_and_nothing_is_filled_by_itself(
    own_app: Flask, kari: Person
) -> None:
    document_id = begin(kari, "meeting", "Sted: Rådhuset\n\nOrdføreren: Vi må ha hjelp til dette.")
    keep(own_app, document_id, (TEXTS / "mote-prosa.nb.md").read_text())
    address, page, mark = page_of(kari, document_id)
    words = boxes(page)
    assert any(
        "Vi må ha hjelp til dette." in said and "ordfører (H)" in said for said in words.values()
    )
    assert fields_of(own_app, document_id)["statements"] == []
    # Each passage is marked in the text, and its number leads there.
    for number in re.findall(r'href="#passage-(\d+)"', page):
        assert f'id="passage-{number}"' in page
    assert not re.search(r'name="take"[^>]*checked', page)

    first = next(value for value in words if value.startswith("statements@"))
    answer = kari.post(address, {"text": mark, "take": first, "all": "asked", "out": []})
    assert answer.status_code == 303
    fields = fields_of(own_app, document_id)
    assert [said["name"] for said in fields["statements"]] == ["Kari Eksempel"]
    assert len(fields["asked"]) == 3
    assert fields["asked"][0]["of"] == {"organisation": "", "name": "staten"}
    assert "Vi må ha hjelp" not in fields["body"]
    assert "Krav til staten" not in fields["body"]
    assert "Statsråden svarte" in fields["body"]
    # The letterhead's mark was taken away.
    assert "Postboks" in fields["body"]


def test_all_that_is_proposed_makes_a_version(own_app: Flask, kari: Person) -> None:
    document_id = begin(kari, "meeting", "x")
    keep(own_app, document_id, (TEXTS / "mote-prosa.nb.md").read_text())
    address, page, mark = page_of(kari, document_id)
    out = re.findall(r'name="out"[^>]*value="(\d+)"[^>]*checked', page)
    assert (
        kari.post(address, {"text": mark, "take": list(boxes(page)), "out": out}).status_code == 303
    )
    fields = fields_of(own_app, document_id)
    assert fields["organiser"]["organisation"] == "Eksempelvik"
    assert fields["date"] == "12. mars 2026"
    assert "Postboks" not in fields["body"]
    form = f"/nb/desk/documents/{document_id}/write"
    typed = _typed(kari.get(form).text)
    answer = kari.post(form, typed | {"title": "Toppmøte", "do": "save"}, follow_redirects=True)
    assert "Lagret som versjon 1." in answer.text


def _typed(page: str) -> dict[str, str]:
    """What a browser would send of a form."""
    form = page[page.index('id="write"') :]
    form = form[: form.index("</form>")]
    typed: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            typed[name[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        typed[name] = html.unescape(text).removeprefix("\n")
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"\s+selected', inner) or re.search(
            r'value="([^"]*)"', inner
        )
        typed[name] = html.unescape(chosen[1]) if chosen else ""
    return typed


def test_nothing_is_put_in_when_the_text_has_changed_meanwhile(
    own_app: Flask, kari: Person
) -> None:
    document_id = begin(kari, "meeting", "x")
    keep(own_app, document_id, "Sted: Rådhuset")
    address, page, mark = page_of(kari, document_id)
    keep(own_app, document_id, "Sted: Biblioteket")
    answer = kari.post(address, {"text": mark, "all": "single", "take": list(boxes(page))})
    assert answer.status_code == 409
    assert "Ingenting ble satt inn" in answer.text
    assert fields_of(own_app, document_id)["place"] == ""


def test_what_is_typed_is_never_written_over(own_app: Flask, kari: Person) -> None:
    document_id = begin(kari, "meeting", "x")
    keep(own_app, document_id, "Sted: Rådhuset\n\nDato: 12. mars 2026")
    _, page, _ = page_of(kari, document_id)
    assert {value.split("@")[0] for value in boxes(page)} == {"place", "date"}
    with site_of(own_app).database.transaction() as session:
        copy = session.query(WorkingCopy).filter_by(document_id=document_id).one()
        copy.fields = {**copy.fields, "place": "Biblioteket"}
    _, page, _ = page_of(kari, document_id)
    assert {value.split("@")[0] for value in boxes(page)} == {"date"}


def test_the_step_is_left_out_where_the_text_proposes_nothing(kari: Person) -> None:
    document_id = begin(kari, "experience", "Vi gjorde noe fint.")
    answer = kari.get(f"/nb/desk/documents/{document_id}/proposals")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/{document_id}/write")


def test_it_is_reached_from_the_form_while_there_is_text(own_app: Flask, kari: Person) -> None:
    document_id = begin(kari, "meeting", "x")
    form = f"/nb/desk/documents/{document_id}/write"
    assert 'value="propose"' in kari.get(form).text
    answer = kari.post(form, _typed(kari.get(form).text) | {"body": "Sted: Huset", "do": "propose"})
    assert (answer.status_code, answer.location[-10:]) == (303, "/proposals")
    assert "Huset" in kari.get(answer.location).text
    keep(own_app, document_id, "")
    assert 'value="propose"' not in kari.get(form).text


@pytest.mark.parametrize(
    ("typed", "text", "title", "left"),
    [
        ("", "Et møte om buss\n\nDette skjedde.", "", "Et møte om buss"),
        ("Min tittel", "Sted: Huset", "Min tittel", "Sted: Huset"),
    ],
)
def test_a_title_that_was_typed_stays(
    own_app: Flask, kari: Person, typed: str, text: str, title: str, left: str
) -> None:
    fields = fields_of(own_app, begin(kari, "meeting", text, title=typed))
    assert fields["title"] == title
    assert fields["body"].startswith(left)


def test_the_first_prominent_line_is_the_title_and_a_sections_name_is_none(
    own_app: Flask, kari: Person
) -> None:
    rich = "## Bakgrund\n\nText.\n\n**Yttrande över motionen**\n\nMer."
    document_id = begin(kari, "case", rich, pasted_is_markdown="1")
    fields = fields_of(own_app, document_id)
    assert fields["title"] == "Yttrande över motionen"
    assert "Bakgrund" in fields["body"]
    assert "Yttrande" not in fields["body"]


def begin_with_file(kari: Person, file: bytes, **more: str) -> UUID:
    document_id = uuid4()
    form: dict[str, Any] = {
        "id": str(document_id),
        "kind": "case",
        "language": "sv",
        "organisation": "eksempelvik",
        "file": (io.BytesIO(file), "fil.docx"),
    }
    answer = kari.post("/nb/desk/new", form | more)
    assert answer.status_code == 303, answer.text
    return document_id


TWO_SECTIONS = word(
    p(run("Yttrande rörande motionen", "b"))
    + p("Bakgrund", "Overskrift1")
    + p("Text.")
    + p("Förslag till beslut", "Overskrift1")
    + p("Avslag.")
)


def test_the_title_of_a_file_is_no_section_of_it(own_app: Flask, kari: Person) -> None:
    fields = fields_of(own_app, begin_with_file(kari, TWO_SECTIONS))
    assert fields["title"] == "Yttrande rörande motionen"
    assert fields["body"].count("Bakgrund") == 1
    assert fields["body"].count("Förslag till beslut") == 1


def test_neither_a_typed_title_nor_a_paste_is_lost_beside_a_file(
    own_app: Flask, kari: Person
) -> None:
    file = word(p("Filens tittel", "Tittel") + p("Filens tekst."))
    document_id = begin_with_file(kari, file, title="Min tittel", pasted="Limt inn.")
    fields = fields_of(own_app, document_id)
    assert fields["title"] == "Min tittel"
    assert fields["body"] == "## Filens tittel\n\nFilens tekst.\n\nLimt inn."
    fields = fields_of(own_app, begin_with_file(kari, file))
    assert (fields["title"], fields["body"]) == ("Filens tittel", "Filens tekst.")


# Fields of a text each, which a section may be called by their label.
_NOT_A_SECTION = frozenset(("title", "body", "place", "series_name", "case_number"))


@pytest.mark.parametrize("ui", ["nb", "nn", "sv"])
def test_a_section_that_is_called_as_the_form_calls_a_field_fills_it(
    own_app: Flask, ui: str
) -> None:
    known = {**read_keys("heading"), **read_keys("label")}
    with own_app.test_request_context(f"/{ui}/"):
        for model in KINDS.values():
            for name, field in list_field_types(model).items():
                marks = [mark for mark in field.marks if type(mark).__name__ == "Translatable"]
                if marks and name not in _NOT_A_SECTION:
                    label = fold_heading(str(labels.label_field("", name)))
                    assert known.get(label) == name, (name, label)
