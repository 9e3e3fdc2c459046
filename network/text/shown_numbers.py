"""Identity numbers in Markdown as it is shown, and in texts that stand beside each other.

Inside a block a number is found as in any text. Between two cells, two items or two fields it is
one only where it is parted as people part it, between the day and the rest, and each half stands
alone. Figures also stand in cells, and one pair in a hundred is built like a number: so those of a
table or a list count where most of its pairs are numbers, or where a head or a leading zero says
that they are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

from network.text.identity_numbers import (
    FoundNumber,
    Kind,
    find_identity_numbers,
    find_numbers_in_name,
    has_digits,
    is_identity_number,
)
from network.text.plain_signs import make_plain
from network.text.shown_text import read_shown

# A text so short is rendered without being looked through first.
_SHORT = 1_500
_DIGITS = re.compile(r"[0-9]")
_LABEL = r"(?:[^\W\d]{2,20}[.:]? ?:? {0,3})?"
_ALONE = re.compile(
    rf"{_LABEL}(?P<day>(?P<straight>[0-9]{{6}}|(?:18|19|20)[0-9]{{6}})"
    r"|[0-9]{2}(?P<short>[ ./-])[0-9]{2}(?P=short)[0-9]{2}"
    r"|(?P<year_first>(?:18|19|20)[0-9]{2}(?P<iso>[ ./-])[0-9]{2}(?P=iso)[0-9]{2})"
    r"|(?P<year_last>[0-9]{2}(?P<long>[ ./-])[0-9]{2}(?P=long)(?:18|19|20)[0-9]{2})) ?[-+]?"
)
_REST = re.compile(rf"{_LABEL}[-+]? ?(?P<rest>[0-9]{{4}}|[0-9]{{5}}|[0-9]{{3}} [0-9]{{2}})")
_FIGURE = re.compile(r"[-+]? ?[0-9][0-9 .,/-]*%?")
_HEAD = re.compile(
    r"f[øo]dsel|f[øö]d|\bfnr\b|personn(?:umme)?r|\bp\.?nr\b|samordningsn|\b[dh]-n(?:umme)?r"
    r"|\bsist[ea]\b",
    re.IGNORECASE,
)
# What a reader does not see, taken out of the source before it is looked through for digits: more
# than the renderer takes, so that nothing that it shows is missed.
_UNSEEN = re.compile(
    r"<!--.{0,2000}?-->|</?[A-Za-z][^<>]{0,500}>|\]\([^()\n]{0,800}\)|\]\[[^\[\]\n]{0,200}\]"
    r"|\[\[[^\[\]\n|]{1,260}\||[\[\]*_~`\\!]",
    re.DOTALL,
)
_DEFINITION = re.compile(r"^ {0,3}\*?\[[^\[\]\n]{1,300}\]:.*$", re.MULTILINE)
_NEAR_DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-zÀ-ž|]{0,12}[0-9])*")
_LINES = re.compile(
    r"(?<![0-9])([0-9]{2,4}(?:[ ./-]{0,3}[0-9]{2,6}){0,2})[^0-9A-Za-zÀ-ž]{0,12}?\n[^0-9|]{0,40}"
    r"(?:[0-9]{1,3}[.)] )?([0-9]{3} ?[0-9]{1,2})(?![0-9])"
)
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]{4,2000}[^\s<>\").,;:]")
_FILE_ENDING = re.compile(
    r"\.(?:pdf|docx?|docm|dotx?|xlsx?|pptx?|od[tsp]|rtf|txt|md|html?|eml|msg|jpe?g|png|webp|tiff?|csv"
    r"|xml|zip)(?!\w)",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"[\s<>\"|()\[\]]")
_LONGEST_NAME = 200
# Where a block ends and no list goes on: the blank lines stay with the piece before.
_PIECES = re.compile(r"(?<=\n\n)(?=[^\s\-*+0-9:])")


def find_shown_numbers(markdown: str) -> tuple[FoundNumber, ...]:
    """The identity numbers that a reader of a Markdown text sees, or finds in its links, titles and
    alternative texts, with where they stand in what was written (as near as can be told).

    Some milliseconds for 100,000 signs of prose; what is rendered is only what may hold a number.
    Raises nothing.
    """
    if not has_digits(markdown):
        return ()
    numbers = {number.start: number for number in find_identity_numbers(markdown)}
    digits_seen = {_digits_of(markdown, number) for number in numbers.values()}
    for start, end in _list_names(markdown):
        for digits, kind in _find_in_name(markdown[start:end]):
            if digits not in digits_seen:
                digits_seen.add(digits)
                numbers[start] = FoundNumber(start, end, kind)
    for start, piece, rendered in _list_pieces(markdown):
        for digits, kind in _find_in_piece(rendered):
            if digits not in digits_seen:
                digits_seen.add(digits)
                place = _find_place(piece, digits)
                number = FoundNumber(start + place[0], start + place[1], kind)
                numbers[number.start] = number
    return tuple(sorted(numbers.values(), key=lambda number: number.start))


def find_divided_numbers(texts: Sequence[str]) -> tuple[tuple[int, Kind], ...]:
    """The identity numbers whose halves are two texts that are shown one after the other, as items
    of a list or fields of a part: the number of the first of both, and the kind."""
    return tuple((first, kind) for first, _digits, kind in _pair_up(texts))


def _find_in_piece(rendered: str) -> Iterator[tuple[str, Kind]]:
    shown = read_shown(rendered)
    for number in find_identity_numbers(shown.text):
        yield _digits_of(shown.text, number), number.kind
    for text in shown.beside:
        yield from _find_in_name(text)
    yield from _find_in_tables(shown.tables)
    for items in shown.lists:
        for _first, digits, kind in _pair_up(items):
            yield digits, kind


def _list_names(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses of web pages and names of files stand in a text."""
    yield from (address.span() for address in _WEB_ADDRESS.finditer(text))
    for ending in _FILE_ENDING.finditer(text):
        before = text[max(0, ending.start() - _LONGEST_NAME) : ending.start()]
        yield ending.start() - len(_NAME_ENDS.split(before)[-1]), ending.end()


def _find_in_name(name: str) -> Iterator[tuple[str, Kind]]:
    plain = unquote(name)
    for number in find_numbers_in_name(plain):
        yield _digits_of(plain, number), number.kind


def _find_in_tables(tables: Iterable[Sequence[Sequence[str]]]) -> Iterator[tuple[str, Kind]]:
    for rows in tables:
        width = max(map(len, rows), default=0)
        for column in range(width - 1):
            pairs = [
                (make_plain(row[column]).strip(), make_plain(row[column + 1]).strip())
                for row in rows
                if len(row) > column + 1
            ]
            is_headed = bool(pairs) and any(_HEAD.search(half) for half in pairs[0])
            yield from _choose(pairs, is_headed=is_headed)
        # Day, month, year and the rest in a cell each.
        for row in rows:
            plain = [make_plain(cell).strip() for cell in row]
            for first in range(len(plain) - 3):
                sizes = [len(cell) if cell.isdigit() else 0 for cell in plain[first : first + 4]]
                if sizes in ([2, 2, 2, 5], [2, 2, 2, 4], [4, 2, 2, 4]):
                    digits = "".join(plain[first : first + 4])
                    kind = _find_kind(digits)
                    if kind:
                        yield digits, kind


def _pair_up(texts: Sequence[str]) -> Iterator[tuple[int, str, Kind]]:
    plain = [make_plain(text).strip() for text in texts]
    valid = [
        (first, halves)
        for first, (one, other) in enumerate(pairwise(plain))
        if (halves := _join(one, other))
    ]
    if not valid:
        return
    figures = sum(1 for text in plain if _FIGURE.fullmatch(text))
    for first, halves in valid:
        if not halves.is_figure or len(valid) * 4 >= figures:
            yield first, halves.digits, halves.kind


def _choose(pairs: Iterable[tuple[str, str]], *, is_headed: bool) -> Iterator[tuple[str, Kind]]:
    """The numbers among pairs of cells, unless those are figures."""
    figures, valid = 0, []
    for first, second in pairs:
        figures += bool(_FIGURE.fullmatch(first) and _FIGURE.fullmatch(second))
        halves = _join(first, second)
        if halves:
            valid.append(halves)
    for halves in valid:
        # One day in ten before a figure of four digits is built like a number.
        most = len(valid) == figures > 1 if halves.is_date else len(valid) * 2 > figures
        if is_headed or not halves.is_figure or most:
            yield halves.digits, halves.kind


@dataclass(frozen=True, slots=True)
class _Halves:
    """The number that two texts make; whether they may be figures, and the first a day's date."""

    digits: str
    kind: Kind
    is_figure: bool
    is_date: bool


def _join(first: str, second: str) -> _Halves | None:
    day = _ALONE.fullmatch(first)
    rest = day and _REST.fullmatch(second)
    if not day or not rest:
        return None
    born = "".join(_DIGITS.findall(day["day"]))
    last = "".join(_DIGITS.findall(rest["rest"]))
    if len(born) == 8 and len(last) == 5:
        born = born[:4] + born[6:] if day["year_last"] else born[6:] + born[4:6] + born[2:4]
    elif len(born) == 8 and day["year_last"]:
        born = born[4:] + born[2:4] + born[:2]
    digits = born + last
    kind = _find_kind(digits)
    if kind is None:
        return None
    is_labelled = first[0].isalpha() or second[0].isalpha()
    is_date = not day["straight"]
    leads_with_zero = last.startswith("0") or (born.startswith("0") and not is_date)
    return _Halves(digits, kind, not (is_labelled or leads_with_zero), is_date)


def _find_kind(digits: str) -> Kind | None:
    if not is_identity_number(digits):
        return None
    return "fødselsnummer" if len(digits) == 11 else "personnummer"


def _digits_of(text: str, number: FoundNumber) -> str:
    return "".join(_DIGITS.findall(make_plain(text[number.start : number.end])))


def _list_pieces(markdown: str) -> Iterator[tuple[int, str, str]]:
    """The pieces of a text that may hold a number: where each begins, as it was written, and as it
    is to be rendered, with the definitions of links that stand elsewhere."""
    if len(markdown) <= _SHORT:
        yield 0, markdown, markdown
        return
    definitions = "\n".join(_DEFINITION.findall(markdown))
    start = 0
    for piece in _PIECES.split(markdown):
        if has_digits(piece) and any(map(_holds_number, _read_roughly(piece))):
            # What was indented in an item would be code by itself.
            rendered = piece.lstrip(" \t")
            yield start, piece, f"{rendered}\n\n{definitions}" if definitions else rendered
        start += len(piece)


def _read_roughly(piece: str) -> set[str]:
    """Texts in one of which the digits of every number that is shown stand near each other."""
    readings = {make_plain(unescape(piece)), make_plain(unescape(_UNSEEN.sub("", piece)))}
    if "%" in piece:
        readings.add(make_plain(unquote(piece)))
    return readings


def _holds_number(text: str) -> bool:
    for run in _NEAR_DIGITS.finditer(text):
        digits = "".join(_DIGITS.findall(run[0]))
        if len(digits) >= 10 and _holds_window(digits):
            return True
    if "|" in text:
        rows = [line.strip(" |").split("|") for line in text.split("\n") if "|" in line]
        if next(_find_in_tables([rows]), None):
            return True
    return any(
        _holds_window("".join(_DIGITS.findall(lines[1] + lines[2])))
        for lines in _LINES.finditer(text)
    )


def _holds_window(digits: str) -> bool:
    return any(
        is_identity_number(digits[first : first + length])
        for length in (10, 11)
        for first in range(len(digits) - length + 1)
    ) or (len(digits) == 13 and is_identity_number(digits[:4] + digits[6:]))


def _find_place(piece: str, digits: str) -> tuple[int, int]:
    """Where the digits of a shown number stand in what was written: the closest run of digits that
    has them in their order, else the whole piece."""
    places = [match.start() for match in re.finditer(r"\d", piece)]
    plain = "".join(make_plain(piece[place]) for place in places)
    at = plain.find(digits)
    if at >= 0:
        return places[at], places[at + len(digits) - 1] + 1
    best: tuple[int, int] | None = None
    for first, digit in enumerate(plain):
        if digit != digits[0]:
            continue
        at, last = first, first
        for wanted in digits[1:]:
            last = plain.find(wanted, at + 1, first + 60)
            if last < 0:
                break
            at = last
        if last >= 0 and (best is None or places[at] - places[first] < best[1] - best[0] - 1):
            best = (places[first], places[at] + 1)
    return best or (0, len(piece))
