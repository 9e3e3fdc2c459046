"""What pages weigh and how soon they are there: ``python -m tests.page_sweep.weights [NAME …]``.

For each type of page, the front page, an entry and a search where none is named: the compressed
bytes of HTML, styles, scripts and pictures that a first visit fetches, how much the page jumps, and
when its largest piece is painted on a processor four times as slow (the median of five visits).
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from typing import Any

from tests.page_sweep.demonstration_site import Visitors, visiting_demonstration
from tests.page_sweep.page_types import PageType
from tests.page_sweep.screenshots import choose_page_types

_SLOWER, _VISITS = 4, 5
_NAMES = ("front", "experience", "search-hits")
_PAINTED = """() => new Promise(resolve => {
    let at = 0, shift = 0;
    const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
        .observe({ type, buffered: true });
    watch("largest-contentful-paint", entry => { at = entry.startTime; });
    watch("layout-shift", entry => { shift += entry.value; });
    setTimeout(() => resolve([at, shift]), 300);
})"""


def weigh(visitors: Visitors, page_type: PageType) -> tuple[Counter[str], float, float]:
    """Bytes by what they are; the median of the largest paint in ms; the greatest shift."""
    painted: list[float] = []
    shifts: list[float] = []
    sizes: Counter[str] = Counter()
    for _ in range(_VISITS):
        # Whoever comes for the first time has nothing yet.
        window = visitors.browser.new_context(
            base_url=visitors.address, viewport={"width": 360, "height": 740}
        )
        page = window.new_page()
        devtools = window.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        sizes = Counter()
        kinds: dict[str, str] = {}

        def note_kind(event: dict[str, Any], kinds: dict[str, str] = kinds) -> None:
            kinds[event["requestId"]] = event["type"]

        def note_size(
            event: dict[str, Any], kinds: dict[str, str] = kinds, sizes: Counter[str] = sizes
        ) -> None:
            sizes[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

        devtools.on("Network.responseReceived", note_kind)
        devtools.on("Network.loadingFinished", note_size)
        page.goto(f"/nb/{page_type.path}", wait_until="networkidle")
        at, shift = page.evaluate(_PAINTED)
        painted.append(at)
        shifts.append(shift)
        window.close()
    return sizes, statistics.median(painted), max(shifts)


def main(names: list[str]) -> None:
    """Weigh and print a line for each type of page."""
    with visiting_demonstration() as visitors:
        for page_type in choose_page_types(names or _NAMES):
            sizes, painted, shift = weigh(visitors, page_type)
            parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sizes.most_common())
            total = sum(sizes.values()) / 1000
            print(
                f"{page_type.name}: {total:.1f} kB ({parts}); largest paint {painted:.0f} ms, "
                f"shift {shift:.3f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
