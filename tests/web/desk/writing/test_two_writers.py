"""One of two removes a part that the other changes: whatever is chosen can be saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from pydantic import BaseModel, StringConstraints

from network import clock
from network.documents.attached_files import give_file
from network.documents.revisions import Placement, begin, find_newest_revision
from network.kinds import KINDS, Content, marks, parse_content
from network.kinds.field_types import FieldType, list_field_types, list_part_fields
from network.organisations.queries import find_organisation_ids
from tests.attached import plain_file
from tests.conftest import FULL
from tests.web.desk.writing.windows import Window, read_form
from tests.web.people import Person, actor, signed_in, site_of

WORDS, CHANGED = "Ord om saken", "saken"
FILE = plain_file(b"a report", "Ord")
PARTS = [(kind, field.name) for kind, model in KINDS.items() for field in list_part_fields(model)]
WAYS = [(i_remove, choice) for choice in ("mine", "theirs", "both") for i_remove in (False, True)]
# Every way for every part; in the quick run each part has one of them in turn.
CASES = [
    (*part, *way)
    for number, part in enumerate(PARTS)
    for way in (WAYS if FULL else WAYS[number % len(WAYS) :][:1])
]


@pytest.fixture(scope="module")
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture(scope="module")
def berit(app: Flask) -> Person:
    """The same."""
    return signed_in(app, "Berit", "coordinator", "eksempelvik")


def _is_plain(field: FieldType) -> bool:
    """Whether any words may stand in a field."""
    has_form = any(
        isinstance(mark, StringConstraints) and isinstance(mark.pattern, str)
        for mark in field.marks
    )
    meant = (
        marks.Date,
        marks.EntryRef,
        marks.Number,
        marks.OrganisationRef,
        marks.PartRef,
        marks.SeriesRef,
    )
    is_meant = any(field.mark(mark) for mark in meant)
    is_text = field.value_type is str and not field.is_list
    return is_text and not has_form and not is_meant and field.name not in ("id", "url", "format")


def _make_part(kind: str, name: str, content: dict[str, Any]) -> dict[str, Any]:
    """A part with words wherever any may stand; what it refers to is put into the content too."""
    model = list_field_types(KINDS[kind])[name].model
    assert model is not None
    part: dict[str, Any] = {"id": f"{name.replace('_', '-')}1"}
    for field in list_field_types(model).values():
        reference = field.mark(marks.PartRef)
        if _is_plain(field):
            part[field.name] = WORDS
        elif field.mark(marks.Number):
            part[field.name] = "7"
        elif not field.required or field.name == "id":
            continue
        elif reference is not None:
            among = reference.among or _find_own_parts(kind)
            content.setdefault(among, [_make_part(kind, among, content)])
            part[field.name] = content[among][0]["id"]
        elif field.mark(marks.StoredFileRef):
            part[field.name] = FILE.sha256
        elif field.mark(marks.EntryRef):
            part[field.name] = "exempelstad/frukost"
        elif field.options:
            part[field.name] = field.options[0]
        else:
            part[field.name] = "https://exempel.example/"
    return part


def _find_own_parts(kind: str) -> str:
    """The first list of parts by which the entry says something itself."""
    return next(
        field.name
        for field in list_part_fields(KINDS[kind])
        if field.model is not None and not getattr(field.model, "basis", False)
    )


def _make_content(kind: str, name: str) -> Content:
    content: dict[str, Any] = {"kind": kind, "language": "nb", "title": "Saken"}
    content[name] = [_make_part(kind, name, content)]
    for field in list_field_types(KINDS[kind]).values():
        if field.required and field.options and field.name != "kind":
            content.setdefault(field.name, field.options[0])
    return parse_content(content)


def _find_text(model: type[BaseModel] | None) -> str:
    """The first field of a part that words may stand in."""
    assert model is not None
    return next(field.name for field in list_field_types(model).values() if _is_plain(field))


def _read_parts(app: Flask, document: UUID, name: str) -> list[dict[str, Any]]:
    with site_of(app).database.reading() as session:
        newest = find_newest_revision(session, document, "nb")
        assert newest is not None
        parts: list[dict[str, Any]] = newest.content.get(name, [])
        return parts


@pytest.mark.parametrize(("kind", "name", "i_remove", "choice"), CASES)
@pytest.mark.quick(cases=5)
def test_whatever_is_chosen_can_be_saved(
    app: Flask, kari: Person, berit: Person, kind: str, name: str, i_remove: bool, choice: str
) -> None:
    content = _make_content(kind, name)
    text = _find_text(list_field_types(KINDS[kind])[name].model)
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        given, writer = uuid4(), actor(app, kari)
        if name == "files":
            store = site_of(app).files
            give_file(session, store, given, FILE, WORDS, organisation_id=home, actor=writer)
        first = begin(session, Placement(home, None, home), content, actor=writer, id=given)
    document = first.document_id
    windows = [
        Window(person, f"/nb/desk/documents/{document}/write", has_script=False)
        for person in (kari, berit)
    ]
    for window in windows:
        window.open()
    mine, theirs = windows
    remover, changer = (mine, theirs) if i_remove else (theirs, mine)
    changer.shown[f"{name}.0.{text}"] = CHANGED

    def write(window: Window) -> int:
        if window is remover:
            assert window.press(f"remove:{name}.0").status_code == 200
        return window.send("save").status_code

    assert write(theirs) == 303
    assert write(mine) == 409
    mine.settle(choice)
    answer = mine.send("save")
    assert answer.status_code == 303, answer.text
    parts = _read_parts(app, document, name)
    is_removed = choice == ("mine" if i_remove else "theirs")
    assert [part[text] for part in parts] == ([] if is_removed else [CHANGED])
    # A part that comes back is the one it was: links to it lead there.
    assert all(part["id"] == getattr(content, name)[0].id for part in parts)


def test_a_form_says_who_else_is_writing(
    app: Flask, kari: Person, berit: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        content = parse_content({"kind": "need", "language": "nb", "title": "Vi trenger hjelp"})
        first = begin(session, Placement(home, None, home), content, actor=actor(app, kari))
    desk = f"/nb/desk/documents/{first.document_id}"
    assert "skriver også i denne teksten" not in berit.get(f"{desk}/write").text
    form = {"title": "Vi trenger mye hjelp", "base": str(first.id)}
    assert kari.post(f"{desk}/keep", form).status_code == 200
    sentence = "Kari skriver også i denne teksten (bokmål), sist for ett minutt siden."
    for page in ("write", "translate/sv"):
        text = berit.get(f"{desk}/{page}").text
        assert sentence in text
        # What the other has typed is shown to nobody else.
        assert "mye hjelp" not in text
    assert (
        "Kari skriver också i den här texten" in berit.get(desk.replace("nb", "sv") + "/write").text
    )
    # One is not told of oneself, nor of somebody who has gone home.
    assert "skriver også i denne teksten" not in kari.get(f"{desk}/write").text
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "skriver også i denne teksten" not in berit.get(f"{desk}/write").text


def test_what_is_wrong_only_together_is_told_and_can_be_mended(
    app: Flask, kari: Person, berit: Person
) -> None:
    """I name a source that the other removes meanwhile: each may, both together may not."""
    statement = {"id": "s1", "wording": "paraphrase", "text": "Sagt."}
    value = {
        "kind": "meeting",
        "language": "nb",
        "title": "Møte",
        "sources": [{"id": "k1", "title": "Referat"}],
        "statements": [statement],
    }
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        content = parse_content(value)
        first = begin(session, Placement(home, None, home), content, actor=actor(app, kari))
    address = f"/nb/desk/documents/{first.document_id}/write"
    mine, theirs = (Window(person, address, has_script=False) for person in (kari, berit))
    for window in (mine, theirs):
        window.open()
    theirs.press("remove:sources.0")
    theirs.type("summary", "Kort.")
    theirs.save()
    mine.shown["statements.0.account"] = "k1"
    answer = mine.send("save")
    assert answer.status_code == 422
    mine.shown = read_form(answer.data.decode())
    # The form has both, and goes on from there.
    assert (mine.shown["summary"], mine.shown["statements.0.account"]) == ("Kort.", "k1")
    mine.shown["statements.0.account"] = ""
    assert mine.send("save").status_code == 303
    parts = _read_parts(app, first.document_id, "statements")
    assert parts == [statement]
