"""Plan: an action plan and its measures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from network.kinds.content import Content
from network.kinds.marks import OrganisationRef
from network.kinds.parts import Measure, Organiser, Period
from network.kinds.words import Prose


class Plan(Content):
    """A plan. ``stated_measures`` is the number that a source states; ``measures`` those known.

    The two are kept apart: none is invented to make up the number. ``beside`` holds what is
    told of beside the plan's measures, without being said to be among them.
    """

    kind: Literal["plan"] = "plan"

    period: Period = Period()
    partners: tuple[Annotated[Organiser, OrganisationRef("partner")], ...] = ()
    stated_measures: Annotated[int, Field(ge=1, le=10_000)] | None = None
    measures_note: Prose = ""
    measures: tuple[Measure, ...] = ()
    beside: tuple[Measure, ...] = ()

    def time(self) -> tuple[str | None, str | None]:
        return self.period.start, self.period.end
