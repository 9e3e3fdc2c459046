"""The command ``grannar``: everything that whoever runs a site does, from any folder."""

from __future__ import annotations

import click
from flask.cli import FlaskGroup

from network.loading import load_app
from network.version import find_version


def _tell_version(context: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"Grannar {find_version()}")
        context.exit()


def make_group() -> FlaskGroup:
    """The commands, as one."""
    return FlaskGroup(
        name="grannar",
        help="Grannar: a portal for what municipalities tried and learnt.",
        create_app=load_app,
        add_default_commands=False,
        add_version_option=False,
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_tell_version,
                help="Say which version this is.",
            )
        ],
    )


def main() -> None:
    """Run the command that was typed, as ``flask --app wsgi`` does in a checkout."""
    make_group()(prog_name="grannar")


if __name__ == "__main__":
    main()
