"""Calendars (RFC 5545) of meetings, and of when texts are to be reviewed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Response as FlaskResponse
from flask import abort, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.entries.feed_lines import DatedEvent, find_dated_events
from network.entries.tables import Entry, EntryTopic
from network.organisations.queries import find_organisation
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.languages import get_ui_language
from network.web.public.feeds.not_modified import answer_if_modified

# Imported where a calendar is written: no start waits for it.
if TYPE_CHECKING:
    from icalendar import Event

MOST = 2_000


def site_calendar() -> Response:
    """All meetings and reviews."""
    return answer_if_modified(lambda session: _answer(session, "Grannar"))


def organisation_calendar(organisation: str) -> Response:
    """The meetings and reviews of one organisation."""

    def make(session: Session) -> Response:
        body = find_organisation(session, organisation[:100])
        if body is None:
            abort(404)
        own = (Entry.organisation_id == body.id) | (Entry.publisher_id == body.id)
        return _answer(session, body.value.name_for(get_ui_language()).name, own)

    return answer_if_modified(make)


def topic_calendar(topic_id: str) -> Response:
    """The meetings and reviews under one topic."""

    def make(session: Session) -> Response:
        topic = load_topics(session).get(topic_id)
        if topic is None:
            abort(404)
        under = select(EntryTopic.entry_id).where(EntryTopic.topic_id == topic.id)
        return _answer(session, topic.label(get_ui_language()), Entry.id.in_(under))

    return answer_if_modified(make)


def _answer(session: Session, name: str, *where: ColumnElement[bool]) -> Response:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Grannar//Grannar//{get_ui_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # Not in the RFC of 2009; what calendars call themselves by all the same, and RFC 7986's name.
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    for dated_event in find_dated_events(session, get_ui_language(), MOST, *where):
        calendar.add_component(_make_event(dated_event))
    answer = FlaskResponse(calendar.to_ical())
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return answer


def _make_event(dated_event: DatedEvent) -> Event:
    from icalendar import Event

    public = get_site().settings.public_url
    event = Event()
    host = public.partition("://")[2].partition("/")[0].partition(":")[0]
    event.add("uid", f"{dated_event.card.id}-{dated_event.kind}@{host}")
    event.add("dtstamp", dated_event.updated_at)
    event.add("last-modified", dated_event.updated_at)
    event.add("dtstart", dated_event.day)
    event.add("dtend", dated_event.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    title = dated_event.card.title
    if dated_event.kind == "review":
        title = _("To be reviewed: %(title)s", title=title)
    event.add("summary", title, parameters={"language": dated_event.card.language})
    page = public + url_for(
        "public.entry",
        organisation=dated_event.card.organisation,
        slug=dated_event.card.slug,
        my=None,
    )
    about = "\n\n".join(
        filter(None, (dated_event.card.organisation_name, dated_event.card.summary, page))
    )
    event.add("description", about)
    event.add("url", page)
    if dated_event.place:
        event.add("location", dated_event.place)
    return event
