"""The command that reads the population of municipalities from a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from network.organisations.figures import find_populations
from network.organisations.statistics.queries import NoAnswer, SavedQuery
from tests.conftest import make_site
from tests.folders import write_folder
from tests.organisations.test_figures import JSON_STAT
from tests.web.people import site_of


def test_the_population_is_read_from_a_file_or_refused_in_a_sentence(tmp_path: Path) -> None:
    app = make_site(tmp_path, write_folder(tmp_path / "in"))
    file = tmp_path / "folk.csv"
    file.write_text("region;Befolkning 2025\n9901;1200\n9999;7\n99;8\n", "utf-8")

    def run(*words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=["organisations", "figures", str(file), *words])
        return done.exit_code, done.output

    code, told = run("--country", "NO", "--source", "SSB", "--dry")
    assert code == 0
    assert told.startswith("Would be: NO, 2025, from SSB.\n1 new, 0 changed, 0 the same.\n")
    assert "Codes that the register does not know: 9999." in told
    assert "1 regions are no municipalities and were left out." in told
    with site_of(app).database.reading() as session:
        assert find_populations(session) == {}
    assert "1 new" in run("--source", "SSB")[1]
    assert "0 new, 0 changed, 1 the same." in run("--source", "SSB")[1]
    with site_of(app).database.reading() as session:
        assert list(find_populations(session).values()) == [1200]
    code, told = run("--country", "NO", "--source", "Statistics Sweden")
    assert (code, "not from NO" in told) == (1, True)
    code, told = run()
    assert (code, "which country" in told) == (1, True)
    file.write_bytes(b"PK\x03\x04")
    assert run() == (
        1,
        "folk.csv: is a workbook or a zip file. Export it as JSON-stat2, PX or CSV.\n"
        "1 fault; nothing was changed.\n",
    )
    app.extensions["grannar"].database.engine.dispose()


def test_an_office_is_asked_anew_by_a_saved_query(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_site(tmp_path, write_folder(tmp_path / "in"))
    asked: list[SavedQuery] = []

    def answer(query: SavedQuery) -> bytes:
        asked.append(query)
        if len(asked) == 3:
            raise NoAnswer("office.example answers 404.")
        return JSON_STAT.replace(b'"version"', b'"note": ["Summen er ikke alltid lik."], "version"')

    # The package has the command under the name of its module.
    monkeypatch.setattr(sys.modules["network.cli.organisations"], "ask", answer)
    file, kept = tmp_path / "query.json", tmp_path / "answer.json"
    file.write_text(json.dumps({"url": "https://office.example/table/1", "query": []}))

    def run(*more: str) -> tuple[int, str]:
        words = ["organisations", "update", str(file), "--keep", str(kept), *more]
        done = app.test_cli_runner().invoke(args=words)
        return done.exit_code, done.output

    code, told = run("--dry")
    assert code == 0
    assert told.startswith("Asking office.example …\nWould be: NO, 2025, from Statistisk")
    assert "Nothing was changed." in told
    assert b"dataset" in kept.read_bytes()
    code, told = run()
    assert "2 new, 0 changed, 0 the same." in told
    assert "The office notes: Summen er ikke alltid lik." in told
    code, told = run()
    assert (code, "answers 404" in told) == (1, True)
    page = app.test_client().get("/nb/eksempelvik").text
    assert '<span lang="nb">Summen er ikke alltid lik.</span>' in page
    app.extensions["grannar"].database.engine.dispose()
