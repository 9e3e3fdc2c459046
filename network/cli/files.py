"""``flask --app wsgi files``: the files of entries, and where they are kept."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from network.attachments.keeping import GRACE, keep_file, store_bytes
from network.attachments.scanner import ScannerAway
from network.attachments.store import MissingFile, compute_hash
from network.attachments.tables import StoredFile
from network.cli.refusals import report_refusals
from network.content_files.carried_files import find_carried_faults, read_new_files
from network.content_files.site import read_site
from network.errors import Invalid
from network.site import Site, get_site
from network.worker.housekeeping import collect_files


def take_in_files(running: Site, folder: Path) -> int:
    """Keep the files that the texts of a folder carry and the site does not have, before the texts
    are imported; how many. Each is kept for itself, so that nobody waits for them all; what no text
    then uses is deleted again after a time.

    Raises ``Invalid`` with every fault of every file.
    """
    content = read_site(folder)
    faults = find_carried_faults(folder, content)
    if faults:
        raise Invalid(faults)
    number = 0
    with running.database.reading() as session:
        for file in read_new_files(session, folder, content, running.scanner):
            store_bytes(running.files, file)
            with running.database.transaction() as writing:
                keep_file(writing, running.files, file)
            number += 1
    return number


@click.group()
def files() -> None:
    """The files of entries, and where they are kept."""


@files.command()
@with_appcontext
@report_refusals
def status() -> None:
    """Say where files are kept, how many and what could not be read, and whether the virus scanner
    answers; end with 1 when it is set and does not."""
    running = get_site()
    with running.database.reading() as session:
        number, size = session.execute(
            select(func.count(), func.coalesce(func.sum(StoredFile.size), 0))
        ).one()
        states = session.execute(
            select(StoredFile.text_state, func.count())
            .group_by(StoredFile.text_state)
            .order_by(StoredFile.text_state)
        ).all()
    click.echo(f"{number} files, {size} bytes, at {running.files.place}.")
    told = {
        "read": "with text that is searched",
        "empty": "without text",
        "failed": "that could not be read",
        "none": "pictures",
    }
    for state, count in states:
        click.echo(f"  {count} {told[state]}")
    if running.scanner is None:
        click.echo("No virus scanner is set (CLAMD): files come in without being scanned.")
        return
    try:
        version = running.scanner.ask_version()
    except ScannerAway as problem:
        click.echo(
            f"The virus scanner at {running.scanner.place} does not answer ({problem}): "
            "no file comes in until it does."
        )
        sys.exit(1)
    click.echo(f"The virus scanner at {running.scanner.place} answers: {version}.")


@files.command()
@with_appcontext
@report_refusals
def check() -> None:
    """Read every file back and compare it with its hash; list what is missing or other than it was,
    and end with 1 when there is anything. Reads all bytes of the store."""
    running = get_site()
    with running.database.reading() as session:
        hashes = session.scalars(select(StoredFile.sha256).order_by(StoredFile.sha256)).all()
    wrong = 0
    for sha256 in hashes:
        try:
            data = b"".join(running.files.read(sha256))
        except MissingFile:
            click.echo(f"missing: {sha256}")
            wrong += 1
            continue
        if compute_hash(data) != sha256:
            click.echo(f"other than it was: {sha256}")
            wrong += 1
    click.echo(f"{len(hashes)} files, {wrong} of them missing or other than they were.")
    if wrong:
        sys.exit(1)


@files.command()
@with_appcontext
@report_refusals
def collect() -> None:
    """Delete the files that no text and no entry uses, once they were not for two weeks.

    A running site does so by itself.
    """
    done = collect_files(get_site(), datetime.now(UTC) - GRACE)
    click.echo(f"{done.files} files deleted, {done.strays} left-overs.")
