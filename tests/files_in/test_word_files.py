"""Word files become Markdown, and hostile ones become a refusal."""

from __future__ import annotations

import io
import zipfile

import pytest

from network.files_in.faults import NotReadable
from network.files_in.word.elements import MAX_CHARACTERS, MAX_PARAGRAPHS
from network.files_in.word.package import MAX_UNPACKED
from network.files_in.word_files import WordDocument, read_docx
from network.text.markdown import render

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
TYPES = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="x"/></Types>'
ROOT = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
    f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
)
LINKS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="site" Type="{R}/hyperlink" Target="https://example.org/a" '
    f'TargetMode="External"/><Relationship Id="bad" Type="{R}/hyperlink" '
    f'Target="javascript:alert(1)" TargetMode="External"/>'
    f'<Relationship Id="photo" Type="{R}/image" Target="media/a.png"/></Relationships>'
)
# The ids are Norwegian, as Word writes them there; the names are what Word calls them everywhere.
NAMES = {
    "Tittel": "Title",
    "Overskrift1": "heading 1",
    "Overskrift2": "heading 2",
    "Overskrift3": "heading 3",
    "Sitat": "Quote",
}
STYLES = (
    f"<w:styles {SPACES}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{path}"><w:name w:val="{name}"/></w:style>'
        for path, name in NAMES.items()
    )
    + "</w:styles>"
)


def _kind(number: int, sign: str) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{sign}"/></w:lvl>' for level in range(4)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'


NUMBERING = (
    f"<w:numbering {SPACES}>{_kind(1, 'bullet')}{_kind(2, 'decimal')}"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
)
NOTES = (
    f'<w:footnotes {SPACES}><w:footnote w:id="2"><w:p><w:r><w:t>Se *her*.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
COMMENTS = (
    f'<w:comments {SPACES}><w:comment w:id="0" w:author="A"><w:p><w:r><w:t>Hemmelig</w:t></w:r>'
    "</w:p></w:comment></w:comments>"
)
IMAGE = (
    '<w:r><w:drawing><wp:inline><wp:docPr descr="Et kart"/><a:graphic><a:graphicData><pic:pic>'
    '<pic:blipFill><a:blip r:embed="photo"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


def run(text: str, *looks: str) -> str:
    look = "".join(f"<w:{tag}/>" for tag in looks)
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, style: str = "", item: tuple[int, int] | None = None) -> str:
    """A paragraph of runs, or of text; ``item`` is the list and the level."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    if item:
        named += f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{named}</w:pPr>{content if '<' in content else run(content)}</w:p>"


def table(*rows: str) -> str:
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row.split(";")) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def document(body: str) -> str:
    return f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def word(body: str = "", **parts: str | bytes) -> bytes:
    """A Word file; ``parts`` are by path, with two underscores for a slash."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "word/document.xml": document(body),
        "word/_rels/document.xml.rels": LINKS,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": NOTES,
        "word/comments.xml": COMMENTS,
        "word/media/a.png": b"\x89PNG",
    }
    return zipped(files | {path.replace("__", "/"): part for path, part in parts.items()})


def zipped(files: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return written.getvalue()


BODIES = {
    "paragraphs": (p("En.") + p("") + p("To."), "En.\n\nTo."),
    "bold and italic": (
        p(run("a ") + run("b", "b") + run(" c", "b") + run(" d ") + run("e", "i")),
        "a **b c** d *e*",
    ),
    "both": (p(run("a", "b", "i")), "***a***"),
    "raised": (p(run("m") + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t>'
        "</w:r>"), "m<sup>2</sup>"),
    "bullets": (p("a", item=(1, 0)) + p("b", item=(1, 0)), "- a\n- b"),
    "numbers": (p("a", item=(2, 0)) + p("b", item=(2, 0)) + p("c"), "1. a\n2. b\n\nc"),
    "levels": (
        p("a", item=(1, 0)) + p("b", item=(2, 1)) + p("c", item=(2, 1)) + p("d", item=(1, 2))
        + p("e", item=(1, 0)),
        "- a\n    1. b\n    2. c\n        - d\n- e",
    ),
    "a level left out": (p("a", item=(1, 1)) + p("b", item=(1, 1)), "- a\n- b"),
    "a table": (table("a;b", "1|2;3"), "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |"),
    "a frame": (table("a"), "a"),
    "a link": (p(f'<w:hyperlink r:id="site">{run("her")}</w:hyperlink>'),
        "[her](https://example.org/a)"),
    "a link that acts": (p(f'<w:hyperlink r:id="bad">{run("her")}</w:hyperlink>'), "her"),
    "a link within": (
        p('<w:bookmarkStart w:id="1" w:name="x"/>' + run("a"))
        + p(f'<w:hyperlink w:anchor="x">{run("b")}</w:hyperlink>'),
        "a\n\nb",
    ),
    "a footnote": (
        p(run("Slik") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(".")),
        "Slik[^1].\n\n[^1]: Se \\*her\\*.",
    ),
    "soft hyphens": (
        p(run("kom\u00admu") + "<w:r><w:softHyphen/></w:r>" + run("ne\u00a0her")),
        "kommune her",
    ),
    "signs of markdown": (p("1. januar *kom* [x] &lt;b&gt;"),
        "1\\. januar \\*kom\\* \\[x\\] &lt;b>"),
    "a quotation": (p("a", "Sitat"), "> a"),
    "a line": (p(run("a") + "<w:r><w:br/></w:r>" + run("b")), "a  \nb"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_a_body(body: str, expected: str) -> None:
    assert read_docx(word(body)) == WordDocument("", expected, ())


HEADINGS = {
    "a title": (p("Vår plan", "Tittel") + p("Om", "Overskrift1") + p("Mer", "Overskrift2") + p("x"),
        "Vår plan", "## Om\n\n### Mer\n\nx"),
    "a heading as title": (p("Vår plan", "Overskrift1") + p("Om", "Overskrift2") + p("x"),
        "Vår plan", "## Om\n\nx"),
    "chapters": (p("Først", "Overskrift1") + p("x") + p("Så", "Overskrift1") + p("y"),
        "Først", "## Først\n\nx\n\n## Så\n\ny"),
    "low headings": (p("Om", "Overskrift2") + p("Mer", "Overskrift3"), "", "## Om\n\n### Mer"),
    "a title in two runs": (p(run("Vår ", "b") + run("plan"), "Tittel") + p("x"), "Vår plan", "x"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "title", "markdown"), HEADINGS.values(), ids=HEADINGS)
def test_the_title_and_the_headings(body: str, title: str, markdown: str) -> None:
    assert read_docx(word(body)) == WordDocument(title, markdown, ())


LEFT_OUT = {
    "images": (p(run("a") + IMAGE), "a \\[Bilde: Et kart\\]"),
    "comments": (p(run("a") + '<w:r><w:commentReference w:id="0"/></w:r>'), "a"),
    "tracked_changes": (
        p(f'<w:ins w:id="1">{run("a")}</w:ins><w:del w:id="2"><w:r><w:delText>b</w:delText></w:r>'
          "</w:del>"),
        "a",
    ),
    "equations": (p(run("a") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"), "a"),
}  # fmt: skip


@pytest.mark.parametrize("code", LEFT_OUT)
def test_what_is_left_out_is_told(code: str) -> None:
    body, markdown = LEFT_OUT[code]
    assert read_docx(word(body)) == WordDocument("", markdown, (code,))


def test_a_whole_report_renders() -> None:
    body = "".join(block for block, _ in BODIES.values()) + "".join(
        block for block, _ in LEFT_OUT.values()
    )
    found = read_docx(word(p("Rapport", "Tittel") + body))
    assert found.title == "Rapport"
    assert found.left_out == tuple(sorted(LEFT_OUT))
    html = render(found.markdown)
    assert "<ol>" in html
    assert "<table>" in html
    assert "javascript" not in html
    assert "Hemmelig" not in html


BODY = p("Tekst.")
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


HOSTILE = {
    "no text": (word(), "empty"),
    "only spaces": (word(p(" ")), "empty"),
    "only an image": (word(p(IMAGE.replace("Et kart", ""))), "empty"),
    "another zip": (zipped({"xl/workbook.xml": "<a/>", "_rels/.rels": ROOT}), "not_word"),
    "no document": (zipped({"word/styles.xml": STYLES}), "not_word"),
    "cut off": (word(BODY)[:900], "damaged"),
    "only its first bytes": (b"PK\x03\x04", "damaged"),
    "no xml": (word(**{"word__document.xml": "<w:document"}), "damaged"),
    "a doctype": (word(**{"word__document.xml": DOCTYPE + document(BODY)}), "damaged"),
    "a doctype elsewhere": (word(BODY, **{"word__styles.xml": DOCTYPE + STYLES}), "damaged"),
    "a doctype in another encoding": (
        word("", **{"word__document.xml": (DOCTYPE + document(BODY)).encode("utf-16")}), "damaged"),
    "nested": (word(p("<w:ins>" * 3_000 + run("a") + "</w:ins>" * 3_000)), "damaged"),
    "tables in tables": (
        word("<w:tbl><w:tr><w:tc>" * 200 + BODY + "</w:tc></w:tr></w:tbl>" * 200), "damaged"),
    "too many paragraphs": (word(p("a") * 100_000), "too_many_parts"),
    "too much text": (word(p("ord " * (MAX_CHARACTERS // 4 + 1))), "too_long"),
    "too many members": (word(BODY, **{f"word__x{number}.bin": "" for number in range(2_001)}),
        "too_large"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NotReadable) as refusal:
        read_docx(data)
    assert refusal.value.code == code


@pytest.mark.parametrize("place", ["word/media/a.bin", "word/styles.xml", "other/a.xml"])
def test_a_bomb_is_not_unpacked(place: str) -> None:
    data = word(BODY, **{place.replace("/", "__"): "0" * (MAX_UNPACKED + 1)})
    assert len(data) < 100_000
    with pytest.raises(NotReadable, match="too_large"):
        read_docx(data)


def test_a_part_packed_tighter_than_text_is_refused() -> None:
    with pytest.raises(NotReadable, match="too_large"):
        read_docx(word(BODY, **{"word__styles.xml": STYLES + " " * 20_000_000}))


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    data = bytearray(word(BODY, **{"word__styles.xml": STYLES + " " * 60_000_000}))
    true, small = (60_000_000 + len(STYLES)).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert true in data
    with pytest.raises(NotReadable, match="damaged"):
        read_docx(bytes(data.replace(true, small)))


def test_paths_that_lead_out_lead_nowhere() -> None:
    rels = ROOT.replace("word/document.xml", "../../word/document.xml")
    data = word(
        BODY,
        **{
            "..__..__evil.xml": "<a/>",
            "__etc__x.xml": "<a/>",
            "word__..__..__x.xml": "<",
            "C:\\a": "",
        },
    )
    assert read_docx(data).markdown == "Tekst."
    assert read_docx(word(BODY, **{"_rels__.rels": rels})).markdown == "Tekst."


def test_a_style_map_of_the_files_own_is_not_obeyed() -> None:
    data = word(BODY, **{"mammoth__style-map": "p => h1.title"})
    assert read_docx(data) == WordDocument("", "Tekst.", ())


def test_a_long_report_is_read_whole() -> None:
    sentence = "Kommunen spurte alle skolene om hva de hadde gjort i året som gikk. "
    body = p("".join(run(sentence, "b") + run(sentence) for _ in range(5))) * 435
    report = read_docx(word(body))
    assert report.markdown.count("Kommunen") == 4_350
    assert 4_350 * len(sentence) > MAX_CHARACTERS - 5_000


def test_a_file_of_more_paragraphs_than_a_long_one_has_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotReadable, match="too_many_parts"):
        read_docx(word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * (MAX_PARAGRAPHS + 1)))
