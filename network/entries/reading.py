"""One entry as a reader of one language meets it: each text with the language it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.entries.endorsements import Endorsement, find_endorsements
from network.entries.projection import parse_entry_content
from network.entries.tables import Entry, EntryText
from network.errors import NotFound
from network.interface_languages import PREFERRED
from network.kinds import Content
from network.kinds.content import collect_words, is_beside_the_text, list_markdown_paths
from network.kinds.translation import Translation
from network.organisations.queries import find_organisations_by_id
from network.organisations.tables import Organisation
from network.organisations.values import Registered
from network.text.markdown import render


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is written in."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One of an entry's texts: its language, and whether the original has moved on since."""

    language: str
    is_original: bool
    is_stale: bool


@dataclass(frozen=True, slots=True)
class EntryReading:
    """An entry with one of its texts chosen; what that text lacks is shown as in the original."""

    id: UUID
    content: Content
    organisation_id: int
    organisation: Registered
    publisher: Registered
    slug: str
    language: str
    published_at: datetime
    revised_at: datetime
    texts: tuple[TextVersion, ...]
    topics: tuple[str, ...]
    endorsement: Endorsement | None
    _words: Mapping[str, str]
    _html: Mapping[str, str]
    _original_words: Mapping[str, str]
    _original_html: Mapping[str, str]

    @property
    def address(self) -> str:
        """organisation/slug"""
        return f"{self.organisation.slug}/{self.slug}"

    @property
    def is_recorded(self) -> bool:
        """Whether somebody else than the organisation it is about published it."""
        return self.publisher.slug != self.organisation.slug

    @property
    def is_translated(self) -> bool:
        """Whether the text shown is not the original."""
        return self.language != self.content.language

    @property
    def is_stale(self) -> bool:
        """Whether the text shown was made from an earlier revision of the original."""
        return any(text.is_stale for text in self.texts if text.language == self.language)

    def words(self, path: str) -> Words:
        """The plain text at ``path``, in the chosen language or else the original's."""
        if path in self._words:
            return Words(self._words[path], self.language)
        original = self._original_words.get(path, "")
        if not original and is_beside_the_text(path):
            # What was made public before this could be translated has it in its content alone.
            original = collect_words(self.content).get(path, "")
        return Words(original, self.content.language)

    def html(self, path: str) -> Words:
        """The safe HTML at ``path``, references not yet filled in."""
        if path in self._html:
            return Words(self._html[path], self.language)
        return Words(self._original_html.get(path, ""), self.content.language)

    def all_html(self) -> Iterator[str]:
        """All safe HTML that the page may show, for finding its references at once."""
        yield from self._original_html.values()
        yield from self._html.values()


def read_entry(session: Session, entry_id: UUID, language: str, pinned: str = "") -> EntryReading:
    """The entry as a reader of ``language`` (nb, nn, sv, en) meets it. Four queries.

    ``pinned`` asks for the text in that language, where there is one. Raises ``NotFound``.
    """
    entries = read_entries(session, [entry_id], language, pinned)
    if not entries:
        raise NotFound(str(entry_id))
    return entries[entry_id]


def read_entries(
    session: Session, ids: Iterable[UUID], language: str, pinned: str = ""
) -> Mapping[UUID, EntryReading]:
    """Several entries as a reader of ``language`` meets them, in the given order; those that are
    no longer public are left out. Four queries, however many there are."""
    wanted = list(dict.fromkeys(ids))
    entries = {row.id: row for row in session.scalars(select(Entry).where(Entry.id.in_(wanted)))}
    texts: dict[UUID, list[EntryText]] = {}
    for text in session.scalars(select(EntryText).where(EntryText.entry_id.in_(list(entries)))):
        texts.setdefault(text.entry_id, []).append(text)
    owners = {
        organisation_id
        for row in entries.values()
        for organisation_id in (row.organisation_id, row.publisher_id)
    }
    values = find_organisations_by_id(session, owners)
    said = find_endorsements(session, entries)
    return {
        id: _reading(entries[id], texts[id], values, said.get(id), language, pinned)
        for id in wanted
        if id in entries
    }


def _reading(
    entry: Entry,
    rows: list[EntryText],
    values: Mapping[int, Registered],
    endorsement: Endorsement | None,
    language: str,
    pinned: str,
) -> EntryReading:
    texts = {text.language: text for text in rows}
    original = texts[entry.language]
    chosen = next(
        (texts[preferred] for preferred in (pinned, *PREFERRED[language]) if preferred in texts),
        original,
    )
    content = parse_entry_content(entry)
    return EntryReading(
        id=entry.id,
        content=content,
        organisation_id=entry.organisation_id,
        organisation=values[entry.organisation_id],
        publisher=values[entry.publisher_id],
        slug=entry.slug,
        language=chosen.language,
        published_at=entry.published_at,
        revised_at=entry.revised_at,
        texts=tuple(
            TextVersion(
                text.language,
                text.is_original,
                not text.is_original and text.made_from != entry.fingerprint,
            )
            for text in sorted(rows, key=lambda text: (not text.is_original, text.language))
        ),
        topics=content.topics,
        endorsement=endorsement,
        _words=chosen.words,
        _html=chosen.html,
        _original_words=original.words,
        _original_html=original.html,
    )


def make_reading(
    session: Session,
    entry_id: UUID,
    content: Content,
    organisation_id: int,
    translation: Translation | None = None,
) -> EntryReading:
    """Content that is not public, as its page would be read if it was: for previews.

    Nothing is written; the moment of publication is now. Costs what rendering its Markdown does.
    """
    body = session.get_one(Organisation, organisation_id).value
    original = collect_words(content)
    markdown = list_markdown_paths(content)
    html = {path: render(text) for path, text in original.items() if path in markdown}
    words = dict(translation.words) if translation else original
    now = clock.now()
    return EntryReading(
        id=entry_id,
        content=content,
        organisation_id=organisation_id,
        organisation=body,
        publisher=body,
        slug="",
        language=translation.language if translation else content.language,
        published_at=now,
        revised_at=now,
        texts=(TextVersion(content.language, True, False),),
        topics=content.topics,
        endorsement=None,
        _words=words,
        _html={path: render(text) for path, text in words.items() if path in markdown}
        if translation
        else html,
        _original_words=original,
        _original_html=html,
    )
