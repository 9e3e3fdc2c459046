"""All benchmarks, with the machine they ran on: ``make bench``."""

from __future__ import annotations

import os
import platform

from benchmarks.speed import portal

_SAID = {
    "imported_entries_per_s": "entries imported a second",
    "index_entries_per_s": "entries indexed a second",
    "engine_ms": "search through the engine, questions not asked before, median ms",
    "engine_p95_ms": "search through the engine, 95th percentile ms",
    "engine_again_ms": "the same questions again, median ms",
    "fts5_ms": "yardstick: SQLite FTS5, median ms",
    "fts5_p95_ms": "yardstick: SQLite FTS5, 95th percentile ms",
    "about_page_ms": "the about page over HTTP, median ms",
    "search_page_ms": "the search page over HTTP, median ms",
    "search_page_p95_ms": "the search page over HTTP, 95th percentile ms",
    "suggest_ms": "suggestions over HTTP, median ms",
    "publish_to_found_ms": "from a publication's commit to found, ms",
    "first_search_ms": "the first search of a process that did not warm up, ms",
    "hostile_worst_ms": "the worst of the hostile questions, ms",
    "resident_mb": "memory of lexicon, vocabulary and arrays, MB",
    "process_mb": "memory of a process that only searches, MB",
}
ENTRIES = 10_000


def main() -> None:
    """Measure at 10,000 synthetic entries and print."""
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; {ENTRIES} synthetic entries of 200 to 400 words"
    )
    measured = portal(ENTRIES)
    for name, said in _SAID.items():
        print(f"{measured[name]:10.1f}  {said}")
    print(f"{measured['engine_ms'] / measured['fts5_ms']:10.2f}  engine / FTS5, medians")


if __name__ == "__main__":
    main()
