"""The ledger: measures and practices against municipalities, and what others like us have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from flask import render_template, request, url_for

from network.community.ledger.reading import (
    HAS,
    Filters,
    Ledger,
    LedgerRow,
    MissingRow,
    RowTitle,
    Said,
    find_missing_rows,
    find_taken_up_rows,
    read_ledger,
    read_titles,
)
from network.community.peers.reading import Body, find_peers, read_bodies
from network.organisations.figures import find_populations
from network.organisations.queries import list_counties, list_organisations
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.collation import sort_by_label
from network.web.labels import COUNTRIES
from network.web.languages import get_ui_language
from network.web.public.ledger.labels import GROUPS, SIZES
from network.web.public.ledger.municipality import find_meant, list_names

ROWS = 50
COLUMNS = 30


@dataclass(frozen=True, slots=True)
class LedgerRequest:
    """What a request asks of the ledger; ``us`` is the municipality to compare with others, as it
    was typed, and ``shows_all`` whether rows are wanted that nobody else has taken up."""

    filters: Filters
    us: str
    page: int
    shows_all: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the page shows it."""

    row: LedgerRow
    titled: RowTitle


def ledger() -> str:
    """What others have taken up, all rows as a table, or with ``for`` what municipalities like
    that one have and it has not."""
    ui = get_ui_language()
    ledger_request = read_ledger_request()
    with get_site().public.reading() as session:
        table = read_ledger(session, ledger_request.filters)
        register = list_organisations(session)
        counties = list_counties(session)
        meant = find_meant(register, counties, ledger_request.us)
        us = meant.slug
        peers = find_peers(read_bodies(session), us) if us else {}
        has_sizes = bool(find_populations(session))
        topics = load_topics(session)
        lacking: Sequence[MissingRow] = []
        taken_up = find_taken_up_rows(table)
        # Where nobody has taken a stand on another's, there is the whole to see.
        shows_all = ledger_request.shows_all or not taken_up
        rows: Sequence[LedgerRow]
        if us:
            everything = read_ledger(
                session, replace(ledger_request.filters, country="", county="", group="", size="")
            )
            lacking = find_missing_rows(everything, us, peers)
            rows = [missing_row.row for missing_row in lacking]
        elif shows_all:
            rows = sort_rows(table)
        else:
            rows = taken_up
        pages = max(1, -(-len(rows) // ROWS))
        page = min(ledger_request.page, pages)
        shown = rows[(page - 1) * ROWS : page * ROWS]
        row_titles = read_titles(session, shown, ui)
    columns, left_out = choose_columns(shown, table.bodies)
    return render_template(
        "public/ledger/ledger.html",
        asked=ledger_request,
        shows_all=shows_all,
        total=len(rows),
        total_of_all=len(table.rows),
        total_taken_up=len(taken_up),
        page=page,
        pages=pages,
        shown_rows=[ShownRow(row, row_titles[row.key]) for row in shown if row.key in row_titles],
        bodies=table.bodies,
        columns=columns,
        left_out=left_out,
        lacking={missing_row.row.key: missing_row for missing_row in lacking},
        others=peers,
        meant=meant,
        us=meant.name,
        names=list_names(register, counties),
        counties_of=[
            (county.key, f"{county.area} ({COUNTRIES[county.country]})")
            for county in sort_by_label(counties.values(), lambda county: county.area)
        ],
        topics_of=[
            (topic.id, *topic.label_for(ui))
            for topic in sort_by_label(topics.values(), lambda topic: topic.label(ui))
        ],
        groups=GROUPS,
        sizes=SIZES,
        has_sizes=has_sizes,
        has=HAS,
        page_url=_page_url,
        rows_url=_rows_url,
        file_url=_file_url,
    )


def read_ledger_request() -> LedgerRequest:
    """The request's filters, municipality and page; a value that does not exist is left out."""
    arguments = request.args
    kind, state, country = (arguments.get(name, "") for name in ("kind", "state", "country"))
    group, size = arguments.get("group", ""), arguments.get("size", "")
    page = arguments.get("page", "")
    return LedgerRequest(
        Filters(
            topic=arguments.get("topic", "")[:100],
            country=country if country in COUNTRIES else "",
            county=arguments.get("county", "")[:5],
            group=group if group in GROUPS else "",
            size=size if size in SIZES else "",
            kind=kind if kind in ("plan", "practice") else "",
            state=state if state in get_args(Said) else "",
        ),
        arguments.get("for", "")[:100].strip(),
        int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 and int(page) else 1,
        # What is one's own is what nobody else has taken up.
        arguments.get("rows") == "all" or state == "own",
    )


def sort_rows(ledger: Ledger) -> list[LedgerRow]:
    """The rows by their owners' names, alphabetically; each owner's rows in the order given."""

    def name(row: LedgerRow) -> str:
        body = ledger.bodies.get(row.owner)
        return body.name if body else row.owner

    return sort_by_label(ledger.rows, name)


def choose_columns(rows: Sequence[LedgerRow], bodies: Mapping[str, Body]) -> tuple[list[Body], int]:
    """The columns for these rows: at most ``COLUMNS`` municipalities, those with most cells, in the
    order of their names; and the number of those left out."""
    counted = Counter(slug for row in rows for slug in row.cells)
    most = [bodies[slug] for slug, _ in counted.most_common() if slug in bodies]
    return sort_by_label(most[:COLUMNS], lambda body: body.name), max(0, len(most) - COLUMNS)


def _page_url(page: int) -> str:
    return url_for("public.ledger", **_request_arguments(), page=page)


def _rows_url(rows: str) -> str:
    """The address of all rows (*all*), or of those that others have taken up ("")."""
    return url_for("public.ledger", **{**_request_arguments(), "rows": rows or None})


def _file_url(endpoint: str) -> str:
    return url_for(endpoint, **_request_arguments())


def _request_arguments() -> dict[str, Any]:
    names = ("topic", "country", "county", "group", "size", "kind", "state", "for", "rows")
    return {name: request.args[name][:100] for name in names if request.args.get(name)}
