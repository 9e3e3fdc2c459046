"""Values of filters that stand in the database: one that nobody knows is refused, not taken for a
filter that leaves nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from network.api.answers import Refusal, make_href
from network.organisations.queries import find_organisations_by_slug, list_counties
from network.topics.vocabulary import load_topics
from network.web.problems import Problem, ProblemError
from network.web.translation import gettext as _

# Where all there are is to be read, by parameter; counties are in the register of organisations.
_LISTS: Final = {
    "topic": "/topics",
    "organisation": "/organisations",
    "county": "/organisations",
}


def demand_known(
    session: Session,
    *,
    topic: Sequence[str] = (),
    organisation: Sequence[str] = (),
    county: Sequence[str] = (),
) -> None:
    """Raise ``Refusal`` with every value that there is not. A query for each parameter that was
    given, at most."""
    errors = [
        *_find_unknown("topic", topic, load_topics(session) if topic else ()),
        *_find_unknown(
            "organisation", organisation, find_organisations_by_slug(session, organisation)
        ),
        *_find_unknown("county", county, list_counties(session) if county else ()),
    ]
    if errors:
        raise Refusal(Problem("invalid-parameter", errors=tuple(errors)))


def _find_unknown(
    name: str, values: Sequence[str], known: Collection[str]
) -> Iterable[ProblemError]:
    for number, value in enumerate(values):
        if value not in known:
            told = _(
                "There is no “%(value)s”. All there are: %(address)s.",
                value=value,
                address=make_href(_LISTS[name]),
            )
            yield ProblemError(f"{name}.{number}", told)
