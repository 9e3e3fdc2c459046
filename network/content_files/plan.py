"""What an import would do with each file: decided before anything is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.content_files.entry_file import EntryFile, compute_digest
from network.content_files.site import SiteContent
from network.content_files.tables import ImportedFile
from network.documents.revisions import find_newest_revision, find_text, read_content
from network.documents.tables import Document, Revision
from network.entries.addresses import find_addresses
from network.kinds import Content

# new: not here yet. changed: in the file alone. same: says what is here already. here: changed
# here alone. conflict: changed on both sides, kept as it is here. withdrawn: was taken back here.
Verdict = Literal["new", "changed", "same", "here", "conflict", "withdrawn"]


# So many files are asked for in one query.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """What is to happen with one file, by its number among those of the site. ``document_id`` is
    None for an entry that is new here."""

    number: int
    path: str
    verdict: Verdict
    document_id: UUID | None
    digest: str


def make_plan(session: Session, site: SiteContent, ids: Mapping[str, int]) -> list[PlannedStep]:
    """One step per entry file, originals before translations. Three queries for some hundred
    files, and two for each that is here already.

    ``ids`` maps the organisations' slugs to their ids.
    """
    paths = site.files.list_paths()
    order = sorted(range(len(paths)), key=lambda number: (not paths[number][0], paths[number][1]))
    steps: list[PlannedStep] = []
    for start in range(0, len(order), _AT_ONCE):
        numbers = order[start : start + _AT_ONCE]
        some = [site.files[number] for number in numbers]
        here = _find_documents(session, some, ids)
        gone = _find_withdrawn(session, some)
        seen = _find_seen(session, some)
        for number, file in zip(numbers, some, strict=True):
            document = here.get(file.address)
            digest = compute_digest(file)
            verdict = _judge(
                session, file, document, file.address in gone, seen.get(file.path), digest
            )
            document_id = document.id if document is not None else None
            steps.append(PlannedStep(number, file.path, verdict, document_id, digest))
    return steps


def _find_documents(
    session: Session, files: Sequence[EntryFile], ids: Mapping[str, int]
) -> dict[str, Document]:
    """The documents that lie where these files say, by address. One query."""
    by_place = {
        (document.organisation_id, document.slug): document
        for document in session.scalars(
            select(Document).where(
                Document.slug.in_({file.slug for file in files}),
                Document.organisation_id.in_(
                    {ids[file.organisation] for file in files if file.organisation in ids}
                ),
            )
        )
    }
    places = {file.address: (ids.get(file.organisation), file.slug) for file in files}
    return {address: by_place[place] for address, place in places.items() if place in by_place}


def _find_withdrawn(session: Session, files: Sequence[EntryFile]) -> set[str]:
    """Those of the files' addresses at which something public was withdrawn. One query."""
    states = find_addresses(session, [(file.organisation, file.slug) for file in files])
    return {"/".join(place) for place, state in states.items() if state.state == "withdrawn"}


def _find_seen(session: Session, files: Sequence[EntryFile]) -> dict[str, ImportedFile]:
    """What earlier imports noted of these files, by path. One query."""
    paths = [file.path for file in files]
    rows = session.scalars(select(ImportedFile).where(ImportedFile.path.in_(paths)))
    return {row.path: row for row in rows}


def summarise(steps: list[PlannedStep]) -> str:
    """The plan in one line: ``12 new, 3 same``."""
    counted = Counter(step.verdict for step in steps)
    order: tuple[Verdict, ...] = get_args(Verdict)
    return ", ".join(f"{counted[word]} {word}" for word in order if counted[word]) or "no files"


def _judge(
    session: Session,
    file: EntryFile,
    document: Document | None,
    is_gone: bool,
    seen: ImportedFile | None,
    digest: str,
) -> Verdict:
    if document is None:
        return "withdrawn" if is_gone else "new"
    text = find_text(session, document.id, file.language)
    if text is not None and text.was_withdrawn:
        return "withdrawn"
    newest = find_newest_revision(session, document.id, file.language)
    if newest is None:
        return "new"
    if says(newest, file):
        return "same"
    if seen is None:
        return "conflict"
    file_changed = seen.digest != digest
    changed_here = seen.revision_id != newest.id
    return "conflict" if file_changed and changed_here else "changed" if file_changed else "here"


def says(revision: Revision, file: EntryFile) -> bool:
    """Whether the file says just what the revision does.

    A translation that does not name the original it was made from is compared by its words.
    """
    value = read_content(revision)
    if isinstance(value, Content) or isinstance(file.value, Content) or file.value.made_from:
        return value == file.value
    return value.words == file.value.words
