"""``flask --app wsgi mail``: for sites that are not served by ``serve``, which sends by itself."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from network.cli.refusals import refusing
from network.mail.delivery import deliver_due
from network.mail.tables import OutgoingMail
from network.mail.transports import transport_of
from network.site import site


@click.group()
def mail() -> None:
    """Mail that waits to be sent."""


@mail.command()
@with_appcontext
@refusing
def deliver() -> None:
    """Send what is due."""
    here = site().settings
    transport = transport_of(here.smtp_url, here.mail_folder, here.mail_from)
    for where in deliver_due(site().database, transport, most=1_000):
        click.echo(f"sent: {where}")


@mail.command()
@with_appcontext
@refusing
def status() -> None:
    """Say how much waits, and why."""
    with site().database.reading() as session:
        rows = session.execute(
            select(OutgoingMail.last_error, func.count())
            .where(OutgoingMail.sent_at.is_(None))
            .group_by(OutgoingMail.last_error)
        ).all()
    for error, number in rows:
        click.echo(f"{number} waiting{f' after {error}' if error else ''}")
    if not rows:
        click.echo("Nothing waits.")
