"""What stands in public that the guard of public words would refuse today.

An address, a reason or a name may be older than the guard, or than what the guard has learned to
find since. Nothing is changed here: whoever runs the site decides what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.db import Base
from network.documents.attached_files import find_numbers_in_given
from network.documents.tables import DocumentText, OverruledGuard
from network.entries.tables import Entry, EntryAddress, EntryAttachment, EntryText
from network.errors import Fault
from network.organisations.tables import Organisation
from network.public_words import (
    find_address_faults,
    find_identity_faults,
    find_value_faults,
    read_words,
)

# words: read by the action that writes them. address: the same for the last part of an address.
# value: a JSON value that is read as a whole. content: texts of entries, read when they are
# submitted, or taken from those. file: what a file of an entry says, read when that is submitted.
# copy: of what another column here holds. code: a word of the site's own, a date or a hash.
TextKind = Literal["words", "address", "value", "content", "file", "copy", "code"]

# Every column with text in a public table, and the name of accounts, which others see at the desk.
PUBLIC_TEXTS: Mapping[str, TextKind] = {
    "accounts.name": "words",
    "changes.verb": "code",
    "collected_items.fingerprint": "code",
    "collected_items.item": "content",
    "counters.name": "code",
    "counties.area": "copy",
    "counties.content": "value",
    "counties.key": "code",
    "entries.began": "content",
    "entries.content": "content",
    "entries.cost": "content",
    "entries.ended": "content",
    "entries.fingerprint": "code",
    "entries.kind": "code",
    "entries.language": "code",
    "entries.outcome": "code",
    "entries.slug": "copy",
    "entry_addresses.organisation": "copy",
    "entry_addresses.slug": "address",
    "entry_addresses.state": "code",
    "entry_attachment_pages.part": "content",
    "entry_attachment_pages.text": "file",
    "entry_attachments.description": "content",
    "entry_attachments.file_name": "content",
    "entry_attachments.language": "code",
    "entry_attachments.media_type": "code",
    "entry_attachments.part": "content",
    "entry_attachments.role": "code",
    "entry_attachments.sha256": "code",
    "entry_attachments.small_media_type": "code",
    "entry_attachments.small_sha256": "code",
    "entry_attachments.text_state": "code",
    "entry_endorsements.fingerprint": "code",
    "entry_endorsements.language": "code",
    "entry_endorsements.reason": "words",
    "entry_links.part": "content",
    "entry_links.relation": "code",
    "entry_links.target_organisation": "content",
    "entry_links.target_part": "content",
    "entry_links.target_slug": "content",
    "entry_measures.part": "content",
    "entry_needs.state": "code",
    "entry_organisations.organisation": "copy",
    "entry_organisations.role": "code",
    "entry_series.held": "content",
    "entry_series.series": "content",
    "entry_texts.html": "content",
    "entry_texts.language": "code",
    "entry_texts.made_from": "code",
    "entry_texts.summary": "content",
    "entry_texts.title": "content",
    "entry_texts.words": "content",
    "entry_topics.topic_id": "copy",
    "entry_adoptions.how": "code",
    "entry_adoptions.outcome": "code",
    "entry_adoptions.part": "content",
    "entry_adoptions.since": "content",
    "entry_adoptions.target_organisation": "content",
    "entry_adoptions.target_part": "content",
    "entry_adoptions.target_slug": "content",
    "figures.measure": "code",
    "figures.note": "words",
    "figures.source": "words",
    "figures.table_id": "words",
    "figures.title": "words",
    "marks.language": "code",
    "marks.part": "content",
    "marks.state": "code",
    "marks.why": "words",
    "need_answers.language": "code",
    "need_answers.role": "code",
    "need_answers.text": "words",
    "organisations.bare_slug": "copy",
    "organisations.content": "value",
    "organisations.country": "code",
    "organisations.county": "code",
    "organisations.name": "copy",
    "organisations.slug": "address",
    "organisations.type": "code",
    "promotions.language": "code",
    "promotions.reason": "words",
    "promotions.topic_id": "copy",
    "questions.answer": "words",
    "questions.answer_language": "code",
    "questions.answering_role": "code",
    "questions.language": "code",
    "questions.role": "code",
    "questions.text": "words",
    "series_places.series": "content",
    "terms.content": "value",
    "terms.id": "address",
    "topics.content": "value",
    "topics.id": "address",
}


def find_standing_faults(session: Session) -> list[Fault]:
    """What stands in public and would be refused: by its address, or by table, column and entry.

    What a national coordinator let through is left out. Reads all that is public, some ten queries
    and every row. Only an address repeats what it holds.
    """
    let_through = frozenset(
        session.scalars(
            select(DocumentText.document_id).join(
                OverruledGuard, OverruledGuard.revision_id == DocumentText.published_id
            )
        )
    )
    places = {
        entry_id: f"{organisation}/{slug}"
        for entry_id, organisation, slug in session.execute(
            select(Entry.id, Organisation.slug, Entry.slug).join(
                Organisation, Organisation.id == Entry.organisation_id
            )
        )
    }
    return [
        *_addresses(session, let_through),
        *_contents(session, let_through, places),
        *_files(session, let_through, places),
        *_beside(session, places),
    ]


def _addresses(session: Session, let_through: frozenset[UUID]) -> Iterator[Fault]:
    for row in session.scalars(
        select(EntryAddress).order_by(EntryAddress.organisation, EntryAddress.slug)
    ):
        if row.entry_id in let_through:
            continue
        for fault in find_address_faults(row.slug):
            where = f"{row.organisation}/{row.slug} ({row.state})"
            yield Fault(where, fault.wrong, _ADVICE[row.state])


_ADVICE = {
    "current": "Move the entry; the old address will lead there.",
    "moved": "It leads to where the entry is now.",
    "withdrawn": "It answers that what stood there is gone.",
}


def _contents(
    session: Session, let_through: frozenset[UUID], places: Mapping[UUID, str]
) -> Iterator[Fault]:
    contents = session.execute(select(Entry.id, Entry.language, Entry.content))
    words = session.execute(
        select(EntryText.entry_id, EntryText.language, EntryText.words).where(
            EntryText.is_original.is_(False)
        )
    )
    for entry_id, language, value in (*contents, *words):
        if entry_id in let_through:
            continue
        for fault in find_identity_faults(value):
            where = f"{places[entry_id]} in {language}"
            yield Fault(where, fault.wrong, fault.right, fault.field)


def _files(
    session: Session, let_through: frozenset[UUID], places: Mapping[UUID, str]
) -> Iterator[Fault]:
    """The pages of entries' files, and what those say of themselves."""
    for row in session.scalars(
        select(EntryAttachment).order_by(EntryAttachment.entry_id, EntryAttachment.position)
    ):
        if row.entry_id in let_through:
            continue
        for fault in find_numbers_in_given(session, [(row.sha256, row.file_name)]):
            where = f"{row.file_name} of {places[row.entry_id]}"
            yield Fault(where, fault.wrong, fault.right, f"files.{row.part}")


def _beside(session: Session, places: Mapping[UUID, str]) -> Iterator[Fault]:
    for name, text_kind in PUBLIC_TEXTS.items():
        if text_kind not in ("words", "address", "value") or name == "entry_addresses.slug":
            continue
        table_name, _, column_name = name.partition(".")
        table = Base.metadata.tables[table_name]
        key = table.c.get("entry_id", table.c.get("need_id"))
        keys = [key] if key is not None else list(table.primary_key)
        for value, *held in session.execute(select(table.c[column_name], *keys)):
            if text_kind == "words":
                _text, faults = read_words(value, "", may_be_empty=True)
            else:
                faults = (
                    find_value_faults(value)
                    if text_kind == "value"
                    else find_address_faults(value, "")
                )
            place = places.get(held[0]) or ", ".join(map(str, held))
            for fault in faults:
                yield Fault(f"{name} of {place}", fault.wrong, fault.right, fault.field)
