"""The import: what the plan says, by the same actions that the desk calls, all or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.content_files.entry_file import EntryFile
from network.content_files.plan import PlannedStep, make_plan
from network.content_files.site import OldAddress, SiteContent, check_site, read_site
from network.content_files.tables import ImportedFile
from network.db import insert_rows
from network.documents.item_changes import mark_all_items_seen
from network.documents.new_originals import NewOriginal, begin_and_publish, stands_alone
from network.documents.new_translations import NewTranslation, publish_translations
from network.documents.publishing import publish
from network.documents.revisions import (
    Placement,
    begin,
    find_document,
    find_newest_revision,
    revise,
)
from network.entries.addresses import add_redirect, add_tombstone
from network.entries.chosen_items import write_missing_items
from network.entries.endorsements import endorse_entry
from network.entries.projection import touch_entries
from network.errors import Conflict, Fault, Invalid
from network.kinds import Content
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.organisations.register import register_counties, register_organisations
from network.people.actors import Actor, get_system_actor
from network.topics.vocabulary import load_topics, set_terms, set_topics

# So many originals are written at once: their statements are sent together.
_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do: the steps, and how many organisations changed."""

    steps: list[PlannedStep]
    organisations: int


def import_folder(
    session: Session, folder: Path, *, report: Callable[[str], None] = lambda line: None
) -> ImportResult:
    """Bring the folder's site into the database, as the actor *import*.

    Everything happens in the caller's transaction: a dry run is an import that is rolled back.
    ``report`` is called with a line of progress now and then. Raises ``Invalid`` with every fault
    of every file.
    """
    report(f"reading {folder}")
    site = read_site(folder)
    faults = site.faults + check_site(site, find_organisation_ids(session), load_topics(session))
    if faults:
        raise Invalid(faults)
    actor = get_system_actor(session, "import")
    report(f"registering {len(site.organisations)} organisations")
    changed = _register(session, site)
    ids = find_organisation_ids(session)
    steps = make_plan(session, site, ids)
    report(f"importing {len(steps)} texts")
    done = 0
    for together in _gather(steps, site.files):
        for work in _publish_together(session, together, ids, actor):
            try:
                _carry_out(session, work, ids, actor)
            except (Conflict, Invalid) as problem:
                faults += _refused(work.step, problem)
        before, done = done, done + len(together)
        if before // 500 < done // 500:
            report(f"imported {done} of {len(steps)} texts")
    if faults:
        raise Invalid(faults)
    for address in site.old_addresses:
        _remember(session, address)
    # A collection may have come before what it collects.
    mark_all_items_seen(session)
    write_missing_items(session)
    return ImportResult(steps, changed)


def _register(session: Session, site: SiteContent) -> int:
    if site.counties:
        register_counties(session, site.counties)
    changed = register_organisations(session, site.organisations)
    topics = set_topics(session, site.topics) if site.topics else set()
    if site.terms:
        set_terms(session, site.terms)
    touch_entries(session, organisations=changed, topics=topics)
    return len(changed)


@dataclass(frozen=True, slots=True)
class _Work:
    """A step, and the file that it is about."""

    step: PlannedStep
    file: EntryFile


def _gather(steps: Sequence[PlannedStep], files: Sequence[EntryFile]) -> Iterator[list[_Work]]:
    """The steps in their order: new originals that stand alone together, and so new translations;
    others one by one. No more files are there at a time than are written together."""
    for start in range(0, len(steps), _TOGETHER):
        some = [_Work(step, files[step.number]) for step in steps[start : start + _TOGETHER]]
        for way, run in itertools.groupby(some, _choose_way):
            if way == "alone":
                yield from ([work] for work in run)
            else:
                yield list(run)


def _choose_way(work: _Work) -> Literal["originals", "translations", "alone"]:
    """With what others a step can be carried out."""
    published = work.file.published
    if work.step.verdict != "new" or (published is not None and published.endorsed is not None):
        return "alone"
    if isinstance(work.file.value, Translation):
        return "translations"
    is_alone = work.step.document_id is None and stands_alone(work.file.value)
    return "originals" if is_alone else "alone"


def _publish_together(
    session: Session, together: Sequence[_Work], ids: Mapping[str, int], actor: Actor
) -> list[_Work]:
    """Carry out the steps that can be carried out together; those that are left."""
    way = _choose_way(together[0])
    if way == "alone":
        return list(together)
    if way == "originals":
        originals = [_make_original(work, ids) for work in together]
        revision_ids = begin_and_publish(session, originals, actor=actor)
    else:
        translations = [_make_translation(work, ids) for work in together]
        revision_ids = publish_translations(session, translations, actor=actor)
    files, left = [], []
    for work, revision_id in zip(together, revision_ids, strict=True):
        if revision_id is None:
            left.append(work)
        else:
            files.append(_make_imported_file(work.step, revision_id))
    known = set(
        session.scalars(
            select(ImportedFile.path).where(ImportedFile.path.in_([file.path for file in files]))
        )
    )
    insert_rows(session, [file for file in files if file.path not in known])
    for file in files:
        if file.path in known:
            session.merge(file)
    return left


def _make_original(work: _Work, ids: Mapping[str, int]) -> NewOriginal:
    file = work.file
    assert isinstance(file.value, Content)
    first, revised = _moments(work)
    entry_id = file.published.id if file.published else None
    return NewOriginal(_make_placement(file, ids), file.value, entry_id, first, revised)


def _make_translation(work: _Work, ids: Mapping[str, int]) -> NewTranslation:
    file = work.file
    assert isinstance(file.value, Translation)
    first, revised = _moments(work)
    return NewTranslation(ids[file.organisation], file.slug, file.value, first, revised)


def _make_placement(file: EntryFile, ids: Mapping[str, int]) -> Placement:
    return Placement(ids[file.organisation], file.slug, ids[file.publisher or file.organisation])


def _make_imported_file(step: PlannedStep, revision_id: UUID) -> ImportedFile:
    return ImportedFile(path=step.path, digest=step.digest, revision_id=revision_id)


def _carry_out(session: Session, work: _Work, ids: Mapping[str, int], actor: Actor) -> None:
    step, file = work.step, work.file
    if step.verdict in ("here", "conflict", "withdrawn"):
        return
    if step.verdict == "same":
        assert step.document_id is not None
        revision = find_newest_revision(session, step.document_id, file.language)
    elif isinstance(file.value, Content) and step.document_id is None:
        entry_id = file.published.id if file.published else None
        place = _make_placement(file, ids)
        revision = begin(session, place, file.value, actor=actor, id=entry_id)
    else:
        # A translation's document may have been begun by an earlier step of this import.
        document_id = _document_id(session, work, ids)
        revision = revise(session, document_id, file.value, actor=actor)
    assert revision is not None
    if step.verdict != "same":
        first, revised = _moments(work)
        publish(session, revision.id, actor=actor, first=first, revised=revised)
        _endorse(session, file, ids, revision.document_id)
    session.merge(_make_imported_file(step, revision.id))
    session.flush()


def _endorse(session: Session, file: EntryFile, ids: Mapping[str, int], document_id: UUID) -> None:
    said = file.published.endorsed if file.published else None
    if said is None:
        return
    if said.by not in ids:
        wrong = f"is endorsed by {said.by}, which is not in the register."
        raise Invalid([Fault(file.path, wrong, "Add it to the register.")])
    endorse_entry(
        session,
        document_id,
        ids[said.by],
        said.reason,
        said.language,
        said.at,
        said.of,
        said.look_again,
    )


def _document_id(session: Session, work: _Work, ids: Mapping[str, int]) -> UUID:
    if work.step.document_id is not None:
        return work.step.document_id
    document = find_document(session, ids[work.file.organisation], work.file.slug)
    if document is None:
        raise Invalid([Fault(work.step.path, "has no original here.", "Add the original.")])
    return document.id


def _moments(work: _Work) -> tuple[datetime | None, datetime | None]:
    """When the text was first published and last revised, where the file can tell.

    A file that was changed by hand still bears the date of the export: that is no revision date.
    """
    published = work.file.published
    if published is None:
        return None, None
    return published.first, published.revised if work.step.verdict == "new" else None


def _refused(step: PlannedStep, problem: Conflict | Invalid) -> list[Fault]:
    if isinstance(problem, Conflict):
        right = "Choose another address or withdraw the other."
        return [Fault(step.path, f"cannot be taken in: {problem}.", right)]
    return [Fault(step.path, fault.wrong, fault.right, fault.field) for fault in problem.faults]


def _remember(session: Session, address: OldAddress) -> None:
    if address.state == "withdrawn":
        add_tombstone(session, address.organisation, address.slug)
    else:
        organisation, _, slug = address.now.partition("/")
        add_redirect(session, (address.organisation, address.slug), (organisation, slug))
