"""Meeting: who met, who said what in which role, and what was to follow."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from network.kinds.content import Content
from network.kinds.dates import PartialDate
from network.kinds.parts import AgendaItem, FollowUp, Organiser, Participant, Remark, Said
from network.kinds.words import Address, Name


class Meeting(Content):
    """A summary of a meeting. Any of organiser, initiative, place and date may be not stated."""

    kind: Literal["meeting"] = "meeting"
    parts_in: ClassVar[tuple[str, ...]] = (
        "participants",
        "agenda",
        "statements",
        "remarks",
        "follow_ups",
    )

    organiser: Organiser | None = None
    initiative: Organiser | None = None
    place: Name = ""
    date: PartialDate | None = None
    participants: tuple[Participant, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    statements: tuple[Said, ...] = ()
    remarks: tuple[Remark, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    before: Address | None = None
    after: Address | None = None

    @model_validator(mode="after")
    def _items_are_on_the_agenda(self) -> Meeting:
        agenda = {item.id for item in self.agenda}
        for statement in self.statements:
            if statement.item and statement.item not in agenda:
                raise PydanticCustomError(
                    "agenda_item",
                    "has a statement on {id}, which is not on its agenda.",
                    {"id": statement.item, "right": "Add it under agenda, or take item away."},
                )
        return self

    def time(self) -> tuple[str | None, str | None]:
        return self.date, self.date
