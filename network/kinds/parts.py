"""The parts that content is built of, shared by the kinds or owned by one of them.

A part with an ``id`` has an address of its own (``oslo/tiltak#veileder``): the id is given once
and never used again for anything else.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from network.kinds.dates import PartialDate, find_first_day, find_last_day
from network.kinds.marks import Caption, EntryRef, OrganisationRef, PartRef
from network.kinds.words import (
    Address,
    FileHash,
    FileName,
    Language,
    Line,
    Name,
    Original,
    PartId,
    Prose,
    Slug,
    SourceId,
    Statement,
    Title,
    WebAddress,
)

PASSAGE_LENGTH = 4_000

Level = Literal["universal", "selective", "indicated"]


class Part(BaseModel):
    """What every part derives from: immutable, and closed to fields that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Whether it is what the entry stands on, and nothing that the entry says itself.
    basis: ClassVar[bool] = False


class Source(Part):
    """Where something stands written. ``id`` is what statements and steps refer to."""

    basis: ClassVar[bool] = True

    id: PartId
    title: Annotated[Name, Caption()]
    by: Name = ""
    language: Language | None = None
    date: PartialDate | None = None
    url: WebAddress | None = None
    # A case number, a page, a paragraph: whatever helps to find it again.
    reference: Line = ""
    # Its own words, where it may be shown: what passages are marked in.
    text: Original = ""


class Contact(Part):
    """Whom to ask, by office and role; never a private person's name."""

    office: Line
    role: Line = ""
    email: Name = ""
    phone: Name = ""
    url: WebAddress | None = None


Relation = Literal["relates", "used", "answers", "follows", "implements", "supersedes", "cites"]


class Link(Part):
    """A typed link from this entry to another, or to a part of another."""

    relation: Relation
    to: Annotated[Address, EntryRef(relation_in="relation")]


class Attachment(Part):
    """A document that belongs to the entry and lies elsewhere."""

    basis: ClassVar[bool] = True

    id: PartId
    title: Annotated[Name, Caption()]
    url: WebAddress
    language: Language | None = None
    # As PDF or DOCX, so that nobody presses unprepared.
    format: Name = ""


FileRole = Literal["attachment", "original"]


class AttachedFile(Part):
    """A file that the site keeps and gives to readers with the entry.

    ``alternative`` says what a picture shows, for whoever cannot see it, ``credit`` who made it; an
    *original* is the file that the text was made from.
    """

    basis: ClassVar[bool] = True

    id: PartId
    file: FileHash
    file_name: Annotated[FileName, Caption()]
    description: Line = ""
    alternative: Line = ""
    credit: Name = ""
    role: FileRole = "attachment"
    language: Language | None = None


class Period(Part):
    """From when until when; either end may be missing, which says *not stated* or *goes on*."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Period:
        if self.start and self.end and find_last_day(self.end) < find_first_day(self.start):
            raise PydanticCustomError(
                "period", "ends before it starts.", {"right": "Give the earlier date as start."}
            )
        return self


class Organiser(Part):
    """An organisation of the register, or one that is known by name alone; beside an organisation
    the name says which part of it, or as what."""

    organisation: Annotated[Slug, OrganisationRef()] | None = None
    name: Line = ""

    @model_validator(mode="after")
    def _is_somebody(self) -> Organiser:
        if not self.organisation and not self.name:
            raise PydanticCustomError(
                "nobody",
                "names nobody.",
                {"right": "Give an organisation of the register, or a name."},
            )
        return self


class Participant(Part):
    """Who took part: an organisation, or a person in a role for one at that date."""

    id: PartId
    name: Annotated[Name, Caption()] = ""
    role: Line = ""
    organisation: Annotated[Slug, OrganisationRef("took_part")] | None = None


class AgendaItem(Part):
    """A point on a meeting's agenda."""

    id: PartId
    title: Title


Wording = Literal["paraphrase", "verbatim", "prepared"]


class MeetingStatement(Part):
    """What somebody said at a meeting: who, in which role and for whom, and how it is rendered.

    ``account`` is the id of the source that carries it; ``item`` that of the agenda item.
    ``language`` is the one that the words stand in there, which may be another than the summary's;
    ``same_as`` names the statement that this is a further account of.
    """

    id: PartId
    name: Annotated[Name, Caption()] = ""
    role: Line = ""
    organisation: Annotated[Slug, OrganisationRef("took_part")] | None = None
    wording: Wording
    text: Statement
    language: Language | None = None
    account: SourceId | None = None
    same_as: Annotated[PartId, PartRef("statements")] | None = None
    item: Annotated[PartId, PartRef("agenda")] | None = None
    links: tuple[Address, ...] = ()


class Example(Part):
    """An example that was given at a meeting; ``said_in`` is the statement that gave it."""

    id: PartId
    text: Statement
    by: Annotated[Organiser, OrganisationRef("mentioned")] | None = None
    said_in: Annotated[PartId, PartRef("statements")] | None = None
    account: SourceId | None = None
    item: Annotated[PartId, PartRef("agenda")] | None = None
    links: tuple[Address, ...] = ()


Answered = Literal["yes", "partly", "no", "later", "not_stated"]


class MeetingDemand(Part):
    """What was demanded at a meeting, of the state or of another, and what was answered.

    ``answer`` is empty where the account renders none; ``said_in`` is the statement it was made in.
    """

    id: PartId
    text: Statement
    by: Annotated[Organiser, OrganisationRef("took_part")] | None = None
    of: Annotated[Organiser, OrganisationRef("asked")] | None = None
    said_in: Annotated[PartId, PartRef("statements")] | None = None
    answer: Prose = ""
    answered: Answered = "not_stated"
    account: SourceId | None = None
    item: Annotated[PartId, PartRef("agenda")] | None = None
    links: tuple[Address, ...] = ()


class Remark(Part):
    """What an account itself says, apart from what any speaker says in it."""

    id: PartId
    text: Statement
    account: SourceId | None = None
    links: tuple[Address, ...] = ()


class FollowUp(Part):
    """What was to come of a meeting, and whose it is."""

    id: PartId
    text: Statement
    owner: Annotated[Organiser, OrganisationRef("owner")] | None = None
    due: PartialDate | None = None
    state: Literal["open", "done", "dropped", "not_stated"] = "not_stated"
    account: SourceId | None = None
    item: Annotated[PartId, PartRef("agenda")] | None = None
    links: tuple[Address, ...] = ()


class Demand(Part):
    """One thing that a proposal demands."""

    id: PartId
    text: Statement
    links: tuple[Address, ...] = ()


class Want(Demand):
    """One thing that a need asks for."""


StepType = Literal["motion", "referral", "opinion", "proposal", "decision", "other"]
Whose = Literal["member", "administration", "board", "council", "another_body", "not_stated"]


Votes = Annotated[int, Field(ge=0, le=10_000)]


class Vote(Part):
    """How the votes fell. What is not stated is None, and is no zero."""

    in_favour: Votes | None = None
    against: Votes | None = None
    abstained: Votes | None = None


class Step(Part):
    """One step of a case, in the order in which cases go.

    ``whose`` keeps an administration's draft apart from a body's own position; ``state`` says
    when the step is known to belong to the case but does not stand in the source.
    """

    id: PartId
    type: StepType
    whose: Whose = "not_stated"
    # The body's own name, as in its documents: kommunfullmäktige, formannskapet, stadskansliet.
    body: Name = ""
    to: Name = ""
    date: PartialDate | None = None
    state: Literal["in_source", "not_in_source", "ahead"] = "in_source"
    text: Annotated[Prose, Caption()] = ""
    vote: Vote | None = None
    document: SourceId | None = None
    links: tuple[Address, ...] = ()

    @field_validator("vote", mode="after")
    @classmethod
    def _has_no_vote_without_a_number(cls, vote: Vote | None) -> Vote | None:
        return None if vote == Vote() else vote

    @model_validator(mode="after")
    def _does_not_tell_what_no_source_tells(self) -> Step:
        if self.state == "not_in_source" and (self.date or self.document or self.vote):
            raise PydanticCustomError(
                "step_not_in_source",
                "is marked as not in the source, yet has a date, a vote or a document.",
                {"right": "Take them away, or set state to in_source."},
            )
        return self


class Passage(Part):
    """The words of a source that a part of the summary stands on.

    ``part`` is that part's id, ``source`` the source's, which has its own text; ``words`` stand in
    it, but for the spaces between them.
    """

    basis: ClassVar[bool] = True

    id: PartId
    part: Annotated[PartId, PartRef()]
    source: SourceId
    words: Annotated[Original, StringConstraints(min_length=1, max_length=PASSAGE_LENGTH)]


class Measure(Part):
    """One measure of a plan; ``beside`` holds what is done besides the plan's own measures."""

    id: PartId
    title: Title
    text: Annotated[Prose, Caption()] = ""
    level: Level | None = None
    owner: Annotated[Organiser, OrganisationRef("owner")] | None = None
    partners: tuple[Annotated[Organiser, OrganisationRef("partner")], ...] = ()
    status: Literal["planned", "goes_on", "done", "stopped", "not_stated"] = "not_stated"
    links: tuple[Address, ...] = ()


class Item(Part):
    """One item of a collection: an entry and why it is here, or a gap that nobody has filled.

    ``section`` is the id of the section that it stands under, if any.
    """

    id: PartId
    entry: Annotated[Address, EntryRef("collects")] | None = None
    gap: Line = ""
    why: Prose = ""
    section: Annotated[PartId, PartRef("sections")] | None = None

    @model_validator(mode="after")
    def _is_an_entry_or_a_gap(self) -> Item:
        if bool(self.entry) == bool(self.gap):
            raise PydanticCustomError(
                "item",
                "must be either an entry or a gap.",
                {"right": "Give entry (organisation/entry) or gap (what nobody has written on)."},
            )
        return self
