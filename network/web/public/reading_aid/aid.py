"""The reading aid: what the neighbour's terms mean, beside each term and in notes at the end.

It is made for one page and asked in the order of the page: every term met gets the next number, and
each term has one note in ``notes``, which paper prints as footnotes. A word is explained at its
first place on the page alone; another word of the same term leads to the same note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from network import clock
from network.entries.reading import EntryReading, Words
from network.interface_languages import FOREIGN
from network.kinds.content import collect_words
from network.organisations.queries import find_register_around
from network.organisations.values import Registered
from network.text.highlighting import HighlightedText, highlight
from network.text.references import parse_reference
from network.topics.terms_in_text import Meaning, TermsInText, load_finder
from network.topics.values import Term
from network.topics.vocabulary import load_terms
from network.web.languages import get_ui_language
from network.web.public.reading_aid.bodies import Bodies
from network.web.public.reading_aid.term_notes import TermNotes


def is_offered(reading: EntryReading) -> bool:
    """Whether any of the text that the page shows is in the neighbour's language."""
    foreign = FOREIGN[get_ui_language()]
    if reading.language in foreign:
        return True
    content = reading.content
    if content.language not in foreign:
        return False
    return content.contact is not None or any(
        reading.words(path).language in foreign for path in collect_words(content)
    )


@dataclass(slots=True)
class Note:
    """The note of one term at the end of the page."""

    number: int
    language: str
    meaning: Meaning
    words: list[str] = field(default_factory=list)
    local_sentences: list[Markup] = field(default_factory=list)
    html: Markup = field(default_factory=Markup)
    is_placed: bool = False

    @property
    def id(self) -> str:
        """The address of the note. No part of an entry has one with an underscore in it."""
        return f"aid_{self.number}"

    @property
    def first(self) -> str:
        """The address of the place where the term is met first."""
        return f"aid_at_{self.number}"


class ReadingAid:
    """The aid of one page; ``bodies`` and ``area`` are what ``find_register_around`` gave."""

    def __init__(
        self,
        reading: EntryReading,
        terms: Mapping[str, Term],
        bodies: Mapping[str, Registered],
        area: str,
        today: date,
    ) -> None:
        self._terms = terms
        self._bodies = bodies
        self._body_finder = Bodies(reading, bodies, area)
        self._today = today
        self._reader = get_ui_language()
        self._term_notes = TermNotes(terms, bodies, today, self._reader)
        self._finders: dict[str, TermsInText] = {}
        self._notes: dict[str, Note] = {}
        # Term, or name, and word of what stands explained on the page.
        self._explained: set[tuple[str, str]] = set()
        self._language = ""
        self._path = ""

    def set_followers(self, followers: Mapping[str, Registered]) -> None:
        """Take in the organisations of ``successors``, by slug: the others are not named."""
        self._term_notes.followers = followers

    @property
    def successors(self) -> frozenset[str]:
        """The slugs of what may be named as having followed something on the page."""
        return frozenset(slug for body in self._bodies.values() for slug in body.followed_by())

    def prose(self, words: Words, path: str) -> str:
        """The safe HTML at ``path`` with its terms explained, its references not yet filled in."""
        if words.language not in FOREIGN[self._reader]:
            return words.text
        self._language, self._path = words.language, path
        return highlight(words.text, self)

    def line(self, words: Words, path: str) -> Words:
        """Plain text at ``path`` with its terms explained, as safe HTML."""
        if words.language not in FOREIGN[self._reader]:
            return words
        html = Words(str(escape(words.text)), words.language)
        return Words(Markup(self.prose(html, path)), words.language)

    def notes(self) -> list[Note]:
        """The notes of the terms met so far, in the order of the page, each with its ``html``."""
        for note in self._notes.values():
            sentences = self._term_notes.write_sentences(note.meaning, note.language, linked=True)
            note.html = Markup(" ").join([*sentences[:1], *note.local_sentences, *sentences[1:]])
        return list(self._notes.values())

    # What ``mark`` asks.

    def new_block(self) -> None:
        """Nothing: what was explained in one block is explained for the page."""

    def find(self, text: str) -> Iterable[HighlightedText[Meaning]]:
        return self._finder.find(text)

    def wrap(self, highlighted: HighlightedText[Meaning], text: str, html: str) -> str:
        note, is_first = self._note(highlighted.what)
        local_sentence = self._body_finder.describe(highlighted, text, self._language, self._path)
        if local_sentence is not None and local_sentence not in note.local_sentences:
            note.local_sentences.append(local_sentence)
        if not is_first:
            return html
        return (
            f'<span class="aid"{self._place(note)}>'
            f'<a class="aid-term" href="#{note.id}" aria-describedby="{note.id}">{html}</a>'
            f'<sup class="aid-number" aria-hidden="true">{note.number}</sup>'
            f"{self._tip(note, local_sentence)}</span>"
        )

    def after_link(self, reference: str) -> str:
        meaning = self._behind(reference)
        if meaning is None:
            return ""
        note, is_first = self._note(meaning, linked=True)
        if not is_first:
            return ""
        label = escape(_("Note %(number)s", number=note.number))
        return (
            f'<span class="aid"{self._place(note)}>'
            f'<sup><a class="aid-mark" href="#{note.id}" aria-describedby="{note.id}"'
            f' aria-label="{label}">{note.number}</a></sup>{self._tip(note, None)}</span>'
        )

    @property
    def _finder(self) -> TermsInText:
        finder = self._finders.get(self._language)
        if finder is None:
            closed = (body for body in self._bodies.values() if body.closed)
            # A place outlives the municipality that had its name.
            names = {
                name: body.slug
                for body in closed
                if body.type != "municipality"
                for name in body.all_names()
            }
            finder = load_finder(self._terms, self._language, self._reader, self._today, names)
            self._finders[self._language] = finder
        return finder

    def _note(self, meaning: Meaning, linked: bool = False) -> tuple[Note, bool]:
        """The note of what is met, and whether it is met for the first time on the page.

        A link has words of its own: what it leads to is called otherwise only in its own note.
        """
        key = meaning.term.id if meaning.term else f"/{meaning.name}"
        note = self._notes.get(key)
        if note is None:
            note = Note(len(self._notes) + 1, self._language, meaning)
            self._notes[key] = note
        if meaning.word not in note.words and not (linked and note.words):
            note.words.append(meaning.word)
        place = (key, note.words[0] if linked else meaning.word)
        is_first = place not in self._explained
        self._explained.add(place)
        return note, is_first

    def _behind(self, link: str) -> Meaning | None:
        """What a link leads to: a body whose time is over, or a term that needs explaining."""
        target = parse_reference(link)
        if target is None:
            return None
        if target.points == "organisation":
            body = self._bodies.get(target.slug)
            if body is None or not body.closed:
                return None
            return self._finder.of_name(body.slug) or Meaning(body.name, None, None, body.slug)
        return self._finder.of_term(target.slug) if target.points == "term" else None

    def _place(self, note: Note) -> str:
        """The id that the first place of a note has."""
        if note.is_placed:
            return ""
        note.is_placed = True
        return f' id="{note.first}"'

    def _tip(self, note: Note, local_sentence: Markup | None) -> Markup:
        sentences = self._term_notes.write_sentences(note.meaning, note.language, linked=False)
        local_sentences = [local_sentence] if local_sentence else []
        text = Markup(" ").join([*sentences[:1], *local_sentences, *sentences[1:]])
        return Markup('<span class="aid-tip" aria-hidden="true" lang="{}">{}</span>').format(
            self._reader, text
        )


def load_reading_aid(session: Session, reading: EntryReading, slugs: Iterable[str]) -> ReadingAid:
    """The aid for a page that shows ``reading``, whose text links to the organisations ``slugs``.

    Two queries.
    """
    bodies, area = find_register_around(session, reading.organisation, slugs)
    return ReadingAid(reading, load_terms(session), bodies, area, clock.today())
