"""Practice: a method that others can take up."""

from __future__ import annotations

from typing import Literal

from network.kinds.content import Content
from network.kinds.indicators import Indicators
from network.kinds.parts import Level
from network.kinds.words import Prose

Evidence = Literal["not_assessed", "experience", "evaluated", "researched"]


class Practice(Content):
    """A method. *Not assessed* is a value of its own and the one assumed."""

    kind: Literal["practice"] = "practice"
    levels: tuple[Level, ...] = ()
    aim: Prose = ""
    target_group: Prose = ""
    how: Prose = ""
    preconditions: Prose = ""
    evidence: Evidence = "not_assessed"
    evidence_note: Prose = ""
    indicators: Indicators = ()
