"""What the neighbour may call a compound that no lexicon has, from what its parts are called.

*ungdomsarbeid* is *ungdom* and *arbeid*; *ungdom* and *arbete* joined again are *ungdomsarbete*.
"""

from collections.abc import Set as AbstractSet

from network.language.bridge import TEXTS, BridgedWord, Equivalent, Sought, bridge
from network.language.compounds import Known, joined, split
from network.language.lexicon import lexicon
from network.language.nordic_key import nordic_key
from network.language.stems import LANGUAGES

REJOINED = 0.8
APART = 0.4
_MOST_NAMES = 5


def rejoined(
    word: BridgedWord, language: str | None, has_key: Known, removed: AbstractSet[str] = frozenset()
) -> tuple[Equivalent, ...]:
    """The compounds and pairs of words that may mean what a compound means.

    ``has_key`` tells whether the texts have a word of a Nordic key: only such compounds are
    given. Empty for a word that is no compound, and for one that the lexicon knows as a whole:
    the lexicon knows better. A part stands for itself and for its equivalents of one word, five
    at the most in each language.
    """
    if any(one.stands_for == 1 for one in word.equivalents):
        return ()
    parts = split(word.own.word, lambda form: _is_word(form, has_key))
    if parts is None:
        return ()
    names = [_names(bridge((part,), language, removed)[0]) for part in parts]
    found: dict[tuple[str, str], Equivalent] = {}
    for one in LANGUAGES:
        for modifier in names[0][one]:
            for head in names[1][one]:
                for form in joined(modifier, head):
                    if form != word.own.word and has_key(nordic_key(form, one)):
                        found.setdefault((form, one), _equivalent((form,), one, removed, REJOINED))
                pair = (modifier, head)
                found.setdefault((" ".join(pair), one), _equivalent(pair, one, removed, APART))
    return tuple(one for (label, _), one in found.items() if label not in removed)


def _names(word: BridgedWord) -> dict[str, list[str]]:
    found = {language: [word.own.word] for language in LANGUAGES}
    for one in word.equivalents:
        names = found[one.language]
        if len(one.words) == 1 and len(names) < _MOST_NAMES and one.words[0].word not in names:
            names.append(one.words[0].word)
    return found


def _equivalent(
    words: tuple[str, ...], language: str, removed: AbstractSet[str], weight: float
) -> Equivalent:
    taken = frozenset(removed)
    sought = tuple(
        Sought(word, (language,), TEXTS[language], removed=taken, typed=False) for word in words
    )
    return Equivalent(" ".join(words), language, sought, weight)


def _is_word(form: str, has_key: Known) -> bool:
    """Whether a form is a word: of the lexicon, or of the texts."""
    return any(
        lexicon().has_key(nordic_key(form, language), language)
        or has_key(nordic_key(form, language))
        for language in LANGUAGES
    )
