"""``flask --app wsgi db``: the database's schema."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from network.cli.refusals import report_refusals
from network.migrations import schema
from network.site import get_site


@click.group()
def db() -> None:
    """The database's schema."""


@db.command()
@with_appcontext
@report_refusals
def upgrade() -> None:
    """Run the migrations that the database lacks."""
    database = get_site().database
    database.check()
    state = schema.read_state(database)
    if state == "ahead":
        click.echo("A later version made the database's schema, and this one can use it.")
        return
    if state == "newest":
        schema.move_rows(database)
        click.echo("The database has the newest schema.")
        return
    schema.upgrade(database)
    click.echo("The database was brought to the newest schema.")
