"""The passage of a text that shows best why it was found, with the words that met marked."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from network.language.words.tokens import normal, tokens
from network.search.hits import Marks

Fragment = tuple[str, bool]

_READ = 6_000
_HYPHENATED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_HYPHEN = re.compile("[-\u2010\u2011]")
_LEAD = 40


class _Met(NamedTuple):
    start: int
    end: int
    word: str


def excerpt(text: str, marks: Marks, language: str, length: int = 240) -> tuple[Fragment, ...]:
    """Fragments of the best passage, in order, each with whether it is a word that met.

    The passage has the most different query words, then the most words met, then stands first;
    it begins and ends between words, with an ellipsis where text was left out. Without a word met
    it is the text's beginning; an empty text gives none. White space is made single spaces. Costs
    some 1 µs for each form to mark, or, where one has digits, for each word of the text.
    """
    text = " ".join(normal(text).split())
    if not text:
        return ()
    met = _met(text, marks.of(language))
    start, end = _passage(text, met, length)
    fragments: list[Fragment] = [("… ", False)] if start > 0 else []
    at = start
    for one in met:
        if one.start < start or one.end > end:
            continue
        if one.start > at:
            fragments.append((text[at : one.start], False))
        fragments.append((text[one.start : one.end], True))
        at = one.end
    if at < end:
        fragments.append((text[at:end], False))
    if end < len(text):
        fragments.append((" …", False))
    return tuple(fragments)


def _met(text: str, wanted: Mapping[str, str]) -> list[_Met]:
    """Where the words stand, in order, each with the query word it is met for.

    Looking for some words is much quicker than reading all of a text; what can be written in
    several ways (dates, case numbers) is found by reading only.
    """
    if not wanted:
        return []
    folded = text.casefold()
    if len(folded) != len(text) or "\u00ad" in text or not all(map(str.isalpha, wanted)):
        return _read(text, wanted)
    found = {
        at: _Met(at, at + len(form), word)
        for form, word in wanted.items()
        for at in _standing(form, folded)
    }
    for joined in _HYPHENATED.finditer(folded):
        parts = _HYPHEN.split(joined.group())
        met = next((one for one in ("".join(parts), *parts) if one in wanted), None)
        if met is not None:
            start, end = joined.span()
            for at in [at for at in found if start <= at < end]:
                del found[at]
            found[start] = _Met(start, end, wanted[met])
    return [found[at] for at in sorted(found)]


def _standing(form: str, folded: str) -> Iterator[int]:
    """Where a word of letters stands as a word of its own."""
    at = folded.find(form)
    while at >= 0:
        end = at + len(form)
        if not (folded[at - 1 : at].isalnum() or folded[end : end + 1].isalnum()):
            yield at
        at = folded.find(form, end)


def _read(text: str, wanted: Mapping[str, str]) -> list[_Met]:
    met = [
        _Met(token.start, token.end, wanted[form])
        for token in tokens(text, _READ)
        for form in (token.form, *token.parts)
        if form in wanted
    ]
    return list({one.start: one for one in reversed(met)}.values())[::-1]


def _passage(text: str, met: list[_Met], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    start = _best_start(met, length)
    start = max(0, min(start, len(text) - length))
    if start:
        # From the beginning of a sentence when one is near, else of a word.
        sentence = max(text.rfind(sign, start - _LEAD, start) for sign in (". ", "! ", "? "))
        start = sentence + 2 if sentence > 0 else text.rfind(" ", 0, start + 1) + 1
    end = start + length
    if end < len(text):
        space = text.rfind(" ", start + length // 2, end + 1)
        end = space if space > 0 else end
    return start, min(end, len(text))


def _best_start(met: list[_Met], length: int) -> int:
    """Where the passage begins that has the most: some words before the first of its words."""
    within: deque[_Met] = deque()
    different: Counter[str] = Counter()
    best, start = (0, 0), 0
    for one in met:
        within.append(one)
        different[one.word] += 1
        while one.end - within[0].start > length - _LEAD:
            gone = within.popleft()
            different[gone.word] -= 1
            if not different[gone.word]:
                del different[gone.word]
            if not within:
                break
        reached = (len(different), len(within))
        if within and reached > best:
            best, start = reached, max(0, within[0].start - _LEAD)
    return start
