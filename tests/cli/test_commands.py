"""The commands that whoever runs a site uses, run as they are: in a process of their own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from network.__main__ import make_group
from network.config import read_settings
from network.db import Database
from network.entries.queries import count_entries
from network.entries.tables import EntryAddress
from network.errors import Misconfigured
from network.version import find_version
from tests.child_process import Ended, run_flask, run_in_child
from tests.conftest import ROOT
from tests.folders import EXPERIENCE_NB, write_folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a site that lives in the test's folder."""
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'var/grannar.sqlite'}",
        "SEARCH_INDEX": str(tmp_path / "index"),
        "SECRET_KEY": "a key for tests",
        "CONTENT": str(write_folder(tmp_path / "content")),
    }


def flask(environment: dict[str, str], *words: str) -> Ended:
    return run_in_child(run_flask, *words, environment=environment)


def has_word(word: str, index: Path) -> bool:
    """Whether a file of the index holds a word."""
    files = (path for path in index.rglob("*") if path.is_file())
    return any(word.encode() in path.read_bytes() for path in files)


@pytest.mark.quick(cases=0)
def test_from_nothing_to_an_answer_by_commands_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    assert flask(environment, "db", "upgrade").returncode == 0
    assert "newest schema" in flask(environment, "db", "upgrade").stdout
    dry = flask(environment, "content", "import", "--dry-run")
    assert "Would be: 4 new. Nothing was changed." in dry.stdout
    assert "new        entries/eksempelvik/frokost.nb.md" in dry.stdout
    database = Database(environment["DATABASE_URL"])
    with database.reading() as session:
        assert count_entries(session) == 0
    database.engine.dispose()
    assert "Done: 4 new" in flask(environment, "content", "import").stdout
    assert "missing" in flask(environment, "search", "status").stdout
    assert "3 entries" in flask(environment, "search", "rebuild").stdout
    answer = flask(environment, "search", "query", "frukost", "--json")
    found = json.loads(answer.stdout)
    assert {hit["address"] for hit in found["hits"]} == {
        "eksempelvik/frokost",
        "exempelstad/frukost",
        "exempelstad/mote",
    }
    assert (found["answered"], found["nearest"], found["understood"]) == (True, [], [])
    unanswered = flask(environment, "search", "query", "frukost rymdskepp", "--json")
    found = json.loads(unanswered.stdout)
    assert (found["answered"], found["total"], found["hits"]) == (False, 0, [])
    nearest = {hit["address"]: hit["met"] for hit in found["nearest"]}
    assert nearest["exempelstad/frukost"]["frukost"][0] == "frukost"
    told = flask(environment, "search", "query", "frukost rymdskepp").stdout
    above, _, rest = told.partition("No entry answers it.\nNearest to it:\n")
    assert "exempelstad/frukost" not in above
    assert "exempelstad/frukost" in rest
    understood = flask(environment, "search", "query", "frukost i Sverige", "--json")
    found = json.loads(understood.stdout)
    assert found["understood"] == [{"written": "Sverige", "facet": "country", "value": "SE"}]
    told = flask(environment, "search", "query", "frukost i Eksempelvik").stdout
    assert "Eksempelvik: understood as organisation eksempelvik\n" in told
    assert told.endswith("1 found\n")
    audited = flask(environment, "content", "audit")
    assert (audited.returncode, audited.stdout) == (0, "Nothing stands that the guard refuses.\n")
    withdrawn = flask(environment, "content", "withdraw", "exempelstad/mote")
    assert "410" in withdrawn.stdout
    assert "1 deleted" in flask(environment, "search", "catch-up").stdout
    # The deleted text's words, which no search finds, until their files are written anew.
    assert has_word("betalar", tmp_path / "index")
    assert "Nothing withdrawn is left" in flask(environment, "search", "purge").stdout
    assert has_word("frukost", tmp_path / "index")
    assert not has_word("betalar", tmp_path / "index")
    assert "ready: 2 entries" in flask(environment, "search", "status").stdout
    out = tmp_path / "out"
    assert "files" in flask(environment, "content", "export", str(out)).stdout
    assert (out / "entries/exempelstad/frukost.sv.md").exists()
    assert not (out / "entries/exempelstad/mote.sv.md").exists()


@pytest.mark.quick(cases=0)
def test_an_address_from_before_the_guard_is_told(environment: dict[str, str]) -> None:
    assert flask(environment, "db", "upgrade").returncode == 0
    assert flask(environment, "content", "import").returncode == 0
    database = Database(environment["DATABASE_URL"])
    with database.transaction() as session:
        # The example by which the Swedish tax agency explains the control digit.
        session.add(
            EntryAddress(organisation="eksempelvik", slug="sak-811218-9876", state="withdrawn")
        )
    database.engine.dispose()
    audited = flask(environment, "content", "audit")
    assert audited.returncode == 1
    assert "eksempelvik/sak-811218-9876 (withdrawn)" in audited.stdout
    assert audited.stdout.endswith("1 to look at.\n")


def test_faults_are_all_told_and_nothing_is_changed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    broken = {
        "entries/eksempelvik/frokost.nb.md": EXPERIENCE_NB.replace("goes_on", "gone"),
        "entries/exempelstad/ny.sv.md": "---\nkind: need\n---\n",
    }
    write_folder(tmp_path / "content", broken)
    for command in ("check", "import"):
        if command == "import":
            flask(environment, "db", "upgrade")
        refused = flask(environment, "content", command)
        assert refused.returncode == 1
        assert "frokost.nb.md:16: outcome: is “gone”" in refused.stderr
        assert "ny.sv.md:2: title: is missing. Add it." in refused.stderr
        assert "2 faults; nothing was changed." in refused.stderr
        assert "Traceback" not in refused.stderr


def test_check_lists_dead_links(environment: dict[str, str]) -> None:
    told = flask(environment, "content", "check")
    assert told.returncode == 0
    assert "links to exempelstad/finns-inte, where nothing is." in told.stdout
    assert "No faults; 1 to look at." in told.stdout


# What cannot be an address ends with 2: to start once more does not help.
WRONG = {
    "nonsense": 2,
    "nonsense://x/y": 2,
    "sqlite://": 2,
    "sqlite:////proc/nowhere/x.sqlite": 2,
    "sqlite:////": 1,
    "postgresql://nobody@127.0.0.1:1/none": 1,
}


@pytest.mark.parametrize("url", WRONG)
@pytest.mark.parametrize("words", [("serve",), ("db", "upgrade"), ("content", "import")])
def test_a_wrong_database_address_is_one_sentence(
    environment: dict[str, str], url: str, words: tuple[str, ...]
) -> None:
    if words == ("serve",) and url.startswith("postgresql"):
        # A server that is away is waited for: test_starting.py.
        return
    refused = flask(environment | {"DATABASE_URL": url, "PORT": str(free_port())}, *words)
    assert refused.returncode == WRONG[url]
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr


def test_a_missing_schema_or_folder_is_one_sentence(
    environment: dict[str, str], tmp_path: Path
) -> None:
    refused = flask(environment, "content", "import")
    assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (1, 1)
    # In no database's own words, which nobody who runs a site can do anything with.
    assert "db upgrade" in refused.stderr
    flask(environment, "db", "upgrade")
    refused = flask(environment, "content", "import", str(tmp_path / "nowhere"))
    assert refused.returncode == 1
    assert "is no folder" in refused.stderr


def test_the_command_says_which_version_it_is() -> None:
    asked = CliRunner().invoke(make_group(), ["--version"])
    assert asked.output.strip() == f"Grannar {find_version()}"
    assert asked.exit_code == 0


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_port_in_use_is_one_sentence(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = flask(environment | {"PORT": port}, "serve")
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("number", ["0", "65", "two", "-1", "٣"])
def test_a_number_of_processes_that_is_none_is_one_sentence(number: str) -> None:
    with pytest.raises(Misconfigured, match="WEB_PROCESSES must be a number from 1 to 64"):
        read_settings({"WEB_PROCESSES": number, "SECRET_KEY": "x"})


@pytest.mark.parametrize("port", ["0", "99999", "http", "-1", "٣"])
def test_a_port_that_is_none_is_one_sentence(environment: dict[str, str], port: str) -> None:
    refused = flask(environment | {"PORT": port}, "serve")
    assert refused.returncode == 2
    assert "PORT must be a number" in refused.stderr


def wait_for(address: str) -> str:
    for _ in range(450):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")


@contextmanager
def serving(
    environment: dict[str, str], **given: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A site that runs in a process of its own: its address and the process, ended at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
        cwd=ROOT,
        env=environment | {"PORT": str(port)} | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.communicate()


def until(address: str, holds: Callable[[str], bool], failed: str) -> None:
    for _ in range(300):
        if holds(wait_for(address)):
            return
        time.sleep(0.2)
    raise AssertionError(failed)


@pytest.mark.quick(cases=0)
def test_serve_makes_everything_ready_and_loses_nothing_when_killed(
    environment: dict[str, str],
) -> None:
    with serving(environment, CATCH_UP_SECONDS="0.5") as (base, process):
        assert "Frokost på skolen" in wait_for(f"{base}/nb/search?q=frokost")
        # What another process publishes or withdraws is found while the site runs.
        assert flask(environment, "content", "withdraw", "eksempelvik/frokost").returncode == 0
        until(
            f"{base}/nb/search?q=frokost",
            lambda page: "Frokost på skolen" not in page,
            "a withdrawn entry is still found",
        )
        process.kill()
        told, _ = process.communicate(timeout=120)
    assert "importing the content" in told
    assert f"Grannar serves on {base}" in told
    # What readers are not told of its owner stops no start, and is named.
    assert "Readers are not told who runs this site: set OWNER_NAME, OWNER_COUNTRY," in told
    owner = {"OWNER_NAME": "Eksempelvik", "OWNER_COUNTRY": "NO", "OWNER_PHONE": "22 00 00 00"}
    with serving(environment, **owner) as (base, process):
        assert "Skolfrukost i Exempelstad" in wait_for(f"{base}/sv/search?q=frukost")
        process.terminate()
        told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "importing" not in told
    assert "set OWNER_ADDRESS, OWNER_EMAIL, RESPONSIBLE_EDITOR, TEXT_LICENCE (docs" in told
    assert "Traceback" not in told


_FIRST_PAGE = """
import sys
from wsgi import app
print(app.test_client().get("/nb/").status_code, *sorted(sys.modules))
"""


def test_no_start_imports_what_few_pages_need(environment: dict[str, str]) -> None:
    assert flask(environment, "db", "upgrade").returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_PAGE],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    status, *imported = done.stdout.split()
    assert status == "200"
    few_need = {"alembic", "bs4", "docx", "flufl.bounce", "gunicorn", "icalendar", "lxml", "pptx"}
    few_need |= {"psycopg", "pypdfium2", "sqlalchemy.dialects.postgresql", "typst", "xlsxwriter"}
    few_need |= {"zxcvbn"}
    assert not few_need.intersection(imported)
    assert "network.web.desk.writing.pages" in imported


@pytest.mark.quick(cases=0)
def test_a_damaged_index_is_rebuilt_while_pages_work(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with serving(environment, CATCH_UP_SECONDS="2") as (base, _):
        assert "Frokost på skolen" in wait_for(f"{base}/nb/search?q=frokost")
        for file in (tmp_path / "index").rglob("*"):
            if file.is_file() and file.name != "lock":
                file.write_bytes(b"nonsense")
        assert "Frokost på skolen" in wait_for(f"{base}/nb/eksempelvik/frokost")
        until(
            f"{base}/nb/search?q=frokost",
            lambda page: "Frokost på skolen" in page,
            "the index did not heal",
        )
