"""The append-only log of what changed in public: numbered lines that consumers follow.

Whoever keeps something up to date beside the database (the search index, later mail and feeds)
holds a cursor of its own: the number of the last line it has carried out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, String, Uuid, bindparam, false, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from network import clock
from network.db import Base, Database, Moment, NewRow, announce_work, insert_rows

T = TypeVar("T")
# The tables that say what subjects and places are called; they change seldom.
REGISTER: Final = frozenset({"organisations", "counties", "figures", "topics", "terms"})
Verb = Literal["published", "revised", "withdrawn", "moved", "touched", "answered"]


class Counter(Base):
    """A number that is drawn inside a transaction, one writer at a time.

    The migration that makes the table also puts in the row of the log.
    """

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


_NUMBER = select(Counter.value).where(Counter.name == bindparam("name"))
# The same of what is public, as it is asked at every page.
_PUBLIC_NUMBER = "SELECT value FROM counters WHERE name = 'public'"


class Change(Base):
    """One line of the log. It holds no text: a reader of the log re-reads the entry."""

    __tablename__ = "changes"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    verb: Mapped[str] = mapped_column(String(20))
    # Whether a decision or an outcome came with it.
    outcome: Mapped[bool] = mapped_column(server_default=false())
    at: Mapped[datetime] = mapped_column(Moment)


def record_change(session: Session, entry_id: UUID, verb: Verb, *, outcome: bool = False) -> int:
    """Append a line to the log in the caller's transaction and return its number.

    The number is drawn from one locked row, so that numbers become visible in their order: a
    consumer that has seen n will never be shown a smaller one later. ``touched`` says that the
    entry reads differently because something around it changed (a name, a topic's label);
    ``answered`` that somebody publicly answered a question or a need at it.
    ``outcome`` says that the entry now tells of a decision or an outcome that it did not tell of.
    """
    drawn = _draw(session, 1)
    session.add(Change(number=drawn, entry_id=entry_id, verb=verb, outcome=outcome, at=clock.now()))
    return drawn


def record_changes(session: Session, verb: Verb, entries: Iterable[tuple[UUID, bool]]) -> None:
    """Append a line of one verb for each of several entries, in their order, each with its
    ``outcome``: what ``record_change`` does, in two statements for all."""
    entries = tuple(entries)
    last = _draw(session, len(entries))
    now = clock.now()
    insert_rows(
        session,
        (
            NewRow(
                Change,
                {
                    "number": number,
                    "entry_id": entry_id,
                    "verb": verb,
                    "outcome": outcome,
                    "at": now,
                },
            )
            for number, (entry_id, outcome) in enumerate(entries, start=last - len(entries) + 1)
        ),
    )


def _draw(session: Session, count: int) -> int:
    """The last of so many new numbers of the log."""
    announce_work(session)
    return session.execute(
        update(Counter)
        .where(Counter.name == "changes")
        .values(value=Counter.value + count)
        .returning(Counter.value)
    ).scalar_one()


def read_newest_change(session: Session) -> int:
    """The number of the log's last line, 0 when the log is empty."""
    return session.scalar(select(Counter.value).where(Counter.name == "changes")) or 0


def draw_public_numbers(session: Session, names: Iterable[str]) -> None:
    """Give the numbers of these names (``public``, ``register``) new values, in the caller's
    transaction, as the last that it does.

    They step by chance: a database that was restored and changed otherwise never has a number that
    stood for something else. Each row is locked to the end, always in the same order.
    """
    for name in sorted(names):
        step = 1 + secrets.randbelow(2**31)
        session.execute(
            update(Counter).where(Counter.name == name).values(value=Counter.value + step)
        )


def read_public_number(session: Session, name: str = "public") -> int:
    """The number of what is public now, or of the register alone; 0 where the schema has none.

    Equal numbers mean that every public table (or the register's) holds the same. One query.
    """
    return session.scalar(_NUMBER, {"name": name}) or 0


def read_public_number_alone(database: Database) -> int:
    """What ``read_public_number`` gives, by itself. Raises ``Unavailable``."""
    return database.read_value(_PUBLIC_NUMBER) or 0


def keep_by_register(
    session: Session, name: str, load: Callable[[Session], T], *, grows: bool = False
) -> T:
    """What ``load`` reads of the register, kept for all readers of this process until the register
    changes.

    ``load`` reads organisations, counties, topics and terms alone, and gives what nobody changes,
    or with ``grows`` what its readers fill. A session that writes is given what was kept before,
    unless it has changed the register itself or would fill it, and keeps nothing. One query of one
    row, once a session that reads.
    """
    kept: dict[str, tuple[int, Any]] | None = session.info.get("kept")
    written: set[str] | None = session.info.get("written")
    if kept is None:
        return load(session)
    before: tuple[int, T] | None = kept.get(name)
    if written is not None:
        if grows or before is None or _changes_register(session, written):
            return load(session)
        # Others may change the register while this session writes: it is asked each time.
        return _choose(before, read_public_number(session, "register"), load, session)
    number = session.info.get("register")
    if number is None:
        number = session.info["register"] = read_public_number(session, "register")
    value: T = _choose(before, number, load, session)
    kept[name] = (number, value)
    return value


def _choose(
    before: tuple[int, T] | None, number: int, load: Callable[[Session], T], session: Session
) -> T:
    """What was kept before, where that was at this number; else what is loaded now."""
    if before is not None and before[0] == number and number:
        return before[1]
    return load(session)


def _changes_register(session: Session, written: set[str]) -> bool:
    """Whether a session has written to the register's tables, or is about to."""
    pending = (*session.new, *session.dirty, *session.deleted)
    return not written.isdisjoint(REGISTER) or any(row.__tablename__ in REGISTER for row in pending)


def read_check(session: Session, number: int) -> str:
    """What tells the change of this number from one that another history has there; "" where there
    is none. One query.

    A database that was restored draws its numbers anew. The change that then has one is of another
    entry, or was made at another moment.
    """
    row = session.get(Change, number)
    return f"{row.entry_id.hex} {row.verb} {row.at.isoformat()}" if row is not None else ""


def list_changes_since(session: Session, number: int, limit: int) -> Sequence[tuple[int, UUID]]:
    """Up to ``limit`` lines after ``number``, oldest first: (number, entry id)."""
    rows = session.execute(
        select(Change.number, Change.entry_id)
        .where(Change.number > number)
        .order_by(Change.number)
        .limit(limit)
    )
    return [(row.number, row.entry_id) for row in rows]
