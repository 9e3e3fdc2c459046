"""The guide for whoever runs a site: what it says is there is there."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# What each row begins with, or says somewhere.
FAULTS = """Database away|Database slow|Database read-only|Database out of connections|Disk full
Index damaged|Index locked|Index ahead|Mail server away|Mail server slow|Mail server refusing
Clock jumping|Two workers|SIGTERM in any step|A request of ten minutes|2,000 idle connections"""


def read_rows() -> list[list[str]]:
    """The rows of the table of bad times: fault, what is seen, how long, tests."""
    table = GUIDE.partition("## Bad times")[2].partition("\n\nAfter")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return rows[1:]


def list_tests(file: Path) -> set[str]:
    module = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_every_bad_time_has_a_row_and_every_row_tests_that_are_there() -> None:
    rows = read_rows()
    for fault in re.split(r"[|\n]", FAULTS):
        assert any(row[0].startswith(fault) for row in rows), fault
    for row in rows:
        assert len(row) == 4, row
        named = re.findall(r"`(tests/\S+\.py)::(test_\w+)`", row[3])
        assert named, row[0]
        # Nothing else stands there: no test that only seems to be named.
        assert len(named) == row[3].count("`") / 2
        for file, test in named:
            assert test in list_tests(ROOT / file), f"{file}::{test}"


def test_the_guide_names_files_and_settings_that_are_there() -> None:
    for file in re.findall(r"(?<![/\w.-])(grannar[\w-]*\.(?:service|timer|sh)|nginx\.conf)", GUIDE):
        assert (ROOT / "deploy" / file).is_file(), file
    for path in re.findall(r"\]\((\.\./\w+\.md|[\w/]+\.md)", GUIDE):
        assert (ROOT / "docs" / path).resolve().is_file(), path


def test_the_command_of_a_site_hands_its_settings_on(tmp_path: Path) -> None:
    """As the guide has it installed; the user and the places are those of a test."""
    script = (ROOT / "deploy" / "grannar.sh").read_text(encoding="utf-8")
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\necho "$DATABASE_URL|$MAIL_FROM|$PWD|$1|$2"\n')
    program.chmod(0o755)
    settings = tmp_path / "settings"
    settings.write_text("DATABASE_URL='postgresql:///grannar?host=/run/x&a=b'\nMAIL_FROM=a@b\n")
    script = (
        script.replace("/etc/grannar/settings", str(settings))
        .replace("/var/lib/grannar", str(tmp_path))
        .replace("/opt/grannar/current/bin/grannar", str(program))
        .replace("runuser -u grannar -- ", "")
    )
    done = subprocess.run(
        ["sh", "-c", script, "grannar", "status", "two words"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == (
        f"postgresql:///grannar?host=/run/x&a=b|a@b|{tmp_path}|status|two words\n"
    )
