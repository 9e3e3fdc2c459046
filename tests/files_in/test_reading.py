"""Files of every type that municipalities have become a title and Markdown."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pptx
import pytest
from pptx.util import Inches

from network.files_in import office_conversion
from network.files_in.faults import NotReadable
from network.files_in.media_types import (
    DOC,
    DOCX,
    EML,
    ENCRYPTED,
    GIF,
    HTML,
    JPEG,
    MARKDOWN,
    MSG,
    ODT,
    PDF,
    PNG,
    PPTX,
    RTF,
    TEXT,
    UNKNOWN,
    WEBP,
    XLS,
    XLSX,
    recognise_media_type,
)
from network.files_in.reading import (
    MAX_CHARACTERS,
    MAX_FILE,
    ReadFile,
    extract_caged_text,
    extract_text,
    read_caged_file,
    read_file,
)
from tests.files_in.made_messages import make_outlook_message, make_storage
from tests.files_in.made_pdfs import make_pdf, untag
from tests.files_in.test_word_files import p, run, word

REPORT = """
#set page(header: [Eksempelvik kommune], footer: context [Side #counter(page).display() av 2])
= Flere voksne i friminuttene
Skolene i Eksempelvik har prøvd å ha flere voksne ute i friminuttene, og har spurt elevene to
ganger i året hvordan de har det. Rapporten går gjennom det som ble gjort, og det som kom ut av det.

== Hva ble gjort
- Foreldremøter på alle trinn, med tolk der det trengs og med en dagsorden som er lik for alle
- Opplæring av ansatte
+ Vedta planen
+ Sende den på høring

=== Kostnader
#table(columns: 3, [År], [Kroner], [Stillinger], [2024], [350 000], [1,5], [2025], [410 000], [2])
#pagebreak()
== Hvordan gikk det
#columns(2)[#set par(justify: true)
Kommunedirektørens arbeidsgruppe for forebygging, samarbeidspartnere og skolehelsetjenesten
gjennomførte undersøkelser. Elevundersøkelsene viste at mobbingen gikk ned på ungdomstrinnet.]
"""
READ_REPORT = """## Hva ble gjort

- Foreldremøter på alle trinn, med tolk der det trengs og med en dagsorden som er lik for alle
- Opplæring av ansatte

1. Vedta planen
2. Sende den på høring

### Kostnader

| År | Kroner | Stillinger |
| --- | --- | --- |
| 2024 | 350 000 | 1,5 |
| 2025 | 410 000 | 2 |

## Hvordan gikk det

Kommunedirektørens arbeidsgruppe for forebygging, samarbeidspartnere og skolehelsetjenesten \
gjennomførte undersøkelser. Elevundersøkelsene viste at mobbingen gikk ned på ungdomstrinnet."""


def read(file: bytes) -> ReadFile:
    """What ``read_file`` reads, in this process: a test costs no start of another."""
    fields = read_caged_file(file, recognise_media_type(file)).value
    return ReadFile(fields["title"], fields["markdown"], tuple(fields["left_out"]))


# --- What a file is ---------------------------------------------------------------------------


def package(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return made.getvalue()


PACKINGS = (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def damaged_package(packing: int) -> bytes:
    """A package whose type is packed in some way, and was damaged since."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        archive.writestr("mimetype", ODT * 20)
    damaged = bytearray(made.getvalue())
    damaged[38:60] = b"\xff" * 22
    return bytes(damaged)


MESSAGE = b"Received: from a\r\nFrom: post@eksempelvik.example\r\nSubject: Hei\r\n\r\nTekst\r\n"


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        (word(p(run("Tekst"))), DOCX),
        (package(ppt__a=""), PPTX),
        (package(xl__a=""), XLSX),
        (package(mimetype=ODT, content=""), ODT),
        (package(mimetype=f"{ODT}-template"), ODT),
        (package(mimetype="application/epub+zip"), UNKNOWN),
        *((damaged_package(packing), UNKNOWN) for packing in PACKINGS),
        (package(a=""), UNKNOWN),
        (b"PK\x03\x04damaged", UNKNOWN),
        (make_storage({"WordDocument": b"a"}), DOC),
        (make_storage({"Workbook": b"a"}), XLS),
        (make_storage({"EncryptedPackage": b"a"}), ENCRYPTED),
        (make_storage({"EncryptedSummary": b"a", "PowerPoint Document": b"b"}), ENCRYPTED),
        # The eleventh byte of a document's information says whether a password is on it.
        (
            make_storage({"WordDocument": b"\xec\xa5" + bytes(9) + b"\x01" + bytes(5_000)}),
            ENCRYPTED,
        ),
        (make_storage({"WordDocument": b"\xec\xa5" + bytes(9) + b"\x02" + bytes(5_000)}), DOC),
        (make_storage({"a": b"WordDocument"}), UNKNOWN),
        # A message that holds an old Word file is a message.
        (make_outlook_message("a", "b", {"a.doc": make_storage({"WordDocument": b"a"})}), MSG),
        (b"%PDF-1.7\n", PDF),
        (b"\r\n%PDF-1.4\n", PDF),
        (b"{\\rtf1\\ansi}", RTF),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"GIF89a", GIF),
        (b"RIFF\0\0\0\0WEBP", WEBP),
        (b"RIFF\0\0\0\0WAVE", UNKNOWN),
        (MESSAGE, EML),
        (b"From ola Mon Jan 1 00:00:00 2026\n" + MESSAGE, EML),
        (b"Subject: en bok\nom skolen\n\nTekst", TEXT),
        (b"Til: alle\nDato: i dag\n\nTekst", TEXT),
        (b"<!DOCTYPE html><p>a", HTML),
        (b'<?xml version="1.0"?>\n<!-- a -->\n<html><body>', HTML),
        (b"# Plan\n\nTekst", MARKDOWN),
        ("Blåbær og ærlighet".encode(), TEXT),
        ("Blåbær og ærlighet".encode("cp1252"), TEXT),
        ("Blåbær".encode("utf-16"), TEXT),
        (b"MZ\x90\x00\x03\x00", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_a_file_is_what_its_bytes_are(file: bytes, media_type: str) -> None:
    assert recognise_media_type(file) == media_type


# --- PDF --------------------------------------------------------------------------------------


def test_a_tagged_pdf_is_read_as_it_is_structured() -> None:
    assert read(make_pdf(REPORT)) == ReadFile("Flere voksne i friminuttene", read_whole(), ())


def test_a_pdf_without_tags_is_read_by_where_its_lines_stand() -> None:
    assert read(untag(make_pdf(REPORT))) == ReadFile(
        "Flere voksne i friminuttene", read_whole(), ()
    )


def read_whole() -> str:
    first = (
        "Skolene i Eksempelvik har prøvd å ha flere voksne ute i friminuttene, og har spurt "
        "elevene to ganger i året hvordan de har det. Rapporten går gjennom det som ble gjort, og "
        "det som kom ut av det."
    )
    return f"{first}\n\n{READ_REPORT}"


@pytest.mark.parametrize("is_tagged", [True, False])
@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        # A paragraph goes on over the end of a page, and a number starts no list in it.
        (
            "Vi møttes i juni og ble enige om at alle skulle få\n#pagebreak(weak: true)\n"
            "hjelp med leksene, for det hadde de bedt om.",
            "Vi møttes i juni og ble enige om at alle skulle få hjelp med leksene, for det hadde "
            "de bedt om.",
        ),
        ("Første avsnitt.\n\nAndre avsnitt.", "Første avsnitt.\n\nAndre avsnitt."),
        ("a) Saken utsettes.\n\nb) Saken avvises.", "a) Saken utsettes.\n\nb) Saken avvises."),
        ("#enum(start: 4)[Vedta][Avvise]", "4. Vedta\n5. Avvise"),
        (
            "#set page(width: 60mm)\nHan leste om skole- og barnehagetilbudet i Nord-Norge.",
            "Han leste om skole- og barnehagetilbudet i Nord-Norge.",
        ),
        ("Bruk \\*stjerner\\* og \\_streker\\_ < 5.", r"Bruk \*stjerner\* og \_streker\_ &lt; 5."),
    ],
)
def test_what_a_pdf_says_is_kept(body: str, markdown: str, is_tagged: bool) -> None:
    pdf = make_pdf(body)
    assert read(pdf if is_tagged else untag(pdf)).markdown == markdown


def test_what_stands_on_each_page_is_no_text() -> None:
    furniture = (
        "header: [Eksempelvik kommune], footer: context [Side #counter(page).display() av 4]"
    )
    texts = ["Innledning.", "Sak 3.", "Sak 7.", "Slutt."]
    body = f"#set page({furniture})\n" + "\n#pagebreak()\n".join(texts)
    assert read(untag(make_pdf(body))).markdown == "\n\n".join(texts)


def test_text_that_something_was_laid_over_is_not_read() -> None:
    cover = "#place(top + left, rect(width: 100%, height: 100%, fill: black))"
    body = f"Navnet er #box[Kari Eksempel{cover}].\n\nSlutt."
    for pdf in (make_pdf(body), untag(make_pdf(body))):
        document = read(pdf)
        assert "Kari" not in document.markdown
        assert "Slutt." in document.markdown
        assert document.left_out == ("covered_text",)


def test_light_text_on_a_dark_ground_is_text() -> None:
    body = "#block(fill: black, inset: 8pt)[#text(fill: white)[Viktig beskjed]]\n\nSlutt."
    assert read(untag(make_pdf(body))) == ReadFile("", "Viktig beskjed\n\nSlutt.", ())


def test_a_scanned_pdf_is_told() -> None:
    picture = "#rect(width: 100%, height: 100%, fill: gray)"
    with pytest.raises(NotReadable, match="scanned"):
        read(make_pdf(picture))
    half = read(make_pdf(f"Tekst.\n#pagebreak()\n{picture}"))
    assert half == ReadFile("", "Tekst.", ("scanned_pages",))


def test_the_pages_of_a_pdf_are_searched_one_by_one() -> None:
    pdf = make_pdf(REPORT, title="Friminutt", author="Eksempelvik")
    found = extract_caged_text(pdf, PDF).value
    assert (found["title"], found["author"], found["left_out"]) == ("Friminutt", "Eksempelvik", ())
    first, second = found["pages"]
    assert "foreldremøter på alle trinn" in first.casefold()
    assert "samarbeidspartnere" in second
    assert "Side" not in second


# --- Slides -----------------------------------------------------------------------------------


def make_slides() -> bytes:
    presentation = pptx.Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "Hjelp & lekser", "Eksempelvik"
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Leksehjelp"
    frame = slide.placeholders[1].text_frame
    frame.text = "Tre skoler"
    nested = frame.add_paragraph()
    nested.text, nested.level = "to om våren", 1
    frame.add_paragraph().text = "Frivillige"
    slide.notes_slide.notes_text_frame.text = "Si ikke navnet."
    table = presentation.slides.add_slide(presentation.slide_layouts[6])
    cells = table.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    for place, text in enumerate(["År", "Elever", "2025", "40"]):
        cells.cell(place // 2, place % 2).text = text
    hidden = presentation.slides.add_slide(presentation.slide_layouts[5])
    hidden.shapes.title.text = "Internt"
    hidden.element.set("show", "0")
    made = io.BytesIO()
    presentation.save(made)
    return made.getvalue()


def test_slides_become_headings_lists_and_tables() -> None:
    assert read(make_slides()) == ReadFile(
        "Hjelp & lekser",
        "Eksempelvik\n\n## Leksehjelp\n\n- Tre skoler\n    - to om våren\n- Frivillige\n\n"
        "| År | Elever |\n| --- | --- |\n| 2025 | 40 |",
        ("hidden_slides", "speaker_notes"),
    )
    pages = extract_caged_text(make_slides(), PPTX).value["pages"]
    assert pages == (
        "Hjelp & lekser Eksempelvik",
        "Leksehjelp Tre skoler to om våren Frivillige",
        "År Elever 2025 40",
    )


# --- Mail -------------------------------------------------------------------------------------


def make_message(text: str, html: str = "", **attachments: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = (
        "Kari Eksempel <kari@eksempelvik.example>",
        "ola@exempelstad.example",
    )
    message["Subject"] = "Vår erfaring med leksehjelp"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in attachments.items():
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=name.replace("_", ".")
        )
    return message.as_bytes()


def test_mail_becomes_its_subject_its_text_and_its_attachments() -> None:
    notes, table = word(p(run("Rapport"), "Tittel") + p(run("Elevene kom."))), package(xl__a="")
    expected = ReadFile(
        "Vår erfaring med leksehjelp",
        "Hei!\n\nVi prøvde.\n\n## Rapport\n\nElevene kom.",
        ("attachments",),
    )
    text = "Hei!\r\n\r\nVi prøvde.\r\n"
    assert read(make_message(text, a_docx=notes, b_xlsx=table)) == expected
    assert read(make_message("x", "<p>Hei!<p>Vi prøvde.", a_docx=notes, b_xlsx=table)) == expected
    attachments = {"a.docx": notes, "b.xlsx": table}
    subject = "Vår erfaring med leksehjelp"
    assert read(make_outlook_message(subject, text, attachments)) == expected


def test_messages_within_messages_end_somewhere() -> None:
    message = b"Innerst."
    for _ in range(6):
        message = make_message("Utenpå.", a_eml=message)
    read_message = read(message)
    assert read_message.markdown.count("Utenpå.") == 4
    assert read_message.left_out == ("attachments",)


# --- Web pages and text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "title", "markdown"),
    [
        ("<!DOCTYPE html><title>T</title><h1>Plan</h1><p>Blå</p>".encode(), "Plan", "Blå"),
        ("<html><title>T &amp; U</title><p>Blå</p>".encode(), "T & U", "Blå"),
        (
            '<html><meta charset="iso-8859-1"><p>Blå</p>'.encode("latin-1"),
            "",
            "Blå",
        ),
        (
            "# Plan\n\n## Mål\n\n- a\n- b\n\n### Mer\n\n<script>x</script>".encode(),
            "Plan",
            "## Mål\n\n- a\n- b\n\n### Mer",
        ),
        ("Ærlig talt\r\n\r\n- én\r\n- to\r\n".encode("cp1252"), "", "Ærlig talt\n\n- én\n- to"),
        ("Blåbær på tå".encode("cp850"), "", "Blåbær på tå"),
        ("Blåbær på tå, höst".encode("mac_roman"), "", "Blåbær på tå, höst"),
        ("Blåbær".encode("utf-16"), "", "Blåbær"),
    ],
)
def test_web_pages_and_text_are_read(file: bytes, title: str, markdown: str) -> None:
    assert read(file) == ReadFile(title, markdown, ())


# --- In the cage --------------------------------------------------------------------------------


def test_a_file_is_read_in_the_cage() -> None:
    assert read_file(untag(make_pdf(REPORT))).markdown == read_whole()
    assert extract_text(make_slides()).pages[1].startswith("Leksehjelp")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "empty"),
        (bytes(MAX_FILE + 1), "too_large"),
        (make_storage({"EncryptedPackage": b"a"}), "encrypted"),
        (package(xl__a=""), "unknown_type"),
        (b"%PDF-1.7 and no more", "damaged"),
        (package(ppt__a=""), "damaged"),
        (make_outlook_message("a", "b", {})[:-512], "damaged"),
        (b"a " * MAX_CHARACTERS, "too_long"),
        (MESSAGE.replace(b"Tekst", b"").replace(b"Hei", b""), "empty"),
    ],
)
def test_what_cannot_be_read_is_a_code(file: bytes, code: str) -> None:
    with pytest.raises(NotReadable) as refusal:
        read_file(file)
    assert refusal.value.code == code


RICH_TEXT = (
    rb"{\rtf1\ansi\ansicpg1252 Plan for skolen\par Kommunestyret vedtok \'e5 lese.\par "
    rb"{\deleted\revauthdel0 Struket. }Slutt.\par}"
)


def test_older_files_are_converted_where_libreoffice_is_installed() -> None:
    if not office_conversion.find_converter():
        with pytest.raises(NotReadable, match="no_converter"):
            read_file(RICH_TEXT)
        return
    document = read_file(RICH_TEXT)
    assert document.markdown == "Plan for skolen\n\nKommunestyret vedtok å lese.\n\nSlutt."
    assert document.left_out == ("tracked_changes",)


def test_without_libreoffice_older_files_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NotReadable, match="no_converter"):
        read_file(RICH_TEXT)
