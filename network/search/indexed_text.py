"""A record's text as the engine stores it: weighted terms, and its words in order."""

from collections.abc import Iterator
from dataclasses import dataclass

from network.language.words.analysis import analyse
from network.search.record import Record, RecordText

# How much a word counts by where it stands. A word of the title says what the entry is about; a
# topic's synonyms are about more than the entry.
TITLE, SUMMARY, BODY, PART, NAMES, TOPICS = 4, 2, 1, 1, 2, 1
MOST = 255

# Between two words, and around them all; no word has it.
GAP = "\n"


@dataclass(frozen=True, slots=True)
class IndexedText:
    """Terms with their weights (1 to 255) and the folded words in order, ready for the engine.

    `words` has a GAP before and after every word and an empty word between regions, so that a
    phrase is a string to look for. `parts` holds (part id, where in `words` it begins) in order,
    with the empty id where something that is no part begins.
    """

    terms: dict[str, int]
    words: str
    length: int
    parts: tuple[tuple[str, int], ...]


def indexed_text(record: Record, text: RecordText) -> IndexedText:
    """One text of a record with the names and topics of its entry.

    Costs some 1 ms for 300 words, most of it for words never seen before.
    """
    weights: dict[str, int] = {}
    words: list[str] = []
    parts: list[tuple[str, int]] = []
    begins = 0
    for part, written, weight in _regions(record, text):
        if not parts or parts[-1][0] != part:
            parts.append((part, begins))
        words_by_position: dict[int, str] = {}
        for word in analyse(written, text.language):
            term = word.term
            weights[term] = weights.get(term, 0) + weight
            words_by_position[word.position] = word.form
        words.extend(words_by_position.values())
        words.append("")
        begins += sum(len(form) + len(GAP) for form in words_by_position.values()) + len(GAP)
    terms = {term: min(weight, MOST) for term, weight in weights.items()}
    return IndexedText(terms, f"{GAP}{GAP.join(words)}{GAP}", len(words), tuple(parts))


def in_order(words: tuple[str, ...]) -> str:
    """What stands in `IndexedText.words` where these words stand side by side."""
    return f"{GAP}{GAP.join(words)}{GAP}"


def _regions(record: Record, text: RecordText) -> Iterator[tuple[str, str, int]]:
    yield "", text.title, TITLE
    yield "", text.summary, SUMMARY
    yield "", text.body, BODY
    for part in text.parts:
        yield part.id, part.text, PART
    for name in record.names:
        yield "", name, NAMES
    for label in record.topic_labels:
        yield "", label, TOPICS
