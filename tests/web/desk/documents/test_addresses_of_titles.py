"""The title that is submitted makes the address, and what a draft was called before is nowhere."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask

from network.entries.addresses import add_tombstone
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.web.desk.test_desk import act, begun, newest, saved
from tests.web.people import Person, signed_in, site_of

# Of the tax authority's synthetic test register, and the example by which the Swedish tax agency
# explains the control digit.
NORWEGIAN, SWEDISH = "21880650006", "811218-9876"


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture
def nils(app: Flask) -> Person:
    """Coordinates Norway."""
    return signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")


def public_places(app: Flask, word: str) -> dict[str, str]:
    """What anybody reads where a new entry is told of, by its address."""
    catch_up(site_of(app).index.folder, DatabaseSource(site_of(app).database))
    reader = app.test_client()
    found = {}
    for ui in ("nb", "sv"):
        for page in ("", "feeds/all.atom", "eksempelvik", f"search?q={word}", f"suggest?q={word}"):
            found[f"{ui}/{page}"] = reader.get(f"/{ui}/{page}").text
        feed = re.search(r'href="([^"]+)" [^>]*atom|atom[^>]* href="([^"]+)"', found[f"{ui}/"])
        assert feed
        path = next(filter(None, feed.groups())).replace("https://grannar.example", "")
        found[f"{ui} feed"] = reader.get(path).text
    index = reader.get("/sitemap.xml").text
    for path in re.findall(r"https://grannar.example(/sitemaps/[^<]+)", index):
        found[path] = reader.get(path).text
    assert any(name.startswith("/sitemaps/") for name in found)
    return found


def page_of(who: Person, document: UUID, ui: str = "nb") -> str:
    return who.get(f"/{ui}/desk/documents/{document}").text


def test_what_a_draft_was_called_first_is_at_no_public_place(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title=f"Sak om Hansensen {NORWEGIAN}", done="Vi snakket sammen.")
    assert "Ingenting er endret" in act(app, kari, document, "submit")
    saved(kari, document, title="Sak om Hansensen", done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    act(app, nils, document, "send-back", "Ingen navn, takk.")
    saved(kari, document, title="Nattergaltokt", done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    assert "Publisert" in act(app, nils, document, "approve")
    reader = app.test_client()
    assert reader.get("/nb/eksempelvik/nattergaltokt").status_code == 200
    for slug in ("sak-om-hansensen", f"sak-om-hansensen-{NORWEGIAN}"):
        assert reader.get(f"/nb/eksempelvik/{slug}").status_code == 404
    places = public_places(app, "Nattergaltokt") | public_places(app, "Hansensen")
    assert {name for name, text in places.items() if "/eksempelvik/nattergaltokt" in text} > {
        "nb/",
        "sv/",
        "nb feed",
        "sv feed",
        "nb/eksempelvik",
        "sv/eksempelvik",
    }
    for name, text in places.items():
        if "q=Hansensen" in name:
            text = text.replace("Hansensen", "")
        assert "hansensen" not in text.casefold(), name
        assert NORWEGIAN not in text, name
    with site_of(app).database.engine.connect() as connection:
        for slugs_of in ("SELECT slug FROM entries", "SELECT slug FROM entry_addresses"):
            slugs = connection.exec_driver_sql(slugs_of).scalars()
            assert not any("hansensen" in slug for slug in slugs)


@pytest.mark.parametrize(
    ("ui", "told"),
    [("nb", "Adressen når teksten er publisert:"), ("sv", "Adressen när texten är publicerad:")],
)
def test_writer_and_reviewer_see_the_address_before_it_is_public(
    app: Flask, kari: Person, nils: Person, ui: str, told: str
) -> None:
    document = begun(kari)
    saved(kari, document, title="Arbeidstittel", done="Vi snakket sammen.")
    shown = f'{told} <span class="address-to-be">/{ui}/eksempelvik/'
    assert f"{shown}arbeidstittel<" in page_of(kari, document, ui)
    saved(kari, document, title="Åpen dør", done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    revision = f"/{ui}/desk/documents/{document}/revisions/{newest(app, document)}"
    for who in (kari, nils):
        assert f"{shown}apen-dor<" in page_of(who, document, ui)
        assert f"{shown}apen-dor<" in who.get(revision).text
    # What is written on is not what the reviewer is asked about.
    saved(kari, document, title="Stengt dør", done="Vi snakket sammen.")
    assert f"{shown}apen-dor<" in page_of(nils, document, ui)
    act(app, kari, document, "submit")
    assert f"{shown}stengt-dor<" in page_of(nils, document, ui)
    act(app, nils, document, "approve")
    assert told not in page_of(nils, document, ui)
    assert app.test_client().get(f"/{ui}/eksempelvik/stengt-dor").status_code == 200
    assert app.test_client().get(f"/{ui}/eksempelvik/apen-dor").status_code == 404


def test_an_address_that_was_public_stays_whatever_the_title_becomes(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Først", done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    saved(kari, document, title="Siden", done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    assert "Siden" in app.test_client().get("/nb/eksempelvik/forst").text
    assert app.test_client().get("/nb/eksempelvik/siden").status_code == 404


def test_what_is_in_review_no_more_lets_its_address_go(
    app: Flask, kari: Person, nils: Person
) -> None:
    first, second = begun(kari), begun(kari)
    for document in (first, second):
        saved(kari, document, title="Samme", done="Vi snakket sammen.")
        act(app, kari, document, "submit")
    assert "/nb/eksempelvik/samme-2<" in page_of(nils, second)
    act(app, kari, first, "take-back")
    act(app, kari, second, "take-back")
    act(app, kari, second, "submit")
    assert "/nb/eksempelvik/samme<" in page_of(nils, second)
    assert "/nb/eksempelvik/samme-2<" in page_of(kari, first)


def test_an_address_that_went_meanwhile_gets_a_number(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Ledig", done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    with site_of(app).database.transaction() as session:
        add_tombstone(session, "eksempelvik", "ledig")
    assert "Publisert" in act(app, nils, document, "approve")
    assert app.test_client().get("/nb/eksempelvik/ledig").status_code == 410
    assert app.test_client().get("/nb/eksempelvik/ledig-2").status_code == 200


def test_a_number_that_only_the_address_shows_stops_the_text_as_its_words_do(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    # After a slash the digits are a reference number's; the address has no slashes.
    page = saved(kari, document, title=f"Sak 2024/{SWEDISH}", done="Vi snakket sammen.")
    assert re.search(f"Adresse: <span[^>]*><mark>sak-2024-{SWEDISH}</mark>", page)
    told = act(app, kari, document, "submit")
    assert "Ingenting er endret. Adressen inneholder" in told
    assert "Utkast" in told
    act(app, kari, document, "ask-exception", "Det er et journalnummer.")
    act(app, nils, document, "overrule", "Et journalnummer.")
    assert "Sendt til gjennomgang" in act(app, kari, document, "submit")
    assert "Publisert" in act(app, nils, document, "approve")


def test_nothing_moves_to_an_address_with_an_identity_number(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Flyttes", done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    for typed in (f"sak {NORWEGIAN}", f"sak {SWEDISH}", f"sak 2024 {SWEDISH}", "sak 2188 0650006"):
        answer = nils.post(f"/nb/desk/documents/{document}/move", {"slug": typed})
        assert answer.status_code == 422, typed
        assert "Ingenting er endret. Den adressen inneholder" in answer.text
        # It stands in its field again.
        assert f'value="{typed}"' in answer.text
    assert app.test_client().get("/nb/eksempelvik/flyttes").status_code == 200
    assert app.test_client().get(f"/nb/eksempelvik/sak-{NORWEGIAN}").status_code == 404
    assert nils.post(f"/nb/desk/documents/{document}/move", {"slug": "flyttet"}).status_code == 303
    assert app.test_client().get("/nb/eksempelvik/flyttet").status_code == 200
