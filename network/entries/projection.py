"""Writing entries: the projection of approved content, and its withdrawal.

The only code that writes the public tables. Every action here belongs in the transaction of the
approval, and leaves a line in the log of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network.changes import record_change, record_changes
from network.db import Base, NewRow, insert_rows
from network.entries.addresses import leave_tombstones, take_address
from network.entries.adoption import list_adoptions
from network.entries.attachments import write_attachments
from network.entries.chosen_items import write_items
from network.entries.mentions import Pointer, list_organisations, list_pointers
from network.entries.tables import (
    Entry,
    EntryAddress,
    EntryAdoption,
    EntryAttachment,
    EntryAttachmentPage,
    EntryLink,
    EntryMeasure,
    EntryNeed,
    EntryOrganisation,
    EntrySeries,
    EntryText,
    EntryTopic,
    SeriesPlace,
)
from network.kinds import Collection, Content, Experience, Meeting, Need, Plan, parse_content
from network.kinds.content import (
    collect_words,
    dump_canonical,
    list_markdown_paths,
    make_fingerprint,
)
from network.kinds.dates import find_first_day
from network.kinds.outcomes import list_outcomes
from network.kinds.translation import Translation, fit_translation
from network.organisations.tables import Organisation
from network.text.markdown import render
from network.topics.values import Topic
from network.topics.vocabulary import list_lineage, load_topics

# What is written anew with every revision of the original.
_RELATIONS = (
    EntryOrganisation,
    EntryLink,
    EntrySeries,
    EntryMeasure,
    EntryAdoption,
    EntryNeed,
    EntryAttachment,
    EntryAttachmentPage,
)


@dataclass(frozen=True, slots=True)
class ApprovedContent:
    """What was approved, where it is to lie, and since when it is public."""

    entry_id: UUID
    organisation_id: int
    slug: str
    publisher_id: int
    content: Content
    first: datetime
    revised: datetime
    # The content's canonical values and their fingerprint, where they were made already.
    canonical: tuple[dict[str, Any], str] | None = None


@dataclass(frozen=True, slots=True)
class ApprovedTranslation:
    """A translation that was approved, what the entry's original says, and since when it is
    public."""

    entry_id: UUID
    original: Content
    translation: Translation
    first: datetime
    revised: datetime


def project_original(session: Session, approved: ApprovedContent, *, is_news: bool = True) -> Entry:
    """Make the entry say what ``approved`` says, in its original language.

    Where it ``is_news``, the log says what happened, else that the entry reads differently.
    Raises ``Conflict`` when the address belongs to another entry, and ``Invalid`` when the site
    does not have a file of the content.
    """
    content = approved.content
    entry = session.get(Entry, approved.entry_id)
    is_new = entry is None
    if entry is None:
        entry = Entry(id=approved.entry_id)
        session.add(entry)
    moved = not is_new and (entry.slug, entry.organisation_id) != (
        approved.slug,
        approved.organisation_id,
    )
    outcomes_before = list_outcomes(parse_entry_content(entry)) if not is_new else frozenset()
    _describe(entry, approved)
    session.flush()
    organisation = session.get_one(Organisation, approved.organisation_id)
    take_address(session, organisation.slug, approved.slug, entry.id)
    words = collect_words(content)
    html = _write_text(
        session, entry, content, content.language, words, approved.first, approved.revised
    )
    _write_relations(session, entry, content, html, is_new=is_new)
    record_change(
        session,
        entry.id,
        ("published" if is_new else "moved" if moved else "revised") if is_news else "touched",
        outcome=is_news and bool(list_outcomes(content) - outcomes_before),
    )
    return entry


def project_new_originals(session: Session, approved: Sequence[ApprovedContent]) -> None:
    """Make entries of originals that were never public: what ``project_original`` does with each
    in turn, in a number of statements that does not grow with them.

    Nothing may be at their addresses, and none may carry a file, be a collection or answer a need,
    which are written with what else there is. Some 1 ms each, for the most part for its Markdown.
    """
    slugs = dict(
        session.execute(
            select(Organisation.id, Organisation.slug).where(
                Organisation.id.in_({each.organisation_id for each in approved})
            )
        ).all()
    )
    topics = load_topics(session)
    rows: list[Base | NewRow] = []
    for each in approved:
        content = each.content
        entry = Entry(id=each.entry_id)
        _describe(entry, each)
        address = NewRow(
            EntryAddress,
            {
                "organisation": slugs[each.organisation_id],
                "slug": each.slug,
                "entry_id": each.entry_id,
                "state": "current",
            },
        )
        words = collect_words(content)
        html = _render(content, words)
        text = _make_text(entry, content.language, words, html, each.first, each.revised)
        pointers = list_pointers(content, html)
        rows += (entry, address, text)
        rows += (
            NewRow(EntryTopic, {"entry_id": entry.id, "topic_id": topic})
            for topic in _list_topics(entry, topics)
        )
        rows += _make_relations(entry, content, html, pointers)
    rows += _make_series_places(session, rows)
    insert_rows(session, rows)
    record_changes(
        session,
        "published",
        ((each.entry_id, bool(list_outcomes(each.content))) for each in approved),
    )


def project_translation(
    session: Session,
    entry_id: UUID,
    translation: Translation,
    first: datetime,
    revised: datetime,
    *,
    is_news: bool = True,
) -> None:
    """Make the entry's text in the translation's language say this.

    The entry must be public. Paths that the original has no text at are kept but not shown.
    """
    entry = session.get_one(Entry, entry_id)
    content = parse_entry_content(entry)
    words = fit_translation(translation, content).words
    _write_text(
        session,
        entry,
        content,
        translation.language,
        words,
        first,
        revised,
        translation.made_from,
    )
    record_change(session, entry_id, "revised" if is_news else "touched")


def project_new_translations(session: Session, approved: Sequence[ApprovedTranslation]) -> None:
    """Give entries their texts in languages that they had none in: what ``project_translation``
    does with each in turn, in three statements. The entries must be public."""
    rows = []
    for each in approved:
        words = fit_translation(each.translation, each.original).words
        entry = Entry(id=each.entry_id, language=each.original.language)
        rows.append(
            _make_text(
                entry,
                each.translation.language,
                words,
                _render(each.original, words),
                each.first,
                each.revised,
                each.translation.made_from,
            )
        )
    insert_rows(session, rows)
    record_changes(session, "revised", ((each.entry_id, False) for each in approved))


def withdraw_entry(session: Session, entry_id: UUID) -> None:
    """Delete everything public of the entry and leave tombstones at its addresses."""
    leave_tombstones(session, entry_id)
    for table in (EntryText, EntryTopic, *_RELATIONS):
        session.execute(delete(table).where(table.entry_id == entry_id))
    session.execute(delete(Entry).where(Entry.id == entry_id))
    record_change(session, entry_id, "withdrawn")


def withdraw_translation(session: Session, entry_id: UUID, language: str) -> None:
    """Delete one further text of an entry; the original and the other texts stay."""
    session.execute(
        delete(EntryText).where(
            EntryText.entry_id == entry_id,
            EntryText.language == language,
            EntryText.is_original.is_(False),
        )
    )
    record_change(session, entry_id, "revised")


def touch_entries(
    session: Session, *, organisations: set[int] | None = None, topics: set[str] | None = None
) -> None:
    """Log a change for the entries that read differently when these change their names."""
    entry_ids: set[UUID] = set()
    if organisations:
        entry_ids.update(
            session.scalars(
                select(Entry.id).where(
                    Entry.organisation_id.in_(organisations) | Entry.publisher_id.in_(organisations)
                )
            )
        )
    if topics:
        under = set(
            session.scalars(select(EntryTopic.entry_id).where(EntryTopic.topic_id.in_(topics)))
        )
        session.execute(delete(EntryTopic).where(EntryTopic.entry_id.in_(under)))
        for entry in session.scalars(select(Entry).where(Entry.id.in_(under))):
            _write_topics(session, entry)
        entry_ids |= under
    for entry_id in sorted(entry_ids):
        record_change(session, entry_id, "touched")


def parse_entry_content(entry: Entry) -> Content:
    """The entry's original content as a value."""
    return parse_content(entry.content)


def _describe(entry: Entry, approved: ApprovedContent) -> None:
    content = approved.content
    entry.kind = content.kind
    entry.organisation_id = approved.organisation_id
    entry.publisher_id = approved.publisher_id
    entry.slug = approved.slug
    entry.language = content.language
    if approved.canonical is None:
        values = dump_canonical(content)
        entry.content, entry.fingerprint = values, make_fingerprint(values)
    else:
        entry.content, entry.fingerprint = approved.canonical
    entry.published_at = approved.first
    entry.revised_at = approved.revised
    began, ended = content.time()
    entry.began, entry.ended = began or "", ended or ""
    outcome = getattr(content, "outcome", "")
    entry.outcome = "" if outcome == "not_stated" else outcome
    entry.cost = getattr(content, "cost", "")


def _render(content: Content, words: Mapping[str, str]) -> dict[str, str]:
    """The safe HTML of the words that are Markdown, by their paths."""
    markdown = list_markdown_paths(content)
    return {path: render(text) for path, text in words.items() if path in markdown}


def _make_text(
    entry: Entry,
    language: str,
    words: dict[str, str],
    html: dict[str, str],
    first: datetime,
    revised: datetime,
    made_from: str | None = None,
) -> EntryText:
    return EntryText(
        entry_id=entry.id,
        language=language,
        is_original=language == entry.language,
        title=words["title"],
        summary=words.get("summary", ""),
        words=words,
        html=html,
        made_from=made_from,
        published_at=first,
        revised_at=revised,
    )


def _write_text(
    session: Session,
    entry: Entry,
    content: Content,
    language: str,
    words: dict[str, str],
    first: datetime,
    revised: datetime,
    made_from: str | None = None,
) -> dict[str, str]:
    html = _render(content, words)
    session.merge(_make_text(entry, language, words, html, first, revised, made_from))
    session.flush()
    return html


def _write_relations(
    session: Session, entry: Entry, content: Content, html: dict[str, str], *, is_new: bool
) -> None:
    """Write what the content says of others. Of an entry that is new nothing stands there yet."""
    pointers = list_pointers(content, html)
    answered: set[UUID] = set()
    if not is_new:
        answered = _answered(session, entry.id)
        for table in (EntryTopic, *_RELATIONS):
            session.execute(delete(table).where(table.entry_id == entry.id))
    _write_topics(session, entry)
    if isinstance(content, Collection):
        write_items(session, entry.id, content)
    if isinstance(content, Meeting) and content.series:
        session.merge(SeriesPlace(organisation_id=entry.organisation_id, series=content.series))
    write_attachments(session, entry.id, content)
    session.add_all(_make_relations(entry, content, html, pointers))
    session.flush()
    if any(pointer.relation == "answers" for pointer in pointers):
        for need_id in sorted(_answered(session, entry.id) - answered):
            record_change(session, need_id, "answered")


def _answered(session: Session, entry_id: UUID) -> set[UUID]:
    """The public needs that an entry says it answers. One query."""
    entry_ids = session.scalars(
        select(EntryAddress.entry_id)
        .join(
            EntryLink,
            (EntryAddress.organisation == EntryLink.target_organisation)
            & (EntryAddress.slug == EntryLink.target_slug),
        )
        .join(EntryNeed, EntryNeed.entry_id == EntryAddress.entry_id)
        .where(EntryLink.entry_id == entry_id, EntryLink.relation == "answers")
    )
    return {need_id for need_id in entry_ids if need_id is not None}


def _make_relations(
    entry: Entry, content: Content, html: Mapping[str, str], pointers: Sequence[Pointer]
) -> Iterator[Base]:
    """What the content alone says of others, in the rows that say so."""
    if isinstance(content, Meeting) and content.series:
        yield EntrySeries(
            entry_id=entry.id,
            organisation_id=entry.organisation_id,
            series=content.series,
            held=find_first_day(content.date).isoformat() if content.date else "",
        )
    if isinstance(content, Need):
        yield EntryNeed(entry_id=entry.id, state=content.state)
    if isinstance(content, Plan):
        for position, measure in enumerate((*content.measures, *content.beside)):
            yield EntryMeasure(entry_id=entry.id, part=measure.id, position=position)
    if isinstance(content, Experience):
        for position, adoption in enumerate(list_adoptions(content)):
            yield EntryAdoption(
                entry_id=entry.id,
                position=position,
                part=adoption.part,
                target_organisation=adoption.organisation,
                target_slug=adoption.slug,
                target_part=adoption.target_part,
                how=adoption.how,
                since=adoption.since,
                outcome=content.outcome,
            )
    for slug, role in list_organisations(content, html):
        yield EntryOrganisation(entry_id=entry.id, organisation=slug, role=role)
    for position, pointer in enumerate(pointers):
        yield EntryLink(
            entry_id=entry.id,
            part=pointer.part,
            relation=pointer.relation,
            target_organisation=pointer.organisation,
            target_slug=pointer.slug,
            target_part=pointer.target_part,
            position=position,
        )


def _make_series_places(session: Session, rows: Iterable[object]) -> list[SeriesPlace]:
    """The places of the series among rows that are to be written, where they are new. One query,
    none without series."""
    named = {(row.organisation_id, row.series) for row in rows if isinstance(row, EntrySeries)}
    if not named:
        return []
    there = session.execute(
        select(SeriesPlace.organisation_id, SeriesPlace.series).where(
            SeriesPlace.series.in_({series for _, series in named})
        )
    )
    new = named.difference(tuple(row) for row in there)
    return [SeriesPlace(organisation_id=body, series=series) for body, series in sorted(new)]


def _write_topics(session: Session, entry: Entry) -> None:
    """Put the entry, which is under none, under its topics and all broader ones."""
    if entry.content.get("topics"):
        session.add_all(
            EntryTopic(entry_id=entry.id, topic_id=topic)
            for topic in _list_topics(entry, load_topics(session))
        )
        session.flush()


def _list_topics(entry: Entry, topics: Mapping[str, Topic]) -> list[str]:
    """The topics of an entry and all broader ones."""
    own = entry.content.get("topics", ())
    under = {step for topic in own for step in (list_lineage(topics, topic) or (topic,))}
    return sorted(under)
