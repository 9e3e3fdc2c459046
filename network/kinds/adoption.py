"""Taking up: that somebody else's practice or measure is done here too, how and since when."""

from __future__ import annotations

from typing import Annotated, Literal

from network.kinds.dates import PartialDate
from network.kinds.marks import EntryRef
from network.kinds.parts import Part
from network.kinds.words import Address, PartId, Prose

Manner = Literal["copied", "adapted", "inspired"]


class AdoptedPractice(Part):
    """One practice, or one measure of a plan, that an experience tells was taken up.

    ``practice`` is the address of the one or the other; ``how`` says how close to it one stayed,
    ``changed`` what was done otherwise. How it went is the experience's own to tell.
    """

    id: PartId
    # The same link as where the practice is named among those that the entry used.
    practice: Annotated[Address, EntryRef("used", of_entry=True)]
    how: Manner
    since: PartialDate | None = None
    changed: Prose = ""
