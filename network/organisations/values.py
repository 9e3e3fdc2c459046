"""What the register says of one organisation, as a value."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from network.interface_languages import PREFERRED
from network.kinds.dates import PartialDate, find_first_day, find_last_day
from network.kinds.words import Name, Slug, WebAddress

OrganisationType = Literal[
    "municipality",
    "county",
    "association",
    "agency",
    "ministry",
    "government",
    "police",
    "federation",
    "civil_society",
    "editors",
]
Country = Literal["NO", "SE", "FI"]
# Counties two digits; municipalities four, in Finland three.
Code = Annotated[str, StringConstraints(pattern=r"^\d{2,4}$")]
CountyCode = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]

# Words that the site's own addresses use; a test holds them against the site's routes.
RESERVED = frozenset(
    "search topics topic glossary about accessibility desk api feeds static needs collections "
    "meetings kinds kind export health robots sitemap account mail login logout sign-in admin "
    "start places organisations which nb nn sv en embed print ledger map series help privacy "
    "opensearch suggest like pasted-text compare".split()
)


# The county of made-up organisations, in demonstrations and tests.
MADE_UP = "99"


class Value(BaseModel):
    """What every value of the register derives from."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DatedName(Value):
    """A name and the time in which it was in use; no end means that it still is."""

    name: Name
    short: Name = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "nb"
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None


class FormerOrganisation(Value):
    """A name and code that an organisation had, until when, what ended it and what followed."""

    name: Name
    code: str = ""
    county_code: str = ""
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None
    successors: tuple[Slug, ...] = ()
    event: str = ""


class Registered(Value):
    """One organisation. ``names`` holds the present name first; ``slug`` never changes."""

    slug: Slug
    type: OrganisationType
    country: Country | None = None
    code: Code | None = None
    county: CountyCode | None = None
    # Norway: the written standard (Bokmål, Nynorsk, Nøytral); Sweden: the SKR group of 2023;
    # Finland: Swedish, or bilingual with which majority.
    group: str = ""
    names: tuple[DatedName, ...]
    parallel: tuple[DatedName, ...] = ()
    former: tuple[FormerOrganisation, ...] = ()
    successors: tuple[Slug, ...] = ()
    # Each neighbouring organisation with the source that says so.
    neighbours: dict[Slug, Name] = {}
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None
    url: WebAddress | None = None
    description: dict[str, Name] = {}
    source: Name = ""

    @property
    def name(self) -> str:
        """The present (or last) full name."""
        return self.names[0].name

    @property
    def short(self) -> str:
        """The short name where there is one, else the full one."""
        return self.names[0].short or self.names[0].name

    def followed_by(self) -> tuple[str, ...]:
        """The slugs of what took over after it, when it is closed."""
        if not self.closed:
            return ()
        return self.successors or (self.former[-1].successors if self.former else ())

    def name_for(self, language: str) -> DatedName:
        """The present name in what a reader of the interface in ``language`` would rather read
        (``PREFERRED``) where there is one, else the first."""
        present = [name for name in self.names if not name.valid_until]
        for wanted in PREFERRED[language]:
            for name in present:
                if name.language == wanted:
                    return name
        return self.names[0]

    @property
    def is_made_up(self) -> bool:
        """Whether it is an example: no country has a county 99."""
        return self.county == MADE_UP

    @property
    def closed(self) -> bool:
        """Whether it no longer exists."""
        return self.valid_until is not None

    def name_at(self, day: date) -> str:
        """The name that it bore on ``day``, as far as the register knows; else the present one."""
        dated: tuple[FormerOrganisation | DatedName, ...] = (*self.former, *self.names[1:])
        for former in dated:
            ends = former.valid_until
            starts = former.valid_from
            if (
                ends
                and day <= find_last_day(ends)
                and (not starts or find_first_day(starts) <= day)
            ):
                return former.name
        return self.name

    def all_names(self) -> tuple[str, ...]:
        """Every name in any form, doubles left out: what a search should find it by."""
        names = [part for name in (*self.names, *self.parallel) for part in (name.name, name.short)]
        names += [former.name for former in self.former]
        return tuple(dict.fromkeys(name for name in names if name))


class County(Value):
    """A county as an area; ``body`` is the organisation elected for it, where there is one."""

    country: Country
    code: CountyCode
    area: Name
    body: Slug | None = None
    parallel: tuple[DatedName, ...] = ()

    @property
    def key(self) -> str:
        """The county's code with its country's: ``NO-31``."""
        return f"{self.country}-{self.code}"
