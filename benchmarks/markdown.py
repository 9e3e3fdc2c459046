"""How long Markdown that is built to be slow takes, beside ordinary Markdown of the same run.

``python -m benchmarks.markdown`` renders each text of ``tests.hostile_markup.SLOW`` that a content
may hold, and prints the worst: milliseconds, and as a ratio to 10,000 ordinary characters. Then the
same for hints and for what is pasted, over the texts that their tests hold to be hard.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import suppress

from pydantic import TypeAdapter, ValidationError

from network.files_in.faults import NotReadable
from network.files_in.pasted import MAX_PASTED, convert_html, convert_plain_text
from network.kinds.words import Prose
from network.text.hints import find_hints
from network.text.markdown import render
from tests.files_in.test_pasted import HEAVY as PASTED
from tests.hostile_markup import SLOW
from tests.text.test_hints import HEAVY as HINTED

_WORST = 15
_ORDINARY = (
    "## Hva vi prøvde\n\nVi gav *alle* elevene en [plan](https://grannar.example/nb) for uka, og "
    "**lærerne** fulgte den opp hver mandag.\n\n- én plan per elev\n- ett møte i uka\n\n"
    "| År | Elever |\n|----|--------|\n| 2023 | 41 |\n\n"
)


def ordinary() -> str:
    """10,000 characters such as people write."""
    return (_ORDINARY * (10_000 // len(_ORDINARY) + 1))[:10_000]


def measured(text: str) -> float | None:
    """The seconds that reading and rendering take; None for a text that is refused."""
    prose = TypeAdapter[str](Prose)
    begun = time.perf_counter()
    try:
        render(prose.validate_python(text))
    except ValidationError:
        return None
    return time.perf_counter() - begun


def seconds(read: Callable[[str], object], text: str) -> float:
    """How long a text takes to be read, or to be refused."""
    begun = time.perf_counter()
    with suppress(NotReadable):
        read(text)
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print, the worst first."""
    usual = statistics.median(measured(ordinary()) or 0 for _ in range(5))
    times = [(measured(text), text) for text in SLOW]
    taken = sorted(((took, text) for took, text in times if took is not None), reverse=True)
    print(f"{usual * 1000:10.1f}  ms for 10,000 characters of ordinary Markdown, median of 5")
    print(f"{len(times) - len(taken):10}  of {len(times)} slow texts are refused; of the others:")
    for took, text in taken[:_WORST]:
        begins = ascii(text[:24])
        print(
            f"{took * 1000:10.1f}  ms, {took / usual:7.1f} times: {begins}, {len(text)} characters"
        )
    for name, read, most, heavy in (
        ("hints", lambda text: find_hints({"body": text}, "nb", ()), 100_000, HINTED),
        ("pasted HTML", convert_html, MAX_PASTED, PASTED),
        ("pasted text", convert_plain_text, MAX_PASTED, PASTED),
    ):
        took, text = max(
            (seconds(read, markdown * (most // len(markdown))), markdown) for markdown in heavy
        )
        print(
            f"{took * 1000:10.1f}  ms, {took / usual:7.1f} times: {name}, the worst of "
            f"{len(heavy)} texts of {most} characters, {text!a}"
        )


if __name__ == "__main__":
    main()
