"""A country as its curator sees it: needs by their age, endorsements by when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from sqlalchemy.orm import Session

from network import clock
from network.community.missed_searches.actions import may_curate_searches
from network.community.needs.reading import read_open_needs
from network.community.permissions import find_coordinated_countries
from network.documents.worklists import read_endorsers
from network.entries.endorsements import Endorsement, find_endorsements_to_look_at
from network.entries.queries import Card, find_cards
from network.errors import NotAllowed
from network.site import get_site
from network.web.authentication import get_actor
from network.web.languages import get_ui_language

# The most that is shown of either list.
MOST = 100


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need that is open: for how many days, and how many answers it has."""

    card: Card
    days: int
    answers: int


@dataclass(frozen=True, slots=True)
class Endorsed:
    """An endorsed entry: what was said, by whom (their name, "" where that is not known), and
    whether it is to be looked at again by now."""

    card: Card
    said: Endorsement
    by: str
    is_due: bool


def country_page() -> str:
    """The page of one of the countries that the actor looks after (``country``: NO, SE), the first
    of them where the address names none. Raises ``NotAllowed`` for whoever looks after none."""
    with get_site().database.reading() as session:
        countries = [
            country for country in find_coordinated_countries(session, get_actor()) if country
        ]
        if not countries:
            raise NotAllowed("need.coordinate")
        asked = request.args.get("country", "")
        country = asked if asked in countries else countries[0]
        return render_template(
            "desk/curating/country.html",
            country=country,
            countries=countries,
            needs=_read_needs(session, country),
            endorsements=_read_endorsements(session, country, clock.today()),
            may_curate_searches=may_curate_searches(get_actor()),
            most=MOST,
        )


def _read_needs(session: Session, country: str) -> Sequence[OpenNeed]:
    """The country's open needs, the oldest first. Some five queries."""
    answers = dict(read_open_needs(session, country=country))
    cards = sorted(
        find_cards(session, answers, get_ui_language()),
        key=lambda card: (card.published_at, str(card.id)),
    )
    now = clock.now()
    return [
        OpenNeed(card, max(0, (now - card.published_at).days), answers[card.id])
        for card in cards[:MOST]
    ]


def _read_endorsements(session: Session, country: str, today: date) -> Sequence[Endorsed]:
    """The country's endorsements, the first to be looked at again first. Some five queries."""
    said = dict(list(find_endorsements_to_look_at(session, country).items())[:MOST])
    names = read_endorsers(session, said)
    cards = {card.id: card for card in find_cards(session, said, get_ui_language())}
    return [
        Endorsed(cards[id], endorsement, names.get(id, ""), endorsement.look_again <= today)
        for id, endorsement in said.items()
        if id in cards
    ]
