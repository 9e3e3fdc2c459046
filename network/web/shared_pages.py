"""Memory that all processes of a site put kept pages into, so that each is made once on a host.

It is mapped before the processes are forked and gone with the last of them; nothing of it is on a
disk. Pages are written one behind the other, and from the beginning again when the end is reached,
so that the oldest give way. Whoever reads takes no lock: what was written over meanwhile is known
by its checksum.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import tempfile
import threading
import weakref
import zlib
from collections.abc import Iterator

# How much was written in all: where in the ring the next page begins, and what is older than a
# whole ring, follow from it.
_WRITTEN = struct.Struct("<Q")
# Of a page: the digest of its key, where it begins (counted as above), its length, its checksum.
_PLACE = struct.Struct("<16sQII")
_HEAD = 64
# Places for one page each, by so many bytes of the ring; a key has so many that it may stand in.
_BYTES_A_PLACE, _CHOICES = 4_096, 8
_SMALLEST_RING = 64 * 1024


class SharedPages:
    """Bytes by key, the newest of them; safe between threads and forked processes."""

    def __init__(self, size: int) -> None:
        """Maps ``size`` bytes, at least 64 kB."""
        self._ring = max(size, _SMALLEST_RING)
        self._places = self._ring // _BYTES_A_PLACE
        self._first = _HEAD + self._places * _PLACE.size
        # Memory that forked processes have in common; what was never written to takes none.
        self._memory = mmap.mmap(-1, self._first + self._ring)
        self._lock = threading.Lock()
        # Held by a process while it writes, and let go of by the system when the process dies.
        self._file, name = tempfile.mkstemp()
        os.unlink(name)
        weakref.finalize(self, os.close, self._file)

    def find(self, key: str) -> bytes | None:
        """What was kept under a key, or None. Costs some 10 µs."""
        digest = _digest(key)
        for place in self._choices(digest):
            found, start, length, checksum = _PLACE.unpack_from(self._memory, place)
            if found != digest or not self._is_there(start):
                continue
            at = self._first + start % self._ring
            content = self._memory[at : at + length]
            return content if _check(digest, content) == checksum else None
        return None

    def keep(self, key: str, content: bytes) -> bool:
        """Keep bytes under a key, unless another process is just writing, or they would take more
        than a sixteenth of the room; whether they are kept."""
        if len(content) > self._ring // 16 or not self._lock.acquire(blocking=False):
            return False
        try:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            try:
                self._write(_digest(key), content)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
        finally:
            self._lock.release()
        return True

    def _write(self, digest: bytes, content: bytes) -> None:
        (start,) = _WRITTEN.unpack_from(self._memory)
        left = self._ring - start % self._ring
        if len(content) > left:
            # No page goes on at the beginning.
            start += left
        # First what is about to be written over counts as gone, then it is written over.
        _WRITTEN.pack_into(self._memory, 0, start + len(content))
        at = self._first + start % self._ring
        self._memory[at : at + len(content)] = content
        place = self._choose(digest)
        _PLACE.pack_into(self._memory, place, digest, start, len(content), _check(digest, content))

    def _choose(self, digest: bytes) -> int:
        """The place of a key: the one that it has, else that of the oldest page."""
        oldest, chosen = None, 0
        for place in self._choices(digest):
            found, start, length, _checksum = _PLACE.unpack_from(self._memory, place)
            if found == digest or not length:
                return place
            if oldest is None or start < oldest:
                oldest, chosen = start, place
        return chosen

    def _choices(self, digest: bytes) -> Iterator[int]:
        first = int.from_bytes(digest[:8], "little")
        for number in range(_CHOICES):
            yield _HEAD + (first + number) % self._places * _PLACE.size

    def _is_there(self, start: int) -> bool:
        """Whether what began there was not written over since."""
        (written,) = _WRITTEN.unpack_from(self._memory)
        return bool(start + self._ring >= written)


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _check(digest: bytes, content: bytes) -> int:
    return zlib.crc32(content, zlib.crc32(digest))
