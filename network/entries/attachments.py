"""The files that public entries carry: written with the entry, and read by whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.attachments.keeping import find_files, read_pages
from network.entries.tables import EntryAttachment, EntryAttachmentPage
from network.errors import Fault, Invalid
from network.kinds import Content
from network.language.words.language_guess import guess

# So many characters of a file tell the language that it is in, where nobody says it.
_GUESSED_BY = 5_000


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """The bytes that show a picture small: their hash, type and number."""

    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file as a public entry carries it. ``part`` is its id in the content, ``size`` in bytes;
    a picture has its width and height in pixels, and perhaps a small one of itself."""

    part: str
    sha256: str
    small: SmallPicture | None
    file_name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    role: str
    language: str
    text_state: str

    @property
    def is_picture(self) -> bool:
        """Whether it is shown on the page."""
        return self.width is not None


def write_attachments(session: Session, entry_id: UUID, content: Content) -> None:
    """Let an entry, which carries none, carry the files of its content. Three queries, none without
    files. Raises ``Invalid`` (field ``files.0.file``) for a file that the site does not have."""
    hashes = {file.file for file in content.files}
    stored = find_files(session, hashes)
    missing = [
        Fault.of("file_gone", f"files.{number}.file")
        for number, file in enumerate(content.files)
        if file.file not in stored
    ]
    if missing:
        raise Invalid(missing)
    small = find_files(session, {row.small_sha256 for row in stored.values() if row.small_sha256})
    pages = read_pages(session, hashes)
    for position, file in enumerate(content.files):
        row = stored[file.file]
        shown = small.get(row.small_sha256 or "")
        session.add(
            EntryAttachment(
                entry_id=entry_id,
                position=position,
                part=file.id,
                sha256=file.file,
                small_sha256=shown.sha256 if shown else None,
                small_media_type=shown.media_type if shown else "",
                small_size=shown.size if shown else 0,
                file_name=file.file_name,
                media_type=row.media_type,
                size=row.size,
                width=row.width,
                height=row.height,
                role=file.role,
                description=file.description,
                language=file.language
                or guess("\n".join(pages.get(file.file, ()))[:_GUESSED_BY])
                or content.language,
                text_state=row.text_state,
            )
        )
        session.add_all(
            EntryAttachmentPage(entry_id=entry_id, part=file.id, page=number, text=text)
            for number, text in enumerate(pages.get(file.file, ()), start=1)
        )
    session.flush()


def find_attachment(session: Session, entry_id: UUID, part: str) -> PublicFile | None:
    """The file with this id that a public entry carries, or None. One query."""
    return find_attachments(session, [entry_id]).get(entry_id, {}).get(part)


def find_attachments(
    session: Session, entry_ids: Iterable[UUID]
) -> Mapping[UUID, Mapping[str, PublicFile]]:
    """The files of these entries by their ids in the contents, in order; an entry without is left
    out. One query, none for no entries."""
    wanted = list(entry_ids)
    if not wanted:
        return {}
    files: dict[UUID, dict[str, PublicFile]] = {}
    for row in session.scalars(
        select(EntryAttachment)
        .where(EntryAttachment.entry_id.in_(wanted))
        .order_by(EntryAttachment.entry_id, EntryAttachment.position)
    ):
        files.setdefault(row.entry_id, {})[row.part] = PublicFile(
            row.part,
            row.sha256,
            SmallPicture(row.small_sha256, row.small_media_type, row.small_size)
            if row.small_sha256
            else None,
            row.file_name,
            row.media_type,
            row.size,
            row.width,
            row.height,
            row.role,
            row.language,
            row.text_state,
        )
    return files


def find_attachment_pages(
    session: Session, entry_ids: Collection[UUID]
) -> Mapping[tuple[UUID, str], list[str]]:
    """The text of the files of these entries page by page, by the entry and the file's id. One
    query, none for no entries."""
    pages: dict[tuple[UUID, str], list[str]] = {}
    if not entry_ids:
        return pages
    for row in session.execute(
        select(EntryAttachmentPage.entry_id, EntryAttachmentPage.part, EntryAttachmentPage.text)
        .where(EntryAttachmentPage.entry_id.in_(entry_ids))
        .order_by(EntryAttachmentPage.entry_id, EntryAttachmentPage.part, EntryAttachmentPage.page)
    ):
        pages.setdefault((row.entry_id, row.part), []).append(row.text)
    return pages


def find_attachment_page(
    session: Session, places: Collection[tuple[UUID, str, int]]
) -> Mapping[tuple[UUID, str, int], str]:
    """The text of single pages, by entry, the file's id and the page's number. One query each."""
    return {
        place: text
        for place in places
        if (
            text := session.scalar(
                select(EntryAttachmentPage.text).where(
                    EntryAttachmentPage.entry_id == place[0],
                    EntryAttachmentPage.part == place[1],
                    EntryAttachmentPage.page == place[2],
                )
            )
        )
        is not None
    }


def is_carried(session: Session, sha256: str) -> bool:
    """Whether a public entry carries the file, or its small picture. Two queries at most."""
    return any(
        session.scalar(select(EntryAttachment.part).where(column == sha256).limit(1)) is not None
        for column in (EntryAttachment.sha256, EntryAttachment.small_sha256)
    )
