"""The spelling that regular cognates of nb, nn and sv have in common.

*organisation* and *organisasjon*, *väg*, *vei* and *veg*, *själv* and *sjølv* differ by rule. What
is made here is no rough key: it keeps apart whatever no rule joins (*møte*, *mot*), and whoever
uses it compares words of different languages alone.
"""

import re
from functools import lru_cache
from typing import NamedTuple

SHORTEST = 3


class Correspondence(NamedTuple):
    """Letters as a regular expression, what they are written as, and two words that it joins."""

    pattern: str
    becomes: str
    joins: tuple[str, str]


CORRESPONDENCES: tuple[Correspondence, ...] = (
    Correspondence("[äæéèê]", "e", ("väder", "vær")),
    Correspondence("ö", "ø", ("höra", "høre")),
    Correspondence("(?:ss|t|s)ion", "sjon", ("organisation", "organisasjon")),
    Correspondence("^ch", "sj", ("chef", "sjef")),
    Correspondence("ch", "k", ("och", "ok")),
    Correspondence("ck", "k", ("tack", "takk")),
    Correspondence("sc(?=[eiy])", "s", ("scen", "sen")),
    Correspondence("c(?=[eiy])", "s", ("process", "prosess")),
    Correspondence("c", "k", ("clown", "klovn")),
    Correspondence("qu|q", "kv", ("quiz", "kviz")),
    Correspondence("w", "v", ("webb", "vebb")),
    Correspondence("x", "ks", ("extremism", "ekstremisme")),
    Correspondence("z", "s", ("zon", "sone")),
    Correspondence("^hv", "v", ("vit", "hvit")),
    Correspondence("hj", "h", ("hem", "hjem")),
    Correspondence("skj", "sk", ("sked", "skjed")),
    Correspondence("gj", "g", ("genom", "gjenom")),
    Correspondence("kj", "k", ("känna", "kjenne")),
    Correspondence("(?<=[gkbdptvfmnlrs])j(?=[aeou\u00f8])", "", ("byggja", "bygga")),
    Correspondence("ei", "e", ("heim", "hem")),
    Correspondence("øy", "ø", ("høyra", "höra")),
    Correspondence("au", "ø", ("laus", "lös")),
    Correspondence("(?<=..)leg(?=$|[aet])", "lig", ("tydeleg", "tydlig")),
    Correspondence("ld", "l", ("hålla", "holde")),
    Correspondence("dt", "t", ("stadt", "stat")),
    Correspondence("nd", "n", ("annan", "annand")),
    Correspondence("å(?=[lrgtdkpsn])", "o", ("våld", "vold")),
    Correspondence("^(?:før|for|fore)", "for", ("förening", "forening")),
    Correspondence("ø(?=r)", "ø", ("dörr", "dør")),
    Correspondence("skap$", "skap", ("vänskap", "vennskap")),
    Correspondence("(?<=...)(?:are|ar|er)$", "er", ("lärare", "lærer")),
    Correspondence("(?:het|heit|hed)$", "het", ("trygghet", "tryggheit")),
    Correspondence("(?<=..)[aeø]$", "", ("skola", "skole")),
)
_RULES = tuple((re.compile(rule.pattern), rule.becomes) for rule in CORRESPONDENCES)
# A consonant is doubled by other rules at the end of a word and before another consonant.
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1(?![aeiouyåø])")


@lru_cache(maxsize=100_000)
def common_spelling(word: str) -> str:
    """The common spelling of a folded word as a dictionary has it; the word itself where it is
    short or has other signs than letters. Costs some 15 µs the first time."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    spelt = word
    for pattern, becomes in _RULES:
        spelt = pattern.sub(becomes, spelt)
    return _DOUBLED.sub(r"\1", spelt)
