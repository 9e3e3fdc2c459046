"""What an import would do with each file: decided before anything is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.content_files.entry_file import EntryFile, compute_digest
from network.content_files.site import SiteContent
from network.content_files.tables import ImportedFile
from network.documents.revisions import find_newest_revision, find_text, read_content
from network.documents.tables import Document, Revision
from network.entries.addresses import find_addresses
from network.kinds import Content
from network.kinds.translation import Translation

# new: not here yet. changed: in the file alone. same: says what is here already. here: changed
# here alone. conflict: changed on both sides, kept as it is here. withdrawn: was taken back here.
Verdict = Literal["new", "changed", "same", "here", "conflict", "withdrawn"]


# So many files are asked for in one query.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """What is to happen with one file. ``document`` is None for an entry that is new here."""

    file: EntryFile
    verdict: Verdict
    document: Document | None
    digest: str


def make_plan(session: Session, site: SiteContent, ids: Mapping[str, int]) -> list[PlannedStep]:
    """One step per entry file, originals before translations. Two queries for some hundred files,
    and two for each that is here already.

    ``ids`` maps the organisations' slugs to their ids.
    """
    seen: Mapping[str, ImportedFile] = {
        row.path: row for row in session.scalars(select(ImportedFile))
    }
    files = sorted(site.files, key=lambda file: (isinstance(file.value, Translation), file.path))
    steps: list[PlannedStep] = []
    for start in range(0, len(files), _AT_ONCE):
        some = files[start : start + _AT_ONCE]
        here = _find_documents(session, some, ids)
        gone = _find_withdrawn(session, some)
        steps += (
            _step(session, file, here.get(file.address), file.address in gone, seen.get(file.path))
            for file in some
        )
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


def summarise(steps: list[PlannedStep]) -> str:
    """The plan in one line: ``12 new, 3 same``."""
    counted = Counter(step.verdict for step in steps)
    order: tuple[Verdict, ...] = get_args(Verdict)
    return ", ".join(f"{counted[word]} {word}" for word in order if counted[word]) or "no files"


def _step(
    session: Session,
    file: EntryFile,
    document: Document | None,
    is_gone: bool,
    seen: ImportedFile | None,
) -> PlannedStep:
    digest = compute_digest(file)
    if document is None:
        return PlannedStep(file, "withdrawn" if is_gone else "new", None, digest)
    text = find_text(session, document.id, file.language)
    if text is not None and text.was_withdrawn:
        return PlannedStep(file, "withdrawn", document, digest)
    newest = find_newest_revision(session, document.id, file.language)
    if newest is None:
        return PlannedStep(file, "new", document, digest)
    if says(newest, file):
        return PlannedStep(file, "same", document, digest)
    if seen is None:
        return PlannedStep(file, "conflict", document, digest)
    file_changed = seen.digest != digest
    changed_here = seen.revision_id != newest.id
    verdict: Verdict = (
        "conflict" if file_changed and changed_here else "changed" if file_changed else "here"
    )
    return PlannedStep(file, verdict, document, digest)


def says(revision: Revision, file: EntryFile) -> bool:
    """Whether the file says just what the revision does.

    A translation that does not name the original it was made from is compared by its words.
    """
    value = read_content(revision)
    if isinstance(value, Content) or isinstance(file.value, Content) or file.value.made_from:
        return value == file.value
    return value.words == file.value.words
