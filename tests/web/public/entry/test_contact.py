"""Whom to ask is a way to ask, also for those without an account."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from network.site_owner import SiteOwner
from tests.pages import forget_pages
from tests.web.public.entry.test_order import put, read

OFFICE = {"office": "Etat for omsorg", "email": "post@etat.example", "phone": "22 00 00 00"}


def mails(element: Tag) -> dict[str, dict[str, list[str]]]:
    """The mails that a page begins, by who gets them: their fields."""
    addresses = [urlsplit(str(link["href"])) for link in element.select('a[href^="mailto:"]')]
    return {unquote(url.path): parse_qs(url.query) for url in addresses if url.path}


def test_the_office_is_written_to_and_dialled(app: Flask, reader: FlaskClient) -> None:
    article = read(reader, put(app, "kontor", {"title": "Mat & prat", "contact": OFFICE}))
    contact = article.select_one(".fact-contact")
    assert contact is not None
    fields = mails(contact)["post@etat.example"]
    assert fields["subject"] == ["Spørsmål om: Mat & prat"]
    assert fields["body"][0].endswith("/nb/eksempelvik/kontor")
    assert contact.select_one('a[href="tel:+4722000000"]')


@pytest.mark.parametrize("contact", [None, {"office": "Etat for omsorg"}], ids=["none", "no way"])
def test_who_runs_the_site_is_asked_where_no_office_can_be(
    app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch, contact: dict[str, str] | None
) -> None:
    slug = "uten-kontor-paa-nett" if contact else "uten-kontor"
    address = put(app, slug, {"title": "Uten kontor", "contact": contact})
    monkeypatch.setitem(app.jinja_env.globals, "site_owner", None)
    forget_pages(app)
    assert not mails(read(reader, address))
    owner = SiteOwner(email="drift@grannar.example")
    monkeypatch.setitem(app.jinja_env.globals, "site_owner", owner)
    forget_pages(app)
    links = read(reader, address).select('a[href^="mailto:drift@"]')
    texts = {link.get_text(strip=True) for link in links}
    assert texts == {
        "Spør dem som driver Grannar, på e-post",
        "Meld fra om feil på e-post",
        "Be om konto",
    }
    for link in links:
        told = parse_qs(urlsplit(str(link["href"])).query)["body"][0]
        assert "uten-kontor" in told or "Kommune" in told
    forget_pages(app)


NEED: dict[str, Any] = {"kind": "need", "wanted": [{"id": "w", "text": "Hjelp."}]}
GIVEN: list[dict[str, Any]] = [
    NEED,
    {"kind": "practice", "how": "Slik."},
    {"kind": "collection", "items": [{"id": "g", "gap": "noe"}]},
    {"kind": "plan", "measures": [{"id": "m", "title": "Kurs"}]},
]


@pytest.mark.parametrize("value", GIVEN, ids=lambda value: value["kind"])
def test_what_asks_for_an_account_is_shown_to_account_holders_alone(
    app: Flask, reader: FlaskClient, value: dict[str, Any]
) -> None:
    page = reader.get(put(app, f"konto-{value['kind']}", value)).text
    article = BeautifulSoup(page, "lxml").article
    assert article is not None
    links = article.select('a[href*="/desk/"]')
    assert links
    for link in links:
        around = [link, *link.parents]
        assert any("for-accounts" in (element.get("class") or []) for element in around), link


def test_no_hit_of_a_search_asks_for_an_account(app: Flask, reader: FlaskClient) -> None:
    put(app, "treff", {"title": "Kjøttkaker hver torsdag"})
    for query in ("kjøttkaker", "finnesikkexyz"):
        page = BeautifulSoup(reader.get(f"/nb/search?q={query}").text, "lxml").main
        assert page is not None
        for link in page.select('a[href*="/desk/"]'):
            around = [link, *link.parents]
            assert any("for-accounts" in (element.get("class") or []) for element in around), link
