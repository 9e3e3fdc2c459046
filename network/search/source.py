"""What the index is made from: the public entries of the database and the log of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.changes import list_changes_since, read_check, read_newest_change
from network.db import Database
from network.entries.attachments import find_attachment_pages, find_attachments
from network.entries.endorsements import find_endorsed_entries
from network.entries.projection import parse_entry_content
from network.entries.tables import Entry, EntryText
from network.entries.texts import PartPlace, list_part_places, make_plain_text
from network.kinds import Content
from network.kinds.field_types import measure_completeness
from network.language.words.tokens import case_number_spellings
from network.organisations.tables import Organisation
from network.search.indexed_text import BLOCK_WORDS, BLOCKS
from network.search.record import PAGE_OF, Record, RecordPart, RecordText
from network.topics.values import Topic
from network.topics.vocabulary import list_lineage, load_topics

_WORDS_TOGETHER = BLOCKS * BLOCK_WORDS


class DatabaseSource:
    """The public side of a database, as the index follows it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self) -> int:
        """The largest change number there is. One query."""
        with self._database.reading() as session:
            return read_newest_change(session)

    def read_check(self, number: int) -> str:
        """The check of this change, which another history does not have; "" without it.

        One query."""
        with self._database.reading() as session:
            return read_check(session, number)

    def list_changes_since(self, number: int, limit: int) -> Sequence[tuple[int, str]]:
        """The next changes after ``number``: (change number, entry). One query."""
        with self._database.reading() as session:
            changes = list_changes_since(session, number, limit)
        return [(change, entry_id.hex) for change, entry_id in changes]

    def records(self, ids: Sequence[str]) -> Mapping[str, Record]:
        """The records of those of these entries that are public. Seven queries."""
        with self._database.reading() as session:
            wanted = [UUID(hex=entry) for entry in ids]
            entries = session.scalars(select(Entry).where(Entry.id.in_(wanted))).all()
            texts: dict[UUID, list[EntryText]] = {}
            for text in session.scalars(
                select(EntryText)
                .where(EntryText.entry_id.in_(wanted))
                .order_by(EntryText.is_original.desc(), EntryText.language)
            ):
                texts.setdefault(text.entry_id, []).append(text)
            organisations = _organisations(session, entries)
            topics = load_topics(session)
            endorsed = find_endorsed_entries(session, wanted)
            files = find_attachments(session, wanted)
            pages = find_attachment_pages(session, list(files))
            return {
                entry.id.hex: record_of(
                    entry,
                    texts[entry.id],
                    organisations[entry.organisation_id],
                    topics,
                    is_endorsed=entry.id in endorsed,
                    files=[
                        text
                        for part, file in files.get(entry.id, {}).items()
                        for text in file_texts(part, file.language, pages.get((entry.id, part), ()))
                    ],
                )
                for entry in entries
            }

    def all_ids(self) -> Iterator[str]:
        """Every public entry. One query."""
        with self._database.reading() as session:
            for entry_id in session.scalars(select(Entry.id).order_by(Entry.id)):
                yield entry_id.hex


def record_of(
    entry: Entry,
    texts: Sequence[EntryText],
    organisation: Organisation,
    topics: Mapping[str, Topic],
    *,
    is_endorsed: bool = False,
    files: Sequence[RecordText] = (),
) -> Record:
    """What is indexed of a public entry and its files."""
    content = parse_entry_content(entry)
    under = dict.fromkeys(step for topic in content.topics for step in list_lineage(topics, topic))
    return Record(
        entry=entry.id.hex,
        kind=entry.kind,
        country=organisation.country,
        county=organisation.county,
        organisation=organisation.slug,
        names=organisation.value.all_names(),
        topics=tuple(under),
        topic_labels=tuple(
            dict.fromkeys(
                label
                for topic in content.topics
                if topic in topics
                for label in topics[topic].labels.values()
            )
        ),
        topic_aliases=tuple(
            dict.fromkeys(name for topic in under for name in topics[topic].names())
        ),
        languages=tuple(text.language for text in texts),
        years=content.years(),
        levels=content.levels_named(),
        published=entry.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        texts=(
            *(record_text(text, list_part_places(content), _numbers(content)) for text in texts),
            *files,
        ),
        outcome=_outcome(content),
        is_endorsed=is_endorsed,
        completeness=measure_completeness(content),
    )


def record_text(
    text: EntryText, of_parts: Mapping[str, PartPlace], numbers: tuple[str, ...] = ()
) -> RecordText:
    """One text of an entry in plain words, its parts apart from its body; the original with the
    titles of the attachments and the spellings of its case number."""
    passage = make_plain_text(text)
    parts = [
        RecordPart(part, of_parts[part].field if part in of_parts else "", words)
        for part, words in passage.parts.items()
    ]
    if text.is_original:
        parts += [
            RecordPart(part, place.field, place.title)
            for part, place in of_parts.items()
            if place.title
        ]
    return RecordText(
        language=text.language,
        title=text.title,
        summary=passage.summary,
        body="\n".join((passage.body, *numbers)) if text.is_original and numbers else passage.body,
        parts=tuple(parts),
    )


def file_texts(part: str, language: str, pages: Sequence[str]) -> Iterator[RecordText]:
    """The pages of a file as texts of their own, so many together that the blocks of a text (see
    ``indexed_text``) tell them apart: what an entry says itself is weighed without them."""
    together: list[RecordPart] = []
    words = 0
    for number, page in enumerate(pages, start=1):
        length = page.count(" ") + page.count("\n") + 1
        if together and words + length > _WORDS_TOGETHER:
            yield RecordText(language, "", "", "", tuple(together), is_file=True)
            together, words = [], 0
        if page.strip():
            together.append(RecordPart(f"{part}{PAGE_OF}{number}", "files", page))
            words += length
    if together:
        yield RecordText(language, "", "", "", tuple(together), is_file=True)


def _outcome(content: Content) -> str:
    """How it went, where the content says so; not having been told is no outcome. A plan is
    planned."""
    outcome: str = "planned" if content.kind == "plan" else getattr(content, "outcome", "")
    return "" if outcome == "not_stated" else outcome


def _numbers(content: Content) -> tuple[str, ...]:
    number = getattr(content, "case_number", "")
    return (number, *case_number_spellings(number)) if number else ()


def _organisations(session: Session, entries: Sequence[Entry]) -> Mapping[int, Organisation]:
    ids = {entry.organisation_id for entry in entries}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {row.id: row for row in rows}
