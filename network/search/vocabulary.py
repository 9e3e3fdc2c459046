"""Words that look like a word: those of a segment, found by the pieces they share.

For what was probably meant by a word that neither the texts nor the lexicon have. A word is cut
into pieces of three letters, its ends marked; two words are as alike as the share of their pieces
that they have in common (Dice's measure).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from network.search.array_types import Numbers

_PIECE = 3
_EDGE = "\x01"
# A word of fewer letters has too few pieces to be compared.
SHORTEST = 4


class Vocabulary:
    """The keys of a segment, ready to be asked for those like another. Immutable."""

    def __init__(
        self,
        keys: Sequence[str],
        word_keys: Numbers,
        pieces: NDArray[np.uint64],
        owners: Numbers,
        sizes: NDArray[np.uint8],
    ) -> None:
        """The arrays are those that `arrays` made; ``word_keys`` names the key of each word."""
        self._keys = keys
        self._word_keys = word_keys
        self._pieces = pieces
        self._owners = owners
        self._sizes = sizes

    @classmethod
    def arrays(cls, keyed_words: Iterable[tuple[str, int]]) -> dict[str, NDArray[Any]]:
        """What a vocabulary is made of, from each word and the number of its key.

        Costs some 0.4 µs for each letter of the words; 12 bytes for each.
        """
        words = [(word, number) for word, number in keyed_words if is_word(word)]
        pieces, owners = _pieces([word for word, _ in words])
        order = np.argsort(pieces, kind="stable")
        sizes = np.bincount(owners, minlength=len(words))
        return {
            "word_keys": np.array([number for _, number in words], dtype=np.int32),
            "pieces": pieces[order],
            "owners": owners[order],
            "sizes": np.minimum(sizes, 255).astype(np.uint8),
        }

    def like(self, word: str, least: float, most: int) -> list[tuple[str, float]]:
        """The keys of words no less like this one than ``least``, the ``most`` most alike, in that
        order. Costs some 0.2 ms at 100,000 words.
        """
        if not is_word(word) or not len(self._word_keys):
            return []
        wanted, _ = _pieces((word,))
        wanted = np.unique(wanted)
        first = np.searchsorted(self._pieces, wanted, "left")
        last = np.searchsorted(self._pieces, wanted, "right")
        owners = np.concatenate([self._owners[a:b] for a, b in zip(first, last, strict=True)])
        counted = np.bincount(owners, minlength=len(self._word_keys))
        sharing = np.flatnonzero(counted)
        alike = 2 * counted[sharing].astype(np.float32) / (len(wanted) + self._sizes[sharing])
        enough = np.flatnonzero(alike >= least)
        best = enough[np.argsort(-alike[enough], kind="stable")][:most]
        return [
            (self._keys[int(self._word_keys[sharing[place]])], float(alike[place]))
            for place in best
        ]


def is_word(word: str) -> bool:
    """Whether a word is long enough, and of letters, to be looked for by its pieces."""
    return len(word) >= SHORTEST and word.isalpha()


def _pieces(keys: Sequence[str]) -> tuple[NDArray[np.uint64], Numbers]:
    """Every distinct piece of every key, and the number of the key it is of."""
    text = "".join(f"{_EDGE}{key}{_EDGE}" for key in keys)
    # Letters beyond two bytes are not Nordic; they are compared by their lower half alone.
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64) & 0xFFFF
    lengths = np.array([len(key) + 2 for key in keys], dtype=np.int64)
    if not len(lengths):
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32)
    owner = np.repeat(np.arange(len(keys), dtype=np.int32), lengths)
    starts = np.arange(len(codes) - _PIECE + 1)
    within = owner[starts] == owner[starts + _PIECE - 1]
    starts = starts[within]
    pieces = codes[starts]
    for step in range(1, _PIECE):
        pieces = (pieces << np.uint64(16)) | codes[starts + step]
    owners = owner[starts]
    order = np.lexsort((pieces, owners))
    pieces, owners = pieces[order], owners[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (pieces[1:] != pieces[:-1]) | (owners[1:] != owners[:-1])
    return pieces[first], owners[first]
