"""What a word that no text has was probably meant to be: words of the lexicon one letter away.

Compared are Nordic keys, so that a word in another inflection, or with a consonant too many, is met
as well.
"""

from collections.abc import Iterator

from network.language.bridge.bridge import TEXTS, BridgedWord, Equivalent, Lookup, bridge
from network.language.lexicon.lexicon import lexicon
from network.language.words.nearness import MISSPELT
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import LANGUAGES

# In shorter words one letter is too much of the word.
SHORTEST = 5
_MOST = 3
_LETTERS = "abcdefghijklmnoprstuvyåæø"


def corrected(word: BridgedWord, language: str | None) -> tuple[Equivalent, ...]:
    """The words that were probably meant, at most three, with all that they are called elsewhere.

    Empty for a word that the lexicon knows and for short ones. Costs some 0.3 ms.
    """
    typed = word.own.word
    if word.equivalents or len(typed) < SHORTEST or not typed.isalpha():
        return ()
    words = lexicon()
    guesses: dict[tuple[str, str], Equivalent] = {}
    for tried in (language,) if language else LANGUAGES:
        keys = (key for key in _one_edit(nordic_key(typed, tried)) if words.has_key(key, tried))
        terms = (term for key in keys for term in words.of_key(key, tried) if len(term.words) == 1)
        for number, term in enumerate(dict.fromkeys(terms)):
            if number == _MOST:
                break
            meant = term.words[0]
            own = Lookup(meant, (tried,), TEXTS[tried], typed=False, language=tried)
            guess = Equivalent(term.label, tried, (own,), MISSPELT, related=True, guessed=True)
            guesses[meant, tried] = guess
            for other in bridge((meant,), tried, word.own.removed)[0].equivalents:
                weighed = other._replace(weight=other.weight * MISSPELT, related=True)
                guesses.setdefault((other.label, other.language), weighed)
    return tuple(guess for guess in guesses.values() if guess.label not in word.own.removed)


def _one_edit(key: str) -> Iterator[str]:
    """The keys one letter away: one too many, two exchanged, another, one missing. The first
    letter is taken to be right."""
    for place in range(1, len(key) + 1):
        before, after = key[:place], key[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            if after:
                yield before + letter + after[1:]
            yield before + letter + after
