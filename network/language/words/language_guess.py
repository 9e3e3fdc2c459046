"""Which of nb, nn and sv a text or a query is written in, from its letters and small words."""

from functools import lru_cache

from network.language.words.stop_words import SMALL_WORDS
from network.language.words.tokens import tokens

_READ = 400
_CERTAIN = 1.0

_ONLY_SWEDISH_LETTERS = frozenset("äö")
_ONLY_NORWEGIAN_LETTERS = frozenset("æø")

# Endings and spellings that one language has and the others have not.
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("tion", "sv"),
    ("tionen", "sv"),
    ("ningar", "sv"),
    ("orna", "sv"),
    ("arna", "sv"),
    ("sjon", "no"),
    ("sjonen", "no"),
    ("ene", "nb"),
    ("ane", "nn"),
    ("heit", "nn"),
    ("leg", "nn"),
    ("lege", "nn"),
)


def guess(text: str) -> str | None:
    """The language of a text or query, or None when too little speaks for any.

    Reads the first 400 words. Words that two languages share count for both; where nb and nn come
    out equal it is nb, as nine in ten Norwegian texts are.
    """
    points = {"sv": 0.0, "nb": 0.0, "nn": 0.0}
    for token in tokens(text, _READ):
        for language, gained in _evidence(token.form):
            points[language] += gained
    norwegian = max(points["nb"], points["nn"])
    if abs(norwegian - points["sv"]) < _CERTAIN:
        return None
    if points["sv"] > norwegian:
        return "sv"
    return "nn" if points["nn"] > points["nb"] else "nb"


@lru_cache(maxsize=20_000)
def _evidence(form: str) -> tuple[tuple[str, float], ...]:
    having = [language for language, words in SMALL_WORDS.items() if form in words]
    if having:
        return () if len(having) == 3 else tuple((language, 1.0) for language in having)
    letters = set(form)
    evidence: list[tuple[str, float]] = []
    if letters & _ONLY_SWEDISH_LETTERS or "ck" in form or "x" in letters:
        evidence.append(("sv", 1.0))
    if letters & _ONLY_NORWEGIAN_LETTERS:
        evidence += [("nb", 1.0), ("nn", 1.0)]
    for ending, language in _ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 2:
            evidence += [
                (gaining, 0.6) for gaining in (("nb", "nn") if language == "no" else (language,))
            ]
    return tuple(evidence)
