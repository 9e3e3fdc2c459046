"""Suggestions of links: organisations and entries that a form's texts name and do not link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from network.entries.reference_targets import resolve
from network.names.finder import Mention, find_mentions
from network.names.known_names import KnownNames
from network.organisations.queries import find_organisations_by_slug, list_counties
from network.site import get_site
from network.text.references import Reference, parse_reference
from network.web.desk.form import forms
from network.web.labels import COUNTRIES, KINDS
from network.web.languages import get_ui_language

# The most suggestions that a form makes at once; when some are taken, others come.
MOST = 30
MOST_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What a mention may be linked to: what the button sends, and what it says."""

    do: str
    label: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A mention in a field of the form, with what it may be, the likeliest first."""

    place: str
    words: str
    choices: tuple[Choice, ...]


def suggest_links(
    session: Session, kind: str, fields: Mapping[str, Any], language: str, own: str
) -> list[Suggested]:
    """What the texts of a form name and do not link: each target once a field, and never ``own``,
    the organisation that writes. Costs some ten milliseconds for 1,000 words."""
    known_names = get_site().names.fresh(session)
    mentions = []
    for place, text in forms.list_prose(kind, fields):
        met: set[str] = set()
        for mention in find_mentions(text, language, known_names):
            linked = f"[[{mention.target}" in text
            if mention.target == own or mention.target in met or linked:
                continue
            met.add(mention.target)
            mentions.append((place, mention))
    mentions = mentions[:MOST]
    wanted = {
        target: known_reference
        for _, mention in mentions
        for target in mention.candidates[:MOST_CANDIDATES]
        if (known_reference := parse_reference(target)) is not None
    }
    targets = resolve(session, wanted.values(), get_ui_language())
    bodies = find_organisations_by_slug(
        session, [target.slug for target in wanted.values() if target.points == "organisation"]
    )
    counties = list_counties(session)

    def label(target: Reference) -> str:
        resolved = targets[target]
        if resolved.card is not None:
            kind = str(KINDS[resolved.card.kind]).lower()
            return f"{resolved.title} ({resolved.card.organisation_name}, {kind})"
        body = bodies[target.slug]
        county = counties.get(f"{body.country}-{body.county}")
        # Two may bear one name in one country.
        where = [county.area] if county and county.area != resolved.title else []
        where += [str(COUNTRIES[body.country])] if body.country else []
        return f"{resolved.title} ({', '.join(where)})" if where else resolved.title

    return [
        Suggested(place, mention.words, choices)
        for place, mention in mentions
        if (
            choices := tuple(
                Choice(_do(place, mention, target), label(wanted[target]))
                for target in mention.candidates[:MOST_CANDIDATES]
                if target in wanted and targets[wanted[target]].state == "live"
            )
        )
    ]


def link_mention(
    kind: str, fields: dict[str, Any], language: str, known_names: KnownNames, do: str
) -> str:
    """Link the mention that a button named in ``fields``; the place to go on at, or "".

    The button says place, beginning and target. Where the text has changed since, so that nothing
    of that name begins there, nothing is done.
    """
    place, _, rest = do.partition("@")
    start, _, target = rest.partition("@")
    text = dict(forms.list_prose(kind, fields)).get(place)
    if text is None or not start.isascii() or not start.isdigit():
        return ""
    for mention in find_mentions(text, language, known_names):
        if mention.start == int(start[:9]) and target in mention.candidates:
            linked = f"[[{target}|{mention.words}]]"
            forms.put_text(fields, place, text[: mention.start] + linked + text[mention.end :])
            return place
    return ""


def _do(place: str, mention: Mention, target: str) -> str:
    return f"mention:{place}@{mention.start}@{target}"
