"""Files to attach: documents with known words, and a picture that tells where it was taken."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from PIL import Image

from network.attachments.keeping import ReadFile, keep_file, store_bytes
from network.attachments.store import compute_hash
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.site import Site


def make_pdf(pages: Sequence[str], title: str = "", author: str = "") -> bytes:
    """A PDF with these texts, a page each, line by line, in a type that has å, ä, ö, æ and ø."""
    objects: list[bytes] = [b"", b""]
    kids = []
    for text in pages:
        lines = [
            b"1 0 0 1 60 %d Tm (%s) Tj" % (780 - 16 * number, _escape(line))
            for number, line in enumerate(text.split("\n"))
        ]
        stream = zlib.compress(b"BT /F1 11 Tf\n" + b"\n".join(lines) + b"\nET")
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
            b" /Encoding /WinAnsiEncoding >> >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    objects.append(b"<< /Title (%s) /Author (%s) >>" % (_escape(title), _escape(author)))
    file = io.BytesIO()
    file.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), table)
    )
    return file.getvalue()


def _escape(text: str) -> bytes:
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


# What the photograph tells beside the picture.
CAMERA, PHOTOGRAPHER, REMARK = "Eksempelkamera 3000", "Kari Fotograf", "Tatt hjemme hos naboen"


def make_photo(width: int = 3000, height: int = 1500, form: str = "JPEG") -> bytes:
    """A photograph with its place, camera, photographer and a remark in it, lying on its side."""
    picture = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    exif = picture.getexif()
    exif[0x010F] = CAMERA
    exif[0x013B] = PHOTOGRAPHER
    exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (59.0, 54.0, 48.0)
    place[3], place[4] = "E", (10.0, 44.0, 20.0)
    data = io.BytesIO()
    more = {"comment": REMARK.encode()} if form == "JPEG" else {}
    picture.save(data, form, exif=exif, **more)
    return data.getvalue()


def plain_file(data: bytes, *pages: str, media_type: str = "application/pdf") -> ReadFile:
    """A file as if it had been read, with the text of its pages."""
    return ReadFile(
        data,
        compute_hash(data),
        media_type,
        text_state="read" if pages else "empty",
        pages=pages,
    )


def make_part(file: ReadFile, part_id: str, name: str, **more: str) -> dict[str, str]:
    """The part of a content that a file is."""
    return {"id": part_id, "file": file.sha256, "file_name": name, **more}


def keep(site: Site, *files: ReadFile) -> None:
    """Keep files on a site, as if somebody had given them."""
    for file in files:
        store_bytes(site.files, file)
    with site.database.transaction() as session:
        for file in files:
            keep_file(session, site.files, file)


def publish_with_files(
    site: Site, slug: str, parts: Sequence[Mapping[str, str]], **content: object
) -> UUID:
    """An experience of Eksempelvik's that carries these files, as a file of the import would; its
    id."""
    value = {"kind": "experience", "language": "nb", "title": slug, "files": list(parts), **content}
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
        revision = begin(session, Placement(home, slug, home), parse_content(value), actor=actor)
        publish(session, revision.id, actor=actor)
        return revision.document_id
