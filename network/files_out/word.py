"""A document as Word file: with Word's own styles, so that it can be taken into a paper."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from network.files_out.document import (
    Block,
    Document,
    Facts,
    Heading,
    List,
    Paragraph,
    Quote,
    Run,
    Table,
)

#: What Word calls the languages that texts are in.
_LANGUAGES: Final = {"nb": "nb-NO", "nn": "nn-NO", "sv": "sv-SE", "fi": "fi-FI", "en": "en-GB"}
_DEEPEST: Final = 9
_LIST_LEVELS: Final = 3


def write_docx(document: Document, *, moment: datetime) -> bytes:
    """The document as .docx; ``moment`` is the one that it says it was made at, so that the same
    document gives the same bytes. Some 20 ms, and 1 ms more for each paragraph."""
    word = docx.Document()
    _prepare(word, document, moment)
    writer = _Writer(word)
    for block in document.blocks:
        writer.write(block)
    made = io.BytesIO()
    word.save(made)
    return _date_members(made.getvalue(), moment)


def _prepare(word: Any, document: Document, moment: datetime) -> None:
    related = word.part.package.rels
    for relation_id in [key for key, rel in related.items() if rel.reltype.endswith("/thumbnail")]:
        # Of the template that python-docx begins with.
        del related[relation_id]
    properties = word.core_properties
    properties.title, properties.author = document.title, document.author
    properties.comments = ""
    properties.language = _LANGUAGES.get(document.language, document.language)
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.last_modified_by = document.author
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGES.get(document.language, document.language))
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2.5))
    word.styles["Normal"].font.name = "Calibri"
    word.styles["Normal"].font.size = Pt(11)
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x05, 0x4B, 0x8C), True


def _date_members(package: bytes, moment: datetime) -> bytes:
    """The package with its parts dated at the moment, in place of now."""
    made = io.BytesIO()
    stamp = (max(moment.year, 1980), *moment.timetuple()[1:6])
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            dated = zipfile.ZipInfo(member.filename, stamp)
            dated.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(dated, source.read(member))
    return made.getvalue()


class _Writer:
    """Writes blocks into a Word document, one after the other."""

    def __init__(self, word: Any) -> None:
        self._word = word

    def write(self, block: Block, within: Any = None, depth: int = 0) -> None:
        """Write a block at the end of the document, or of a table's cell."""
        place = self._word if within is None else within
        match block:
            case Heading(level, runs):
                style = "Title" if level == 1 else f"Heading {min(level - 1, _DEEPEST)}"
                self._write_runs(place.add_paragraph(style=self._word.styles[style]), runs)
            case Paragraph(runs):
                self._write_runs(place.add_paragraph(), runs)
            case Quote(blocks):
                self._write_quote(blocks, within)
            case List():
                self._write_list(block, within, depth)
            case Facts(pairs):
                self._write_facts(pairs, within)
            case Table(rows, heads):
                self._write_table(rows, heads, within)

    def _write_quote(self, blocks: tuple[Block, ...], within: Any) -> None:
        place = self._word if within is None else within
        for block in blocks:
            if isinstance(block, Paragraph):
                paragraph = place.add_paragraph(style=self._word.styles["Quote"])
                self._write_runs(paragraph, block.runs)
            else:
                self.write(block, within)

    def _write_list(self, block: List, within: Any, depth: int) -> None:
        place = self._word if within is None else within
        level = min(depth + 1, _LIST_LEVELS)
        name = "List Bullet" if block.start is None else "List Number"
        style = self._word.styles[name if level == 1 else f"{name} {level}"]
        number = None if block.start is None else self._begin_numbers(style, block.start)
        for item in block.items:
            for position, inner in enumerate(item):
                if isinstance(inner, Paragraph) and position == 0:
                    paragraph = place.add_paragraph(style=style)
                    if number is not None:
                        _number(paragraph, number)
                    self._write_runs(paragraph, inner.runs)
                elif isinstance(inner, Paragraph):
                    following = self._word.styles[
                        "List Continue" if level == 1 else f"List Continue {level}"
                    ]
                    self._write_runs(place.add_paragraph(style=following), inner.runs)
                else:
                    self.write(inner, within, depth + 1)

    def _begin_numbers(self, style: Any, start: int) -> int:
        """A numbering of its own as the style has it, from ``start``."""
        numbering = self._word.part.numbering_part.element
        own = style.element.pPr.numPr.numId.val
        base = next(num for num in numbering.num_lst if num.numId == own)
        added = numbering.add_num(base.abstractNumId.val)
        added.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(added.numId)

    def _write_facts(
        self, pairs: tuple[tuple[tuple[Run, ...], tuple[Block, ...]], ...], within: Any
    ) -> None:
        place = self._word if within is None else within
        for label, blocks in pairs:
            paragraph = place.add_paragraph()
            for run in label:
                self._write_run(paragraph, run).bold = True
            first, rest = blocks[0], blocks[1:]
            if isinstance(first, Paragraph):
                paragraph.add_run(": " if label else "")
                self._write_runs(paragraph, first.runs)
            else:
                rest = blocks
            for block in rest:
                self.write(block, within)

    def _write_table(
        self, rows: tuple[tuple[tuple[Block, ...], ...], ...], heads: int, within: Any
    ) -> None:
        place = self._word if within is None else within
        width = Cm(16)
        size = (len(rows), len(rows[0]))
        table = place.add_table(*size)
        table.style = self._word.styles["Table Grid"]
        table.autofit = True
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, blocks in zip(row.cells, cells, strict=True):
                cell.width = width // len(rows[0])
                for block in blocks:
                    self.write(block, cell)
                if blocks:
                    # A cell begins with an empty paragraph.
                    first = cell.paragraphs[0]._p
                    first.getparent().remove(first)
        for row in table.rows[:heads]:
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
        place.add_paragraph()

    def _write_runs(self, paragraph: Any, runs: Iterable[Run]) -> None:
        for run in runs:
            self._write_run(paragraph, run)

    def _write_run(self, paragraph: Any, run: Run) -> Any:
        written = paragraph.add_run()
        if run.text == "\n":
            written.add_break()
            return written
        written.text = run.text
        written.bold = run.is_strong or None
        written.italic = run.is_emphasised or None
        written.font.strike = run.is_struck or None
        written.font.superscript = run.is_raised or None
        written.font.subscript = run.is_lowered or None
        if run.is_small:
            written.font.size = Pt(9.5)
        if run.language:
            language = OxmlElement("w:lang")
            language.set(qn("w:val"), _LANGUAGES.get(run.language, run.language))
            written._r.get_or_add_rPr().append(language)
        if run.address:
            written.style = self._word.styles["Hyperlink"]
            self._link(paragraph, written, run.address)
        return written

    def _link(self, paragraph: Any, written: Any, address: str) -> None:
        relation = self._word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        paragraph._p.replace(written._r, link)
        link.append(written._r)


def _number(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = 0
