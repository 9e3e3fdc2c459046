"""Curators see what their neighbours cannot judge: no title and summary in their language."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from network.db import Database
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin, revise
from network.documents.wanted_translations import find_wanted_translation
from network.documents.worklists import find_untranslated_work
from network.kinds import Content, parse_content
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.people import coordinator, national_coordinator


def publish_one(
    session: Session, language: str, words: dict[str, str] | None, content: Content
) -> UUID:
    """Something public at Eksempelvik, with a translation of these words or none."""
    actor = get_system_actor(session, "test")
    at = find_organisation_ids(session)["eksempelvik"]
    first = begin(session, Placement(at, f"uten-{language}", at), content, actor=actor)
    publish(session, first.id, actor=actor)
    if words is not None:
        other = "nb" if language == "sv" else "sv"
        value = Translation(language=other, translates=language, words=words)
        publish(session, revise(session, first.document_id, value, actor=actor).id, actor=actor)
    return first.document_id


@pytest.mark.parametrize(
    ("language", "words", "summary", "is_wanting"),
    [
        ("nb", None, "S.", True),
        ("nb", {"title": "T"}, "S.", True),
        ("nb", {"title": "T", "summary": "S."}, "S.", False),
        # Nobody is asked for a summary that the original has not.
        ("nb", {"title": "T"}, "", False),
        ("sv", {"title": "T"}, "S.", True),
        ("sv", {"title": "T", "summary": "S."}, "S.", False),
    ],
)
def test_what_has_no_title_and_summary_for_the_neighbour_is_listed_for_its_country(
    house: Database, language: str, words: dict[str, str] | None, summary: str, is_wanting: bool
) -> None:
    content = parse_content(
        {"kind": "experience", "language": language, "title": "T", "summary": summary}
    )
    with house.transaction() as session:
        nils, kari = national_coordinator(session, "NO"), coordinator(session)
        nora = national_coordinator(session, "SE")
        before = find_untranslated_work(session, nils).total
        document_id = publish_one(session, language, words, content)
        listed = find_untranslated_work(session, nils, size=100)
        assert (document_id in {work.document_id for work in listed.works}) is is_wanting
        assert listed.total - before == is_wanting
        # It is the country's coordinator who looks after it, and no other's.
        others = find_untranslated_work(session, nora, size=100).works
        assert document_id not in {work.document_id for work in others}
        assert find_untranslated_work(session, kari).total == 0
        wanted = find_wanted_translation(session, document_id, content)
        assert wanted == (("nb" if language == "sv" else "sv") if is_wanting else "")
