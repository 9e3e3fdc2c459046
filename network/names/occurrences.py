"""Names of organisations where they stand in a text: which words are one, and written as one."""

from __future__ import annotations

from collections.abc import Iterator

from network.language.lexicon.common_words import may_be_common
from network.names import evidence
from network.names.context import NameContext
from network.names.known_names import KnownNames, Pattern, normalise_spelling
from network.names.weighing import (
    LONG_BODY,
    Genitive,
    Occurrence,
    is_acronym,
    weigh_body,
    weigh_place,
)
from network.text.prose_words import Prose

_LONG_WORD = 10
_GENITIVE_ENDS = ("s", "x", "z")


def find_names(read: Prose, language: str, known_names: KnownNames) -> Iterator[Occurrence]:
    """Every name of an organisation in a text, in order, the longest where several begin."""
    reader = _Reader(read, language, known_names)
    number = 0
    while number < len(read.words):
        name = reader.name_at(number)
        if name:
            yield name
            number = name.last + 1
        else:
            number += 1


class _Reader(NameContext):
    """A text, read for names from left to right."""

    def name_at(self, number: int) -> Occurrence | None:
        """The name that begins with the word of this number, with its evidence."""
        word = self.words[number]
        for first in dict.fromkeys((self.spelt[number], *self._first_forms(number))):
            for pattern in self.known_names.patterns.get(first, ()):
                genitive = self._matches(pattern, number)
                if genitive is not None:
                    name = self._standing(pattern, number, genitive)
                    if name:
                        return name
        if "-" in word.written or "\u2011" in word.written or "\u2010" in word.written:
            return self._compound(number)
        return None

    def _first_forms(self, number: int) -> Iterator[str]:
        form = self.spelt[number]
        if form.endswith("s"):
            yield form[:-1]

    def _matches(self, pattern: Pattern, first: int) -> Genitive | None:
        """Whether the words from ``first`` on are the pattern's: None, or if in the genitive."""
        count = len(pattern.words)
        if first + count > len(self.words):
            return None
        for number, wanted in enumerate(pattern.words):
            place = first + number
            if number and not self.words[place].joined:
                return None
            last_of_all = number == count - 1
            if not last_of_all and (self.spelt[place] != wanted or self.words[place].genitive):
                return None
        form = self.spelt[first + count - 1]
        last = pattern.words[-1]
        if form == last:
            if self.words[first + count - 1].genitive:
                return "yes"
            return "maybe" if form.endswith(_GENITIVE_ENDS) else "no"
        if form == last + "s":
            return "yes"
        return None

    def _compound(self, number: int) -> Occurrence | None:
        """*Oslo-modellen*, *Aurskog-Høland-prosjektet*: a name, and what is named after it."""
        pieces = self.words[number].written.replace("\u2011", "-").replace("\u2010", "-").split("-")
        for count in range(len(pieces) - 1, 0, -1):
            if not pieces[count][:1].islower():
                continue
            form = normalise_spelling("-".join(pieces[:count]))
            for pattern in self.known_names.patterns.get(form, ()):
                if len(pattern.words) == 1 and not pattern.only_before_kommun:
                    return self._standing(pattern, number, "no", compound=True)
        return None

    def _standing(
        self, pattern: Pattern, first: int, genitive: Genitive, compound: bool = False
    ) -> Occurrence | None:
        last = first + len(pattern.words) - 1
        bearers = sorted(pattern.exact) + sorted(pattern.near - pattern.exact)
        name = Occurrence(first, last, bearers, frozenset(pattern.exact), self.sentences[first])
        name.genitive = genitive
        types = {self.known_names.organisations[slug].type for slug in bearers}
        place = types == {"municipality"}
        if place and not compound:
            self._with_its_noun(pattern, name)
        if pattern.only_before_kommun and not name.certain:
            return None
        if not self._capitals(pattern, name, place):
            return None
        if place:
            weigh_place(self, pattern, name)
        else:
            weigh_body(self, pattern, name)
        return name

    # What is part of the name

    def _with_its_noun(self, pattern: Pattern, name: Occurrence) -> None:
        """Takes in the word that says what the name is of: *Moss kommune*, *Göteborgs stad*."""
        number = name.last + 1
        form = self.joined_form(number)
        countries = {self.known_names.organisations[slug].country for slug in name.bearers}
        swedish = bool(countries & {"SE", "FI"})
        # Whose spelling *kommun* is: Sweden's, or that of the Swedish in Finland.
        spelt_so = "FI" if "FI" in countries and "SE" not in countries else "SE"
        towns = evidence.SWEDISH_TOWN if swedish or self.language == "sv" else frozenset[str]()
        if self.language != "sv" or not swedish:
            towns |= evidence.NORWEGIAN_TOWN
        if form in evidence.MUNICIPALITY or form in towns:
            name.last, name.certain = number, True
            name.genitive = "yes" if form.endswith("s") or self.words[number].genitive else "no"
            if self.language != "sv" and self.spelt[number - 1] != pattern.words[-1]:
                name.country = spelt_so
            elif form.startswith("kommun") and not form.startswith("kommune"):
                name.country = "" if self.language == "sv" else spelt_so
            elif form.startswith("kommune") and self.language == "sv" and form != "kommunen":
                name.country = "NO"
        elif form in evidence.MUNICIPALITIES:
            name.certain = True

    # Whether it is written as a name

    def _capitals(self, pattern: Pattern, name: Occurrence, place: bool) -> bool:
        """Whether the capitals are a name's. A lower-case name is kept where it can be no other
        word, or as the owner of something (*regjeringens handlingsplan*)."""
        words = self.words[name.first : name.first + len(pattern.words)]
        if not place and is_acronym(pattern):
            written = words[0].written
            wanted = pattern.written
            return written.startswith(wanted) or (
                written.isupper() and written.startswith(wanted.upper())
            )
        if words[0].capital and (len(words) == 1 or place or len(pattern.words) > 2):
            return True
        if place:
            return (
                name.certain
                and len(words) == 1
                and not may_be_common(words[0].form, self.language)
                and len(pattern.words[0]) > 2
            )
        if len(words) == 1:
            if len(words[0].form) < LONG_BODY:
                name.may_be = False
            return True
        capitals = all(word.capital for word in words)
        return capitals or len(words) > 2 or any(len(word.form) >= _LONG_WORD for word in words)
