"""PRIVATE: the files that the site keeps, whoever uses them, and the text that was read in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment, Private


class StoredFile(Private, Base):
    """A file whose bytes lie in the store under their SHA-256.

    ``text_state`` is *read* where there is text in ``stored_file_pages``, *empty* where the file
    was read and has none, *failed* where it could not be read (``problem`` is the code of why), and
    *none* for a picture, which nobody reads. ``title`` and ``author`` are all that the file says of
    itself, ``left_out`` the codes of what it holds beside its text. A picture has its size in
    pixels, and in ``small_sha256`` the file that shows it small, where it is not small itself.
    ``used_at`` is when somebody last gave or used it; who uses it is asked of those who do.
    """

    __tablename__ = "stored_files"
    __table_args__ = (
        CheckConstraint("text_state IN ('read', 'empty', 'failed', 'none')", name="text_state"),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    width: Mapped[int | None]
    height: Mapped[int | None]
    small_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    text_state: Mapped[str] = mapped_column(String(10))
    problem: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    left_out: Mapped[list[str]] = mapped_column(JSON)
    used_at: Mapped[datetime] = mapped_column(Moment, index=True)

    @property
    def is_picture(self) -> bool:
        """Whether it is shown on a page, and needs words for who cannot see it."""
        return self.width is not None


class StoredFilePage(Private, Base):
    """The text of a page of a stored file, counted from 1; a file without pages is one."""

    __tablename__ = "stored_file_pages"

    sha256: Mapped[str] = mapped_column(
        String(64), ForeignKey("stored_files.sha256", ondelete="CASCADE"), primary_key=True
    )
    page: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
