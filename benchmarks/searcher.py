"""A process that only searches, and what it measures of itself.

    python -m benchmarks.searcher INDEX

reads questions (JSON: lists of a language and words) and prints, as JSON, the time of its first
search in ms and the memory it holds after all of them in MB: all of it, and what it was before
anything of the index or the lexicon was read (Python, numpy, the project's modules).
"""

import json
import sys
import time
from pathlib import Path

from network.search.index import SearchIndex
from network.search.query import Query


def _resident() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Measure and print."""
    questions = json.load(sys.stdin)
    before = _resident()
    index = SearchIndex(Path(sys.argv[1]))
    times = []
    for language, words in questions:
        started = time.perf_counter()
        index.find(Query(" ".join(words), language=language))
        times.append((time.perf_counter() - started) * 1_000)
    measured = {"first_search_ms": times[0], "resident_mb": _resident() - before}
    print(json.dumps({**measured, "process_mb": _resident()}))


if __name__ == "__main__":
    main()
