"""``flask --app wsgi organisations``: figures for the register, from beside its own files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from network.cli.refusals import report_refusals
from network.organisations.figure_import import import_population
from network.organisations.statistics.population import FigureRequest, Population
from network.organisations.statistics.queries import NoAnswer, ask, read_saved_query
from network.organisations.statistics.reading import check_population, read_population
from network.site import get_site

# The most names that are listed; the rest is counted.
_MOST_NAMES = 40


class _DryRun(Exception):
    """Raised to roll a dry run back."""


@click.group()
def organisations() -> None:
    """The register of organisations: their figures."""


@organisations.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--country", type=click.Choice(["NO", "SE", "FI"]), default=None)
@click.option("--year", type=click.IntRange(1900, 2100), default=None, help="Not the newest one.")
@click.option("--contents", default="", help="What is counted, as the file calls it.")
@click.option("--source", default="", help="Who made the table, where the file does not say.")
@click.option("--table", default="", help="The table's number, where the file does not say.")
@click.option("--dry", is_flag=True, help="Say what would happen and change nothing.")
@with_appcontext
@report_refusals
def figures(
    file: Path,
    country: str | None,
    year: int | None,
    contents: str,
    source: str,
    table: str,
    dry: bool,
) -> None:
    """Read the population of municipalities from FILE: JSON-stat, PX or CSV, as PxWeb exports."""
    figures_read = read_population(
        file, FigureRequest(year, contents, source, table, country or "")
    )
    _import(figures_read, country, dry=dry)


@organisations.command()
@click.argument("query", type=click.Path(path_type=Path))
@click.option("--country", type=click.Choice(["NO", "SE", "FI"]), default=None)
@click.option("--year", type=click.IntRange(1900, 2100), default=None, help="Not the newest one.")
@click.option("--contents", default="", help="What is counted, as the answer calls it.")
@click.option("--source", default="", help="Who made the table, where the answer does not say.")
@click.option("--table", default="", help="The table's number, where the answer does not say.")
@click.option("--keep", type=click.Path(path_type=Path), help="Write the answer to this file, too.")
@click.option("--dry", is_flag=True, help="Ask, say what would happen and change nothing.")
@with_appcontext
@report_refusals
def update(
    query: Path,
    country: str | None,
    year: int | None,
    contents: str,
    source: str,
    table: str,
    keep: Path | None,
    dry: bool,
) -> None:
    """Ask a statistics office for the population anew, by the saved query in the file QUERY.

    QUERY is JSON: "url" with the table's https address, and beside it what PxWeb shows under "API
    query for this table": "query" (PxWebApi 1) or "selection" (PxWebApi 2), or neither where the
    address is that of a saved query or holds the whole selection. The office that "url" names is
    asked, once, and nobody else.
    """
    saved = read_saved_query(query)
    click.echo(f"Asking {saved.host} …")
    try:
        data = ask(saved)
    except NoAnswer as problem:
        raise click.ClickException(str(problem)) from None
    if keep is not None:
        keep.write_bytes(data)
    figures_read = check_population(
        data,
        FigureRequest(year, contents, source, table, country or ""),
        f"the answer of {saved.host}",
    )
    _import(figures_read, country, dry=dry)


def _import(figures_read: Population, country: str | None, *, dry: bool) -> None:
    try:
        with get_site().database.transaction() as session:
            done = import_population(session, figures_read, country or "")
            if dry:
                raise _DryRun
    except _DryRun:
        pass
    table_id = figures_read.table_id
    of = f"{figures_read.source}{f', table {table_id}' if table_id else ''}"
    verb = "Would be" if dry else "Done"
    click.echo(f"{verb}: {done.country}, {figures_read.year}, from {of}.")
    click.echo(f"{done.new} new, {done.changed} changed, {done.same} the same.")
    if figures_read.others:
        click.echo(f"{figures_read.others} regions are no municipalities and were left out.")
    _tell(
        "Former codes, not added to what followed",
        [f"{code} (now {', '.join(slugs)})" for code, slugs in done.former.items()],
    )
    _tell("Codes that the register does not know", done.unknown)
    _tell("Municipalities without a number in the file", done.without)
    if figures_read.note:
        click.echo(f"The office notes: {figures_read.note}")
    _tell("Municipalities that the file does not name", done.missing)
    if dry:
        click.echo("Nothing was changed.")


def _tell(what: str, names: Sequence[str]) -> None:
    if names:
        rest = len(names) - _MOST_NAMES
        more = f" and {rest} more" if rest > 0 else ""
        click.echo(f"{what}: {', '.join(names[:_MOST_NAMES])}{more}.")
