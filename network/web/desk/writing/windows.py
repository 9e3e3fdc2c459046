"""What a form carries of the working copy that it shows: its number, its window, what was seen.

Three hidden fields (``desk/_window.html``): ``copy``, the number; ``window``, drawn when the page
is made; and ``seen``, a summary of the fields, packed, by which it is told what this window has
changed. The page's script takes over what the answer to its keeping says of the first and last.
"""

from __future__ import annotations

import json
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from network.kinds.merging import summarise_fields

# Of a form with three hundred parts the summary takes a tenth of this.
_LARGEST = 2_000_000


def draw_window() -> str:
    """A name for a window that is about to show a form."""
    return secrets.token_hex(8)


def pack_seen(fields: dict[str, Any]) -> str:
    """The summary of fields as a hidden field carries it: some thousand letters for a long form."""
    return pack_summary(summarise_fields(fields))


def pack_summary(seen: dict[str, Any]) -> str:
    """The same for what is a summary already."""
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(zlib.compress(text.encode())).decode()


def unpack_seen(packed: str) -> dict[str, Any] | None:
    """What ``pack_seen`` packed; None for anything else, or more than a form can hold."""
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(urlsafe_b64decode(packed.encode()), _LARGEST)
        seen = json.loads(text) if unpacker.eof else None
    except (ValueError, zlib.error, RecursionError):
        return None
    return seen if isinstance(seen, dict) else None


def read_number(submitted: Mapping[str, str]) -> int:
    """The number of the copy that a form was made with; -1 where it does not say."""
    number = submitted.get("copy", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 11 else -1


def read_window(submitted: Mapping[str, str]) -> str:
    """The window that sent a form, "" where it does not say."""
    return submitted.get("window", "")[:16]
