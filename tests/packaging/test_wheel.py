"""What is installed runs by itself: pages, words, lexicon, migrations and content come along."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import FULL, ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel of this checkout was unpacked, as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"),
            *("--no-index", "--disable-pip-version-check", "--wheel-dir", folder, ROOT),
        ],
        check=True,
        capture_output=True,
        env=os.environ | {"PIP_ROOT_USER_ACTION": "ignore"},
    )
    (wheel,) = folder.glob("grannar-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


@pytest.mark.quick(cases=0)
def test_the_wheel_holds_all_that_the_site_is_made_of(installed: Path) -> None:
    def files(folder: Path, *endings: str) -> set[str]:
        return {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.suffix in endings and "__pycache__" not in path.parts
        }

    code = (".py", ".html", ".xml", ".css", ".js", ".svg", ".tsv", ".mako")
    assert files(installed / "network", *code) == files(ROOT / "network", *code)
    assert files(installed / "network" / "content", ".md", ".csv", ".yaml") == files(
        ROOT / "content", ".md", ".csv", ".yaml"
    )
    assert files(installed / "network" / "translations", ".mo") == {
        f"{language}/LC_MESSAGES/messages.mo" for language in ("nb", "nn", "sv", "en")
    }
    assert files(installed / "network" / "language" / "lexicon" / "kept", ".json") == {
        "all_words.json",
        "common.json",
        "matter_words.json",
        "matters.json",
        "second_words.json",
        "matter_vectors.json",
        "terms.json",
        "words.json",
    }
    assert not list(installed.glob("tests*"))


@pytest.mark.skipif(not FULL, reason="starts a whole site: in the full run")
def test_what_is_installed_serves_the_site_from_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    server = subprocess.Popen(
        [sys.executable, "-m", "network", "serve"],
        cwd=tmp_path,
        env=kept | {"PORT": str(port), "PYTHONPATH": str(installed)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        page = _page(f"http://127.0.0.1:{port}/nb/search?q=radikalisering", server)
        assert 'class="hits"' in page
        assert "Søk" in page
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert (tmp_path / "var" / "grannar.sqlite").exists()
    assert (tmp_path / "search_index").is_dir()


def _page(address: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(120):
        assert server.poll() is None, "the server ended"
        try:
            with urlopen(address) as answer:
                return str(answer.read().decode())
        except URLError:
            time.sleep(0.5)
    raise AssertionError("the server did not come up")
