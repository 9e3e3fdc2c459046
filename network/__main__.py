"""The command ``grannar``: everything that whoever runs a site does, from any folder."""

from __future__ import annotations

import sys

from flask import Flask
from flask.cli import FlaskGroup

from network.app import create_app
from network.cli.refusals import WRONG_SETTINGS
from network.errors import Misconfigured


def _create() -> Flask:
    try:
        return create_app()
    except Misconfigured as problem:
        print(problem, file=sys.stderr)
        sys.exit(WRONG_SETTINGS)


def main() -> None:
    """Run the command that was typed, as ``flask --app wsgi`` does in a checkout."""
    FlaskGroup(
        name="grannar",
        help="Grannar: a portal for what municipalities tried and learnt.",
        create_app=_create,
        add_default_commands=False,
        add_version_option=False,
    )(prog_name="grannar")


if __name__ == "__main__":
    main()
