"""``flask --app wsgi worker``: the jobs beside the pages, for sites that ``serve`` does not run."""

from __future__ import annotations

import logging
import signal

import click
from flask.cli import with_appcontext

from network.cli.refusals import report_refusals
from network.cli.starting import end_when_told, wait_for_schema
from network.config import find_misspelt
from network.log_lines import configure_logging
from network.site import get_site
from network.worker.worker import Worker

logger = logging.getLogger(__name__)


@click.command()
@with_appcontext
@report_refusals
def worker() -> None:
    """Do the jobs that run beside the pages, until interrupted.

    Waits until the database answers and has the schema. Follows the search index of this host,
    publishes what is due, gathers and sends mail, reminds, and deletes what is kept for a time. As
    many may run as one likes, on any host: each job is done by one at a time, and by another when
    that one ends.
    """
    running = get_site()
    configure_logging(running.settings.log_format)
    for misspelt in find_misspelt():
        logger.warning("%s", misspelt)
    with end_when_told():
        wait_for_schema(running.database)
    beside = Worker(running, report=click.echo)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: beside.stop())
    click.echo("The worker runs.")
    beside.run()
