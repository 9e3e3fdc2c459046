"""Every operation of the API in one table: its address, what it takes, and what it answers with.

The routes and the description of the API are both made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import BaseModel

from network.api import models
from network.api.queries import (
    ChangeParameters,
    CollectionParameters,
    EntryParameters,
    NeedParameters,
    NoParameters,
    OrganisationParameters,
    Paged,
    Parameters,
    SearchParameters,
)
from network.web.problems import ProblemCode

PREFIX: Final = "/api/v1"
_SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100}
_UUID = {"type": "string", "format": "uuid"}

Tag = Literal["entries", "organisations", "topics", "search", "changes", "drafts", "service"]


@dataclass(frozen=True, slots=True)
class PathPart:
    """A variable part of an address: how Flask reads it, and what it is."""

    converter: str
    schema: Mapping[str, object]
    description: str
    example: str


_ID = PathPart("uuid", _UUID, "The id of an entry.", "6f7a6c1e-57a2-4d0a-9d7b-0d6a2f0f3b11")
_ORGANISATION = PathPart("string", _SLUG, "The slug of an organisation.", "eksempelvik")
_ENTRY = PathPart("string", _SLUG, "The last part of an entry's address.", "frokost")
_TOPIC = PathPart("string", _SLUG, "The id of a topic.", "schools")
_DRAFT = PathPart("uuid", _UUID, "The id of a draft.", "6f7a6c1e-57a2-4d0a-9d7b-0d6a2f0f3b11")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for. ``path`` is below the prefix, its variable parts in braces,
    each told by ``parts``; ``status`` is that of the answer where all goes well."""

    id: str
    tag: Tag
    path: str
    summary: str
    description: str
    answer: type[BaseModel]
    parameters: type[Parameters] = NoParameters
    parts: Mapping[str, PathPart] = field(default_factory=dict)
    method: Literal["get", "post", "put"] = "get"
    status: int = 200
    # The statuses beside 200 and those that any address has.
    problems: tuple[ProblemCode, ...] = ()
    may_move: bool = False
    # Whether it asks for an access token.
    is_private: bool = False

    @property
    def rule(self) -> str:
        """The address as Flask's routing has it, below the prefix."""
        text = self.path
        for name, part in self.parts.items():
            converter = f"{part.converter}:" if part.converter != "string" else ""
            text = text.replace(f"{{{name}}}", f"<{converter}{name}>")
        return text


_LISTED: Final[tuple[ProblemCode, ...]] = ("invalid-parameter", "invalid-cursor")

READING: Final = (
    Operation(
        "readIndex",
        "service",
        "/",
        "Where everything is",
        "The addresses of all lists, and the number of the newest change.",
        models.ServiceIndex,
    ),
    Operation(
        "listEntries",
        "entries",
        "/entries",
        "Entries",
        "The entries that are public, those first published last before the others, in pages. Each "
        "is a summary in all its languages.",
        models.EntryPage,
        EntryParameters,
        problems=_LISTED,
    ),
    Operation(
        "readEntry",
        "entries",
        "/entries/{id}",
        "An entry by its id",
        "Everything that is public of an entry: its content, its texts in each language, parts, "
        "links, sources, files, who stands behind it and how it stands. 410 where it was "
        "withdrawn.",
        models.Entry,
        parts={"id": _ID},
        problems=("not-found", "withdrawn"),
    ),
    Operation(
        "readEntryAt",
        "entries",
        "/entries/{organisation}/{entry}",
        "An entry by its address",
        "The same by the address on the site, organisation/entry. Redirects (301) to the present "
        "one where the entry has moved.",
        models.Entry,
        parts={"organisation": _ORGANISATION, "entry": _ENTRY},
        problems=("not-found", "withdrawn"),
        may_move=True,
    ),
    Operation(
        "listBacklinks",
        "entries",
        "/backlinks/{id}",
        "What leads to an entry",
        "The entries that link to this one, and what each link says. One that supersedes it is "
        "among them.",
        models.BacklinkList,
        parts={"id": _ID},
        problems=("not-found", "withdrawn"),
    ),
    Operation(
        "listCollections",
        "entries",
        "/collections",
        "Collections",
        "Curated collections, each with its items: entries, and why each is there, or named gaps.",
        models.CollectionPage,
        CollectionParameters,
        problems=_LISTED,
    ),
    Operation(
        "listNeeds",
        "entries",
        "/needs",
        "Needs",
        "What organisations ask of peers or the state, how each need stands, and how many answers "
        "it has.",
        models.NeedPage,
        NeedParameters,
        problems=_LISTED,
    ),
    Operation(
        "listOrganisations",
        "organisations",
        "/organisations",
        "The register",
        "Municipalities, counties and other bodies of all countries, with their dated names and "
        "codes, predecessors and successors. By slug, in pages.",
        models.OrganisationPage,
        OrganisationParameters,
        problems=_LISTED,
    ),
    Operation(
        "readOrganisation",
        "organisations",
        "/organisations/{organisation}",
        "An organisation",
        "One body of the register.",
        models.Organisation,
        parts={"organisation": _ORGANISATION},
        problems=("not-found",),
    ),
    Operation(
        "listTopics",
        "topics",
        "/topics",
        "Topics",
        "All topics with their labels, the terms that they are found by, and what is broader.",
        models.TopicList,
    ),
    Operation(
        "readTopic",
        "topics",
        "/topics/{topic}",
        "A topic",
        "One topic.",
        models.Topic,
        parts={"topic": _TOPIC},
        problems=("not-found",),
    ),
    Operation(
        "listTerms",
        "topics",
        "/terms",
        "The glossary",
        "Terms of public administration, what the neighbour calls each, and false friends.",
        models.TermList,
    ),
    Operation(
        "search",
        "search",
        "/search",
        "Search",
        "Ask in one language and find what is written in the others. The answer says what else was "
        "searched and why, what was taken for a filter, whether anything answers, and what lies "
        "nearest if not. Pages are by number: a ranking has no place to go on from.",
        models.SearchAnswer,
        SearchParameters,
        problems=("invalid-parameter", "unavailable"),
    ),
    Operation(
        "listChanges",
        "changes",
        "/changes",
        "Changes since a number",
        "The log of what became public, was revised, moved or withdrawn, oldest first, for whoever "
        "keeps a copy. Each line says where its entry is now. A number that is ahead of the log, "
        "or of a history before the site was restored, is told as a problem (another-history): "
        "begin again from 0 then.",
        models.ChangePage,
        ChangeParameters,
        problems=("invalid-parameter", "another-history"),
    ),
)

_PLACE = {"organisation": _ORGANISATION}
_WHICH = {"organisation": _ORGANISATION, "draft": _DRAFT}
_DENIED: Final[tuple[ProblemCode, ...]] = (
    "unauthorized",
    "invalid-token",
    "forbidden",
    "not-found",
)
_SENT: Final[tuple[ProblemCode, ...]] = (
    "invalid-request",
    "too-large",
    "unsupported-media-type",
    "invalid-content",
)

WRITING: Final = (
    Operation(
        "listDrafts",
        "drafts",
        "/organisations/{organisation}/drafts",
        "Drafts of the token",
        "The drafts that were handed in with this access token, the newest first.",
        models.DraftPage,
        Paged,
        parts=_PLACE,
        problems=(*_LISTED, *_DENIED),
        is_private=True,
    ),
    Operation(
        "createDraft",
        "drafts",
        "/organisations/{organisation}/drafts",
        "Hand in a draft",
        "Makes a draft at the desk, of the content of a kind, as JSON, or as a Markdown file with "
        "front matter (its language in Content-Language). It is never submitted or published by "
        "this: people at the desk do that. With the header Idempotency-Key, the same key makes one "
        "draft, however often it is sent; the answer is then 200 and the draft as it is now.",
        models.WholeDraft,
        parts=_PLACE,
        method="post",
        status=201,
        problems=(*_DENIED, *_SENT, "conflict", "withdrawn", "key-used-otherwise"),
        is_private=True,
    ),
    Operation(
        "readDraft",
        "drafts",
        "/organisations/{organisation}/drafts/{draft}",
        "A draft of the token",
        "The newest version of a draft that was handed in with this token, whoever wrote it. 410 "
        "where the draft was deleted at the desk.",
        models.WholeDraft,
        parts=_WHICH,
        problems=(*_DENIED, "withdrawn"),
        is_private=True,
    ),
    Operation(
        "replaceDraft",
        "drafts",
        "/organisations/{organisation}/drafts/{draft}",
        "A newer text of a draft",
        "Adds a version to a draft that was handed in with this token. If-Match names the version "
        "that it is to follow; where somebody wrote meanwhile, nothing is changed (412).",
        models.WholeDraft,
        parts=_WHICH,
        method="put",
        problems=(
            *_DENIED,
            *_SENT,
            "conflict",
            "withdrawn",
            "precondition-failed",
            "precondition-required",
        ),
        is_private=True,
    ),
)
OPERATIONS: Final = (*READING, *WRITING)
