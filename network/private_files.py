"""Files and folders that only their owner reads, whatever the process's umask: drafts, password
hashes and mail are in them."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder, and every missing one above it, for their owner alone. A folder that is there
    stays as it is: it may be the operator's and hold more than ours. Raises ``OSError``."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_private_folder(folder.parent)
    folder.mkdir(mode=_FOLDER, exist_ok=True)


def make_private_file(file: Path) -> None:
    """Make an empty file that only its owner reads, where there is none. Raises ``OSError``."""
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, _FILE))


def narrow_file(file: Path) -> None:
    """Take from everybody else what rights they have to this file.

    Nothing happens to what is missing, no file, or another user's: who shares it has decided so.
    """
    if file.is_file():
        _narrow(file, _FILE)


def narrow_folder(folder: Path) -> None:
    """The same for a folder, which is to be one of ours and nobody else's."""
    if folder.is_dir():
        _narrow(folder, _FOLDER)


def _narrow(path: Path, widest: int) -> None:
    with suppress(FileNotFoundError):
        found = path.stat()
        rights = stat.S_IMODE(found.st_mode)
        if rights & ~widest and found.st_uid == os.getuid():
            path.chmod(rights & widest)
