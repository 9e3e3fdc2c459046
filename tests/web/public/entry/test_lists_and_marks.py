"""What a page would say twice it says once: links, speakers, sources; and nothing is lost by it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag
from flask import Flask
from flask.testing import FlaskClient

from network.kinds import Meeting, parse_content
from network.web.public.entry import pages
from tests.web.public.entry.test_order import put, read

SOURCE = {"sources": [{"id": "artikkel", "title": "Artikkelen"}]}


def said(number: int, name: str, **more: Any) -> dict[str, Any]:
    """A statement by somebody, rendered by the article."""
    return {
        "id": f"s{number}",
        "name": name,
        "role": "leder",
        "wording": "paraphrase",
        "text": f"Utsagn {number}.",
        "account": "artikkel",
    } | more


MEETING: dict[str, Any] = SOURCE | {
    "kind": "meeting",
    "title": "Møtet",
    "statements": [
        said(1, "Kari", links=["eksempelvik/plan", "eksempelvik/plan"]),
        said(2, "Kari", links=["eksempelvik/plan"]),
        said(3, "Kari"),
        said(4, "Ola"),
        said(5, "Kari"),
        said(6, "Kari", wording="verbatim"),
        said(7, "Kari", same_as="s6", account="artikkel"),
    ],
    "remarks": [
        {"id": f"r{number}", "text": "Merknad.", "account": "artikkel"} for number in (1, 2)
    ],
}


def test_what_a_speaker_says_without_another_between_is_one_block() -> None:
    meeting = parse_content({"language": "nb"} | MEETING)
    assert isinstance(meeting, Meeting)
    ((_, statements),) = meeting.by_item()
    blocks = [
        [[account.id for account in accounts] for accounts in block]
        for block in meeting.by_speaker(statements)
    ]
    assert blocks == [[["s1"], ["s2"], ["s3"]], [["s4"]], [["s5"]], [["s6", "s7"]]]


def test_a_block_says_once_how_and_by_whom_and_keeps_every_address(
    app: Flask, reader: FlaskClient
) -> None:
    put(app, "plan", {"kind": "plan", "title": "Planen"})
    article = read(reader, put(app, "motet", MEETING))
    first = article.select(".statements > .statement")[0]
    assert len(first.select(".speaker")) == 1
    assert first.get_text().count("Gjengitt med andre ord") == 1
    assert len(first.select("a.account")) == 1
    assert [part["id"] for part in first.select(".said-part")] == ["s1", "s2", "s3"]
    # Each can be linked to and quoted by itself.
    assert [link["href"] for link in first.select("a.permalink")] == ["#s1", "#s2", "#s3"]
    assert len(first.select("details.quote .quotable")) == 3
    assert first.get_text().count("Planen") == 1
    for number in range(1, 8):
        assert article.find(id=f"s{number}"), number
    # The one source of all remarks stands under their heading alone.
    remarks = article.find(id="r1")
    assert isinstance(remarks, Tag)
    section = remarks.find_parent("section")
    assert section is not None
    assert len(section.select("a.account")) == 1


@pytest.mark.parametrize(
    ("language", "quoted"),
    [("nb", "«Utsagn 6.»"), ("nn", "«Utsagn 6.»"), ("sv", "”Utsagn 6.”"), ("en", "“Utsagn 6.”")],
)
def test_words_are_quoted_with_the_marks_of_the_page(
    app: Flask, reader: FlaskClient, language: str, quoted: str
) -> None:
    meeting = MEETING | {"statements": [said(1, "Kari"), said(6, "Ola", wording="verbatim")]}
    address = put(app, f"sitert-{language}", meeting).replace("/nb/", f"/{language}/", 1)
    lines = [line.get_text().strip() for line in read(reader, address).select(".quotable")]
    assert [line for line in lines if line.startswith(quoted)], lines
    # A paraphrase has none.
    assert [line for line in lines if line.startswith("Utsagn 1. –")], lines


def test_what_a_phone_folds_is_whole_in_the_page_and_in_files(
    app: Flask, reader: FlaskClient
) -> None:
    address = put(app, "foldet", MEETING | {"body": "En.\n\nTo.\n\nTre."})
    article = read(reader, address)
    folds = {
        " ".join(fold.summary.get_text(" ").split()): " ".join(fold.get_text(" ").split())
        for fold in article.select(".main-column .phone-fold")
        if fold.summary
    }
    assert list(folds) == [
        "1 utsagn til",
        "Det gjengivelsen selv sier 2",
        "Mer om dette 3 avsnitt",
        "Kilder 1",
    ]
    assert "En. To. Tre." in folds["Mer om dette 3 avsnitt"]
    first = article.select_one(".statement .phone-fold .said-part")
    assert first is not None
    assert first["id"] == "s3"
    # What is there to be pressed is in no file; the headings are.
    written = reader.get(f"{address}/document.md").text
    assert "utsagn til" not in written
    assert "avsnitt" not in written
    assert "## Mer om dette\n\nEn.\n\nTo.\n\nTre." in written


def further(article: Tag) -> tuple[list[str], list[str]]:
    """The links at the end: those shown at once, and those behind a press."""
    section = article.find(id="further")
    assert isinstance(section, Tag)
    folded = section.select("details.further-more li > a")
    shown = [link for link in section.select("ul.further > li > a") if link not in folded]
    return (
        [link.get_text(strip=True) for link in shown],
        [link.get_text(strip=True) for link in folded],
    )


def test_one_list_of_five_links_and_none_that_the_text_has(
    app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for letter in "abcdefgh":
        put(app, f"side-{letter}", {"title": f"Side {letter}"})
    links = [{"relation": "relates", "to": f"eksempelvik/side-{letter}"} for letter in "abcdefg"]
    body = "Se [[eksempelvik/side-b]]."
    address = put(app, "lenker", {"links": links, "body": body})
    monkeypatch.setattr(pages, "find_cards", lambda *_: [])
    shown, folded = further(read(reader, address))
    assert shown == [f"Side {letter}" for letter in "acdef"]
    assert folded == ["Side g"]
    # From the other end it stands once as well, whatever says so.
    back, _ = further(read(reader, "/nb/eksempelvik/side-a"))
    assert back.count("lenker") == 1


def test_a_part_names_an_entry_that_links_back_once(app: Flask, reader: FlaskClient) -> None:
    wanted = [{"id": "w", "text": "A. B.", "links": ["eksempelvik/svaret"]}]
    address = put(app, "sporsmalet", {"kind": "need", "title": "Spørsmål", "wanted": wanted})
    for slug in ("svaret", "et-annet"):
        put(app, slug, {"title": slug, "links": [{"relation": "cites", "to": f"{address[4:]}#w"}]})
    part = read(reader, address).find(id="w")
    assert isinstance(part, Tag)
    leads = [" ".join(line.get_text(" ").split()) for line in part.select(".leads")]
    assert leads == ["Les mer: svaret", "Tatt opp i: et-annet"]


def test_permanent_addresses_have_words_for_those_who_do_not_see_them(
    app: Flask, reader: FlaskClient
) -> None:
    article = read(
        reader, put(app, "behov", {"kind": "need", "wanted": [{"id": "w", "text": "A. B."}]})
    )
    (link,) = article.select("a.permalink")
    assert "Lenke til" in link.get_text()
    # It can be reached by keys: neither hidden nor taken out of their order.
    assert not link.has_attr("tabindex")
    assert not link.has_attr("hidden")


def test_numbers_stay_with_their_nouns_on_public_pages(app: Flask, reader: FlaskClient) -> None:
    address = put(app, "tall", {"results": "Det ble 27 tiltak. Mer.", "cost": "215 000 kr"})
    page = reader.get(address).data.decode()
    assert "27\u00a0tiltak" in page
    assert "215\u00a0000\u00a0kr" in page
