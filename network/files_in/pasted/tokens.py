"""Markup from a clipboard in tokens: text and tags, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Literal, NamedTuple

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s=/>]++)(?:\s*+=\s*+(?:([\"'])|([^\s\"'>]++)))?")
# Content that is a program or a style, and not even markup.
_RAW = frozenset("script style title textarea iframe noembed noframes noscript xmp".split())
MAX_PASTED = 1_000_000
_MOST_ATTRIBUTES = 50
# A picture carried as text in an address. It is left off, and costs nothing but itself.
_EMBEDDED = re.compile(r"data:[\w.+-]{1,100}/[\w.+-]{1,100}[;,][^\"'<>()]{100,}+", re.IGNORECASE)


class Token(NamedTuple):
    """Text (``value``), or a tag by its name in small letters."""

    kind: Literal["text", "open", "close"]
    value: str
    attributes: Mapping[str, str]


def drop_embedded(html: str) -> str:
    """HTML without the content of files that stand in it as addresses. Linear."""
    return _EMBEDDED.sub("data:,", html)


def read_tokens(html: str) -> Iterator[Token]:
    """Text, opening and closing tags, once through; a tag that never ends swallows the rest."""
    place = 0
    while (bracket := html.find("<", place)) >= 0:
        if bracket > place:
            yield Token("text", unescape(html[place:bracket]), {})
        tag = _TAG.match(html, bracket)
        if tag is None:
            if html[bracket + 1 : bracket + 2] in ("!", "?", "/"):
                ends = "-->" if html.startswith("<!--", bracket) else ">"
                end = html.find(ends, bracket + 2)
                if end < 0:
                    return
                place = end + len(ends)
            else:
                yield Token("text", "<", {})
                place = bracket + 1
            continue
        name = tag[2].lower()
        attributes, place = _read_attributes(html, tag.end())
        if place < 0:
            return
        if tag[1]:
            yield Token("close", name, {})
        elif name in _RAW:
            closed = re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(html, place)
            if closed is None:
                return
            place = closed.end()
        else:
            yield Token("open", name, attributes)
    if place < len(html):
        yield Token("text", unescape(html[place:]), {})


def _read_attributes(html: str, place: int) -> tuple[dict[str, str], int]:
    """A tag's attributes and where the text goes on; -1 if the tag never ends.

    A value whose sign of quotation is missing ends with the tag: what was cut off is one value,
    and not all that follows.
    """
    attributes: dict[str, str] = {}
    while attribute := _ATTRIBUTE.match(html, place):
        place, value = attribute.end(), attribute[3] or ""
        if attribute[2]:
            end = html.find(attribute[2], place)
            if end < 0:
                break
            value, place = html[place:end], end + 1
        if len(attributes) < _MOST_ATTRIBUTES:
            attributes.setdefault(attribute[1].lower(), unescape(value))
    end = html.find(">", place)
    return attributes, end + 1 if end >= 0 else -1
