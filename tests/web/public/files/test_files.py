"""The files of entries: whoever asks gets them while an entry carries them, and nothing before or
after; and whatever they are, they do nothing at a reader's."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from network.attachments.keeping import ReadFile
from network.attachments.reading import read_file
from network.attachments.store import compute_hash
from network.documents import workflow
from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests import people
from tests.attached import keep, make_part, make_pdf, make_photo, plain_file, publish_with_files
from tests.web.people import site_of

PDF = plain_file(make_pdf(["Rapport om skolefravær"]), "Rapport om skolefravær")
PAGE = plain_file(b"<!doctype html><script>alert(1)</script>", media_type="text/html")
NOTE = plain_file("Notat, åpent for alle".encode(), "Notat", media_type="text/plain")
AT = "/nb/eksempelvik/med-filer/files"


@dataclass
class Carried:
    """A site with an entry that carries files."""

    app: Flask
    picture: ReadFile


@pytest.fixture(scope="module")
def carried(app: Flask) -> Carried:
    picture = read_file(make_photo())
    keep(site_of(app), PDF, PAGE, NOTE, picture)
    publish_with_files(
        site_of(app),
        "med-filer",
        [
            make_part(PDF, "f1", "Årsrapport 2026 «endelig».pdf", description="Hele rapporten"),
            make_part(picture, "f2", "skolegård.jpg", alternative="Barn spiser frokost"),
            make_part(PAGE, "f3", "side.html"),
            make_part(NOTE, "f4", "notat.txt", role="original"),
        ],
    )
    return Carried(app, picture)


@pytest.fixture
def asker(carried: Carried) -> FlaskClient:
    return carried.app.test_client()


def test_a_file_is_what_was_given_and_is_saved_under_its_name(asker: FlaskClient) -> None:
    answer = asker.get(f"{AT}/f1")
    assert (answer.status_code, answer.data) == (200, PDF.data)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(PDF.data))
    assert answer.headers["ETag"] == f'"{PDF.sha256}"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Arsrapport 2026 endelig.pdf"; '
        "filename*=UTF-8''%C3%85rsrapport%202026%20%C2%ABendelig%C2%BB.pdf"
    )
    assert "Set-Cookie" not in answer.headers


def test_whatever_a_file_is_it_does_nothing(asker: FlaskClient, carried: Carried) -> None:
    for part, sent_type, disposition in (
        ("f1", "application/pdf", "attachment"),
        ("f2", "image/jpeg", "inline"),
        ("f2/small", "image/jpeg", "inline"),
        ("f3", "application/octet-stream", "attachment"),
        ("f4", "text/plain; charset=utf-8", "attachment"),
    ):
        answer = asker.get(f"{AT}/{part}")
        assert answer.status_code == 200, part
        assert answer.headers["Content-Type"] == sent_type
        assert answer.headers["Content-Disposition"].startswith(f"{disposition};")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = answer.headers["Content-Security-Policy"]
        assert policy == "default-src 'none'; sandbox; frame-ancestors 'none'"
        # Gone at the next request, when the entry is.
        assert answer.headers["Cache-Control"] == "no-cache"
    assert asker.get(f"{AT}/f2").data == carried.picture.data
    assert carried.picture.small is not None
    assert asker.get(f"{AT}/f2/small").data == carried.picture.small.data


SIZE = len(PDF.data)


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-0", 206, (0, 1)),
        ("bytes=10-19", 206, (10, 20)),
        ("bytes=10-", 206, (10, SIZE)),
        ("bytes=-7", 206, (SIZE - 7, SIZE)),
        (f"bytes=0-{10 * SIZE}", 206, (0, SIZE)),
        (f"bytes=-{10 * SIZE}", 206, (0, SIZE)),
        (f"bytes={SIZE}-", 416, None),
        (f"bytes={SIZE + 5}-{SIZE + 9}", 416, None),
        ("bytes=-0", 416, None),
        # What cannot be read, or is several at once, asks for nothing in particular.
        ("bytes=9-2", 200, None),
        ("bytes=0-1,5-6", 200, None),
        ("bytes=a-b", 200, None),
        ("bytes=", 200, None),
        ("pages=1-2", 200, None),
        ("bytes=99999999999999999999-", 200, None),
    ],
)
def test_a_part_is_given_to_who_asks_for_one(
    asker: FlaskClient, asked: str, status: int, expected: tuple[int, int] | None
) -> None:
    answer = asker.get(f"{AT}/f1", headers={"Range": asked})
    assert answer.status_code == status
    if expected is not None:
        start, stop = expected
        assert answer.data == PDF.data[start:stop]
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
        assert answer.headers["Content-Length"] == str(stop - start)
    elif status == 416:
        assert answer.data == b""
        assert answer.headers["Content-Range"] == f"bytes */{SIZE}"
    else:
        assert answer.data == PDF.data
        assert "Content-Range" not in answer.headers


def test_whoever_has_it_already_is_told_so(asker: FlaskClient) -> None:
    tag = f'"{PDF.sha256}"'
    for known in (tag, f'W/{tag}, "other"', "*"):
        answer = asker.get(f"{AT}/f1", headers={"If-None-Match": known})
        assert (answer.status_code, answer.data) == (304, b""), known
        assert answer.headers["ETag"] == tag
    assert asker.get(f"{AT}/f1", headers={"If-None-Match": '"other"'}).data == PDF.data


def test_a_part_of_another_file_is_not_mixed_in(asker: FlaskClient) -> None:
    for condition, status in (
        (f'"{PDF.sha256}"', 206),
        ('"other"', 200),
        (f'W/"{PDF.sha256}"', 200),
    ):
        headers = {"Range": "bytes=0-4", "If-Range": condition}
        assert asker.get(f"{AT}/f1", headers=headers).status_code == status


def test_a_head_tells_the_same_without_the_bytes(asker: FlaskClient) -> None:
    whole, head = asker.get(f"{AT}/f1"), asker.head(f"{AT}/f1")
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Length", "Content-Type", "ETag", "Content-Disposition", "Accept-Ranges"):
        assert head.headers[name] == whole.headers[name]
    part = asker.head(f"{AT}/f1", headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.headers["Content-Length"], part.data) == (206, "5", b"")


def test_bytes_that_the_store_lost_are_a_busy_page_and_no_failure(own_app: Flask) -> None:
    site = site_of(own_app)
    keep(site, PDF)
    publish_with_files(site, "med-filer", [make_part(PDF, "f1", "rapport.pdf")])
    site.files.delete(PDF.sha256)
    answer = own_app.test_client().get(f"{AT}/f1")
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_the_page_shows_pictures_and_names_all_others(asker: FlaskClient) -> None:
    page = asker.get("/nb/eksempelvik/med-filer").text
    assert 'alt="Barn spiser frokost"' in page
    assert f'src="{AT}/f2/small"' in page
    assert re.search(r'width="240"\s+height="480"', page)
    assert "Årsrapport 2026 «endelig».pdf" in page
    assert f'href="{AT}/f1"' in page
    assert "Hele rapporten" in page
    # The page of HTML could not be read, and the page says that it is not searched.
    assert page.count("kan ikke søkes i") == 1
    assert "/sv/eksempelvik/med-filer/files/f1" in asker.get("/sv/eksempelvik/med-filer").text


def _shape(answer: TestResponse, *named: str) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without what was asked for, which every page says again."""
    text = answer.get_data().decode(errors="replace")
    for word in named:
        # Digests of styles may have the same letters.
        text = re.sub(rf"\b{re.escape(word)}\b", "…", text)
    # The length goes with the words, and each request has a number of its own.
    own = ("Content-Length", "X-Request-Id")
    headers = [(name, value) for name, value in answer.headers if name not in own]
    return answer.status_code, text, sorted(headers)


def test_in_every_private_state_the_address_is_that_of_a_missing_file(own_app: Flask) -> None:
    """Draft, submitted, sent back, taken back, unknown: the bytes of an address that never was."""
    site, reader = site_of(own_app), own_app.test_client()
    keep(site, PDF)
    picture = read_file(make_photo(900, 600))
    keep(site, picture)

    def ask(slug: str, part: str, **headers: str) -> tuple[int, str, list[tuple[str, str]]]:
        address = f"/nb/eksempelvik/{slug}/files/{part}"
        return _shape(reader.get(address, headers=headers), slug, part)

    with site.database.transaction() as session:
        writer, checker = people.coordinator(session), people.approver(session)
        system = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
    content = parse_content(
        {
            "kind": "experience",
            "language": "nb",
            "title": "Med filer",
            "files": [
                make_part(PDF, "f1", "rapport.pdf"),
                make_part(picture, "f2", "bilde.jpg", alternative="Et bilde"),
            ],
        }
    )
    asked = ("f1", "f2", "f2/small")
    sent: dict[str, str] = {}
    etag = {"If-None-Match": f'"{PDF.sha256}"', "Range": "bytes=0-4"}

    def is_missing() -> None:
        for part in asked:
            for headers in ({}, etag):
                assert ask("med-filer", part, **headers) == ask("aldri-her", part, **headers)
            assert ask("med-filer", part)[0] == 404

    is_missing()
    with site.database.transaction() as session:
        revision = begin(session, Placement(home, "med-filer", home), content, actor=system)
        sent["revision"] = str(revision.id)
        # Written by somebody, so that somebody else may judge it.
        revision.author_id = writer.account_id
    is_missing()
    with site.database.transaction() as session:
        workflow.submit(session, revision.id, actor=writer)
    is_missing()
    with site.database.transaction() as session:
        workflow.send_back(session, revision.id, actor=checker, note="Rett opp")
    is_missing()
    with site.database.transaction() as session:
        workflow.submit(session, revision.id, actor=writer)
    with site.database.transaction() as session:
        workflow.take_back(session, revision.id, actor=writer)
    is_missing()
    with site.database.transaction() as session:
        workflow.submit(session, revision.id, actor=writer)
    with site.database.transaction() as session:
        workflow.approve(session, revision.id, actor=checker)
    assert {ask("med-filer", part)[0] for part in asked} == {200}
    # A file that the entry does not carry is one that never was.
    assert ask("med-filer", "f9") == ask("med-filer", "f8")
    assert ask("med-filer", "f1/small") == ask("aldri-her", "f1/small")
    with site.database.transaction() as session:
        move(session, revision.document_id, "flyttet", actor=checker)
    moved = reader.get("/nb/eksempelvik/med-filer/files/f2/small")
    assert (moved.status_code, moved.location) == (301, "/nb/eksempelvik/flyttet/files/f2/small")
    with site.database.transaction() as session:
        withdraw(session, revision.document_id, actor=checker)
    gone = _shape(reader.get("/nb/eksempelvik/flyttet"), "/eksempelvik/flyttet")
    for part in (*asked, "f9"):
        for slug in ("med-filer", "flyttet"):
            for headers in ({}, etag):
                answer = reader.get(f"/nb/eksempelvik/{slug}/files/{part}", headers=headers)
                shape = _shape(answer, f"/eksempelvik/{slug}/files/{part}")
                # The page of the entry is kept and sent compressed to who takes that.
                headers_kept = sorted([*shape[2], ("Vary", "Accept-Encoding")])
                assert (shape[:2], headers_kept) == (gone[:2], gone[2])
                assert answer.status_code == 410


def test_a_revision_that_takes_a_file_away_takes_its_address_away(own_app: Flask) -> None:
    site, reader = site_of(own_app), own_app.test_client()
    keep(site, PDF, NOTE)
    document_id = publish_with_files(
        site,
        "med-filer",
        [make_part(PDF, "f1", "rapport.pdf"), make_part(NOTE, "f2", "notat.txt")],
    )
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        value = {"kind": "experience", "language": "nb", "title": "x"}
        kept = [make_part(NOTE, "f2", "notat.txt")]
        revision = revise(
            session, document_id, parse_content({**value, "files": kept}), actor=actor
        )
        publish(session, revision.id, actor=actor)
    assert reader.get(f"{AT}/f1").status_code == 404
    assert reader.get(f"{AT}/f2").data == NOTE.data
    assert compute_hash(NOTE.data) == NOTE.sha256
