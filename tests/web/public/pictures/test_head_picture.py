"""A picture at the head of an entry: chosen among its files, with words for who cannot see it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.attachments.reading import read_file
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.errors import Invalid
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.attached import keep, make_part, make_pdf, make_photo, plain_file
from tests.web.people import site_of

PHOTO = read_file(make_photo(1600, 900))
TINY = read_file(make_photo(300, 200))
NOTE = plain_file(make_pdf(["Notat"]), "Notat")
FILES = [
    make_part(PHOTO, "f1", "torget.jpg", alternative='Torget "i regn"', credit="<b>Kari</b>"),
    make_part(NOTE, "f2", "notat.pdf"),
    make_part(TINY, "f3", "liten.jpg", alternative="En benk"),
]


def put(app: Flask, slug: str, files: list[dict[str, str]], head: str) -> str:
    """A public entry with these files, one of them at its head: its address."""
    site = site_of(app)
    keep(site, PHOTO, NOTE, TINY)
    value: dict[str, Any] = {"kind": "experience", "language": "nb", "title": slug, "files": files}
    content = parse_content(value | {"head_picture": head})
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
        made = begin(session, Placement(home, slug, home), content, actor=actor)
        publish(session, made.id, actor=actor)
    return f"eksempelvik/{slug}"


def test_the_picture_stands_at_the_head_with_its_size_and_is_not_shown_again(
    app: Flask, reader: FlaskClient
) -> None:
    page = reader.get(f"/nb/{put(app, 'regn', FILES, 'f1')}").text
    (figure,) = re.findall(r'<figure class="picture head-picture".*?</figure>', page, re.DOTALL)
    assert 'alt="Torget &#34;i regn&#34;"' in figure
    # It was taken lying on its side, and stands upright.
    assert (page.count('width="900"'), page.count('height="1600"')) == (1, 1)
    assert re.search(r'srcset="\S+/files/f1/small 270w, \S+/files/f1 900w"', figure)
    assert 'decoding="async"' in figure
    assert "&lt;b&gt;Kari&lt;/b&gt;" in figure
    assert "//" not in re.sub(r'https?://localhost[^"]*', "", figure)
    assert page.count("/files/f1/small") == 2
    # The other picture stands among the files as before.
    assert "/files/f3" in page.split("entry-files")[1]
    assert re.search(r'og:image" content="https?://\S+/nb/eksempelvik/regn/files/f1"', page)
    assert 'og:image:alt" content="Torget' in page


def test_an_entry_without_one_has_no_picture_and_is_shared_with_its_card(
    app: Flask, reader: FlaskClient
) -> None:
    page = reader.get("/nb/eksempelvik/frokost").text
    assert "head-picture" not in page
    assert page.count('property="og:image"') == 1
    assert "/nb/eksempelvik/frokost/card.png" in page


@pytest.mark.parametrize(
    ("files", "head", "code", "field"),
    [
        (FILES, "f2", "head_no_picture", "head_picture"),
        ([FILES[0] | {"alternative": ""}], "f1", "no_alternative_text", "files.0.alternative"),
    ],
)
def test_the_head_is_a_picture_and_says_what_it_shows(
    app: Flask, files: list[dict[str, str]], head: str, code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        put(app, "uten", files, head)
    assert [(fault.code, fault.field) for fault in refused.value.faults] == [(code, field)]


def test_the_head_is_one_of_the_entrys_own_files() -> None:
    with pytest.raises(ValueError, match="f9"):
        parse_content(
            {"kind": "need", "language": "nb", "title": "Behov", "files": FILES}
            | {"head_picture": "f9"}
        )
