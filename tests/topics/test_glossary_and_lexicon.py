"""What the glossary explains and what the search joins agree on words that only look alike."""

from __future__ import annotations

from collections.abc import Iterator

from network.content_files.vocabulary_files import read_glossary
from network.language.lexicon.file import read_false_friends
from network.language.lexicon.lexicon import lexicon
from tests.conftest import CONTENT

TERMS, _ = read_glossary((CONTENT / "glossary.yaml").read_text())

# Kept apart by the search, which looks words up by their stems, and mistaken by no reader.
NOT_MISREAD = {
    ("helhet", "helse"): "nobody reads a whole for health",
    ("fjorton", "fortetting"): "nobody reads fourteen for building more densely",
}
# The neighbour's word in one sense, so the search is right to join what the aid explains.
ONE_SENSE = {
    ("anmäla", "anmelde"): "what is told the police is anmelde",
    ("bidrag", "bidrag"): "what is contributed is bidrag in both",
    ("mål", "mål"): "a goal is mål in both",
    ("ombud", "ombud"): "a delegate is ombud in both",
    ("personnummer", "personnummer"): "nearly the same number",
    ("sak", "sak"): "a thing is sak in both",
    ("skön", "skjønn"): "what is lovely is skjønn",
    ("ställning", "stilling"): "a position that is taken is stilling",
    ("tillstånd", "tilstand"): "how something is, is tilstand",
    ("tillfällig", "tilfeldig"): "what happens by chance is tillfällig too",
    ("tjänst", "tjeneste"): "what is done for somebody is tjeneste",
    ("uppgift", "oppgave"): "a task is oppgave",
    ("utsatt", "utsatt"): "who is exposed is utsatt in both",
    ("varsla", "varsle"): "to tell beforehand is varsla and varsle",
    ("vind", "vind"): "wind is vind in both",
}


def _pairs() -> Iterator[tuple[str, str]]:
    for term in TERMS:
        if term.relation == "false-friend":
            yield from ((sv, nb) for sv in term.sv for nb in term.nb)


def test_what_the_search_never_joins_is_a_false_friend_of_the_glossary_too() -> None:
    pairs = {(sv.casefold(), nb.casefold()) for sv, nb in _pairs()}
    for row in read_false_friends():
        of_row = {(sv, nb) for sv in row.words("sv") for nb in row.words("nb")}
        assert of_row & pairs or of_row & NOT_MISREAD.keys(), of_row


def test_the_search_translates_a_false_friend_by_the_other_in_a_sense_they_share_alone() -> None:
    joined = {
        (sv.casefold(), no.casefold())
        for row in lexicon().rows
        for sv in row.words("sv")
        for no in (*row.words("nb"), *row.words("nn"))
    }
    pairs = {(sv.casefold(), nb.casefold()) for sv, nb in _pairs()}
    assert pairs & joined == ONE_SENSE.keys()
