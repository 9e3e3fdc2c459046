"""What tests share: a database with the register, a site over it, and its index."""

from __future__ import annotations

import gc
import hashlib
import math
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

from network import db
from network.app import create_app
from network.community.missed_searches import counting
from network.config import Settings, read_settings
from network.content_files.importing import import_folder
from network.db import Database
from network.files_in import cage
from network.migrations.schema import upgrade
from network.people import passwords
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site
from tests.new_database import create_schema, make_empty_file
from tests.pages import PageClient
from tests.postgresql import cluster, make_database

Flask.test_client_class = PageClient

# No test is met by a writing that another test's searches made due; those of it ask by themselves.
counting.SECONDS = math.inf
# As little work as argon2 takes; test_account.py asks what a password costs where the site runs.
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class CompiledTemplates(BytecodeCache):
    """What templates were compiled to, for every site of this process: each is compiled once."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what a template of this name and text was compiled to, if it was."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}


class _ReadRoute(NamedTuple):
    """What Werkzeug found in a route: its parts, its trace and what its converters were asked."""

    parts: list[RulePart]
    trace: list[tuple[bool, str]]
    converters: list[tuple[str, str, tuple[Any, ...], Any]]


class CompiledRoute(Rule):
    """A route that is read, and whose function that builds addresses is compiled, once for every
    site of this process: to do it for each was most of what making a site cost."""

    _builders: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}
    _read: ClassVar[dict[tuple[object, ...], _ReadRoute]] = {}

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        key = (rule, *self.map.converters.items())
        if key not in self._read:
            self._asked: list[tuple[str, str, tuple[Any, ...], Any]] = []
            before = len(self._trace)
            parts = list(super()._parse_rule(rule))
            self._read[key] = _ReadRoute(parts, self._trace[before:], self._asked)
            return parts
        read = self._read[key]
        self._trace += read.trace
        for name, *converter in read.converters:
            # Each is bound to the map of its own site.
            self._converters[name] = super().get_converter(name, *converter)
            self.arguments.add(name)
        return read.parts

    def get_converter(
        self, variable_name: str, converter_name: str, args: tuple[Any, ...], kwargs: Any
    ) -> BaseConverter:
        """The converter of a part that is read, which is remembered."""
        self._asked.append((variable_name, converter_name, args, kwargs))
        return super().get_converter(variable_name, converter_name, args, kwargs)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # It takes the converters from the route that it is bound to; the rest is in the key.
        key = (self.rule, self.subdomain, self.host, repr(self.defaults), append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


Flask.url_rule_class = CompiledRoute

# What statements were compiled to, for every SQLite file of this process: all are of one library
# with the same settings, so that a statement is the same text for each.
_STATEMENTS: LRUCache[Any, Any] = LRUCache(5_000)
# The dialect is part of what a statement is kept under, here and in the mappers.
_OF_ANY_FILE: dict[str, Any] = {
    "__eq__": lambda self, other: type(self) is type(other),
    "__hash__": lambda self: hash(type(self)),
}
for _name, _method in _OF_ANY_FILE.items():
    setattr(SQLiteDialect_pysqlite, _name, _method)


def _create_engine(*address: Any, **given: Any) -> Engine:
    engine = create_engine(*address, **given)
    if isinstance(engine.dialect, SQLiteDialect_pysqlite):
        engine._compiled_cache = _STATEMENTS
    return engine


vars(db)["create_engine"] = _create_engine

# What the process for foreign files said of one, for the next test with the same bytes: to start it
# takes a third of a second. Readers of the tests' own, and the full run, start it each time.
_SAID: dict[tuple[object, ...], bytes] = {}
_ask_cage = vars(cage)["_run"]


def _ask_cage_once(arguments: Sequence[str], given: bytes, seconds: float) -> bytes:
    if arguments[0] != "call" or not arguments[1].startswith("network."):
        answer: bytes = _ask_cage(arguments, given, seconds)
        return answer
    asked = (*arguments, hashlib.sha256(given).digest(), seconds)
    if asked not in _SAID:
        _SAID[asked] = _ask_cage(arguments, given, seconds)
    return _SAID[asked]


ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
FULL = os.environ.get("GRANNAR_TESTS") == "full"
if not FULL:
    vars(cage)["_run"] = _ask_cage_once

for _name, _examples in (("quick", 15), ("full", 300)):
    hypothesis_settings.register_profile(
        _name,
        max_examples=_examples,
        deadline=None,
        derandomize=not FULL,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
hypothesis_settings.load_profile("full" if FULL else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the full run what ``quick(cases=N)`` marks: all but the first N cases of a test."""
    if FULL:
        return
    taken: Counter[str] = Counter()
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        test = item.nodeid.partition("[")[0]
        mark = item.get_closest_marker("quick")
        taken[test] += 1
        (left if mark and taken[test] > mark.kwargs["cases"] else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def pytest_collection(session: pytest.Session) -> None:
    """Look for no garbage while tests are collected: what is imported is none."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Have what is imported by now not looked through for garbage again and again."""
    gc.enable()
    gc.collect()
    gc.freeze()
    # A test makes few circles; with Python's 700 a twentieth of the time went to looking.
    gc.set_threshold(50_000, 20, 100)


def make_settings(folder: Path, **given: str) -> Settings:
    """The settings of a site that lives in ``folder`` alone."""
    environment = {
        "SECRET_KEY": "a key for tests",
        "SEARCH_INDEX": str(folder / "index"),
        "DATABASE_URL": f"sqlite:///{folder / 'grannar.sqlite'}",
        "PUBLIC_URL": "https://grannar.example",
        # People of tests sign in by password; tests of the second factor demand it.
        "SECOND_FACTOR_FROM": "never",
    }
    return read_settings(environment | given, root=folder)


def make_site(folder: Path, content: Path = CONTENT, **given: str) -> Flask:
    """A site over ``content``, imported and indexed; ``given`` are further settings."""
    app = create_app(make_settings(folder, **given))
    site: Site = app.extensions["grannar"]
    create_schema(site.database)
    with site.database.transaction() as session:
        import_folder(session, content)
    catch_up(site.index.folder, DatabaseSource(site.database))
    return app


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are named by their place among the cases: packed files have the moment in them at which
    they were made, and processes that collect tests by such names do not agree on them."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the newest schema and nothing in it: copied, never written."""
    file = tmp_path_factory.mktemp("empty") / "grannar.sqlite"
    file.write_bytes(make_empty_file())
    return file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """A PostgreSQL server with a database called *empty* that has the newest schema."""
    with cluster() as socket:
        database = Database(make_database(socket, "empty"))
        upgrade(database)
        database.engine.dispose()
        yield socket


@pytest.fixture(params=["sqlite", "postgresql"] if FULL else ["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of the test's own; in the full run each test has one of either sort."""
    if request.param == "postgresql":
        socket = request.getfixturevalue("postgresql")
        database = Database(make_database(socket, f"test-{uuid4().hex}", "empty"))
    else:
        file = tmp_path / "grannar.sqlite"
        shutil.copy(request.getfixturevalue("empty_database"), file)
        database = Database(f"sqlite:///{file}")
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def seeded_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site over the real content: read by many tests, written by none."""
    app = make_site(tmp_path_factory.mktemp("seeded"))
    yield app
    app.extensions["grannar"].database.engine.dispose()


@pytest.fixture
def client(seeded_app: Flask) -> FlaskClient:
    """A reader of the site over the real content."""
    return seeded_app.test_client()
