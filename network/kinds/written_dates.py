"""Dates as people write them in Bokmål, Nynorsk, Swedish and English, read as partial dates.

What can be read in one way alone is read; what can be read in several is given with all of them,
for the writer to choose. Nothing is guessed: neither a year that is not there nor the order of
*4/5/2026*.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from network.kinds.dates import split_date

# Month names and their abbreviations, of all four languages: none means two months.
_MONTH_NAMES: tuple[str, ...] = (
    "januar januari january jan",
    "februar februari february feb febr",
    "mars march mar mrs",
    "april apr",
    "mai maj may",
    "juni june jun",
    "juli july jul",
    "august augusti aug",
    "september sep sept",
    "oktober october okt oct",
    "november nov",
    "desember december des dec",
)
_MONTHS = {name: at for at, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
# From Monday, with the definite forms and abbreviations of each.
_WEEKDAY_NAMES: tuple[str, ...] = (
    "mandag mandagen måndag måndagen man mån monday mon",
    "tirsdag tirsdagen tysdag tysdagen tisdag tisdagen tir tirs tys tis tuesday tue tues",
    "onsdag onsdagen ons wednesday wed",
    "torsdag torsdagen tor tors thursday thu thur thurs",
    "fredag fredagen fre friday fri",
    "lørdag lørdagen laurdag laurdagen lördag lördagen lør lau lör saturday sat",
    "søndag søndagen sundag sundagen söndag söndagen søn sun sön sunday",
)
_WEEKDAYS = {name: at for at, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
_SEASON_NAMES = {
    21: "vår våren vårs spring",
    22: "sommer sommeren sumar sumaren sommar sommaren summer",
    23: "høst høsten haust hausten höst hösten autumn",
    24: "vinter vinteren vintern winter",
}
_SEASONS = {name: part for part, names in _SEASON_NAMES.items() for name in names.split()}
# A school's term begins in one season and ends in another: which of the two is not said.
_TERM_NAMES = {
    (21, 40): "vårsemester vårsemesteret vårtermin vårterminen vårhalvår vårhalvåret vt",
    (23, 41): "høstsemester høstsemesteret haustsemester haustsemesteret hösttermin höstterminen "
    "høsthalvår høsthalvåret hausthalvår hausthalvåret hösthalvår hösthalvåret ht",
}
_TERMS = {name: parts for parts, names in _TERM_NAMES.items() for name in names.split()}
_FIRST = r"(?:første|fyrste|første|första|first|1\.?|1:a|i)"
_SECOND = r"(?:andre|annet|anna|siste|andra|sista|second|2\.?|2:a|ii)"
_HALF = (
    r"(?:halvår(?:et)?|halvdel(?:en)?|halvpart(?:en)?|halva(?:n)?|hälft(?:en)?|half)"
    r"(?: av| av året| of)?"
)
_ABOUT = (
    r"(?:ca\.?|c:a|cirka|sirka|rundt|omkring|omtrent|om lag|omlag|kring|runt|ungefär|ungefer|"
    r"about|around|"
    r"sånn ca\.?|~)"
)

_YEAR = r"([12]\d{3})"
# A year of two digits stands behind an apostrophe or a dash, or in the place of the year.
_ANY_YEAR = r"(?:[-'\u2019\u2013]\s?(\d\d)|(\d\d)|([12]\d{3}))"
_BARE_YEAR = r"(?:[-'\u2019\u2013]\s?(\d\d)|([12]\d{3}))"
# Later than this no two digits mean this century for certain.
_LAST_OF_CENTURY = 39
_MONTH = r"([a-z]+)\.?"
_MONTH_WORD = r"(?: månad| måned| mnd\.?| månaden)?"

# No date is longer than this, however it is written.
LONGEST_DATE = 80

_TIME = re.compile(r"[,;]?\s*\(?(?:kl\.?|klokken|klokka|klockan|at)\s*\d.*")
_WEEKDAY = re.compile(r"(?:på\s+)?([a-zæøåäö]+)(?:\.,?|,)?\s+(?=\d|den\b|d\.)")
_LEADING = re.compile(
    r"(?:(?:dato|datum)\s*:\s*|i\s+|på\s+|om\s+|den\s+|d\.\s+|år\s+|året\s+|in\s+|on\s+|the\s+)"
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """What a text may mean as a date.

    ``readings`` are partial dates, the likeliest first; none where it is no date. With
    ``lacks_year`` the text names a day, a month or a season and no year; with ``wrong_weekday`` the
    weekday that it names is not that of its day.
    """

    readings: tuple[str, ...] = ()
    lacks_year: bool = False
    wrong_weekday: bool = False

    @property
    def date(self) -> str:
        """The partial date that the text means for certain, or ""."""
        return self.readings[0] if len(self.readings) == 1 and not self.wrong_weekday else ""


def read_written_date(text: str) -> WrittenDate:
    """What ``text`` means as a date, in any of the four languages, as a whole.

    Reads what the site prints, partial dates as they are kept (``2015-40~``), a weekday before a
    day and a time of day after it. Days come before months, as in both countries; numbers parted by
    slashes or hyphens alone are read in every order that makes a day. What is longer than any date
    is none, whatever it costs to read.
    """
    kept = text.strip()
    if len(kept) > LONGEST_DATE:
        return WrittenDate()
    if _is_date(kept):
        return WrittenDate((kept,))
    written = _fold(text)
    written, about = _without_about(written)
    written = _TIME.sub("", written).strip(" .,;")
    weekday = _WEEKDAY.match(written)
    named = _WEEKDAYS.get(weekday[1]) if weekday else None
    if weekday and named is not None:
        written = written[weekday.end() :]
    while leading := _LEADING.match(written):
        written = written[leading.end() :]
    written, about_inside = _without_about(written)
    for pattern, read in _PATTERNS:
        shape = pattern.fullmatch(written)
        if shape:
            readings = tuple(dict.fromkeys(filter(_is_date, read(*shape.groups()))))
            if readings:
                return _weigh(readings, about or about_inside, named)
    return WrittenDate(lacks_year=any(shape.fullmatch(written) for shape in _WITHOUT_YEAR))


def _fold(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip(" .,;()")


def _without_about(written: str) -> tuple[str, bool]:
    bare = re.sub(rf"^{_ABOUT}\s*(?=\S)|\s*(?:~|\(?{_ABOUT}\)?)$", "", written)
    return (bare, True) if bare and bare != written else (written, False)


def _weigh(readings: tuple[str, ...], about: bool, weekday: int | None) -> WrittenDate:
    fitting = readings
    if weekday is not None:
        fitting = tuple(day for day in readings if _find_weekday(day) in (weekday, None))
    wrong = not fitting
    chosen = readings if wrong else fitting
    return WrittenDate(tuple(f"{day}~" for day in chosen) if about else chosen, wrong_weekday=wrong)


def _find_weekday(day: str) -> int | None:
    parts = split_date(day)
    return date(parts.year, parts.month or 1, parts.day).weekday() if parts.day else None


def _is_date(text: str) -> bool:
    try:
        split_date(text)
    except ValueError:
        return False
    return True


def _years(two: str | None, four: str | None) -> Iterator[int]:
    """The years that two digits or four may mean: those of a century and a half ago are none."""
    if four:
        yield int(four)
    elif two:
        yield 2000 + int(two)
        if int(two) > _LAST_OF_CENTURY:
            yield 1900 + int(two)


def _day(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _days(day: str, month: int, years: Iterator[int]) -> list[str]:
    return [_day(year, month, int(day)) for year in years]


def _year_first(year: str, month: str, day: str) -> list[str]:
    return [_day(int(year), int(month), int(day))]


def _day_first(day: str, month: str, *year: str | None) -> list[str]:
    return _days(day, int(month), _years(year[0] or year[1], year[2]))


def _parted(first: str, sign: str, second: str, two: str | None, four: str | None) -> list[str]:
    """*4/5/2026*: a day and a month in either order, or with a hyphen the year first (Swedish)."""
    readings = _days(first, int(second), _years(two, four))
    if two and sign == "-":
        readings += _days(two, int(second), _years(first.zfill(2), None))
    # An English program writes the month first.
    return readings + _days(second, int(first), _years(two, four))


def _six_digits(first: str, month: str, last: str) -> list[str]:
    """*260414*: the year first in Sweden, the day first in Norway."""
    return [
        *_days(last, int(month), _years(first, None)),
        *_days(first, int(month), _years(last, None)),
    ]


def _day_of_month(day: str, name: str, *year: str | None) -> list[str]:
    month = _MONTHS.get(name)
    return _days(day, month, _years(year[0] or year[1], year[2])) if month else []


def _days_of_month(first: str, last: str, name: str, *year: str | None) -> list[str]:
    """*12.-13. mars 2026*: either day, or the month."""
    month = _MONTHS.get(name)
    if not month:
        return []
    return [
        reading
        for known in _years(year[0] or year[1], year[2])
        for reading in (
            _day(known, month, int(first)),
            _day(known, month, int(last)),
            f"{known}-{month:02}",
        )
    ]


def _month(name: str, *year: str | None) -> list[str]:
    month = _MONTHS.get(name)
    return [f"{known}-{month:02}" for known in _years(year[0], year[1])] if month else []


def _month_number(month: str, year: str) -> list[str]:
    return [f"{year}-{int(month):02}"]


def _year_and_month(year: str, second: str) -> list[str]:
    """*2011/12*: a month, or a year and the next, of which the first is told."""
    following = int(second) == (int(year) + 1) % 100
    month = f"{year}-{int(second):02}"
    return [month, year, str(int(year) + 1)] if following else [month]


def _season(name: str, *year: str | None) -> list[str]:
    part = _SEASONS.get(name)
    years = list(_years(year[0], year[1]))
    if part == 24:
        # Before the new year of that year, or after it.
        return [f"{known + later}-24" for known in years for later in (0, 1)]
    if part:
        return [f"{known}-{part}" for known in years]
    return [f"{known}-{part}" for known in years for part in _TERMS.get(name, ())]


def _winter(name: str, first: str, last: str) -> list[str]:
    """*vinteren 2014–2015*, *vinteren 2014/15*: that of the later year."""
    year = int(first) + 1
    return [f"{year}-24"] if _SEASONS.get(name) == 24 and int(last) in (year, year % 100) else []


def _half(part: int) -> Callable[..., list[str]]:
    return lambda *year: [f"{known}-{part}" for known in _years(year[0], year[1])]


_DAY_OF_MONTH = rf"(\d{{1,2}})(?:\.|:[ae])?\s*{_MONTH}"
_Reading = Callable[..., list[str]]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reading], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (rf"{_YEAR}([-./])(\d{{1,2}})\2(\d{{1,2}})", lambda y, _, m, d: _year_first(y, m, d)),
        (rf"{_YEAR}(\d\d)(\d\d)", _year_first),
        (r"(\d\d)(\d\d)(\d\d)", _six_digits),
        # Full stops, a space before the year or a hyphen there: the day is first.
        (rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.?,?\s?{_ANY_YEAR}", _day_first),
        (rf"(\d{{1,2}})/(\d{{1,2}})(?=[-\s'\u2019\u2013])\s*{_ANY_YEAR}", _day_first),
        (rf"(\d{{1,2}})([/-])(\d{{1,2}})\2(?:(\d\d)|{_YEAR})", _parted),
        (rf"{_DAY_OF_MONTH},?\s*{_ANY_YEAR}", _day_of_month),
        (
            rf"(\d{{1,2}})\.?\s?(?:-|\u2013|og|och|til|till)\s?{_DAY_OF_MONTH},?\s*{_ANY_YEAR}",
            _days_of_month,
        ),
        (rf"{_MONTH}{_MONTH_WORD},?\s*{_BARE_YEAR}", _month),
        (rf"(\d{{1,2}})[./-]\s?{_YEAR}", _month_number),
        (rf"{_YEAR}[./-](\d{{1,2}})", _year_and_month),
        (rf"([a-zæøåäö]+)\.?,?\s*(?:av\s+)?{_BARE_YEAR}", _season),
        (rf"([a-zæøåäö]+)\s*{_YEAR}\s?[-/\u2013]\s?(\d\d|\d{{4}})", _winter),
        (rf"h1 {_BARE_YEAR}", _half(40)),
        (rf"h2 {_BARE_YEAR}", _half(41)),
        (rf"{_FIRST} {_HALF}(?: år)?\s*{_BARE_YEAR}", _half(40)),
        (rf"{_SECOND} {_HALF}(?: år)?\s*{_BARE_YEAR}", _half(41)),
        (_YEAR, lambda year: [year]),
    )
)


def _any_of(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_WITHOUT_YEAR = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:\d{{1,2}}(?:\.|:[ae])?\s*)?(?:{_any_of(_MONTHS)})\.?",
        rf"(?:{_any_of(_SEASONS)})",
        r"\d{1,2}(?:/|\.\s?)\d{1,2}",
        rf"(?:{_FIRST}|{_SECOND}) {_HALF}",
    )
)

# A day or a month with its year where it stands in running text, parted from other numbers.
_IN_TEXT = re.compile(
    rf"(?<![\w./-])(?:"
    rf"\d{{1,2}}(?:\.|:[ae])?\s?(?:{_any_of(_MONTHS)})\.?,?\s?[12]\d{{3}}"
    rf"|\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:[12]\d{{3}}|\d\d)"
    rf"|\d{{1,2}}/\d{{1,2}}[\s-]+(?:[12]\d{{3}}|\d\d)"
    rf"|[12]\d{{3}}-\d\d-\d\d"
    rf"|(?:{_any_of(_MONTHS)})\s[12]\d{{3}}"
    rf")(?![\w/-]|\.\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateInText:
    """A date where it stands in a text: ``text[start:end]`` means the partial ``date``."""

    start: int
    end: int
    date: str


def find_written_dates(text: str) -> Iterator[DateInText]:
    """The days and months with their year that a text names for certain, in order. Linear."""
    for shape in _IN_TEXT.finditer(text):
        read = read_written_date(shape[0])
        if read.date:
            yield DateInText(shape.start(), shape.end(), read.date)
