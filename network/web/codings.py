"""Content codings: which one a client is answered in, and the bytes in it."""

from __future__ import annotations

import gzip
import sys
from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Compression pays from so many bytes.
SMALLEST = 500


# Browsers have some twenty of these among them all.
@lru_cache(maxsize=200)
def choose_coding(accepted: str) -> str:
    """The coding of an Accept-Encoding that makes the smallest answer: ``zstd``, ``gzip``, or ""
    where the client names neither."""
    if not accepted or accepted == "identity":
        return ""
    codings = dict(parse_accept_header(accepted, Accept))
    everything = codings.get("*", 0)
    for coding in ("zstd", "gzip"):
        if codings.get(coding, everything) > 0:
            return coding
    return ""


def encode(plain: bytes, coding: str, *, once: bool = False) -> bytes:
    """Bytes in a coding of ``choose_coding``; as small as it gets where it is done ``once``."""
    if coding == "gzip":
        return gzip.compress(plain, 9 if once else 6, mtime=0)
    if coding == "zstd":
        return zstd.compress(plain, 19 if once else 6)
    return plain


def decode(packed: bytes, coding: str) -> bytes:
    """The bytes of which ``encode`` made these."""
    if coding == "gzip":
        return gzip.decompress(packed)
    if coding == "zstd":
        return zstd.decompress(packed)
    return packed
