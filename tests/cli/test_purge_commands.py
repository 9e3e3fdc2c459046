"""``purge`` says what would go, does it, lists it without a word, and does it again to a backup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from network.app import create_app
from network.content_files.importing import import_folder
from network.site import Site as RunningSite
from tests.conftest import make_settings
from tests.folders import write_folder
from tests.new_database import create_schema
from tests.purging.conftest import WORDS, Site, dump, fill
from tests.purging.test_purging import find_tables, holds_words


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """A site of the test's own with the made-up municipalities."""
    app = create_app(make_settings(tmp_path))
    site: RunningSite = app.extensions["grannar"]
    create_schema(site.database)
    with site.database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    return app


@pytest.fixture
def site(app: Flask) -> Site:
    """What must not be kept, everywhere."""
    database = app.extensions["grannar"].database
    with database.transaction() as session:
        return fill(session, database)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs commands."""
    return app.test_cli_runner()


def test_a_dry_run_counts_by_table_and_changes_nothing(site: Site, runner: FlaskCliRunner) -> None:
    before = dump(site.database)
    answer = runner.invoke(args=["purge", "words", "--dry-run"], input=WORDS)
    assert answer.exit_code == 0
    assert "     3 revisions" in answer.output
    assert "Nothing was changed." in answer.output
    assert not holds_words(answer.output)
    after = dump(site.database)
    # The account of the site itself is made by the first command that acts.
    assert {name for name in before if before[name] != after[name]} <= {"accounts"}


def test_words_are_purged_listed_and_cleaned_away(
    app: Flask, site: Site, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    answer = runner.invoke(args=["purge", "words"], input=f"{WORDS}\n")
    assert answer.exit_code == 0, answer.output
    assert find_tables(site.database) == set()
    kept = (tmp_path / "var" / "purges.jsonl").read_text(encoding="utf-8")
    assert runner.invoke(args=["purge", "list"]).output == kept
    assert json.loads(kept)["what"] == "words"
    files = [path for path in tmp_path.glob("grannar.sqlite*") if path.is_file()]
    assert files
    assert not any(holds_words(path.read_bytes().decode("latin-1")) for path in files)
    # It is known already, so nothing is done again.
    answer = runner.invoke(args=["purge", "replay", str(tmp_path / "var" / "purges.jsonl")])
    assert answer.output.strip().endswith(": known")


def test_a_text_and_a_field_are_named(site: Site, runner: FlaskCliRunner) -> None:
    address = "eksempelvik/om-klossmajor-brillefin-hjemme"
    answer = runner.invoke(args=["purge", "field", address, "summary"])
    assert answer.exit_code == 0, answer.output
    assert "     3 revisions" in answer.output
    answer = runner.invoke(args=["purge", "document", str(site.document)])
    assert answer.exit_code == 0, answer.output
    assert "revisions" not in find_tables(site.database)


@pytest.mark.parametrize(
    ("args", "given"),
    [
        (["words"], "og"),
        (["words"], "Står ingen steder"),
        (["field", "eksempelvik/ingen", "summary"], ""),
        (["document", "eksempelvik/ingen"], ""),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    site: Site, runner: FlaskCliRunner, args: list[str], given: str
) -> None:
    answer = runner.invoke(args=["purge", *args], input=given)
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    assert not holds_words(answer.output)
