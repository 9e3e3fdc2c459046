"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

import unicodedata

# What makes a spreadsheet take a text for a formula, also in its wide form.
_FORMULA = "=+-@"


def escape_formula(cell: str) -> str:
    """The text so that no spreadsheet takes it for a formula: with an apostrophe before it where
    it could be taken for one, whatever spaces and invisible characters come first."""
    cell = clean_cell(cell)
    first = unicodedata.normalize("NFKC", cell.lstrip())[:1]
    return f"'{cell}" if first and first in _FORMULA else cell


def clean_cell(cell: str) -> str:
    """One line without control characters, and without invisible characters at its beginning."""
    plain = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in cell
    )
    start = next(
        (
            index
            for index, character in enumerate(plain)
            if unicodedata.category(character) not in ("Cf", "Zs")
        ),
        len(plain),
    )
    return plain[start:].rstrip()[:32_000]
