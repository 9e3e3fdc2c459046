"""A kind that is none, with a field of each type. Its fields bear names that fields of other
types have in the kinds that there are: nothing may go by a name."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from network.kinds.content import Content
from network.kinds.dates import PartialDate
from network.kinds.marks import EntryRef, OrganisationRef, PartRef
from network.kinds.parts import Organiser, Part
from network.kinds.words import (
    Address,
    Line,
    Name,
    Original,
    PartId,
    Prose,
    SeriesSlug,
    Slug,
    SourceId,
    Title,
    TopicId,
)


class Stall(Part):
    """A part: ``account`` names another stall, ``said_in`` is words, ``section`` a link."""

    id: PartId
    title: Title
    account: Annotated[PartId, PartRef("measures")] | None = None
    said_in: Line = ""
    section: Address | None = None
    due: Annotated[Slug, OrganisationRef()] | None = None


class Market(Content):
    """A kind of nobody's."""

    kind: Literal["market"] = "market"

    start: Prose = ""
    end: Line = ""
    series: Annotated[Line, StringConstraints(max_length=80)] = ""
    organisation: Name = ""
    source: PartialDate | None = None
    since: Annotated[Address, EntryRef("follows")] | None = None
    date: Annotated[Slug, OrganisationRef("asked")] | None = None
    entry: Annotated[Organiser, OrganisationRef("partner")] | None = None
    cost: Prose = ""
    role: SourceId | None = None
    gap: SeriesSlug | None = None
    practice: Original = ""
    stated_measures: int | None = None
    outcome: Literal["planned", "goes_on"] = "planned"
    levels: tuple[Literal["universal", "selective"], ...] = ()
    steps: tuple[TopicId, ...] = ()
    text: tuple[Address, ...] = ()
    place: Annotated[PartId, PartRef()] | None = None
    measures: tuple[Stall, ...] = ()


def market(**more: Any) -> Market:
    """One with a title in Norwegian, and what else is given."""
    return Market.model_validate({"kind": "market", "language": "nb", "title": "Torg", **more})
