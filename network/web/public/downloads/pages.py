"""An entry or a collection as Word, PDF or Markdown, with what it is to be cited by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import Response as FlaskResponse
from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from network.entries.reading import EntryReading, read_entry
from network.kinds.content import make_fingerprint
from network.site import get_site
from network.web.languages import get_ui_language
from network.web.public.collections.document import document as document_page
from network.web.public.collections.side_by_side import side_by_side as side_by_side_page
from network.web.public.entry.loading import load_entry_page
from network.web.public.lookup import find_public_entry

# What reads and writes files (Beautiful Soup, python-docx, Typst) is imported where it is used: it
# would be a tenth of every start.
if TYPE_CHECKING:
    from network.files_out.document import Document

_MEDIA_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}


def download(organisation: str, slug: str, file_format: str) -> Response:
    """The entry as a file: docx, pdf or md; a collection with all its entries, whole. Of
    ``?text=sv`` that text, where there is one. 404 for other formats and entries."""
    return _answer("public.download", organisation, slug, file_format)


def download_side_by_side(organisation: str, slug: str, file_format: str) -> Response:
    """A collection in Norwegian and Swedish, side by side, as a file; 404 for other entries."""
    return _answer("public.download_side_by_side", organisation, slug, file_format)


def _answer(endpoint: str, organisation: str, slug: str, file_format: str) -> Response:
    from network.files_out.document import read_document

    if file_format not in _MEDIA_TYPES:
        abort(404)
    pinned = request.args.get("text")
    with get_site().public.reading() as session:
        entry_id = find_public_entry(
            session, endpoint, organisation, slug, text=pinned, file_format=file_format
        )
        reading = read_entry(session, entry_id, get_ui_language(), pinned or "")
        page = load_entry_page(session, reading)
        is_collection = reading.content.kind == "collection"
        if not is_collection:
            html = render_template(
                f"kinds/{reading.content.kind}.html",
                layout="kinds/_within.html",
                page=page,
                reading=reading,
                content=reading.content,
                numbers=[],
            )
    if endpoint == "public.download_side_by_side":
        html = _pick(side_by_side_page(organisation, slug), ".page-head h1, .pairs")
    elif is_collection:
        html = _pick(document_page(organisation, slug), "div.whole")
    end = render_template(
        "public/downloads/end.html",
        page=page,
        reading=reading,
        content=reading.content,
        with_sources=not is_collection,
        version=make_fingerprint(reading.content),
    )
    document = read_document(
        html + end,
        title=reading.words("title").text,
        language=get_ui_language(),
        author=reading.publisher.name_for(get_ui_language()).name,
        base=page.address,
    )
    return _send(_write(document, reading, file_format), reading, file_format)


def _pick(html: str, selector: str) -> str:
    from bs4 import BeautifulSoup

    return "".join(str(element) for element in BeautifulSoup(html, "html.parser").select(selector))


def _write(document: Document, reading: EntryReading, file_format: str) -> bytes:
    match file_format:
        case "docx":
            from network.files_out.word import write_docx

            return write_docx(document, moment=reading.revised_at)
        case "pdf":
            from network.files_out.pdf import write_pdf

            return write_pdf(document, moment=reading.revised_at)
    from network.files_out.markdown import write_markdown

    return write_markdown(document).encode()


def _send(file: bytes, reading: EntryReading, file_format: str) -> Response:
    response = FlaskResponse(file, content_type=_MEDIA_TYPES[file_format])
    name = f"{reading.organisation.slug}-{reading.slug}.{file_format}"
    response.headers["Content-Disposition"] = f"attachment; filename={quote(name)}"
    response.headers["Link"] = (
        f"<{get_site().settings.public_url}"
        + url_for("public.entry", organisation=reading.organisation.slug, slug=reading.slug)
        + '>; rel="canonical"'
    )
    response.add_etag()
    return response.make_conditional(request)
