"""The Nordic key: one rough spelling that cognates of nb, nn and sv share.

*forebyggende*, *førebyggjande*, *förebyggande* and *förebyggandet* all have the key `forebyg`.
The key is made for finding, not for telling apart: whoever uses it gives a shared key less weight
than a shared stem or form, and keeps false friends apart.

It starts from the stem in the word's own language and works in three steps: letters and sounds,
endings, doubled consonants. The tables say what each rule joins; the tests go through them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from network.language.words.stems import fresh_stem

_MOST_REMEMBERED = 100_000
SHORTEST = 3


class Rule(NamedTuple):
    """Letters (or a regular expression), what they become, and two words that share a key by it."""

    pattern: str
    becomes: str
    joins: tuple[str, ...]


LETTERS: tuple[Rule, ...] = (
    Rule("äæéèêë", "e", ("själv", "selv")),
    Rule("öøåòóô", "o", ("våld", "vold")),
    Rule("üÿ", "y", ("müsli", "mysli")),
    Rule("áàâ", "a", ("à", "a")),
)
SOUNDS: tuple[Rule, ...] = (
    Rule("(?:ss|t|s)ion", "sjon", ("organisation", "organisasjon")),
    Rule("^ch", "sj", ("chef", "sjef")),
    Rule("ch", "k", ("och", "ok")),
    Rule("ck", "k", ("lycka", "lykke")),
    Rule("sc(?=[eiy])", "s", ("scen", "sen")),
    Rule("c(?=[eiy])", "s", ("process", "prosess")),
    Rule("c", "k", ("clown", "klovn")),
    Rule("qu|q", "kv", ("quiz", "kviz")),
    Rule("w", "v", ("clown", "klovn")),
    Rule("x", "ks", ("extremism", "ekstremisme")),
    Rule("z", "s", ("zon", "sone")),
    Rule("^hv", "v", ("hvit", "vit")),
    Rule("hj", "h", ("hjem", "hem")),
    Rule("skj", "sk", ("skje", "ske")),
    Rule("gj", "g", ("gjennom", "genom")),
    Rule("kj", "k", ("kjenne", "känna")),
    Rule("ei", "e", ("heim", "hem")),
    Rule("oy", "o", ("høyre", "höra")),
    Rule("au", "o", ("laus", "lös")),
    Rule("ld|lt(?=$)", "l", ("hold", "håll")),
    Rule("dt", "t", ("godt", "gott")),
    Rule("(?<=[gkbdptvfmnlrs])j(?=[aeou])", "", ("byggje", "bygge")),
    Rule("(?<=..)leg(?=$|[aet])", "lig", ("tydeleg", "tydelig")),
)

# Endings, after the sounds are joined. The longest that fits comes off, then once more from the
# second table; what is left keeps three letters and a vowel.
INFLECTIONS: tuple[str, ...] = (
    *("arnas", "ornas", "ernas", "arna", "orna", "erna", "arne", "anes", "enes"),
    *("ades", "edes", "aste", "este", "are", "ere", "ane", "ene", "ast", "est", "ade", "ede"),
    *("ats", "ets", "ens", "ans", "ars", "ers", "ar", "or", "er", "en", "et", "an", "at", "ad"),
    *("as", "es", "te", "de", "na", "ne", "a", "e", "s"),
)
DERIVATIONS: tuple[str, ...] = ("ning", "ing", "ende", "ande", "end", "and", "els", "else")

_LETTERS = str.maketrans({letter: rule.becomes for rule in LETTERS for letter in rule.pattern})
_ANY_SOUND = re.compile("|".join(f"(?:{rule.pattern})" for rule in SOUNDS))
_SOUNDS = tuple((re.compile(rule.pattern), rule.becomes) for rule in SOUNDS)


def _by_length(endings: tuple[str, ...]) -> dict[int, frozenset[str]]:
    lengths = sorted({len(ending) for ending in endings}, reverse=True)
    return {
        size: frozenset(ending for ending in endings if len(ending) == size) for size in lengths
    }


_INFLECTIONS, _DERIVATIONS = _by_length(INFLECTIONS), _by_length(DERIVATIONS)
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1+")


@lru_cache(maxsize=_MOST_REMEMBERED)
def nordic_key(word: str, language: str) -> str:
    """The key of one folded word of `nb`, `nn` or `sv`.

    It is made from the word's stem, so words of one stem have one key. Words with digits and words
    of one or two letters are their own key. Costs some 30 µs the first time, nothing after that.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return word
    spelt = sounds(fresh_stem(word, language))
    spelt = _without(spelt, _INFLECTIONS, SHORTEST)
    spelt = _without(spelt, _DERIVATIONS, SHORTEST + 1)
    return _DOUBLED.sub(r"\1", spelt)


def sounds(word: str) -> str:
    """The word after the sound rules alone, with its endings on."""
    word = word.translate(_LETTERS)
    if _ANY_SOUND.search(word):
        for pattern, becomes in _SOUNDS:
            word = pattern.sub(becomes, word)
    return word


def _without(word: str, endings: Mapping[int, frozenset[str]], keep: int) -> str:
    for length, of_length in endings.items():
        if word[-length:] in of_length:
            left = word[:-length]
            if len(left) >= keep and _VOWEL.search(left):
                return left
    return word
