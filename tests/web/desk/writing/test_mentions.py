"""What a form's texts name is suggested as a link, taken by one press, and never made silently."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask

from tests.web.people import Person, signed_in


@pytest.fixture
def kari(own_app: Flask) -> Person:
    return signed_in(own_app, "Kari", "coordinator", "eksempelvik")


def begun(kari: Person, **fields: str) -> str:
    """A form that holds these texts; the address it is at."""
    address = f"/nb/desk/documents/{uuid4()}/write"
    typed = {"kind": "experience", "language": "nb", "organisation_slug": "eksempelvik"}
    answer = kari.post(address, {**typed, "title": "Samarbeid", **fields, "do": "keep"})
    assert answer.status_code == 303, answer.text
    return address


def buttons(page: str) -> list[str]:
    return re.findall(r'value="(mention:[^"]+)"', page)


def text_in(page: str, place: str) -> str:
    found = re.search(rf'<textarea[^>]* id="{place}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1].strip()


def press(kari: Person, address: str, do: str, **fields: str) -> str:
    typed = {"kind": "experience", "language": "nb", "organisation_slug": "eksempelvik"}
    answer = kari.post(address, {**typed, "title": "Samarbeid", **fields, "do": do})
    assert answer.status_code == 303
    return kari.get(address).text


def test_a_name_is_suggested_where_it_stands_and_linked_by_one_press(kari: Person) -> None:
    text = "Vi spurte Exempelstad kommun om råd."
    address = begun(kari, done=text)
    page = kari.get(address).text
    assert text_in(page, "done") == text
    (do,) = buttons(page)
    assert "Nevnt her, uten lenke" in page
    page = press(kari, address, do, done=text)
    assert text_in(page, "done") == "Vi spurte [[exempelstad|Exempelstad kommun]] om råd."
    assert buttons(page) == []


def test_a_name_that_two_bear_is_offered_with_both_told_apart(kari: Person) -> None:
    page = kari.get(begun(kari, done="Møtet holdes i Lilleby kommune.")).text
    assert {do.rpartition("@")[2] for do in buttons(page)} == {"lilleby-ost", "lilleby-vest"}
    assert "Lilleby (Østfylket, Norge)" in page
    assert "Lilleby (Vestfylket, Norge)" in page


def test_an_entry_is_suggested_by_its_title(kari: Person) -> None:
    page = kari.get(begun(kari, results="Vi leste Skolfrukost i Exempelstad.")).text
    assert [do.rpartition("@")[2] for do in buttons(page)] == ["exempelstad/frukost"]
    assert "Skolfrukost i Exempelstad (Exempelstad, erfaringsrapport)" in page


def test_ones_own_organisation_and_what_is_linked_are_not_suggested(kari: Person) -> None:
    text = "Eksempelvik kommune skrev til [[exempelstad|Exempelstad]], og Exempelstad svarte."
    assert buttons(kari.get(begun(kari, done=text)).text) == []


STALE = ["mention:done@10@oslo", "mention:done@3@exempelstad", "mention:done@x@exempelstad"]
STALE += ["mention:", "mention:nothing@10@exempelstad", "mention:done@99999999999@exempelstad"]
STALE += ["mention:statements.0.text@1@exempelstad", "mention:done@10"]


@pytest.mark.parametrize("do", STALE)
def test_a_button_that_no_longer_fits_changes_nothing(kari: Person, do: str) -> None:
    text = "Vi spurte Exempelstad kommun om råd."
    address = begun(kari, done=text)
    assert text_in(press(kari, address, do, done=text), "done") == text


def test_a_name_in_a_part_is_linked_in_that_part(own_app: Flask) -> None:
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    address = f"/nb/desk/documents/{uuid4()}/write"
    typed = {
        "kind": "meeting",
        "language": "nb",
        "organisation_slug": "eksempelvik",
        "title": "Møte",
        "remarks.0.present": "1",
        "remarks.0.text": "Ingen nevnt.",
        "remarks.1.present": "1",
        "remarks.1.text": "Exempelstad kommun var med.",
    }
    kari.post(address, typed | {"do": "keep"})
    (do,) = buttons(kari.get(address).text)
    kari.post(address, typed | {"do": do})
    page = kari.get(address).text
    assert text_in(page, "remarks.1.text") == "[[exempelstad|Exempelstad kommun]] var med."
    assert text_in(page, "remarks.0.text") == "Ingen nevnt."
