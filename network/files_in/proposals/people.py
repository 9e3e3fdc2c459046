"""Who speaks or takes part, as minutes name them: a name, a role, an organisation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from network.files_in.proposals.words import read_folded, read_words

_BRACKETS = re.compile(r"\s*\(([A-ZÆØÅÄÖ][A-Za-zÆØÅÄÖæøåäö ]{0,24})\)")
_LONGEST_ABBREVIATION = 5
_LIST = re.compile(r"(?:lista|listen|listan|partiet)$")
_AGE = re.compile(r"\s*\(\d{1,3}(?:\s*år)?\)")
_NAME = r"[A-ZÆØÅÄÖÉ][\w'’é-]+"
_WITHIN = re.compile(
    rf"\s*\b(?:i|fra|frå|från|på|ved|vid)\s+({_NAME}(?:\s+(?:{_NAME}|kommune|kommun|i|og|och))*)$"
)
_FIRST_NAME = re.compile(rf"{_NAME}(?:\s+(?:von|de|af|van|{_NAME})){{0,3}}\s+{_NAME}$")
_PLACE = re.compile(rf"{_NAME}(?:\s+{_NAME}){{0,2}}$")
_ACRONYM = re.compile(r"[A-ZÆØÅÄÖ]{2,8}$")
_BODY = re.compile(rf"{_NAME}(?:\s+{_NAME})*\s+(?:kommune|kommun|fylkeskommune|stad|herad)$")
_REGION = re.compile(rf"Region\s+{_NAME}$")
_SHORTEST_ENDING = 4

_DESCRIBED = re.compile(r"([^()]+?)\s*\(([^()]{2,80})\)$")
# A comma that is in no brackets.
_COMMA = r",\s+(?![^()]*\))"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a text names them. ``organisation`` is as the text writes it."""

    name: str = ""
    role: str = ""
    organisation: str = ""


def parse_person(text: str) -> Person | None:
    """The person or body that a text as a whole names; None where it may be something else.

    Takes a name with a role before or after it, a role alone, a party in brackets, a body. One word
    with a capital is nobody: a sentence begins with one too.
    """
    bare = _AGE.sub("", " ".join(text.split())).strip(" .:;–-")
    party = _find_party(bare)
    if party:
        bare = (bare[: party.start()] + bare[party.end() :]).strip(" ,")
    described = _DESCRIBED.match(bare)
    if described and _FIRST_NAME.match(described[1]):
        # *Kari Nordmann (ordfører, Eksempelvik)*: brackets after a whole name say who it is.
        bare = f"{described[1]}, {described[2]}"
    person = _parse_listed(bare) if ", " in bare else _parse_single(bare)
    if person is None:
        return Person(role=party[1], name=bare) if party and re.fullmatch(_NAME, bare) else None
    if party and not person.organisation.startswith(party[1]):
        role = f"{person.role} ({party[1]})" if person.role else party[1]
        return Person(person.name, role, person.organisation)
    return person


def _find_party(text: str) -> re.Match[str] | None:
    """The brackets with a party: an abbreviation, a list or a party's name."""
    for brackets in _BRACKETS.finditer(text):
        name = brackets[1]
        if (
            len(name) <= _LONGEST_ABBREVIATION
            or _LIST.search(name)
            or name.casefold() in read_folded("party")
        ):
            return brackets
    return None


def _parse_listed(text: str) -> Person | None:
    """*Kari Nordmann, ordfører i Eksempelvik*: the pieces by what each is."""
    first, *others = text.split(", ")
    person = _parse_single(first)
    if person is None or len(others) > 3:
        return None
    name, role, organisation = person.name, person.role, person.organisation
    for piece in others:
        other = _parse_single(piece)
        if other is None or (other.name and name and not other.role):
            # *leder for noe*, *SLT*: whatever stands after a person's name says who they are.
            if not name or len(piece) > 80:
                return None
            if not organisation and _PLACE.match(piece):
                organisation = piece
                continue
            role = f"{role}, {piece}" if role else piece
            continue
        name = name or other.name
        role = f"{role}, {other.role}" if role and other.role else role or other.role
        organisation = organisation or other.organisation
    return Person(name, role, organisation)


def _parse_single(text: str) -> Person | None:
    text = text.strip()
    if not text or len(text) > 90:
        return None
    if _BODY.match(text) or _REGION.match(text) or _ACRONYM.match(text):
        return Person(organisation=text)
    if text.casefold() in read_folded("speaker"):
        return Person(name=text)
    within = _WITHIN.search(text)
    organisation = within[1] if within else ""
    bare = text[: within.start()].strip() if within else text
    words = bare.split()
    at = next((number for number, word in enumerate(words[:4]) if find_role(word)), None)
    if at is None:
        if _FIRST_NAME.match(bare):
            return Person(bare, "", organisation)
        return None
    before, after = words[:at], words[at + 1 :]
    # *ordfører Kari Nordmann*; *kommunstyrelsens ordförande*; *leder for barnevernet*.
    named = " ".join(after)
    if after and (_FIRST_NAME.match(named) or re.fullmatch(_NAME, named)):
        return Person(named, _write_role([*before, words[at]]), organisation)
    if before and _FIRST_NAME.match(" ".join(before)):
        return Person(" ".join(before), _write_role(words[at:]), organisation)
    if after and after[0].casefold() not in ("for", "för", "av", "i", "på", "ved", "vid"):
        return None
    return Person("", _write_role(words), organisation)


def _write_role(words: list[str]) -> str:
    """A role as it stands in a list: *ordføreren* is *ordfører*, and no sentence begins with it."""
    bare = len(words) == 1
    written = [find_role(word) or word if bare else word for word in words]
    role = " ".join(written)
    return role if role[1:2].isupper() else role[:1].lower() + role[1:]


def find_role(word: str) -> str:
    """The indefinite form of a word that is a role, alone or as the end of a compound; else ""."""
    folded = word.strip("*").casefold()
    for form, indefinite in _roles().items():
        if folded == form or (len(form) >= _SHORTEST_ENDING and folded.endswith(form)):
            return word[: len(word) - len(form)] + indefinite
    return ""


@cache
def _roles() -> Mapping[str, str]:
    forms: dict[str, str] = {}
    for pair in read_words()["role"]:
        indefinite, definite = pair.split("=")
        forms[indefinite] = indefinite
        forms[definite] = indefinite
    return dict(sorted(forms.items(), key=lambda form: -len(form[0])))


def split_people(text: str) -> list[str]:
    """The pieces of a list in one line: *Kari Nordmann (H), Ola Vik og Eva Lie*; where a semicolon
    parts them, commas stay within, as they do within brackets."""
    if ";" in text:
        return [piece.strip() for piece in text.split(";") if piece.strip()]
    return [
        piece.strip()
        for piece in re.split(
            rf"{_COMMA}(?:og|och|samt)\s+|{_COMMA}|\s+(?:og|och|samt)\s+(?![^()]*\))", text
        )
        if piece.strip()
    ]
