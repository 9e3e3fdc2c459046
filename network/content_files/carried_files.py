"""The files that entries carry, as the folder has them: ``files/``, each named by its SHA-256.

An ending behind the hash is for people alone. A picture has been drawn anew by the site that it
comes from, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from network.attachments.keeping import ReadFile, find_files
from network.attachments.media_types import list_endings
from network.attachments.reading import LARGEST_FILE, RefusedFile, read_clean_file
from network.attachments.scanner import InfectedFile, Scanner, ScannerAway
from network.attachments.store import HASH, FileStore, MissingFile, compute_hash
from network.content_files.site import SiteContent
from network.entries.tables import Entry, EntryAttachment
from network.errors import Fault, Invalid, Unavailable
from network.kinds import Content
from network.organisations.tables import Organisation

FOLDER = "files"


def list_carried(site: SiteContent) -> Mapping[str, str]:
    """The hashes of all files that the originals of a site carry, each with the path of a text that
    carries it."""
    return {
        carried.file: file.path
        for file in site.files
        if isinstance(file.value, Content)
        for carried in file.value.files
    }


def find_carried_faults(folder: Path, site: SiteContent) -> list[Fault]:
    """What is wrong with the files that texts carry: missing, larger than one may be, or other
    bytes than their name says. Reads them all."""
    present = _list_folder(folder)
    faults = []
    for sha256, path in list_carried(site).items():
        place = present.get(sha256)
        if place is None:
            right = f"Put it at {FOLDER}/{sha256}."
            faults.append(Fault(path, f"carries a file that is not in {FOLDER}/.", right, "files"))
        elif place.stat().st_size > LARGEST_FILE:
            name = f"{FOLDER}/{place.name}"
            faults.append(Fault(name, "is larger than 25 MB.", "Take it away or divide it."))
        elif _hash(place) != sha256:
            right = "Name it by its SHA-256, in the texts that carry it too."
            faults.append(Fault(f"{FOLDER}/{place.name}", "holds other bytes.", right))
    return faults


def read_new_files(
    session: Session, folder: Path, site: SiteContent, scanner: Scanner | None
) -> Iterator[ReadFile]:
    """The files that texts of a folder carry and the site does not have yet, one at a time, read.

    Raises ``Invalid`` for one that is not taken. A second or so for each.
    """
    wanted = list_carried(site)
    known = find_files(session, list(wanted))
    present = _list_folder(folder)
    for sha256 in sorted(wanted.keys() - known.keys()):
        place = present.get(sha256)
        if place is not None:
            yield _read(place, scanner)


def export_carried(
    session: Session, store: FileStore, organisation: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Every file that a public entry carries: (path, bytes), one at a time. With ``organisation``
    (a slug) those of entries that it has published, or that are about it.

    Raises ``Unavailable`` where the store cannot be had or does not have one.
    """
    carried = (
        select(EntryAttachment.sha256, EntryAttachment.media_type)
        .distinct()
        .order_by(EntryAttachment.sha256)
    )
    if organisation:
        own = select(Organisation.id).where(Organisation.slug == organisation).scalar_subquery()
        carried = carried.join(Entry, Entry.id == EntryAttachment.entry_id).where(
            or_(Entry.organisation_id == own, Entry.publisher_id == own)
        )
    rows = session.execute(carried)
    for sha256, media_type in rows:
        ending = next(iter(list_endings(media_type)), "")
        try:
            yield f"{FOLDER}/{sha256}{ending}", b"".join(store.read(sha256))
        except MissingFile as problem:
            raise Unavailable("away", f"the file store does not have {sha256}") from problem


def _list_folder(folder: Path) -> dict[str, Path]:
    return {
        path.name[:64]: path
        for path in sorted((folder / FOLDER).glob("*"))
        if path.is_file() and HASH.fullmatch(path.name.split(".")[0])
    }


def _hash(path: Path) -> str:
    return compute_hash(path.read_bytes())


def _read(path: Path, scanner: Scanner | None) -> ReadFile:
    name = f"{FOLDER}/{path.name}"
    try:
        return read_clean_file(path.read_bytes(), scanner)
    except RefusedFile as problem:
        wrong = _WRONG.get(problem.code, "is a picture that cannot be shown.")
        raise Invalid([Fault(name, wrong, "Attach it anew, at the desk.")]) from problem
    except InfectedFile as problem:
        wrong = f"is harmful: the virus scanner calls it {problem.name}."
        raise Invalid([Fault(name, wrong, "Take it away.")]) from problem
    except ScannerAway as problem:
        wrong = f"was not taken: the virus scanner does not answer ({problem})."
        raise Invalid([Fault(name, wrong, "Look after clamd, and import again.")]) from problem


_WRONG = {
    "empty": "is empty.",
    "too_large": "is too large.",
    "has_metadata": "is a picture that tells more than it shows (EXIF, XMP, comments, a profile).",
}
