"""For search engines: every public page in both languages, and what is not for them.

Source of the formats: sitemaps.org, schema 0.9; Google's ``hreflang`` in site maps; RFC 9309.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from flask import Response as FlaskResponse
from flask import abort, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.entries.feed_lines import find_addresses
from network.entries.queries import count_by_organisation, count_by_topic, count_entries
from network.interface_languages import INTERFACE_LANGUAGES
from network.site import get_site
from network.topics.vocabulary import load_terms
from network.web.public.feeds.not_modified import answer_if_modified

# Four addresses each, and a file may hold 50,000.
_ENTRIES = 10_000
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
ElementTree.register_namespace("xhtml", _XHTML)


_LEFT = ("desk", "account", "search?", "suggest", "compare?")


def robots() -> Response:
    """What robots are to leave: the desk, accounts, and the endless addresses of searches."""
    lines = ["User-agent: *"]
    for ui in INTERFACE_LANGUAGES:
        lines += [
            f"Disallow: /{ui}/{place}"
            for place in ("desk", "account", "search?", "suggest", "compare")
        ]
    lines += ["", f"Sitemap: {get_site().settings.public_url}{url_for('site_map')}", ""]
    answer = FlaskResponse("\n".join(lines))
    answer.mimetype = "text/plain"
    return answer


def site_map() -> Response:
    """The map of maps."""

    def make(session: Session) -> Response:
        root = ElementTree.Element(f"{{{_MAP}}}sitemapindex")
        files = max(1, -(-count_entries(session) // _ENTRIES))
        for name in ("pages", *(f"entries-{number}" for number in range(1, files + 1))):
            element = ElementTree.SubElement(root, f"{{{_MAP}}}sitemap")
            address = get_site().settings.public_url + url_for("site_map_file", name=name)
            ElementTree.SubElement(element, f"{{{_MAP}}}loc").text = address
        return _answer(root)

    return answer_if_modified(make)


def site_map_file(name: str) -> Response:
    """One map: *pages*, or *entries-1* and so on."""
    map_kind, _, number = name.partition("-")
    is_entries = map_kind == "entries" and number.isascii() and number.isdigit() and len(number) < 5
    if name != "pages" and not is_entries:
        abort(404)

    def make(session: Session) -> Response:
        root = ElementTree.Element(f"{{{_MAP}}}urlset")
        if name == "pages":
            for endpoint, values in _pages(session):
                _add(root, endpoint, values)
        else:
            first = (int(number) - 1) * _ENTRIES
            for address in find_addresses(session, first, _ENTRIES) if first >= 0 else ():
                values = {"organisation": address.organisation, "slug": address.slug}
                _add(root, "public.entry", values, address.updated_at)
            if int(number) != 1 and not len(root):
                abort(404)
        return _answer(root)

    return answer_if_modified(make)


def _pages(session: Session) -> Iterator[tuple[str, dict[str, str]]]:
    """Every page but those of entries that holds something."""
    for name in ("home", "topics", "organisations", "ledger", "glossary", "about", "accessibility"):
        yield f"public.{name}", {}
    for topic in sorted(count_by_topic(session)):
        yield "public.topic", {"topic_id": topic}
    for organisation in sorted(count_by_organisation(session)):
        yield "public.organisation", {"organisation": organisation}
    for term in load_terms(session):
        yield "public.term", {"term_id": term}


def _add(
    root: ElementTree.Element,
    endpoint: str,
    values: Mapping[str, Any],
    updated: datetime | None = None,
) -> None:
    """A page in each language of the interface, each with where the others are."""
    public = get_site().settings.public_url
    places = {
        ui: public + url_for(endpoint, ui=ui, my=None, **values) for ui in INTERFACE_LANGUAGES
    }
    for address in places.values():
        element = ElementTree.SubElement(root, f"{{{_MAP}}}url")
        ElementTree.SubElement(element, f"{{{_MAP}}}loc").text = address
        if updated is not None:
            moment = updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            ElementTree.SubElement(element, f"{{{_MAP}}}lastmod").text = moment
        for ui, other in places.items():
            ElementTree.SubElement(
                element,
                f"{{{_XHTML}}}link",
                {"rel": "alternate", "hreflang": ui, "href": other},
            )


def _answer(root: ElementTree.Element) -> Response:
    text = ElementTree.tostring(
        root, encoding="utf-8", xml_declaration=True, default_namespace=None
    )
    answer = FlaskResponse(text)
    answer.mimetype = "application/xml"
    return answer
