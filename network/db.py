"""The database: its tables' base, its connections, and the one way to write to it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from weakref import WeakSet

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Table,
    create_engine,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeDecorator

from network.errors import Contended, Misconfigured, Unavailable
from network.private_files import make_private_file, make_private_folder, narrow_file
from network.server_address import SCHEMES, parse_server_address, show_address

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.engine import ExceptionContext

    from network.server_connection import ServerConnection, ServerConnector

# How long a writer waits for another before it gives up, in seconds, where nobody says otherwise.
PATIENCE = 30.0
_patience: ContextVar[float] = ContextVar("patience", default=PATIENCE)
_is_long: ContextVar[bool] = ContextVar("is_long", default=False)
# Connections of one process: all who are answered at once, and as many again for moments.
_CONNECTIONS = 12

_POOL: dict[str, Any] = {
    "pool_size": _CONNECTIONS,
    "max_overflow": _CONNECTIONS,
    "pool_timeout": 10,
}

# What SQLite and PostgreSQL say of a lock, of no room, and of a database that is not there.
# https://sqlite.org/rescode.html, https://www.postgresql.org/docs/current/errcodes-appendix.html
_SQLITE = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "away",
    sqlite3.SQLITE_CANTOPEN: "away",
    sqlite3.SQLITE_READONLY: "read_only",
}
_POSTGRESQL = (
    # No lock in time; no answer in time; left idle within a transaction, or it lasted too long.
    (("55P03",), "locked"),
    (("57014", "25P03", "25P04"), "slow"),
    (("53100",), "full"),
    # A standby, or a server that was told to keep what it has.
    (("25006",), "read_only"),
    # A standby whose primary would not wait for who reads; a writer's is Contended before.
    (("40001",), "away"),
    # The connection broke; too many of them, or no memory; the server stops, starts or was killed;
    # its disk fails.
    (("08", "53", "57P", "58"), "away"),
)
# What they say when two writers met and this one is the second: the same key was given twice, what
# is pointed at was deleted, or the transactions cannot be put one after the other.
_SQLITE_CONTENDED = frozenset(
    {
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_CONSTRAINT_ROWID,
        sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY,
    }
)
_POSTGRESQL_CONTENDED = frozenset({"23505", "23503", "40001", "40P01"})


class Base(DeclarativeBase):
    """What every table of the house derives from."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


@contextmanager
def set_lock_timeout(seconds: float) -> Iterator[None]:
    """Whoever writes in this block waits so long for another writer, then it is ``Unavailable``."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


@contextmanager
def working_long(is_long: bool = True) -> Iterator[None]:
    """Transactions begun in this block may take the time that they need: no statement of theirs is
    cut on PostgreSQL, nor are they for doing nothing meanwhile. What a command or a job does; for
    whoever waits for a page ``STATEMENT`` of ``network.server_connection`` holds."""
    before = _is_long.set(is_long)
    try:
        yield
    finally:
        _is_long.reset(before)


# What PostgreSQL's processes tell each other by, and what of a session says that they are to.
CHANNEL = "grannar"
_ANNOUNCED = "announced"


def announce_work(session: Session) -> None:
    """Say that this transaction leaves work for the jobs that run beside the site: something
    public changed, or something is due. They are woken when it is committed, and not otherwise."""
    session.info[_ANNOUNCED] = True


def find_wake_file(database_file: str) -> Path:
    """The empty file beside an SQLite database whose time says when work was left last."""
    return Path(f"{database_file}-woken")


class Private:
    """Marks a table that no public page may read, though its package has public ones as well."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite has no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One database and what is to happen after each commit to it."""

    def __init__(
        self, url: str, setting: str = "DATABASE_URL", *, several: str = "read-write"
    ) -> None:
        """Prepare connections to ``url``; connects to nothing yet.

        ``setting`` is what names it, ``several`` which server of several is meant where the address
        does not say (see ``parse_server_address``). Raises ``Misconfigured`` with one sentence when
        the address cannot be understood.
        """
        self.engine, self._connector = _engine(url, setting, several)
        self._setting = setting
        _databases.add(self)
        event.listen(self.engine, "before_execute", _note_written)
        self._writing = self.engine.execution_options(writes=True)
        # SQLite's readers see one state anyway; PostgreSQL's have to ask for it.
        self._reading = (
            self.engine
            if self.engine.dialect.name == "sqlite"
            else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self._alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        # What is done at the end of every transaction, with the names of the tables that it wrote.
        self.before_commit: list[Callable[[Session, frozenset[str]], None]] = []
        # What was read of the register, by name, with the number that it was read at.
        self.kept: dict[str, tuple[int, Any]] = {}
        # Called after each commit that left work for the jobs beside the site.
        self.after_commit: list[Callable[[], None]] = []
        if self.engine.dialect.name == "sqlite":
            self.after_commit.append(
                partial(_touch, find_wake_file(self.engine.url.database or ""))
            )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and keeps nothing it changes.

        Raises ``Unavailable`` when the database is away.
        """
        with as_unavailable(), Session(self._reading, expire_on_commit=False) as session:
            session.info["kept"] = self.kept
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end, or not at all when the block raises.

        Doors open it, actions work in it. It is left by an exception or committed whole: what
        returns from inside the block commits, so nothing is refused by a return, nothing is caught
        in it, and no page is made in it (a page of the site opens it by ``network.web.attempts``).

        On SQLite it takes the write lock at once: a transaction that read first and wrote later
        would fail whenever two writers met.
        Raises ``Unavailable`` when another writer holds it longer than ``set_lock_timeout`` says,
        when there is no room, and when the database is away, and ``Contended`` when another wrote
        the same meanwhile. Where it goes away in the very commit nobody knows whether that was done
        (``Unavailable.is_unsure``).
        """
        written: set[str] = set()
        ending = _Ending()
        with (
            as_unavailable(ending),
            _telling_who_was_first(),
            Session(
                self._writing.execution_options(written=written), expire_on_commit=False
            ) as session,
            session.begin(),
        ):
            session.info.update(kept=self.kept, written=written)
            patience = _patience.get()
            if self.engine.dialect.name == "postgresql" and patience < PATIENCE:
                # In milliseconds, of which none would be no limit.
                session.execute(text(f"SET LOCAL lock_timeout = {max(1, int(patience * 1000))}"))
            yield session
            # Where the block has rolled back itself there is nothing to end.
            if session.in_transaction():
                session.flush()
                for note in self.before_commit:
                    note(session, frozenset(written))
            is_announced = _ANNOUNCED in session.info
            if is_announced and self.engine.dialect.name == "postgresql":
                # Delivered when the transaction commits, and never if it does not.
                session.execute(text(f"NOTIFY {CHANNEL}"))
            ending.is_begun = True
        if is_announced:
            for wake in self.after_commit:
                wake()

    def read_value(self, statement: str) -> Any:
        """The one value that an SQL statement without parameters reads, None where it finds no row:
        by itself, without a session and a transaction.

        For what is asked at every page: a tenth of what ``reading`` takes of the processor, and
        half of the rounds to a server. Raises ``Unavailable`` when the database is away.
        """
        with as_unavailable():
            if self.engine.dialect.name == "sqlite":
                return self._read_value_of_file(statement)
            with self._alone.connect() as connection:
                return connection.exec_driver_sql(statement).scalar()

    def _read_value_of_file(self, statement: str) -> Any:
        # SQLite is in no transaction between statements, so that each sees what is committed.
        try:
            with closing(self.engine.raw_connection()) as connection:
                row = connection.cursor().execute(statement).fetchone()
        except sqlite3.Error as problem:
            raise DBAPIError.instance(statement, None, problem, sqlite3.Error, True) from problem
        return None if row is None else row[0]

    def connect_apart(self) -> ServerConnection:
        """A connection to PostgreSQL beside the pool, for whoever keeps it; raises the driver's
        errors."""
        assert self._connector is not None
        _, parameters = self.engine.dialect.create_connect_args(self.engine.url)
        return self._connector.connect(dict(parameters))

    def close(self) -> None:
        """Close the connections that nobody uses; others are made when they are needed."""
        self.engine.dispose()

    def forget_connections(self) -> None:
        """Make connections anew, without closing those that belong to another process."""
        self.engine.dispose(close=False)

    def check(self) -> None:
        """Connect once. Raises ``Misconfigured`` with one sentence when that fails."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as problem:
            reason = str(getattr(problem, "orig", None) or problem).splitlines()[0]
            shown = show_address(self.engine.url)
            raise Misconfigured(f"{self._setting} {shown} cannot be opened: {reason}.") from problem


# A connection that two processes use mixes up what each is told. So whoever is forked has none, by
# whichever way that happens.
_databases: WeakSet[Database] = WeakSet()


def _forget_connections() -> None:
    for database in list(_databases):
        database.forget_connections()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_connections)


class _Ending:
    """Whether the commit of a transaction was begun."""

    is_begun = False


def _note_written(connection: Connection, statement: Any, *_rest: Any) -> None:
    """Note which table a statement of ``transaction`` writes, by whatever way it was made."""
    written = connection.get_execution_options().get("written")
    if written is not None and isinstance(statement, UpdateBase):
        written.add(getattr(statement.table, "name", ""))


@contextmanager
def as_unavailable(ending: _Ending | None = None) -> Iterator[None]:
    """Raise ``Unavailable`` for what fails in the block because the database cannot be had: it is
    away, locked, full or too slow. Any other error of it is left as it is. ``ending`` is what
    ``transaction`` notes of its own commit."""
    try:
        yield
    except PoolTimeout as problem:
        raise Unavailable("away", "all connections are in use") from problem
    except DBAPIError as problem:
        reason = _reason(problem)
        if not reason:
            raise
        is_unsure = reason == "away" and ending is not None and ending.is_begun
        told = str(problem.orig).splitlines()[0][:200]
        raise Unavailable(reason, told, is_unsure=is_unsure) from problem


@contextmanager
def _telling_who_was_first() -> Iterator[None]:
    try:
        yield
    except StaleDataError as problem:
        # What was to be changed had been deleted.
        raise Contended(str(problem)) from problem
    except DBAPIError as problem:
        code = getattr(problem.orig, "sqlite_errorcode", None)
        if code not in _SQLITE_CONTENDED and _state(problem) not in _POSTGRESQL_CONTENDED:
            raise
        raise Contended(_message(problem)) from problem


def insert_if_absent(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row of ``model`` unless one has its key, of any unique constraint; whether it was.

    Of two who do it at once the second waits for the first, and then inserts nothing: what is
    looked for afterwards is there for both. ``values`` are those of columns. One statement.
    """
    key = inspect(model).primary_key[0]
    insert = make_insert(session, model)
    made = session.execute(insert.values(**values).on_conflict_do_nothing().returning(key))
    return made.first() is not None


def make_insert(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what is done where a row is there already (``ON CONFLICT``)."""
    # Only the dialect that the site has: no start waits for the other one.
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql

        return insert_in_postgresql(model)
    from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

    return insert_in_sqlite(model)


class NewRow(NamedTuple):
    """A row that is not written yet, without what a session keeps of each: its table, and its
    values by the names of the attributes."""

    table: type[Base]
    values: dict[str, Any]


def insert_rows(session: Session, rows: Iterable[Base | NewRow]) -> None:
    """Insert rows that are in no session and not in the database yet: some 10 µs each, where the
    session's own way takes ten times as long.

    One statement for all rows of a table with the same values; tables come in the order of their
    first rows, so that a row stands after the first one of any table that it points at. The rows
    are not the session's afterwards: whoever wants to change one reads it.
    """
    session.flush()
    by_table: dict[type[Base], dict[tuple[str, ...], list[dict[str, Any]]]] = {}
    for row in rows:
        if isinstance(row, NewRow):
            table, values = row
        else:
            table = type(row)
            values = {name: value for name, value in vars(row).items() if name[0] != "_"}
        by_table.setdefault(table, {}).setdefault(tuple(values), []).append(values)
    for table, by_names in by_table.items():
        columns = _list_columns(table)
        # The table's own insert: the model's would look at every value once more.
        statement = insert(cast(Table, table.__table__))
        for names, its_rows in by_names.items():
            if any(columns[name] != name for name in names):
                its_rows = [{columns[name]: row[name] for name in names} for row in its_rows]
            session.execute(statement, its_rows)


@cache
def _list_columns(table: type[Base]) -> Mapping[str, str]:
    """The keys of a table's columns by the names of the attributes."""
    return {each.key: each.columns[0].key for each in inspect(table).column_attrs}


def lock_names(session: Session, *names: str) -> None:
    """Whoever else locks one of these names waits until this transaction ends.

    Names are of whoever calls; two that differ may meet, and then wait for each other without
    need. On SQLite the one writer holds the only lock already.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    numbers = {
        int.from_bytes(sha256(name.encode("utf-8", "replace")).digest()[:8], signed=True)
        for name in names
    }
    # In one order, so that of two who lock several none has what the other waits for.
    for number in sorted(numbers):
        session.execute(select(func.pg_advisory_xact_lock(number)))


def _message(problem: DBAPIError) -> str:
    """What the database says in one line, without the values that it was about."""
    # PostgreSQL's first line names the rule that was broken; the values stand in its detail.
    diagnostics = getattr(problem.orig, "diag", None)
    message = getattr(diagnostics, "message_primary", None) or str(problem.orig or "")
    return str(message).partition("\n")[0][:200]


def _state(problem: DBAPIError) -> str:
    """PostgreSQL's code of what was the matter, "" where it gave none."""
    return getattr(problem.orig, "sqlstate", None) or ""


def _reason(problem: DBAPIError) -> str:
    """Why the database cannot be had, as ``Unavailable`` says it; nothing for another fault."""
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code is not None:
        # The lowest byte is the kind; what stands above it says where in SQLite.
        return _SQLITE.get(code & 0xFF, "")
    state = _state(problem)
    for codes, reason in _POSTGRESQL:
        if state.startswith(codes):
            return reason
    # Without a state no server answered: the connection broke, or was never made, since nobody is
    # there, all connections are taken, or no server takes what is written.
    is_gone = problem.connection_invalidated or isinstance(
        problem, (InterfaceError, OperationalError)
    )
    return "away" if is_gone and not state else ""


def _engine(url: str, setting: str, several: str) -> tuple[Engine, ServerConnector | None]:
    try:
        if url.partition("://")[0] in SCHEMES:
            address = parse_server_address(url, setting, several)
        else:
            address = make_url(url)
        if address.get_backend_name() == "sqlite":
            return _sqlite(address.database or ""), None
        # Parameters are hidden from messages: what was to be written is not for the log.
        engine = create_engine(address, pool_pre_ping=True, hide_parameters=True, **_POOL)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as problem:
        # What was written is not shown: nobody knows what of it is the password.
        raise Misconfigured(
            f"{setting} is no database address: write sqlite:///FILE "
            "or postgresql://USER:PASSWORD@HOST/NAME."
        ) from problem
    from network.server_connection import ServerConnector

    connector = ServerConnector()
    event.listen(engine, "do_connect", lambda *given: connector.connect(given[3]))
    event.listen(engine, "begin", _begin_on_server)
    event.listen(engine, "handle_error", _leave_read_only)
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine, connector


def _begin_on_server(connection: Connection) -> None:
    if _is_long.get():
        connection.exec_driver_sql(
            "SELECT set_config('statement_timeout', '0', true), "
            "set_config('idle_in_transaction_session_timeout', '0', true)"
        )


def _leave_read_only(context: ExceptionContext) -> None:
    """Take a server that writes nothing any more for one that is gone: where there are several,
    another has taken its place, and the pool's connections do not lead there."""
    if getattr(context.original_exception, "sqlstate", None) == "25006":
        context.is_disconnect = True


def _without_nul(
    _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """PostgreSQL keeps no NUL in a text and refuses the whole statement: whoever asks for one finds
    nothing, and what is kept shows that a sign stood there."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("\x00", "\ufffd")
        if isinstance(value, dict):
            return {name: clean(one) for name, one in value.items()}
        # One row of values, or several of them.
        return type(value)(map(clean, value)) if isinstance(value, (list, tuple)) else value

    return statement, clean(parameters)


def _touch(file: Path) -> None:
    """Set the time of a file to now, to the nanosecond. Whoever waits for it looks every few
    seconds anyway: where it cannot be written, the work is done a little later."""
    with suppress(OSError):
        make_private_file(file)
        now = time.time_ns()
        os.utime(file, ns=(now, now))


def _sqlite(file: str) -> Engine:
    if not file or file == ":memory:":
        raise Misconfigured("DATABASE_URL must name a file for SQLite: sqlite:///FILE.")
    try:
        make_private_folder(Path(file).parent)
    except OSError as problem:
        raise Misconfigured(
            f"The folder of DATABASE_URL sqlite:///{file} cannot be made ({problem.strerror})."
        ) from problem
    engine = create_engine(
        f"sqlite:///{file}",
        connect_args={"timeout": PATIENCE},
        hide_parameters=True,
        **_POOL,
    )
    event.listen(engine, "do_connect", lambda *_: _keep_private(Path(file)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_private(file: Path) -> None:
    """Make the file for its owner alone where there is none, and take from others what an older
    file lets them read.

    SQLite gives its ``-wal`` and ``-shm`` the rights of the file, which therefore is there first.
    """
    # What cannot be made here cannot be opened either, and SQLite says why.
    with suppress(OSError):
        make_private_file(file)
        for ending in ("", "-wal", "-shm"):
            narrow_file(Path(f"{file}{ending}"))


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Python's driver would begin transactions by its own rules; ours begin in _begin_sqlite.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    patience = int((_patience.get() if writes else PATIENCE) * 1000)
    if connection.info.get("patience") != patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
        connection.info["patience"] = patience
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
