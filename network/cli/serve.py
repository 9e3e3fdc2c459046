"""``flask --app wsgi serve``: from an empty folder to a working site, and up again in seconds."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from network.cli.files import take_in_files
from network.cli.processes import (
    CHECKING,
    keep_warm,
    read_catalogues,
    read_handed_over,
    run_processes,
    warm,
)
from network.cli.refusals import report_refusals
from network.cli.starting import answer_meanwhile, do_when_open, end_when_told
from network.cli.web_server import WebServer
from network.config import check_for_serving, find_misspelt
from network.content_files.importing import import_folder
from network.content_files.plan import summarise
from network.db import working_long
from network.demo import fill, read_demonstration
from network.errors import Misconfigured
from network.log_lines import configure_logging
from network.metrics import FOLDER_SETTING
from network.migrations import schema
from network.organisations.tables import Organisation
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site, get_site
from network.site_owner import list_wanting
from network.version import find_version
from network.worker.worker import Worker

logger = logging.getLogger(__name__)


@click.command()
@with_appcontext
@report_refusals
def serve() -> None:
    """Make ready what is missing, then serve until interrupted.

    Runs WEB_PROCESSES processes for pages (one a core where it is not set) and one for the jobs
    beside them, under one master. Signal HUP to the master takes a new version of the program or of
    the settings into use without refusing a request.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    running = get_site()
    settings = running.settings
    configure_logging(settings.log_format)
    for misspelt in find_misspelt():
        logger.warning("%s", misspelt)
    check_for_serving(settings)
    if os.environ.get(CHECKING):
        # A running site asks whether this version would start.
        running.database.check()
        if schema.read_state(running.database) == "unknown":
            # Says why.
            schema.upgrade(running.database)
        return
    before = read_handed_over()
    listening = (
        socket.socket(fileno=before.descriptor)
        if before
        else _take_port(settings.host, settings.port)
    )
    # The processes before an upgrade answer until these are ready.
    answering = nullcontext() if before else answer_meanwhile(app.extensions["seats"], listening)
    with end_when_told(), answering:
        do_when_open(running.database, lambda: _make_ready(running))
        # What is read here stays: looking for garbage among it would take longer than reading it.
        gc.disable()
        warm(running)
        read_catalogues(app)
    listening.listen(1024)
    click.echo(
        f"Grannar serves on http://{settings.host}:{settings.port}, version {find_version()}"
    )
    if wanting := list_wanting(settings.owner):
        logger.warning(
            "Readers are not told who runs this site: set %s (docs/operations.md tells how).",
            ", ".join(wanting),
        )
    sys.stdout.flush()
    if hasattr(os, "fork"):
        old = before.old if before else ()
        # The pages that are served from here on are waited for.
        with _counting_together(), working_long(False):
            run_processes(app, running, listening, settings.web_processes, old)
    else:
        click.echo("This system cannot fork: one process does everything.")
        gc.enable()
        _run_alone(app, running, listening)


@contextmanager
def _counting_together() -> Iterator[None]:
    """Have all processes count into one folder, so that whichever is asked tells of all; an upgrade
    goes on with the folder of the program before."""
    folder = os.environ.get(FOLDER_SETTING) or tempfile.mkdtemp(prefix="grannar-metrics-")
    os.environ[FOLDER_SETTING] = folder
    master = os.getpid()
    try:
        yield
    finally:
        # The children leave by this way, too.
        if os.getpid() == master:
            shutil.rmtree(folder, ignore_errors=True)


def _run_alone(app: Flask, running: Site, listening: socket.socket) -> None:
    """Serve and do the jobs in this one process, until interrupted."""
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    worker = Worker(running, report=click.echo)
    threads = (
        threading.Thread(target=worker.run, name="worker"),
        threading.Thread(target=keep_warm, args=(running, ending), name="keeper"),
    )
    for thread in threads:
        thread.start()
    WebServer(app, [listening]).run(ending.is_set, lambda: None)
    worker.stop()
    for thread in threads:
        thread.join()


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
    state = schema.read_state(running.database)
    if state == "ahead":
        click.echo("A later version made the database's schema, and this one can use it.")
    elif state == "newest":
        # What the version before wrote while this one was brought in.
        schema.move_rows(running.database)
    else:
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
    # An index that is only behind is brought up to date by the worker while pages are served.
    if running.index.status().state != "ready":
        click.echo("Building the search index …")
        done_with = catch_up(running.index.folder, DatabaseSource(running.database))
        if done_with.updated or done_with.deleted:
            click.echo(f"  {done_with.updated} entries indexed, {done_with.deleted} taken out")
    if running.settings.demo:
        _fill_demonstration(running, running.settings.demo)


def _fill_demonstration(running: Site, folder: Path) -> None:
    demonstration = read_demonstration(folder)
    with running.database.transaction() as session:
        fill(session, demonstration)
    click.echo(f"Accounts to try, all with the password “{demonstration.password}”:")
    for account in demonstration.accounts:
        click.echo(f"  {account.email}  {account.role} {account.organisation}")
