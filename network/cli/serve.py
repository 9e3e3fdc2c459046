"""``flask --app wsgi serve``: from an empty folder to a working site, and up again in seconds."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from abc import ABC, abstractmethod

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from waitress.server import create_server

from network.attachments.reading import LARGEST_FILE
from network.cli.files import take_in_files
from network.cli.refusals import report_refusals
from network.config import check_for_serving
from network.content_files.importing import import_folder
from network.content_files.plan import summarise
from network.demo import fill, read_demonstration
from network.errors import Misconfigured, Unavailable
from network.log_lines import configure_logging
from network.mail.delivery import deliver_due
from network.mail.transports import make_transport
from network.migrations import schema
from network.organisations.tables import Organisation
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.seats import THREADS
from network.site import Site, get_site
from network.worker.housekeeping import collect_files, forget
from network.worker.news_delivery import gather, make_writers, remind
from network.worker.scheduled_publications import publish_all_due

logger = logging.getLogger(__name__)

# Needs wait for weeks, and what was thrown away lies for days; whether it has been long enough is
# asked so often, in seconds.
_REMIND_EVERY = 600
# Files that nobody uses lie for weeks; all of them are looked through so often, in seconds.
_COLLECT_EVERY = 24 * 3600
# Above it nobody is turned away with a page: the system keeps them waiting.
_CONNECTIONS = 500


@click.command()
@with_appcontext
@report_refusals
def serve() -> None:
    """Make ready what is missing, then serve until interrupted."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    running = get_site()
    check_for_serving(running.settings)
    configure_logging(running.settings.log_format)
    listening = _take_port(running.settings.host, running.settings.port)
    _make_ready(running)
    if running.settings.demo:
        demonstration = read_demonstration(running.settings.demo)
        with running.database.transaction() as session:
            fill(session, demonstration)
        click.echo(f"Accounts to try, all with the password “{demonstration.password}”:")
        for account in demonstration.accounts:
            click.echo(f"  {account.email}  {account.role} {account.organisation}")
    follower = Follower(running)
    courier = Courier(running)
    following: tuple[Following, ...] = (follower, courier)
    for thread in following:
        running.database.after_commit.append(thread.wake)
        thread.start()
    # More threads than the site lets in and lets wait: none waits here, where nobody counts. Each
    # open connection costs a descriptor; a browser keeps a few open that say nothing.
    server = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        connection_limit=_CONNECTIONS,
        # A file that somebody fetches slowly waits here, and no thread with it.
        outbuf_high_watermark=2 * LARGEST_FILE,
        asyncore_use_poll=True,
        ident=None,
    )
    click.echo(f"Grannar serves on http://{running.settings.host}:{running.settings.port}")
    # Whoever runs services ends them by SIGTERM: answer what was asked, then end as by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        follower.stop()
        courier.stop()


def _take_port(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken first: nothing is made ready for a port that is in use."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as problem:
        listening.close()
        raise Misconfigured(
            f"Port {port} on {host} cannot be used ({os.strerror(problem.errno or 0)}): stop what "
            "uses it or choose another with PORT."
        ) from problem
    return listening


def _make_ready(running: Site) -> None:
    running.database.check()
    if not schema.is_newest(running.database):
        click.echo("Bringing the database to the newest schema …")
        schema.upgrade(running.database)
    with running.database.reading() as session:
        is_empty = session.scalar(select(Organisation.id).limit(1)) is None
    if is_empty:
        click.echo("The database is empty: importing the content …")
        folders = list(filter(None, (running.settings.content, running.settings.demo)))
        for folder in folders:
            take_in_files(running, folder)
        with running.database.transaction() as session:
            for folder in folders:
                done = import_folder(session, folder, report=lambda line: click.echo(f"  {line}"))
                click.echo(f"  {summarise(done.steps)}")
    state = running.index.status().state
    if state != "ready":
        click.echo("Building the search index …")
    done_with = catch_up(running.index.folder, DatabaseSource(running.database))
    if done_with.updated or done_with.deleted:
        click.echo(f"  {done_with.updated} entries indexed, {done_with.deleted} taken out")


class Following(ABC):
    """A thread that does something after each commit, and every few seconds anyway."""

    name = ""

    def __init__(self, running: Site) -> None:
        self._site = running
        self._woken = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def wake(self) -> None:
        """Say that something was committed."""
        self._woken.set()

    def stop(self) -> None:
        """End after the present run, and wait for that."""
        self._stopped = True
        self._woken.set()
        self._thread.join(timeout=30)

    @abstractmethod
    def follow(self) -> None:
        """What is to be done now."""

    def _run(self) -> None:
        while not self._stopped:
            try:
                self.follow()
            # The site goes on whatever befalls this; the next run tries again.
            except Exception:
                logger.exception("%s failed", self.name)
                time.sleep(1)
            self._woken.wait(self._site.settings.catch_up_seconds)
            self._woken.clear()


class Follower(Following):
    """Publishes what is due; keeps the search index up to date, and the names that writers' texts
    are read for; writes down the searches that missed."""

    name = "search follower"

    def follow(self) -> None:
        publish_all_due(self._site)
        catch_up(self._site.index.folder, DatabaseSource(self._site.database))
        self._site.index.warm()
        with self._site.database.reading() as session:
            self._site.names.fresh(session)
        self._site.missed.write(self._site.database)


class Courier(Following):
    """Gathers the news that is due and sends the mail that is due; says where it was written
    when there is no mail server."""

    name = "mail courier"

    def __init__(self, running: Site) -> None:
        super().__init__(running)
        settings = running.settings
        self._transport = make_transport(
            settings.smtp_url, settings.mail_folder, settings.mail_from
        )
        self._writers = make_writers(running)
        self._remind_at = 0.0
        self._collect_at = 0.0
        self._is_folder = settings.smtp_url is None

    def wake(self) -> None:
        # Its own notes are commits too: only what is due is worth a run.
        if threading.current_thread() is not self._thread:
            super().wake()

    def follow(self) -> None:
        running = self._site
        if time.monotonic() >= self._remind_at:
            remind(running)
            forget(running)
            self._remind_at = time.monotonic() + _REMIND_EVERY
        if time.monotonic() >= self._collect_at:
            self._collect_at = time.monotonic() + _COLLECT_EVERY
            self._collect()
        gather(running)
        for where in deliver_due(running.database, self._transport, writers=self._writers):
            if self._is_folder:
                click.echo(f"Mail written to {where} (SMTP_URL is not set)")

    def _collect(self) -> None:
        """Delete files that nobody uses. No mail waits for a store that is away."""
        try:
            collect_files(self._site)
        except Unavailable as problem:
            logger.warning("unused files stay for now: %s", problem)
