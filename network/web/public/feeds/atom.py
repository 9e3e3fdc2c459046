"""Feeds in Atom (RFC 4287) of everything that can be followed, for readers without an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree

from flask import Response as FlaskResponse
from flask import abort, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.entries.addresses import find_address
from network.entries.feed_lines import FeedLine, find_feed_lines
from network.entries.reading import read_entry
from network.entries.series import read_series
from network.entries.tables import Entry, EntryAddress, EntryLink, EntrySeries, EntryTopic
from network.errors import NotFound
from network.kinds import KINDS
from network.organisations.queries import find_organisation
from network.search.query import MOST_PER_PAGE
from network.site import get_site
from network.topics.values import Topic
from network.topics.vocabulary import load_topics
from network.web import labels as web_labels
from network.web.languages import get_ui_language
from network.web.public.feeds.not_modified import answer_if_modified
from network.web.public.search.pages import read_query, search_address

# The maximum of entries in a feed, those that changed last.
MOST = 50
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
ElementTree.register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed: its title, where its page is, and its entries; its own address too, where that is
    not the one that was asked for."""

    title: str
    page: str
    lines: Sequence[FeedLine]
    own: str = ""


def site_feed() -> Response:
    """All entries."""

    def make(session: Session) -> Response:
        lines = find_feed_lines(session, get_ui_language(), MOST)
        title = _("Grannar: new and revised")
        return _answer(session, _Feed(title, url_for("public.home", my=None), lines))

    return answer_if_modified(make)


def organisation_feed(organisation: str) -> Response:
    """What lies under an organisation, and what it published about others."""

    def make(session: Session) -> Response:
        body = find_organisation(session, organisation[:100])
        if body is None:
            abort(404)
        own = (Entry.organisation_id == body.id) | (Entry.publisher_id == body.id)
        lines = find_feed_lines(session, get_ui_language(), MOST, own)
        page = url_for("public.organisation", organisation=body.slug, my=None)
        return _answer(session, _Feed(body.value.name_for(get_ui_language()).name, page, lines))

    return answer_if_modified(make)


def topic_feed(topic_id: str) -> Response:
    """What lies under a topic, narrower ones included."""

    def make(session: Session) -> Response:
        topic = load_topics(session).get(topic_id)
        if topic is None:
            abort(404)
        under = select(EntryTopic.entry_id).where(EntryTopic.topic_id == topic.id)
        lines = find_feed_lines(session, get_ui_language(), MOST, Entry.id.in_(under))
        page = url_for("public.topic", topic_id=topic.id, my=None)
        return _answer(session, _Feed(topic.label(get_ui_language()), page, lines))

    return answer_if_modified(make)


def kind_feed(kind: str) -> Response:
    """All entries of a kind."""
    if kind not in KINDS:
        abort(404)

    def make(session: Session) -> Response:
        lines = find_feed_lines(session, get_ui_language(), MOST, Entry.kind == kind)
        page = url_for("public.search", kind=kind, my=None)
        return _answer(session, _Feed(str(web_labels.KINDS_PLURAL[kind]), page, lines))

    return answer_if_modified(make)


def collection_feed(organisation: str, slug: str) -> Response:
    """A collection itself and the entries in it."""

    def make(session: Session) -> Response:
        address = find_address(session, organisation[:100], slug[:100])
        if address is None:
            abort(404)
        if address.entry_id is None:
            abort(410)
        reading = read_entry(session, address.entry_id, get_ui_language())
        if reading.content.kind != "collection":
            abort(404)
        items = session.scalars(
            select(EntryAddress.entry_id)
            .join(
                EntryLink,
                (EntryLink.target_organisation == EntryAddress.organisation)
                & (EntryLink.target_slug == EntryAddress.slug),
            )
            .where(
                EntryLink.entry_id == reading.id,
                EntryLink.relation == "collects",
                EntryAddress.entry_id.is_not(None),
            )
        )
        ids = [reading.id, *(entry_id for entry_id in items if entry_id is not None)]
        lines = find_feed_lines(session, get_ui_language(), MOST, ids=ids)
        page = url_for("public.entry", organisation=organisation, slug=slug, my=None)
        return _answer(session, _Feed(reading.words("title").text, page, lines))

    return answer_if_modified(make)


def series_feed(organisation: str, series: str) -> Response:
    """The meetings of a series."""

    def make(session: Session) -> Response:
        meeting_series = read_series(session, organisation[:100], series[:60], get_ui_language())
        if meeting_series is None:
            abort(410)
        body = find_organisation(session, organisation[:100])
        assert body is not None
        meetings = select(EntrySeries.entry_id).where(
            EntrySeries.organisation_id == body.id, EntrySeries.series == series
        )
        lines = find_feed_lines(session, get_ui_language(), MOST, Entry.id.in_(meetings))
        page = url_for("public.series", organisation=organisation, series=series, my=None)
        return _answer(session, _Feed(meeting_series.name.text, page, lines))

    try:
        return answer_if_modified(make)
    except NotFound:
        abort(404)


def search_feed() -> Response:
    """What a search finds, as its page does: the hits that changed last.

    Depends on what the index knows too, so that its cursor is part of the validator.
    """
    query = replace(read_query(), order="date", page=1, limit=MOST_PER_PAGE)
    status = get_site().index.status()
    if status.state != "ready":
        answer = FlaskResponse(_("The search index is being built."), 503)
        answer.headers["Retry-After"] = "60"
        return answer

    def make(session: Session) -> Response:
        ids = [UUID(hex=hit.entry) for hit in get_site().index.find(query).hits]
        lines = find_feed_lines(session, get_ui_language(), MOST, ids=ids)
        title = _("Search: %(text)s", text=query.text) if query.text else _("Search and browse")
        own = search_address(query, "public.search_feed")
        return _answer(session, _Feed(title, search_address(query), lines, own))

    return answer_if_modified(make, status.generation, status.cursor)


def _answer(session: Session, feed: _Feed) -> Response:
    answer = FlaskResponse(_write_feed(feed, load_topics(session)))
    answer.mimetype = "application/atom+xml"
    return answer


def _write_feed(feed: _Feed, topics: Mapping[str, Topic]) -> bytes:
    public, ui = get_site().settings.public_url, get_ui_language()
    own = public + (feed.own or request.path)
    root = ElementTree.Element(_qualify("feed"), {f"{{{_XML}}}lang": ui})
    _add_text(root, "id", own)
    _add_text(root, "title", feed.title)
    newest = max((line.updated_at for line in feed.lines), default=None)
    # A feed must say when it changed; one that holds nothing never did.
    _add_text(root, "updated", _format_moment(newest) if newest else "1970-01-01T00:00:00Z")
    _add_link(root, "self", own, "application/atom+xml")
    _add_link(root, "alternate", public + feed.page, "text/html")
    _add_text(ElementTree.SubElement(root, _qualify("author")), "name", "Grannar")
    _add_text(root, "icon", public + url_for("static", filename="mark.svg"))
    for line in feed.lines:
        _add_entry(root, line, public, topics)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _add_entry(
    root: ElementTree.Element, line: FeedLine, public: str, topics: Mapping[str, Topic]
) -> None:
    card = line.card
    entry = ElementTree.SubElement(root, _qualify("entry"), {f"{{{_XML}}}lang": card.language})
    _add_text(entry, "id", f"urn:uuid:{card.id}")
    _add_text(entry, "title", card.title)
    _add_text(entry, "updated", _format_moment(line.updated_at))
    _add_text(entry, "published", _format_moment(card.published_at))
    author = ElementTree.SubElement(entry, _qualify("author"))
    _add_text(author, "name", line.publisher)
    page = public + url_for("public.entry", organisation=card.organisation, slug=card.slug, my=None)
    _add_link(entry, "alternate", page, "text/html", get_ui_language())
    label = str(web_labels.KINDS[card.kind])
    ElementTree.SubElement(
        entry,
        _qualify("category"),
        {"term": card.kind, "label": label, "scheme": f"{public}/kinds"},
    )
    for topic in line.topics:
        if topic in topics:
            ElementTree.SubElement(
                entry,
                _qualify("category"),
                {
                    "term": topic,
                    "label": topics[topic].label(get_ui_language()),
                    "scheme": public + url_for("public.topics", my=None),
                },
            )
    about = f"{label} · {card.organisation_name}"
    _add_text(entry, "summary", f"{card.summary}\n\n{about}" if card.summary else about)


def _qualify(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _add_text(above: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(above, _qualify(name)).text = _remove_unwritable(text)


def _add_link(
    above: ElementTree.Element, rel: str, href: str, media: str, language: str = ""
) -> None:
    attributes = {"rel": rel, "href": href, "type": media}
    if language:
        attributes["hreflang"] = language
    ElementTree.SubElement(above, _qualify("link"), attributes)


def _remove_unwritable(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return "".join(
        character
        for character in text
        if character in "\t\n\r" or (character >= " " and character not in "\ufffe\uffff")
    )


def _format_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
