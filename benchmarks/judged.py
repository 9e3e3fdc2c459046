"""How good the first ten answers are, by questions whose answers were judged by reading.

    python -m benchmarks.judged [--json]

`judged.tsv` holds a question a line: its language, the question, the question in the other
language that asks the same (or nothing), and the entries that answer it, each `address=grade` with
grade 3 (the answer), 2 (of use) or 1 (touches it). The corpus of made-up municipalities and the
site's own content are imported into an empty database and asked through the project's own engine.
Reported is nDCG@10: of all answers, of those in the other language alone, and by language of the
question; and how far apart the same question in the two languages is, in the mean.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from uuid import UUID

from network.app import create_app
from network.config import CONTENT, read_settings
from network.content_files.importing import import_folder
from network.entries.queries import find_cards
from network.migrations.schema import upgrade
from network.search.index_updates import catch_up
from network.search.query import MOST_PER_PAGE, Query
from network.search.source import DatabaseSource
from network.site import Site

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
JUDGED = HERE / "judged.tsv"
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its language (nb or sv), its twin in the other, and what answers it."""

    language: str
    text: str
    twin: str
    answers: Mapping[str, int]


def read_judged(path: Path = JUDGED) -> list[Question]:
    """The questions. Raises ``ValueError`` for a line that cannot be read."""
    questions = []
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        language, text, twin, answers = line.split("\t")
        graded = {}
        for answer in answers.split():
            address, _, grade = answer.partition("=")
            graded[address] = int(grade)
        questions.append(Question(language, text, twin, graded))
    return questions


def ndcg(addresses: Sequence[str], answers: Mapping[str, int]) -> float:
    """The discounted gain of the first ten, as a share of the best there could be."""

    def gain(grades: Sequence[int]) -> float:
        return math.fsum(((1 << grade) - 1) / math.log2(n + 2) for n, grade in enumerate(grades))

    best = gain(sorted(answers.values(), reverse=True)[:SHOWN])
    return gain([answers.get(address, 0) for address in addresses[:SHOWN]]) / best if best else 0.0


def measure() -> dict[str, float]:
    """All numbers, in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        environment = {
            "DATABASE_URL": f"sqlite:///{name}/judged.sqlite",
            "SEARCH_INDEX": f"{name}/index",
            "SECRET_KEY": "benchmark",
        }
        site: Site = create_app(read_settings(environment)).extensions["grannar"]
        upgrade(site.database)
        with site.database.transaction() as session:
            for folder in (CONTENT, CORPUS):
                import_folder(session, folder)
        catch_up(site.index.folder, DatabaseSource(site.database))
        try:
            return _measured(site, read_judged())
        finally:
            site.database.engine.dispose()


def _measured(site: Site, questions: Sequence[Question]) -> dict[str, float]:
    languages = _languages(site)
    everything: dict[str, list[float]] = {"nb": [], "sv": []}
    across: dict[str, list[float]] = {"nb": [], "sv": []}
    behind = []
    for question in questions:
        addresses = _ask(site, question.text, question.language)
        value = ndcg(addresses, question.answers)
        everything[question.language].append(value)
        own = {"sv"} if question.language == "sv" else {"nb", "nn"}
        foreign = {
            address: grade
            for address, grade in question.answers.items()
            if languages[address] not in own
        }
        if foreign:
            others = [address for address in addresses if languages[address] not in own]
            across[question.language].append(ndcg(others, foreign))
        if question.twin:
            other = "nb" if question.language == "sv" else "sv"
            twin = ndcg(_ask(site, question.twin, other), question.answers)
            behind.append(abs(value - twin))
    return {
        "questions": len(questions),
        "ndcg@10": mean([*everything["nb"], *everything["sv"]]),
        "ndcg@10 nb": mean(everything["nb"]),
        "ndcg@10 sv": mean(everything["sv"]),
        "across ndcg@10": mean([*across["nb"], *across["sv"]]),
        "across ndcg@10 nb": mean(across["nb"]),
        "across ndcg@10 sv": mean(across["sv"]),
        "twins apart": mean(behind) if behind else 0.0,
    }


def _ask(site: Site, text: str, language: str) -> list[str]:
    """The addresses of what is found, deep enough to have ten of either language."""
    hits = site.index.find(Query(text, language=language, limit=60)).hits
    with site.database.reading() as session:
        shown = find_cards(session, [UUID(hex=hit.entry) for hit in hits], language)
    return [card.address for card in shown]


def _languages(site: Site) -> dict[str, str]:
    query = Query(limit=MOST_PER_PAGE)
    pages = -(-site.index.find(query).total // MOST_PER_PAGE)
    ids = [
        UUID(hex=hit.entry)
        for page in range(1, pages + 1)
        for hit in site.index.find(replace(query, page=page)).hits
    ]
    with site.database.reading() as session:
        return {card.address: card.original_language for card in find_cards(session, ids, "nb")}


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args(arguments)
    measured = measure()
    if options.json:
        print(json.dumps({name: round(value, 4) for name, value in measured.items()}))
        return
    for name, value in measured.items():
        print(f"{name:22}{value:10.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
