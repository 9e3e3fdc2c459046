"""The real content, as its readers meet it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import FULL


def hits(client: FlaskClient, ui: str, query: str) -> list[str]:
    page = client.get(f"/{ui}/search", query_string={"q": query}).text
    return re.findall(r"<h2><a href=\"/(?:nb|sv)/([^\"?#]+)", page)


FOUND = [
    ("voldelig ekstremisme", "koping/motverka-valdsbejakande-extremism", 8),
    ("voldelig ekstremisme", "koping/forebyggande-arbete", 8),
    ("våldsbejakande extremism", "oslo/tiltak-mot-radikalisering", 20),
    ("våldsbejakande extremism", "ks/mote-om-radikalisering", 20),
    ("hjemvendte", "moss/behov-for-bistand-om-hjemvendte", 8),
    ("återvändare", "moss/behov-for-bistand-om-hjemvendte", 8),
]


@pytest.mark.parametrize("ui", ["nb", "sv"])
@pytest.mark.parametrize(("query", "address", "within"), FOUND)
def test_a_question_finds_the_neighbours_answer(
    client: FlaskClient, ui: str, query: str, address: str, within: int
) -> None:
    assert address in hits(client, ui, query)[:within]


def test_the_bridge_is_shown(client: FlaskClient) -> None:
    page = client.get("/nb/search?q=hjemvendte").text
    bridge = page[page.index('class="bridge"') :][:2000]
    assert "återvändare" in bridge


def test_what_the_article_says_is_apart_from_what_the_mayor_says(client: FlaskClient) -> None:
    page = client.get("/nb/ks/mote-om-radikalisering").text
    remark = page[page.index('id="fra-ostfold"') :][:800]
    assert "Østfold" in remark
    statements = page[page.index('class="statements"') : page.index('class="statement remark"')]
    assert "Østfold" not in statements


def test_steps_that_no_source_tells_of_say_so(client: FlaskClient) -> None:
    page = client.get("/sv/koping/motverka-valdsbejakande-extremism").text
    for step in ("forslag", "beslut"):
        assert f'<li id="{step}" class="step step-not_in_source">' in page
    opinion = page[page.index('<li id="yttrande"') :][:900]
    assert "Från förvaltningen" in opinion


def test_whose_a_resource_is_is_said_once(client: FlaskClient) -> None:
    page = client.get("/sv/regjeringen/handlingsplan-mot-radikalisering").text
    facts = page[page.index('class="facts"') : page.index("</dl>")]
    assert facts.count("Tillhör") == 1
    assert facts.count('href="/sv/regjeringen"') == 1
    assert "Vem det gäller" not in facts


def test_every_entry_is_recorded_by_the_editors_and_says_so(client: FlaskClient) -> None:
    for address in set(hits(client, "nb", "")):
        page = client.get(f"/nb/{address}").text
        own = address.startswith("grannar/")
        assert ('class="recorded"' in page) != own, address


def test_no_page_of_the_content_has_a_dead_link(client: FlaskClient) -> None:
    found = set(hits(client, "nb", "")) | {"koping", "oslo", "moss", "ks", "grannar"}
    assert len(found) > 15
    # What stands on every page is asked for once.
    known: set[str] = set()
    saved: set[str] = set()
    for half, ui in enumerate(("nb", "sv")):
        # The quick run reads every second page, in one language or the other in turn.
        for address in sorted(found) if FULL else sorted(found)[2 * half :: 4]:
            page = client.get(f"/{ui}/{address}").text
            assert "dead-link" not in page, address
            for link in set(re.findall(r'href="(/[^"#]+)', page)) - known:
                known.add(link)
                if link.endswith((".docx", ".pdf", ".md")) and not FULL and len(saved) > 6:
                    # A file is laid out for each; they are all of one making.
                    continue
                saved |= {link} if "/document." in link else set()
                answer = client.get(link.replace("&amp;", "&"))
                # The desk asks who one is.
                expected = 303 if link.startswith(f"/{ui}/desk/") else 200
                assert answer.status_code == expected, (address, link)
                answer.close()


def test_a_collection_says_who_put_it_together(client: FlaskClient) -> None:
    page = client.get("/nb/grannar/forebygging-over-grensen").text
    assert re.search(r"<dt>\s*Satt sammen av\s*</dt>", page)
