"""The command that reads the population of municipalities from a file."""

from __future__ import annotations

from pathlib import Path

from network.organisations.figures import find_populations
from tests.conftest import make_site
from tests.folders import write_folder
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
