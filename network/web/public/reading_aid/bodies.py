"""Resolving a definite word (*kommunstyrelsen*, *fylkesmannen*) to the body of that place and
time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup, escape

from network.entries.reading import EntryReading
from network.kinds import Case
from network.kinds.parts import Step
from network.organisations.county_bodies import (
    NamePeriod,
    Time,
    find_names_from,
    find_state_office,
    has_executive,
    list_county_bodies,
    name_authority,
    parse_time,
)
from network.organisations.values import Registered
from network.text.highlighting import HighlightedText
from network.topics.terms_in_text import Meaning
from network.web.dates import format_partial_date
from network.web.labels import WHOSE

# Only definite words mean one body: *en kommunstyrelse*, *landsting* may be anybody's.
_COUNCILS = frozenset(
    "kommunfullmäktige kommunstyrelsen stadskansliet kommunledningskontoret kommunkansliet "
    "kommunestyret bystyret formannskapet byrådet".split()
)
_COUNTIES = frozenset("landstinget regionen regionfullmäktige fylkeskommunen fylkestinget".split())
_STATE = frozenset("länsstyrelsen fylkesmannen statsforvalteren statsforvaltaren".split())
_GOVERNING = {"formannskapet": "formannskap", "byrådet": "byråd"}
# Assemblies of a county body; the other words are the body itself.
_ASSEMBLIES = frozenset({"regionfullmäktige", "fylkestinget"})
_STEPS = {
    "yttrandet": "opinion",
    "remissyttrandet": "opinion",
    "remissvaret": "opinion",
    "uttalelsen": "opinion",
    "høringsuttalelsen": "opinion",
    "fråsegna": "opinion",
    "beslutsförslaget": "proposal",
    "innstillingen": "proposal",
    "innstillinga": "proposal",
    "beslutet": "decision",
    "vedtaket": "decision",
}
_COUNTRY = {"sv": "SE", "nb": "NO", "nn": "NO"}

# Words that stand right after or before and say that another place's is meant.
_NEAR = 80
_PLACE_AFTER = re.compile(r"\s+(?:i|på|for|för)\s+([A-ZÅÄÖÆØ][\w-]*)")
_PLACE_BEFORE = re.compile(r"([A-ZÅÄÖÆØ][\w-]*)s\s+$")
_AREA_BEFORE = re.compile(r"\b(?:i|inom|hela)\s+$", re.IGNORECASE)


class Bodies:
    """The bodies that an entry's words may mean; from the register, and nothing where it is silent.

    ``area`` is the name of the county in which the entry's organisation lies.
    """

    def __init__(self, reading: EntryReading, bodies: Mapping[str, Registered], area: str) -> None:
        self._place = reading.organisation
        self._content = reading.content
        self._bodies = bodies
        self._area = area

    def describe(
        self, highlighted: HighlightedText[Meaning], text: str, language: str, path: str
    ) -> Markup | None:
        """*Here: …* for the word found in the text at ``path``; None where it is not known."""
        word = text[highlighted.start : highlighted.end].casefold()
        part = path.partition(".")[0]
        what: Markup | None
        if word.removesuffix("s") in _STEPS:
            what = self._whose(_STEPS[word.removesuffix("s")], part)
        elif self._place.country != _COUNTRY[language] or self._is_elsewhere(highlighted, text):
            return None
        else:
            word = word if word in _COUNCILS | _COUNTIES | _STATE else word[:-1]
            what = self._body(word, self._time(part), language)
        if not what:
            return None
        sentence = Markup(escape(_("Here: %(what)s."))) % {"what": what}
        return Markup('<span class="aid-local">{}</span>').format(sentence)

    def _whose(self, step_type: str, part: str) -> Markup | None:
        """Whose opinion, proposal or decision is meant: that of this step, or of the only one."""
        steps = self._steps
        own = [step for step in steps if step.id == part and step.type == step_type]
        meant = own or [step for step in steps if step.type == step_type]
        if len(meant) != 1 or meant[0].whose == "not_stated":
            return None
        said = str(WHOSE[meant[0].whose])
        return escape(said[:1].lower() + said[1:])

    def _body(self, word: str, time: Time | None, language: str) -> Markup | None:
        place = self._place
        name = ""
        if word in _COUNCILS and place.type == "municipality":
            governing = _GOVERNING.get(word)
            if governing is None or has_executive(place, governing, time):
                name = f"{word} i {name_authority(place)}"
        elif word in _COUNTIES:
            return self._county(word, time, language)
        elif word == "länsstyrelsen":
            office = find_state_office(place, self._area, self._bodies.values(), time)
            name = office.name if office else ""
        elif word in _STATE:
            name = self._governor(word, time)
        return _in(language, name) if name else None

    def _county(self, word: str, time: Time | None, language: str) -> Markup | None:
        bodies = list_county_bodies(self._place, self._bodies.values())
        if time is None and word.startswith("region") and bodies:
            # The same body under its present name, which is the one that the text uses.
            bodies = [NamePeriod(bodies[-1].name, bodies[-1].slug)]
        name = find_names_from(bodies, time)
        if not name:
            return None
        assembly = f"{word} i " if word in _ASSEMBLIES else ""
        said = [_in(language, assembly + name[0].name) + _time_of(name[0])]
        if name[1:]:
            names = [_in(language, body.name) + _time_of(body) for body in name[1:]]
            said.append(Markup(escape(_("later %(names)s"))) % {"names": Markup(", ").join(names)})
        return Markup(", ").join(said)

    def _governor(self, word: str, time: Time | None) -> str:
        """The state's office in a Norwegian county, by its area: its names are not registered."""
        name = find_names_from(list_county_bodies(self._place, self._bodies.values()), time)
        if not name or (time and name[0].end is not None and name[0].end < time[1]):
            return ""
        return f"{word} for {name[0].name.removesuffix(' fylkeskommune')}"

    def _time(self, part: str) -> Time | None:
        """When the text of ``part`` is about: its step's own date, else the entry's."""
        for step in self._steps:
            if step.id == part:
                return parse_time(step.date, step.date)
        return parse_time(*self._content.time())

    @property
    def _steps(self) -> tuple[Step, ...]:
        return self._content.steps if isinstance(self._content, Case) else ()

    def _is_elsewhere(self, highlighted: HighlightedText[Meaning], text: str) -> bool:
        """Whether the text itself says that the body of another place is meant."""
        after = _PLACE_AFTER.match(text, highlighted.end)
        near = max(0, highlighted.start - _NEAR)
        before = _PLACE_BEFORE.search(text, near, highlighted.start)
        named = [match[1] for match in (after, before) if match]
        if any(not name.startswith(self._place.name.split()[0]) for name in named):
            return True
        is_area = text[highlighted.start : highlighted.end].casefold().startswith("regionen")
        return is_area and bool(_AREA_BEFORE.search(text, near, highlighted.start))


def _in(language: str, text: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(language, text)


def _time_of(body: NamePeriod) -> str:
    """When a name was borne, in brackets, where the register knows of a change."""
    if body.end is not None and body.start is not None:
        return f" ({_day(body.start)}–{_day(body.end)})"
    if body.end is not None:
        until = _("through %(date)s", date=_day(body.end))
        return f" ({until})"
    if body.start is not None:
        since = _("since %(date)s", date=_day(body.start))
        return f" ({since})"
    return ""


def _day(day: date) -> str:
    """A day in words; the year alone where it is a year's first or last."""
    is_edge = (day.month, day.day) in ((1, 1), (12, 31))
    return str(day.year) if is_edge else format_partial_date(day.isoformat())
