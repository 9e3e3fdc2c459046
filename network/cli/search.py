"""``flask --app wsgi search``: ask the index, and look after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import click
from flask.cli import with_appcontext

from network.cli.refusals import report_refusals
from network.entries.queries import Card, find_cards
from network.search import index_updates
from network.search.hits import Hit
from network.search.query import Query
from network.search.source import DatabaseSource
from network.site import get_site


@click.group()
def search() -> None:
    """Ask the search index, and look after it."""


@search.command()
@click.argument("text")
@click.option("--language", type=click.Choice(["nb", "nn", "sv"]), default=None)
@click.option("--limit", type=click.IntRange(1, 200), default=10)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
@report_refusals
def query(text: str, language: str | None, limit: int, as_json: bool) -> None:
    """Search for TEXT as the search page does.

    The JSON object says whether an entry answers (`answered`), which do (`hits`, of `total`), and
    which do not and lie nearest (`nearest`).
    """
    result = get_site().index.find(Query(text, language=language, limit=limit))
    with get_site().database.reading() as session:
        ids = [UUID(hex=hit.entry) for hit in (*result.hits, *result.nearest)]
        cards = {card.id.hex: card for card in find_cards(session, ids, language or "nb")}
    hits, nearest = _show_hits(result.hits, cards), _show_hits(result.nearest, cards)
    if as_json:
        answer = {
            "state": result.state,
            "answered": result.answered,
            "total": result.total,
            "hits": hits,
            "nearest": nearest,
            "bridged": {word: [list(pair) for pair in also] for word, also in result.bridged},
            "meant": dict(result.meant),
            "understood": [
                {"written": part.written, "facet": part.facet, "value": part.value}
                for part in result.understood
            ],
            "notes": list(result.notes),
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    if result.state != "ready":
        click.echo(f"The index is {result.state}; run search rebuild.")
        return
    for understood in result.understood:
        click.echo(f"{understood.written}: understood as {understood.facet} {understood.value}")
    for word, better in result.meant:
        click.echo(f"{word}: searched as {better}")
    for word, also in result.bridged:
        click.echo(f"{word}: also {', '.join(other for other, _ in also)}")
    _print_hits(hits)
    click.echo(f"{result.total} found" if result.answered else "No entry answers it.")
    if nearest:
        click.echo("Nearest to it:")
        _print_hits(nearest)


def _show_hits(hits: Iterable[Hit], cards: Mapping[str, Card]) -> list[dict[str, Any]]:
    """What is told of each hit whose entry is public."""
    return [
        {
            "address": cards[hit.entry].address,
            "kind": cards[hit.entry].kind,
            "title": cards[hit.entry].title,
            "language": hit.language,
            "part": hit.part,
            "score": round(hit.score, 3),
            "met": {word: list(searched) for word, searched in hit.met.items()},
        }
        for hit in hits
        if hit.entry in cards
    ]


def _print_hits(hits: Iterable[Mapping[str, Any]]) -> None:
    for number, hit in enumerate(hits, start=1):
        part = f"#{hit['part']}" if hit["part"] else ""
        click.echo(f"{number:3} {hit['score']:7} {hit['address']}{part}  {hit['title']}")


@search.command()
@with_appcontext
@report_refusals
def rebuild() -> None:
    """Build the index anew beside the present one, then switch."""
    done = index_updates.rebuild(get_site().index.folder, DatabaseSource(get_site().database))
    click.echo(f"The index holds {done.updated} entries, up to change {done.cursor}.")


@search.command("catch-up")
@with_appcontext
@report_refusals
def catch_up() -> None:
    """Carry out what changed since the last time."""
    done = index_updates.catch_up(get_site().index.folder, DatabaseSource(get_site().database))
    rebuilt = " (built anew)" if done.rebuilt else ""
    click.echo(
        f"{done.updated} updated, {done.deleted} deleted, up to change {done.cursor}{rebuilt}."
    )


@search.command()
@with_appcontext
@report_refusals
def purge() -> None:
    """Catch up, and let the words of withdrawn texts leave the index's files at once.

    The files keep such words, unfindable, until they are written anew. Takes some 2 ms an entry.
    """
    done = index_updates.purge(get_site().index.folder, DatabaseSource(get_site().database))
    click.echo(f"Nothing withdrawn is left in the index's files, up to change {done.cursor}.")


@search.command()
@with_appcontext
@report_refusals
def status() -> None:
    """Say what state the index is in, and how far behind."""
    status = get_site().index.status()
    source = DatabaseSource(get_site().database)
    newest = source.newest()
    click.echo(
        f"{status.state}: {status.entries} entries, {status.bytes} bytes, generation "
        f"{status.generation or 'none'}, at change {status.cursor} of {newest}."
    )
    if status.state == "ready" and source.read_check(status.cursor) != status.check:
        click.echo("It was made from another history of the database; run search catch-up.")
