"""Refusals on the command line: a sentence each, exit status 1 or 2, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from network.config import WrongSettings
from network.db import working_long
from network.errors import GrannarError, Invalid

# The exit status where settings are wrong: starting once more does not help.
WRONG_SETTINGS: Final = 2

_NO_SCHEMA = (
    "The database has no tables of Grannar yet, or those of an earlier version: bring it to the "
    "schema with db upgrade, or start the site. Nothing was changed."
)
# What PostgreSQL calls a table that is not there.
_UNDEFINED_TABLE = "42P01"

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def report_refusals(command: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Let a command say why it refuses instead of breaking, and take the time that it needs."""

    @wraps(command)
    def run(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        try:
            with working_long():
                return command(*args, **kwargs)
        except Invalid as problem:
            for fault in problem.faults:
                click.echo(str(fault), err=True)
            number = len(problem.faults)
            click.echo(f"{number} fault{'s' if number > 1 else ''}; nothing was changed.", err=True)
        except WrongSettings as problem:
            click.echo(str(problem), err=True)
            sys.exit(WRONG_SETTINGS)
        except GrannarError as problem:
            click.echo(str(problem), err=True)
        except SQLAlchemyError as problem:
            if _lacks_table(problem):
                click.echo(_NO_SCHEMA, err=True)
                sys.exit(1)
            reason = str(getattr(problem, "orig", None) or problem).splitlines()[0]
            click.echo(f"The database refused: {reason}. Nothing was changed.", err=True)
        except OSError as problem:
            click.echo(f"{problem.filename or 'A file'}: {problem.strerror}.", err=True)
        sys.exit(1)

    return run


def _lacks_table(problem: SQLAlchemyError) -> bool:
    """Whether a table is missing, as in a database that no site has made ready."""
    original = getattr(problem, "orig", None)
    return getattr(original, "sqlstate", None) == _UNDEFINED_TABLE or str(original).startswith(
        "no such table"
    )
