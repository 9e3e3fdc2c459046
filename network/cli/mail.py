"""``flask --app wsgi mail``: for sites that are not served by ``serve``, which sends by itself."""

from __future__ import annotations

from typing import BinaryIO

import click
from flask.cli import with_appcontext

from network.cli.refusals import report_refusals
from network.community.following.bounces import read_returned, take_bounce
from network.mail.delivery import deliver_due, read_status
from network.mail.delivery_reports import MOST_BYTES
from network.mail.returned_mailbox import MailboxAway, make_returned_mailbox
from network.mail.transports import make_transport
from network.site import get_site
from network.worker.housekeeping import forget
from network.worker.news_delivery import (
    gather,
    make_writers,
    queue_sent_letters,
    read_returned_mail,
    remind,
    tell_of_failures,
)

_AT_ONCE = 500


@click.group()
def mail() -> None:
    """Mail that waits to be sent."""


@mail.command()
@with_appcontext
@report_refusals
def send() -> None:
    """Gather the news that is due, and send what is due. For cron, every minute."""
    running = get_site()
    settings = running.settings
    remind(running)
    tell_of_failures(running)
    gathered = gather(running)
    if gathered.mails:
        click.echo(f"gathered: {gathered.mails} mails for {gathered.people} people")
    if letters := queue_sent_letters(running):
        click.echo(f"letters of the month: {letters} mails")
    transport = make_transport(settings.smtp_url, settings.mail_folder, settings.mail_from)
    letter_writers = make_writers(running)
    while True:
        sent = deliver_due(running.database, transport, _AT_ONCE, letter_writers)
        for where in sent:
            click.echo(f"sent: {where}")
        # What was not sent waits for a later run.
        if len(sent) < _AT_ONCE:
            break
    forget(running)


@mail.command()
@click.argument("file", type=click.File("rb"))
@with_appcontext
@report_refusals
def bounced(file: BinaryIO) -> None:
    """Read a mail that came back (FILE, or - for what is piped in); an address that has the fault
    itself is set aside."""
    written = file.read(MOST_BYTES)
    with get_site().database.transaction() as session:
        is_set_aside = take_bounce(session, written)
    click.echo("set aside: 1 address" if is_set_aside else "nothing to set aside in it")


@mail.command("read-bounces")
@with_appcontext
@report_refusals
def read_bounces() -> None:
    """Read the mailbox that mail comes back to, BOUNCE_IMAP_URL. A worker does so by itself."""
    running = get_site()
    mailbox = make_returned_mailbox(running.settings.bounce_imap_url)
    if mailbox is None:
        raise click.ClickException("BOUNCE_IMAP_URL is not set.")
    try:
        number = read_returned_mail(running, mailbox)
    except MailboxAway as problem:
        raise click.ClickException(f"{problem}.") from None
    click.echo(f"read: {number} mails")


@mail.command()
@with_appcontext
@report_refusals
def status() -> None:
    """Say how much waits, and why; what cannot be written, and what is given up."""
    with get_site().database.reading() as session:
        statuses = read_status(session)
    for mails in statuses:
        what = "given up" if mails.is_given_up else "waiting"
        if mails.is_unwritten:
            click.echo(
                f"{mails.number} {what}: cannot be written ({mails.error}); the log says where"
            )
        else:
            click.echo(f"{mails.number} {what}{f' after {mails.error}' if mails.error else ''}")
    if not statuses:
        click.echo("Nothing waits.")
    with get_site().database.reading() as session:
        returned = read_returned(session)
    for reason, number in returned.reasons.items():
        if number:
            click.echo(f"{number} came back within a day: {reason.replace('_', ' ')}")
