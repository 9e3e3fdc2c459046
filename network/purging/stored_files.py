"""Where files that are kept with documents are purged along: the one place to join them in."""

from __future__ import annotations

import re
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session


class StoredFiles(Protocol):
    """What keeps files of documents. Both functions run in the transaction of the purge; bytes are
    to be gone once it is committed. They say how many rows of each table it was."""

    def purge_of_document(self, session: Session, document_id: UUID) -> dict[str, int]:
        """Take away every file of a document, with its names, descriptions and extracted text."""
        ...

    def purge_with_words(self, session: Session, pattern: re.Pattern[str]) -> dict[str, int]:
        """Take away every file in whose name, description or extracted text a pattern of
        ``blanking.compile_words`` is found."""
        ...
