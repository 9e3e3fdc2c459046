"""Which matters a text tells of, by the words that texts on a matter are written with.

Few words are telling alone: *rektor* tells of thirty matters, *fraværsføring* of one. So a word
counts by how few matters it tells of, and a matter counts as told of where no other matter is told
of by much more: a text on a language café has the words of homework help, and is about neither
books nor tables.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from network.language.bridge.kin import things_that_tell
from network.language.lexicon.kept_files import KEPT, read_kept, write_kept
from network.language.lexicon.matters import matters
from network.language.lexicon.term_lists import RULES as TERM_RULES
from network.language.words.stems import LANGUAGES

_FILE = "matters.json"
RULES = (*TERM_RULES, "bridge/kin.py", "bridge/matters_told.py")

# How steeply a word counts less that tells of more matters.
_STEEPNESS = 2.0
# What is less than the first amount tells of nothing; each half more brings a text half of the way.
_FIRST, _HALF = 0.3, 2.0
# A matter with less than this share of the amount of the text's first matter is not what the text
# tells of, one with the other share or more is.
_LEAST_SHARE, _WHOLE_SHARE = 0.2, 0.6
_LEAST_NEARNESS = 0.04


class _Thing(NamedTuple):
    """Something that tells of a matter: the keys of its words beside the first, its number."""

    matter: int
    others: tuple[str, ...]
    number: int


def matters_told(blocks_of_words: Mapping[str, int], language: str) -> dict[int, tuple[float, int]]:
    """The matters (by number) that a text in a language tells of, from its words' keys with the
    bits of the blocks that have them: how surely (0 to 1), and the bits of the blocks that tell of
    it. Costs some 0.4 ms for a text of 300 words."""
    things = _things_by_word()[language]
    counts = _count_matters()[language]
    told: dict[int, dict[int, tuple[float, int]]] = {}
    for key, blocks in blocks_of_words.items():
        for thing in things.get(key, ()):
            together = blocks
            for other in thing.others:
                together &= blocks_of_words.get(other, 0)
            if together:
                told.setdefault(thing.matter, {})[thing.number] = (counts[key], together)
    amounts = {
        matter: sum(amount for amount, _ in of_matter.values())
        for matter, of_matter in told.items()
    }
    most = max(amounts.values(), default=0.0)
    surely: dict[int, tuple[float, int]] = {}
    for matter, amount in amounts.items():
        share = (amount / most - _LEAST_SHARE) / (_WHOLE_SHARE - _LEAST_SHARE)
        nearness = (1 - 2 ** (-max(0.0, amount - _FIRST) / _HALF)) * min(1.0, share)
        if nearness >= _LEAST_NEARNESS:
            told_in = 0
            for _, blocks in told[matter].values():
                told_in |= blocks
            surely[matter] = (nearness, told_in)
    return surely


@lru_cache(maxsize=1)
def _things_by_word() -> dict[str, dict[str, list[_Thing]]]:
    """For each language the things that tell of matters, by the key of their first word."""
    kept = read_kept(KEPT / _FILE, RULES)
    things = work_out_things() if kept is None else kept
    return {
        language: {
            key: [_Thing(matter, tuple(others), number) for matter, others, number in of_word]
            for key, of_word in by_word.items()
        }
        for language, by_word in things.items()
    }


def work_out_things() -> dict[str, dict[str, list[tuple[int, tuple[str, ...], int]]]]:
    """The things that tell of matters, worked out: as `_Thing` has them, some 3 s."""
    things: dict[str, dict[str, list[tuple[int, tuple[str, ...], int]]]] = {
        language: {} for language in LANGUAGES
    }
    for matter in range(len(matters())):
        for number, by_language in enumerate(things_that_tell(matter)):
            for keys in dict.fromkeys(by_language):
                of_word = things[keys[0][:2]].setdefault(keys[0], [])
                of_word.append((matter, keys[1:], number))
    return things


def keep(folder: Path = KEPT) -> None:
    """Write the file, unless it is there and of today's lexicon."""
    write_kept(folder / _FILE, RULES, work_out_things)


@lru_cache(maxsize=1)
def _count_matters() -> dict[str, dict[str, float]]:
    """For each language what a word counts: 1 where it tells of one matter, less for more."""
    every = math.log(len(matters()) + 1)
    counts: dict[str, dict[str, float]] = {}
    for language, things in _things_by_word().items():
        telling_of: Counter[str] = Counter()
        for key, of_word in things.items():
            telling_of[key] += len({thing.matter for thing in of_word})
        counts[language] = {
            key: ((every - math.log(number)) / every) ** _STEEPNESS
            for key, number in telling_of.items()
        }
    return counts
