"""Which of several bearers of a name a text means, from everything else that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from network.names.known_names import KnownNames
from network.names.weighing import Occurrence
from network.text.prose_words import Prose

# How many names to either side count as near.
_NEAR = 2


class Surroundings:
    """What a text says of where it is at home: made once, asked for every name of several."""

    def __init__(
        self, names: Sequence[Occurrence], read: Prose, language: str, known_names: KnownNames
    ) -> None:
        self.known_names = known_names
        self._names = [name for name in names if name.accepted]
        self._places = {id(name): place for place, name in enumerate(self._names)}
        self._home = "SE" if language == "sv" else "NO"
        self._all = self._share(self._names)
        forms = {word.form for word in read.words}
        self._areas = {
            area.key
            for words, areas in known_names.by_area.items()
            if len(words) == 1 and words[0] in forms
            for area in areas
        }
        self._said: dict[frozenset[str], set[str]] = {}
        for name in self._names:
            said = self._said.setdefault(frozenset(name.bearers), set())
            said.update(place for place in (name.area, name.country) if place)

    def _share(self, names: Sequence[Occurrence]) -> dict[str, float]:
        """How large a part of these names lies in each country and county."""
        counted: Counter[str] = Counter()
        certain = [name for name in names if len(name.bearers) == 1]
        for name in certain:
            organisation = self.known_names.organisations[name.bearers[0]]
            counted.update(place for place in (organisation.country, organisation.county) if place)
        return {place: count / len(certain) for place, count in counted.items()}

    def by_likelihood(self, name: Occurrence, linked: set[str]) -> list[str]:
        """The bearers of ``name``, the likeliest first: by its spelling, the county or country
        that is said with it, the names beside it, the rest of the text and its language."""
        if len(name.bearers) == 1:
            return name.bearers
        place = self._places[id(name)]
        near = self._share(self._names[max(0, place - _NEAR) : place + _NEAR + 1])
        said = self._said[frozenset(name.bearers)]

        def points(slug: str) -> float:
            organisation = self.known_names.organisations[slug]
            where = {organisation.county, organisation.country}
            return (
                6.0 * (slug in name.exact)
                + 8.0 * (name.area == organisation.county != "")
                + 6.0 * (name.country == organisation.country != "")
                + 5.0 * (slug in linked)
                + 3.0 * bool(said & where)
                + 3.0 * (organisation.county in self._areas)
                + 3.0 * near.get(organisation.country, 0.0)
                + 3.0 * near.get(organisation.county, 0.0)
                + 1.0 * self._all.get(organisation.country, 0.0)
                + 2.0 * self._all.get(organisation.county, 0.0)
                + 1.5 * (organisation.country == self._home)
            )

        return sorted(name.bearers, key=lambda slug: -points(slug))
