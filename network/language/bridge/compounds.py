"""What the neighbour may call a compound that no lexicon has, from what its parts are called.

*ungdomsarbeid* is *ungdom* and *arbeid*; *ungdom* and *arbete* joined again are *ungdomsarbete*.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from network.language.bridge.bridge import TEXTS, BridgedWord, Equivalent, Lookup, bridge
from network.language.lexicon.lexicon import lexicon
from network.language.words.compounds import WordTest, joined, split
from network.language.words.nearness import APART, REJOINED
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import LANGUAGES

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class PartsApart:
    """The parts of a compound, each with all its names: a text that has one of either may mean
    what the compound means. ``removed`` holds the pairs that the reader took away."""

    parts: tuple[tuple[Lookup, ...], tuple[Lookup, ...]]
    weight: float
    removed: frozenset[str]


@dataclass(frozen=True, slots=True)
class CompoundNames:
    """What a compound may be called: as one word again, and by its parts."""

    compounds: tuple[Equivalent, ...] = ()
    apart: PartsApart | None = None


def compound_names(
    word: BridgedWord,
    language: str | None,
    has_key: WordTest,
    removed: AbstractSet[str] = frozenset(),
) -> CompoundNames:
    """The compounds and pairs of words that may mean what a compound means.

    ``has_key`` says whether the texts have a word of a Nordic key: only such compounds are
    given. Empty for a word that is no compound, and for one that the lexicon knows as a whole:
    the lexicon knows better. A part stands for itself and for its equivalents of one word, five
    at the most in each language.
    """
    if any(equivalent.stands_for == 1 for equivalent in word.equivalents):
        return CompoundNames()
    own = (language,) if language else LANGUAGES
    parts = split(word.own.word, lambda form: _is_word(form, own, has_key))
    if parts is None:
        return CompoundNames()
    taken = frozenset(removed)
    first, second = (_names(bridge((part,), language, taken)[0]) for part in parts)
    compounds = {
        (form, other_language): _compound(form, other_language, taken)
        for other_language in LANGUAGES
        for modifier in first[other_language]
        for head in second[other_language]
        for form in joined(modifier, head)
        if form != word.own.word and form not in taken and has_key(nordic_key(form, other_language))
    }
    apart = PartsApart((_sought(first, taken), _sought(second, taken)), APART, taken)
    return CompoundNames(tuple(compounds.values()), apart)


def _names(word: BridgedWord) -> dict[str, list[str]]:
    names_by_language = {language: [word.own.word] for language in LANGUAGES}
    for equivalent in word.equivalents:
        names = names_by_language[equivalent.language]
        if (
            len(equivalent.words) == 1
            and len(names) < _MOST_NAMES
            and equivalent.words[0].word not in names
        ):
            names.append(equivalent.words[0].word)
    return names_by_language


def _compound(form: str, language: str, removed: frozenset[str]) -> Equivalent:
    return Equivalent(form, language, (_in(form, language, removed),), REJOINED)


def _sought(names: dict[str, list[str]], removed: frozenset[str]) -> tuple[Lookup, ...]:
    return tuple(_in(name, language, removed) for language in LANGUAGES for name in names[language])


def _in(word: str, language: str, removed: frozenset[str]) -> Lookup:
    return Lookup(word, (language,), TEXTS[language], removed=removed, typed=False)


def _is_word(form: str, languages: Iterable[str], has_key: WordTest) -> bool:
    """Whether a form is a word of one of the languages: of the lexicon, or of the texts."""
    words = lexicon()
    for language in languages:
        key = nordic_key(form, language)
        if words.has_key(key, language) or has_key(key):
            return True
    return False
