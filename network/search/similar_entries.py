"""Similar entries: those that say the same, in whichever language."""

from collections import Counter

from network.language.words.stop_words import is_small
from network.search.indexed_text import GAP
from network.search.parsing import MOST_WORDS
from network.search.query import Query
from network.search.reader import Reader
from network.search.results import find

_LEAST_LETTERS = 4


def distinctive_words(reader: Reader, entry: str, most: int = MOST_WORDS) -> list[str]:
    """The words of an entry's original that few other entries have, the most distinctive first.

    Empty for an entry that the index does not have. Costs some 30 µs for each different word,
    the first time.
    """
    text = reader.numbers.first_text(entry)
    if text is None:
        return []

    def weigh() -> list[str]:
        counted = Counter(
            word
            for word in reader.words(text).split(GAP)
            if len(word) >= _LEAST_LETTERS and word.isalpha() and not is_small(word)
        )
        weighed: dict[str, float] = {}
        for word, times in counted.items():
            texts = len(reader.look_up_form(word).texts)
            if texts:
                weighed[word] = (times / (times + 1.2)) * reader.rarity(texts)
        return sorted(weighed, key=lambda word: (-weighed[word], word))[:most]

    words: list[str] = reader.kept(("distinctive words", entry), weigh)
    return words


def similar(reader: Reader, entry: str, language: str, limit: int) -> tuple[str, ...]:
    """The entries most like one, best first, without itself: they share its telling words, or
    what the bridge knows those are called."""
    words = distinctive_words(reader, entry)
    if not words:
        return ()
    result = find(reader, Query(" ".join(words), language=language, limit=limit + 1))
    return tuple(hit.entry for hit in result.hits if hit.entry != entry)[:limit]
