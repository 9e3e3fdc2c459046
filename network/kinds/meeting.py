"""Meeting: who met, who said what in which role, and what was to follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from network.kinds.content import Content
from network.kinds.dates import PartialDate
from network.kinds.marks import EntryRef, OrganisationRef
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
from network.kinds.words import Address, Line, Name, SeriesSlug


class Meeting(Content):
    """A summary of a meeting. Any of organiser, initiative, place and date may be not stated.

    ``series`` is the last part of the address of the series that it belongs to, which lies under
    the same organisation; ``series_name`` what the series is called. One meeting that several
    accounts tell of is one summary, in which each statement names the account that carries it.
    """

    kind: Literal["meeting"] = "meeting"

    series: SeriesSlug | None = None
    series_name: Line = ""
    organiser: Annotated[Organiser, OrganisationRef("organiser")] | None = None
    initiative: Annotated[Organiser, OrganisationRef("initiative")] | None = None
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
    before: Annotated[Address, EntryRef("before")] | None = None
    after: Annotated[Address, EntryRef("after")] | None = None

    @model_validator(mode="after")
    def _further_accounts_name_a_first(self) -> Meeting:
        further = {said.id: said.same_as for said in self.statements if said.same_as}
        for at, said in enumerate(self.statements):
            if said.same_as == said.id or said.same_as in further:
                raise PydanticCustomError(
                    "statement_twice",
                    "has {id} as a further account of one that is a further account itself.",
                    {
                        "id": said.id,
                        "path": ("statements", at, "same_as"),
                        "right": "Name the first account of the statement.",
                    },
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
        for said in self.statements:
            accounts.setdefault(said.same_as or said.id, []).append(said)
        firsts = [said for said in self.statements if not said.same_as]
        by_item = []
        for item in (*self.agenda, None):
            item_id = item.id if item else None
            under = tuple(
                (first, *(said for said in accounts[first.id] if said is not first))
                for first in firsts
                if first.item == item_id
            )
            if under:
                by_item.append((item, under))
        return tuple(by_item)

    def by_speaker(
        self, statements: Sequence[tuple[MeetingStatement, ...]]
    ) -> tuple[tuple[tuple[MeetingStatement, ...], ...], ...]:
        """Statements of one item, each a tuple of its accounts, by who speaks, in their order.

        What one speaker says without another between stands together: an answer stays after what
        it answers. A statement that several accounts carry stands alone.
        """
        blocks: list[list[tuple[MeetingStatement, ...]]] = []
        for accounts in statements:
            if (
                blocks
                and len(accounts) == 1
                and len(blocks[-1][-1]) == 1
                and _speaker(accounts[0]) == _speaker(blocks[-1][-1][0])
            ):
                blocks[-1].append(accounts)
            else:
                blocks.append([accounts])
        return tuple(tuple(block) for block in blocks)

    def accounts(self) -> tuple[str, ...]:
        """The ids of the sources that carry what was said, in the order in which they appear."""
        named = [getattr(part, "account", None) for _, part in self.addressed_parts()]
        return tuple(dict.fromkeys(name for name in named if name))

    def time(self) -> tuple[str | None, str | None]:
        return self.date, self.date


def _speaker(said: MeetingStatement) -> tuple[str, str, str | None]:
    return said.name, said.role, said.organisation
