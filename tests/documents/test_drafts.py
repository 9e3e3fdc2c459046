"""Drafts that nobody was shown: deleted whole, or made into something else with nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from network.db import Database
from network.documents import workflow
from network.documents.drafts import (
    LeftOver,
    change_draft,
    convert,
    delete_draft,
    find_deletions,
)
from network.documents.review_notes import add_note, read_notes
from network.documents.revisions import Placement, begin, get_document, read_content, revise
from network.documents.tables import Document, Revision
from network.documents.working_copies import open_copy
from network.errors import Conflict, Invalid, NotAllowed
from network.kinds import KINDS, Content, parse_content
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor, ActorMandate
from network.tables import metadata
from tests.documents.conftest import begun
from tests.people import approver, coordinator, national_coordinator, person


def told(left_over: Sequence[LeftOver]) -> str:
    return "\n".join(f"{held.field}: {held.text}" for held in left_over)


def draft(session: Session, actor: Actor, **content: Any) -> Revision:
    """A draft of Eksempelvik's."""
    home = find_organisation_ids(session)["eksempelvik"]
    value = parse_content({"language": "nb", "title": "Nattkafé", **content})
    return begin(session, Placement(home, None, home), value, actor=actor)


def test_a_deleted_draft_leaves_nothing_but_that_it_was_there(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        tables = [name for name in inspect(house.engine).get_table_names() if name != "accounts"]

        def rows() -> dict[str, int]:
            return {
                name: session.scalar(select(func.count()).select_from(metadata.tables[name])) or 0
                for name in tables
                if name in metadata.tables
            }

        before = rows()
        revision = draft(
            session,
            kari,
            kind="meeting",
            statements=[{"id": "s1", "text": "Hemmelig", "wording": "paraphrase"}],
        )
        document = revision.document_id
        revise(
            session,
            document,
            Translation(translates="nb", language="sv", words={"title": "Nattkafé"}),
            actor=anders,
        )
        add_note(session, revision.id, "statements.s1", quote="", text="Hvem?", actor=anders)
        open_copy(
            session,
            document,
            "nb",
            kind="meeting",
            organisation_id=get_document(session, document).organisation_id,
            fields={"title": "x"},
            base_id=revision.id,
            actor=kari,
        )
        delete_draft(session, document, actor=kari)
        after = rows()
        assert {
            name: after[name] - before[name] for name in after if after[name] != before[name]
        } == {"deleted_drafts": 1}
        ids = find_organisation_ids(session)
        (deletion,) = find_deletions(session, [ids["eksempelvik"]])
        assert (deletion.kind, deletion.who) == ("meeting", kari.name)
        assert not find_deletions(session, [ids["exempelstad"]])


def test_who_deletes_a_draft(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        berit = person(session, "Berit", "coordinator", "eksempelvik")
        other, nils = coordinator(session, "exempelstad"), national_coordinator(session, "NO")
        revision = begun(session, kari)
        for stranger in (berit, other, nils):
            with pytest.raises(NotAllowed):
                delete_draft(session, revision.document_id, actor=stranger)
        delete_draft(session, revision.document_id, actor=approver(session))


def test_what_somebody_was_shown_or_has_open_is_not_deleted(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        berit = person(session, "Berit", "coordinator", "eksempelvik")
        revision = begun(session, kari)
        workflow.submit(session, revision.id, actor=kari)
        workflow.take_back(session, revision.id, actor=kari)
        with pytest.raises(Conflict, match="shown"):
            delete_draft(session, revision.document_id, actor=kari)
        open_one = begun(session, kari, "annet")
        open_copy(
            session,
            open_one.document_id,
            "nb",
            kind="need",
            organisation_id=get_document(session, open_one.document_id).organisation_id,
            fields={"title": "Berits ord"},
            actor=berit,
        )
        with pytest.raises(Conflict, match="open"):
            delete_draft(session, open_one.document_id, actor=kari)
        assert session.get(Document, open_one.document_id) is not None


EXPERIENCE = {
    "kind": "experience",
    "summary": "Kafé om natta.",
    "done": "Vi åpnet.",
    "results": "Færre bråk.",
    "cost": "40 000 kroner",
    "outcome": "ended",
    "body": "Lang tekst.",
    "sources": [{"id": "k1", "title": "Rapport"}],
    "period": {"start": "2020", "end": "2021"},
}


def test_a_draft_becomes_of_another_kind_and_nothing_of_it_is_lost(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = draft(session, kari, **EXPERIENCE)
        organisation = get_document(session, revision.document_id).organisation_id
        changed = change_draft(
            session,
            revision.document_id,
            kind="practice",
            language="nb",
            organisation_id=organisation,
            describe=told,
            actor=kari,
        )
        content = read_content(changed)
        assert isinstance(content, Content)
        assert (content.kind, content.title, content.summary, content.body) == (
            "practice",
            "Nattkafé",
            "Kafé om natta.",
            "Lang tekst.",
        )
        assert [source.id for source in content.sources] == ["k1"]
        (note,) = read_notes(session, revision.document_id)
        assert note.place == ""
        for words in ("Vi åpnet.", "Færre bråk.", "40 000 kroner", "2020", "ended"):
            assert words in note.text
        assert get_document(session, revision.document_id).kind == "practice"
        # The version before is what it was.
        assert read_content(session.get_one(Revision, revision.id)) == parse_content(
            {"language": "nb", "title": "Nattkafé", **EXPERIENCE}
        )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_becomes_every_other(kind: str) -> None:
    contents = [
        parse_content({"language": "nb", "title": "Nattkafé", **EXPERIENCE}),
        parse_content(
            {
                "language": "nb",
                "title": "Møte",
                "kind": "meeting",
                "sources": [{"id": "k1", "title": "Referat", "text": "Noe ble sagt."}],
                "statements": [
                    {"id": "s1", "text": "Noe.", "wording": "paraphrase", "account": "k1"}
                ],
                "passages": [{"id": "p1", "part": "s1", "source": "k1", "words": "Noe ble sagt"}],
            }
        ),
        parse_content(
            {
                "language": "nb",
                "title": "Sak",
                "kind": "case",
                "case_number": "2026/214",
                "steps": [{"id": "t1", "type": "decision", "text": "Vedtatt."}],
            }
        ),
    ]
    for content in contents:
        changed, left_over = convert(content, kind, "sv")
        assert (changed.kind, changed.language, changed.title) == (kind, "sv", content.title)
        there = told(left_over) + str(changed.model_dump())
        for words in ("Færre bråk.", "Noe ble sagt", "Noe.", "2026/214", "Vedtatt."):
            assert (words in there) is (words in str(content.model_dump())), words
        if kind == content.kind:
            assert not left_over


def test_a_draft_changes_its_language_and_its_organisation(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        ids = find_organisation_ids(session)
        both = Actor(
            kari.account_id,
            kari.name,
            (*kari.mandates, ActorMandate("coordinator", ids["exempelstad"], "")),
        )
        revision = begun(session, kari)
        document = get_document(session, revision.document_id)

        def change(language: str, organisation: str, actor: Actor) -> Revision:
            return change_draft(
                session,
                document.id,
                kind="need",
                language=language,
                organisation_id=ids[organisation],
                describe=told,
                actor=actor,
            )

        with pytest.raises(NotAllowed):
            change("nb", "exempelstad", kari)
        with pytest.raises(Invalid):
            change("da", "eksempelvik", kari)
        changed = change("sv", "exempelstad", both)
        assert (document.language, changed.language) == ("sv", "sv")
        assert document.organisation_id == document.publisher_id == ids["exempelstad"]
        workflow.submit(session, changed.id, actor=both)
        with pytest.raises(Conflict, match="shown"):
            change("nb", "exempelstad", both)


def test_a_draft_with_translations_keeps_its_language(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari)
        words = Translation(translates="nb", language="sv", words={"title": "Hjälp"})
        revise(session, revision.document_id, words, actor=kari)
        home = find_organisation_ids(session)["eksempelvik"]
        with pytest.raises(Conflict, match="translations"):
            change_draft(
                session,
                revision.document_id,
                kind="need",
                language="nn",
                organisation_id=home,
                describe=told,
                actor=kari,
            )
