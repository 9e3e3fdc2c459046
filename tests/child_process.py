"""Processes of a test's own that begin with everything imported.

They are forked from a server that has imported it once, read the lexicon, and holds no thread, no
database and no lock. Starting an interpreter for each takes a second or more, reading the lexicon
half a second, a fork a few milliseconds. What a child does is its own: it may die at any point.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import cli

# Not of tests.conftest: commands are to run as they do on a site, without what is set for tests.
ROOT = Path(__file__).resolve().parent.parent
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["network.app", "tests.search.killed", "tests.lexicon_read"])
# No child has that much to do.
_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, negative for a signal, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def run_in_child(
    work: Callable[..., None], *given: Any, environment: Mapping[str, str] | None = None
) -> Ended:
    """Call a function of a module in a process of its own, in the root of the tree.

    ``environment`` is all of the child's; without it the child has the one that the first child
    of this process began with. A child that takes two minutes is killed.
    """
    with tempfile.TemporaryDirectory() as folder:
        written = [Path(folder) / name for name in ("stdout", "stderr")]
        process = _SERVER.Process(target=_begin, args=(written, environment, work, given))
        process.start()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        return Ended(code, *(file.read_text() for file in written))


def _begin(
    written: list[Path],
    environment: Mapping[str, str] | None,
    work: Callable[..., None],
    given: tuple[Any, ...],
) -> None:
    for stream, path in zip((sys.stdout, sys.stderr), written, strict=True):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    if environment is not None:
        os.environ.clear()
        os.environ.update(environment)
    os.chdir(ROOT)
    work(*given)


def run_flask(*words: str) -> None:
    """What ``flask --app wsgi WORDS`` does."""
    sys.argv = ["flask", "--app", "wsgi", *words]
    cli.main()
