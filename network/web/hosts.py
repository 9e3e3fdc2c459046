"""Checking the host that a request names against the site's own, before anything is answered."""

from __future__ import annotations

import re

# A name or an address, and perhaps a port; IPv6 stands in brackets.
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?", re.IGNORECASE)


def is_called(host: str, trusted: frozenset[str] | None) -> bool:
    """Whether ``host``, as the header Host has it, is among ``trusted`` (in small letters, without
    port or brackets). The port is anybody's. Without the header (HTTP/1.0) nothing is claimed, and
    without ``trusted`` any name that can be one will do.
    """
    if not host:
        return True
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    return trusted is None or (match[1] or match[2]).casefold().rstrip(".") in trusted
