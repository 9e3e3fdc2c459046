"""What speaks for and against a name where it stands, from what is right beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from network.language.lexicon.common_words import is_common, looks_inflected, may_be_common
from network.language.words.stems import LANGUAGES
from network.names import evidence
from network.names.context import NameContext
from network.names.known_names import Pattern

# A body's name of one word is taken for no common noun from this length on, whatever its first
# letter.
LONG_BODY = 12
SHORT_ACRONYM = 4
_SHORT_SURNAME = 5

# Whether a name stands in the genitive; *maybe* where it ends as genitives do (Borås, Moss).
Genitive = Literal["no", "maybe", "yes"]


@dataclass(slots=True)
class Occurrence:
    """One name where it stands, from the word ``first`` to the word ``last``.

    ``bearers`` are the slugs of those who bear the name; ``certain`` says that it can be nothing
    else than one of them, ``supported`` that something beside it speaks for a place, ``doubtful``
    that the name alone proves nothing, ``surname`` that persons bear it as often, ``speaks`` that
    it does what persons do, ``acts`` what bodies do. ``may_be`` is false where it is certainly
    something else.
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
    acts: bool = False
    may_be: bool = True
    genitive: Genitive = "no"
    country: str = ""
    area: str = ""
    accepted: bool = False

    def stands_alone(self) -> bool:
        """Whether it is a name by what stands right beside it."""
        if not self.may_be:
            return False
        if self.certain or self.supported:
            return True
        return not self.doubtful and not self.surname and not self.speaks


def weigh_body(context: NameContext, pattern: Pattern, name: Occurrence) -> None:
    """Write into ``name``, that of a body, what speaks for and against it."""
    before = context.form_before(name.first)
    after = context.read.text[context.words[name.last].end : context.words[name.last].end + 20]
    form = context.words[name.first].form
    name.country = evidence.find_country(before)
    owners = {context.known_names.organisations[slug].country for slug in name.bearers}
    if name.country and name.country not in owners:
        name.may_be = False
    # Every municipality may have a *lokala brottsförebyggande råd* of its own.
    if before in evidence.LOCAL:
        name.may_be = False
    home = "SE" if context.language == "sv" else "NO"
    name.doubtful = len(pattern.words) == 1 and context.words[name.first].opens
    if is_acronym(pattern):
        company = context.joined_capital(name.last + 1) and (
            context.spelt[name.last + 1] not in context.known_names.patterns
            and name.genitive != "yes"
        )
        if evidence.is_of_register(before, after) or context.in_capitals(name.first) or company:
            name.may_be = False
        # Two letters abbreviate something else at home: KS is kommunstyrelsen in Sweden.
        if len(pattern.written) < 3 and home not in owners:
            name.surname, name.supported = True, bool(name.country)
        # Säpo and PST begin a sentence as themselves, Brå and Ju as common words.
        name.doubtful = name.doubtful and (
            not pattern.written.isupper()
            and (len(form) < SHORT_ACRONYM or is_common(form, context.language))
        )
    else:
        # *Polisen*, *Regjeringen*: nobody's name for certain where a sentence begins.
        name.doubtful = name.doubtful and len(pattern.written) < LONG_BODY
        name.surname = name.doubtful
    name.certain = len(pattern.words) > 1 or (
        len(pattern.written) >= LONG_BODY and context.words[name.first].capital
    )


def weigh_place(context: NameContext, pattern: Pattern, name: Occurrence) -> None:
    """Write into ``name``, that of a municipality, what speaks for and against it."""
    word = context.words[name.first]
    single = len(pattern.words) == 1 and "-" not in pattern.words[0]
    before = context.form_before(name.first)
    after = context.joined_form(name.last + 1)
    _country_and_area(context, name)
    if name.certain:
        return
    name.may_be = name.may_be and not _is_another(context, name, before, after)
    if not single:
        name.certain = name.may_be
        return
    form = pattern.words[0]
    known_here = bool(context.known_names.entries.owners() & set(name.bearers))
    opens = word.opens or context.in_capitals(name.first)
    # Who has an entry here is likelier to be meant, but a mother is no town for that.
    likely = known_here and not (looks_inflected(form) or is_common(word.form, context.language))
    name.doubtful = (
        opens
        and not likely
        and _may_be_word(context, form, word.form, name.genitive == "yes", after)
    )
    name.surname = (
        len(pattern.exact) > 1 or form in context.known_names.landscape or form in context.persons
    )
    name.acts = after in evidence.ACTS
    name.speaks = not known_here and len(form) <= _SHORT_SURNAME and after in evidence.SAYS
    name.certain = name.may_be and (
        bool(name.area or name.country)
        or after.startswith(evidence.ORGANS)
        or evidence.is_municipality_noun(before)
    )
    name.supported = before in (evidence.WITHIN if form in context.persons else evidence.PLACE)


def _may_be_word(context: NameContext, form: str, written: str, genitive: bool, after: str) -> bool:
    """Whether a name that a sentence begins with may be a common word: by the lexicon, or by
    its ending where nothing beside it is a body's."""
    if len(form) < SHORT_ACRONYM or is_common(written, context.language):
        return True
    if after in evidence.ACTS and len(form) > SHORT_ACRONYM:
        return False
    if may_be_common(written, context.language):
        return True
    if genitive or after in evidence.ACTS:
        return False
    return looks_inflected(written) or (
        len(form) <= _SHORT_SURNAME
        and any(may_be_common(written, language) for language in LANGUAGES)
    )


def _is_another(context: NameContext, name: Occurrence, before: str, after: str) -> bool:
    """Whether the name is part of a longer one, a person's, another body's or a street's."""
    if context.given_name_before(name.first) or evidence.is_title(before):
        return True
    if before in evidence.OTHER_PLACES or context.initial_before(name.first):
        return True
    if context.acronym_before(name.first):
        return True
    if after and (evidence.is_other_body(after) or context.joined_capital(name.last + 1)):
        return True
    if before in evidence.WITHIN and context.form_before(name.first - 1) in evidence.SEATS:
        return True
    following = context.read.text[context.words[name.last].end : context.words[name.last].end + 10]
    return before not in evidence.PLACE and bool(evidence.PARTY.match(following))


def _country_and_area(context: NameContext, name: Occurrence) -> None:
    """What says where the name lies: *svenske Lund*, *Lund i Skåne*, *Våler (Østfold)*."""
    owners = [context.known_names.organisations[slug] for slug in name.bearers]
    said = evidence.find_country(context.form_before(name.first))
    if said and said not in {owner.country for owner in owners}:
        name.may_be = False
    name.country = said or name.country
    number = name.last + 1
    if number >= len(context.words):
        return
    if context.joined_form(number) in ("i", "på"):
        number += 1
    elif context.read.between(name.last, number) not in (" (", ", "):
        return
    if number >= len(context.words):
        return
    said = evidence.COUNTRIES.get(context.words[number].form, "")
    if said in {owner.country for owner in owners}:
        name.country = name.country or said
    for count in (3, 2, 1):
        words = tuple(context.spelt[number : number + count])
        for area in context.known_names.by_area.get(words, ()):
            if area.key in {owner.county for owner in owners}:
                name.area = area.key
                return


def is_acronym(pattern: Pattern) -> bool:
    """Whether a body's name is an abbreviation, known by its capitals: KS, SKR, Säpo, Brå."""
    written = pattern.written
    short = len(written) <= SHORT_ACRONYM or (written.isupper() and len(written) < LONG_BODY)
    return len(pattern.words) == 1 and short
