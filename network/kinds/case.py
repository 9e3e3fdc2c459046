"""Case: a matter before an elected body, from its demands to its decision."""

from __future__ import annotations

from typing import Literal

from network.kinds.content import Content
from network.kinds.parts import Demand, Passage, Step
from network.kinds.words import Name

# How a case came up: what the law says of it hangs on that (``network.kinds.deadlines``).
Origin = Literal[
    "member", "citizens", "interpellation", "question", "administration", "other", "not_stated"
]


class Case(Content):
    """A case. Its steps stand in the order in which cases go, dated or not.

    ``kept`` is *open* while its owner keeps it up to date here, and then alone it has a clock.
    """

    kind: Literal["case"] = "case"

    case_number: Name = ""
    origin: Origin = "not_stated"
    kept: Literal["open", "closed", "not_stated"] = "not_stated"
    demands: tuple[Demand, ...] = ()
    steps: tuple[Step, ...] = ()
    passages: tuple[Passage, ...] = ()

    def time(self) -> tuple[str | None, str | None]:
        dates = [step.date for step in self.steps if step.date]
        return (min(dates), max(dates)) if dates else (None, None)
