"""What the API answers with, for type checkers. A site may add fields: pass over those."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal[
    "experience", "practice", "meeting", "case", "plan", "resource", "need", "collection"
]
Language = Literal["nb", "nn", "sv"]


class OrganisationRef(TypedDict):
    """An organisation, named."""

    slug: str
    name: str
    country: Literal["NO", "SE", "FI"] | None
    href: str


class EntryText(TypedDict):
    """A text of an entry; ``words`` and what follows are those of whole entries alone."""

    language: Language
    is_original: bool
    title: str
    summary: str
    revised_at: str
    published_at: NotRequired[str]
    is_stale: NotRequired[bool]
    words: NotRequired[Mapping[str, str]]


class Period(TypedDict):
    """From when until when, as partial dates."""

    start: str | None
    end: str | None


class EntrySummary(TypedDict):
    """An entry as lists have it."""

    id: str
    kind: Kind
    address: str
    href: str
    page: str
    organisation: OrganisationRef
    publisher: OrganisationRef
    is_recorded: bool
    is_made_up: bool
    is_endorsed: bool
    original_language: Language
    texts: list[EntryText]
    topics: list[str]
    outcome: str | None
    period: Period
    cost: str | None
    published_at: str
    revised_at: str


class Entry(EntrySummary):
    """Everything that is public of an entry by itself."""

    content: dict[str, Any]
    parts: list[dict[str, Any]]
    links: list[dict[str, Any]]
    organisations: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    files: list[dict[str, Any]]
    attribution: dict[str, Any]
    endorsement: dict[str, Any] | None
    state: dict[str, Any]


class Collection(EntrySummary):
    """A collection and what is in it."""

    curators: list[dict[str, Any]]
    items: list[dict[str, Any]]


class Need(EntrySummary):
    """A need, how it stands and how many answers it has."""

    state: Literal["open", "answered", "historical"]
    answers: int


class Organisation(TypedDict):
    """An organisation of the register."""

    slug: str
    name: str
    type: str
    country: Literal["NO", "SE", "FI"] | None
    is_closed: bool
    followed_by: list[str]
    entries: int
    href: str
    page: str
    register: dict[str, Any]


class Topic(TypedDict):
    """A subject."""

    id: str
    broader: str | None
    narrower: list[str]
    labels: dict[str, str]
    synonyms: dict[str, list[str]]
    descriptions: dict[str, str]
    entries: int
    href: str
    page: str


class SearchHit(TypedDict):
    """An entry that answers."""

    entry: EntrySummary
    language: str
    part: str | None
    matches: list[dict[str, Any]]
    grounds: list[dict[str, Any]]


class SearchAnswer(TypedDict):
    """What a search found, and what it did to find it."""

    query: str
    language: str | None
    answered: bool
    total: int
    page: int
    next: str | None
    hits: list[SearchHit]
    nearest: list[SearchHit]
    widened: list[dict[str, Any]]
    understood: list[dict[str, str]]
    corrected: list[dict[str, str]]
    facets: list[dict[str, Any]]
    notes: list[str]


class Change(TypedDict):
    """One change of what is public."""

    number: int
    at: str
    id: str
    verb: str
    is_public: bool
    address: str | None
    href: str | None


class ChangePage(TypedDict):
    """Changes after a number, oldest first."""

    items: list[Change]
    next: str
    next_since: str
    has_more: bool
    newest: int


class Draft(TypedDict):
    """A draft that was handed in with the token."""

    id: str
    organisation: str
    kind: Kind
    language: Language
    title: str
    state: str
    version: int
    etag: str
    made_at: str
    revised_at: str
    href: str
    desk: str


class DraftWarning(TypedDict):
    """What the desk would tell of a draft; ``stops`` where it cannot be submitted so."""

    code: str
    field: str
    detail: str
    stops: bool


class WholeDraft(Draft):
    """A draft with what its newest version says."""

    content: dict[str, Any]
    warnings: list[DraftWarning]
