"""The command ``grannar``: everything that whoever runs a site does, from any folder."""

from __future__ import annotations

from flask.cli import FlaskGroup

from network.loading import load_app


def main() -> None:
    """Run the command that was typed, as ``flask --app wsgi`` does in a checkout."""
    FlaskGroup(
        name="grannar",
        help="Grannar: a portal for what municipalities tried and learnt.",
        create_app=load_app,
        add_default_commands=False,
        add_version_option=False,
    )(prog_name="grannar")


if __name__ == "__main__":
    main()
