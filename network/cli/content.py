"""``flask --app wsgi content``: the site as files."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from network.attachments.keeping import keep_file
from network.cli.files import take_in_files
from network.cli.refusals import report_refusals
from network.content_files.auditing import find_standing_faults
from network.content_files.carried_files import find_carried_faults, read_new_files
from network.content_files.checking import check_folder
from network.content_files.exporting import export_archive, export_folder
from network.content_files.importing import import_folder
from network.content_files.plan import summarise
from network.content_files.site import read_site
from network.documents.publishing import withdraw as withdraw_document
from network.documents.revisions import find_document
from network.errors import Invalid, NotFound
from network.organisations.queries import find_organisation
from network.people.actors import get_system_actor
from network.site import Site, get_site


class _DryRun(Exception):
    """Raised to roll a dry run back."""


@click.group()
def content() -> None:
    """The site as files: import, export, check, withdraw; and what stands in public."""


@content.command("import")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@with_appcontext
@report_refusals
def import_(folder: Path | None, dry_run: bool) -> None:
    """Bring FOLDER (the site's own content by default) into the database, all or nothing."""
    running = get_site()
    folder = folder or running.settings.content
    if not dry_run:
        take_in_files(running, folder)
    try:
        with running.database.transaction() as session:
            if dry_run:
                _keep_for_now(session, running, folder)
            done = import_folder(session, folder)
            for step in done.steps:
                if step.verdict not in ("same",):
                    click.echo(f"{step.verdict:10} {step.path}")
            if dry_run:
                raise _DryRun
    except _DryRun:
        click.echo(f"Would be: {summarise(done.steps)}. Nothing was changed.")
        return
    click.echo(f"Done: {summarise(done.steps)}; {done.organisations} organisations changed.")


def _keep_for_now(session: Session, running: Site, folder: Path) -> None:
    """Know the files of a folder until the transaction is rolled back; of their bytes what is left
    in the store is deleted after a time."""
    content = read_site(folder)
    faults = find_carried_faults(folder, content)
    if faults:
        raise Invalid(faults)
    for file in read_new_files(session, folder, content, running.scanner):
        keep_file(session, running.files, file)


@content.command()
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
@report_refusals
def export(folder: Path) -> None:
    """Write all that is public below FOLDER, only where it differs."""
    with get_site().database.reading() as session:
        done = export_folder(session, folder, get_site().files)
    click.echo(f"{done.files} files, {done.written} of them written.")
    for path in done.strangers:
        click.echo(f"not of this site, left as it is: {path}")


@content.command()
@click.argument("organisation")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@report_refusals
def archive(organisation: str, file: Path) -> None:
    """Write all that is published by or about ORGANISATION into one ZIP file that a site imports
    when it is unpacked."""
    with get_site().database.reading() as session:
        if find_organisation(session, organisation) is None:
            raise NotFound(f"There is no organisation {organisation}.")
        made = export_archive(session, organisation, get_site().files)
    file.write_bytes(made)
    click.echo(f"{len(made)} bytes written to {file}.")


@content.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@with_appcontext
@report_refusals
def check(folder: Path | None) -> None:
    """Check FOLDER (the site's own content by default) without a database.

    Faults make the check fail; dead links and translations older than their original are listed.
    """
    remarks = check_folder(folder or get_site().settings.content)
    for remark in remarks:
        click.echo(str(remark))
    click.echo(f"No faults; {len(remarks)} to look at.")


@content.command()
@click.argument("address")
@click.option("--reason", default="", help="Why; kept in the document's trail, never shown.")
@with_appcontext
@report_refusals
def withdraw(address: str, reason: str) -> None:
    """Take the entry at ADDRESS (organisation/entry) out of public, with all its texts."""
    organisation, _, slug = address.partition("/")
    with get_site().database.transaction() as session:
        document_id = _document_at(session, organisation, slug)
        actor = get_system_actor(session, "command line")
        withdraw_document(session, document_id, actor=actor, reason=reason)
    click.echo(f"{address} was withdrawn. Its address now answers 410, without a title.")


@content.command()
@with_appcontext
@report_refusals
def audit() -> None:
    """List what stands in public that the guard of public words would refuse today.

    Addresses that are in use, moved or withdrawn, texts, and whatever else anybody reads, without
    what was let through. Changes nothing; ends with 1 when there is anything.
    """
    with get_site().database.reading() as session:
        faults = find_standing_faults(session)
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} to look at." if faults else "Nothing stands that the guard refuses.")
    if faults:
        sys.exit(1)


def _document_at(session: Session, organisation: str, slug: str) -> UUID:
    row = find_organisation(session, organisation)
    document = find_document(session, row.id, slug) if row else None
    if document is None:
        raise NotFound(f"There is no entry at {organisation}/{slug}.")
    return document.id
