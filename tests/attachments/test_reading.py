"""What comes in: text and metadata found, pictures drawn anew, all else kept as it came."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from network.attachments.picture_metadata import holds_metadata
from network.attachments.reading import (
    LARGEST_FILE,
    RefusedFile,
    read_clean_file,
    read_file,
)
from network.attachments.store import compute_hash
from tests.attached import CAMERA, PHOTOGRAPHER, REMARK, make_pdf, make_photo


def test_a_pdf_is_kept_as_it_came_and_read_page_by_page() -> None:
    data = make_pdf(
        ["Første side om skolefravær", "Andra sidan om förebyggande"], "Årsrapport", "Byrå & Sønn"
    )
    file = read_file(data)
    assert (file.data, file.sha256) == (data, compute_hash(data))
    assert (file.media_type, file.text_state) == ("application/pdf", "read")
    assert [page.strip() for page in file.pages] == [
        "Første side om skolefravær",
        "Andra sidan om förebyggande",
    ]
    assert (file.title, file.author) == ("Årsrapport", "Byrå & Sønn")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_without_anything_that_the_camera_wrote(form: str) -> None:
    data = make_photo(form=form)
    assert holds_metadata(data)
    assert CAMERA.encode() in data
    file = read_file(data)
    assert file.small is not None
    # It lay on its side.
    assert (file.width, file.height) == (1000, 2000)
    assert (file.small.width, file.small.height) == (240, 480)
    assert file.media_type == f"image/{form.lower()}"
    for drawing in (file.data, file.small.data):
        assert not holds_metadata(drawing)
        for words in (CAMERA, PHOTOGRAPHER, REMARK, "Exif", "http://ns.adobe.com/xap"):
            assert words.encode() not in drawing
        with Image.open(io.BytesIO(drawing)) as picture:
            assert not picture.getexif()
            assert "comment" not in picture.info
    assert file.sha256 == compute_hash(file.data) != compute_hash(data)


def test_a_picture_that_is_small_has_no_smaller_one() -> None:
    file = read_file(make_photo(400, 300))
    assert (file.width, file.height, file.small) == (300, 400, None)


def test_bytes_behind_the_end_of_a_picture_are_metadata_too() -> None:
    clean = read_file(make_photo(300, 200)).data
    assert not holds_metadata(clean)
    assert holds_metadata(clean + b"PK\x03\x04 and a whole archive")
    for broken in (b"", clean[:40], clean[:-2], b"GIF89a", b"\xff\xd8\xff\xe0"):
        assert holds_metadata(broken)


def _office_file(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Sak om fravær'
    "</dc:title><dc:creator>Kari Saksbehandler</dc:creator><cp:lastModifiedBy>Ola Kollega"
    "</cp:lastModifiedBy><cp:revision>12</cp:revision></cp:coreProperties>"
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Pages>3</Pages><Company>Eksempelvik kommune</Company></Properties>"
)


def test_what_an_office_file_says_of_itself_is_known_whether_or_not_its_text_is_read() -> None:
    # A sheet, whose text is not read here.
    parts = {"xl/workbook.xml": "", "docProps/core.xml": CORE, "docProps/app.xml": APP}
    file = read_file(_office_file(**parts))
    assert (file.text_state, file.problem) == ("failed", "unknown_type")
    assert file.title.split("\n") == [
        "Sak om fravær",
        "Kari Saksbehandler",
        "Ola Kollega",
        "Eksempelvik kommune",
    ]
    meta = (
        '<m xmlns:x="y"><x:initial-creator>Kari</x:initial-creator>'
        "<x:generator>LibreOffice</x:generator></m>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    assert read_file(_office_file(mimetype=mimetype, **{"meta.xml": meta})).title == "Kari"
    broken = read_file(_office_file(**{"xl/workbook.xml": "", "docProps/core.xml": "<a"}))
    assert (broken.title, broken.text_state) == ("", "failed")


def test_what_cannot_be_read_is_kept_and_says_so() -> None:
    for data, state, problem in (
        (b"\x00\x01\x02" * 100, "failed", "unknown_type"),
        (b"%PDF-1.7\nnothing", "failed", "damaged"),
        (make_pdf([""]), "empty", "empty"),
    ):
        file = read_file(data)
        assert (file.data, file.text_state, file.problem) == (data, state, problem)
        assert file.pages == ()


def test_what_is_empty_too_large_or_no_picture_is_refused() -> None:
    for data, code in (
        (b"", "empty"),
        (bytes(LARGEST_FILE + 1), "too_large"),
        (b"\xff\xd8\xff\xe0 and no picture", "damaged"),
    ):
        with pytest.raises(RefusedFile) as refused:
            read_file(data)
        assert refused.value.code == code


def test_a_picture_from_another_site_stays_byte_for_byte_if_it_is_clean() -> None:
    clean = read_file(make_photo()).data
    file = read_clean_file(clean)
    assert (file.data, file.width, file.height) == (clean, 1000, 2000)
    assert file.small is not None
    with pytest.raises(RefusedFile, match="has_metadata"):
        read_clean_file(make_photo())
