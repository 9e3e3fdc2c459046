"""The words that a form may be an inflection of: *yttrandena* is one of *yttrande*.

Made for looking words up in a list that is known: what comes out is too much for a dictionary and
enough for a look-up, since a base that is in no list leads nowhere. Unlike a stem it keeps *nämnd*
(a committee) apart from *nämnda* (mentioned) and *lag* (law) from *laga* (to cook).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

# Shorter words are inflected by the table below alone: half of what ends like them is other words.
SHORTEST = 5

# Endings that come off and leave the word as it is looked up.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "sv": tuple(
        "s en ens et ets n ns t ts ar ars arna arnas er ers erna ernas r rs rna rnas na nas".split()
    ),
    "nb": tuple("s en ens et ets a as er ers ene enes n ns t ts r rs ne nes e es".split()),
    "nn": tuple(
        "s en ens et ets a as ar ars ane anes er ers ene enes n ns t ts r rs ne nes e".split()
    ),
}
# Endings that something else stood for: frågor of fråga, tjänstemän of tjänsteman.
_CHANGED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sv": (
        *((ending, "a") for ending in ("or", "ors", "orna", "ornas")),
        *((ending, "a") for ending in ("er", "de", "des", "t", "ts", "s", "da")),
        *((ending, "are") for ending in ("arna", "arnas")),
        *((ending, "ium") for ending in ("iet", "iets", "ier", "ierna")),
        *((ending, "man") for ending in ("mannen", "mannens", "män", "mäns")),
        *((ending, "man") for ending in ("männen", "männens")),
        *((ending, "mot") for ending in ("möter", "möters", "möterna", "möternas")),
        ("numret", "nummer"),
        ("rar", "er"),
        ("rarna", "er"),
        ("et", "en"),
        ("na", "en"),
    ),
    "nb": (
        *((ending, "mann") for ending in ("menn", "menns", "mennene", "mennenes")),
        *((ending, "e") for ending in ("a", "as", "te", "t")),
        ("re", "er"),
        ("rene", "er"),
    ),
    "nn": (
        *((ending, "mann") for ending in ("menn", "menns", "mennene", "mennenes")),
        *((ending, "e") for ending in ("a", "as", "ar", "ane", "te", "t")),
    ),
}
# Adjectives before a noun, and participles that are used as nouns: *de förtroendevalda*.
_OF_ADJECTIVES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sv": (("a", ""), ("e", ""), ("t", ""), ("as", ""), ("es", ""), ("a", "t"), ("da", "t")),
    "nb": (("e", ""), ("t", ""), ("es", ""), ("e", "t")),
    "nn": (("e", ""), ("t", ""), ("es", ""), ("e", "t")),
}
_ADJECTIVAL = ("ald", "ad", "lgt", "ert", "lig", "ig", "leg", "vendt", "vend")

_SHORT: Mapping[str, tuple[str, ...]] = {
    "sv": (
        "by byn bys byns byar byars byarna byarnas",
        "fack facket fackets facken",
        "jäv jävet jävets",
        "lag lagen lagens lagar lagars lagarna lagarnas laget lagets lags",
        "lov lovet lovets loven lovens lovs",
        "mål målet målets målen målens måls",
        "rar rart rara",
        "sak saken sakens saker sakers sakerna sakernas",
        "skön skönt sköna",
    ),
    "nb": (
        "by byen byens byer byers byene byenes",
        "etat etaten etatens etater etatene etatenes",
        "fag faget fagets fagene fagenes fags",
        # Not laget: it is nearly always the participle of lage.
        "lag lagene lagenes lags",
        "lov loven lovens lover lovers lovene lovenes",
        "mål målet målets målene målenes",
        "rar rart rare",
        "sak saken sakens saka saker sakers sakene sakenes",
    ),
    "nn": (
        "by byen byens byar byane",
        "etat etaten etatar etatane",
        "fag faget faga fagets",
        "lag laga",
        "lov lova lover lovene",
        "mål målet måla målets",
        "rar rart rare",
        "sak saka saker sakene",
    ),
}
_FORMS = {
    language: {form: line.split()[0] for line in lines for form in line.split()}
    for language, lines in _SHORT.items()
}


@lru_cache(maxsize=50_000)
def bases(form: str, language: str) -> frozenset[str]:
    """The words that one folded form in `nb`, `nn` or `sv` may be an inflection of, itself among
    them. Raises KeyError for another language.
    """
    short = _FORMS[language].get(form)
    words = {form} if short is None else {form, short}
    for ending in _ENDINGS[language]:
        if form.endswith(ending):
            words |= _left(form[: -len(ending)])
    for ending, before in _CHANGED[language]:
        if form.endswith(ending):
            words |= _left(form[: -len(ending)] + before)
    for ending, before in _OF_ADJECTIVES[language]:
        words |= _adjective(form, ending, before)
    return frozenset(words)


@lru_cache(maxsize=50_000)
def agreeing_bases(form: str, language: str) -> frozenset[str]:
    """`bases`, and what it may be as an adjective: *lokala* of *lokal*, *kommunala* of *kommunalt*.

    For a word that others follow within one term.
    """
    words = set(bases(form, language))
    for ending, before in _OF_ADJECTIVES[language]:
        if form.endswith(ending):
            words |= _left(form[: -len(ending)] + before)
    return frozenset(words)


def _adjective(form: str, ending: str, before: str) -> set[str]:
    """What is shaped like an adjective without its ending; a noun has no such forms."""
    base = form[: -len(ending)] + before
    return _left(base) if form.endswith(ending) and base.endswith(_ADJECTIVAL) else set()


def _left(base: str) -> set[str]:
    """A base that is long enough, and the same with its last consonant single: *medlemm(er)*."""
    if len(base) < SHORTEST:
        return set()
    if base[-1] == base[-2]:
        return {base, base[:-1]}
    return {base}
