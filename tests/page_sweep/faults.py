"""What is wrong with any type of page: ``python -m tests.page_sweep.faults [NAME …]``.

Axe (WCAG 2.0 to 2.2, A and AA, and best practice), sideways scroll, and how much the page jumps
while it loads, for each width and interface language, and its colours in the other scheme; W3C's
HTML checker over the same pages where ``VNU`` is the path of its vnu.jar (the npm package vnu-jar
has it) and Java is there. Ends with 1 where anything was found. The variables of ``screenshots``
narrow it too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.axe import found_by_axe
from tests.page_sweep.page_types import PageType
from tests.page_sweep.screenshots import choose_page_types, open_pages

# Web Vitals calls 0.1 good; nothing here has a reason to jump at all.
MOST_SHIFT = 0.02
_SHIFT = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
})"""
# The dot that parts facts is painted on a space, which collapses after another one.
_LOST_DOTS = """() => [...document.querySelectorAll(".dot")].filter(dot => {
    const before = document.createRange();
    before.setStart(dot.parentElement.closest("p, li, dd, td, summary, h2, h3, div"), 0);
    before.setEndBefore(dot);
    return /\\s$/.test(before.toString()) || getComputedStyle(dot).display !== "inline";
}).map(dot => dot.parentElement.textContent.replace(/\\s+/g, " ").slice(0, 60))"""
# A sign that belongs to the word before it, and begins a line: *Prøvefjord / * 10*.
_HANGING_SIGNS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let before = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data;
        const around = node.parentElement;
        if (!text.trim() || !around.checkVisibility()) continue;
        if (around.closest(".visually-hidden, svg")) continue;
        const place = (from, to) => {
            const range = document.createRange();
            range.setStart(node, from);
            range.setEnd(node, to);
            return [...range.getClientRects()].find(rect => rect.width > 1);
        };
        const first = place(0, 1), end = text.trimEnd().length, last = place(end - 1, end);
        const block = around.closest("p, li, dd, dt, td, th, h1, h2, h3, h4, summary, div");
        if (before && first && /^[*,.;:)!?»]/.test(text) && before.block === block
            && !/\\s$/.test(before.text) && first.top >= before.last.bottom)
            found.push((before.text.slice(-30) + " / " + text.slice(0, 20)).replace(/\\s+/g, " "));
        if (last) before = { text, block, last };
    }
    return found;
}"""
_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


# What may be of one scheme alone: the styles change nothing by it but colours.
_OF_COLOURS = ("color-contrast", "link-in-text-block")


def find_lost_dots(page: Page) -> list[str]:
    """The lines of the page in which a dot between facts is not painted though it should be."""
    lines: list[str] = page.evaluate(_LOST_DOTS)
    return lines


def find_hanging_signs(page: Page) -> list[str]:
    """Where a line begins with a sign that belongs to the word at the end of the one before."""
    places: list[str] = page.evaluate(_HANGING_SIGNS)
    return places


def find_faults(page: Page) -> list[str]:
    """A line for each fault of the page that is open."""
    shift, over = page.evaluate(_SHIFT), page.evaluate(_OVER)
    return [
        *found_by_axe(page),
        *([f"jumps by {shift:.3f}"] if shift >= MOST_SHIFT else []),
        *(f"loses the dot in «{line}»" for line in find_lost_dots(page)),
        *(f"begins a line with a sign: «{place}»" for place in find_hanging_signs(page)),
        *([f"scrolls sideways by {over} pixels"] if over > 0 else []),
    ]


def check_html(jar: Path, pages: dict[str, str]) -> list[str]:
    """What W3C's checker calls an error, a line each; ``pages`` is HTML by the name of its page."""
    with tempfile.TemporaryDirectory() as folder:
        for name, html in pages.items():
            Path(folder, f"{name}.html").write_text(html, encoding="utf-8")
        checker = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", folder]
        ended = subprocess.run(checker, capture_output=True, text=True, check=True)
    messages: list[dict[str, Any]] = json.loads(ended.stderr)["messages"]
    return [
        f"{Path(message['url']).stem}: {message['message']} «{message.get('extract', '')}»"
        for message in messages
        if message["type"] == "error"
    ]


def sweep(page_types: Iterable[PageType]) -> tuple[int, list[str]]:
    """Look at each page in each way: how many were looked at, and a line for each fault."""
    faults: list[str] = []
    html: dict[str, str] = {}
    looked_at: Counter[str] = Counter()
    last: Page | None = None
    page_types = tuple(page_types)
    for page_type, language, width, scheme, page, sent in open_pages(page_types):
        looked_at[page_type.name] += 1
        is_first, last = page is not last, page
        for fault in find_faults(page) if is_first else found_by_axe(page, _OF_COLOURS):
            faults.append(f"{language} {page_type.name} {width} {scheme}: {fault}")
            print(faults[-1], flush=True)
        name = f"{language}-{page_type.name}"
        html.setdefault(name, sent)
    # A type that is never there is never looked at either.
    missing = [f"{name}: none is there" for name in map(str, page_types) if not looked_at[name]]
    print(*missing, sep="\n")
    faults += missing
    jar = os.environ.get("VNU", "")
    if jar:
        errors = check_html(Path(jar), html)
        print(*errors, sep="\n")
        faults += errors
    else:
        print("W3C's checker was not asked: VNU is not set.", file=sys.stderr)
    return looked_at.total(), faults


if __name__ == "__main__":
    number, found = sweep(choose_page_types(sys.argv[1:]))
    print(f"{number} pages looked at, {len(found)} faults.")
    for kind, times in Counter(line.partition(": ")[2][:60] for line in found).most_common(20):
        print(f"{times:5d} {kind}")
    sys.exit(1 if found else 0)
