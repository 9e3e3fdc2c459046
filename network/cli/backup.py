"""``grannar backup`` and ``grannar restore``: the whole of a site in one file, and back."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click
from flask.cli import with_appcontext

from network.attachments.store import MissingFile
from network.backup.archive import DamagedBackup
from network.backup.restoring import read_backup_manifest, restore
from network.backup.writing import make_backup
from network.cli.refusals import report_refusals
from network.errors import GrannarError
from network.migrations import schema
from network.people.actors import get_system_actor
from network.private_files import make_private_folder
from network.purging.cleaning import clean_up
from network.purging.replaying import replay_purges
from network.site import Site, get_site

_FILE = click.Path(path_type=Path, dir_okay=False)
_identity = click.option(
    "--identity",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file of the private key (age) that the backup was encrypted to.",
)


@click.command()
@click.argument("file", type=_FILE)
@with_appcontext
@report_refusals
def backup(file: Path) -> None:
    """Write database, files of entries and settings to FILE, while the site goes on.

    With BACKUP_KEY, a public key of age, it is encrypted to that. Without, it is as secret as the
    database: drafts, password hashes and the site's key are in it.
    """
    site = get_site()
    try:
        manifest = make_backup(
            site.database, site.files, site.settings, file, key=site.settings.backup_key
        )
    except MissingFile as problem:
        raise GrannarError(
            f"A file that the database knows is missing in the store ({problem}): see files check. "
            "No backup was written."
        ) from problem
    how = "encrypted" if site.settings.backup_key else "not encrypted"
    click.echo(
        f"{file}: {manifest.entries} entries at change {manifest.change}, {manifest.files} files, "
        f"{file.stat().st_size} bytes, {how}."
    )


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_identity
@click.option("--list", "is_list", is_flag=True, help="Say what FILE holds and change nothing.")
@with_appcontext
@report_refusals
def restore_command(file: Path, identity: Path | None, is_list: bool) -> None:
    """Put FILE back: into an empty database, and beside it the files of entries.

    What was purged since, by the list in PURGE_LIST, is purged again. The settings of the backup
    are written to a file beside that list, for you to look at and set. The index is built anew when
    the site starts.
    """
    site = get_site()
    try:
        if is_list:
            manifest = read_backup_manifest(file, identity)
            click.echo(
                f"Made {manifest.made_at} by version {manifest.version}: {manifest.database}, "
                f"schema {manifest.schema}, {manifest.entries} entries at change "
                f"{manifest.change}, {manifest.files} files."
            )
            return
        restored = restore(site.database, site.files, file, identity=identity)
    except DamagedBackup as problem:
        raise GrannarError(str(problem)) from problem
    schema.upgrade(site.database)
    click.echo(
        f"Put back: {restored.manifest.entries} entries at change {restored.manifest.change}, "
        f"{restored.manifest.files} files, made {restored.manifest.made_at}."
    )
    settings = site.settings.purge_list.parent / "restored-settings"
    _write_private(
        settings, f"{restored.environment}SECRET_KEY={shlex.quote(restored.secret_key)}\n"
    )
    click.echo(
        f"Its settings stand in {settings}: take over SECRET_KEY, compare the others, and delete "
        "the file."
    )
    _purge_again(site, restored.purges)


def _purge_again(site: Site, in_backup: str) -> None:
    """Purge what was purged after the backup was made; where this machine has no list, keep the
    backup's."""
    kept = site.settings.purge_list
    if not kept.is_file():
        if in_backup:
            _write_private(kept, in_backup)
        return
    with site.database.transaction() as session:
        actor = get_system_actor(session, "purge")
        lines = kept.read_text(encoding="utf-8").splitlines()
        replayed = replay_purges(session, lines, actor=actor)
    for line in replayed:
        click.echo(f"{line.id}: {line.outcome}")
    results = [line.result for line in replayed if line.result is not None]
    if results:
        clean_up(
            site.database,
            site.index.folder,
            site.settings.mail_folder,
            site.files,
            tables={table for result in results for table in result.rows},
            patterns=[pattern for result in results for pattern in result.patterns],
            files={sha256 for result in results for sha256 in result.files},
        )


def _write_private(file: Path, text: str) -> None:
    make_private_folder(file.parent)
    descriptor = os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        target.write(text)
