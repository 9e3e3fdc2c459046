"""What the page about the API shows to begin with. Tests ask for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Example:
    """Something to try: what it is for, and the address below the site's that is asked for."""

    title: LazyString
    path: str


EXAMPLES: Final = (
    Example(
        _("The newest practices, each in all its languages"),
        "/api/v1/entries?kind=practice&limit=5",
    ),
    Example(
        _("Ask in Norwegian, find what is written in Swedish"),
        "/api/v1/search?q=skolefrav%C3%A6r&country=SE",
    ),
    Example(
        _("Norwegian municipalities, fifty at a time"),
        "/api/v1/organisations?type=municipality&country=NO",
    ),
    Example(_("What others ask for and nobody has answered"), "/api/v1/needs?state=open"),
    Example(_("Keep a copy: all that has changed from the beginning"), "/api/v1/changes?since=0"),
)
