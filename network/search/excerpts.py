"""The passage of a text that shows best why it was found, with the words it was found by marked."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from network.language.words.tokens import normal, tokens
from network.search.hits import Highlights

Fragment = tuple[str, bool]

# How many words are read of a text that must be read word by word.
_MOST_READ = 6_000
_HYPHENATED = re.compile(r"[^\W_]++(?:[-\u2010\u2011][^\W_]++)+")
_HYPHEN = re.compile("[-\u2010\u2011]")
_LEAD = 40


class _MarkedWord(NamedTuple):
    """Where a word to mark stands, and the query word it is marked for."""

    start: int
    end: int
    word: str


def excerpt(text: str, marks: Highlights, language: str, length: int = 240) -> tuple[Fragment, ...]:
    """Fragments of the best passage, in order, each with whether it is a word to mark.

    The passage has the most different query words, then the most words to mark, then stands first;
    it begins and ends between words, with an ellipsis where text was left out. Without such a word
    it is the text's beginning; an empty text gives none. White space is made single spaces. Costs
    some 1 µs for each form to mark and each word with a hyphen, or, where a form has digits, for
    each word of the text.
    """
    text = " ".join(normal(text).split())
    if not text:
        return ()
    marked = _marked(text, marks.of(language))
    start, end = _passage(text, marked, length)
    fragments: list[Fragment] = [("… ", False)] if start > 0 else []
    written_to = start
    for word in marked:
        if word.start < start or word.end > end:
            continue
        if word.start > written_to:
            fragments.append((text[written_to : word.start], False))
        fragments.append((text[word.start : word.end], True))
        written_to = word.end
    if written_to < end:
        fragments.append((text[written_to:end], False))
    if end < len(text):
        fragments.append((" …", False))
    return tuple(fragments)


def _marked(text: str, query_words: Mapping[str, str]) -> list[_MarkedWord]:
    """Where the forms to mark stand, in order. `query_words` maps a form to its query word.

    Looking for a few words is much quicker than reading all of a text; what can be written in
    several ways (dates, case numbers) is found by reading only.
    """
    if not query_words:
        return []
    folded = text.casefold()
    if len(folded) != len(text) or "\u00ad" in text or not all(map(str.isalpha, query_words)):
        return _marked_by_reading(text, query_words)
    marked = {
        start: _MarkedWord(start, start + len(form), word)
        for form, word in query_words.items()
        # Most do not stand there at all.
        if form in folded
        for start in _places(form, folded)
    }
    for hyphenated in _hyphenated(folded):
        parts = _HYPHEN.split(hyphenated.group())
        form = next((form for form in ("".join(parts), *parts) if form in query_words), None)
        if form is not None:
            start, end = hyphenated.span()
            for inside in [place for place in marked if start <= place < end]:
                del marked[inside]
            marked[start] = _MarkedWord(start, end, query_words[form])
    return [marked[start] for start in sorted(marked)]


def _hyphenated(folded: str) -> Iterator[re.Match[str]]:
    """The words with hyphens. Few have any, so that each is read from its first hyphen on."""
    read_to = 0
    while hyphen := _HYPHEN.search(folded, read_to):
        start = hyphen.start()
        while start > read_to and folded[start - 1].isalnum():
            start -= 1
        read_to = hyphen.end()
        if word := _HYPHENATED.match(folded, start):
            read_to = word.end()
            yield word


def _places(form: str, folded: str) -> Iterator[int]:
    """Where a word of letters stands as a word of its own."""
    start = folded.find(form)
    while start >= 0:
        end = start + len(form)
        if not (folded[start - 1 : start].isalnum() or folded[end : end + 1].isalnum()):
            yield start
        start = folded.find(form, end)


def _marked_by_reading(text: str, query_words: Mapping[str, str]) -> list[_MarkedWord]:
    words = [
        _MarkedWord(token.start, token.end, query_words[form])
        for token in tokens(text, _MOST_READ)
        for form in (token.form, *token.parts)
        if form in query_words
    ]
    # Of a word and its parts, the word.
    return list({word.start: word for word in reversed(words)}.values())[::-1]


def _passage(text: str, marked: list[_MarkedWord], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    start = _best_start(marked, length)
    start = max(0, min(start, len(text) - length))
    if start:
        # From the beginning of a sentence when one is near, else of a word.
        sentence = max(text.rfind(end, start - _LEAD, start) for end in (". ", "! ", "? "))
        start = sentence + 2 if sentence > 0 else text.rfind(" ", 0, start + 1) + 1
    end = start + length
    if end < len(text):
        space = text.rfind(" ", start + length // 2, end + 1)
        end = space if space > 0 else end
    return start, min(end, len(text))


def _best_start(marked: list[_MarkedWord], length: int) -> int:
    """Where the passage begins that has the most: some words before the first of its words."""
    within: deque[_MarkedWord] = deque()
    different: Counter[str] = Counter()
    best, start = (0, 0), 0
    for word in marked:
        within.append(word)
        different[word.word] += 1
        while word.end - within[0].start > length - _LEAD:
            gone = within.popleft()
            different[gone.word] -= 1
            if not different[gone.word]:
                del different[gone.word]
            if not within:
                break
        count = (len(different), len(within))
        if within and count > best:
            best, start = count, max(0, within[0].start - _LEAD)
    return start
