"""The export: all that is public, as the folder that an import takes in. Deterministic bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.attachments.store import FileStore
from network.content_files.carried_files import FOLDER, export_carried
from network.content_files.entry_file import EntryFile, FileEndorsement, FilePublication, serialise
from network.content_files.organisation_files import write_register
from network.content_files.site import ADDRESSES, OldAddress, write_old_addresses
from network.content_files.vocabulary_files import (
    GLOSSARY,
    TOPICS,
    write_glossary,
    write_topics,
)
from network.entries.addresses import find_old_addresses
from network.entries.projection import parse_entry_content
from network.entries.tables import Entry, EntryEndorsement, EntryText
from network.kinds import Content
from network.kinds.translation import Translation
from network.kinds.words import Language
from network.organisations.queries import list_counties, list_organisations
from network.topics.vocabulary import load_terms, load_topics

# The members of an archive are dated alike.
_DATED = (2000, 1, 1, 0, 0, 0)
ARCHIVE_NOTE = """\
Grannar: alt som er publisert av eller om én organisasjon

Hver fil i mappen entries er én tekst: Markdown med YAML øverst, med kilder, lenker, oversettelser
og anbefalinger. Registeret og emnene som tekstene viser til, ligger ved. Pakk ut arkivet og kjør
«grannar content import MAPPE» for å ta det inn på et annet nettsted.

Ikke med: svar og spørsmål fra andre, hva andre kommuner sier om en praksis, hvem som følger hva,
opptellinger og statistikk, utkast og tidligere versjoner.

Grannar: allt som har publicerats av eller om en organisation

Varje fil i mappen entries är en text: Markdown med YAML överst, med källor, länkar, översättningar
och rekommendationer. Registret och ämnena som texterna hänvisar till följer med. Packa upp arkivet
och kör ”grannar content import MAPP” för att ta in det på en annan webbplats.

Inte med: svar och frågor från andra, vad andra kommuner säger om en praktik, vem som följer vad,
uppräkningar och statistik, utkast och tidigare versioner.
"""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """How many files the export holds, how many of them it had to write, and what else lies there.

    ``strangers`` are files of entries in the folder that are not of this site: left as they are.
    """

    files: int
    written: int
    strangers: tuple[str, ...]


def export_folder(session: Session, folder: Path, store: FileStore | None = None) -> ExportResult:
    """Write all that is public below ``folder``, only where the bytes differ; the files that
    entries carry out of the ``store``, where there is one.

    Raises ``OSError`` when the folder cannot be written, and ``Unavailable`` for the store.
    """
    expected: set[str] = set()
    written = 0
    for path, text in export_files(session):
        expected.add(path)
        written += _write(folder / path, text.encode())
    for path, data in export_carried(session, store) if store is not None else ():
        expected.add(path)
        written += _write(folder / path, data)
    present = {
        path.relative_to(folder).as_posix()
        for found in ((folder / "entries").rglob("*.md"), (folder / FOLDER).glob("*"))
        for path in found
        if path.is_file() and not path.name.startswith(".")
    }
    return ExportResult(len(expected), written, tuple(sorted(present - expected)))


def export_archive(session: Session, organisation: str, store: FileStore) -> bytes:
    """What an organisation has published, or others about it, with the files that it carries, as
    one ZIP file that a site imports when it is unpacked; the same stock gives the same bytes.

    Raises ``Unavailable`` where the store of files cannot be had.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(path: str, data: str | bytes) -> None:
            member = zipfile.ZipInfo(path, _DATED)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)

        add("README.txt", ARCHIVE_NOTE)
        for path, text in export_files(session, organisation):
            add(path, text)
        for path, data in export_carried(session, store, organisation):
            add(path, data)
    return made.getvalue()


def export_files(session: Session, organisation: str = "") -> Iterator[tuple[str, str]]:
    """Every file of the export: (path, text). With ``organisation`` (a slug) its entries alone,
    those it has published and those about it, with the whole register and vocabulary that they
    refer to."""
    organisations = [row.value for row in list_organisations(session)]
    yield from write_register(organisations, list(list_counties(session).values())).items()
    yield TOPICS, write_topics(list(load_topics(session).values()))
    yield GLOSSARY, write_glossary(list(load_terms(session).values()))
    addresses = write_old_addresses(
        address
        for address in (OldAddress(*row) for row in find_old_addresses(session))
        if organisation in ("", address.organisation)
    )
    if addresses:
        yield ADDRESSES, addresses
    slugs = {row.id: row.slug for row in list_organisations(session)}
    said = {row.entry_id: row for row in session.scalars(select(EntryEndorsement))}
    for entry in session.scalars(select(Entry).order_by(Entry.organisation_id, Entry.slug)):
        if organisation not in ("", slugs[entry.organisation_id], slugs[entry.publisher_id]):
            continue
        texts = session.scalars(
            select(EntryText).where(EntryText.entry_id == entry.id).order_by(EntryText.language)
        )
        for text in texts:
            file = _entry_file(entry, text, slugs, said.get(entry.id))
            yield file.path, serialise(file)


def _entry_file(
    entry: Entry, text: EntryText, slugs: dict[int, str], said: EntryEndorsement | None
) -> EntryFile:
    value: Content | Translation
    if text.is_original:
        value = parse_entry_content(entry)
    else:
        value = Translation(
            language=text.language,
            translates=entry.language,
            made_from=text.made_from,
            words=text.words,
        )
    is_own = entry.publisher_id == entry.organisation_id
    return EntryFile(
        organisation=slugs[entry.organisation_id],
        slug=entry.slug,
        language=text.language,
        value=value,
        publisher=None if is_own or not text.is_original else slugs[entry.publisher_id],
        published=FilePublication(
            id=entry.id if text.is_original else None,
            first=text.published_at,
            revised=text.revised_at,
            endorsed=FileEndorsement(
                by=slugs[said.organisation_id],
                at=said.endorsed_at,
                language=cast(Language, said.language),
                reason=said.reason,
                of=said.fingerprint,
                look_again=said.look_again,
            )
            if said is not None and text.is_original
            else None,
        ),
    )


def _write(path: Path, data: bytes) -> bool:
    """Write the file unless it holds just that; whether it was written."""
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # Through a neighbour, so that a reader never sees half a file.
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(data)
    aside.replace(path)
    return True
