"""Two or three entries side by side, on the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from network.entries.addresses import find_addresses
from network.entries.queries import Card, find_cards, find_entries_sharing_topics
from network.entries.reading import EntryReading, read_entry
from network.organisations.figures import find_populations
from network.organisations.queries import find_organisation_ids, list_counties
from network.site import get_site
from network.text.references import parse_page_address, parse_reference
from network.web.addresses import mail_url
from network.web.languages import get_ui_language
from network.web.public.entry.entry_page import EntryPage
from network.web.public.entry.loading import load_pages_within

MOST_ENTRIES = 3
# So many arguments are looked at, and so much of each is read.
_MOST_ASKED, _LONGEST = 8, 600
_MOST_OFFERED = 6

FaultKind = Literal["unreadable", "unknown", "withdrawn", "twice", "too_many"]


@dataclass(frozen=True, slots=True)
class CompareFault:
    """What is wrong with an address that was given, as it was given."""

    kind: FaultKind
    given: str


@dataclass(frozen=True, slots=True)
class ComparedEntry:
    """An entry of the comparison: ``area`` is its county's name and ``population`` that of its
    organisation, "" and None where they are not known."""

    page: EntryPage
    reading: EntryReading
    area: str
    population: int | None

    @property
    def address(self) -> str:
        """organisation/slug"""
        return self.reading.address


def compare() -> str:
    """The entries that ``?entry=organisation/slug``, given two or three times, names; each may be
    the whole address of a page. With fewer the page offers what to compare with; what cannot be
    compared is told, and the others are. Some thirty queries.
    """
    ui = get_ui_language()
    given = [text.strip()[:_LONGEST] for text in request.args.getlist("entry")[:_MOST_ASKED]]
    with get_site().public.reading() as session:
        ids, faults = _find_entries(session, [text for text in given if text])
        compared = _load(session, ids, ui)
        offered = _offer(session, ids, ui) if 0 < len(ids) < MOST_ENTRIES else []
    # Without "my" and "aid", which are the reader's own.
    address = get_site().settings.public_url + url_for(
        "public.compare", entry=[entry.address for entry in compared], my=None, aid=None
    )
    title = (
        _("Compare") + ": " + " – ".join(entry.reading.words("title").text for entry in compared)
    )
    return render_template(
        "public/compare/compare.html",
        shared_address=address,
        shared_title=title,
        share=mail_url("", _("Grannar: %(title)s", title=title), f"{title}\n\n{address}\n")
        if len(compared) > 1
        else "",
        compared=compared,
        names_differ=len({entry.reading.organisation.slug for entry in compared}) == len(compared),
        addresses=[entry.address for entry in compared],
        offered=offered,
        faults=faults,
        most=MOST_ENTRIES,
    )


def _find_entries(session: Session, given: Sequence[str]) -> tuple[list[UUID], list[CompareFault]]:
    """The entries at the addresses in their order, each once and at most three, and what is wrong
    with the others. One query."""
    places = {text: _read_address(text) for text in given}
    states = find_addresses(session, [place for place in places.values() if place])
    ids: list[UUID] = []
    faults = []
    for text in given:
        place = places[text]
        state = states.get(place) if place else None
        if place is None:
            faults.append(CompareFault("unreadable", text))
        elif state is None:
            faults.append(CompareFault("unknown", text))
        elif state.entry_id is None:
            faults.append(CompareFault("withdrawn", text))
        elif state.entry_id in ids:
            faults.append(CompareFault("twice", text))
        elif len(ids) == MOST_ENTRIES:
            faults.append(CompareFault("too_many", text))
        else:
            ids.append(state.entry_id)
    return ids, list(dict.fromkeys(faults))


def _offer(session: Session, ids: Sequence[UUID], ui: str) -> list[Card]:
    """What the first may be compared with: what is most like it, then what shares its topics."""
    like = get_site().index.similar(ids[0].hex, limit=_MOST_OFFERED)
    cards = find_cards(session, [UUID(hex=entry) for entry in like], ui)
    cards += find_entries_sharing_topics(session, ids[0], ui, _MOST_OFFERED + len(ids))
    others = {card.id: card for card in cards if card.id not in ids}
    return list(others.values())[:_MOST_OFFERED]


def _read_address(text: str) -> tuple[str, str] | None:
    """(organisation, slug) of an address as it stands in a browser or a text; None for any other
    text. What it names within the entry is left out."""
    reference = parse_reference(parse_page_address(text) or text.strip("/").lower())
    if reference is None or reference.points != "entry":
        return None
    return reference.organisation[:100], reference.slug[:100]


def _load(session: Session, ids: Iterable[UUID], ui: str) -> list[ComparedEntry]:
    readings = [read_entry(session, entry_id, ui) for entry_id in ids]
    if not readings:
        return []
    pages = load_pages_within(session, readings)
    counties = list_counties(session)
    populations = find_populations(session)
    numbers = find_organisation_ids(session)
    compared = []
    for reading in readings:
        body = reading.organisation
        county = counties.get(f"{body.country}-{body.county}")
        number = numbers.get(body.slug)
        compared.append(
            ComparedEntry(
                pages[reading.id],
                reading,
                county.area if county else "",
                populations.get(number) if number is not None else None,
            )
        )
    return compared
