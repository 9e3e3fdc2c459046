"""What our pages say becomes Word, PDF and Markdown, and is read again as it was written."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pypdfium2
import pytest

from network.files_in.media_types import PDF
from network.files_in.reading import extract_caged_text, read_caged_file
from network.files_in.word_files import read_docx
from network.files_out.document import Document, Heading, List, Paragraph, Run, read_document
from network.files_out.markdown import write_markdown
from network.files_out.pdf import write_pdf
from network.files_out.word import write_docx

MOMENT = datetime(2026, 3, 12, 12, 30, tzinfo=UTC)
PAGE = """
<article><header><h1 lang="sv">Cykelväg <em>nu</em></h1><p class="lead">Kort om saken.</p></header>
<nav><ol><li><a href="/nb/">Grannar</a></li></ol></nav>
<dl class="facts"><div><dt>Saksnummer</dt><dd>12/26</dd></div>
<div><dt>Deltok</dt><dd><ul><li>Kari</li><li>Ola</li></ul></dd></div></dl>
<section><h2>Hva ble gjort <a class="permalink" href="#a">#</a></h2>
<ol start="3"><li id="a"><p>Tre</p><p>Mer om tre</p></li>
<li>Fire<ul><li>a</li><li>b</li></ul></li></ol>
<p>Se <a href="/nb/eksempelvik">Eksempelvik</a>,<br>
<strong>viktig</strong> og <del>struket</del>.</p>
<ol><li>Først</li></ol>
<blockquote><p>Slik sa hun det.</p></blockquote>
<table><thead><tr><th>År</th><th>Kroner</th></tr></thead>
<tbody><tr><td>2025</td><td>40 | 50</td></tr>
</tbody></table><form><button>Trykk</button></form></section></article>
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(
        PAGE,
        title="Cykelväg nu",
        language="nb",
        author="Eksempelvik",
        base="https://grannar.example/nb/a/b",
    )


def test_what_is_to_be_pressed_is_no_text(document: Document) -> None:
    texts = str(document)
    for word in ("Trykk", "Grannar'", "#'"):
        assert word not in texts
    assert document.blocks[0] == Heading(
        1, (Run("Cykelväg ", language="sv"), Run("nu", is_emphasised=True, language="sv"))
    )


def test_markdown_reads_as_the_page_does(document: Document) -> None:
    assert (
        write_markdown(document)
        == """# Cykelväg *nu*

Kort om saken.

- **Saksnummer**: 12/26
- **Deltok**: - Kari
    - Ola

## Hva ble gjort

3. Tre

    Mer om tre
4. Fire

    - a
    - b

Se [Eksempelvik](<https://grannar.example/nb/eksempelvik>),  
**viktig** og ~~struket~~.

1. Først

> Slik sa hun det.

| **År** | **Kroner** |
| --- | --- |
| 2025 | 40 \\| 50 |
"""
    )


def test_a_word_file_has_words_own_styles(document: Document) -> None:
    made = docx.Document(io.BytesIO(write_docx(document, moment=MOMENT)))
    styles = [
        (paragraph.style.name, paragraph.text) for paragraph in made.paragraphs if paragraph.style
    ]
    assert styles[:3] == [
        ("Title", "Cykelväg nu"),
        ("Normal", "Kort om saken."),
        ("Normal", "Saksnummer: 12/26"),
    ]
    assert ("Heading 1", "Hva ble gjort") in styles
    assert ("List Number", "Tre") in styles
    assert ("List Continue", "Mer om tre") in styles
    assert ("List Bullet 2", "a") in styles
    assert ("Quote", "Slik sa hun det.") in styles
    properties = made.core_properties
    assert (properties.title, properties.author) == ("Cykelväg nu", "Eksempelvik")
    assert properties.language == "nb-NO"
    (table,) = made.tables
    assert [cell.text for row in table.rows for cell in row.cells] == [
        "År",
        "Kroner",
        "2025",
        "40 | 50",
    ]
    assert "w:tblHeader" in table._tbl.xml
    title = made.paragraphs[0].runs[0]._r.xml
    assert 'w:val="sv-SE"' in title


def test_a_word_file_is_read_again_as_it_was_written(document: Document) -> None:
    read = read_docx(write_docx(document, moment=MOMENT))
    assert read.title == "Cykelväg nu"
    assert "3. Tre" in read.markdown
    assert "1. Først" in read.markdown
    assert "[Eksempelvik](https://grannar.example/nb/eksempelvik)" in read.markdown
    assert "> Slik sa hun det." in read.markdown
    assert read.left_out == ("struck_text",)


def test_a_pdf_is_tagged_titled_and_in_its_language(document: Document) -> None:
    made = write_pdf(document, moment=MOMENT)
    assert b"pdfuaid" in made
    pdf = pypdfium2.PdfDocument(made)
    assert pdf.get_metadata_dict()["Title"] == "Cykelväg nu"
    assert b"/Lang(nb)" in made.replace(b"/Lang (", b"/Lang(")
    read = read_caged_file(made, PDF).value
    assert read["title"] == "Cykelväg nu"
    for text in ("## Hva ble gjort", "3. Tre", "4. Fire", "| 2025 | 40 \\| 50 |"):
        assert text in read["markdown"]
    assert "Trykk" not in extract_caged_text(made, PDF).value["pages"][0]


HOSTILE = (
    '#import "x": *',
    '\\u{41} \\\\ " $x$ `code` // comment /* */ @ref <label> ~ --- [a](b) {c}',
    "=SUM(A1) & <w:p> ]]> &amp;",
    "\u202eolleh\u202c \u00ad\u200b",
    "<script>alert(1)</script>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_taken_for_markup(text: str) -> None:
    document = Document(
        "Tittel", "nb", "E", (Heading(1, (Run("Tittel"),)), Paragraph((Run(text),)))
    )
    pdf = pypdfium2.PdfDocument(write_pdf(document, moment=MOMENT))
    words = "".join(pdf[0].get_textpage().get_text_range().split())
    for sign in set(text) & set('#"*$@=&<>{}[]~'):
        assert sign in words
    made = docx.Document(io.BytesIO(write_docx(document, moment=MOMENT)))
    assert made.paragraphs[1].text == text


def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert write_pdf(document, moment=MOMENT) == write_pdf(document, moment=MOMENT)
    first, second = (write_docx(document, moment=MOMENT) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {member.date_time[0] for member in package.infolist()} == {2026}
        assert not [name for name in package.namelist() if not name.endswith((".xml", ".rels"))]


@pytest.mark.parametrize(
    ("text", "is_marked"), [("Жuk ☒ → ½", True), ("漢字", False), ("😀", False)]
)
def test_signs_of_other_scripts_are_written(text: str, is_marked: bool) -> None:
    document = Document("T", "nb", "E", (Heading(1, (Run("T"),)), Paragraph((Run(text),))))
    assert (b"pdfuaid" in write_pdf(document, moment=MOMENT)) is is_marked


def test_headings_skip_no_level() -> None:
    html = "<h1>A</h1><h3>B</h3><h4>C</h4><h2>D</h2><h3>E</h3><h1>F</h1><h2>G</h2>"
    document = read_document(html, title="A", language="nb", author="E", base="https://a.example")
    levels = [block.level for block in document.blocks if isinstance(block, Heading)]
    assert levels == [1, 2, 3, 2, 3, 1, 2]
    assert b"pdfuaid" in write_pdf(document, moment=MOMENT)


def test_lists_in_tables_and_empty_documents_can_be_written() -> None:
    item = List(((Paragraph((Run("a"),)),),))
    for blocks in ((), (item,)):
        document = Document("T", "sv", "E", blocks)
        assert write_pdf(document, moment=MOMENT)
        assert write_docx(document, moment=MOMENT)
        assert write_markdown(document).strip() == ("- a" if blocks else "")
