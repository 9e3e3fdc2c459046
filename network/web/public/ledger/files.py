"""The ledger as a file: CSV for whatever reads tables, XLSX for Excel. No cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from flask import Response, url_for
from flask_babel import gettext as _

from network.community.ledger.reading import (
    Key,
    Ledger,
    RowTitle,
    find_missing_rows,
    read_ledger,
    read_titles,
)
from network.community.peers.reading import Body, find_peers, read_bodies
from network.organisations.queries import list_counties, list_organisations
from network.organisations.values import County
from network.site import get_site
from network.text.table_cells import clean_cell, escape_formula
from network.web import labels as web_labels
from network.web.languages import get_ui_language
from network.web.public.ledger.labels import GROUPS, SIZES
from network.web.public.ledger.municipality import find_meant
from network.web.public.ledger.pages import read_ledger_request, sort_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)


def ledger_csv() -> Response:
    """All rows that were asked for as CSV: UTF-8 with its mark, semicolons, as Excel here reads."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([escape_formula(cell) for cell in row] for row in _read_rows())
    return _answer_file(("\ufeff" + file.getvalue()).encode(), "text/csv; charset=utf-8", "csv")


def ledger_xlsx() -> Response:
    """The same as a workbook of one sheet; every cell is text."""
    # Imported here, so that no start waits for it.
    import xlsxwriter

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        # Two answers that say the same are the same bytes.
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet("Grannar")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(_read_rows()):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, clean_cell(cell), bold if number == 0 else None)
        sheet.set_column(0, 9, 24)
    return _answer_file(file.getvalue(), _XLSX, "xlsx")


def _read_rows() -> Iterator[Sequence[str]]:
    ledger_request = read_ledger_request()
    ui = get_ui_language()
    with get_site().public.reading() as session:
        ledger = read_ledger(session, ledger_request.filters)
        us = find_meant(list_organisations(session), list_counties(session), ledger_request.us).slug
        if us:
            peers = find_peers(read_bodies(session), us)
            wanted = {missing_row.row.key for missing_row in find_missing_rows(ledger, us, peers)}
            ledger = Ledger([row for row in ledger.rows if row.key in wanted], ledger.bodies)
        rows = sort_rows(ledger)
        row_titles: dict[Key, RowTitle] = {}
        for start in range(0, len(rows), 500):
            row_titles.update(read_titles(session, rows[start : start + 500], ui))
        counties = list_counties(session)
    yield [
        str(heading)
        for heading in (
            _("Measure or practice"),
            _("Where it stands"),
            _("Address"),
            _("Owner"),
            _("Municipality"),
            _("Country"),
            _("County"),
            _("Size group"),
            _("Inhabitants"),
            _("State"),
            _("Why"),
            _("Date"),
        )
    ]
    for row in rows:
        row_title = row_titles.get(row.key)
        if row_title is None:
            continue
        card = row_title.card
        path = url_for(
            "public.entry",
            organisation=card.organisation,
            slug=card.slug,
            _anchor=row.part or None,
            my=None,
        )
        about = (row_title.title, card.title, get_site().settings.public_url + path)
        for slug, cell in row.cells.items():
            body = ledger.bodies[slug]
            yield (
                *about,
                card.organisation_name,
                body.name,
                str(web_labels.COUNTRIES.get(body.country, "")),
                *_describe_place(body, counties),
                str(web_labels.MARKS[cell.said]),
                cell.why,
                cell.marked_at.date().isoformat() if cell.marked_at else "",
            )
        if not row.cells:
            yield (*about, card.organisation_name, "", "", "", "", "", "", "")


def _describe_place(body: Body, counties: Mapping[str, County]) -> tuple[str, str, str]:
    county = counties.get(body.county)
    group = str(GROUPS[body.group]) if body.group in GROUPS else str(_("Size not known"))
    band = body.band
    return county.area if county else "", group, str(SIZES[band.key]) if band else ""


def _answer_file(data: bytes, kind: str, ending: str) -> Response:
    answer = Response(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="grannar-ledger.{ending}"'
    return answer
