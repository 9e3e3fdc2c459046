"""What in a text may tell more of a person than need be public. It warns and never blocks: an
identity number is certain, the rest is for whoever writes, and whoever reviews, to judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.organisations.figures import find_populations
from network.organisations.queries import list_counties
from network.organisations.tables import Organisation
from network.public_words import walk_texts
from network.text.personal_details import Code, find_personal_details, names_person
from network.text.slugs import slugify

# Where so many live at most, age and day and a matter of health or crime can point at one person.
# Half of all municipalities have fewer.
SMALL_PLACE = 15_000
# So many are told of one field, so that a list of telephones is one thing to look at.
_MOST_AT_A_FIELD = 5


@dataclass(frozen=True, slots=True)
class PrivacyWarning:
    """What stands at a place of a text, as it is written: never to be logged. ``place`` is the name
    of the small place that a case of a person happened in, "" for the organisation's own."""

    path: str
    code: Code
    words: str
    place: str = ""


def find_warnings_in_value(
    session: Session, value: Any, organisation_id: int
) -> list[PrivacyWarning]:
    """The warnings for every text of a content, a translation or a JSON value."""
    return find_privacy_warnings(session, walk_texts(value), organisation_id)


def find_privacy_warnings(
    session: Session, texts: Iterable[tuple[str, str]], organisation_id: int
) -> list[PrivacyWarning]:
    """What tells of a person in texts (path, Markdown or line), in their order; each once a field.

    ``organisation_id`` is whose the text is: what happened to somebody in a municipality of
    ``SMALL_PLACE`` people or fewer by the register's figures, or in a place that the register does
    not know, such as a village or a school, is told. No query unless a text holds such a matter,
    then four.
    """
    by_path = dict(texts)
    warnings: list[PrivacyWarning] = []
    cases: list[tuple[str, str, tuple[str, ...]]] = []
    for path, text in by_path.items():
        told: set[tuple[str, str]] = set()
        for detail in find_personal_details(text):
            words = text[detail.start : detail.end].strip()
            if (detail.code, words) in told or len(told) >= _MOST_AT_A_FIELD:
                continue
            told.add((detail.code, words))
            if detail.code == "case_of_person":
                cases.append((path, words, detail.places))
            else:
                warnings.append(PrivacyWarning(path, detail.code, words))
    warnings += _find_direct_phones(by_path, {warning.path for warning in warnings})
    warnings += _find_cases(session, cases, organisation_id)
    order = {path: number for number, path in enumerate(by_path)}
    return sorted(warnings, key=lambda warning: order[warning.path])


def _find_direct_phones(
    texts: Mapping[str, str], told: Collection[str]
) -> Iterable[PrivacyWarning]:
    """Telephones of contacts that are called after a person."""
    for path, text in texts.items():
        holder, _dot, name = path.rpartition(".")
        beside = (texts.get(f"{holder}.{field}" if holder else field, "") for field in _WHOSE)
        if name == "phone" and text.strip() and path not in told and any(map(names_person, beside)):
            yield PrivacyWarning(path, "direct_phone", text.strip())


_WHOSE = ("office", "role", "name")


def _find_cases(
    session: Session, cases: list[tuple[str, str, tuple[str, ...]]], organisation_id: int
) -> Iterable[PrivacyWarning]:
    if not cases:
        return
    slugs = {place: _make_bare(place) for _path, _words, places in cases for place in places}
    bodies = session.execute(
        select(Organisation.id, Organisation.bare_slug, Organisation.type).where(
            (Organisation.id == organisation_id)
            | Organisation.bare_slug.in_([slug for both in slugs.values() for slug in both])
        )
    ).all()
    populations = find_populations(session)
    counties = {slugify(county.area) for county in list_counties(session).values()}

    def is_small(place: str) -> bool:
        known = [body.id for body in bodies if body.bare_slug in slugs[place]]
        if not known:
            return not counties & set(slugs[place])
        return any(populations.get(body, 0) <= SMALL_PLACE for body in known)

    own = [
        populations[body.id]
        for body in bodies
        if body.id == organisation_id and body.type == "municipality" and body.id in populations
    ]
    for path, words, places in cases:
        small = [place for place in places if is_small(place)]
        if small or (not places and own and own[0] <= SMALL_PLACE):
            yield PrivacyWarning(path, "case_of_person", words, small[0] if small else "")


def _make_bare(place: str) -> tuple[str, ...]:
    """The slugs that the register may have a place under: without what it is, and its genitive."""
    words = place.split()
    if words[-1] in ("kommune", "kommun", "sentrum", "centrum"):
        words = words[:-1]
    slug = slugify(" ".join(words))
    return (slug, slug.removesuffix("s"))
