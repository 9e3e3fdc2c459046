"""Writing entries: the projection of approved content, and its withdrawal.

The only code that writes the public tables. Every action here belongs in the transaction of the
approval, and leaves a line in the log of changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network.changes import record_change
from network.entries.addresses import leave_tombstones, take_address
from network.entries.adoption import list_adoptions
from network.entries.attachments import write_attachments
from network.entries.chosen_items import write_items
from network.entries.mentions import list_organisations, list_pointers
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
    entry.kind = content.kind
    entry.organisation_id = approved.organisation_id
    entry.publisher_id = approved.publisher_id
    entry.slug = approved.slug
    entry.language = content.language
    entry.content = dump_canonical(content)
    entry.fingerprint = make_fingerprint(content)
    entry.published_at = approved.first
    entry.revised_at = approved.revised
    began, ended = content.time()
    entry.began, entry.ended = began or "", ended or ""
    outcome = getattr(content, "outcome", "")
    entry.outcome = "" if outcome == "not_stated" else outcome
    entry.cost = getattr(content, "cost", "")
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
    markdown = list_markdown_paths(content)
    html = {path: render(text) for path, text in words.items() if path in markdown}
    session.merge(
        EntryText(
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
    )
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
        _write_series(session, entry, content, content.series)
    if isinstance(content, Need):
        session.add(EntryNeed(entry_id=entry.id, state=content.state))
    if isinstance(content, Plan):
        session.add_all(
            EntryMeasure(entry_id=entry.id, part=measure.id, position=position)
            for position, measure in enumerate((*content.measures, *content.beside))
        )
    if isinstance(content, Experience):
        _write_uptakes(session, entry, content)
    write_attachments(session, entry.id, content)
    session.add_all(
        EntryOrganisation(entry_id=entry.id, organisation=slug, role=role)
        for slug, role in list_organisations(content, html)
    )
    session.add_all(
        EntryLink(
            entry_id=entry.id,
            part=pointer.part,
            relation=pointer.relation,
            target_organisation=pointer.organisation,
            target_slug=pointer.slug,
            target_part=pointer.target_part,
            position=position,
        )
        for position, pointer in enumerate(pointers)
    )
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


def _write_series(session: Session, entry: Entry, meeting: Meeting, series: str) -> None:
    session.merge(SeriesPlace(organisation_id=entry.organisation_id, series=series))
    session.add(
        EntrySeries(
            entry_id=entry.id,
            organisation_id=entry.organisation_id,
            series=series,
            held=find_first_day(meeting.date).isoformat() if meeting.date else "",
        )
    )


def _write_uptakes(session: Session, entry: Entry, content: Experience) -> None:
    session.add_all(
        EntryAdoption(
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
        for position, adoption in enumerate(list_adoptions(content))
    )


def _write_topics(session: Session, entry: Entry) -> None:
    """Put the entry, which is under none, under its topics and all broader ones."""
    own = entry.content.get("topics", ())
    if not own:
        return
    topics = load_topics(session)
    under = {step for topic in own for step in (list_lineage(topics, topic) or (topic,))}
    session.add_all(EntryTopic(entry_id=entry.id, topic_id=topic) for topic in sorted(under))
    session.flush()
