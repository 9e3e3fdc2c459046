"""Names of organisations as they stand in a text, each with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from network.language import name_evidence as evidence
from network.language.common_words import is_common, is_word, looks_inflected, may_be_common
from network.language.known_names import KnownNames, Pattern, spelling
from network.language.prose_words import Prose
from network.language.stems import LANGUAGES

# A body's name of one word is told from a common noun by its length, whatever its first letter.
_LONG_BODY = 12
_LONG_WORD = 10
_SHORT_ACRONYM = 4
_SHORT_SURNAME = 5
_GENITIVE_ENDS = ("s", "x", "z")


# Whether a name stands in the genitive; *maybe* where it ends as genitives do (Borås, Moss).
Genitive = Literal["no", "maybe", "yes"]


@dataclass(slots=True)
class Standing:
    """One name where it stands, from the word ``first`` to the word ``last``.

    ``bearers`` are the slugs of those who bear the name; ``certain`` says that it can be nothing
    else than one of them, ``supported`` that something beside it speaks for a place, ``doubtful``
    that the name alone proves nothing, ``surname`` that persons bear it as often, ``speaks`` that
    it does what persons do. ``may_be`` is false where it is certainly something else.
    """

    first: int
    last: int
    bearers: list[str]
    exact: frozenset[str]
    sentence: int
    certain: bool = False
    supported: bool = False
    doubtful: bool = False
    surname: bool = False
    speaks: bool = False
    may_be: bool = True
    genitive: Genitive = "no"
    country: str = ""
    area: str = ""
    accepted: bool = field(default=False)

    def stands_alone(self) -> bool:
        """Whether it is a name by what stands right beside it."""
        if not self.may_be:
            return False
        if self.certain or self.supported:
            return True
        return not self.doubtful and not self.surname and not self.speaks


def standing_names(read: Prose, language: str, known: KnownNames) -> Iterator[Standing]:
    """Every name of an organisation in a text, in order, the longest where several begin."""
    reader = _Reader(read, language, known)
    at = 0
    while at < len(read.words):
        name = reader.name_at(at)
        if name:
            yield name
            at = name.last + 1
        else:
            at += 1


class _Reader:
    def __init__(self, read: Prose, language: str, known: KnownNames) -> None:
        self.words = read.words
        self.read = read
        self.language = language
        self.known = known
        self.spelt = [spelling(word.form) for word in read.words]
        self.with_entry = known.entries.owners()
        self.sentences: list[int] = []
        number = 0
        for word in read.words:
            number += word.opens
            self.sentences.append(number)
        self.persons = self._persons()

    def _persons(self) -> frozenset[str]:
        """Words that follow a given name somewhere in the text."""
        return frozenset(
            self.spelt[at]
            for at in range(1, len(self.words))
            if self.words[at].capital and self._given_name_before(at)
        )

    def name_at(self, at: int) -> Standing | None:
        """The name that begins with the word at ``at``, with its evidence."""
        word = self.words[at]
        for first in dict.fromkeys((self.spelt[at], *self._first_forms(at))):
            for pattern in self.known.patterns.get(first, ()):
                genitive = self._matches(pattern, at)
                if genitive is not None:
                    name = self._standing(pattern, at, genitive)
                    if name:
                        return name
        if "-" in word.written or "\u2011" in word.written or "\u2010" in word.written:
            return self._compound(at)
        return None

    def _first_forms(self, at: int) -> Iterator[str]:
        form = self.spelt[at]
        if form.endswith("s"):
            yield form[:-1]

    def _matches(self, pattern: Pattern, at: int) -> Genitive | None:
        """Whether the words from ``at`` are the pattern's: None, or whether in the genitive."""
        count = len(pattern.words)
        if at + count > len(self.words):
            return None
        for number, wanted in enumerate(pattern.words):
            place = at + number
            if number and not self.words[place].joined:
                return None
            last_of_all = number == count - 1
            if not last_of_all and (self.spelt[place] != wanted or self.words[place].genitive):
                return None
        form = self.spelt[at + count - 1]
        last = pattern.words[-1]
        if form == last:
            if self.words[at + count - 1].genitive:
                return "yes"
            return "maybe" if form.endswith(_GENITIVE_ENDS) else "no"
        if form == last + "s":
            return "yes"
        return None

    def _compound(self, at: int) -> Standing | None:
        """*Oslo-modellen*, *Aurskog-Høland-prosjektet*: a name, and what is named after it."""
        pieces = self.words[at].written.replace("\u2011", "-").replace("\u2010", "-").split("-")
        for count in range(len(pieces) - 1, 0, -1):
            if not pieces[count][:1].islower():
                continue
            form = spelling("-".join(pieces[:count]))
            for pattern in self.known.patterns.get(form, ()):
                if len(pattern.words) == 1 and not pattern.only_before_kommun:
                    return self._standing(pattern, at, "no", compound=True)
        return None

    def _standing(
        self, pattern: Pattern, at: int, genitive: Genitive, compound: bool = False
    ) -> Standing | None:
        last = at + len(pattern.words) - 1
        bearers = sorted(pattern.exact) + sorted(pattern.near - pattern.exact)
        name = Standing(at, last, bearers, frozenset(pattern.exact), self.sentences[at])
        name.genitive = genitive
        sorts = {self.known.organisations[slug].sort for slug in bearers}
        place = sorts == {"municipality"}
        if place and not compound:
            self._with_its_sort(pattern, name)
        if pattern.only_before_kommun and not name.certain:
            return None
        if not self._capitals(pattern, name, place):
            return None
        if place:
            self._weigh_place(pattern, name)
        else:
            self._weigh_body(pattern, name)
        return name

    # What is part of the name

    def _with_its_sort(self, pattern: Pattern, name: Standing) -> None:
        """Takes in the word that says what the name is of: *Moss kommune*, *Göteborgs stad*."""
        at = name.last + 1
        form = self._joined_form(at)
        swedish = any(self.known.organisations[slug].country == "SE" for slug in name.bearers)
        towns = evidence.SWEDISH_TOWN if swedish or self.language == "sv" else frozenset[str]()
        if self.language != "sv" or not swedish:
            towns |= evidence.NORWEGIAN_TOWN
        if form in evidence.MUNICIPALITY or form in towns:
            name.last, name.certain = at, True
            name.genitive = "yes" if form.endswith("s") or self.words[at].genitive else "no"
            if self.language != "sv" and self.spelt[at - 1] != pattern.words[-1]:
                name.country = "SE"
            elif form.startswith("kommun") and not form.startswith("kommune"):
                name.country = "" if self.language == "sv" else "SE"
            elif form.startswith("kommune") and self.language == "sv" and form != "kommunen":
                name.country = "NO"
        elif form in evidence.MUNICIPALITIES:
            name.certain = True

    def _joined_form(self, at: int) -> str:
        """The folded word at ``at`` if only blanks part it from the one before, else nothing."""
        return self.words[at].form if at < len(self.words) and self.words[at].joined else ""

    def _form_before(self, at: int) -> str:
        return self.words[at - 1].form if at and self.words[at].joined else ""

    # Whether it is written as a name

    def _capitals(self, pattern: Pattern, name: Standing, place: bool) -> bool:
        """Whether the capitals are a name's. A lower-case name is kept where it can be no other
        word, or as the owner of something (*regjeringens handlingsplan*)."""
        words = self.words[name.first : name.first + len(pattern.words)]
        if self._acronym(pattern, place):
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
            if len(words[0].form) < _LONG_BODY:
                name.may_be = False
            return True
        capitals = all(word.capital for word in words)
        return capitals or len(words) > 2 or any(len(word.form) >= _LONG_WORD for word in words)

    def _acronym(self, pattern: Pattern, place: bool) -> bool:
        """Whether the name is told by its capitals: KS, SKR, Säpo, Brå."""
        written = pattern.written
        short = len(written) <= _SHORT_ACRONYM or (written.isupper() and len(written) < _LONG_BODY)
        return not place and len(pattern.words) == 1 and short

    # What speaks for and against it

    def _weigh_body(self, pattern: Pattern, name: Standing) -> None:
        before = self._form_before(name.first)
        after = self.read.text[self.words[name.last].end : self.words[name.last].end + 20]
        form = self.words[name.first].form
        name.country = evidence.country_of(before)
        owners = {self.known.organisations[slug].country for slug in name.bearers}
        if name.country and name.country not in owners:
            name.may_be = False
        home = "SE" if self.language == "sv" else "NO"
        name.doubtful = len(pattern.words) == 1 and self.words[name.first].opens
        if self._acronym(pattern, False):
            if evidence.of_a_register(before, after) or self._in_capitals(name.first):
                name.may_be = False
            # Two letters abbreviate something else at home: KS is kommunstyrelsen in Sweden.
            if len(pattern.written) < 3 and home not in owners:
                name.surname, name.supported = True, bool(name.country)
            # Säpo and PST begin a sentence as themselves, Brå and Ju as common words.
            name.doubtful = name.doubtful and (
                not pattern.written.isupper()
                and (len(form) < _SHORT_ACRONYM or is_common(form, self.language))
            )
        else:
            # *Polisen*, *Regjeringen*: nobody's name for certain where a sentence begins.
            name.doubtful = name.doubtful and len(pattern.written) < _LONG_BODY
            name.surname = name.doubtful
        name.certain = len(pattern.words) > 1 or (
            len(pattern.written) >= _LONG_BODY and self.words[name.first].capital
        )

    def _in_capitals(self, at: int) -> bool:
        """Whether the words around are all in capitals, so that they tell nothing."""
        around = [word.written for word in self.words[max(0, at - 2) : at + 3]]
        return len(around) > 2 and all(word.isupper() for word in around)

    def _weigh_place(self, pattern: Pattern, name: Standing) -> None:
        word = self.words[name.first]
        single = len(pattern.words) == 1 and "-" not in pattern.words[0]
        before = self._form_before(name.first)
        after = self._joined_form(name.last + 1)
        self._country_and_area(name)
        if name.certain:
            return
        name.may_be = not self._is_another(name, before, after)
        if not single:
            name.certain = name.may_be
            return
        form = pattern.words[0]
        known_here = bool(self.with_entry & set(name.bearers))
        opens = word.opens or self._in_capitals(name.first)
        name.doubtful = (
            opens
            and not known_here
            and self._may_be_word(form, word.form, name.genitive == "yes", after)
        )
        name.surname = not known_here and (
            len(pattern.exact) > 1 or form in self.known.landscape or form in self.persons
        )
        name.speaks = not known_here and len(form) <= _SHORT_SURNAME and after in evidence.SAYS
        name.certain = name.may_be and (
            bool(name.area or name.country)
            or after.startswith(evidence.ORGANS)
            or evidence.is_sort(before)
        )
        name.supported = before in (evidence.WITHIN if form in self.persons else evidence.PLACE)

    def _may_be_word(self, form: str, written: str, genitive: bool, after: str) -> bool:
        """Whether a name that a sentence begins with may be a common word: by the lexicon, or by
        its ending where nothing beside it is a body's."""
        if len(form) < _SHORT_ACRONYM or is_common(written, self.language):
            return True
        if after in evidence.ACTS and len(form) > _SHORT_ACRONYM:
            return False
        if may_be_common(written, self.language):
            return True
        if genitive or after in evidence.ACTS:
            return False
        return looks_inflected(written) or (
            len(form) <= _SHORT_SURNAME and any(may_be_common(written, one) for one in LANGUAGES)
        )

    def _is_another(self, name: Standing, before: str, after: str) -> bool:
        """Whether the name is part of a longer one, a person's, another body's or a street's."""
        if self._given_name_before(name.first) or evidence.is_title(before):
            return True
        if before in evidence.OTHER_PLACES or self._initial_before(name.first):
            return True
        if after and (evidence.other_body(after) or self._joined_capital(name.last + 1)):
            return True
        if before in evidence.WITHIN and name.first > 1:
            if self._form_before(name.first - 1) in evidence.SEATS:
                return True
            if (
                self.words[name.first - 1].joined
                and self.words[name.first - 2].form in evidence.SEATS
            ):
                return True
        following = self.read.text[self.words[name.last].end : self.words[name.last].end + 10]
        return before not in evidence.PLACE and bool(evidence.PARTY.match(following))

    def _joined_capital(self, at: int) -> bool:
        """Whether a word with a capital follows that is no name of its own."""
        if not self._joined_form(at) or not self.words[at].capital:
            return False
        return not self.words[at].opens

    def _initial_before(self, at: int) -> bool:
        """*J. Berg*"""
        if not at:
            return False
        before = self.words[at - 1]
        gap = self.read.text[before.end : self.words[at].start]
        return len(before.written) == 1 and before.capital and gap.strip(" \u00a0") == "."

    def _given_name_before(self, at: int) -> bool:
        """Whether a word with a capital stands right before that is no word of the language."""
        if not at or not self.words[at].joined:
            return False
        before = self.words[at - 1]
        if not before.capital:
            return False
        form = before.form
        if evidence.is_sort(form) or evidence.country_of(form) or form in evidence.OPENERS:
            return False
        if form in evidence.PLACE or (before.written.isupper() and len(form) > 1):
            return False
        return not (before.opens and is_word(form, self.language))

    def _country_and_area(self, name: Standing) -> None:
        """What says where the name lies: *svenske Lund*, *Lund i Skåne*, *Våler (Østfold)*."""
        name.country = name.country or evidence.country_of(self._form_before(name.first))
        at = name.last + 1
        if at >= len(self.words):
            return
        if self._joined_form(at) in ("i", "på"):
            at += 1
        elif self.read.between(name.last, at) not in (" (", ", "):
            return
        if at >= len(self.words):
            return
        name.country = name.country or evidence.COUNTRIES.get(self.words[at].form, "")
        owners = {self.known.organisations[slug].county for slug in name.bearers}
        for count in (3, 2, 1):
            words = tuple(self.spelt[at : at + count])
            for area in self.known.by_area.get(words, ()):
                if area.key in owners:
                    name.area = area.key
                    return
