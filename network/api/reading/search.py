"""Search: what was found, and what was done to find it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast
from uuid import UUID

from flask import Response

from network.api import models
from network.api.answers import Refusal, answer_value, make_next, read_parameters
from network.api.queries import LAST_PAGE, SearchParameters
from network.api.reading.entries import describe_entry
from network.api.reading.known_values import demand_known
from network.entries.listing import ListedEntry, find_listed
from network.search.hits import Hit
from network.site import get_site
from network.web.problems import Problem


def search() -> Response:
    """What answers the query. It is not counted among the searches that found nothing: programs
    ask again and again."""
    asked = read_parameters(SearchParameters)
    with get_site().public.reading() as session:
        demand_known(
            session, topic=asked.topic, organisation=asked.organisation, county=asked.county
        )
    result = get_site().index.find(asked.make_query())
    if result.state != "ready":
        raise Refusal(Problem("unavailable"))
    hits = (*result.hits, *result.nearest)
    with get_site().public.reading() as session:
        listed = {
            entry.id.hex: entry
            for entry in find_listed(session, [UUID(hex=hit.entry) for hit in hits])
        }
    has_more = asked.page * asked.limit < result.total and asked.page < LAST_PAGE
    following = make_next("/search", asked, page=asked.page + 1) if has_more else None
    return answer_value(
        models.SearchAnswer(
            query=asked.q,
            language=result.language,
            answered=result.answered,
            total=result.total,
            page=asked.page,
            next=following,
            hits=tuple(_describe_hits(result.hits, listed)),
            nearest=tuple(_describe_hits(result.nearest, listed)),
            widened=tuple(
                models.Widened(
                    word=word,
                    also=tuple(
                        models.AlsoSearched(
                            word=each.word,
                            language=next(iter(each.languages), ""),
                            languages=cast(tuple[models.Language, ...], each.languages),
                            reason=each.reason,
                        )
                        for each in also
                    ),
                )
                for word, also in result.widened
            ),
            understood=tuple(
                models.Understood(written=part.written, facet=part.facet, value=part.value)
                for part in result.understood
            ),
            corrected=tuple(
                models.Corrected(written=written, searched=searched)
                for written, searched in result.meant
            ),
            facets=tuple(
                models.Facet(
                    name=name,
                    values=tuple(
                        models.FacetCount(value=value, count=count)
                        for value, count in sorted(
                            counts.items(), key=lambda pair: (-pair[1], pair[0])
                        )
                    ),
                )
                for name, counts in result.facets.items()
            ),
            notes=result.notes,
        ),
        next_page=following,
    )


def _describe_hits(
    hits: Iterable[Hit], listed: Mapping[str, ListedEntry]
) -> Iterable[models.SearchHit]:
    """The hits that are still public; the index may be a moment behind."""
    for hit in hits:
        if hit.entry in listed:
            yield models.SearchHit(
                entry=describe_entry(listed[hit.entry]),
                language=hit.language,
                part=hit.part,
                matches=tuple(models.Match(word=word, met=met) for word, met in hit.met.items()),
                grounds=tuple(
                    models.Ground(
                        word=ground.word,
                        met=ground.met,
                        language=ground.language,
                        reason=ground.reason,
                        where=ground.where,
                        parts=ground.parts,
                    )
                    for ground in hit.grounds
                ),
            )
