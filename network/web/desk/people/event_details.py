"""What the log of accounts keeps beside an event, in words: names for slugs, labels for codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from network.organisations.queries import find_organisations_by_slug
from network.organisations.values import Registered
from network.people.events import Event
from network.topics.values import Topic
from network.topics.vocabulary import load_topics
from network.web import labels
from network.web.dates import format_month, format_partial_date
from network.web.languages import get_locale_name, get_ui_language
from network.web.templating import topic_label

# What stands where in the detail of an event (``record_event``). What is not named here, such as
# the browser of a sign-in or the address of a text, is shown as it is kept.
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "mandate_given": ("role", "place", "place"),
    "mandate_ended": ("role",),
    "own_approval_given": ("place",),
    "own_approval_taken": ("place",),
    "marked": ("place", "mark"),
    "mark_taken_back": ("place",),
    "question_asked": ("place",),
    "question_answered": ("place",),
    "need_answered": ("place",),
    "answer_helped": ("place",),
    "help_taken_back": ("place",),
    "promoted": ("place", "topic", "", "day"),
    "promotion_ended": ("place", "topic"),
    "reported": ("about",),
    "report_settled": ("about", "outcome"),
    "letter_sent": ("place", "month"),
}


def describe_details(session: Session, events: Iterable[Event]) -> list[Markup]:
    """The detail of each event in words of the page's language, in their order; "" where there is
    none. Asks for the organisations and the topics once, which are kept by the register."""
    parts = [_divide(event) for event in events]
    slugs = {word for pairs in parts for part, word in pairs if part == "place"}
    words = _Words(find_organisations_by_slug(session, slugs), load_topics(session))
    return [Markup(", ").join(words.describe(*pair) for pair in pairs) for pairs in parts]


def _divide(event: Event) -> list[tuple[str, str]]:
    """What the detail of an event holds, each with what it is; "" for what is shown as it is."""
    if not event.detail:
        return []
    if event.verb in ("token_made", "token_ended"):
        # A name is its owner's own, with what signs it may have.
        name, _, slug = event.detail.rpartition(", ")
        return [("", name), ("place", slug)]
    if event.verb not in _PARTS:
        return [("", event.detail)]
    held = re.split(" " if event.verb == "letter_sent" else ": |, ", event.detail)
    parts = _PARTS[event.verb]
    # A need that belongs to nobody is named alone.
    return [(parts[at] if at < len(parts) else "", word) for at, word in enumerate(held)]


class _Words:
    """Words of the page's language for what a detail holds."""

    def __init__(
        self, organisations: Mapping[str, Registered], topics: Mapping[str, Topic]
    ) -> None:
        self._organisations = organisations
        self._topics = topics
        self._by_part: Mapping[str, Callable[[str], str]] = {
            "": str,
            "role": lambda word: _label(labels.MANDATES, word),
            "mark": lambda word: _label(labels.MARKS, word),
            "about": lambda word: _label(labels.REPORTED, word),
            "outcome": lambda word: _label(labels.REPORT_OUTCOMES, word),
            "place": self._name_place,
            "topic": self._name_topic,
            "day": format_partial_date,
            "month": lambda word: format_month(word, get_locale_name()),
        }

    def describe(self, part: str, word: str) -> Markup:
        """A word of a detail as a reader is told it; as it is kept where it means nothing now."""
        try:
            return escape(self._by_part[part](word))
        except ValueError:
            return escape(word)

    def _name_place(self, word: str) -> str:
        if word in labels.COUNTRIES:
            return str(labels.COUNTRIES[word])
        body = self._organisations.get(word)
        return body.name_for(get_ui_language()).name if body else word

    def _name_topic(self, word: str) -> str:
        return topic_label(self._topics[word]) if word in self._topics else word


def _label(among: Mapping[str, object], word: str) -> str:
    """The label in the middle of a sentence."""
    label = str(among.get(word, word))
    return label[:1].lower() + label[1:]
