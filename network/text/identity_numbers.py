"""Identity numbers of persons in a text: Norwegian fødselsnummer and what is built like it, Swedish
personnummer and samordningsnummer, Finnish henkilötunnus (personbeteckning), in the forms in which
people write them.

Norwegian (Skatteetaten): day, month, year in two digits each, three digits of an individual, two
control digits. A D-number adds 40 to the day, an H-number 40 to the month; the synthetic numbers of
Skatteetaten's test register add 80 to the month, those of Norsk helsenett 65. From 2032 on the
weighted sum of the first control digit may leave 0, 1, 2 or 3 when divided by eleven; before, it
leaves 0, which is among them.

Swedish (18 § folkbokföringslagen): year in two or four digits, month, day, three digits, a control
digit by the rule of Luhn. A samordningsnummer adds 60 to the day. Of what is not known of a day of
birth, its month is 00 and its day 60, and Skatteverket's list of test numbers also has days that
their month has not: so any month up to 12 goes with any day from 60 to 91.

Finnish (lagen om befolkningsdatasystemet 661/2009 with the decree 128/2010, as of 2023): day,
month, year in two digits each, a sign for the century, three digits from 002 on (those from 900 on
are given for a time), and of thirty-one signs the one that the nine digits leave as remainder.
The century is + (1800s), - or Y X W V U (1900s), A or B C D E F (2000s).

What is found is described by place and kind and never by its digits, so that it can be logged.
``shown_numbers`` finds them in Markdown, as it is shown; here a text is a line of plain words.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote

from network.text.plain_signs import make_plain

Kind = Literal["fødselsnummer", "personnummer", "personbeteckning"]

# What a reader does not see, or sees as something else: marks of emphasis, Markdown's escapes, and
# references to characters, as &shy;.
_MARKS = r"[*_~`]+|\\(?=[!-/:-@\[-`{-~\n])|&#?\w{1,31};"
_NOT_READ = re.compile(_MARKS)
# And tags and comments, in which a number may stand all the same.
_WITH_TAGS = re.compile(rf"{_MARKS}|<!--.{{0,500}}?-->|</?[A-Za-z][^<>\n]{{0,300}}>", re.DOTALL)

# The fewest digits of any number, and of one of digits alone.
_FEWEST, _FEWEST_ALONE = 9, 10
_DIGITS = r"\d\u2080-\u2089\u2460-\u24ff\u2776-\u2793"
_ENOUGH = re.compile(rf"(?:[^{_DIGITS}]*+[{_DIGITS}]){{{_FEWEST}}}")

# Between groups of digits people write a space, a hyphen, a point, a slash or (Swedish) a plus; a
# line may end there once, as in what is pasted from a PDF. Possessive, to be linear.
_GAP = r" *+(?:\r?\n *+)?+(?:[-+./] *+(?:\r?\n *+)?+)?+"
_LABEL = (
    r"[ ,;:(]*+(?:(?:og|och|med) )?(?:personn(?:umme)?r|pers\.? ?nr|p\.?nr|fnr"
    r"|(?:de )?(?:siste|sista) (?:fem|fire|fyra)(?: sifre| siffer(?:ne)?| siffror(?:na)?)?"
    r"|(?:de )?(?:fyra|fire|fem) (?:siste|sista)(?: sifre| siffer(?:ne)?| siffror(?:na)?)?)"
    r"\.?[ :(]*+"
)
_RUN = re.compile(rf"[0-9]++(?:(?:{_GAP}|{_LABEL})[0-9]++)*+", re.IGNORECASE)
_GROUP = re.compile(r"[0-9]+")

# How the digits of a number are grouped. Any other way of grouping is another number's, unless a
# word before it says that it is a person's.
_NORWEGIAN_GROUPS = frozenset(
    (
        (11,),
        (6, 5),
        (6, 3, 2),
        (6, 2, 3),
        (2, 2, 2, 5),
        (2, 2, 2, 3, 2),
        (2, 2, 2, 2, 3),
        (2, 2, 2, 2, 2, 1),
        (1,) * 11,
    )
)
# With the whole year.
_LONG_NORWEGIAN_GROUPS = frozenset(((2, 2, 4, 5), (8, 5), (2, 2, 4, 3, 2), (8, 3, 2)))
_SWEDISH_GROUPS = frozenset(((10,), (6, 4), (2, 2, 2, 4), (1,) * 10))
_LONG_SWEDISH_GROUPS = frozenset(
    ((12,), (8, 4), (4, 2, 2, 4), (2, 6, 4), (2, 2, 2, 2, 4), (1,) * 12)
)
# In these a mobile number is not written.
_DATE_APART = frozenset(((6, 4), (2, 2, 2, 4)))
# Any other grouping has so many groups at most.
_MOST_GROUPS = 13

_FINNISH = re.compile(
    r"(?<![\w+-])(?P<day>[0-3]\d)[./ ]?(?P<month>[01]\d)[./ ]?(?P<year>\d\d) *+(?:\r?\n *+)?+"
    r"(?P<sign>[-+A-FU-Y])(?: *+(?:\r?\n *+)?+)(?P<number>\d{3}) ?(?P<check>[0-9A-FHJ-NPR-Y])(?!\w)"
    r"(?![-+./,:]\d)",
    re.IGNORECASE,
)
_REMAINDERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

# What stands before a number and says what it is. So far back it is looked for.
_LOOK_BACK = 40
_OF_A_PERSON = (
    r"f[øo]dsels?(?:dato|n(?:umme)?r)?|f\.?nr|f[øö]d[dt]?|personn(?:umme)?r\w*|pers\.? ?nr|p\.?nr"
    r"|[dh]-n(?:umme)?r|[dh]nummer|samordningsn(?:umme)?r\w*|identitets?n(?:umme)?r\w*|id-?n(?:umme)?r"
)
_OF_SOMETHING_ELSE = (
    r"konto\w*|bankkonto\w*|bankgiro\w*|plusgiro\w*|postgiro\w*|iban|clearing\w*"
    r"|(?P<phone>tlf|tfn|tel|telefon\w*|mobil\w*|mob|sms)"
    r"|(?P<paper>kid|ocr|faktura\w*|ordre\w*|order\w*|isbn|issn|ean|gtin|doi|orcid|org)"
    r"|(?P<case>sak|saks?n(?:umme)?r|arkivsak\w*|dnr|diarien?\w*|ärende\w*|ref|referanse|referens)"
)
_WORD_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<person>{_OF_A_PERSON})|(?P<other>{_OF_SOMETHING_ELSE}))(?!\w)", re.IGNORECASE
)
_PERSON_RIGHT_BEFORE = re.compile(rf"(?<!\w)(?:{_OF_A_PERSON})\Z", re.IGNORECASE)
_WORD_AND_SLASH = re.compile(r"(?<![\w./:-])[^\W\d]+/\Z")
_BARRED = re.compile(r"[0-9\n|]")
_UNIT = re.compile(
    r"\s?(?:kr\b|kroner|kronor|nok\b|sek\b|euro|mill|%|prosent|procent|stk|st\b|personer|elever|barn|unge|"
    r"unga|innbygg|invån|timer|timmar|dager|dagar|meter|km\b|m2|kvm|tonn|ton\b|besøk|besök)",
    re.IGNORECASE,
)
_NEAR_ACCOUNT = 20
_NEAR = re.compile(r"[ .:#=(]*(?:(?:nr|nummer|no|er|är)\b[ .:]*)?", re.IGNORECASE)

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
    has it, and also where marks of emphasis, soft hyphens or the end of a line divide it, in digits
    of any script. Linear in the length of the text (100,000 signs: some 10 ms); raises nothing.
    """
    if not has_digits(text):
        return ()
    numbers = _find_read(text, _NOT_READ)
    if "<" in text:
        numbers = _none_overlapping((*numbers, *_find_read(text, _WITH_TAGS)))
    return numbers


def _find_read(text: str, not_read: re.Pattern[str]) -> tuple[FoundNumber, ...]:
    """The numbers of a text as it is read without what a pattern matches, where it was written."""
    read = make_plain(not_read.sub(_instead, text))
    numbers = _find(read)
    if not numbers or len(read) == len(text):
        return numbers
    places = _find_places(text, not_read)
    return tuple(
        FoundNumber(places[number.start], places[number.end - 1] + 1, number.kind)
        for number in numbers
    )


def find_numbers_in_name(name: str) -> tuple[FoundNumber, ...]:
    """The identity numbers in the name of a file, the last part of an address, or an address with
    its percent signs: there other signs stand for spaces.

    What a camera or a scanner writes, a day and a time (``20240503_1234``), is none. The places
    are those in ``name`` only where nothing in it is encoded.
    """
    if not has_digits(name):
        return ()
    plain = make_plain(unquote(name))
    spaced = re.sub(r"[^\w.+-]|_", " ", plain)
    numbers = {
        (number.start, number.end): number
        for text in (spaced, spaced.replace("-", " "), re.sub(r"(?<=[^\W\d])(?=\d)", " ", spaced))
        for number in _find(text, is_name=True)
        if "://" in plain or not _TIMESTAMP.fullmatch(text[number.start : number.end])
    }
    return _none_overlapping(numbers.values())


_TIMESTAMP = re.compile(r"20[0-3][0-9]{5}[ -](?:[01][0-9]|2[0-3])[0-5][0-9]")


def has_digits(text: str) -> bool:
    """Whether a text has digits enough for a number. Takes a millisecond for 100,000 signs."""
    return _ENOUGH.match(text) is not None


def is_identity_number(digits: str) -> bool:
    """Whether plain digits, of 10, 11 or 12, are built like a person's identity number."""
    values = [int(digit) for digit in digits]
    match len(values):
        case 11:
            return _is_norwegian(values)
        case 10:
            return _is_swedish(values)
        case 12:
            return digits[:2] in ("18", "19", "20") and _is_swedish(values[2:])
    return False


def _instead(piece: re.Match[str]) -> str:
    if piece[0][0] != "&":
        return ""
    return unescape(piece[0])


def _find_places(text: str, not_read: re.Pattern[str]) -> list[int]:
    """For each sign that is read, where it stands in the text that was written."""
    places: list[int] = []
    done = 0
    for piece in (*not_read.finditer(text), None):
        start = piece.start() if piece else len(text)
        for place in range(done, start):
            places += [place] * len(make_plain(text[place]))
        if piece:
            places += [start] * len(make_plain(_instead(piece)))
            done = piece.end()
    return places


def _find(text: str, *, is_name: bool = False) -> tuple[FoundNumber, ...]:
    """The numbers of a text that has plain signs alone. In a name digits stand in any groups."""
    return _none_overlapping(
        (
            *(number for run in _RUN.finditer(text) for number in _find_in_run(text, run, is_name)),
            *_find_finnish(text),
        )
    )


def _find_finnish(text: str) -> Iterator[FoundNumber]:
    for found in _FINNISH.finditer(text):
        day, month, year, number = (found[part] for part in ("day", "month", "year", "number"))
        remainder = int(f"{day}{month}{year}{number}") % 31
        if (
            int(number) > 1
            and _REMAINDERS[remainder] == found["check"].upper()
            and _exists(int(year), int(month), int(day))
        ):
            yield FoundNumber(found.start(), found.end(), "personbeteckning")


def _none_overlapping(numbers: Iterable[FoundNumber]) -> tuple[FoundNumber, ...]:
    kept: list[FoundNumber] = []
    for number in sorted(numbers, key=lambda number: (number.start, -number.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return tuple(kept)


def _find_in_run(text: str, run: re.Match[str], is_name: bool) -> Iterator[FoundNumber]:
    groups = [group.span() for group in _GROUP.finditer(text, *run.span())]
    for first, (start, _end) in enumerate(groups):
        if not _may_begin(text, start, is_first=first == 0):
            continue
        count = 0
        for last in range(first, min(len(groups), first + _MOST_GROUPS)):
            count += groups[last][1] - groups[last][0]
            if count > 13:
                break
            if count < _FEWEST_ALONE:
                continue
            end = groups[last][1]
            if _may_end(text, end):
                kind = _find_kind(text, groups[first : last + 1], is_name)
                if kind is not None:
                    yield FoundNumber(start, end, kind)


def _may_begin(text: str, start: int, *, is_first: bool) -> bool:
    """Not within a longer number, nor in one that goes on from a point or comma, as a decimal."""
    before = text[start - 1 : start]
    if is_first and (before.isalpha() or before == "_"):
        return bool(_PERSON_RIGHT_BEFORE.search(text, max(0, start - _LOOK_BACK), start))
    if is_first and before == "/":
        # As in fnr/number, and not in the path of an address.
        return bool(_WORD_AND_SLASH.search(text, max(0, start - _LOOK_BACK), start))
    if before and before in ".,:/-":
        # A clearing number of Nordea before the account, which is a personnummer.
        return not text[start - 2 : start - 1].isdigit() or text[start - 5 : start - 1] in (
            "3300",
            "3782",
        )
    return True


def _may_end(text: str, end: int) -> bool:
    after = text[end : end + 2]
    if not after:
        return True
    if after[0].isalnum() or after[0] == "_":
        return after[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹"
    return not (after[0] in ".,:/-" and after[1:].isdigit())


def _find_kind(text: str, groups: Sequence[tuple[int, int]], is_name: bool) -> Kind | None:
    digits = "".join(text[start:end] for start, end in groups)
    is_norwegian = len(digits) in (11, 13)
    if len(digits) == 13:
        if digits[4:6] not in ("18", "19", "20"):
            return None
        short = digits[:4] + digits[6:]
    else:
        short = digits
    if not is_identity_number(short):
        return None
    gaps = [text[before[1] : after[0]] for before, after in pairwise(groups)]
    sizes = tuple(end - start for start, end in groups)
    start = groups[0][0]
    word = _find_word_before(text, start)
    if word != "person":
        counts = bool(_UNIT.match(text, groups[-1][1]))
        fits = (
            (is_name and len(digits) == 11)
            or _fits(digits, sizes, gaps, counts=counts)
            or _fits(digits, *_without_line_ends(sizes, gaps), counts=counts)
        )
        is_international = text[start - 1 : start] == "+"
        if not fits or _is_something_else(digits, sizes, word, is_international=is_international):
            return None
    return "fødselsnummer" if is_norwegian else "personnummer"


def _without_line_ends(
    sizes: tuple[int, ...], gaps: Sequence[str]
) -> tuple[tuple[int, ...], list[str]]:
    """Groups as they are where the end of a line divides none."""
    joined, kept = [sizes[0]], []
    for size, gap in zip(sizes[1:], gaps, strict=True):
        if "\n" in gap and not gap.strip():
            joined[-1] += size
        else:
            joined.append(size)
            kept.append(gap)
    return tuple(joined), kept


def _fits(digits: str, sizes: tuple[int, ...], gaps: Sequence[str], *, counts: bool) -> bool:
    """Whether the digits are grouped as a person's number is; ``counts`` is whether a unit follows,
    as kroner."""
    if any("+" in gap for gap in gaps) and (
        len(digits) not in (10, 12) or any("+" in gap for gap in gaps[:-1])
    ):
        return False
    # Single digits have one sign between them, and so have the parts of a short date.
    alike = gaps if len(sizes) > 8 else gaps[: max(0, len(sizes) - 2)] if len(digits) == 10 else []
    if len({gap.strip() for gap in alike}) > 1:
        return False
    match len(digits):
        case 10:
            return sizes in _SWEDISH_GROUPS
        case 11:
            return sizes in _NORWEGIAN_GROUPS
        case 12:
            return sizes in _LONG_SWEDISH_GROUPS
        case 13:
            # A day before what is counted is no number; one that is bound to it is.
            bond = gaps[len(gaps) - 2 if sizes[-1] == 2 else len(gaps) - 1] if gaps else ""
            is_bound = bond in ("-", "/") or any(sign.isalpha() for sign in bond)
            return sizes in _LONG_NORWEGIAN_GROUPS and (is_bound or not counts)
    return False


def _is_something_else(
    digits: str, sizes: tuple[int, ...], word: str, *, is_international: bool
) -> bool:
    """Whether a number in one row of digits is of a telephone, an account or a case."""
    if len(digits) == 10 and digits.startswith("070") and sizes not in _DATE_APART:
        return True
    if len(sizes) > 1:
        return False
    match word:
        case "account":
            return len(digits) == 11
        case "phone" | "paper":
            return True
        case "case":
            return digits[:2] in ("19", "20")
    return is_international


def _find_word_before(text: str, start: int) -> str:
    """What the words right before a number say that it is: *person*, *account*, *phone*, *paper*,
    *case*, or ""."""
    before = text[max(0, start - _LOOK_BACK) : start].rpartition("\n")[2]
    words = list(_WORD_BEFORE.finditer(before))
    between = before[words[-1].end() :] if words else ""
    if not words or _BARRED.search(between):
        return ""
    word = words[-1]
    if word["person"]:
        return "person"
    for kind in ("phone", "paper", "case"):
        if word[kind]:
            return kind if _NEAR.fullmatch(between) else ""
    return "account" if len(between) <= _NEAR_ACCOUNT else ""


def _is_norwegian(digits: Sequence[int]) -> bool:
    day, month, year = _pairs(digits[:6])
    if day > _D_NUMBER:
        day -= _D_NUMBER
    months = (month - added for added in _MONTHS)
    return (
        any(_exists(year, real_month, day) for real_month in months)
        and _weighed(digits, _FIRST) % 11 in (0, 1, 2, 3)
        and _weighed(digits, _SECOND) % 11 == 0
    )


def _is_swedish(digits: Sequence[int]) -> bool:
    year, month, day = _pairs(digits[:6])
    if day >= _COORDINATION:
        is_dated = month <= 12 and day <= _COORDINATION + 31
    else:
        is_dated = _exists(year, month, day)
    doubled = (digit * (2 - place % 2) for place, digit in enumerate(digits))
    return is_dated and sum(product // 10 + product % 10 for product in doubled) % 10 == 0


def _pairs(digits: Sequence[int]) -> list[int]:
    """The numbers that each two digits write."""
    return [ten * 10 + unit for ten, unit in zip(digits[::2], digits[1::2], strict=True)]


def _weighed(digits: Sequence[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _exists(year: int, month: int, day: int) -> bool:
    """Whether a day is one of the month's, in some century."""
    if not 1 <= month <= 12:
        return False
    last = max(calendar.monthrange(century + year, month)[1] for century in (1800, 1900, 2000))
    return 1 <= day <= last
