"""What is read in the cage can do nothing else, and not for long."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TypedDict, Unpack

import pytest

from network.files_in.cage import Answer, call_in_cage, run_program_in_cage
from network.files_in.faults import NotReadable

READERS = "tests.files_in.caged_readers"
ROOT = Path(__file__).parents[2]


class Limits(TypedDict, total=False):
    seconds: float
    memory: int


def call(name: str, file: bytes = b"", **limits: Unpack[Limits]) -> Answer:
    return call_in_cage(f"{READERS}:{name}", file, **limits)


def test_an_answer_comes_back_with_its_bytes() -> None:
    answer = call_in_cage(f"{READERS}:give_back", b"ab\n\x00", {"times": 2})
    assert answer == Answer({"length": 4}, b"ab\n\x00ab\n\x00")


@pytest.mark.parametrize(
    ("name", "code", "limits"),
    [
        ("refuse", "encrypted", {}),
        ("stumble", "damaged", {}),
        ("end", "damaged", {}),
        ("missing", "damaged", {}),
        ("sleep", "took_too_long", {"seconds": 0.3}),
        ("compute", "took_too_long", {"seconds": 0.3}),
        ("grow", "took_too_much", {"memory": 100_000_000}),
        ("talk", "too_large", {}),
        # What a reader of files has no business with.
        ("make_temporary_file", "damaged", {}),
        ("start_program", "damaged", {}),
    ],
)
def test_what_goes_wrong_is_a_code(name: str, code: str, limits: Limits) -> None:
    with pytest.raises(NotReadable) as refusal:
        call(name, **limits)
    assert refusal.value.code == code


def test_a_reader_sees_no_settings_and_an_empty_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for readers")
    assert not {"SECRET_KEY", "DATABASE_URL", "HOME"} & set(call("read_settings").value)
    assert call("list_folder").value == []


def test_a_reader_opens_nobodys_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("draft")
    for name, file in (("open_file", secret), ("write_file", secret)):
        with pytest.raises(NotReadable, match="damaged"):
            call(name, str(file).encode())
    assert secret.read_text() == "draft"


def test_a_reader_writes_nothing_past_python_either(tmp_path: Path) -> None:
    target = tmp_path / "made"
    assert call("write_natively", str(target).encode()).value == -1
    assert not target.exists() or target.read_bytes() == b""


def test_a_reader_reaches_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1]).encode()
        with pytest.raises(NotReadable, match="damaged"):
            call("connect", port)
        if sys.platform == "linux":
            # Where the kernel gives no network of its own, Python's hook is all there is.
            allowed = subprocess.run(["unshare", "-rn", "true"], stderr=subprocess.DEVNULL)
            assert call("connect_natively", port).value == -1 or allowed.returncode


def test_a_program_gets_a_folder_that_goes_again() -> None:
    before = set(Path(tempfile.gettempdir()).glob("grannar-file-*"))
    made = run_program_in_cage(
        ["sh", "-c", "tr a-z A-Z <{folder}/in.txt >{folder}/out.txt"],
        b"leksehjelp",
        file_name="in.txt",
        result_name="out.txt",
    )
    assert made == b"LEKSEHJELP"
    assert set(Path(tempfile.gettempdir()).glob("grannar-file-*")) == before


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 3", "damaged"),
        ("ln -s /etc/hostname {folder}/out.txt", "damaged"),
        ("sleep 60 & sleep 60", "took_too_long"),
        # Processor time counts by itself, whatever the clock says.
        ("while :; do :; done", "took_too_long"),
    ],
)
def test_a_program_that_goes_wrong_is_a_code(script: str, code: str) -> None:
    with pytest.raises(NotReadable) as refusal:
        run_program_in_cage(
            ["sh", "-c", script], b"", file_name="in.txt", result_name="out.txt", seconds=0.5
        )
    assert refusal.value.code == code


def test_nothing_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    """Neither the process in the cage, nor what it started, nor its folder."""
    mark = f"{os.getpid()}.{time.time_ns() % 1_000_000}"
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from network.files_in.cage import run_program_in_cage as run\n"
            f"run(['sh', '-c', 'sleep 5{mark} & sleep 5{mark}'], b'', file_name='in.txt', "
            "result_name='out.txt')",
        ],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    try:
        wait_until(lambda: len(find_processes(mark)) == 2)
        (folder,) = tmp_path.glob("grannar-file-*")
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
    wait_until(lambda: not find_processes(mark))
    assert folder.exists()
    subprocess.run(
        [
            sys.executable,
            "-c",
            "from network.files_in.cage import run_program_in_cage as run\n"
            "run(['cp', '{folder}/in.txt', '{folder}/out.txt'], b'', file_name='in.txt', "
            "result_name='out.txt')",
        ],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=True,
    )
    assert list(tmp_path.iterdir()) == []


def find_processes(mark: str) -> list[int]:
    """The programs named sleep whose arguments hold the mark."""
    listed = subprocess.run(
        ["pgrep", "-f", f"^sleep 5{mark}"], capture_output=True, text=True, check=False
    )
    return [int(number) for number in listed.stdout.split()]


def wait_until(is_so: object, seconds: float = 10) -> None:
    assert callable(is_so)
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to be so"
        time.sleep(0.02)
