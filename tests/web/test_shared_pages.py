"""Memory in common: the newest pages, whole or not at all, whatever happens to a process."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import threading
import time
from collections.abc import Callable

from network.web.shared_pages import SharedPages


def _in_a_process(act: Callable[[], None]) -> int:
    """The number of a forked process that acts and ends, with 0 where nothing was raised."""
    pid = os.fork()
    if pid:
        return pid
    ended = 1
    try:
        act()
        ended = 0
    finally:
        os._exit(ended)


def test_what_one_process_keeps_another_finds() -> None:
    pages = SharedPages(100_000)
    assert pages.find("/nb/") is None
    child = _in_a_process(lambda: _keep(pages, "/nb/", b"Hjem"))
    assert os.waitpid(child, 0)[1] == 0
    assert pages.find("/nb/") == b"Hjem"
    assert pages.keep("/nb/", b"Nytt")
    assert pages.find("/nb/") == b"Nytt"
    assert pages.find("/sv/") is None


def _keep(pages: SharedPages, key: str, content: bytes) -> None:
    while not pages.keep(key, content):
        time.sleep(0.001)


def test_the_newest_pages_are_kept_and_none_larger_than_its_share() -> None:
    pages = SharedPages(1_000_000)
    assert not pages.keep("large", bytes(1_000_000 // 16 + 1))
    chance = random.Random(5)
    contents = {
        str(number): chance.randbytes(chance.randrange(1, 20_000)) for number in range(1_000)
    }
    for key, content in contents.items():
        assert pages.keep(key, content)
    found = {key: page for key in contents if (page := pages.find(key)) is not None}
    assert all(page == contents[key] for key, page in found.items())
    # The last ones, as many as there is room for, but for those whose places were taken.
    newest = list(contents)[-80:]
    assert sum(key in found for key in newest) > 70
    assert sum(map(len, found.values())) <= 1_000_000


def test_no_page_is_ever_found_torn() -> None:
    pages = SharedPages(70_000)

    def write(first: int) -> Callable[[], None]:
        def write_all() -> None:
            for number in range(first, 6_000, 2):
                _keep(pages, str(number % 7), bytes([number % 7]) * (500 + number % 3_000))

        return write_all

    children = [_in_a_process(write(first)) for first in (0, 1)]
    found = 0
    torn: list[bytes] = []

    def read() -> None:
        nonlocal found
        while not ended.is_set():
            for key in range(7):
                content = pages.find(str(key))
                if content is not None:
                    found += 1
                    if content.strip(bytes([key])) or len(content) < 500:
                        torn.append(content)

    ended = threading.Event()
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    states = [os.waitpid(child, 0)[1] for child in children]
    ended.set()
    for reader in readers:
        reader.join()
    assert (states, torn) == ([0, 0], [])
    assert found > 100


def test_whoever_dies_while_it_writes_stops_nobody() -> None:
    pages = SharedPages(100_000)
    holds, told = os.pipe()

    def hold() -> None:
        fcntl.lockf(pages._file, fcntl.LOCK_EX)
        os.write(told, b".")
        time.sleep(60)

    child = _in_a_process(hold)
    assert os.read(holds, 1) == b"."
    # Nobody waits for it while it lives.
    assert not pages.keep("/nb/", b"Hjem")
    assert pages.find("/nb/") is None
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert pages.keep("/nb/", b"Hjem")
    assert pages.find("/nb/") == b"Hjem"
    os.close(holds)
    os.close(told)
