"""Slugs: the lower-case ASCII words that addresses are made of."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"}
)
_OTHER = re.compile(r"[^a-z0-9]+")


def slugify(text: str, *, length: int = 100) -> str:
    """The slug of ``text``: ``Målselv`` → ``malselv``, ``Øystre Slidre`` → ``oystre-slidre``.

    At most ``length`` characters; empty when ``text`` holds no letter or digit.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return _OTHER.sub("-", plain.encode("ascii", "ignore").decode())[:length].strip("-")
