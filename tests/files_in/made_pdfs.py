"""PDFs as programs write them: laid out by Typst, with their structure or without."""

from __future__ import annotations

import io

import pypdfium2
import typst


def make_pdf(body: str, *, title: str = "", author: str = "") -> bytes:
    """A tagged PDF of Typst's markup: A4, Norwegian, with hyphens at line ends."""
    source = f"""
#set document(title: "{title}", author: "{author}")
#set text(lang: "nb", size: 11pt, hyphenate: true)
#set page(paper: "a4", margin: 25mm)
#let cols = (gap, body) => columns(2, gutter: gap, body)
{body}
"""
    return bytes(typst.compile(source.encode()))


def untag(pdf: bytes) -> bytes:
    """The same PDF without its structure, as older programs write it."""
    bare = pypdfium2.PdfDocument.new()
    bare.import_pages(pypdfium2.PdfDocument(pdf))
    made = io.BytesIO()
    bare.save(made)
    return made.getvalue()
