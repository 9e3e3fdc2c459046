"""The command line: everything that whoever runs a site does."""

from __future__ import annotations

from flask import Flask

from network.cli.backup import backup, restore_command
from network.cli.content import content
from network.cli.database import db
from network.cli.files import files
from network.cli.mail import mail
from network.cli.organisations import organisations
from network.cli.people import people
from network.cli.purging import purge
from network.cli.search import search
from network.cli.serve import serve
from network.cli.status import status
from network.cli.worker import worker


def init_cli(app: Flask) -> None:
    """Register the commands with ``flask --app wsgi``."""
    for command in (
        backup,
        restore_command,
        db,
        content,
        files,
        mail,
        organisations,
        people,
        purge,
        search,
        serve,
        status,
        worker,
    ):
        app.cli.add_command(command)
