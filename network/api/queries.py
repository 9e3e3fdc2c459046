"""The parameters of each address of the API, as values: the description is made of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from network.api.models import Country, Kind, Language, NeedState
from network.kinds.field_types import list_field_types
from network.search.parsing import LONGEST
from network.search.query import Query as SearchQuery

MOST_ITEMS, USUAL_ITEMS = 100, 50
MOST_CHANGES, USUAL_CHANGES = 1_000, 200
MOST_VALUES = 50
LAST_PAGE = 10_000
# Whatever is before is long before, and whatever is after long after: no database knows such years.
_LONG_AGO, _FAR_AHEAD = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def _read_moment(value: Any) -> datetime:
    """A moment as RFC 3339 has it, or a day, which begins at midnight UTC."""
    try:
        moment = datetime.fromisoformat(str(value).upper())
    except ValueError:
        raise PydanticCustomError("moment", "is no moment.") from None
    if moment.year < _LONG_AGO.year:
        return _LONG_AGO
    if moment.year > _FAR_AHEAD.year:
        return _FAR_AHEAD
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema(
        {
            "type": "string",
            "anyOf": [{"format": "date-time"}, {"format": "date"}],
            "examples": ["2026-03-01T00:00:00Z", "2026-03-01"],
        }
    ),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Values = Annotated[tuple[Slug, ...], Field(max_length=MOST_VALUES)]
Text = Annotated[str, StringConstraints(max_length=100)]


class Parameters(BaseModel):
    """What the parameters of every address derive from; those that nobody knows are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoParameters(Parameters):
    """None at all."""


class Paged(Parameters):
    """Those of every list that comes in pages."""

    cursor: Annotated[str, StringConstraints(max_length=300)] | None = Field(
        default=None, description="Where to go on: next_cursor of the page before."
    )
    limit: int = Field(
        default=USUAL_ITEMS, ge=1, le=MOST_ITEMS, description="How many items at most."
    )


class EntryParameters(Paged):
    """Those of the list of entries. Several values of one mean any of them."""

    kind: Annotated[tuple[Kind, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="Of these kinds."
    )
    topic: Values = Field(default=(), description="Under these topics (ids), or narrower ones.")
    organisation: Values = Field(default=(), description="About these organisations (slugs).")
    country: Annotated[tuple[Country, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="About organisations of these countries."
    )
    language: Annotated[tuple[Language, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="With a text in one of these languages."
    )
    changed_since: Moment | None = Field(
        default=None,
        description="With a text that was written or revised then or later. To keep a copy in "
        "step, follow /changes instead: it tells of withdrawals, too.",
    )


class OrganisationParameters(Paged):
    """Those of the register."""

    type: Annotated[
        tuple[
            Literal[
                "municipality",
                "county",
                "association",
                "agency",
                "ministry",
                "government",
                "police",
                "federation",
                "civil_society",
                "editors",
            ],
            ...,
        ],
        Field(max_length=MOST_VALUES),
    ] = Field(default=(), description="Of these types.")
    country: Annotated[tuple[Country, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="Of these countries."
    )
    county: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^(NO|SE|FI)-\d{2}$")], ...],
        Field(max_length=MOST_VALUES),
    ] = Field(default=(), description="In these counties, as NO-31.")


class CollectionParameters(Paged):
    """Those of the list of collections."""

    topic: Values = Field(default=(), description="Under these topics (ids), or narrower ones.")


class NeedParameters(Paged):
    """Those of the list of needs."""

    state: Annotated[tuple[NeedState, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="In these states."
    )
    country: Annotated[tuple[Country, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="Of organisations of these countries."
    )
    topic: Values = Field(default=(), description="Under these topics (ids), or narrower ones.")


class ChangeParameters(Parameters):
    """Those of the log of changes."""

    since: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}(-[0-9a-f]{12})?$")] = Field(
        default="0",
        description="After this number: next_since of the page before, just as it was given; 0 "
        "for all from the first on.",
    )
    limit: int = Field(
        default=USUAL_CHANGES, ge=1, le=MOST_CHANGES, description="How many changes at most."
    )


_Facet = Annotated[tuple[Text, ...], Field(max_length=MOST_VALUES)]


class SearchParameters(Parameters):
    """Those of a search. Several values of a facet mean any of them."""

    q: Annotated[str, StringConstraints(max_length=LONGEST)] = Field(
        default="",
        description='What is asked, in nb, nn or sv. "A phrase", -not, OR, and begin* work. Empty '
        "for all entries.",
    )
    query_language: Language | None = Field(
        default=None, description="What to take the query for, where it does not show it itself."
    )
    country: Annotated[tuple[Country, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="Where the body lies that it is about."
    )
    county: _Facet = Field(default=(), description="As NO-31.")
    organisation: _Facet = Field(default=(), description="Slugs.")
    kind: Annotated[tuple[Kind, ...], Field(max_length=MOST_VALUES)] = ()
    topic: _Facet = Field(default=(), description="Ids; narrower topics are among them.")
    language: Annotated[tuple[Language, ...], Field(max_length=MOST_VALUES)] = Field(
        default=(), description="With a text in one of these languages."
    )
    year: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^\d{4}$")], ...],
        Field(max_length=MOST_VALUES),
    ] = Field(default=(), description="That the entry tells of.")
    level: Annotated[
        tuple[Literal["universal", "selective", "indicated"], ...], Field(max_length=MOST_VALUES)
    ] = Field(default=(), description="Of prevention.")
    outcome: Annotated[
        tuple[Literal["planned", "goes_on", "ended", "stopped"], ...],
        Field(max_length=MOST_VALUES),
    ] = Field(default=(), description="How it went.")
    without: _Facet = Field(
        default=(),
        description="Words of widened that are not to be searched. What tells of a matter is "
        "looked for together, and cannot be left out by the word.",
    )
    as_words: _Facet = Field(
        default=(), description="What of understood is meant as words and not as a filter."
    )
    exact: bool = Field(default=False, description="Search only what was written.")
    sort: Literal["relevance", "date"] = "relevance"
    page: int = Field(default=1, ge=1, le=LAST_PAGE)
    limit: int = Field(default=20, ge=1, le=MOST_ITEMS, description="How many hits at most.")

    def make_query(self) -> SearchQuery:
        """The query that the index is asked."""
        facets: Mapping[str, tuple[str, ...]] = {
            "country": self.country,
            "county": self.county,
            "organisation": self.organisation,
            "kind": self.kind,
            "topic": self.topic,
            "language": self.language,
            "year": self.year,
            "level": self.level,
            "outcome": self.outcome,
        }
        return SearchQuery(
            self.q,
            language=self.query_language,
            filters={name: frozenset(values) for name, values in facets.items() if values},
            without=self.without,
            literal=self.as_words,
            exact=self.exact,
            is_explained=True,
            order=self.sort,
            page=self.page,
            limit=self.limit,
        )


def takes_several(model: type[Parameters], name: str) -> bool:
    """Whether a parameter may be given more than once."""
    return list_field_types(model)[name].is_list
