"""What is news for somebody, by what they follow and at which level."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from network.changes import read_newest_change, record_change
from network.community.following.actions import (
    follow,
    load_mail_preference,
    set_aside,
    set_mail_frequency,
    try_address_again,
)
from network.community.following.changes import read_changes
from network.community.following.news import select_news
from network.community.following.reading import read_own_news
from network.community.following.subjects import make_search_key, parse_search_key
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.entries.tables import Entry
from network.errors import Conflict, Invalid, NotFound
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor, get_system_actor
from tests.folders import write_folder
from tests.people import stranger


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Database:
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    return database


def no_search(key: str, among: frozenset[UUID]) -> frozenset[UUID]:
    raise AssertionError("no search is followed")


def put(session: Session, home: str, slug: str, **more: object) -> UUID:
    """Publish a text of a made-up municipality."""
    ids = find_organisation_ids(session)
    actor = get_system_actor(session, "test")
    content = parse_content({"kind": "need", "language": "nb", "title": slug.capitalize(), **more})
    revision = begin(session, Placement(ids[home], slug, ids[home]), content, actor=actor)
    publish(session, revision.id, actor=actor)
    return revision.document_id


def again(session: Session, document_id: UUID, **more: object) -> None:
    """Publish another revision of it."""
    actor = get_system_actor(session, "test")
    before = session.get_one(Entry, document_id).content
    content = parse_content({**before, **more})
    revision = revise(session, document_id, content, actor=actor)
    publish(session, revision.id, actor=actor)


def told(session: Session, actor: Actor, after: int) -> list[tuple[UUID, str, bool, bool]]:
    happened = read_changes(session, after, read_newest_change(session))
    found = select_news(
        read_own_news(session, no_search, actor=actor).follows.values(),
        happened,
        after,
        happened.upto,
        no_search,
    )
    return [(news.entry_id, news.verb, news.outcome, news.points) for news in found]


@contextmanager
def following(
    house: Database, what: str, key: str, level: str = "everything"
) -> Iterator[tuple[Session, Actor, int]]:
    with house.transaction() as session:
        actor = stranger(session)
        follow(session, what, key, level, language="nb", actor=actor)
        yield session, actor, read_newest_change(session)


def test_who_follows_an_organisation_hears_of_what_is_about_it(house: Database) -> None:
    with following(house, "organisation", "eksempelvik") as (session, actor, after):
        mine = put(session, "eksempelvik", "nytt")
        put(session, "exempelstad", "annat")
        assert told(session, actor, after) == [(mine, "published", False, False)]


def test_a_topic_brings_what_lies_under_a_narrower_one(house: Database) -> None:
    with following(house, "topic", "schools") as (session, actor, after):
        under = put(session, "eksempelvik", "fravar", topics=["truancy"])
        put(session, "eksempelvik", "annet")
        assert [row[0] for row in told(session, actor, after)] == [under]


def test_several_changes_of_one_entry_are_one_piece_of_news(house: Database) -> None:
    with following(house, "organisation", "eksempelvik") as (session, actor, after):
        one = put(session, "eksempelvik", "nytt")
        again(session, one, summary="Mer.")
        record_change(session, one, "answered")
        assert told(session, actor, after) == [(one, "published", False, False)]


def test_the_levels_bring_less_and_less(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "behov")
        people = {}
        for level in ("everything", "new_and_revised", "outcomes"):
            people[level] = stranger(session)
            follow(session, "entry", entry.hex, level, language="nb", actor=people[level])
        start = read_newest_change(session)
        record_change(session, entry, "answered")
        assert [bool(told(session, person, start)) for person in people.values()] == [
            True,
            False,
            False,
        ]
        middle = read_newest_change(session)
        again(session, entry, summary="Mer.")
        assert [bool(told(session, person, middle)) for person in people.values()] == [
            True,
            True,
            False,
        ]
        late = read_newest_change(session)
        again(session, entry, state="answered")
        assert told(session, people["outcomes"], late) == [(entry, "revised", True, False)]
        # That it is answered is told once; the next revision is none of it.
        last = read_newest_change(session)
        again(session, entry, summary="Enda mer.")
        assert not told(session, people["outcomes"], last)


def test_what_was_before_one_followed_is_no_news(house: Database) -> None:
    with house.transaction() as session:
        put(session, "eksempelvik", "gammelt")
        actor = stranger(session)
        follow(session, "organisation", "eksempelvik", "everything", language="nb", actor=actor)
        assert not told(session, actor, 0)


def test_who_follows_a_page_hears_who_writes_about_it(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "behov")
        full, less = stranger(session), stranger(session)
        follow(session, "entry", entry.hex, "everything", language="nb", actor=full)
        follow(session, "entry", entry.hex, "new_and_revised", language="nb", actor=less)
        after = read_newest_change(session)
        links = [{"relation": "cites", "to": "eksempelvik/behov"}]
        other = put(session, "exempelstad", "annat", links=links)
        assert told(session, full, after) == [(other, "published", False, True)]
        assert not told(session, less, after)


def test_that_a_need_is_answered_is_told_once(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "behov")
        actor = stranger(session)
        follow(session, "entry", entry.hex, "everything", language="nb", actor=actor)
        after = read_newest_change(session)
        links = [{"relation": "answers", "to": "eksempelvik/behov"}]
        put(session, "exempelstad", "svar", links=links)
        assert told(session, actor, after) == [(entry, "answered", False, False)]


def test_a_collection_changes_with_what_it_collects(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "behov")
        items = [{"id": "i1", "entry": "eksempelvik/behov", "why": "God."}]
        collection = put(
            session, "exempelstad", "samling", kind="collection", title="S", items=items
        )
        actor = stranger(session)
        follow(session, "collection", collection.hex, "everything", language="nb", actor=actor)
        after = read_newest_change(session)
        again(session, entry, summary="Mer.")
        assert told(session, actor, after) == [(entry, "revised", False, False)]


def test_a_withdrawn_page_is_told_to_who_followed_it_itself(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "behov")
        itself, around = stranger(session), stranger(session)
        follow(session, "entry", entry.hex, "everything", language="nb", actor=itself)
        follow(session, "organisation", "eksempelvik", "everything", language="nb", actor=around)
        after = read_newest_change(session)
        withdraw(session, entry, actor=get_system_actor(session, "test"))
        assert told(session, itself, after) == [(entry, "withdrawn", False, False)]
        assert not told(session, around, after)


def test_what_is_public_again_is_told_as_that(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "behov")
        actor = stranger(session)
        follow(session, "entry", entry.hex, "everything", language="nb", actor=actor)
        after, importer = read_newest_change(session), get_system_actor(session, "test")
        before = parse_content(session.get_one(Entry, entry).content)
        withdraw(session, entry, actor=importer)
        revision = revise(session, entry, before, actor=importer)
        publish(session, revision.id, actor=importer)
        assert told(session, actor, after) == [(entry, "published", False, False)]


def test_a_moved_page_goes_on_being_followed(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "behov")
        actor = stranger(session)
        follow(session, "entry", entry.hex, "everything", language="nb", actor=actor)
        after = read_newest_change(session)
        move(session, entry, "nytt-sted", actor=get_system_actor(session, "test"))
        assert not told(session, actor, after)
        again(session, entry, summary="Mer.")
        assert [row[1] for row in told(session, actor, after)] == ["revised"]


def test_a_saved_search_is_asked_once_for_all_who_follow_it(house: Database) -> None:
    asked = []
    with house.transaction() as session:
        key = make_search_key("nb", {"q": ["behov"], "page": ["3"], "kind": ["need", "case"]})
        people = [stranger(session), stranger(session)]
        for person in people:
            follow(session, "search", key, "new_and_revised", language="nb", actor=person)
        after = read_newest_change(session)
        mine, other = put(session, "eksempelvik", "behov"), put(session, "eksempelvik", "annet")

        def searched(given: str, among: frozenset[UUID]) -> frozenset[UUID]:
            asked.append(given)
            assert among == {mine, other}
            return frozenset({mine})

        happened = read_changes(session, after, read_newest_change(session))
        for person in people:
            follows = read_own_news(
                session, lambda key, among: among, actor=person
            ).follows.values()
            found = select_news(follows, happened, after, happened.upto, searched)
            assert [news.entry_id for news in found] == [mine]
    assert asked == [key]
    saved = parse_search_key(key)
    assert (saved.ui, saved.text, saved.filters) == (
        "nb",
        "behov",
        {"kind": frozenset({"need", "case"})},
    )


def test_a_saved_search_keeps_what_is_meant_as_words_and_which_outcome_is_asked_for() -> None:
    address = {"q": ["frokost i Sverige"], "as_words": ["Sverige"], "outcome": ["stopped"]}
    saved = parse_search_key(make_search_key("nb", address))
    assert saved.literal == {"Sverige"}
    assert saved.filters == {"outcome": {"stopped"}}


def test_a_search_that_asks_for_nothing_cannot_be_followed() -> None:
    long = {"q": ["x" * 200], "topic": [f"{number}" * 90 for number in range(9)]}
    for address in ({}, {"page": ["2"]}, {"q": [" "]}, long):
        with pytest.raises(NotFound):
            make_search_key("nb", address)


def test_only_what_is_public_can_be_followed(house: Database) -> None:
    with house.transaction() as session:
        actor = stranger(session)
        for what, key in (
            ("entry", uuid4().hex),
            ("entry", "no id"),
            ("collection", session.scalars(select(Entry.id).limit(1)).one().hex),
            ("organisation", "nowhere"),
            ("topic", "nothing"),
            ("series", "eksempelvik/nothing"),
            ("series", ""),
            ("weather", "x"),
        ):
            with pytest.raises(NotFound):
                follow(session, what, key, "everything", language="nb", actor=actor)
        with pytest.raises(Invalid):
            follow(session, "topic", "schools", "sometimes", language="nb", actor=actor)
        with pytest.raises(Invalid):
            set_mail_frequency(session, "hourly", actor=actor)


def test_nobody_follows_without_end(house: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("network.community.following.actions.MOST", 1)
    with following(house, "topic", "schools") as (session, actor, _):
        follow(session, "topic", "schools", "outcomes", language="nb", actor=actor)
        with pytest.raises(Conflict):
            follow(session, "topic", "truancy", "outcomes", language="nb", actor=actor)


def test_no_mail_for_a_while_brings_nothing_of_it_later(house: Database) -> None:
    with following(house, "organisation", "eksempelvik") as (session, actor, after):
        set_mail_frequency(session, "none", actor=actor)
        put(session, "eksempelvik", "nytt")
        assert load_mail_preference(session, actor.account_id).mailed_through == after
        set_mail_frequency(session, "weekly", actor=actor)
        assert load_mail_preference(session, actor.account_id).mailed_through == read_newest_change(
            session
        )


def test_an_address_that_works_again_is_told_of_what_waited(house: Database) -> None:
    with following(house, "organisation", "eksempelvik") as (session, actor, after):
        set_aside(session, actor.account_id)
        put(session, "eksempelvik", "nytt")
        try_address_again(session, actor=actor)
        row = load_mail_preference(session, actor.account_id)
        assert (row.mailed_through, row.set_aside_at, row.refusals) == (after, None, 0)


def test_what_happened_takes_as_many_queries_for_many_as_for_one(house: Database) -> None:
    def queries(session: Session, after: int) -> int:
        session.flush()
        upto, counted = read_newest_change(session), []

        def count(*_: object) -> None:
            counted.append(1)

        event.listen(session.get_bind(), "before_cursor_execute", count)
        read_changes(session, after, upto)
        event.remove(session.get_bind(), "before_cursor_execute", count)
        return len(counted)

    with house.transaction() as session:
        start = read_newest_change(session)
        one = put(session, "eksempelvik", "a")
        middle = read_newest_change(session)
        few = queries(session, start)
        for number in range(12):
            put(session, "exempelstad", f"b{number}", topics=["truancy"])
        again(session, one, summary="Mer.")
        assert queries(session, middle) == few == 6
