"""Indicators: what was counted or measured before and after, in numbers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from network.kinds.dates import PartialDate, find_first_day, find_last_day
from network.kinds.numbers import WrittenNumber
from network.kinds.parts import Part
from network.kinds.words import Line, PartId, SourceId, Title

MOST_INDICATORS = 6


class Indicator(Part):
    """One thing that was counted or measured, in ``unit``, before and after the work.

    A number that nobody took is left out; at least one is there. ``source`` carries both.
    """

    id: PartId
    title: Title
    unit: Line = ""
    before: WrittenNumber | None = None
    before_date: PartialDate | None = None
    after: WrittenNumber | None = None
    after_date: PartialDate | None = None
    source: SourceId | None = None

    @model_validator(mode="after")
    def _has_a_number(self) -> Indicator:
        if self.before is None and self.after is None:
            raise PydanticCustomError(
                "indicator_without_number",
                "has no number.",
                {"right": "Give before, after or both, or take it away."},
            )
        return self

    @model_validator(mode="after")
    def _is_after_what_was_before(self) -> Indicator:
        before, after = self.before_date, self.after_date
        if before and after and find_last_day(after) < find_first_day(before):
            raise PydanticCustomError(
                "indicator_dates",
                "was measured after before it was measured before.",
                {"right": "Give the earlier date as before_date."},
            )
        return self


Indicators = Annotated[tuple[Indicator, ...], Field(max_length=MOST_INDICATORS)]
