"""``flask --app wsgi worker``: the jobs beside the pages, for sites that ``serve`` does not run."""

from __future__ import annotations

import logging
import signal

import click
from flask.cli import with_appcontext

from network.cli.refusals import report_refusals
from network.site import get_site
from network.worker.worker import Worker


@click.command()
@with_appcontext
@report_refusals
def worker() -> None:
    """Do the jobs that run beside the pages, until interrupted.

    Follows the search index of this host, publishes what is due, gathers and sends mail, reminds,
    and deletes what is kept for a time. As many may run as one likes, on any host: each job is done
    by one at a time, and by another when that one ends.
    """
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    running = get_site()
    running.database.check()
    beside = Worker(running, report=click.echo)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: beside.stop())
    click.echo("The worker runs.")
    beside.run()
