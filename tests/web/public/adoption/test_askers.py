"""Who asks for a practice: those whose needs it answers, in a list and on the map."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.web.public.collections.test_collections import written


def test_those_whose_need_a_practice_answers_stand_in_a_list_and_as_rings_on_the_map(
    app: Flask, reader: FlaskClient
) -> None:
    written(app, "behov", at="lilleby-vest", kind="need", wanted=[{"id": "w1", "text": "Hjelp"}])
    link = {"relation": "answers", "to": "lilleby-vest/behov"}
    written(app, "metode", kind="practice", links=[link])
    page = reader.get("/nb/eksempelvik/metode").text
    section = page.split("Har spurt etter noe slikt")[1].split("</section>")[0]
    assert 'href="/nb/lilleby-vest/behov"' in section
    # The county of the made-up register has no place on the map of today: told below it.
    assert "Ikke på kartet:" in section


def test_a_practice_that_answers_no_need_has_no_such_list(app: Flask, reader: FlaskClient) -> None:
    written(app, "ensom", kind="practice")
    page = reader.get("/nb/eksempelvik/ensom").text
    assert "Har spurt etter noe slikt" not in page
    assert "Ingen har fortalt om det her ennå." in page
