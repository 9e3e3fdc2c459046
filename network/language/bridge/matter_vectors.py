"""How near a text lies to a question by what both are about, whatever words they use.

The matters of municipal life, each with its names and with what tells of it, say which words go
together: *brannstasjon*, *utrykning* and *røykdykker* stand with the same names. Words of all three
languages that the lexicon joins are one concept; the concepts of all matters, brought to their main
directions (a truncated singular value decomposition), make a space in which a text and a question
are one vector each. Whatever has a small angle to the question lies near it.

Nothing is searched for that is near in this sense: it orders what has been found by its words.
Worked out of the lexicon's files alone, and kept in a file beside it (see `kept_files`).
"""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.language.lexicon.dictionary import lemmas, split
from network.language.lexicon.kept_files import KEPT, read_kept, write_kept
from network.language.lexicon.lexicon import lexicon, terms_of
from network.language.lexicon.matters import matters
from network.language.lexicon.term_lists import RULES as TERM_RULES
from network.language.lexicon.term_lists import places_of_terms
from network.language.words.everyday_words import is_everyday
from network.language.words.spelling import common_spelling
from network.language.words.stop_words import is_small

Vector = NDArray[np.float32]

_FILE = "matter_vectors.json"
RULES = (
    *TERM_RULES,
    "words/everyday_words.py",
    "words/spelling.py",
    "lexicon/lexicon.py",
    "bridge/matter_vectors.py",
)

# How many directions a vector has.
DIRECTIONS = 200
NO_VECTOR: Vector = np.zeros(DIRECTIONS, dtype=np.float32)
# How soon saying a thing again stops to count.
_SATURATION = 1.2
# How much of a compound that the lexicon does not have is its first part, and its last.
_FRONT, _LAST = 0.6, 0.5
_SHORTEST = 3
# What is less than this is nothing.
_LEAST = 1e-6


class _Space(NamedTuple):
    """The number of each concept, and a row of the matrix for each."""

    numbers: Mapping[str, int]
    matrix: NDArray[np.float16]


def vector_of(words: Iterable[tuple[str, str, float]]) -> Vector:
    """The vector of length 1 of words as a dictionary has them, each with its language and how much
    it counts; all zeros where no matter has a word of them. Costs some 0.1 ms for 150 words."""
    amounts: dict[int, float] = {}
    for word, language, weight in words:
        for number, share in _numbered_concepts(word, language):
            amounts[number] = amounts.get(number, 0.0) + weight * share
    if not amounts:
        return NO_VECTOR
    said = np.fromiter(amounts.values(), dtype=np.float32, count=len(amounts))
    said /= said + np.float32(_SATURATION)
    rows = np.fromiter(amounts.keys(), dtype=np.int64, count=len(amounts))
    return _of_length_one(said @ _space().matrix[rows].astype(np.float32))


def _of_length_one(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return (vector / np.float32(length) if length > _LEAST else vector * 0).astype(np.float32)


@lru_cache(maxsize=50_000)
def _numbered_concepts(word: str, language: str) -> tuple[tuple[int, float], ...]:
    """The concepts of a word that the space has, by number, each with how much it is that; of a
    compound that the lexicon has and no matter, those of its parts."""
    numbers = _space().numbers
    concepts = _concepts(word, language)
    known = tuple((numbers[concept], share) for concept, share in concepts if concept in numbers)
    parts = None if known or not concepts else split(word, language)
    if parts is None:
        return known
    return tuple(
        (number, share * of_part)
        for part, share in zip(parts, (_FRONT, _LAST), strict=True)
        for number, of_part in _numbered_concepts(part[0], language)
    )


@lru_cache(maxsize=50_000)
def _concepts(word: str, language: str) -> tuple[tuple[str, float], ...]:
    """What a word means, as far as the lexicon knows: the meaning that it is the usual name of;
    else what it is spelt as in all languages, and what its parts mean."""
    if len(word) < _SHORTEST or not word.isalpha() or is_small(word) or is_everyday(word):
        return ()
    rows = {
        number: place
        for number, place in reversed(places_of_terms("terms", language).get(word, ()))
        if len(terms_of(lexicon().rows[number], language)[place].words) == 1
    }
    usual = [number for number, place in rows.items() if place == 0] or list(rows)
    if usual:
        return tuple((f"{number}", 1 / len(usual)) for number in usual)
    shares = {common_spelling(word): 1.0}
    parts = split(word, language)
    if parts is not None:
        for part, share in zip(parts, (_FRONT, _LAST), strict=True):
            for concept, of_part in _concepts(part[0], language):
                shares[concept] = shares.get(concept, 0.0) + share * of_part
    return tuple(shares.items())


def work_out_space() -> dict[str, Any]:
    """The space, worked out of the matters: some 13 s of processor."""
    said: list[dict[str, float]] = []
    for matter in matters():
        of_matter: dict[str, float] = {}
        for language in ("sv", "nb"):
            for name in (*matter.names[language], *matter.told_by[language]):
                for form in name:
                    for concept, share in _concepts(lemmas(form, language)[0].word, language):
                        amount = of_matter.get(concept, 0.0) + share / len(name)
                        of_matter[concept] = amount
        said.append(of_matter)
    concepts = sorted({concept for of_matter in said for concept in of_matter})
    numbers = {concept: number for number, concept in enumerate(concepts)}
    having = Counter(concept for of_matter in said for concept in of_matter)
    rarity = np.array([math.log(1 + len(said) / (having[c] + 0.5)) for c in concepts])
    table = np.zeros((len(said), len(concepts)))
    for row, of_matter in enumerate(said):
        for concept, amount in of_matter.items():
            table[row, numbers[concept]] = amount / (amount + _SATURATION)
    table *= rarity
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), _LEAST)
    values, vectors = np.linalg.eigh(table @ table.T)
    main = np.argsort(-values)[:DIRECTIONS]
    directions = table.T @ vectors[:, main] / np.sqrt(np.maximum(values[main], _LEAST))
    # A direction has no sign of its own: with one that is chosen, every machine makes the same.
    largest = np.abs(directions).argmax(axis=0)
    directions *= np.sign(directions[largest, np.arange(directions.shape[1])])
    matrix = (directions * rarity[:, None]).astype(np.float16)
    return {"concepts": concepts, "matrix": b64encode(matrix.tobytes()).decode()}


def keep(folder: Path = KEPT) -> None:
    """Write the file, unless it is there and of today's lexicon."""
    write_kept(folder / _FILE, RULES, work_out_space)


@lru_cache(maxsize=1)
def _space() -> _Space:
    kept: dict[str, Any] | None = read_kept(KEPT / _FILE, RULES)
    held = work_out_space() if kept is None else kept
    matrix = np.frombuffer(b64decode(held["matrix"]), dtype=np.float16)
    concepts = held["concepts"]
    return _Space(
        {concept: number for number, concept in enumerate(concepts)},
        matrix.reshape(len(concepts), -1),
    )


def load_space() -> None:
    """Read the space: some 30 ms where it is kept."""
    _space()
