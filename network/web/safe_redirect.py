"""Redirect targets that a request names: only paths of this site, against open redirects."""

from __future__ import annotations

import re
from urllib.parse import unquote

from network.interface_languages import LANGUAGE_PATTERN

LONGEST = 500
# As a browser sends it: a path of this site, everything unusual percent-encoded.
_PATH = re.compile(
    rf"/(?:{LANGUAGE_PATTERN})"
    r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def choose_safe_redirect(wanted: str | None, default: str) -> str:
    """``wanted`` if it is a path under a language (/nb, /sv, …) on this site, else ``default``.

    Refused is whatever a browser, or a server after decoding it up to three times, could take for
    another site: a host, a scheme, two slashes in a row, a backslash, a step upwards, a control
    character.
    """
    if not wanted or len(wanted) > LONGEST or not _PATH.fullmatch(wanted):
        return default
    if _PERCENT.search(wanted):
        return default
    path, _, query = wanted.partition("?")
    seen = path
    for _ in range(4):
        if not _is_plain(seen):
            return default
        seen = unquote(seen, errors="replace")
    asked = query
    for _ in range(4):
        if "\\" in asked or any(ord(sign) < 32 or ord(sign) == 127 for sign in asked):
            return default
        asked = unquote(asked, errors="replace")
    return wanted


def _is_plain(path: str) -> bool:
    return (
        "//" not in path
        and "\\" not in path
        and "\ufffd" not in path
        and not any(ord(sign) < 33 or ord(sign) == 127 for sign in path)
        and not any(step in (".", "..") for step in path.split(";")[0].split("/"))
        and not re.search(r"[\u2044\u2215\u29f8\uff0f\u2216\uff3c]", path)
    )
