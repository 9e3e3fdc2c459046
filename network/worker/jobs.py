"""The jobs that run beside the site: what each does, how often, and when it is due next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from network import clock
from network.community.following.periods import find_next_period
from network.documents.scheduling import find_next_publication
from network.dumps import FILES, write_dump
from network.mail.delivery import LetterWriter, deliver_due, find_next_try
from network.mail.returned_mailbox import ReturnedMailbox, make_returned_mailbox
from network.mail.transports import Transport, make_transport
from network.search.index_folder import IndexLocked
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site
from network.worker.housekeeping import collect_files, forget
from network.worker.news_delivery import (
    gather,
    make_writers,
    queue_sent_letters,
    read_returned_mail,
    remind,
    tell_of_failures,
)
from network.worker.scheduled_publications import publish_all_due

logger = logging.getLogger(__name__)

_MINUTE, _DAY = 60.0, 24 * 3600.0
_MAILS_AT_ONCE = 50

Report = Callable[[str], None]


def _never(_site: Site) -> datetime | None:
    return None


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done for the site, again and again.

    ``run`` does what is to be done now and says whether that was anything. ``next_due`` asks the
    data when there will be more. It is run when work is announced (where ``is_woken``), when it is
    due, and every so many seconds (``every``) whatever was announced. After a failure it waits,
    twice as long each time, up to ``longest_wait`` seconds. ``is_of_host``: every host has its own;
    the others are done once for the site. ``leads_to`` is run after it has done something.
    """

    name: str
    run: Callable[[Site], bool]
    every: float
    next_due: Callable[[Site], datetime | None] = _never
    is_woken: bool = False
    is_of_host: bool = False
    longest_wait: float = 5 * _MINUTE
    leads_to: str = ""


def list_jobs(site: Site, report: Report) -> tuple[Job, ...]:
    """Every job of a site. ``report`` is told in a sentence where mail was written without a mail
    server."""
    settings = site.settings
    transport = make_transport(settings.smtp_url, settings.mail_folder, settings.mail_from)
    mailbox = make_returned_mailbox(settings.bounce_imap_url)
    returned = [] if mailbox is None else [_make_mailbox_job(mailbox)]
    return (
        *returned,
        Job(
            "publications",
            _publish,
            every=_MINUTE,
            next_due=_next_publication,
            is_woken=True,
            longest_wait=10,
        ),
        Job(
            "index",
            _follow_index,
            every=settings.catch_up_seconds,
            is_woken=True,
            is_of_host=True,
            longest_wait=10,
            leads_to="news",
        ),
        Job(
            "news",
            lambda site: bool(gather(site).mails),
            every=_MINUTE,
            next_due=lambda _site: find_next_period(clock.now()),
            is_woken=True,
        ),
        Job("letters", lambda site: queue_sent_letters(site) > 0, every=_MINUTE, is_woken=True),
        Job(
            "mail",
            partial(_deliver, transport=transport, writers=make_writers(site), report=report),
            every=_MINUTE,
            next_due=_next_mail,
            is_woken=True,
        ),
        Job("open data", _write_open_data, every=_MINUTE, is_of_host=True),
        Job("reminders", _remind, every=10 * _MINUTE),
        Job("housekeeping", _forget, every=10 * _MINUTE),
        Job("files", _collect, every=_DAY),
    )


def _make_mailbox_job(mailbox: ReturnedMailbox) -> Job:
    return Job(
        "returned mail",
        lambda site: bool(read_returned_mail(site, mailbox)),
        every=5 * _MINUTE,
        longest_wait=60 * _MINUTE,
    )


def _publish(site: Site) -> bool:
    return publish_all_due(site) > 0


def _next_publication(site: Site) -> datetime | None:
    with site.database.reading() as session:
        return find_next_publication(session)


def _follow_index(site: Site) -> bool:
    try:
        done = catch_up(site.index.folder, DatabaseSource(site.database), wait=False)
    except IndexLocked:
        # Another process of this host is at it.
        return False
    return bool(done.updated or done.deleted or done.rebuilt)


def _deliver(
    site: Site, *, transport: Transport, writers: dict[str, LetterWriter], report: Report
) -> bool:
    is_folder = site.settings.smtp_url is None
    sent = deliver_due(site.database, transport, _MAILS_AT_ONCE, writers)
    for where in sent:
        if is_folder:
            report(f"Mail written to {where} (SMTP_URL is not set)")
    return bool(sent)


def _next_mail(site: Site) -> datetime | None:
    with site.database.reading() as session:
        return find_next_try(session)


def _remind(site: Site) -> bool:
    remind(site)
    tell_of_failures(site)
    return True


def _write_open_data(site: Site) -> bool:
    """Write the files of everything public, so that who asks does not wait, and what was withdrawn
    lies in none."""
    settings = site.settings
    for name in FILES:
        with site.database.reading() as session:
            write_dump(session, settings.open_data, name, settings.public_url)
    return False


def _forget(site: Site) -> bool:
    forget(site)
    return True


def _collect(site: Site) -> bool:
    collect_files(site)
    return True
