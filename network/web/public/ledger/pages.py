"""The ledger: measures and practices against municipalities, and what others like us have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from network.community.ledger.reading import (
    Filters,
    Ledger,
    LedgerRow,
    MissingRow,
    RowTitle,
    Said,
    find_missing_rows,
    read_ledger,
    read_titles,
)
from network.community.peers.reading import Body, find_peers, read_bodies
from network.organisations.figures import find_populations
from network.organisations.queries import find_organisation, list_counties
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.collation import sort_by_label
from network.web.labels import COUNTRIES
from network.web.languages import get_ui_language
from network.web.public.ledger.labels import GROUPS, SIZES

ROWS = 50
COLUMNS = 30


@dataclass(frozen=True, slots=True)
class LedgerRequest:
    """What a request asks of the ledger; ``us`` is the municipality to compare with others."""

    filters: Filters
    us: str
    page: int


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the page shows it."""

    row: LedgerRow
    titled: RowTitle


def ledger() -> str:
    """The table, or with ``for`` what municipalities like that one have and it has not."""
    ui = get_ui_language()
    ledger_request = read_ledger_request()
    with get_site().public.reading() as session:
        table = read_ledger(session, ledger_request.filters)
        peers = find_peers(read_bodies(session), ledger_request.us) if ledger_request.us else {}
        has_sizes = bool(find_populations(session))
        counties = list_counties(session)
        topics = load_topics(session)
        lacking: Sequence[MissingRow] = []
        if ledger_request.us:
            everything = read_ledger(
                session, replace(ledger_request.filters, country="", county="", group="", size="")
            )
            lacking = find_missing_rows(everything, ledger_request.us, peers)
        rows = (
            [missing_row.row for missing_row in lacking] if ledger_request.us else sort_rows(table)
        )
        pages = max(1, -(-len(rows) // ROWS))
        page = min(ledger_request.page, pages)
        shown = rows[(page - 1) * ROWS : page * ROWS]
        row_titles = read_titles(session, shown, ui)
        own_name = _name_organisation(session, ledger_request.us)
    columns, left_out = choose_columns(shown, table.bodies)
    return render_template(
        "public/ledger/ledger.html",
        asked=ledger_request,
        total=len(rows),
        page=page,
        pages=pages,
        shown_rows=[ShownRow(row, row_titles[row.key]) for row in shown if row.key in row_titles],
        columns=columns,
        left_out=left_out,
        lacking={missing_row.row.key: missing_row for missing_row in lacking},
        others=peers,
        us=own_name,
        counties_of=[
            (county.key, f"{county.area} ({COUNTRIES[county.country]})")
            for county in sort_by_label(counties.values(), lambda county: county.area)
        ],
        topics_of=[
            (topic.id, topic.label(ui))
            for topic in sort_by_label(topics.values(), lambda topic: topic.label(ui))
        ],
        groups=GROUPS,
        sizes=SIZES,
        has_sizes=has_sizes,
        page_url=_page_url,
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
            country=country if country in ("NO", "SE") else "",
            county=arguments.get("county", "")[:5],
            group=group if group in GROUPS else "",
            size=size if size in SIZES else "",
            kind=kind if kind in ("plan", "practice") else "",
            state=state if state in get_args(Said) else "",
        ),
        arguments.get("for", "")[:100],
        int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 and int(page) else 1,
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


def _name_organisation(session: Session, slug: str) -> str:
    body = find_organisation(session, slug) if slug else None
    if body is None:
        return ""
    name = body.value.name_for(get_ui_language())
    return name.short or name.name


def _page_url(page: int) -> str:
    return url_for("public.ledger", **_request_arguments(), page=page)


def _file_url(endpoint: str) -> str:
    return url_for(endpoint, **_request_arguments())


def _request_arguments() -> dict[str, Any]:
    names = ("topic", "country", "county", "group", "size", "kind", "state", "for")
    return {name: request.args[name][:100] for name in names if request.args.get(name)}
