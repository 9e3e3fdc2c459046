"""``flask --app wsgi purge``: take out of everything what must not be kept."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from getpass import getpass
from pathlib import Path
from uuid import UUID

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from network.cli.refusals import report_refusals
from network.db import Base
from network.documents.revisions import find_document
from network.errors import NotFound
from network.organisations.queries import find_organisation
from network.people.actors import Actor, get_system_actor
from network.purging.actions import (
    PurgeResult,
    list_purges,
    purge_document,
    purge_field,
    purge_words,
)
from network.purging.cleaning import clean_up
from network.purging.keeping import keep_line
from network.purging.replaying import replay_purges, write_line
from network.site import Site, get_site


class _DryRun(Exception):
    """Raised to roll a dry run back."""


@click.group()
def purge() -> None:
    """Take out of everything what must not be kept. Nothing brings it back.

    Backups and folders of exports still have it. What was purged is listed, without a word of it,
    in the file that PURGE_LIST names; when a backup was put back, run purge replay with that file.
    """


_dry_run = click.option("--dry-run", is_flag=True, help="Say what would go and change nothing.")


@purge.command()
@click.argument("text")
@_dry_run
@with_appcontext
@report_refusals
def document(text: str, dry_run: bool) -> None:
    """Purge TEXT (ORGANISATION/SLUG, or its id) whole, in all its languages."""
    _run(
        lambda session, actor: purge_document(session, _find_id(session, text), actor=actor),
        dry_run=dry_run,
    )


@purge.command()
@click.argument("text")
@click.argument("path")
@_dry_run
@with_appcontext
@report_refusals
def field(text: str, path: str, dry_run: bool) -> None:
    """Purge what stands at PATH (summary, statements.s1, statements.s1.text) of TEXT."""
    _run(
        lambda session, actor: purge_field(session, _find_id(session, text), path, actor=actor),
        dry_run=dry_run,
    )


@purge.command()
@_dry_run
@with_appcontext
@report_refusals
def words(dry_run: bool) -> None:
    """Purge words or a number wherever they stand. They are asked for, or read from the standard
    input, so that they stand in no history of commands and no list of processes."""
    stdin = sys.stdin
    given = getpass("Words or number: ") if stdin.isatty() else stdin.read().strip()
    _run(lambda session, actor: purge_words(session, given, actor=actor), dry_run=dry_run)


@purge.command("list")
@with_appcontext
@report_refusals
def list_() -> None:
    """Print the list of purges, one a line, as purge replay reads it: dates and ids, no words."""
    with get_site().database.reading() as session:
        for row in list_purges(session):
            click.echo(write_line(row))


@purge.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_dry_run
@with_appcontext
@report_refusals
def replay(file: Path, dry_run: bool) -> None:
    """Purge again what FILE lists, after a backup was put back."""
    site = get_site()
    lines = file.read_text(encoding="utf-8").splitlines()
    try:
        with site.database.transaction() as session:
            actor = get_system_actor(session, "purge")
            replayed = replay_purges(session, lines, actor=actor)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    for line in replayed:
        click.echo(f"{line.id}: {line.outcome}")
    results = [line.result for line in replayed if line.result is not None]
    if dry_run:
        click.echo("Nothing was changed.")
    elif results:
        _clean_up(site, results)


@purge.command()
@with_appcontext
@report_refusals
def clean() -> None:
    """Write index and database files anew, so that no byte of what was deleted is left."""
    _report_cleaning(get_site(), Base.metadata.tables, [])


def _run(action: Callable[[Session, Actor], PurgeResult], *, dry_run: bool) -> None:
    site = get_site()
    result: PurgeResult | None = None
    try:
        with site.database.transaction() as session:
            result = action(session, get_system_actor(session, "purge"))
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    assert result is not None
    for table, number in sorted(result.rows.items()):
        if number:
            click.echo(f"{number:6} {table}")
    for column, number in sorted(result.left.items()):
        click.echo(f"{number:6} {column}: left as it is, change it yourself")
    if dry_run:
        click.echo("Nothing was changed.")
        return
    _clean_up(site, [result])


def _clean_up(site: Site, results: Iterable[PurgeResult]) -> None:
    results = list(results)
    tables = {table for result in results for table in result.rows}
    patterns = [pattern for result in results for pattern in result.patterns]
    files = {sha256 for result in results for sha256 in result.files}
    _report_cleaning(site, tables, patterns, files)
    for result in results:
        keep_line(site.database, site.settings.purge_list, result.id)
    click.echo(
        f"Listed in {site.settings.purge_list}. Keep that file with your backups: when one was put "
        "back, run purge replay with it. Export again into folders that you keep, and look into "
        "the files that were imported."
    )


def _report_cleaning(
    site: Site,
    tables: Iterable[str],
    patterns: list[re.Pattern[str]],
    files: Iterable[str] = (),
) -> None:
    cleaned = clean_up(
        site.database,
        site.index.folder,
        site.settings.mail_folder,
        site.files,
        tables=tables,
        patterns=patterns,
        files=files,
    )
    if cleaned.mails:
        click.echo(f"{cleaned.mails} mails deleted from {site.settings.mail_folder}.")
    if not cleaned.is_index_clean:
        click.echo("The search index could not be cleaned; run purge clean again.", err=True)
    if not cleaned.are_files_clean:
        click.echo(
            "The store of files is away; what was purged goes within the next days.", err=True
        )
    if not cleaned.is_database_clean:
        click.echo("The database's files are in use; run purge clean again.", err=True)


def _find_id(session: Session, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        organisation_slug, _, slug = text.partition("/")
    body = find_organisation(session, organisation_slug)
    found = find_document(session, body.id, slug) if body is not None else None
    if found is None:
        raise NotFound(text)
    return found.id
