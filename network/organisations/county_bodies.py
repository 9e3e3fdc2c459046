"""The bodies of a place at a time: its council's seat, its county, the state's office there.

Pure, from values of the register. Where the register does not know, nothing comes out: a county
that is merged, split or numbered anew leaves no trace in municipalities whose former codes are
not registered, so what lies before the present code's own time is never claimed for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from network.kinds.dates import find_first_day, find_last_day
from network.organisations.values import Registered

Time = tuple[date, date]

# From when Norway's present county codes are in use, where they have not been for as long as any
# meeting goes back. Source: Statistics Norway, standard for county (Klass 104), codes of 2018, 2020
# and 2024.
_CODE_SINCE = {
    "50": date(2018, 1, 1),
    **dict.fromkeys(("34", "42", "46"), date(2020, 1, 1)),
    **dict.fromkeys(("31", "32", "33", "39", "40", "55", "56"), date(2024, 1, 1)),
}
# Sweden's division into counties stands unchanged since Heby moved to Uppsala län.
_SWEDISH_COUNTIES_SINCE = date(2007, 1, 1)
# From here on the law calls every former landsting a region (kommunallagen as of 2020).
_REGIONS_SINCE = date(2020, 1, 1)

# Municipalities that a byråd governs; Tromsø has had one and a formannskap, turn by turn.
_BYRAD_SINCE = {"oslo": date(1986, 1, 1), "bergen": date(2000, 1, 1)}
_TURN_BY_TURN = frozenset({"tromso"})

# Falun alone of Sweden's municipalities has a genitive of its own.
_GENITIVES = {"Falun": "Falu"}


@dataclass(frozen=True, slots=True)
class NamePeriod:
    """A name that a body bore from ``start`` until ``end``; None where the register has no end."""

    name: str
    slug: str
    start: date | None = None
    end: date | None = None

    def at(self, time: Time) -> bool:
        """Whether it was so at some day of ``time``."""
        first, last = time
        return (self.start is None or self.start <= last) and (
            self.end is None or self.end >= first
        )


def parse_time(start: str | None, end: str | None) -> Time | None:
    """The days that two partial dates embrace; None when neither is stated."""
    if not start and not end:
        return None
    return find_first_day(start or end or ""), find_last_day(end or start or "")


def name_authority(place: Registered) -> str:
    """A municipality's name as an authority: *Köpings kommun*, *Moss kommune*."""
    if place.country == "NO":
        return f"{place.name} kommune"
    name = _GENITIVES.get(place.name, place.name)
    ends_bare = name[-1] in "sxzaeiouyåäö" or name in _GENITIVES.values()
    return f"{name} kommun" if ends_bare else f"{name}s kommun"


def has_executive(place: Registered, body: str, time: Time | None) -> bool:
    """Whether a Norwegian municipality had a ``formannskap`` or a ``byråd``; only if it is sure."""
    if place.slug in _TURN_BY_TURN:
        return False
    since = _BYRAD_SINCE.get(place.slug)
    if body == "byråd":
        return since is not None and (time is None or time[0] >= since)
    return since is None or (time is not None and time[1] < since)


def list_county_bodies(place: Registered, bodies: Iterable[Registered]) -> list[NamePeriod]:
    """The elected county bodies of a place one after the other, with their names at each time.

    ``bodies`` are those of the place's country, closed ones included.
    """
    counties = [body for body in bodies if body.type == "county" and body.country == place.country]
    if place.country == "SE":
        own = next((body for body in counties if place.county and body.code == place.county), None)
        return list(_names(own)) if own else []
    periods = []
    for code, start, end in _codes(place):
        for body in counties:
            for former in body.former:
                if former.county_code == code:
                    periods.append(NamePeriod(former.name, body.slug, start, end))
            if body.code == code and not body.closed:
                periods.append(NamePeriod(body.name, body.slug, start, end))
    return periods


def find_names_from(bodies: list[NamePeriod], time: Time | None) -> list[NamePeriod]:
    """Those of ``bodies`` at ``time`` and those after it; empty where they may have been others.

    Without a time only what has never been otherwise.
    """
    if time is None:
        return bodies if len(bodies) == 1 and bodies[0].start is None else []
    first = next((number for number, body in enumerate(bodies) if body.at(time)), None)
    if first is None:
        return []
    started = bodies[first].start
    return bodies[first:] if started is None or started <= time[0] else []


def find_state_office(
    place: Registered, area: str, bodies: Iterable[Registered], time: Time | None
) -> NamePeriod | None:
    """The Swedish *länsstyrelse* of a place, by its registered name or else its county's.

    ``area`` is the name of the place's county: *Västmanlands län*.
    """
    if place.country != "SE" or not area:
        return None
    if time is not None and time[0] < _SWEDISH_COUNTIES_SINCE:
        return None
    for body in bodies:
        is_there = body.type == "agency" and body.county == place.county
        if is_there and body.name.startswith("Länsstyrelsen"):
            return NamePeriod(body.name, body.slug)
    return NamePeriod(f"Länsstyrelsen i {area}", "")


def _codes(place: Registered) -> Iterator[tuple[str, date | None, date | None]]:
    """The county codes that a Norwegian place has had, with their times, the earliest first."""
    start: date | None = None
    for former in sorted(
        (former for former in place.former if former.county_code and former.valid_until),
        key=lambda former: former.valid_until or "",
    ):
        end = find_last_day(former.valid_until or "")
        yield (
            former.county_code,
            find_first_day(former.valid_from) if former.valid_from else start,
            end,
        )
        start = end + timedelta(days=1)
    if place.county and not place.closed:
        since = _CODE_SINCE.get(place.county)
        yield place.county, max(start, since) if start and since else start or since, None


def _names(body: Registered) -> Iterator[NamePeriod]:
    """A Swedish region's names one after the other, as far as the register knows."""
    start: date | None = None
    for former in body.former:
        if former.valid_until:
            end = find_last_day(former.valid_until)
            yield NamePeriod(former.name, body.slug, start, end)
            start = end + timedelta(days=1)
    yield NamePeriod(body.name, body.slug, start or _REGIONS_SINCE)
