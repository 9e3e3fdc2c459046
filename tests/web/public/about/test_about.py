"""Who is behind a site: told where somebody said so, and said plainly where nobody did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.app import create_app
from network.interface_languages import INTERFACE_LANGUAGES
from network.site_owner import OWNER_SETTINGS, WANTED, SiteOwner, list_wanting, read_site_owner
from tests.conftest import make_settings
from tests.web.people import signed_in

OWNER = {
    "OWNER_NAME": "Nettverket <Grannar>",
    "OWNER_COUNTRY": "SE",
    "OWNER_ADDRESS": "Storgatan 1, 990 01 Exempelstad",
    "OWNER_EMAIL": "post+grannar@exempelstad.example",
    "OWNER_PHONE": "+46 70 000 00 00",
    "RESPONSIBLE_EDITOR": "Åsa Öberg",
    "TEXT_LICENCE": "CC-BY-4.0",
    "JOIN_URL": "https://exempelstad.example/ga-med",
    "ACCESSIBILITY_STATEMENT_URL": "https://uustatus.example/1",
}


@pytest.fixture
def owned(own_app: Flask, made_up_site: Path) -> Iterator[FlaskClient]:
    """A reader of a site whose owner said everything."""
    folder = Path(own_app.extensions["grannar"].settings.search_index).parent
    app = create_app(make_settings(folder, **OWNER))
    yield app.test_client()
    app.extensions["grannar"].database.engine.dispose()


def test_every_page_says_who_runs_the_site(owned: FlaskClient) -> None:
    for page in ("/nb/", "/nb/eksempelvik/frokost", "/nb/desk/sign-in", "/nb/not/there"):
        foot = owned.get(page, follow_redirects=True).text.partition('<footer class="bottom">')[2]
        assert "Drives av Nettverket &lt;Grannar&gt;" in foot
        assert 'href="mailto:post%2Bgrannar@exempelstad.example"' in foot


def test_about_says_whom_to_write_to_and_what_may_be_used(owned: FlaskClient) -> None:
    # The groups of a postal code stay together, with a space that no line ends at.
    page = owned.get("/sv/about").text.replace("\xa0", " ")
    for value in OWNER.values():
        if value not in ("SE", "CC-BY-4.0", OWNER["OWNER_NAME"], OWNER["OWNER_PHONE"]):
            assert (value in page) == (value != OWNER["ACCESSIBILITY_STATEMENT_URL"]), value
    assert 'href="tel:+46700000000"' in page
    assert "under samma licens:" in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/deed.sv"' in page
    assert "mailto:post%2Bgrannar@exempelstad.example?subject=Konto%20p%C3%A5%20Grannar" in page


def test_the_accessibility_statement_says_where_to_complain_in_the_owners_country(
    owned: FlaskClient,
) -> None:
    page = owned.get("/sv/accessibility").text
    assert "Nettverket &lt;Grannar&gt; driver Grannar på https://grannar.example" in page
    # What Digg asks for: how far, what is not, when and how it was assessed, where to remark.
    for words in (
        "delvis förenlig",
        "Det här är inte tillgängligt",
        "29 november 2026",
        "Ingen oberoende granskning",
        "oskäligt betungande",
        'href="https://www.digg.se/tdosanmalan"',
        "post%2Bgrannar@exempelstad.example?subject=Tillg",
        "https://uustatus.example/1",
    ):
        assert words in page, words
    assert "uutilsynet" not in page


@pytest.mark.parametrize(
    ("country", "authority"),
    [("NO", "uutilsynet.no"), ("SE", "digg.se/tdosanmalan"), ("FI", "tillganglighetskrav.fi")],
)
def test_the_authority_is_that_of_the_owners_country(
    own_app: Flask, country: str, authority: str
) -> None:
    folder = Path(own_app.extensions["grannar"].settings.search_index).parent
    app = create_app(make_settings(folder, **OWNER | {"OWNER_COUNTRY": country}))
    for ui in INTERFACE_LANGUAGES:
        page = app.test_client().get(f"/{ui}/accessibility").text
        named = {
            other
            for other in ("uutilsynet.no", "digg.se/tdosanmalan", "tillganglighetskrav.fi")
            if other in page
        }
        assert named == {authority}
    app.extensions["grannar"].database.engine.dispose()


@pytest.mark.parametrize("ui", ["nb", "nn", "sv"])
def test_the_long_word_of_the_statement_may_be_parted(reader: FlaskClient, ui: str) -> None:
    page = reader.get(f"/{ui}/accessibility").text
    heading = page[page.index("<h1") : page.index("</h1>")]
    assert "s\u00ad" in heading


def test_who_signs_in_is_told_whom_to_ask_for_an_account(
    owned: FlaskClient, reader: FlaskClient
) -> None:
    asked = owned.get("/nb/desk/", follow_redirects=True).text
    assert "mailto:post%2Bgrannar@exempelstad.example?subject=Konto" in asked
    assert '/nb/about#join"' in reader.get("/nb/desk/", follow_redirects=True).text


def test_a_site_that_nobody_said_the_owner_of_says_so(reader: FlaskClient) -> None:
    about = reader.get("/nb/about").text
    assert "kan hentes av programmer:" in about
    assert "under samme lisens" not in about
    assert "Det er ikke oppgitt hvem som driver dette nettstedet." in about
    assert "Det er ikke oppgitt hvem du kan spørre." in about
    assert "Det er ikke oppgitt hvilken lisens" in about
    statement = reader.get("/nb/accessibility").text
    assert "Det er ikke oppgitt hvor du kan skrive." in statement
    # Whichever law it is under, one of the three authorities is right.
    for authority in ("uutilsynet.no", "digg.se/tdosanmalan", "tillganglighetskrav.fi"):
        assert authority in statement
    assert "Drives av" not in statement


def test_made_up_municipalities_are_not_counted_among_those_who_wrote(reader: FlaskClient) -> None:
    page = re.sub(r"<[^>]+>", "", reader.get("/nb/about").text).replace("\u00a0", " ")
    assert "Her ligger 2 tekster om 1 kommune eller annen organisasjon." in page
    assert "I tillegg finnes ett oppdiktet eksempel." in page


def test_an_administrator_sees_what_readers_are_not_told(own_app: Flask) -> None:
    page = signed_in(own_app, "Kari", "administrator").get("/nb/desk/").text
    assert [name for name in WANTED if f"<code>{name}</code>" in page] == list(WANTED)
    page = signed_in(own_app, "Ola", "coordinator", "eksempelvik").get("/nb/desk/").text
    assert "OWNER_NAME" not in page


def test_what_is_wanting_is_named_in_order() -> None:
    assert list_wanting(None) == WANTED
    assert list_wanting(read_site_owner(OWNER)) == ()
    assert list_wanting(SiteOwner(name="Eksempelvik", phone="22 00 00 00")) == (
        "OWNER_COUNTRY",
        "OWNER_ADDRESS",
        "OWNER_EMAIL",
        "RESPONSIBLE_EDITOR",
        "TEXT_LICENCE",
    )
    # Blank settings, as in a file that was copied and not filled in, are none.
    assert read_site_owner(dict.fromkeys(OWNER_SETTINGS, " ")) is None
