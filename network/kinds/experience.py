"""Experience: what an organisation did, how it went, and what came of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from network.kinds.adoption import AdoptedPractice
from network.kinds.content import Content
from network.kinds.indicators import Indicators
from network.kinds.marks import EntryRef, OrganisationRef
from network.kinds.parts import Level, Organiser, Period
from network.kinds.words import Address, Line, Prose

Outcome = Literal["planned", "goes_on", "ended", "stopped", "not_stated"]


class Experience(Content):
    """A report of one's own work. ``stopped`` is *tried and stopped*, and says why.

    ``practices`` are those that it used; ``taken_up`` says of some, and of measures of others'
    plans, how they were taken up.
    """

    kind: Literal["experience"] = "experience"

    period: Period = Period()
    levels: tuple[Level, ...] = ()
    partners: tuple[Annotated[Organiser, OrganisationRef("partner")], ...] = ()
    done: Prose = ""
    results: Prose = ""
    indicators: Indicators = ()
    went_wrong: Prose = ""
    cost: Line = ""
    practices: tuple[Annotated[Address, EntryRef("used")], ...] = ()
    taken_up: tuple[AdoptedPractice, ...] = ()
    outcome: Outcome = "not_stated"
    outcome_why: Prose = ""

    @model_validator(mode="after")
    def _says_why_it_stopped(self) -> Experience:
        if self.outcome == "stopped" and not self.outcome_why:
            raise PydanticCustomError(
                "outcome_why",
                "was stopped, but does not say why.",
                {"right": "Write why in outcome_why."},
            )
        return self

    def time(self) -> tuple[str | None, str | None]:
        return self.period.start, self.period.end
