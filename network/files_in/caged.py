"""The process that a foreign file is read in: it gives up what it does not need, then reads.

Started by ``cage`` with ``call FUNCTION ARGUMENTS SECONDS MEMORY`` (the file on standard input, the
answer on standard output) or ``run FOLDER SECONDS MEMORY PROGRAM…``.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import json
import math
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_NEW_USER, _NEW_NET, _NEW_PID = 0x10000000, 0x40000000, 0x20000000
# What a converter makes at most, in bytes: its profile's files are small.
_LARGEST_FILE = 128_000_000

# What no reader of a file has to do. ``open`` is looked at by what it opens.
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.chown",
    "os.truncate",
    "os.kill",
    "shutil.",
    "ftplib.",
    "http.",
    "smtplib.",
    "urllib.",
    "webbrowser.",
    "sqlite3.",
    "pty.",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _die_with_parent(libc: ctypes.CDLL | None) -> None:
    if libc is not None and hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            sys.exit(1)


def _leave_network(libc: ctypes.CDLL | None, also: int = 0) -> bool:
    """Whether the system gave this process a network of its own, with nothing in it."""
    if libc is None or not hasattr(libc, "unshare"):
        return False
    return int(libc.unshare(_NEW_USER | _NEW_NET | also)) == 0


def _limit(seconds: float, memory: int, largest_file: int, space: int) -> None:
    whole = math.ceil(seconds)
    limits = {
        "RLIMIT_CPU": whole,
        "RLIMIT_FSIZE": largest_file,
        "RLIMIT_CORE": 0,
        # What is written to, and all that is addressed: a library's files count in the second.
        "RLIMIT_DATA": memory,
        "RLIMIT_AS": space,
    }
    for name, limit in limits.items():
        if (number := getattr(resource, name, None)) is not None:
            try:
                # The softer one of time ends with a signal of its own, and so is known again.
                resource.setrlimit(number, (limit, limit + (name == "RLIMIT_CPU")))
            except (ValueError, OSError):
                # macOS knows the limits of memory by name alone.
                continue


def _watch() -> None:
    """From now on this process opens only the files of Python and of our code, to read them."""
    ours = str(Path(__file__).parents[1])
    pythons = (sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(os.__file__).parent))
    folders = (
        *(f"{os.path.realpath(folder)}{os.sep}" for folder in (ours, *pythons)),
        "/usr/share/zoneinfo/",
        "/dev/null",
    )

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, int):
                return
            name = os.path.realpath(os.fsdecode(path))
            if not flags & _WRITING and name.startswith(folders):
                return
        elif not event.startswith(_FORBIDDEN):
            return
        raise PermissionError(f"{event} is not for a reader of files")

    sys.addaudithook(watch)


def _call(function: str, arguments: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from network.files_in.faults import NotReadable

    module, _, name = function.partition(":")
    try:
        read = getattr(importlib.import_module(module), name)
        _watch()
        answer = read(sys.stdin.buffer.read(), **arguments)
        return {"value": answer.value}, answer.data
    except NotReadable as refusal:
        return {"code": refusal.code}, b""
    except MemoryError:
        return {"code": "took_too_much"}, b""
    # A library that stumbles over a hostile file may do so in ways that nobody can list; all that
    # is said of it is that the file cannot be read.
    except Exception:  # noqa: BLE001
        return {"code": "damaged"}, b""


def main() -> None:
    """Read as the arguments say; ends with the server."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    _die_with_parent(libc)
    if sys.argv[1] == "call":
        function, arguments, seconds, memory = sys.argv[2:6]
        _leave_network(libc)
        folder = tempfile.mkdtemp(prefix="grannar-empty-")
        os.chdir(folder)
        os.rmdir(folder)
        # Nothing can be written, not even in a folder that could be found again.
        _limit(float(seconds), int(memory), 0, 2 * int(memory))
        value, data = _call(function, json.loads(arguments))
        sys.stdout.buffer.write(json.dumps(value).encode() + b"\n" + data)
        sys.stdout.buffer.flush()
        # Nothing is left to be done, and what a library would do at the end is not wanted.
        os._exit(0)
    folder, seconds, memory = sys.argv[2:5]
    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=folder)
    _limit(float(seconds), int(memory), _LARGEST_FILE, 8 * int(memory))
    if _leave_network(libc, _NEW_PID):
        # The first process of a new world: what it starts ends with it.
        first = os.fork()
        if first:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 0xFF)
        _die_with_launcher(libc)
    os.execvp(sys.argv[5], sys.argv[5:])


def _die_with_launcher(libc: ctypes.CDLL | None) -> None:
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
