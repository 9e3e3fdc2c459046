"""Files at the desk: given in the form of a text, with or without scripts, described there,
opened by who writes and reviews it, and public when the text is."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from network.attachments import reading
from network.attachments.picture_metadata import holds_metadata
from network.attachments.scanner import InfectedFile, Scanner, ScannerAway
from network.attachments.tables import StoredFile
from network.documents.tables import Document, DocumentFile
from network.documents.working_copies import find_copy
from network.entries.tables import EntryAttachment
from tests.attached import CAMERA, make_pdf, make_photo
from tests.web.people import PASSWORD, Person, actor, carried, signed_in, site_of, token_of

NUMBER = "21880650006"


@pytest.fixture
def kari(own_app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(own_app, "Kari", "coordinator", "eksempelvik")


class Form:
    """The form of a text without scripts: every field is sent as the page has it."""

    def __init__(self, app: Flask, person: Person) -> None:
        self.app, self.person = app, person
        self.document_id = uuid4()
        form = {
            "id": str(self.document_id),
            "kind": "experience",
            "language": "nb",
            "organisation": "eksempelvik",
            "title": "Uteskole for alle",
        }
        assert person.post("/nb/desk/new", form).status_code == 303
        self.path = f"/nb/desk/documents/{self.document_id}"

    def page(self) -> str:
        return self.person.get(f"{self.path}/write").text

    def fields(self, **changed: str) -> dict[str, str]:
        page = self.page()
        fields = dict(carried(page)) | {"title": "Uteskole for alle"}
        fields |= dict(re.findall(r'name="(files\.[^"]+)"[^>]*?value="([^"]*)"', page))
        return fields | changed

    def attach(self, *files: tuple[bytes, str], **changed: str) -> TestResponse:
        data = {
            **self.fields(**changed),
            "do": "attach",
            "attach": [(io.BytesIO(content), name) for content, name in files],
        }
        return self.person.post(f"{self.path}/write", data, content_type="multipart/form-data")

    def press(self, do: str, **changed: str) -> TestResponse:
        return self.person.post(f"{self.path}/write", {**self.fields(**changed), "do": do})

    def parts(self) -> list[dict[str, str]]:
        with site_of(self.app).database.reading() as session:
            copy = find_copy(session, self.document_id, "nb", actor=actor(self.app, self.person))
            assert copy is not None
            parts: list[dict[str, str]] = copy.fields["files"]
            return parts

    def publish(self) -> None:
        """Save, submit, and have it approved by the national coordinator."""
        assert self.press("save").status_code == 303
        nils = signed_in(self.app, "Nils", "national_coordinator", "grannar", "NO")
        revision = self._newest()
        for who, what in ((self.person, "submit"), (nils, "approve")):
            answer = who.post(f"{self.path}/{what}", {"revision": revision, "note": ""})
            assert answer.status_code == 303, answer.text

    def _newest(self) -> str:
        found = re.search(r'name="revision"\s+value="([^"]+)"', self.person.get(self.path).text)
        assert found is not None
        return found[1]


@pytest.fixture
def form(own_app: Flask, kari: Person) -> Form:
    return Form(own_app, kari)


def test_several_files_are_given_at_once_and_what_was_typed_stays(form: Form) -> None:
    answer = form.attach(
        (make_pdf(["Rapport om uteskole"]), "C:/Saker/Rapport 2026.pdf"),
        (make_photo(), "bilde.png"),
        title="Uteskole, ny tittel",
    )
    assert (answer.status_code, answer.location) == (303, f"{form.path}/write#files.0")
    report, picture = form.parts()
    assert (report["id"], report["file_name"]) == ("f1", "Rapport 2026.pdf")
    # What it is, its bytes tell, and its name follows.
    assert (picture["id"], picture["file_name"]) == ("f2", "bilde.jpg")
    page = form.page()
    assert 'value="Uteskole, ny tittel"' in page
    assert f"{form.path}/files/{report['file']}" in page
    # What it shows is asked of the picture alone.
    assert 'name="files.1.alternative"' in page
    assert 'name="files.0.alternative"' not in page


def test_a_file_is_described_moved_and_taken_away_as_any_part(form: Form) -> None:
    form.attach((make_pdf(["En"]), "en.pdf"), (make_pdf(["To"]), "to.pdf"))
    form.press("down:files.0", **{"files.0.description": "Den første"})
    assert [(part["id"], part["description"]) for part in form.parts()] == [
        ("f2", ""),
        ("f1", "Den første"),
    ]
    answer = form.press("remove:files.0")
    assert answer.status_code == 200
    assert [part["id"] for part in form.parts()] == ["f1"]
    removed = re.search(r'name="removed" value="([^"]+)"', answer.text)
    assert removed is not None
    form.press("restore", removed=html.unescape(removed[1]))
    assert [part["id"] for part in form.parts()] == ["f2", "f1"]
    # An id once given is never given to another file.
    form.press("save")
    form.press("remove:files.0")
    form.press("save")
    form.attach((make_pdf(["Tre"]), "tre.pdf"))
    assert [part["id"] for part in form.parts()] == ["f1", "f3"]


def test_a_published_text_gives_its_files_to_everybody(form: Form) -> None:
    report = make_pdf(["Rapport om uteskole"])
    form.attach((report, "rapport.pdf"), (make_photo(), "bilde.jpg"))
    form.press("keep", **{"files.1.alternative": "Barn i skogen"})
    reader = form.app.test_client()
    form.publish()
    address = "/nb/eksempelvik/uteskole-for-alle"
    assert reader.get(f"{address}/files/f1").data == report
    picture = reader.get(f"{address}/files/f2").data
    assert not holds_metadata(picture)
    assert CAMERA.encode() not in picture
    assert 'alt="Barn i skogen"' in reader.get(address).text


def test_a_picture_without_words_is_saved_and_not_submitted(form: Form) -> None:
    form.attach((make_photo(), "bilde.jpg"))
    assert form.press("save").status_code == 303
    revision = form._newest()
    answer = form.person.post(f"{form.path}/submit", {"revision": revision, "note": ""})
    assert answer.status_code == 422
    assert "Skriv hva bildet viser" in answer.text


def test_a_number_in_a_file_its_title_or_its_name_stops_the_text(form: Form) -> None:
    form.attach(
        (make_pdf(["Rapport", f"Gjelder {NUMBER}"]), "rapport.pdf"),
        (make_pdf(["Notat"], title=f"Sak {NUMBER}"), "notat.pdf"),
        (make_pdf(["Brev"]), f"{NUMBER}_brev.pdf"),
        (make_pdf(["Uten"]), "uten.pdf"),
    )
    page = form.page()
    for place in ("files.0.file", "files.1.file", "files.2.file_name"):
        assert f'href="#{place}"' in page
    assert 'href="#files.3' not in page
    assert form.press("save").status_code == 303
    shown = form.person.get(form.path).text
    assert shown.count(f"<mark>{NUMBER}</mark>") >= 2
    form.person.post(f"{form.path}/submit", {"revision": form._newest(), "note": ""})
    with site_of(form.app).database.reading() as session:
        assert session.get_one(Document, form.document_id).slug is None


def test_what_cannot_be_taken_is_told_and_the_rest_is_kept(
    form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 50_000)
    answer = form.attach(
        (bytes(50_001), "stor.pdf"),
        (b"", "tom.pdf"),
        (b"\xff\xd8\xff\xe0 nothing", "ødelagt.jpg"),
        (make_pdf(["God"]), "god.pdf"),
        title="Ny tittel",
    )
    assert answer.status_code == 422
    for sentence in (
        "«stor.pdf» er for stor",
        "«tom.pdf» er tom",
        "«ødelagt.jpg» er ikke et bilde",
    ):
        assert sentence in answer.text
    assert [part["file_name"] for part in form.parts()] == ["god.pdf"]
    assert 'value="Ny tittel"' in answer.text


def test_no_name_is_a_place(form: Form, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    names = ("../../utenfor.txt", "/tmp/utenfor.txt", "CON", "a\u202eb.txt", "", "x" * 300 + ".txt")
    for number, name in enumerate(names):
        form.attach((b"Notat %d" % number, name))
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    folder = Path(site_of(form.app).settings.files)
    beside = {path for path in written if folder not in path.parents}
    assert {path.name.partition(".")[0] for path in beside} <= {"grannar"}
    assert {path.name for path in written - beside} == {part["file"] for part in form.parts()}
    assert len(form.parts()) == 5


@pytest.mark.quick(cases=0)
def test_twenty_files_and_no_more(form: Form) -> None:
    files = [(b"Notat %d" % number, f"n{number}.txt") for number in range(22)]
    answer = form.attach(*files)
    assert answer.status_code == 422
    assert "høyst 20 filer. Disse ble ikke med: n20.txt, n21.txt" in answer.text
    assert len(form.parts()) == 20
    assert form.press("save").status_code == 303


def test_a_file_that_cannot_be_read_says_so_to_writer_reviewer_and_reader(form: Form) -> None:
    form.attach((b"\x00\x01\x02" * 50, "data.bin"))
    assert "Teksten i filen kunne ikke leses" in form.page()
    form.press("save")
    nils = signed_in(form.app, "Nils", "national_coordinator", "grannar", "NO")
    revision = form._newest()
    form.person.post(f"{form.path}/submit", {"revision": revision, "note": ""})
    review = nils.get(f"{form.path}/review/nb").text
    assert "Teksten i filen kunne ikke leses" in review
    (part,) = re.findall(rf"{form.path}/files/([0-9a-f]{{64}})", review)[:1]
    assert nils.get(f"{form.path}/files/{part}").data == b"\x00\x01\x02" * 50
    assert nils.get(f"{form.path}/files/{part}").headers["Cache-Control"] == "private, no-store"
    nils.post(f"{form.path}/approve", {"revision": revision, "note": ""})
    page = form.app.test_client().get("/nb/eksempelvik/uteskole-for-alle").text
    assert "kan ikke søkes i" in page


def test_a_file_of_one_text_is_none_of_anothers(form: Form, own_app: Flask, kari: Person) -> None:
    form.attach((make_pdf(["Hemmelig"]), "hemmelig.pdf"))
    (part,) = form.parts()
    lise = signed_in(own_app, "Lise", "coordinator", "lilleby-ost")
    other = uuid4()
    lise.post(
        "/nb/desk/new",
        {
            "id": str(other),
            "kind": "experience",
            "language": "nb",
            "organisation": "lilleby-ost",
            "title": "Min",
        },
    )
    path = f"/nb/desk/documents/{other}"
    page = lise.get(f"{path}/write").text
    taken = {
        **carried(page),
        "title": "Min",
        "files.0.present": "1",
        "files.0.file": part["file"],
        "files.0.file_name": "min.pdf",
        "do": "save",
    }
    answer = lise.post(f"{path}/write", taken)
    assert answer.status_code == 422
    assert "finnes ikke her lenger" in answer.text
    for address in (f"{path}/files/{part['file']}", f"{form.path}/files/{part['file']}"):
        assert lise.get(address).status_code == 404
    with own_app.extensions["grannar"].database.reading() as session:
        given = session.scalars(select(DocumentFile.document_id)).all()
        assert set(given) == {form.document_id}


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (InfectedFile("Eicar"), "viruskontrollen finner noe skadelig"),
        (ScannerAway("refused"), "Viruskontrollen svarer ikke akkurat nå"),
    ],
)
def test_what_the_scanner_stops_is_told_and_nothing_is_lost(
    form: Form, monkeypatch: pytest.MonkeyPatch, problem: Exception, words: str
) -> None:
    def scan(self: Scanner, data: bytes) -> None:
        raise problem

    monkeypatch.setattr(Scanner, "scan", scan)
    object.__setattr__(site_of(form.app), "scanner", Scanner("127.0.0.1:9"))
    answer = form.attach((make_pdf(["x"]), "x.pdf"), title="Det jeg skrev")
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert 'value="Det jeg skrev"' in answer.text
    assert form.parts() == []
    assert list(site_of(form.app).files.list_files()) == []
    with site_of(form.app).database.reading() as session:
        assert session.scalars(select(StoredFile)).all() == []


def test_the_file_that_a_text_is_begun_from_is_kept_for_its_writers_until_they_say_so(
    own_app: Flask, kari: Person
) -> None:
    report = make_pdf(["Uteskole for alle\nVi gikk ut i skogen hver uke."])
    document_id = uuid4()
    data = {
        "id": str(document_id),
        "kind": "experience",
        "language": "nb",
        "organisation": "eksempelvik",
        "keep_file": "1",
        "file": (io.BytesIO(report), "utkast.pdf"),
    }
    answer = kari.post("/nb/desk/new", data, content_type="multipart/form-data")
    assert answer.status_code == 303
    path = f"/nb/desk/documents/{document_id}"
    page = kari.get(f"{path}/write").text
    assert "utkast.pdf" in page
    given = re.search(r'value="(given:[0-9a-f]{64})"', page)
    assert given is not None
    fields = {**carried(page), "title": "Uteskole"}
    kari.post(f"{path}/write", {**fields, "do": "save"})
    with site_of(own_app).database.reading() as session:
        (row,) = session.scalars(select(DocumentFile)).all()
        assert (row.is_original, row.document_id) == (True, document_id)
    assert "utkast.pdf" not in kari.get(f"{path}/preview").text
    page = kari.get(f"{path}/write").text
    kari.post(f"{path}/write", {**carried(page), "title": "Uteskole", "do": given[1]})
    assert "utkast.pdf" in kari.get(f"{path}/preview").text
    with site_of(own_app).database.reading() as session:
        copy = find_copy(session, document_id, "nb", actor=actor(own_app, kari))
        assert copy is not None
        assert [part["role"] for part in copy.fields["files"]] == ["original"]


def test_without_the_tick_nothing_of_the_file_is_kept(own_app: Flask, kari: Person) -> None:
    data = {
        "id": str(uuid4()),
        "kind": "experience",
        "language": "nb",
        "organisation": "eksempelvik",
        "file": (io.BytesIO(make_pdf(["Uteskole for alle"])), "utkast.pdf"),
    }
    assert kari.post("/nb/desk/new", data, content_type="multipart/form-data").status_code == 303
    assert list(site_of(own_app).files.list_files()) == []


def test_a_copy_of_a_text_has_its_files_and_a_template_has_none(form: Form) -> None:
    form.attach((make_pdf(["Rapport"]), "rapport.pdf"))
    form.press("save")
    copy_id = uuid4()
    answer = form.person.post(f"{form.path}/copy", {"id": str(copy_id)})
    assert answer.status_code == 303
    path = f"/nb/desk/documents/{copy_id}"
    page = form.person.get(f"{path}/write").text
    assert "rapport.pdf" in page
    fields = dict(carried(page)) | dict(
        re.findall(r'name="(files\.[^"]+)"[^>]*?value="([^"]*)"', page)
    )
    saved = form.person.post(f"{path}/write", {**fields, "title": "Kopi", "do": "save"})
    assert saved.status_code == 303, saved.text
    (sha256,) = re.findall(rf"{path}/files/([0-9a-f]{{64}})", page)[:1]
    assert form.person.get(f"{path}/files/{sha256}").status_code == 200
    form.person.post(f"{form.path}/template", {"name": "Vår mal"})
    begun = re.search(r"/nb/desk/templates/[0-9a-f-]+/begin", form.person.get("/nb/desk/new").text)
    assert begun is not None
    from_template = uuid4()
    form.person.post(begun[0], {"id": str(from_template)})
    page = form.person.get(f"/nb/desk/documents/{from_template}/write").text
    assert "rapport.pdf" not in page


def test_a_deleted_draft_gives_its_files_up(form: Form) -> None:
    form.attach((make_pdf(["Rapport"]), "rapport.pdf"))
    form.press("save")
    assert form.person.post(f"{form.path}/delete", {"sure": "1"}).status_code == 303
    with site_of(form.app).database.reading() as session:
        assert session.get(Document, form.document_id) is None
        assert session.scalars(select(DocumentFile)).all() == []


def test_nothing_public_points_at_a_file_before_the_text_is(form: Form) -> None:
    form.attach((make_pdf(["Rapport"]), "rapport.pdf"))
    form.press("save")
    with site_of(form.app).database.reading() as session:
        assert session.scalars(select(EntryAttachment)).all() == []
    assert isinstance(form.document_id, UUID)


def test_a_file_sent_when_the_sign_in_had_ended_is_asked_for_again_and_the_text_is_kept(
    form: Form,
) -> None:
    client, fields = form.person.client, form.fields(title="Skrevet før jeg ble logget ut")
    client.delete_cookie("__Host-grannar")
    data = {**fields, "do": "attach", "attach": (io.BytesIO(b"Et notat"), "notat.txt")}
    answer = client.post(
        f"{form.path}/write",
        data=data,
        content_type="multipart/form-data",
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 401
    kept = re.search(r'name="kept"\s+value="([^"]+)"', answer.text)
    assert kept is not None
    signed = client.post(
        "/nb/account/sign-in",
        data={
            "email": form.person.email,
            "password": PASSWORD,
            "csrf_token": token_of(answer.text),
            "kept": html.unescape(kept[1]),
        },
    )
    assert signed.status_code == 303
    page = client.get(signed.location).text
    assert "Velg filen på nytt" in page
    assert 'value="Skrevet før jeg ble logget ut"' in page
    assert form.parts() == []


def test_one_file_in_two_texts_is_kept_once_and_stays_for_the_other(
    form: Form, own_app: Flask, kari: Person
) -> None:
    other = Form(own_app, kari)
    for text in (form, other):
        text.attach((b"Felles notat", "notat.txt"))
        text.press("save")
    assert len(list(site_of(own_app).files.list_files())) == 1
    assert form.person.post(f"{form.path}/delete", {"sure": "1"}).status_code == 303
    sha256 = other.fields()["files.0.file"]
    assert kari.get(f"{other.path}/files/{sha256}").data == b"Felles notat"
