"""The list of purges beside the database: what is put back from a backup has its own, older one."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from network.db import Database
from network.private_files import make_private_file, make_private_folder
from network.purging.replaying import write_line
from network.purging.tables import Purge


def keep_line(database: Database, path: Path, purge_id: UUID) -> str:
    """Append a committed purge to the list at ``path``, for its owner alone; the line."""
    with database.reading() as session:
        line = write_line(session.get_one(Purge, purge_id))
    make_private_folder(path.parent)
    make_private_file(path)
    with path.open("a", encoding="utf-8") as written:
        written.write(line + "\n")
        written.flush()
        os.fsync(written.fileno())
    return line
