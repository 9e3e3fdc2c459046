"""References in text: ``[[koping/insatsgrupper]]``, ``[[begrep:yttrande]]``, ``[[oslo|Oslo]]``.

A reference is kept in the stored HTML as ``<a data-ref="…">`` and filled in when the page is
made, so that a page never shows an old title or a link to something that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Literal

from network.interface_languages import LANGUAGE_PATTERN

ReferenceKind = Literal["entry", "organisation", "term", "topic"]

# Norwegian and Swedish writers each have their own word for a term and a topic.
_PREFIXES: dict[str, ReferenceKind] = {
    "begrep": "term",
    "begrepp": "term",
    "omgrep": "term",
    "emne": "topic",
    "ämne": "topic",
}
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ENTRY = re.compile(rf"({_SLUG})/({_SLUG})(?:#({_SLUG}))?")
_ONE = re.compile(_SLUG)
# The address of an entry's page, as a browser shows and copies it, and of the pages below it.
_PAGE = re.compile(
    rf"(?:(?:https?://)?[^\s/?#]+(?::\d+)?)?/(?:{LANGUAGE_PATTERN})/({_SLUG})/({_SLUG})(?:/[^?#]*)?"
    rf"(?:\?[^#]*)?(?:#(.*))?",
    re.IGNORECASE,
)
# What stands in the place of an organisation in the addresses of other pages.
_OTHER_PAGES = frozenset(
    ("topics", "glossary", "series", "feeds", "like", "desk", "account", "ledger")
)

WRITTEN = re.compile(r"\[\[([^\[\]\n|]{1,260})(?:\|([^\[\]\n]{1,300}))?\]\]")
_STORED = re.compile(r'<a data-ref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a reference points. ``slug`` is that of the entry, organisation, term or topic."""

    points: ReferenceKind
    slug: str
    organisation: str = ""
    part: str = ""

    def __str__(self) -> str:
        if self.points == "entry":
            part = f"#{self.part}" if self.part else ""
            return f"{self.organisation}/{self.slug}{part}"
        return self.slug if self.points == "organisation" else f"{self.points}:{self.slug}"


def parse_page_address(text: str) -> str:
    """``organisation/entry#part`` of the address of an entry's page (``https://…/nb/moss/plan#m1``,
    with a query or none); empty for any other text. The host is not looked at."""
    page = _PAGE.fullmatch(text.strip())
    if page is None or page[1].lower() in _OTHER_PAGES:
        return ""
    address, part = f"{page[1]}/{page[2]}".lower(), page[3] or ""
    return f"{address}#{part}" if _ONE.fullmatch(part) else address


def parse_reference(text: str) -> Reference | None:
    """The reference that ``text`` (what stands between the brackets) makes, if it makes one."""
    text = parse_page_address(text) or text.strip()
    prefix, colon, rest = text.partition(":")
    if colon:
        points = _PREFIXES.get(prefix.casefold()) or (
            "term" if prefix == "term" else "topic" if prefix == "topic" else None
        )
        return Reference(points, rest.strip()) if points and _ONE.fullmatch(rest.strip()) else None
    entry = _ENTRY.fullmatch(text)
    if entry:
        return Reference("entry", entry[2], entry[1], entry[3] or "")
    return Reference("organisation", text) if _ONE.fullmatch(text) else None


def find_references(html: str) -> Iterator[Reference]:
    """Every reference in stored HTML, in order, doubles included."""
    for target, _ in _STORED.findall(html):
        parsed = parse_reference(unescape(target))
        if parsed:
            yield parsed


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """What a reference became: an address and a title, or no address where it is dead."""

    href: str | None
    title: str
    language: str = ""
    state: Literal["live", "dead", "withdrawn"] = "live"


def fill(html: str, resolved: Callable[[Reference], ResolvedReference], dead: str) -> str:
    """Stored HTML with its references filled in.

    ``dead`` is the sentence, in the reader's language, that a screen reader hears after a link
    that leads nowhere. A withdrawn target becomes plain text.
    """

    def filled(stored: re.Match[str]) -> str:
        target = parse_reference(unescape(stored[1]))
        if target is None:
            return stored[2]
        target_state = resolved(target)
        label = stored[2] or escape(target_state.title)
        if target_state.state == "withdrawn":
            return label
        if target_state.href is None:
            return (
                f'<span class="dead-link">{label or escape(str(target))}'
                f'<span class="visually-hidden"> ({escape(dead)})</span></span>'
            )
        own = (
            f' lang="{escape(target_state.language)}"'
            if target_state.language and not stored[2]
            else ""
        )
        return f'<a href="{escape(target_state.href)}"{own}>{label}</a>'

    return _STORED.sub(filled, html)
