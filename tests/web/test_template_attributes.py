"""Attributes that stand under conditions keep a space between them."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TEMPLATES = ROOT / "network" / "web" / "templates"
# Jinja takes the line's end after a block and the blanks before one: two attributes under two
# conditions, each on a line of its own, would run together, unless the first ends with +%}.
RUN_TOGETHER = re.compile(r"<[a-z][^<>]*\{% endif %\}\n\s*\{% if [^<>]*>")


def test_no_two_attributes_run_together() -> None:
    found = [
        f"{template.relative_to(TEMPLATES)}: {match[0]}"
        for template in sorted(TEMPLATES.rglob("*.html"))
        for match in RUN_TOGETHER.finditer(template.read_text(encoding="utf-8"))
    ]
    assert found == []
