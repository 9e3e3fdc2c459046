"""The ledger as a file: CSV for whatever reads tables, XLSX for Excel. No cell is a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
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
from network.organisations.queries import all_counties
from network.organisations.values import County
from network.site import site
from network.web import labels as web_labels
from network.web.languages import ui_language
from network.web.public.ledger.labels import GROUPS, SIZES
from network.web.public.ledger.pages import asked_of_request, ordered

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
# What makes a spreadsheet take a text for a formula, also in its wide form.
_FORMULA = "=+-@"


def ledger_csv() -> Response:
    """All rows that were asked for as CSV: UTF-8 with its mark, semicolons, as Excel here reads."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([harmless(cell) for cell in line] for line in _lines())
    return _sent(("\ufeff" + made.getvalue()).encode(), "text/csv; charset=utf-8", "csv")


def ledger_xlsx() -> Response:
    """The same as a workbook of one sheet; every cell is text."""
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        # Two answers that say the same are the same bytes.
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet("Grannar")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, line in enumerate(_lines()):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, _clean(cell), bold if number == 0 else None)
        sheet.set_column(0, 9, 24)
    return _sent(made.getvalue(), _XLSX, "xlsx")


def harmless(cell: str) -> str:
    """The text so that no spreadsheet takes it for a formula: with an apostrophe before it where
    it could be taken for one, whatever spaces and signs come first."""
    cell = _clean(cell)
    first = unicodedata.normalize("NFKC", cell.lstrip())[:1]
    return f"'{cell}" if first and first in _FORMULA else cell


def _clean(cell: str) -> str:
    """One line without control characters and invisible signs at its beginning."""
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in cell)
    start = next(
        (at for at, one in enumerate(plain) if unicodedata.category(one) not in ("Cf", "Zs")),
        len(plain),
    )
    return plain[start:].rstrip()[:32_000]


def _lines() -> Iterator[Sequence[str]]:
    asked = asked_of_request()
    ui = ui_language()
    with site().database.reading() as session:
        found = read_ledger(session, asked.filters)
        if asked.us:
            others = find_peers(read_bodies(session), asked.us)
            wanted = {one.row.key for one in find_missing_rows(found, asked.us, others)}
            found = Ledger([row for row in found.rows if row.key in wanted], found.bodies)
        rows = ordered(found)
        called: dict[Key, RowTitle] = {}
        for start in range(0, len(rows), 500):
            called.update(read_titles(session, rows[start : start + 500], ui))
        counties = all_counties(session)
    yield [
        str(one)
        for one in (
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
        titled = called.get(row.key)
        if titled is None:
            continue
        card = titled.card
        path = url_for(
            "public.entry",
            organisation=card.organisation,
            slug=card.slug,
            _anchor=row.part or None,
            my=None,
        )
        about = (titled.title, card.title, site().settings.public_url + path)
        for slug, cell in row.cells.items():
            body = found.bodies[slug]
            yield (
                *about,
                card.organisation_name,
                body.name,
                str(web_labels.COUNTRIES.get(body.country, "")),
                *_place(body, counties),
                str(web_labels.MARKS[cell.said]),
                cell.why,
                cell.marked_at.date().isoformat() if cell.marked_at else "",
            )
        if not row.cells:
            yield (*about, card.organisation_name, "", "", "", "", "", "", "")


def _place(body: Body, counties: Mapping[str, County]) -> tuple[str, str, str]:
    county = counties.get(body.county)
    group = str(GROUPS[body.group]) if body.group in GROUPS else str(_("Size not known"))
    band = body.band
    return county.area if county else "", group, str(SIZES[band.key]) if band else ""


def _sent(data: bytes, kind: str, ending: str) -> Response:
    answer = Response(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="grannar-ledger.{ending}"'
    return answer
