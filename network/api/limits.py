"""How often one address may ask the API: counted for all processes of a host together.

The counts lie in memory that the processes have in common, mapped before they are forked and gone
with the last of them; nothing of them is on a disk. An address is a place among them, worked out
with a key that is drawn at each start: no address can be read there. Several hosts count each for
itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import secrets
import struct
import tempfile
import threading
import time
import weakref
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

#: Seconds that a window lasts.
WINDOW: Final = 60
# Of an address: its digest, the window that it was counted in last, how often.
_PLACE = struct.Struct("<8sII")
# So many addresses are remembered at once, 16 bytes each; one has so many places to stand in.
_PLACES, _CHOICES = 65_536, 8


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an address may still do: of ``quota`` in a window ``left`` are, and a new window begins
    in ``reset`` seconds. ``is_spent``: this one was too much."""

    name: str
    quota: int
    left: int
    reset: int
    is_spent: bool


class Limits:
    """Counts by address, safe between threads and forked processes."""

    def __init__(self, quotas: dict[str, int]) -> None:
        """``quotas`` are how many requests of each sort an address has in a window; 0 is no
        limit."""
        self._quotas = quotas
        self._key = secrets.token_bytes(16)
        # Memory that forked processes have in common; what was never written to takes none.
        self._memory = mmap.mmap(-1, _PLACES * _PLACE.size)
        self._lock = threading.Lock()
        self._file: int | None = None

    def share(self, processes: int) -> None:
        """Count together for so many processes, which are about to be forked of this one."""
        if processes > 1 and self._file is None:
            self._file, name = tempfile.mkstemp()
            os.unlink(name)
            weakref.finalize(self, os.close, self._file)

    def count(self, sort: str, address: str, now: float | None = None) -> Allowance | None:
        """Count a request of a sort; None where that sort has no limit. Some 5 µs."""
        quota = self._quotas[sort]
        if not quota:
            return None
        moment = time.time() if now is None else now
        window = int(moment // WINDOW)
        digest = hashlib.blake2b(
            f"{sort} {find_host(address)}".encode(), digest_size=8, key=self._key
        ).digest()
        with self._lock:
            if self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                times = self._add(digest, window & 0xFFFFFFFF)
            finally:
                if self._file is not None:
                    fcntl.lockf(self._file, fcntl.LOCK_UN)
        reset = max(1, int((window + 1) * WINDOW - moment + 0.999))
        return Allowance(sort, quota, max(0, quota - times), reset, times > quota)

    def _add(self, digest: bytes, window: int) -> int:
        """How often the one behind a digest has asked in this window, this time included."""
        first = int.from_bytes(digest, "little")
        chosen, fewest = 0, None
        for number in range(_CHOICES):
            place = (first + number) % _PLACES * _PLACE.size
            known, counted_in, times = _PLACE.unpack_from(self._memory, place)
            if counted_in != window:
                # Of a window that is over: as good as empty.
                times = 0
            if known == digest:
                chosen, fewest = place, times
                break
            if fewest is None or times < fewest:
                chosen, fewest = place, times
        known, counted_in, times = _PLACE.unpack_from(self._memory, chosen)
        times = times + 1 if known == digest and counted_in == window else 1
        _PLACE.pack_into(self._memory, chosen, digest, window, min(times, 0xFFFFFFFF))
        return times


def find_host(address: str) -> str:
    """The address; of IPv6 the first 64 bits, since one machine has all the rest. The text itself
    where it is none, as of a local socket."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return str(ip_network((parsed, 32 if parsed.version == 4 else 64), strict=False))
