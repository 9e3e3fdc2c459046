"""The register of organisations, the topics, and the glossary."""

from __future__ import annotations

from typing import cast

from flask import Response
from sqlalchemy import select

from network.api import models
from network.api.answers import (
    Refusal,
    answer_value,
    make_href,
    make_next,
    make_page_url,
    read_parameters,
)
from network.api.cursors import make_scope, read_word, write_word
from network.api.queries import NoParameters, OrganisationParameters
from network.api.reading.known_values import demand_known
from network.entries.queries import count_by_organisation, count_by_topic
from network.organisations.queries import find_organisation
from network.organisations.tables import Organisation
from network.organisations.values import Registered
from network.site import get_site
from network.topics.values import Topic
from network.topics.vocabulary import find_narrower, load_terms, load_topics
from network.web.problems import Problem


def list_organisations() -> Response:
    """The register, by slug, a page of it."""
    asked = read_parameters(OrganisationParameters)
    query = select(Organisation).order_by(Organisation.slug).limit(asked.limit + 1)
    if asked.type:
        query = query.where(Organisation.type.in_(asked.type))
    if asked.country:
        query = query.where(Organisation.country.in_(asked.country))
    if asked.county:
        query = query.where(Organisation.county.in_(asked.county))
    scope = make_scope("/organisations", asked)
    if asked.cursor is not None:
        query = query.where(Organisation.slug > read_word(asked.cursor, scope))
    with get_site().public.reading() as session:
        demand_known(session, county=asked.county)
        rows = session.scalars(query).all()
        counts = count_by_organisation(session)
    shown = rows[: asked.limit]
    cursor = write_word(shown[-1].slug, scope) if len(rows) > asked.limit else None
    following = make_next("/organisations", asked, cursor=cursor) if cursor else None
    page = models.OrganisationPage(
        next=following,
        next_cursor=cursor,
        items=tuple(_describe(row.value, counts.get(row.slug, 0)) for row in shown),
    )
    return answer_value(page, next_page=following)


def read_organisation(organisation: str) -> Response:
    """One organisation."""
    read_parameters(NoParameters)
    with get_site().public.reading() as session:
        body = find_organisation(session, organisation[:100])
        if body is None:
            raise Refusal(Problem("not-found"))
        count = count_by_organisation(session).get(body.slug, 0)
        return answer_value(_describe(body.value, count))


def list_topics() -> Response:
    """All topics."""
    read_parameters(NoParameters)
    with get_site().public.reading() as session:
        topics, counts = load_topics(session), count_by_topic(session)
    items = tuple(
        _describe_topic(topic, find_narrower(topics, topic.id), counts.get(topic.id, 0))
        for topic in topics.values()
    )
    return answer_value(models.TopicList(items=items))


def read_topic(topic: str) -> Response:
    """One topic."""
    read_parameters(NoParameters)
    with get_site().public.reading() as session:
        topics, counts = load_topics(session), count_by_topic(session)
    found = topics.get(topic)
    if found is None:
        raise Refusal(Problem("not-found"))
    narrower = find_narrower(topics, found.id)
    return answer_value(_describe_topic(found, narrower, counts.get(found.id, 0)))


def list_terms() -> Response:
    """The glossary."""
    read_parameters(NoParameters)
    with get_site().public.reading() as session:
        terms = load_terms(session)
    return answer_value(models.TermList(items=tuple(terms.values())))


def _describe(body: Registered, entries: int) -> models.Organisation:
    return models.Organisation(
        slug=body.slug,
        name=body.name,
        type=body.type,
        country=body.country,
        is_closed=body.closed,
        followed_by=body.followed_by(),
        entries=entries,
        href=make_href(f"/organisations/{body.slug}"),
        page=make_page_url(body.slug, "sv" if body.country == "SE" else "nb"),
        register_=body,
    )


def _describe_topic(topic: Topic, narrower: tuple[str, ...], entries: int) -> models.Topic:
    return models.Topic(
        id=topic.id,
        broader=topic.broader,
        narrower=narrower,
        labels=cast(dict[str, str], topic.labels),
        synonyms=cast(dict[str, tuple[str, ...]], topic.synonyms),
        descriptions=cast(dict[str, str], topic.description),
        entries=entries,
        href=make_href(f"/topics/{topic.id}"),
        page=make_page_url(f"topics/{topic.id}"),
    )
