"""The card that a shared link shows: a picture of the size that is asked for, any title in it."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from network.documents.publishing import withdraw
from network.files_out.card import HEIGHT, WIDTH, Card, write_card
from network.people.actors import get_system_actor
from tests.web.people import site_of
from tests.web.public.collections.test_collections import written

# The colour of the paper, and of what stands at the left edge.
PAPER, EDGE = (251, 250, 246), (13, 92, 86)


def opened(data: bytes) -> Image.Image:
    """The picture of a card."""
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize(
    "title",
    [
        "Matlag",
        "Nitti tegn " * 8,
        "x" * 300,
        "W" * 300,
        '"); #panic("a") \\ $ #let x = {',
        "🧭 漢字 \n linje",
    ],
)
def test_a_card_holds_any_title_within_its_edges(title: str) -> None:
    card = Card(title, "nb", "Eksempelvik" * 9, "Erfaring", "Eksempel")
    picture = opened(write_card(card))
    assert picture.size == (WIDTH, HEIGHT)
    assert picture.getpixel((5, 300)) == EDGE
    colours = picture.crop((80, 70, WIDTH - 80, HEIGHT - 70)).getcolors(100_000)
    assert colours is not None
    assert len(colours) > 10
    # Nothing runs over the margins, nor the title into whose it is.
    edges = ((30, 0, 70, HEIGHT), (WIDTH - 60, 0, WIDTH, HEIGHT), (30, 0, WIDTH, 50))
    for margin in (*edges, (30, 500, WIDTH, 525)):
        assert picture.crop(margin).getcolors() == [
            ((margin[2] - margin[0]) * (margin[3] - margin[1]), PAPER)
        ]


def test_the_same_card_is_the_same_bytes() -> None:
    card = Card("Frokost på skolen", "nb", "Eksempelvik", "Erfaring", "")
    assert write_card(card) == write_card(card)


def test_an_entry_names_its_card_which_is_gone_when_it_is_withdrawn(
    app: Flask, reader: FlaskClient
) -> None:
    entry = written(app, "delt")
    page = reader.get("/sv/eksempelvik/delt?my=lilleby-vest").text
    found = re.search(r'og:image"\s+content="https?://[^/]+(/sv/eksempelvik/delt/card.png)"', page)
    assert found is not None
    answer = reader.get(found[1])
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert opened(answer.data).size == (WIDTH, HEIGHT)
    with site_of(app).database.transaction() as session:
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    assert reader.get(found[1]).status_code == 410
    assert reader.get("/sv/eksempelvik/aldri/card.png").status_code == 404
