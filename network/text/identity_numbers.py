"""Identity numbers of persons in a text: Norwegian fødselsnummer and what is built like it, Swedish
personnummer and samordningsnummer, in the forms in which people write them.

Norwegian (Skatteetaten): day, month, year in two digits each, three digits of an individual, two
control digits. A D-number adds 40 to the day, an H-number 40 to the month; the synthetic numbers of
Skatteetaten's test register add 80 to the month, those of Norsk helsenett 65. From 2032 on the
weighted sum of the first control digit may leave 0, 1, 2 or 3 when divided by eleven; before, it
leaves 0, which is among them.

Swedish (18 § folkbokföringslagen): year in two or four digits, month, day, three digits, a control
digit by the rule of Luhn; a samordningsnummer adds 60 to the day.

What is found is described by place and kind and never by its digits, so that it can be logged.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

Kind = Literal["fødselsnummer", "personnummer"]

# What a reader does not see, or sees as something else: characters without width, marks of
# emphasis, Markdown's escapes, and references to characters, as &shy;.
_NOT_READ = re.compile(
    r"[\u00ad\u200b-\u200d\u2060\ufeff*_~`]+|\\(?=[!-/:-@\[-`{-~\n])|&#?\w{1,31};"
)

_DIGIT = r"[0-9\uff10-\uff19]"
# Between the groups people write nothing, a space, a hyphen of any kind or (Swedish) a plus; a
# line may end there once, as in what is pasted from a PDF. Possessive, to be linear.
_SPACES = r"[ \t\u00a0\u202f\u2009]*+"
_BETWEEN = rf"{_SPACES}(?:\r?\n{_SPACES})?+"
_HYPHEN = rf"{_BETWEEN}(?:[-\u2010-\u2015\u2212]{_BETWEEN})?+"
_PART = r"(?:[ .\u00a0\u202f\n-]?)"
# Not within a longer number, nor in one that goes on behind a point or comma, as a decimal.
_BEGINS = rf"(?<![0-9\uff10-\uff19A-Za-z_/])(?<!{_DIGIT}[.,:/-])"
_ENDS = rf"(?![0-9\uff10-\uff19A-Za-z_])(?![.,:/-]{_DIGIT})"

_NORWEGIAN = re.compile(
    rf"{_BEGINS}((?:{_DIGIT}{{2}}{_PART}){{2}}{_DIGIT}{{2}}){_HYPHEN}"
    rf"({_DIGIT}{{3}}{_PART}{_DIGIT}{{2}}){_ENDS}"
)
_SWEDISH = re.compile(
    rf"{_BEGINS}({_DIGIT}{{2}})?({_DIGIT}{{2}}{_PART}{_DIGIT}{{2}}{_PART}{_DIGIT}{{2}})"
    rf"{_BETWEEN}(?:[-+\u2010-\u2015\u2212]{_BETWEEN})?+({_DIGIT}{{4}}){_ENDS}"
)
# Eleven digits in the groups of an account are an account.
_ACCOUNT = re.compile(rf"{_DIGIT}{{4}}[. \u00a0]{_DIGIT}{{2}}[. \u00a0]{_DIGIT}{{5}}")

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_D_NUMBER, _COORDINATION = 40, 60
_MONTHS = (0, 40, 65, 80)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """Where in a text (characters from, up to) an identity number stands, and of which kind."""

    start: int
    end: int
    kind: Kind


def find_identity_numbers(text: str) -> tuple[FoundNumber, ...]:
    """The identity numbers in a text, in order, none overlapping another.

    A number counts if its date exists and its control digits are right, whether or not somebody
    has it, and also where marks of emphasis, soft hyphens or the end of a line divide it. Linear in
    the length of the text; raises nothing.
    """
    read, places = _as_read(text)
    numbers: list[FoundNumber] = []
    for number in sorted(
        (*_norwegian(read), *_swedish(read)), key=lambda number: (number.start, -number.end)
    ):
        if not numbers or number.start >= numbers[-1].end:
            numbers.append(number)
    if places is None:
        return tuple(numbers)
    return tuple(
        FoundNumber(places[number.start], places[number.end - 1] + 1, number.kind)
        for number in numbers
    )


def _as_read(text: str) -> tuple[str, list[int] | None]:
    """The text as a reader sees it, and where each of its characters stands in the text that was
    written; None where it is the same."""
    if not _NOT_READ.search(text):
        return text, None
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for piece in _NOT_READ.finditer(text):
        instead = unescape(piece[0]) if piece[0][0] == "&" else ""
        # Characters that no one sees stay away, however they are written.
        instead = "" if _NOT_READ.fullmatch(instead) else instead
        pieces += [text[done : piece.start()], instead]
        places += [*range(done, piece.start()), *[piece.start()] * len(instead)]
        done = piece.end()
    pieces.append(text[done:])
    places += range(done, len(text))
    return "".join(pieces), places


def _candidates(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, also one that begins within another: a year before a number is no part of it."""
    start = 0
    while written := pattern.search(text, start):
        yield written
        start = written.start() + 1


def _norwegian(text: str) -> Iterator[FoundNumber]:
    for written in _candidates(_NORWEGIAN, text):
        digits = _digits(written.group())
        if len(digits) == 11 and _is_norwegian(digits) and not _ACCOUNT.fullmatch(written.group()):
            yield FoundNumber(*written.span(), "fødselsnummer")


def _swedish(text: str) -> Iterator[FoundNumber]:
    for written in _candidates(_SWEDISH, text):
        digits = _digits(written.group())
        century = digits[:-10]
        if (not century or century in ([1, 8], [1, 9], [2, 0])) and _is_swedish(digits[-10:]):
            yield FoundNumber(*written.span(), "personnummer")


def _digits(written: str) -> list[int]:
    return [int(character) for character in written if character.isdecimal()]


def _is_norwegian(digits: list[int]) -> bool:
    day, month, year = _pairs(digits[:6])
    if day > _D_NUMBER:
        day -= _D_NUMBER
    months = (month - added for added in _MONTHS)
    return (
        any(_exists(year, real_month, day) for real_month in months)
        and _weighed(digits, _FIRST) % 11 in (0, 1, 2, 3)
        and _weighed(digits, _SECOND) % 11 == 0
    )


def _is_swedish(digits: list[int]) -> bool:
    year, month, day = _pairs(digits[:6])
    if day > _COORDINATION:
        day -= _COORDINATION
    doubled = (digit * (2 - place % 2) for place, digit in enumerate(digits))
    return (
        _exists(year, month, day)
        and sum(product // 10 + product % 10 for product in doubled) % 10 == 0
    )


def _pairs(digits: list[int]) -> list[int]:
    """The numbers that each two digits write."""
    return [ten * 10 + unit for ten, unit in zip(digits[::2], digits[1::2], strict=True)]


def _weighed(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _exists(year: int, month: int, day: int) -> bool:
    """Whether a day is one of the month's, in some century."""
    if not 1 <= month <= 12:
        return False
    last = max(calendar.monthrange(century + year, month)[1] for century in (1800, 1900, 2000))
    return 1 <= day <= last
