"""Attributes under conditions keep a space between them, and the dot between facts its own."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TEMPLATES = ROOT / "network" / "web" / "templates"
# Jinja takes the line's end after a block and the blanks before one: two attributes under two
# conditions, each on a line of its own, would run together, unless the first ends with +%}.
# The dot is painted on a space, which collapses after another one.
SPACE_KEPT = re.compile(r"\{\{\s*dot\b|\{% (?:if|elif|else|for)\b[^%]*%\}\s*\{\{-\s*dot\b")
RUN_TOGETHER = re.compile(r"<[a-z][^<>]*\{% endif %\}\n\s*\{% if [^<>]*>")


def test_no_two_attributes_run_together() -> None:
    found = [
        f"{template.relative_to(TEMPLATES)}: {match[0]}"
        for template in sorted(TEMPLATES.rglob("*.html"))
        for match in RUN_TOGETHER.finditer(template.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_facts_are_parted_by_a_dot_that_is_gone_where_a_line_ends() -> None:
    templates = {
        template.relative_to(TEMPLATES).as_posix(): template.read_text(encoding="utf-8")
        for template in sorted(TEMPLATES.rglob("*.html"))
    }
    assert [name for name, text in templates.items() if "·" in text] == []
    assert [name for name, text in templates.items() if SPACE_KEPT.search(text)] == []
