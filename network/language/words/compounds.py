"""Compounds taken apart: *ungdomsarbete* into *ungdom* and *arbete*, never into nonsense.

Nordic words grow by being joined, often with an s or an e between. Where a compound is in no
lexicon, its parts may be, and what the neighbour calls the parts, joined again, is often what the
neighbour calls the whole.
"""

from collections.abc import Callable
from functools import lru_cache

# Shorter parts (by, rom, dag) begin or end too many words that are no compounds.
SHORTEST = 4
LINKS = ("", "s", "e")

# What only looks like a last part: endings and suffixes that are also words.
_NO_HEADS = frozenset(
    "het hets hett else elsen elser ende ande ning ningen inger ingar heten heter arne erne orna "
    "arna aste este like lige liga lighet lighed bare skap skapet skaper isme ismen ister erte "
    "erer erade".split()
)
# What only looks like a first part: prefixes.
_NO_MODIFIERS = frozenset("inter kontra anti over under efter etter etterpå före före".split())

WordTest = Callable[[str], bool]


def split(word: str, is_known: WordTest) -> tuple[str, str] | None:
    """The two parts of a folded compound, without the link between them; None for other words.

    ``is_known`` says whether a form is a word, in any inflection. The longest last part wins,
    as the last part says what kind of thing the whole is; with a linking letter only where the
    first part is no word without one.
    """
    if len(word) < 2 * SHORTEST or not word.isalpha():
        return None
    for place in range(SHORTEST, len(word) - SHORTEST + 1):
        head = word[place:]
        if head in _NO_HEADS or not is_known(head):
            continue
        for link in LINKS:
            if not word[:place].endswith(link):
                continue
            modifier = word[: place - len(link)]
            if len(modifier) < SHORTEST - 1 or modifier in _NO_MODIFIERS:
                continue
            if is_known(modifier):
                return modifier, head
    return None


@lru_cache(maxsize=50_000)
def joined(modifier: str, head: str) -> tuple[str, ...]:
    """The ways in which two parts may be joined: with no letter, an s or an e between."""
    return tuple(f"{modifier}{link}{head}" for link in LINKS)
