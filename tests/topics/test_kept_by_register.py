"""What was read of the register is kept, until it changes, and for nobody who is changing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, event

from network.db import Database
from network.tables import number_public
from network.topics.tables import TopicRow
from network.topics.values import Topic
from network.topics.vocabulary import load_topics


@pytest.fixture
def numbered(database: Database) -> Database:
    """A database that draws its numbers, as a site's does."""
    database.before_commit.append(number_public)
    with database.transaction() as session:
        session.add(make_topic("vann"))
    return database


def make_topic(id: str) -> TopicRow:
    topic = Topic(id=id, labels={"nb": id.title(), "sv": id.title()})
    return TopicRow(id=id, position=1, content=topic.model_dump(mode="json"))


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """The statements that ask for topics meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "topics" in statement:
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def test_a_writer_is_given_what_readers_kept(numbered: Database) -> None:
    with numbered.reading() as session:
        before = load_topics(session)
    with counting(numbered) as asked, numbered.transaction() as session:
        assert load_topics(session) is before
    assert asked == []


def test_a_writer_who_changes_it_reads_it_and_keeps_nothing(numbered: Database) -> None:
    with numbered.reading() as session:
        load_topics(session)
    with numbered.transaction() as session:
        session.add(make_topic("skole"))
        # It is seen before and after it is written.
        assert load_topics(session).keys() == {"vann", "skole"}
        session.flush()
        assert load_topics(session).keys() == {"vann", "skole"}
        session.rollback()
    with numbered.reading() as session:
        assert load_topics(session).keys() == {"vann"}
    with numbered.transaction() as session:
        session.execute(delete(TopicRow))
        assert load_topics(session) == {}
    with numbered.reading() as session:
        assert load_topics(session) == {}


def test_a_writer_sees_what_another_changed_meanwhile(numbered: Database) -> None:
    with numbered.reading() as session:
        load_topics(session)
    with numbered.transaction() as session:
        session.add(make_topic("skole"))
    with numbered.transaction() as session:
        assert load_topics(session).keys() == {"vann", "skole"}
    # What it read it kept for nobody: it could be what is not committed.
    with counting(numbered) as asked, numbered.reading() as session:
        assert load_topics(session).keys() == {"vann", "skole"}
    assert len(asked) == 1
