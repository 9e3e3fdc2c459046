"""How good the answers are, by questions whose answers were judged by reading.

    python -m benchmarks.judged [--json]

`judged.tsv` holds a question a line: its language, the question, the question in the other
language that asks the same (or nothing), the entries that answer it, each `address=grade` with
grade 3 (the answer), 2 (of use) or 1 (touches it), and what kind of question it is. The corpus of
made-up municipalities and the site's own content are imported into an empty database and asked
through the project's own engine. What counts is what the page shows as hits.

Reported are nDCG@10 of the questions that have an answer of grade 2 or 3: of all answers, of those
in the other language alone, by language of the question and by kind; the share of the first five
hits that have no grade; of the questions without an answer, how many are told so, and of those
with one, how many wrongly; how far apart the same question in the two languages is, in the mean;
and of the cards of *more of the same*, how many are of an entry that answers a question together
with the entry they stand under.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
# The grade from which on an entry is of real use.
_OF_USE = 2
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its language, its twin in another, what answers it, and what kind it is of."""

    language: str
    text: str
    twin: str
    answers: Mapping[str, int]
    kind: str = "subject"

    @property
    def has_answer(self) -> bool:
        """Whether an entry is of real use."""
        return any(grade >= _OF_USE for grade in self.answers.values())


def read_judged(path: Path = JUDGED) -> list[Question]:
    """The questions. Raises ``ValueError`` for a line that cannot be read."""
    questions = []
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        language, text, twin, answers, kind = line.split("\t")
        graded = {}
        for answer in answers.split():
            address, _, grade = answer.partition("=")
            graded[address] = int(grade)
        questions.append(Question(language, text, twin, graded, kind))
    return questions


def ndcg(addresses: Sequence[str], answers: Mapping[str, int]) -> float:
    """The discounted gain of the first ten, as a share of the best there could be."""

    def gain(grades: Sequence[int]) -> float:
        return math.fsum(((1 << grade) - 1) / math.log2(n + 2) for n, grade in enumerate(grades))

    best = gain(sorted(answers.values(), reverse=True)[:SHOWN])
    return gain([answers.get(address, 0) for address in addresses[:SHOWN]]) / best if best else 0.0


@contextmanager
def filled_site() -> Iterator[Site]:
    """A site in a temporary folder with the corpus and the site's own content, indexed."""
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
            yield site
        finally:
            site.database.engine.dispose()


def measure() -> dict[str, float]:
    """All numbers."""
    with filled_site() as site:
        return _measured(site, read_judged())


def _measured(site: Site, questions: Sequence[Question]) -> dict[str, float]:
    languages = _languages(site)
    answers = {
        (question.language, question.text): _ask(site, question.text, question.language)
        for question in questions
    }
    values: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        values.setdefault(name, []).append(value)

    for question in questions:
        addresses = answers[question.language, question.text]
        if not question.has_answer:
            note("unanswerable, told so", float(not addresses))
            continue
        note("answerable, wrongly told", float(not addresses))
        value = ndcg(addresses, question.answers)
        norwegian_or_swedish = "sv" if question.language == "sv" else "nb"
        for name in ("", f" {norwegian_or_swedish}", f" {question.kind}"):
            note(f"ndcg@10{name}", value)
        own = {"sv"} if question.language == "sv" else {"nb", "nn"}
        foreign = {
            address: grade
            for address, grade in question.answers.items()
            if languages[address] not in own
        }
        if foreign:
            others = [address for address in addresses if languages[address] not in own]
            note("across ndcg@10", ndcg(others, foreign))
            note(f"across ndcg@10 {norwegian_or_swedish}", ndcg(others, foreign))
        if addresses:
            first = addresses[:_FIRST]
            wrong = sum(address not in question.answers for address in first)
            note("no grade among first five", wrong / len(first))
        twin = answers.get(("nb" if question.language == "sv" else "sv", question.twin))
        if twin is not None:
            note("twins apart", abs(value - ndcg(twin, question.answers)))
    shown = {name: mean(values[name]) for name in sorted(values)}
    return {"questions": len(questions), **shown, **_more_of_the_same(site, questions)}


def _more_of_the_same(site: Site, questions: Sequence[Question]) -> dict[str, float]:
    """Of the cards under all entries the share on the subject, and how many an entry has."""
    together = {
        (entry, other)
        for question in questions
        for entry, grade in question.answers.items()
        for other, other_grade in question.answers.items()
        if min(grade, other_grade) >= _OF_USE
    }
    with site.database.reading() as session:
        ids = [UUID(hex=entry) for entry in DatabaseSource(site.database).all_ids()]
        addresses = {card.id: card.address for card in find_cards(session, ids, "nb")}
    cards = [
        (addresses[entry], addresses[UUID(hex=other)])
        for entry in ids
        for other in site.index.similar(entry.hex)
    ]
    on_subject = sum(pair in together for pair in cards)
    return {
        "more of the same, on subject": on_subject / len(cards) if cards else 0.0,
        "more of the same, cards": len(cards) / len(ids),
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
        print(f"{name:30}{value:10.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
