"""What axe finds wrong with the page that is open."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What is asked of an element in its place: its size and distance, and whether it is reached where
# it scrolls. All other rules ask what it is, and of its colours.
OF_LAYOUT = ("target-size", "scrollable-region-focusable")

# Axe fills its lists of what passed only where it is asked to; they are never looked at here.
_FOUND = """async ([rules, within]) => {
    const asked = { runOnly: rules, resultTypes: ["violations"] };
    return (await axe.run(within, asked)).violations.map(({ id, help, nodes }) => ({
        id, help, targets: nodes.map(({ target }) => String(target)),
    }));
}"""


def found_by_axe(page: Page, rules: tuple[str, ...] = RULES, within: str = "html") -> list[str]:
    """A line for each rule that the page breaks, or the part of it that a CSS selector names;
    ``rules`` are ids of axe or tags of them."""
    # The script is long, and stays with a page until another is opened.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(_FOUND, [[*rules], within])
    return [f"{one['id']}: {one['help']} ({', '.join(one['targets'][:5])})" for one in found]
