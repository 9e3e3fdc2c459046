"""The text of a query, parsed: words, "phrases", -not, OR, prefix*.

Nothing is a fault. What is not understood is read as words, and what is left out is named in
`ParsedQuery.notes`: `shortened` (more than 200 characters), `words left out` (more than 16),
`prefix too short` (under three letters: searched as a word).
"""

import re
from dataclasses import dataclass

from network.language.words.tokens import Token, normal, tokens

LONGEST = 200
MOST_WORDS = 16
SHORTEST_PREFIX = 3

_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)')
_MINUS_SIGNS = frozenset("-\u2010\u2011\u2013\u2212")
_OR = frozenset(("OR", "ELLER"))


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word, folded; `parts` if it had hyphens; `prefix` if every word beginning so is meant."""

    form: str
    written: str
    parts: tuple[str, ...] = ()
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class QueryPhrase:
    """Words that must stand side by side, in this order and form."""

    words: tuple[str, ...]
    written: str


QueryPart = QueryWord | QueryPhrase


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The words of a query: each of `wanted` is one thing, in the wordings that OR joins.

    `text` is what was read of the query: NFC, cut to 200 characters.
    """

    text: str
    wanted: tuple[tuple[QueryPart, ...], ...] = ()
    unwanted: tuple[QueryPart, ...] = ()
    notes: tuple[str, ...] = ()


def parse(text: str) -> ParsedQuery:
    """The words of a text of any length and content. Raises nothing; linear in 200 characters."""
    notes: list[str] = []
    # Normalising can shorten a text; four times as much is enough to fill what is kept.
    read = normal(text[: LONGEST * 4])
    if len(read) > LONGEST or len(text) > LONGEST * 4:
        notes.append("shortened")
        read = read[:LONGEST]
    wanted: list[tuple[QueryPart, ...]] = []
    unwanted: list[QueryPart] = []
    joined = False
    words = 0
    for part, negated in _parts(read, notes):
        if part is None:
            joined = bool(wanted)
            continue
        words += len(part.words) if isinstance(part, QueryPhrase) else 1
        if words > MOST_WORDS:
            notes.append("words left out")
            break
        if negated:
            unwanted.append(part)
        elif joined:
            wanted[-1] = (*wanted[-1], part)
        else:
            wanted.append((part,))
        joined = False
    return ParsedQuery(read, tuple(wanted), tuple(unwanted), tuple(dict.fromkeys(notes)))


def _parts(text: str, notes: list[str]) -> list[tuple[QueryPart | None, bool]]:
    """The parts in order, each with whether it is negated; None stands for OR."""
    parts: list[tuple[QueryPart | None, bool]] = []
    end = 0
    for quoted in _QUOTED.finditer(text):
        parts += _words(text, end, quoted.start(), notes)
        words = tuple(
            form for token in tokens(quoted[1]) for form in (token.parts or (token.form,))
        )
        negated = _negated(text, quoted.start())
        if len(words) == 1:
            parts.append((QueryWord(words[0], quoted[1].strip()), negated))
        elif words:
            parts.append((QueryPhrase(words, quoted[1].strip()), negated))
        end = quoted.end()
    return parts + _words(text, end, len(text), notes)


def _words(
    text: str, start: int, end: int, notes: list[str]
) -> list[tuple[QueryPart | None, bool]]:
    words: list[tuple[QueryPart | None, bool]] = []
    for token in tokens(text[start:end]):
        written = text[start + token.start : start + token.end]
        if written in _OR:
            words.append((None, False))
            continue
        starred = text[start + token.end : start + token.end + 1] == "*"
        word = _word(token, written, starred, notes)
        words.append((word, _negated(text, start + token.start)))
    return words


def _word(token: Token, written: str, starred: bool, notes: list[str]) -> QueryWord:
    if starred and len(token.form) < SHORTEST_PREFIX:
        notes.append("prefix too short")
        starred = False
    return QueryWord(token.form, written, token.parts, starred)


def _negated(text: str, start: int) -> bool:
    """Whether a minus stands before it that is itself at the start of a word."""
    before = text[start - 1 : start]
    return (
        before in _MINUS_SIGNS and before != "" and not text[start - 2 : start - 1].strip(" ([\t\n")
    )
