"""Which topic words are about, as far as the topics' own names tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from network.language.bridge.kin import WordKin, first_key, kin_of, languages_of
from network.language.words.everyday_words import is_everyday
from network.language.words.stop_words import is_small
from network.language.words.tokens import tokens
from network.topics.values import Topic
from network.topics.vocabulary import list_lineage

# A word of the names of more branches of topics than this tells of none of them.
_MOST_BRANCHES = 2
# How much a part of a compound tells beside a whole word.
_OF_PART = 0.6
# Shorter parts are most often of another word (*romskip* has no Roma in it).
_SHORTEST_PART = 4
# What is less near than this is no reason to file words under a topic.
_LEAST = 0.4


class TopicNames:
    """The topics' names, ready to be met in words of any of the languages."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        """Reads the names: some milliseconds for seventy topics."""
        self._topics = topics
        # Each name as the keys of its words, under every one of them.
        self._names: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        branches: dict[str, set[str]] = defaultdict(set)
        for topic in topics.values():
            for keys in _read_names(topic):
                for key in keys:
                    self._names[key].append((keys, topic.id))
                    if len(keys) == 1:
                        branches[key].add(list_lineage(topics, topic.id)[-1])
        self._telling_nothing = {
            key for key, of_key in branches.items() if len(of_key) > _MOST_BRANCHES
        }

    def find(self, words: str, language: str) -> str:
        """The topic whose names share most with the words, in any inflection, in another language
        or as a part of a compound; "" where none does. ``language`` (nb, nn, sv) is what is taken
        where the words do not tell. Some 0.2 ms a word."""
        met = {key: share for key, share in _read_keys(words, language).items() if share >= _LEAST}
        shares: dict[str, float] = defaultdict(float)
        for key in met.keys() - self._telling_nothing:
            for keys, topic_id in self._names.get(key, ()):
                if keys <= met.keys():
                    shares[topic_id] = max(shares[topic_id], sum(met[other] for other in keys))
        # Of topics that share as much the broader one, which is named before those below it.
        return max(
            (topic_id for topic_id in self._topics if topic_id in shares),
            key=lambda topic_id: shares[topic_id],
            default="",
        )


def _read_names(topic: Topic) -> Iterable[frozenset[str]]:
    """Each name of a topic as the keys of its words; of a label with *og* or commas each word."""
    for language, label in topic.labels.items():
        yield from (frozenset([key]) for key in _list_keys(label, language))
    for language, synonyms in topic.synonyms.items():
        for synonym in synonyms:
            if keys := frozenset(_list_keys(synonym, language)):
                yield keys


def _list_keys(name: str, language: str) -> Iterable[str]:
    for token in tokens(name):
        if not is_small(token.form):
            yield first_key(token.form, language)


def _read_keys(words: str, language: str) -> dict[str, float]:
    """What stands for the words: keys with how near each is."""
    forms = tuple(token.form for token in tokens(words))
    languages = languages_of(forms, language)
    met: dict[str, float] = {}
    for place, form in enumerate(forms):
        if is_small(form) or is_everyday(form):
            continue
        word_kin = kin_of(forms, place, languages)
        parts = [part for part in word_kin.parts or () if _is_telling(part)]
        readings = [(word_kin, 1.0), *((part, _OF_PART) for part in parts)]
        for reading, share in readings:
            for kin in reading.kin:
                met[kin.key] = max(met.get(kin.key, 0.0), kin.weight * share)
    return met


def _is_telling(part: WordKin) -> bool:
    own = [kin.key.lstrip("=") for kin in part.kin if kin.reason == "own"]
    return all(len(key.rpartition(":")[2]) >= _SHORTEST_PART for key in own)
