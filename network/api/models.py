"""What the API answers with and takes, as values: the description of the API is made of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from network.kinds import (
    Case,
    Collection,
    Experience,
    Meeting,
    Need,
    Plan,
    Practice,
    Resource,
)
from network.kinds.content import dump_canonical
from network.kinds.parts import Source
from network.organisations.values import Registered
from network.topics.values import Term

Kind = Literal[
    "experience", "practice", "meeting", "case", "plan", "resource", "need", "collection"
]
Language = Literal["nb", "nn", "sv"]
Country = Literal["NO", "SE", "FI"]
NeedState = Literal["open", "answered", "historical"]
AnyContent = Annotated[
    Experience | Practice | Meeting | Case | Plan | Resource | Need | Collection,
    Field(
        discriminator="kind",
        description="What the entry says, by its kind. What stands at its default is left out.",
    ),
]
Link = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class Value(BaseModel):
    """What every value of the API derives from. Fields may be added to an answer; none is taken
    away or given another meaning within a version."""

    model_config = ConfigDict(frozen=True)


class ServiceIndex(Value):
    """Where everything is, and how far the site has come."""

    version: str = Field(description="The version of the API.")
    description: Link = Field(description="This API in OpenAPI 3.1.")
    documentation: Link = Field(description="The page that explains the API to people.")
    entries: Link
    organisations: Link
    topics: Link
    terms: Link
    collections: Link
    needs: Link
    search: Link
    changes: Link
    newest_change: int = Field(description="The number of the last change; 0 on an empty site.")
    licence: str | None = Field(
        description="What the texts may be used under, as whoever runs the site says; null where "
        "nobody has said."
    )


class OrganisationRef(Value):
    """An organisation, named."""

    slug: str = Field(description="What the organisation is known by; it never changes.")
    name: str = Field(description="Its full name today.")
    country: Country | None = None
    href: Link = Field(description="The organisation in this API.")


class TextSummary(Value):
    """What one text of an entry is called, and what it says in short."""

    language: Language
    is_original: bool = Field(description="Whether it is the original, or a translation of it.")
    title: str
    summary: str
    revised_at: datetime


class EntryPeriod(Value):
    """From when until when, as partial dates (2015, 2015-02, 2015-02-27; ~ at the end: about)."""

    start: str | None = None
    end: str | None = None


class EntrySummary(Value):
    """An entry as lists have it."""

    id: UUID = Field(description="Given once and kept for ever, wherever the entry moves.")
    kind: Kind
    address: str = Field(
        description="Where the entry lies now: organisation/entry. It may move; the old address "
        "then leads to the new one."
    )
    href: Link = Field(description="The whole entry in this API.")
    page: Link = Field(description="The entry's page, for readers.")
    organisation: OrganisationRef = Field(description="Whom the entry is about.")
    publisher: OrganisationRef = Field(description="Who published it.")
    is_recorded: bool = Field(
        description="Whether somebody else than the organisation itself wrote it down, from a "
        "source. Say so wherever you show it."
    )
    is_made_up: bool = Field(
        description="Whether it is of a made-up municipality, in a demonstration."
    )
    is_endorsed: bool = Field(description="Whether a national coordinator speaks for it.")
    original_language: Language
    texts: tuple[TextSummary, ...] = Field(description="The original first.")
    topics: tuple[str, ...] = Field(
        description="The ids of the topics that it lies under, the broader ones among them."
    )
    outcome: str | None = Field(
        description="How it went (planned, goes_on, ended, stopped), of kinds that say so; null "
        "where the entry does not."
    )
    period: EntryPeriod
    cost: str | None = Field(description="What it cost, in the original's words.")
    published_at: datetime = Field(description="When it was first published.")
    revised_at: datetime = Field(description="When any of its texts was last revised.")


class EntryText(TextSummary):
    """The words of an entry in one language."""

    is_stale: bool = Field(
        description="Whether the original has been revised since this translation was made."
    )
    words: Mapping[str, str] = Field(
        description="Every translatable text by its path: the name of a field (title, summary, "
        "done), or the id of a part and a field's name (s1.text). Texts that are not one line are "
        "Markdown, with references as [[organisation/entry]]. What a translation lacks is read in "
        "the original."
    )
    published_at: datetime


class EntryPart(Value):
    """A part of an entry that has an address of its own: a statement, step, measure, item."""

    id: str = Field(description="Given once within the entry, the same in all its languages.")
    field: str = Field(description="The field of the content that holds it.")
    page: Link = Field(description="The part on the entry's page.")


class EntryLink(Value):
    """A link from the entry, or one of its parts, to another entry."""

    relation: str = Field(
        description="What the link says: relates, used, answers, follows, implements, supersedes, "
        "cites, collects, before, after; mentions for a reference in the text."
    )
    part: str | None = Field(description="The part that it goes out from; null: the whole entry.")
    to: str = Field(description="The address it leads to: organisation/entry.")
    to_part: str | None = Field(description="The part of that entry; null for the whole.")


class NamedOrganisation(Value):
    """An organisation that the entry names, and as what."""

    organisation: str = Field(description="Its slug.")
    role: str


class EntryFile(Value):
    """A file that the entry carries."""

    id: str
    file_name: str
    media_type: str
    size: int = Field(ge=0, description="In bytes.")
    sha256: str
    url: Link = Field(description="Where it is fetched, in parts too (Range).")
    role: str = Field(description="attachment, or original: the file that the text was made of.")
    language: str
    description: str
    alternative: str = Field(description="What a picture shows, for whoever cannot see it.")
    credit: str
    width: int | None = None
    height: int | None = None


class Attribution(Value):
    """Who stands behind the entry, and how to say so."""

    organisation: OrganisationRef
    publisher: OrganisationRef
    is_recorded: bool
    recorded_from: str | None = Field(
        description="The id of the source from which it was recorded, among the sources."
    )
    curators: tuple[Curator, ...] = Field(
        description="Who curates a collection together with its publisher."
    )


class Curator(Value):
    """An organisation that curates a collection along, since when."""

    organisation: str
    since: datetime


class Endorsement(Value):
    """What a national coordinator's organisation says for the entry."""

    organisation: str = Field(description="The slug of the organisation.")
    reason: str
    language: str
    endorsed_at: datetime
    is_of_earlier_text: bool = Field(description="Whether the text has been revised since.")
    look_again: date = Field(description="When they mean to look whether they still say so.")


class EntryState(Value):
    """How the entry stands."""

    outcome: str | None
    need: NeedState | None = Field(description="Of a need: open, answered or historical.")
    review_by: str | None = Field(
        description="By when its publisher means to look at it again; a partial date."
    )
    change: int = Field(
        description="The number of the last change of this entry; 0 where none is known."
    )


class Entry(EntrySummary):
    """Everything that is public of an entry by itself."""

    content: AnyContent
    texts: tuple[EntryText, ...] = Field(description="Every text, the original first.")
    parts: tuple[EntryPart, ...]
    links: tuple[EntryLink, ...] = Field(
        description="As written. Where they lead may have moved or be withdrawn since."
    )
    organisations: tuple[NamedOrganisation, ...]
    sources: tuple[Source, ...]
    files: tuple[EntryFile, ...]
    attribution: Attribution
    endorsement: Endorsement | None
    state: EntryState

    @field_serializer("content")
    def _dump_content(self, content: Any) -> dict[str, Any]:
        return dump_canonical(content)

    @field_serializer("sources")
    def _dump_sources(self, sources: tuple[Source, ...]) -> list[dict[str, Any]]:
        return [source.model_dump(mode="json", exclude_defaults=True) for source in sources]


class Backlink(Value):
    """A link that leads to an entry from another."""

    relation: str
    part: str | None = Field(description="The part of the other entry that it goes out from.")
    to_part: str | None = Field(description="The part of this entry that it leads to.")
    entry: EntrySummary


class Page(Value):
    """A page of a list. Follow ``next`` until it is null."""

    next: Link | None = Field(
        description="The next page; null on the last. It stays right while entries are published "
        "and withdrawn."
    )
    next_cursor: str | None = Field(description="The same as a value of the parameter cursor.")


class EntryPage(Page):
    """A page of entries, those first published last before the others."""

    items: tuple[EntrySummary, ...]


class BacklinkList(Value):
    """What leads to an entry."""

    items: tuple[Backlink, ...]


class CollectionItem(Value):
    """One item of a collection: an entry, or a gap that nobody has filled."""

    id: str
    entry: str | None = Field(description="The address of the entry; null for a gap.")
    gap: str | None
    why: str = Field(description="Why it is here, in the collection's original language.")
    section: str | None = Field(description="The id of the section that it stands under.")


class CollectionSummary(EntrySummary):
    """A collection and what is in it."""

    curators: tuple[Curator, ...]
    items: tuple[CollectionItem, ...]


class CollectionPage(Page):
    """A page of collections."""

    items: tuple[CollectionSummary, ...]


class NeedSummary(EntrySummary):
    """A need, how it stands and how many answers it has."""

    state: NeedState
    answers: int = Field(ge=0)


class NeedPage(Page):
    """A page of needs."""

    items: tuple[NeedSummary, ...]


class Organisation(Value):
    """An organisation of the register."""

    slug: str
    name: str
    type: str
    country: Country | None
    is_closed: bool = Field(description="Whether it no longer exists; its entries stay.")
    followed_by: tuple[str, ...] = Field(description="The slugs of what took over after it.")
    entries: int = Field(ge=0, description="How many entries are about it.")
    href: Link
    page: Link
    register_: Registered = Field(
        alias="register",
        description="All that the register says: names, codes and predecessors with their dates.",
    )

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class OrganisationPage(Page):
    """A page of the register, by slug."""

    items: tuple[Organisation, ...]


class Topic(Value):
    """A subject. ``labels``, ``synonyms`` and ``descriptions`` are by language."""

    id: str
    broader: str | None = Field(description="The id of the topic above.")
    narrower: tuple[str, ...]
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]] = Field(
        description="The terms by which it is found as well."
    )
    descriptions: Mapping[str, str]
    entries: int = Field(ge=0, description="How many entries lie under it or a narrower one.")
    href: Link
    page: Link


class TopicList(Value):
    """All topics, in the order in which the site shows them."""

    items: tuple[Topic, ...]


class TermList(Value):
    """The glossary: what each country calls a thing, and what the other misreads."""

    items: tuple[Term, ...]


Reason = Literal[
    "own",
    "equivalent",
    "synonym",
    "cognate",
    "derived",
    "part",
    "topic",
    "compound",
    "thesaurus",
    "matter",
]
_REASONS = (
    "own: the word itself in some form; equivalent: what the lexicon calls it in another "
    "language; synonym: another word for it; cognate: the same word as it is spelt there; derived: "
    "made of it; part: a compound that it is a part of; topic: a topic of that name; compound: a "
    "part of the compound that was asked for; thesaurus: a word that is used of the same thing; "
    "matter: a word that texts on the matter are written with."
)


class AlsoSearched(Value):
    """A word that was searched beside the one that was written, and why."""

    word: str
    language: str = Field(
        description="nb, nn, sv, or empty where it is of none; the first of languages."
    )
    languages: tuple[Language, ...] = Field(
        description="All the languages in which it was searched."
    )
    reason: Reason = Field(description=_REASONS)


class Widened(Value):
    """A word of the query, and what was searched beside it: all that texts of the site have."""

    word: str
    also: tuple[AlsoSearched, ...]


class Understood(Value):
    """What of the query was taken for a filter."""

    written: str
    facet: str
    value: str


class Corrected(Value):
    """A word that was misspelt, and what was searched in its place."""

    written: str
    searched: str


class Match(Value):
    """A word of the query, and the words that the entry has for it."""

    word: str
    met: tuple[str, ...]


class Ground(Value):
    """Something for which an entry is a hit."""

    word: str = Field(
        description="The word of the query that it stands for; empty for common_topic."
    )
    met: str = Field(
        description="What the entry has: a word, the name of a topic, or for common_topic its id."
    )
    language: str = Field(description="nb, nn, sv, or empty where it is of none.")
    reason: Reason | Literal["common_topic"] = Field(
        description=f"Why it stands for the word. {_REASONS} common_topic: the entry lies under a "
        "topic that the best hits are about, and would be no hit without it."
    )
    where: tuple[
        Literal["title", "summary", "body", "part", "file", "organisation", "topic"], ...
    ] = Field(description="Where it stands; organisation: in the name of whom it is about.")
    parts: tuple[str, ...] = Field(
        description="The ids of the parts that have it; of a file with the page, as f1/4."
    )


class SearchHit(Value):
    """An entry that answers, in which of its languages and by what."""

    entry: EntrySummary
    language: str = Field(description="That of the text that answers best.")
    part: str | None = Field(description="The part with the most of the words.")
    matches: tuple[Match, ...] = Field(description="The words that are marked in its texts.")
    grounds: tuple[Ground, ...] = Field(
        description="All for which it is a hit, the surest first: of words that only tell of the "
        "matter, five at most. Empty where no words were asked for."
    )


class FacetCount(Value):
    """A value of a facet, and how many hits have it."""

    value: str
    count: int = Field(ge=0)


class Facet(Value):
    """A facet with its values, the most frequent first. Its own filter does not reduce it."""

    name: str
    values: tuple[FacetCount, ...]


class SearchAnswer(Value):
    """What a search found, and what it did to find it."""

    query: str
    language: str | None = Field(description="The language that the query was taken for.")
    answered: bool = Field(
        description="Whether any entry answers what was asked. If not, see nearest."
    )
    total: int = Field(ge=0)
    page: int = Field(ge=1)
    next: Link | None = Field(description="The next page of hits; null on the last.")
    hits: tuple[SearchHit, ...]
    nearest: tuple[SearchHit, ...] = Field(
        description="Entries that are no answer and lie nearest. They are not counted."
    )
    widened: tuple[Widened, ...]
    understood: tuple[Understood, ...]
    corrected: tuple[Corrected, ...]
    facets: tuple[Facet, ...]
    notes: tuple[str, ...] = Field(
        description="Codes of what of the query was not taken as it was written."
    )


class Change(Value):
    """One change of what is public."""

    number: int = Field(ge=1)
    at: datetime
    id: UUID = Field(description="The entry that it is of.")
    verb: Literal["published", "revised", "withdrawn", "moved", "touched", "answered"] = Field(
        description="What happened then. touched: it reads differently since something around it "
        "changed; answered: somebody publicly answered at it."
    )
    is_public: bool = Field(
        description="Whether the entry is public now, whatever happened then. If not, delete your "
        "copy: nothing else is told of what was withdrawn."
    )
    address: str | None = Field(description="Where the entry is now; null where it is withdrawn.")
    href: Link | None = Field(description="The entry in this API; null where it is withdrawn.")


class ChangePage(Value):
    """Changes after a number, oldest first. Nothing is ever taken out of the log."""

    items: tuple[Change, ...]
    next: Link = Field(description="What to ask next: now where there is more, else later.")
    next_since: str = Field(
        description="The same as a value of the parameter since: the last number, and what tells "
        "this history from another. Keep it as it is."
    )
    has_more: bool = Field(description="Whether there is more already.")
    newest: int = Field(ge=0, description="The number of the last change there is.")


class ProblemField(Value):
    """One thing wrong in what was sent."""

    field: str = Field(description="The parameter, or the path in the content: statements.0.text.")
    detail: str = Field(description="What is wrong, in the language asked for.")


class ProblemDetails(Value):
    """A refusal or failure (RFC 9457), in the language of Accept-Language: nb, nn, sv or en."""

    type: Link = Field(description="Tells problems apart; leads to an explanation.")
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: tuple[ProblemField, ...] | None = None


WarningCode = Literal[
    "identity_number",
    "identity_number_in_file",
    "no_alternative_text",
    "head_no_picture",
    "mobile",
    "direct_phone",
    "personal_mail",
    "bank_account",
    "coordinates",
    "case_of_person",
    "missing_summary",
    "long_sentence",
    "long_paragraph",
    "unexplained_acronym",
    "dead_address",
    "wanted_translation",
]


class DraftWarning(Value):
    """What would refuse the draft where it is submitted, or is to be looked at before."""

    code: WarningCode = Field(description="What it is; it stays when the sentence is worded anew.")
    field: str = Field(
        description="The path in the content (statements.0.text), address for the address that the "
        "title makes, or empty for the whole."
    )
    detail: str = Field(description="What to do, in the language asked for.")
    stops: bool = Field(
        description="Whether it cannot be submitted so. All else is for whoever writes to judge."
    )


class Draft(Value):
    """A draft that was handed in with the token that asks."""

    id: UUID
    organisation: str
    kind: Kind
    language: Language
    title: str
    state: Literal["draft", "in_review", "changes_requested", "published", "withdrawn"]
    version: int = Field(ge=1, description="The number of its newest version.")
    etag: str = Field(description="That of the newest version, for If-Match.")
    made_at: datetime
    revised_at: datetime
    href: Link = Field(description="The draft in this API.")
    desk: Link = Field(description="The draft's page at the desk, for who may write there.")


class WholeDraft(Draft):
    """A draft with what its newest version says."""

    content: AnyContent
    warnings: tuple[DraftWarning, ...] = Field(
        description="All that its page at the desk would tell: first what stops it from being "
        "submitted, then what is to be looked at."
    )

    @field_serializer("content")
    def _dump_content(self, content: Any) -> dict[str, Any]:
        return dump_canonical(content)


class DraftPage(Page):
    """A page of the drafts handed in with the token, the newest first."""

    items: tuple[Draft, ...]


Attribution.model_rebuild()
