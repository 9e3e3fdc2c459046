"""The lists of a desk: what they hold, in which order, and that nothing falls off their end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from network import clock
from network.db import Database
from network.documents import workflow
from network.documents.permissions import (
    Permission,
    PermissionContext,
    load_context,
    load_contexts,
    may,
)
from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.documents.tables import Document, DocumentText, Revision
from network.documents.worklists import (
    find_overdue_work,
    find_own_work,
    find_work_of_organisations,
    find_work_to_review,
)
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor, get_system_actor
from network.people.mandates import set_own_approval
from tests.conftest import FULL
from tests.documents.conftest import begun, need
from tests.people import approver, coordinator, national_coordinator, person, stranger

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def _written(
    session: Session, actor: Actor, slug: str, at: str = "eksempelvik", **more: Any
) -> Revision:
    home = find_organisation_ids(session)[at]
    return begin(session, Placement(home, slug, home), need(**more), actor=actor)


def test_what_waits_longest_is_first_however_much_waits(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        for number in range(30):
            with clock.freeze_time(START + timedelta(days=(number * 7) % 30)):
                revision = begun(session, kari, f"hjelp-{number}", title=f"Hjelp {number}")
                workflow.submit(session, revision.id, actor=kari)
        nils = national_coordinator(session, "NO")
        pages = [find_work_to_review(session, nils, page=page, size=10) for page in (1, 2, 3)]
        since = [work.since for page in pages for work in page.works]
        assert since == [START + timedelta(days=day) for day in range(30)]
        assert {page.total for page in pages} == {30}
        assert pages[0].pages == 3
        assert not find_work_to_review(session, nils, page=4, size=10).works


def test_the_queue_of_another_country_pushes_nothing_out(house: Database) -> None:
    with house.transaction() as session:
        kari, lisa = coordinator(session), coordinator(session, "exempelstad")
        for number in range(12):
            revision = _written(session, lisa, f"hjalp-{number}", "exempelstad")
            workflow.submit(session, revision.id, actor=lisa)
        revision = begun(session, kari)
        workflow.submit(session, revision.id, actor=kari)
        page = find_work_to_review(session, national_coordinator(session, "NO"), size=5)
        assert [work.revision_id for work in page.works] == [revision.id]
        assert page.total == 1


Cast = Callable[[Session], Actor]
REVIEWERS: list[Cast] = [
    stranger,
    coordinator,
    approver,
    lambda session: approver(session, "exempelstad"),
    lambda session: person(session, "Ane", "approver", "eksempelvik"),
    lambda session: national_coordinator(session, "NO"),
    lambda session: national_coordinator(session, "SE"),
    lambda session: person(session, "Ada", "administrator"),
]


@pytest.mark.parametrize(
    ("number", "is_coordinated"),
    # Each reader with and without a coordinator in the full run, in the quick one in turn.
    [
        (number, is_coordinated)
        for number in range(len(REVIEWERS))
        for is_coordinated in ([False, True] if FULL else [bool(number % 2)])
    ],
)
def test_a_list_holds_just_what_its_reader_may_review(
    house: Database, number: int, is_coordinated: bool
) -> None:
    """Texts of two countries in every state, some written by the reader and by the coordinator."""
    with house.transaction() as session:
        reader = REVIEWERS[number](session)
        others = [national_coordinator(session, "NO")] if is_coordinated else []
        site = get_system_actor(session, "test")
        for author in (coordinator(session), reader, *others):
            for home in ("eksempelvik", "exempelstad"):
                _fill(session, home, author, site)
        texts = session.scalars(select(DocumentText)).all()
        allowed = set()
        for text in texts:
            document = session.get_one(Document, text.document_id)
            name: Permission | None = (
                "document.review"
                if text.state == "in_review"
                else "document.overrule_guard"
                if text.exception_asked_at
                else None
            )
            if name and may(session, reader, name, document, text.language):
                allowed.add((text.document_id, text.language))
        page = find_work_to_review(session, reader, size=100)
        assert {(work.document_id, work.language) for work in page.works} == allowed
        assert page.total == len(allowed)


def _fill(session: Session, home: str, author: Actor, site: Actor) -> None:
    """A text of an author in each state, written as the site where they write nothing there."""
    number = "21880650006"
    system = Actor(author.account_id, author.name, author.mandates, is_system=True)
    for state in ("draft", "in review", "published", "revised", "again", "asks", "translated"):
        slug = f"{state.replace(' ', '-')}-{author.account_id.hex[:6]}"
        body = f"Han har {number}." if state == "asks" else "Tekst."
        revision = _written(session, system, slug, home, title=slug, body=body)
        if state == "in review":
            workflow.submit(session, revision.id, actor=system)
        elif state in ("published", "revised", "again", "translated"):
            publish(session, revision.id, actor=site)
        elif state == "asks":
            workflow.ask_exception(session, revision.id, actor=system, note="Syntetisk.")
        if state in ("revised", "again"):
            # Revised by another: the author of the public text is no author of what waits.
            changed = need(f"{slug} to")
            writer = site if state == "again" else system
            newer = revise(session, revision.document_id, changed, actor=writer)
            workflow.submit(session, newer.id, actor=writer)
        if state == "translated":
            words = Translation(translates="nb", language="sv", words={"title": "Vi behöver hjälp"})
            translated = revise(session, revision.document_id, words, actor=system)
            workflow.submit(session, translated.id, actor=system)


def test_contexts_of_many_are_those_of_each_in_as_few_queries(house: Database) -> None:
    with house.transaction() as session:
        site = get_system_actor(session, "test")
        for number in range(3):
            _fill(session, "eksempelvik", person(session, f"P{number}"), site)
    asked: list[str] = []
    event.listen(house.engine, "before_cursor_execute", lambda *given: asked.append(str(given[2])))
    with house.reading() as session:
        texts = [
            (session.get_one(Document, text.document_id), text.language)
            for text in session.scalars(select(DocumentText))
        ]
        assert len(texts) > 20
        asked.clear()
        contexts = load_contexts(session, texts)
        parts = [
            name for name, value in vars(PermissionContext).items() if isinstance(value, property)
        ]
        assert len(parts) == 9
        together = {
            (text, part): getattr(context, part)
            for text, context in contexts.items()
            for part in parts
        }
        assert len(asked) <= 7
        for document, language in texts:
            alone = load_context(session, document, language)
            for part in parts:
                assert together[(document.id, language), part] == getattr(alone, part)


def test_who_writes_for_the_publisher_is_decided_without_a_query(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = _written(session, kari, "mangler")
        document = session.get_one(Document, revision.document_id)
        asked: list[str] = []
        event.listen(
            house.engine, "before_cursor_execute", lambda *given: asked.append(str(given[2]))
        )
        assert may(session, kari, "document.write", document)
        assert may(session, kari, "document.read", document)
        assert asked == []


def test_all_that_an_organisation_has_is_listed_by_title_as_the_reader_sorts(
    house: Database,
) -> None:
    titles = ("Ærlig tale", "Åpent hus", "Øving", "Ärende", "Ö-prat", "Zoologi", "ærfugl 2", "Alle")
    with house.transaction() as session:
        kari = coordinator(session)
        for number, title in enumerate(titles):
            begun(session, kari, f"tekst-{number}", title=title)
        home = find_organisation_ids(session)["eksempelvik"]
        listed = {
            language: [
                work.title
                for page in (1, 2, 3)
                for work in find_work_of_organisations(
                    session, [home], language, page=page, size=4
                ).works
                if work.title in titles
            ]
            for language in ("nb", "sv")
        }
        assert listed["nb"] == [
            "Alle",
            "Zoologi",
            "Ärende",
            "ærfugl 2",
            "Ærlig tale",
            "Ö-prat",
            "Øving",
            "Åpent hus",
        ]
        assert listed["sv"] == [
            "Alle",
            "Zoologi",
            "Åpent hus",
            "Ärende",
            "ærfugl 2",
            "Ærlig tale",
            "Ö-prat",
            "Øving",
        ]


def test_organisations_come_in_the_order_given(house: Database) -> None:
    with house.transaction() as session:
        ids = find_organisation_ids(session)
        first, second = ids["exempelstad"], ids["eksempelvik"]
        page = find_work_of_organisations(session, [first, second], "nb", size=50)
        order = [work.organisation for work in page.works]
        assert order == sorted(order, key=["exempelstad", "eksempelvik"].index)
        assert len(set(order)) == 2
        assert not find_work_of_organisations(session, [], "nb").works


def test_own_unfinished_work_is_all_there_however_much_is_published(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        with clock.freeze_time(START):
            oldest = begun(session, kari, "eldst", title="Eldst")
        for number in range(25):
            with clock.freeze_time(START + timedelta(days=1 + number)):
                revision = begun(session, kari, f"ute-{number}")
                publish(session, revision.id, actor=anders)
        page = find_own_work(session, kari, size=5)
        assert [work.revision_id for work in page.works] == [oldest.id]
        assert not find_own_work(session, anders).works
        # Written on after publication, it is unfinished again.
        newer = revise(session, revision.document_id, need("Ny tittel"), actor=kari)
        assert [work.title for work in find_own_work(session, kari, size=5).works] == [
            "Ny tittel",
            "Eldst",
        ]
        publish(session, newer.id, actor=anders)
        assert find_own_work(session, kari).total == 1


def test_a_review_that_is_due_follows_the_public_revision(house: Database) -> None:
    with house.transaction() as session, clock.freeze_time(START):
        kari, anders = coordinator(session), approver(session)
        nils = national_coordinator(session, "NO")
        revision = begun(session, kari, review_by="2026-04")
        publish(session, revision.id, actor=anders)
        later = begun(session, kari, "senere", title="Senere", review_by="2026-03-20")
        publish(session, later.id, actor=anders)

        def overdue(day: str, actor: Actor) -> list[str]:
            with clock.freeze_time(datetime.fromisoformat(f"{day}T12:00+00:00")):
                return [work.title for work in find_overdue_work(session, actor).works]

        assert overdue("2026-03-20", kari) == []
        assert overdue("2026-03-21", kari) == ["Senere"]
        assert overdue("2026-05-01", kari) == ["Senere", "Vi trenger hjelp"]
        assert overdue("2026-05-01", coordinator(session, "exempelstad")) == []
        assert overdue("2026-05-18", nils) == []
        assert overdue("2026-05-19", nils) == ["Senere"]
        # A draft changes nothing, publishing it does, withdrawing ends it.
        newer = revise(session, revision.document_id, need(review_by="2027"), actor=kari)
        assert overdue("2026-05-01", kari) == ["Senere", "Vi trenger hjelp"]
        publish(session, newer.id, actor=anders)
        withdraw(session, later.document_id, actor=anders, reason="Feil")
        assert overdue("2026-05-01", kari) == []
        assert overdue("2028-01-01", kari) == ["Vi trenger hjelp"]


def test_one_asks_for_an_exception_until_it_is_given_or_the_text_is_revised(
    house: Database,
) -> None:
    with house.transaction() as session:
        kari, nils = coordinator(session), national_coordinator(session, "NO")
        asked = begun(session, kari, body="Han har 21880650006.")
        workflow.ask_exception(session, asked.id, actor=kari, note="Syntetisk.")
        page = find_work_to_review(session, nils)
        assert [(work.revision_id, work.asks_exception) for work in page.works] == [
            (asked.id, True)
        ]
        revised = revise(session, asked.document_id, need(body="Hun har 21880650006."), actor=kari)
        assert not find_work_to_review(session, nils).works
        workflow.ask_exception(session, revised.id, actor=kari, note="Syntetisk.")
        assert find_work_to_review(session, nils).total == 1
        workflow.overrule_guard(session, revised.id, actor=nils, reason="Fra testregisteret.")
        assert not find_work_to_review(session, nils).works


def test_an_approver_reviews_where_the_organisation_approves_by_itself(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        revision = begun(session, kari)
        workflow.submit(session, revision.id, actor=kari)
        assert find_work_to_review(session, anders).total == 1
        home = find_organisation_ids(session)["eksempelvik"]
        set_own_approval(session, home, False, actor=get_system_actor(session, "test"))
        assert find_work_to_review(session, anders).total == 0


@pytest.mark.parametrize(
    "cast",
    [
        coordinator,
        approver,
        lambda session: national_coordinator(session, "NO"),
        lambda session: person(session, "Ada", "administrator"),
    ],
)
def test_no_list_reads_a_whole_table(house: Database, cast: Cast) -> None:
    if house.engine.dialect.name != "sqlite":
        # PostgreSQL reads so small a table whole, whatever its indexes.
        return
    asked: list[tuple[str, Any]] = []
    event.listen(
        house.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3]))
    )
    with house.transaction() as session:
        actor = cast(session)
        home = find_organisation_ids(session)["eksempelvik"]
        asked.clear()
        find_work_to_review(session, actor)
        find_overdue_work(session, actor)
        find_own_work(session, actor)
        find_work_of_organisations(session, [home], "nb")
        statements = list(asked)
    assert len(statements) >= 3
    with house.engine.connect() as connection:
        for statement, values in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row[3] for row in plan]
            for table in ("document_texts", "documents", "revisions", "trail"):
                assert f"SCAN {table}" not in steps, statement
