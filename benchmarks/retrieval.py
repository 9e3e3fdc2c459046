"""How well a question in one language finds its answer in another, among many sentences.

    python -m benchmarks.retrieval --queries Q.tsv --documents D.txt \
        --query-language sv --document-language nb [--json]

D.txt holds a sentence a line; each is indexed as one entry's text. Q.tsv holds, tab-separated, the
number of the right line (from 0 or 1 as --first-line says) and the words of the question. The
ranks are those of the project's own engine and query path, which is not told the question's
language unless --told is given. Reported are the mean reciprocal rank of the right sentence among
the first ten, and the shares of questions that have it first and among the first ten.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

from benchmarks.engine import RecordSource
from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.record import Record, RecordText

SHOWN = 10


def sentence_record(number: int, sentence: str, language: str) -> Record:
    """A sentence as an entry that has nothing but one text in ``language``."""
    return Record(
        entry=UUID(int=number + 1).hex,
        kind="experience",
        country="",
        county="",
        organisation="",
        names=(),
        topics=(),
        topic_labels=(),
        languages=(language,),
        years=(),
        levels=(),
        published="2026-01-01T00:00:00Z",
        texts=(RecordText(language, "", "", sentence),),
    )


def ranks(
    index: SearchIndex, questions: Iterable[tuple[int, str]], language: str | None
) -> list[int | None]:
    """The rank of each question's right sentence, from 1; None where it is not among the ten."""
    ranks_of_questions: list[int | None] = []
    for right, words in questions:
        hits = index.find(Query(words, language=language, limit=SHOWN)).hits
        places = [UUID(hex=hit.entry).int - 1 for hit in hits]
        ranks_of_questions.append(places.index(right) + 1 if right in places else None)
    return ranks_of_questions


def scores(ranks_of_questions: Sequence[int | None]) -> dict[str, float]:
    """The three numbers that are reported, and how many questions they are of."""
    number = len(ranks_of_questions) or 1
    return {
        "queries": len(ranks_of_questions),
        "mrr@10": sum(1 / rank for rank in ranks_of_questions if rank) / number,
        "success@1": sum(rank == 1 for rank in ranks_of_questions) / number,
        "success@10": sum(rank is not None for rank in ranks_of_questions) / number,
    }


def read_questions(path: Path, first_line: int) -> list[tuple[int, str]]:
    """(number of the right line from 0, words) for each line of a file of questions."""
    rows = (line.split("\t") for line in path.read_text().splitlines() if line.strip())
    return [(int(row[0]) - first_line, " ".join(row[1:])) for row in rows]


def indexed(folder: Path, sentences: Sequence[str], language: str) -> SearchIndex:
    """An index of the sentences in ``folder``."""
    index = SearchIndex(folder)
    records = [sentence_record(number, text, language) for number, text in enumerate(sentences)]
    catch_up(index.folder, RecordSource(records))
    return index


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--query-language", choices=("nb", "nn", "sv"), required=True)
    parser.add_argument("--document-language", choices=("nb", "nn", "sv"), required=True)
    parser.add_argument("--first-line", type=int, choices=(0, 1), default=1)
    parser.add_argument("--told", action="store_true", help="tell the query's language")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        sentences = options.documents.read_text().splitlines()
        index = indexed(Path(folder), sentences, options.document_language)
        questions = read_questions(options.queries, options.first_line)
        language = options.query_language if options.told else None
        measured = scores(ranks(index, questions, language))
    if options.json:
        print(json.dumps({name: round(value, 4) for name, value in measured.items()}))
        return
    for name, value in measured.items():
        print(f"{name:12}{value:10.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
