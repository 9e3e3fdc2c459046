"""The command line: everything that whoever runs a site does."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click
from flask import Flask
from flask.cli import AppGroup

# Where each command is.
_COMMANDS = {
    "backup": "network.cli.backup:backup",
    "restore": "network.cli.backup:restore_command",
    "db": "network.cli.database:db",
    "content": "network.cli.content:content",
    "files": "network.cli.files:files",
    "mail": "network.cli.mail:mail",
    "organisations": "network.cli.organisations:organisations",
    "people": "network.cli.people:people",
    "purge": "network.cli.purging:purge",
    "search": "network.cli.search:search",
    "serve": "network.cli.serve:serve",
    "status": "network.cli.status:status",
    "worker": "network.cli.worker:worker",
}


class Commands(AppGroup):
    """The commands of a site, each imported when it is run: a process that answers pages, which
    loads the application as a command does, needs what none of them imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in order."""
        return sorted({*super().list_commands(ctx), *_COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, ``None`` where there is none."""
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = _COMMANDS[cmd_name].partition(":")
        return cast(click.Command, getattr(import_module(module), name))


def init_cli(app: Flask) -> None:
    """Register the commands with ``flask --app wsgi``."""
    app.cli = Commands(app.name)
