"""What a text lacks of a question: the last part of a compound, or the word that is most of it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.interpretation import interpret
from network.search.query import Query
from network.search.reader import Reader
from network.search.unmet import weigh_unmet
from tests.search.conftest import record
from tests.search.file_source import FileSource, entry_id

# Each question with its language, and a text with its own.
LACKING = [
    line.strip().split(" | ")
    for line in """
    nb hundepark | nb Hund med i klasserommet
    nb telefonkiosk | nb Telefon til alle vaktene
    sv telefonkiosk | nb Telefon til alle vaktene
    nb strømpris | nb Strøm borte i to døgn
    sv elpris | nb Strøm borte i to døgn
    nb musikkfestival | sv Musik på äldreboendet
    sv musikfestival | sv Musik på äldreboendet
    nb nattbuss | nb Natt uten søvn på vakta
    sv nattbuss | nb Natt uten søvn på vakta
    nb elevlønn | sv Elever skriver egna regler
    nb matfestival | sv Mat som ingen kastar
    nb kirkemusikal | nb Kirke og kommune om leirer
    sv brandmuseum | sv Brand i ett garage
    nb brannmuseum | sv Brand i ett garage
    nb eldremesse | nb Hund med i klasserommet
    nb sykkelmuseum | nb Sykkel til alle nyansatte
    sv cykelmuseum | nb Sykkel til alle nyansatte
    nb radon i klasserommet | nb Hund med i klasserommet
    sv radon på äldreboendet | sv Musik på äldreboendet
    nb konkurs bibliotek | nb Bibliotek uten ansatte om kvelden
    sv skilsmässa garage | sv Brand i ett garage
    """.strip().splitlines()
]
HAVING = [
    line.strip().split(" | ")
    for line in """
    nb leksehjelp | nb Leksehjelp på biblioteket
    sv läxhjälp | nb Leksehjelp på biblioteket
    nb leksehjelp | sv Hjälp med läxor på torsdagar
    sv läxhjälp | sv Hjälp med läxor på torsdagar
    nb leksehjelp | nb Hjelp til alle med lekser
    sv strömavbrott | nb Strømbrudd i alle hus
    nb hund i klasserommet | nb Hund med i klasserommet
    sv hund i klassrummet | nb Hund med i klasserommet
    nb sykkel | nb Sykkel til alle nyansatte
    sv cykel | nb Sykkel til alle nyansatte
    nb elevregler | sv Regler för elever på rasten
    sv elevregler | sv Regler för elever på rasten
    nb garasjebrann | sv Brand i ett garage
    sv garagebrand | sv Brand i ett garage
    nb musikk på sykehjemmet | sv Musik på äldreboendet
    """.strip().splitlines()
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """An index of all the texts."""
    folder: Path = tmp_path_factory.mktemp("unmet")
    source, index = FileSource(folder / "source.json"), SearchIndex(folder / "index")
    for text in {text for _, text in LACKING + HAVING}:
        language, _, title = text.partition(" ")
        source.put(record(title, language))
    catch_up(index.folder, source)
    return index.open_reader()


def _weigh(reader: Reader, question: str, text: str) -> float:
    language, _, words = question.partition(" ")
    terms = interpret(reader, Query(words, language=language)).terms
    entry = reader.entry_ids().index(UUID(hex=entry_id(text.partition(" ")[2])))
    return weigh_unmet(reader, terms, reader.numbers.best_text(entry, reader.norm))


@pytest.mark.parametrize(("question", "text"), LACKING)
def test_a_text_that_has_not_what_names_the_thing_lacks_it(
    reader: Reader, question: str, text: str
) -> None:
    assert _weigh(reader, question, text) > 0


@pytest.mark.parametrize(("question", "text"), HAVING)
def test_a_text_that_has_the_thing_or_says_it_in_several_words_lacks_nothing(
    reader: Reader, question: str, text: str
) -> None:
    assert _weigh(reader, question, text) == 0


def test_a_question_without_words_lacks_nothing(reader: Reader) -> None:
    assert weigh_unmet(reader, (), 0) == 0
