"""What is written about in each country, counted and drawn."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from network.topics.values import Topic
from network.web.public.pictures.activity import draw_activity
from network.web.public.pictures.bars import Bar
from tests.web.public.collections.test_collections import written

TOPICS = {
    key: Topic(id=key, broader=broader, labels={"nb": key.title(), "sv": key.title()})
    for key, broader in (("schools", None), ("water", None), ("truancy", "schools"))
}


def test_the_broadest_topics_come_with_most_first_and_narrower_ones_not_again() -> None:
    counts = {"water": {"SE": 1}, "schools": {"NO": 3, "SE": 1}, "truancy": {"NO": 3}, "gone": {}}
    rows = draw_activity(counts, TOPICS, "nb")
    assert [(row.topic.id, row.counts) for row in rows] == [("schools", (3, 1)), ("water", (0, 1))]
    assert rows[0].bars == (Bar(0, 75), Bar(75, 25))
    assert rows[1].bars == (Bar(0, 0), Bar(0, 25))


def test_finland_has_its_bar_as_soon_as_something_is_written_there() -> None:
    counts = {"water": {"SE": 1, "FI": 1}, "schools": {"NO": 2}}
    rows = draw_activity(counts, TOPICS, "nb")
    assert rows[0].countries == ("NO", "SE", "FI")
    assert {row.topic.id: row.counts for row in rows} == {
        "schools": (2, 0, 0),
        "water": (0, 1, 1),
    }
    assert all(len(row.bars) == 3 for row in rows)


def test_at_most_eight_topics_are_drawn_and_none_without_entries() -> None:
    topics = {f"t{n}": Topic(id=f"t{n}", labels={"nb": f"{n}", "sv": f"{n}"}) for n in range(12)}
    rows = draw_activity({key: {"NO": 1} for key in topics}, topics, "sv")
    assert len(rows) == 8
    assert draw_activity({}, topics, "sv") == []
    assert draw_activity({"t1": {"NO": 0}}, topics, "sv") == []


def test_the_front_page_counts_no_made_up_municipality(app: Flask, reader: FlaskClient) -> None:
    assert "eksempelvik" in reader.get("/nb/topics/schools").text
    written(app, "i-vest", at="lilleby-vest", topics=["truancy"])
    written(app, "i-vest-ogsa", at="lilleby-vest", topics=["schools"])
    written(app, "i-stad", at="exempelstad", topics=["schools"])
    written(app, "oppdiktet", at="eksempelvik", topics=["schools"])
    page = reader.get("/nb/").text
    section = page.split('id="activity"')[1].split("</section>")[0]
    assert re.sub(r"\s+", " ", section).count("Norge&nbsp;2, Sverige&nbsp;") == 1
    assert section.count("<rect") == 2
    assert "style=" not in section
    assert "Ämnena i varje land" in reader.get("/sv/").text
