"""The figures of topics and what is best under them, on either sort of database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from network.content_files.importing import import_folder
from network.db import Database
from network.entries.endorsements import endorse_entry
from network.entries.tables import Entry
from network.entries.topic_figures import TopicFigures, find_best_by_topic, read_topic_figures
from network.organisations.queries import find_organisation_ids
from tests.folders import write_folder


def test_topics_are_counted_by_country_and_ranked_by_the_database(
    database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    with database.transaction() as session:
        # Two say how it went, the meeting does not; Eksempelvik's is of a narrower topic.
        figures = read_topic_figures(session)
        assert figures["truancy"] == TopicFigures({"NO": 1}, 0, 1)
        assert figures["schools"] == TopicFigures({"NO": 1, "SE": 2}, 0, 2)
        assert not figures["truancy"].is_nordic
        assert figures["schools"].is_nordic
        ids = {entry.slug: entry.id for entry in session.scalars(select(Entry))}
        by = find_organisation_ids(session)["grannar"]
        for slug in ("frukost", "frokost"):
            endorse_entry(session, ids[slug], by, "Les denne.", "nb")
            session.flush()
            best = find_best_by_topic(session, ["schools", "truancy", "gone"], 1)
            first = {topic_id: found[0] for topic_id, found in best.items()}
            assert set(first) == {"schools", "truancy"}
            assert first["truancy"] == ids["frokost"]
            if slug == "frukost":
                assert first["schools"] == ids["frukost"]
                assert read_topic_figures(session)["schools"].endorsed == 1
        assert read_topic_figures(session)["schools"].endorsed == 2
        assert len(find_best_by_topic(session, ["schools"], 5)["schools"]) == 3
        assert find_best_by_topic(session, [], 5) == {}
