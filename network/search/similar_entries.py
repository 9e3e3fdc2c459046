"""Similar entries: those that tell of the same thing, in whichever language; or none."""

import numpy as np

from network.language.bridge.kin import first_key, kin_of
from network.language.words.everyday_words import is_everyday
from network.language.words.stop_words import is_small
from network.search.array_types import Mask, Scores
from network.search.query_term import QueryTerm
from network.search.reader import Reader
from network.search.term_lookup import term_of_word

# Of how many of an entry's telling words the others are asked for, of how many letters at least.
_MOST_WORDS, _LEAST_LETTERS = 16, 4
# A topic says what an entry is about where no larger share of the entries has it, or no more.
_NARROW_SHARE, _NARROW = 0.06, 6
# How much of an entry's telling words another must have: with a narrow topic in common, and
# without.
_WITH_TOPIC, _WITHOUT_TOPIC = np.float32(0.15), np.float32(0.3)
_TOPIC_IN_COMMON = np.float32(0.12)


def telling_words(reader: Reader, entry: str, most: int = _MOST_WORDS) -> list[tuple[str, float]]:
    """The words of an entry's original that say what it is about, each with how much: those that
    few other entries have and that stand in its title and summary. The most telling first.

    Empty for an entry that the index does not have. Costs some 30 µs for each different word, the
    first time.
    """
    text = reader.numbers.first_text(entry)
    if text is None:
        return []

    def weigh() -> list[tuple[str, float]]:
        language = reader.numbers.language_of(text)
        weighed: dict[str, tuple[float, str]] = {}
        for word in dict.fromkeys(reader.words(text).split()):
            if len(word) < _LEAST_LETTERS or not word.isalpha():
                continue
            if is_small(word) or is_everyday(word):
                continue
            key = first_key(word, language)
            postings = reader.look_up(key)
            place = int(np.searchsorted(postings.texts, text))
            if place == len(postings.texts) or postings.texts[place] != text:
                continue
            weight = float(postings.weights[place])
            told = weight / (weight + 3) * reader.information(len(postings.texts))
            weighed[key] = max(weighed.get(key, (0.0, "")), (told, word))
        ranked = sorted(weighed.values(), key=lambda pair: (-pair[0], pair[1]))
        return [(word, told) for told, word in ranked[:most]]

    words: list[tuple[str, float]] = reader.kept(("telling words", entry), weigh)
    return words


def similar(reader: Reader, entry: str, limit: int) -> tuple[str, ...]:
    """The entries most like one, best first, without itself: they have its telling words, or what
    stands for those in their language, and most often a narrow topic in common. None rather than
    one that is not."""
    words = telling_words(reader, entry)
    if not words:
        return ()

    def compare() -> tuple[str, ...]:
        shares = _shares(reader, entry, words)
        numbers = reader.numbers
        by_entry = numbers.by_entry(shares)
        in_common = _with_narrow_topic(reader, entry)
        is_like = numbers.live & np.where(
            in_common, by_entry >= _WITH_TOPIC, by_entry >= _WITHOUT_TOPIC
        )
        scores = by_entry + _TOPIC_IN_COMMON * in_common
        ranked = sorted(
            np.flatnonzero(is_like).tolist(), key=lambda n: (-scores[n], numbers.entries[n])
        )
        return tuple(numbers.entries[n] for n in ranked if numbers.entries[n] != entry)

    entries: tuple[str, ...] = reader.kept(("similar", entry), compare)
    return entries[:limit]


def _shares(reader: Reader, entry: str, words: list[tuple[str, float]]) -> Scores:
    """Of each text the share of the telling words that it has, by how nearly."""
    text = reader.numbers.first_text(entry)
    assert text is not None
    language = reader.numbers.language_of(text)
    shares: Scores = np.zeros(reader.numbers.texts, dtype=np.float32)
    in_all = sum(told for _, told in words)
    for word, told in words:
        term = _term(reader, word, language)
        # In its title or summary a word says what the other is about.
        prominent = np.maximum(term.title, term.summary)
        shares[term.texts] += np.float32(told / in_all) * (
            np.float32(0.5) * term.quality + np.float32(0.5) * prominent
        )
    return shares


def _term(reader: Reader, word: str, language: str) -> QueryTerm:
    def look_up() -> QueryTerm:
        kin = kin_of((word,), 0, ((language,),))
        # A matter's telling words would make everything like everything.
        return term_of_word(reader, word, kin._replace(matters=(), written_with=(), parts=None))

    term: QueryTerm = reader.kept(("similar term", word, language), look_up)
    return term


def _with_narrow_topic(reader: Reader, entry: str) -> Mask:
    """The entries that have one of an entry's narrow topics."""
    numbers = reader.numbers
    having: Mask = np.zeros(len(numbers.entries), dtype=np.bool_)
    number = numbers.number_of(entry)
    most = max(_NARROW, int(_NARROW_SHARE * np.count_nonzero(numbers.live)))
    for topic in () if number is None else numbers.values_of("topic", number):
        entries = numbers.entries_with("topic", topic)
        if len(entries) <= most:
            having[entries] = True
    return having
