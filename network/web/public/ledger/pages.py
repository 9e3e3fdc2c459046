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
from network.organisations.figures import populations
from network.organisations.queries import all_counties, find_organisation
from network.site import site
from network.topics.vocabulary import all_topics
from network.web.collation import by_label
from network.web.labels import COUNTRIES
from network.web.languages import ui_language
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
    ui = ui_language()
    asked = asked_of_request()
    with site().database.reading() as session:
        found = read_ledger(session, asked.filters)
        others = find_peers(read_bodies(session), asked.us) if asked.us else {}
        has_sizes = bool(populations(session))
        counties = all_counties(session)
        topics = all_topics(session)
        lacking: Sequence[MissingRow] = []
        if asked.us:
            everything = read_ledger(
                session, replace(asked.filters, country="", county="", group="", size="")
            )
            lacking = find_missing_rows(everything, asked.us, others)
        rows = [one.row for one in lacking] if asked.us else ordered(found)
        pages = max(1, -(-len(rows) // ROWS))
        page = min(asked.page, pages)
        shown = rows[(page - 1) * ROWS : page * ROWS]
        called = read_titles(session, shown, ui)
        us = _named(session, asked.us)
    columns, left_out = columns_of(shown, found.bodies)
    return render_template(
        "public/ledger/ledger.html",
        asked=asked,
        total=len(rows),
        page=page,
        pages=pages,
        told=[ShownRow(row, called[row.key]) for row in shown if row.key in called],
        columns=columns,
        left_out=left_out,
        lacking={one.row.key: one for one in lacking},
        others=others,
        us=us,
        counties_of=[
            (county.key, f"{county.area} ({COUNTRIES[county.country]})")
            for county in by_label(counties.values(), lambda county: county.area)
        ],
        topics_of=[
            (topic.id, topic.label(ui))
            for topic in by_label(topics.values(), lambda topic: topic.label(ui))
        ],
        groups=GROUPS,
        sizes=SIZES,
        has_sizes=has_sizes,
        page_url=_page_url,
        file_url=_file_url,
    )


def asked_of_request() -> LedgerRequest:
    """What the address asks for; what it asks for that there is not counts as not asked."""
    given = request.args
    kind, state, country = (given.get(name, "") for name in ("kind", "state", "country"))
    group, size = given.get("group", ""), given.get("size", "")
    page = given.get("page", "")
    return LedgerRequest(
        Filters(
            topic=given.get("topic", "")[:100],
            country=country if country in ("NO", "SE") else "",
            county=given.get("county", "")[:5],
            group=group if group in GROUPS else "",
            size=size if size in SIZES else "",
            kind=kind if kind in ("plan", "practice") else "",
            state=state if state in get_args(Said) else "",
        ),
        given.get("for", "")[:100],
        int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 and int(page) else 1,
    )


def ordered(found: Ledger) -> list[LedgerRow]:
    """The rows by their owner's name, then as their plan has them."""

    def name(row: LedgerRow) -> str:
        body = found.bodies.get(row.owner)
        return body.name if body else row.owner

    return by_label(found.rows, name)


def columns_of(rows: Sequence[LedgerRow], bodies: Mapping[str, Body]) -> tuple[list[Body], int]:
    """The municipalities that these rows need, those that say most, by name; and how many are
    left out."""
    counted = Counter(slug for row in rows for slug in row.cells)
    most = [bodies[slug] for slug, _ in counted.most_common() if slug in bodies]
    return by_label(most[:COLUMNS], lambda body: body.name), max(0, len(most) - COLUMNS)


def _named(session: Session, slug: str) -> str:
    body = find_organisation(session, slug) if slug else None
    if body is None:
        return ""
    name = body.value.name_for(ui_language())
    return name.short or name.name


def _page_url(page: int) -> str:
    return url_for("public.ledger", **_asked_again(), page=page)


def _file_url(endpoint: str) -> str:
    return url_for(endpoint, **_asked_again())


def _asked_again() -> dict[str, Any]:
    names = ("topic", "country", "county", "group", "size", "kind", "state", "for")
    return {name: request.args[name][:100] for name in names if request.args.get(name)}
