"""Parts of Word files, written by hand as OOXML, for the tests of what is read of them."""

from __future__ import annotations

from network.files_in.word_files import WordDocument, read_docx
from tests.files_in.test_word_files import PACKAGE, SPACES, R, p, run, word

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def read_body(body: str, **parts: str | bytes) -> WordDocument:
    """What is read of a body and parts of one's own, in this process."""
    return read_docx(word(body, **parts))


def style(
    id: str,
    name: str = "",
    based_on: str = "",
    sort: str = "paragraph",
    inner: str = "",
) -> str:
    """A style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    type_ = f'w:type="{sort}" ' if sort else ""
    return f'<w:style {type_}w:styleId="{id}"><w:name w:val="{name or id}"/>{base}{inner}</w:style>'


def styles(*written: str, defaults: str = "") -> str:
    """The part of styles."""
    return f"<w:styles {SPACES}>{defaults}{''.join(written)}</w:styles>"


def level(
    depth: int, sort: str, text: str, start: int | str = 1, inner: str = "", after: str = ""
) -> str:
    """A level of a numbering; ``inner`` stands before its text, ``after`` behind it."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{sort}"/>{inner}'
        f'<w:lvlText w:val="{text}"/>{after}</w:lvl>'
    )


def numbering(abstracts: dict[int, str], numbers: dict[int, int | tuple[int, str]]) -> str:
    """The part of numberings: levels by abstract numbering, and which each numbering is of."""
    written = "".join(
        f'<w:abstractNum w:abstractNumId="{id_}">{levels}</w:abstractNum>'
        for id_, levels in abstracts.items()
    )
    for id_, of in numbers.items():
        abstract, own = of if isinstance(of, tuple) else (of, "")
        written += f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{abstract}"/>{own}</w:num>'
    return f"<w:numbering {SPACES}>{written}</w:numbering>"


def field(instruction: str, result: str, marks: str = "") -> str:
    """A field in its long form; ``result`` are runs, ``marks`` what its beginning holds."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{marks}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def control(content: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(checked: bool, sign: str) -> str:
    """A control that is a box to tick."""
    state = f'<w14:checkbox {W14}><w14:checked w14:val="{int(checked)}"/></w14:checkbox>'
    return control(run(sign), state)


def head(text: str) -> str:
    """The part of a head of pages."""
    return f"<w:hdr {SPACES}>{p(text)}</w:hdr>"


def relations(*related: tuple[str, str, str]) -> str:
    """The relations of a part: id, sort and target of each."""
    written = "".join(
        f'<Relationship Id="{id_}" Type="{R}/{sort}" Target="{target}"/>'
        for id_, sort, target in related
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'
