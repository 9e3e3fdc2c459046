"""What it costs to compare a pasted text with all entries, against a search in the same run.

    python -m benchmarks.pasted [--entries 10000] [--texts 60] [--letters 5000] [--json]

Synthetic entries are indexed in a temporary folder. Texts of 5,000 letters and questions of one to
six words, drawn from the same vocabulary and none asked before, are put to the index in turns; then
texts of 20,000 letters that are hard on whoever reads them. A text is to cost ten searches at most,
and a hard one a second at most.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.engine import RecordSource, ask_engine, milliseconds, percentile
from benchmarks.texts import queries, records, vocabularies
from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.pasted_text import COMPARED_KINDS, MOST_LETTERS
from network.search.record import Record

# Asked and compared before anything is measured, so that the process is one in use.
_ASKED_BEFORE, _COMPARED_BEFORE = 300, 10
_SENTENCE = (8, 18)


def texts(
    about: Sequence[Record], count: int, letters: int, seed: int = 1
) -> Iterator[tuple[str, str]]:
    """``count`` different texts of so many letters: (language, text). Each is about the same as one
    of the entries, whose words recur in it as those of a matter do in a motion."""
    dice = random.Random(seed + 2)
    spoken = vocabularies(seed)
    compared = [record for record in about if record.kind in COMPARED_KINDS]
    for record in dice.sample(compared, count):
        text = record.texts[0]
        language = text.language
        matter = f"{text.title} {text.summary}".split()
        lines = [" ".join(dice.sample(matter, 6)).capitalize(), ""]
        written = 0
        while written < letters:
            words = spoken[language].draw(dice, dice.randint(*_SENTENCE))
            words += dice.sample(matter, 3)
            lines.append(" ".join(words).capitalize() + ".")
            written += len(lines[-1]) + 1
        yield language, "\n".join(lines)[:letters]


def hard_texts() -> Mapping[str, str]:
    """Texts of 20,000 letters that nobody writes, by what they are."""
    dice = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyzæøåäö"
    unknown = " ".join("".join(dice.choices(letters, k=9)) for _ in range(2_000))
    compounds = " ".join(f"ungdoms{'skole' * number}arbeid" for number in range(1, 300))
    return {
        "one letter": "a" * MOST_LETTERS,
        "one word": "skole" * (MOST_LETTERS // 5),
        "the same word": "skole " * (MOST_LETTERS // 6),
        "words without a space": "skolebarnehageungdom" * (MOST_LETTERS // 20),
        "another script": "школа детский сад " * (MOST_LETTERS // 18),
        "markup": "<p class='x'><b></b></p>" * (MOST_LETTERS // 24),
        "open brackets": "<" * MOST_LETTERS,
        "ends of lines": "\n" * MOST_LETTERS,
        "full stops": ". " * (MOST_LETTERS // 2),
        "numbers": "1. 2. 3. " * (MOST_LETTERS // 9),
        "accents": "e\u0301" * (MOST_LETTERS // 2),
        "words nobody has": unknown[:MOST_LETTERS],
        "long compounds": compounds[:MOST_LETTERS],
        "small words": "og i på av til som det " * (MOST_LETTERS // 23),
        "addresses": "https://eksempel.example/" + "a" * (MOST_LETTERS - 25),
        "at signs": "a@" * (MOST_LETTERS // 2),
    }


def measure(entries: int, count: int, letters: int, seed: int = 1) -> dict[str, float]:
    """All numbers, in a temporary folder."""
    asked = queries(_ASKED_BEFORE + count, seed)
    about = list(records(entries, seed))
    written = texts(about, _COMPARED_BEFORE + count, letters, seed)
    with tempfile.TemporaryDirectory() as name:
        index = SearchIndex(Path(name) / "index")
        catch_up(index.folder, RecordSource(about))
        index.warm()
        for question in islice(asked, _ASKED_BEFORE):
            ask_engine(index, question)
        for language, text in islice(written, _COMPARED_BEFORE):
            index.match_text(text, language=language)
        searches, compared, matches = [], [], []
        for question, (language, text) in zip(asked, written, strict=True):
            searches.append(milliseconds(partial(ask_engine, index, question)))
            compared.append(milliseconds(partial(index.match_text, text, language=language)))
            matches.append(len(index.match_text(text, language=language).matches))
        hard = {
            kind: milliseconds(partial(index.match_text, text, language="nb"))
            for kind, text in hard_texts().items()
        }
    return {
        "search_ms": median(searches),
        "pasted_ms": median(compared),
        "pasted_p95_ms": percentile(compared, 0.95),
        "pasted_to_search": median(compared) / median(searches),
        "matches": median(matches),
        "hard_worst_ms": max(hard.values()),
        **{f"hard: {kind}": value for kind, value in hard.items()},
    }


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--letters", type=int, default=5_000)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args(arguments)
    measured = measure(options.entries, options.texts, options.letters)
    if options.json:
        print(json.dumps({name: round(value, 2) for name, value in measured.items()}))
        return
    print(f"{options.entries} synthetic entries; texts of {options.letters} letters")
    for name, value in measured.items():
        print(f"{value:10.1f}  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
