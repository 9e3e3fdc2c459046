"""Case: a matter before an elected body, from its demands to its decision."""

from __future__ import annotations

from typing import ClassVar, Literal

from network.kinds.content import Content
from network.kinds.parts import Demand, Step
from network.kinds.words import Name


class Case(Content):
    """A case. Its steps stand in the order in which cases go, dated or not."""

    kind: Literal["case"] = "case"
    parts_in: ClassVar[tuple[str, ...]] = ("demands", "steps")

    case_number: Name = ""
    demands: tuple[Demand, ...] = ()
    steps: tuple[Step, ...] = ()

    def time(self) -> tuple[str | None, str | None]:
        dates = [step.date for step in self.steps if step.date]
        return (min(dates), max(dates)) if dates else (None, None)
