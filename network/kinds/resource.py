"""Resource: a guide, method, helpline or law that lies elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from network.kinds.content import Content
from network.kinds.marks import OrganisationRef
from network.kinds.parts import Organiser, Period
from network.kinds.words import WebAddress


class Resource(Content):
    """Something of use that another body keeps, with the time in which it is valid."""

    kind: Literal["resource"] = "resource"
    type: Literal["guide", "method", "helpline", "law", "plan", "report", "other"]
    owner: Annotated[Organiser, OrganisationRef("owner")] | None = None
    url: WebAddress | None = None
    valid: Period = Period()

    def time(self) -> tuple[str | None, str | None]:
        return self.valid.start, self.valid.start
