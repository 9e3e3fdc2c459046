"""The guide of the desk: steps that are ticked off by what was done, and that can be hidden."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.desk.test_desk import act, begun, saved
from tests.web.people import signed_in


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


def test_steps_are_ticked_off_by_what_one_did_and_not_by_others(app: Flask) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    nils = signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")

    def count_done() -> tuple[int, int]:
        return (
            kari.get("/nb/desk/guide").text.count('<span class="state">gjort</span>'),
            nils.get("/nb/desk/guide").text.count('<span class="state">gjort</span>'),
        )

    assert count_done() == (0, 0)
    document = begun(kari)
    assert count_done() == (1, 0)
    saved(kari, document, title="Første tekst")
    assert count_done() == (2, 0)
    act(app, kari, document, "submit")
    assert count_done() == (3, 0)
    act(app, nils, document, "approve")
    assert count_done() == (4, 1)
    nils.post(f"/nb/desk/endorse/{document}", {"note": "Les den."})
    assert count_done() == (4, 2)


def test_the_first_steps_can_be_hidden_and_the_help_stays(app: Flask) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    assert "Ny her?" in kari.get("/nb/desk/").text
    answer = kari.post("/nb/desk/guide/hide", {})
    assert answer.status_code == 303
    assert "Ny her?" not in kari.get("/nb/desk/").text
    assert "Ny her?" in berit.get("/nb/desk/").text
    page = kari.get("/nb/desk/guide").text
    assert "Ingen privatpersoner" in page
    assert "Fem punkter til din første tekst" in page
    assert 'action="/nb/desk/guide/hide"' not in page
