"""The front page: subjects with answers, what is new and needed, what an empty site says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from network.entries.topic_figures import TopicFigures
from network.topics.values import Topic
from network.web.public.home.subjects import choose_subjects
from tests.conftest import make_site
from tests.folders import write_folder

_TREE = {
    "schools": "education",
    "preschools": "education",
    "absence": "schools",
    "elderly-care": "health",
    "health": None,
    "education": None,
    "water": None,
}
TOPICS = {
    slug: Topic(id=slug, broader=broader, labels={"nb": slug, "sv": slug})
    for slug, broader in _TREE.items()
}


def figures(**counts: tuple[int, int, int, int]) -> dict[str, TopicFigures]:
    return {
        slug.replace("_", "-"): TopicFigures({"NO": norway, "SE": sweden}, endorsed, telling)
        for slug, (norway, sweden, endorsed, telling) in counts.items()
    }


CHOICES = [
    # Both countries go before many texts of one; a main topic gives way to what lies under it.
    (
        figures(education=(9, 9, 0, 0), schools=(1, 1, 0, 0), elderly_care=(9, 0, 0, 9)),
        ["schools", "elderly-care"],
    ),
    # One of each main topic, then the second of one; none under another that is there.
    (
        figures(
            education=(9, 9, 0, 0),
            schools=(5, 5, 0, 5),
            absence=(4, 4, 0, 4),
            preschools=(3, 3, 0, 0),
            health=(1, 0, 0, 0),
            water=(1, 1, 0, 0),
        ),
        ["schools", "water", "health", "preschools"],
    ),
    # What is endorsed or tells how it went weighs as much as another pair of texts.
    (figures(water=(2, 2, 0, 0), health=(1, 1, 1, 1)), ["health", "water"]),
    # A broader topic gives way to a narrower that is better.
    (figures(schools=(5, 5, 0, 0), absence=(5, 5, 1, 0)), ["absence"]),
    # A topic that the vocabulary has no more is no subject, and no texts make no subjects.
    (figures(gone=(5, 5, 5, 5)), []),
    ({}, []),
]


@pytest.mark.parametrize(("given", "chosen"), CHOICES)
def test_subjects_are_those_with_the_best_answers_and_differ(
    given: dict[str, TopicFigures], chosen: list[str]
) -> None:
    assert [topic.id for topic in choose_subjects(TOPICS, given, 6)] == chosen
    assert [topic.id for topic in choose_subjects(TOPICS, given, 1)] == chosen[:1]


def test_the_front_page_leads_to_what_is_there(reader: FlaskClient) -> None:
    page = reader.get("/nb/").text
    subjects = page[page.index('id="subjects"') : page.index("</nav>", page.index('id="subjects"'))]
    assert '/nb/topics/truancy"' in subjects
    assert "Her finnes gode svar" in subjects
    assert "voldelig ekstremisme" not in page
    # What is made up is marked at its place, and the mark explained once.
    assert page.count("* Oppdiktet kommune: et eksempel.") == 1
    assert 'Eksempelvik</a></span><span class="card-country"><span aria-hidden="true">*' in page
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">\d+\. \w+ \d{4}</time>', page)
    assert "Hvor kommer tekstene fra?" in page


def test_an_empty_site_says_what_to_do_next(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    for entry in (folder / "entries").rglob("*.md"):
        entry.unlink()
    app = make_site(tmp_path, folder)
    page = app.test_client().get("/nb/").text
    assert "Ingen har skrevet her ennå" in page
    assert '/nb/about#join"' in page
    assert 'id="subjects"' not in page
    assert 'id="newest"' not in page
    app.extensions["grannar"].database.engine.dispose()
