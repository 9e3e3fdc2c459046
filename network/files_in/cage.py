"""Files from outside are opened in a process of their own, which can do little and not for long.

The process gets the bytes and gives an answer back. It has ten seconds, half a gigabyte of memory,
no network, no file to write, none of the server's settings, and dies with the server. What a file
does to it ends it alone: the caller gets a code. What the system cannot forbid (namespaces, limits
of memory), Python's own audit hook still does.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from network.files_in.faults import NotReadable

#: Seconds by the clock, bytes of memory, and bytes of an answer.
SECONDS: Final = 10
MEMORY: Final = 512_000_000
ANSWER: Final = 64_000_000

_ROOT = Path(__file__).parents[2]
# What a program needs to start at all; nothing of ours is among it.
_SETTINGS = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG")
_FOLDER = "grannar-file-"
_IN_USE = "in-use"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function in the cage gives back: a JSON value, and bytes where it made any."""

    value: Any
    data: bytes = b""


def call_in_cage(
    function: str,
    file: bytes,
    arguments: Mapping[str, Any] | None = None,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Answer:
    """Call ``package.module:function`` in a process of its own, with the bytes of a file and JSON
    arguments by name. The function gives an ``Answer``; it can write no file.

    Costs some 0.05 s and what the module takes to import. Raises the ``NotReadable`` that the
    function raises, ``took_too_long`` and ``took_too_much`` at the limits, and ``damaged`` for
    whatever else ends the function or its process.
    """
    told = _run(
        ["call", function, json.dumps(dict(arguments or {})), str(seconds), str(memory)],
        file,
        seconds,
    )
    head, _, data = told.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError:
        raise NotReadable("damaged") from None
    if "code" in answer:
        raise NotReadable(str(answer["code"]))
    return Answer(answer["value"], data)


def run_program_in_cage(
    program: Sequence[str],
    file: bytes,
    *,
    file_name: str,
    result_name: str,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> bytes:
    """Run a converter on a file in an empty folder of its own; the bytes of the file it makes.

    ``{folder}`` in an argument stands for that folder, in which the file lies as ``file_name``. The
    folder goes when the program has ended, and what a killed server left goes with the next call.
    Raises ``NotReadable``: ``damaged`` where no ``result_name`` is made, and as ``call_in_cage``.
    """
    with _make_folder() as folder:
        (folder / file_name).write_bytes(file)
        command = [argument.replace("{folder}", str(folder)) for argument in program]
        _run(["run", str(folder), str(seconds), str(memory), *command], b"", seconds)
        result = folder / result_name
        if not result.is_file() or result.is_symlink() or result.stat().st_size > ANSWER:
            raise NotReadable("damaged")
        return result.read_bytes()


def _run(arguments: Sequence[str], given: bytes, seconds: float) -> bytes:
    """What the process says on its standard output, at most ``ANSWER`` bytes of it."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "network.files_in.caged", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={
            **{name: os.environ[name] for name in _SETTINGS if name in os.environ},
            "PYTHONPATH": str(_ROOT),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        start_new_session=True,
    ) as process:
        late = threading.Event()

        def end() -> None:
            late.set()
            _kill(process)

        clock = threading.Timer(seconds, end)
        giver = threading.Thread(target=_give, args=(process, given), daemon=True)
        clock.start()
        giver.start()
        try:
            assert process.stdout is not None
            told = process.stdout.read(ANSWER + 1)
            if len(told) <= ANSWER:
                process.wait()
        finally:
            clock.cancel()
            _kill(process)
            giver.join()
    if late.is_set() or process.returncode in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
        raise NotReadable("took_too_long")
    if len(told) > ANSWER:
        raise NotReadable("too_large")
    return told


def _give(process: subprocess.Popen[bytes], given: bytes) -> None:
    # Whoever ends without reading to the end has its reasons, and says them by its answer.
    with contextlib.suppress(BrokenPipeError, ValueError):
        assert process.stdin is not None
        process.stdin.write(given)
        process.stdin.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def _make_folder() -> Iterator[Path]:
    """An empty folder for the block, locked as long as this process lives."""
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
    try:
        with (folder / _IN_USE).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned() -> None:
    """Remove folders of servers that were killed: nobody holds their locks any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with contextlib.suppress(OSError), (folder / _IN_USE).open() as lock:
            if folder.stat().st_uid == os.getuid():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
