"""Need: what a municipality asks of its peers or of the state."""

from __future__ import annotations

from typing import Annotated, Literal

from network.kinds.content import Content
from network.kinds.dates import PartialDate
from network.kinds.marks import OrganisationRef
from network.kinds.parts import Organiser, Want


class Need(Content):
    """A need. ``historical`` says that it was voiced once and is not open here."""

    kind: Literal["need"] = "need"

    state: Literal["open", "answered", "historical"] = "open"
    asked_of: tuple[Annotated[Organiser, OrganisationRef("asked")], ...] = ()
    voiced: PartialDate | None = None
    wanted: tuple[Want, ...] = ()

    def time(self) -> tuple[str | None, str | None]:
        return self.voiced, self.voiced
