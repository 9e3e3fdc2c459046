"""A presentation (.pptx) as text: a heading for each slide, its texts, lists and tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

from network.files_in.faults import NotReadable

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PRESENTATION = (
    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
)
_OTHER_KINDS = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.presentationml\.(?:slideshow|template)"
    rb"|ms-powerpoint\.(?:presentation|slideshow|template)\.macroEnabled)\.main\+xml"
)


def write_slides_html(file: bytes) -> tuple[list[str], tuple[str, ...], str]:
    """HTML of each slide in their order, codes of what was left out, and the file's title.

    Codes: images, objects, speaker_notes, hidden_slides. Raises ``NotReadable("damaged")``.
    """
    import pptx
    from pptx.exc import PackageNotFoundError

    try:
        presentation = pptx.Presentation(io.BytesIO(_as_presentation(file)))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise NotReadable("damaged") from None
    left_out: set[str] = set()
    slides = []
    for slide in presentation.slides:
        if slide.element.get("show") == "0":
            left_out.add("hidden_slides")
            continue
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame.text.strip():
            left_out.add("speaker_notes")
        slides.append("".join(_write_slide(slide, left_out)))
    title = _find_title(presentation)
    if title and slides and slides[0].startswith(f"<h2>{escape(title)}</h2>"):
        slides[0] = slides[0].removeprefix(f"<h2>{escape(title)}</h2>")
    return slides, tuple(sorted(left_out)), title


def _find_title(presentation: Any) -> str:
    """The title on a first slide that is laid out as one; what the file says of itself is often
    its template's."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    first = next(iter(presentation.slides), None)
    title = first.shapes.title if first is not None else None
    if title is None or not title.has_text_frame:
        return ""
    if title.placeholder_format.type != PP_PLACEHOLDER.CENTER_TITLE:
        return ""
    return " ".join(title.text_frame.text.split())


def _write_slide(slide: Any, left_out: set[str]) -> Iterator[str]:
    title = slide.shapes.title
    if title is not None and not title.has_text_frame:
        title = None
    if title is not None and title.text_frame.text.strip():
        yield f"<h2>{escape(' '.join(title.text_frame.text.split()))}</h2>"
    shapes = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    # As one reads: from above, then from the left. What has no place of its own comes first.
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        yield from _write_shape(shape, left_out)


def _write_shape(shape: Any, left_out: set[str]) -> Iterator[str]:
    from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

    if shape.is_placeholder and shape.placeholder_format.type in (
        PP_PLACEHOLDER.SLIDE_NUMBER,
        PP_PLACEHOLDER.FOOTER,
        PP_PLACEHOLDER.DATE,
    ):
        return
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        for inner in shape.shapes:
            yield from _write_shape(inner, left_out)
    elif shape.has_text_frame:
        yield _write_paragraphs(shape)
    elif getattr(shape, "has_table", False):
        rows = (
            "".join(f"<td>{escape(' '.join(cell.text.split()))}</td>" for cell in row.cells)
            for row in shape.table.rows
        )
        yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    elif texts := _list_diagram_texts(shape):
        yield f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"
    elif getattr(shape, "has_chart", False):
        left_out.add("objects")
    elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
        left_out.add("images")
    else:
        left_out.add("objects")


def _list_diagram_texts(shape: Any) -> list[str]:
    """The texts of a drawn diagram (SmartArt), in the order of its points."""
    ids = shape.element.findall(f".//{{{_DIAGRAM}}}relIds")
    part_id = ids[0].get(f"{{{_RELATIONSHIPS}}}dm") if ids else None
    if part_id is None or part_id not in shape.part.rels:
        return []
    data = etree.fromstring(shape.part.related_part(part_id).blob, _PARSER)
    texts = (
        "".join(run.text or "" for run in paragraph.iter(f"{{{_DRAWING}}}t"))
        for paragraph in data.iter(f"{{{_DRAWING}}}p")
    )
    return [" ".join(text.split()) for text in texts if text.strip()]


def _as_presentation(file: bytes) -> bytes:
    """A show, a template, or one with macros, named as the presentation that it is otherwise."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        types = package.read("[Content_Types].xml")
        named = _OTHER_KINDS.sub(_PRESENTATION, types)
        if named == types:
            return file
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as other:
            for member in package.infolist():
                is_types = member.filename == "[Content_Types].xml"
                other.writestr(member, named if is_types else package.read(member))
    return made.getvalue()


def _write_paragraphs(shape: Any) -> str:
    """Paragraphs; those of a body's placeholder are its list, by their levels."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    paragraphs = [
        (paragraph.level, "".join(escape(run.text) for run in paragraph.runs).strip())
        for paragraph in shape.text_frame.paragraphs
    ]
    paragraphs = [(level, text) for level, text in paragraphs if text]
    is_list = (
        shape.is_placeholder
        and shape.placeholder_format.type in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
        and len(paragraphs) > 1
    ) or any(level for level, _ in paragraphs)
    if not is_list:
        return "".join(f"<p>{text}</p>" for _, text in paragraphs)
    html, depth = "", -1
    for level, text in paragraphs:
        level = min(level, depth + 1)
        if level > depth:
            html += "<ul><li>" + text
        else:
            html += "</li></ul>" * (depth - level) + "</li><li>" + text
        depth = level
    return html + "</li></ul>" * (depth + 1)
