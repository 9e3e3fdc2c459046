"""Meeting: who met, who said what in which role, and what was to follow."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from network.kinds.content import Content
from network.kinds.dates import PartialDate
from network.kinds.parts import (
    AgendaItem,
    Example,
    FollowUp,
    MeetingDemand,
    MeetingStatement,
    Organiser,
    Participant,
    Passage,
    Remark,
)
from network.kinds.words import Address, Line, Name, PartId


class Meeting(Content):
    """A summary of a meeting. Any of organiser, initiative, place and date may be not stated.

    ``series`` is the last part of the address of the series that it belongs to, which lies under
    the same organisation; ``series_name`` what the series is called. One meeting that several
    accounts tell of is one summary, in which each statement names the account that carries it.
    """

    kind: Literal["meeting"] = "meeting"
    parts_in: ClassVar[tuple[str, ...]] = (
        "participants",
        "agenda",
        "statements",
        "examples",
        "asked",
        "remarks",
        "follow_ups",
        "passages",
    )

    series: PartId | None = None
    series_name: Line = ""
    organiser: Organiser | None = None
    initiative: Organiser | None = None
    place: Name = ""
    date: PartialDate | None = None
    participants: tuple[Participant, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    statements: tuple[MeetingStatement, ...] = ()
    examples: tuple[Example, ...] = ()
    asked: tuple[MeetingDemand, ...] = ()
    remarks: tuple[Remark, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    passages: tuple[Passage, ...] = ()
    before: Address | None = None
    after: Address | None = None

    @model_validator(mode="after")
    def _items_are_on_the_agenda(self) -> Meeting:
        agenda = {item.id for item in self.agenda}
        for _, part in self.addressed_parts():
            item = getattr(part, "item", None)
            if item and item not in agenda:
                raise PydanticCustomError(
                    "agenda_item",
                    "has a part on {id}, which is not on its agenda.",
                    {"id": item, "right": "Add it under agenda, or take item away."},
                )
        return self

    @model_validator(mode="after")
    def _statements_named_are_there(self) -> Meeting:
        further = {one.id: one.same_as for one in self.statements if one.same_as}
        known = {one.id for one in self.statements}
        named = [
            *further.values(),
            *(one.said_in for one in self.examples),
            *(one.said_in for one in self.asked),
        ]
        for name in named:
            if name and name not in known:
                raise PydanticCustomError(
                    "statement_id",
                    "names the statement {id}, which is not among its statements.",
                    {"id": name, "right": "Add it under statements, or take the name away."},
                )
        for one, first in further.items():
            if first == one or first in further:
                raise PydanticCustomError(
                    "statement_twice",
                    "has {id} as a further account of one that is a further account itself.",
                    {"id": one, "right": "Name the first account of the statement."},
                )
        return self

    def by_item(
        self,
    ) -> tuple[tuple[AgendaItem | None, tuple[tuple[MeetingStatement, ...], ...]], ...]:
        """The statements under the items of the agenda, last those that belong to none.

        Each statement is a tuple of its accounts: the first, then the further ones. Items without
        statements are left out.
        """
        accounts: dict[str, list[MeetingStatement]] = {}
        for one in self.statements:
            accounts.setdefault(one.same_as or one.id, []).append(one)
        first = {one.id: one for one in self.statements if not one.same_as}
        found = []
        for item in (*self.agenda, None):
            name = item.id if item else None
            under = tuple(
                (one, *(other for other in accounts[key] if other is not one))
                for key, one in first.items()
                if one.item == name
            )
            if under:
                found.append((item, under))
        return tuple(found)

    def accounts(self) -> tuple[str, ...]:
        """The ids of the sources that carry what was said, in the order in which they appear."""
        named = [getattr(part, "account", None) for _, part in self.addressed_parts()]
        return tuple(dict.fromkeys(name for name in named if name))

    def time(self) -> tuple[str | None, str | None]:
        return self.date, self.date
