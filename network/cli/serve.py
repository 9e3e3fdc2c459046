"""``flask --app wsgi serve``: from an empty folder to a working site, and up again in seconds."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from waitress.server import create_server

from network.cli.refusals import refusing
from network.content_files.importing import import_folder
from network.content_files.plan import summary
from network.errors import Misconfigured
from network.migrations import schema
from network.organisations.tables import Organisation
from network.search.catch_up import catch_up
from network.search.source import DatabaseSource
from network.site import Site, site

logger = logging.getLogger(__name__)


@click.command()
@click.option(
    "--also",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Another content folder to fill an empty database with, beside the site's own.",
)
@with_appcontext
@refusing
def serve(also: tuple[Path, ...]) -> None:
    """Make ready what is missing, then serve until interrupted."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    here = site()
    listening = _take_port(here.settings.host, here.settings.port)
    _make_ready(here, also)
    follower = Follower(here)
    here.database.after_commit.append(follower.wake)
    follower.start()
    server = create_server(app, sockets=[listening], threads=8, ident=None)
    click.echo(f"Grannar serves on http://{here.settings.host}:{here.settings.port}")
    # Whoever runs services ends them by SIGTERM: answer what was asked, then end as by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        follower.stop()


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


def _make_ready(here: Site, also: tuple[Path, ...]) -> None:
    here.database.check()
    if not schema.is_newest(here.database):
        click.echo("Bringing the database to the newest schema …")
        schema.upgrade(here.database)
    with here.database.reading() as session:
        is_empty = session.scalar(select(Organisation.id).limit(1)) is None
    if is_empty:
        click.echo("The database is empty: importing the content …")
        with here.database.transaction() as session:
            for folder in (here.settings.content, *also):
                done = import_folder(session, folder, told=lambda line: click.echo(f"  {line}"))
                click.echo(f"  {summary(done.steps)}")
    state = here.index.status().state
    if state != "ready":
        click.echo("Building the search index …")
    done_with = catch_up(here.index.folder, DatabaseSource(here.database))
    if done_with.updated or done_with.deleted:
        click.echo(f"  {done_with.updated} entries indexed, {done_with.deleted} taken out")


class Follower:
    """The thread that keeps the index up to date: after each commit, and every few seconds."""

    def __init__(self, here: Site) -> None:
        self._site = here
        self._woken = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="search follower", daemon=True)

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

    def _run(self) -> None:
        source = DatabaseSource(self._site.database)
        while not self._stopped:
            try:
                catch_up(self._site.index.folder, source)
                self._site.index.warm()
            # The site goes on whatever befalls the index; the next run tries again.
            except Exception:
                logger.exception("the search index could not catch up")
                time.sleep(1)
            self._woken.wait(self._site.settings.catch_up_seconds)
            self._woken.clear()
