"""The glossary: found by either word, and told apart from words that only look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import make_site
from tests.folders import GLOSSARY, write_folder

_TERMS = (
    GLOSSARY
    + """- id: forskola
  relation: near
  sv: [förskola]
  nb: [barnehage]
  nn: [barnehage]
  explanation: {nb: Barnehage i Sverige., sv: Förskola i Norge.}
- id: arende
  relation: same
  sv: [ärende]
  nb: [sak]
  explanation: {nb: En sak., sv: Ett ärende.}
- id: anledning-anledning
  relation: false-friend
  sv: [anledning]
  nb: [anledning]
  explanation: {nb: På svensk er det en grunn., sv: På norska är det ett tillfälle.}
"""
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("glossary")
    made = make_site(folder, write_folder(folder / "in", {"glossary.yaml": _TERMS}))
    yield made
    made.extensions["grannar"].database.engine.dispose()


def terms_in(page: str) -> list[str]:
    return re.findall(r'<a href="/(?:nb|sv)/glossary/([a-z-]+)"', page)


# Asked for in either language, in part, without the neighbour's letters, by a false friend.
ASKED = [
    ("barnehage", ["forskola"]),
    ("FÖRSK", ["forskola"]),
    ("forsko", ["forskola"]),
    ("uttal", ["yttrande"]),
    ("anledning", ["anledning-anledning"]),
    ("a", ["anledning-anledning", "arende", "forskola", "yttrande"]),
    ("!!", ["anledning-anledning", "arende", "forskola", "yttrande"]),
]


@pytest.mark.parametrize(("asked", "found"), ASKED)
def test_a_word_of_either_language_finds_its_terms(
    reader: FlaskClient, asked: str, found: list[str]
) -> None:
    for ui in ("nb", "sv"):
        page = reader.get(f"/{ui}/glossary", query_string={"q": asked}).text
        assert sorted(terms_in(page)) == found
        # What holds no letter was no question.
        assert ("letters" in page) == (asked == "!!")


def test_a_word_that_nobody_has_leads_to_the_nearest(reader: FlaskClient) -> None:
    page = reader.get("/nb/glossary?q=barnehager").text
    assert "Ingen ord her er som «barnehager». Disse ligner mest:" in page
    assert terms_in(page) == ["forskola"]
    page = reader.get("/nb/glossary?q=%3Cb%3Exyz").text
    assert "Ingen ord her ligner på «&lt;b&gt;xyz»." in page
    assert "/nb/search?q=%3Cb%3Exyz" in page
    assert terms_in(page) == []


def test_letters_lead_to_the_neighbours_words_in_the_readers_order(reader: FlaskClient) -> None:
    page = reader.get("/nb/glossary").text
    letters = re.findall(r'<a href="#(letter-[0-9a-f]+)">(.)</a>', page)
    assert [letter for _, letter in letters] == ["F", "Y", "Ä"]
    assert all(f'id="{id}"' in page for id, _ in letters)
    swedish = reader.get("/sv/glossary").text
    assert re.findall(r'<a href="#letter-[0-9a-f]+">(.)</a>', swedish) == ["B", "S", "U"]


def test_how_near_words_are_is_a_sign_with_a_text_for_who_hears_it(reader: FlaskClient) -> None:
    page = reader.get("/sv/glossary").text
    assert page.count(">≈</span>") == page.count(">Nästan detsamma: </span>") == 1
    assert "Ord som ligner, men betyr noe annet</h2>" in reader.get("/nb/glossary").text
    # Which the neighbour's word is, is marked in its language.
    assert '<span lang="nb">barnehage</span>' in page


def test_a_word_that_the_neighbour_has_not_is_linked_by_its_own_name(tmp_path: Path) -> None:
    alone = "- id: lagting\n  relation: near\n  sv: [lagting]\n  explanation: {nb: Ålands ting.}\n"
    made = make_site(tmp_path, write_folder(tmp_path / "in", {"glossary.yaml": GLOSSARY + alone}))
    for ui in ("nb", "sv"):
        page = made.test_client().get(f"/{ui}/glossary").text
        links = re.findall(r'<a\s+href="/../glossary/lagting"\s*>(.*?)</a>', page, re.DOTALL)
        assert links == ['<span lang="sv">lagting</span>']
        # It is like nothing of the neighbour's.
        assert page.count('class="relation"') == 1
    made.extensions["grannar"].database.engine.dispose()


def test_a_word_that_only_the_neighbour_misreads_says_so(tmp_path: Path) -> None:
    terms = """- id: frist-frist
  relation: false-friend
  sv: [frist]
  nb: [frist]
  explanation: {sv: Frist är sista dagen.}
"""
    app = make_site(tmp_path, write_folder(tmp_path / "in", {"glossary.yaml": _TERMS + terms}))
    client = app.test_client()
    for address in ("/nb/glossary", "/nb/glossary/frist-frist"):
        page = client.get(address).text
        assert "Naboens ord leser du slik det er ment." in page
        assert re.search(r'lang="sv">\s*Frist är sista dagen\.', page)
    for address in ("/sv/glossary", "/sv/glossary/frist-frist"):
        page = client.get(address).text
        assert "Frist är sista dagen." in page
        assert "Grannens ord kan du läsa" not in page
    app.extensions["grannar"].database.engine.dispose()


def test_a_glossary_without_words_says_so(tmp_path: Path) -> None:
    app = make_site(tmp_path, write_folder(tmp_path / "in", {"glossary.yaml": "[]\n"}))
    assert "Det er ingen ord her ennå." in app.test_client().get("/nb/glossary").text
    app.extensions["grannar"].database.engine.dispose()
