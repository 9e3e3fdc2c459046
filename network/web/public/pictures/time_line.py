"""A line of time: what happened when, drawn no more exactly than it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from network.kinds.dates import find_first_day, find_last_day
from network.kinds.parts import Period

# A row of the picture and its lower edge with the years, in pixels.
ROW = 30
FOOT = 24
# Half of what a mark with its number takes at 300 pixels, in hundredths.
_HALF = 4.5
# What a line shows at least, and how much of it is left free at an end, and at an open one.
_SHORTEST = timedelta(days=120)
_FREE, _OPEN = 0.04, 0.14
# Steps between ticks, in months, and how many ticks a line has at most: months have longer names.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 300, 600, 1200)
_MOST_YEARS, _MOST_MONTHS = 5, 3


@dataclass(frozen=True, slots=True)
class Span:
    """A time as it is known: it lies within ``start`` to ``end``, None where that end is open, and
    lasted surely from ``sure_start`` to ``sure_end``, None where nothing is sure."""

    start: date | None
    end: date | None
    sure_start: date | None = None
    sure_end: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A span as drawn: where its number stands across, in which row (0 is the topmost), and the
    bars of what is possible and what is sure, each (from, width); None for a single day."""

    x: float
    row: int
    possible: tuple[float, float] | None
    sure: tuple[float, float] | None
    is_open_at_start: bool
    is_open_at_end: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A first of January or of a month: where, and which, as a partial date."""

    x: float
    date: str
    anchor: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A whole line, ``height`` pixels high: a mark for each span in their order."""

    height: int
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    deadline: float | None

    @property
    def foot(self) -> int:
        """How far down the axis is."""
        return self.height - FOOT


def make_span(text: str) -> Span:
    """The span of what happened at a partial date: sometime between its first and last day."""
    first, last = find_first_day(text), find_last_day(text)
    return Span(first, last, first, last) if first == last else Span(first, last)


def make_period_span(period: Period) -> Span | None:
    """The span of a period, whose ends may be open; None where neither is stated."""
    if not period.start and not period.end:
        return None
    start, end = period.start, period.end
    earliest, latest = start and find_first_day(start), end and find_last_day(end)
    if not start or not end or find_last_day(start) > find_first_day(end):
        # How long it lasted is not known, or not whether longer than a month or a year.
        return Span(earliest or None, latest or None)
    return Span(earliest or None, latest or None, find_last_day(start), find_first_day(end))


def draw_time_line(spans: Sequence[Span], deadline: date | None = None) -> TimeLine | None:
    """The line of ``spans``, each with an end at least, and of a day by which something was due;
    None without any."""
    days = [day for span in spans for day in (span.start, span.end) if day]
    if not days:
        return None
    scale = _Scale(
        [*days, *([deadline] if deadline else [])],
        is_open_at_start=any(span.start is None for span in spans),
        is_open_at_end=any(span.end is None for span in spans),
    )
    marks: list[Mark] = []
    taken: list[list[tuple[float, float]]] = []
    for span in spans:
        mark, reach = _draw(span, scale)
        row = next(
            (row for row, reaches in enumerate(taken) if _has_room(reaches, reach)), len(taken)
        )
        if row == len(taken):
            taken.append([])
        taken[row].append(reach)
        marks.append(replace(mark, row=row))
    return TimeLine(
        len(taken) * ROW + FOOT,
        tuple(marks),
        tuple(_draw_ticks(scale)),
        scale.place(deadline) if deadline else None,
    )


class _Scale:
    """Which day stands where."""

    def __init__(
        self, days: Sequence[date], *, is_open_at_start: bool, is_open_at_end: bool
    ) -> None:
        first, last = min(days), max(days)
        if is_open_at_end and last - first < timedelta(days=365):
            last = _later(last, 365)
        if is_open_at_start and last - first < timedelta(days=365):
            first = _later(first, -365)
        short = _SHORTEST - (last - first)
        if short > timedelta(0):
            first, last = _later(first, -short.days // 2), _later(last, short.days // 2)
        length = (last - first).days
        self.first = _later(first, -round(length * (_OPEN if is_open_at_start else _FREE)))
        self.last = _later(last, round(length * (_OPEN if is_open_at_end else _FREE)))

    def place(self, day: date) -> float:
        """Where a day stands, in hundredths."""
        return round((day - self.first).days * 100 / (self.last - self.first).days, 1)


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _draw(span: Span, scale: _Scale) -> tuple[Mark, tuple[float, float]]:
    """A mark, for the first row, and from where to where it reaches."""
    start = scale.place(span.start) if span.start else 0.0
    end = scale.place(span.end) if span.end else 100.0
    middle = round(min(max((start + end) / 2, _HALF), 100 - _HALF), 1)
    reach = (min(start, middle - _HALF), max(end, middle + _HALF))
    is_day = span.start is not None and span.start == span.end
    possible = None if is_day else (start, round(end - start, 1))
    sure = None
    if not is_day and span.sure_start and span.sure_end:
        sure_start = scale.place(span.sure_start)
        sure = (sure_start, round(scale.place(span.sure_end) - sure_start, 1))
    return Mark(middle, 0, possible, sure, span.start is None, span.end is None), reach


def _has_room(reaches: Sequence[tuple[float, float]], reach: tuple[float, float]) -> bool:
    return all(reach[1] + 0.5 <= start or end + 0.5 <= reach[0] for start, end in reaches)


def _draw_ticks(scale: _Scale) -> Iterable[Tick]:
    for step in _STEPS:
        days = list(_list_firsts(scale, step))
        if 0 < len(days) <= (_MOST_YEARS if step >= 12 else _MOST_MONTHS):
            break
    else:
        return
    for day in days:
        x = scale.place(day)
        anchor = "start" if x < 12 else "end" if x > 88 else "middle"
        yield Tick(x, str(day.year) if step >= 12 else f"{day.year}-{day.month:02}", anchor)


def _list_firsts(scale: _Scale, step: int) -> Iterable[date]:
    """The firsts of every ``step`` months, counted from the year 1, that the line shows."""
    month = (scale.first.year - 1) * 12 + scale.first.month - 1
    month += -month % step
    while month < 9998 * 12:
        day = date(month // 12 + 1, month % 12 + 1, 1)
        if day > scale.last:
            return
        if day >= scale.first:
            yield day
        month += step


def draw_dates(dates: Iterable[str], deadline: date | None) -> TimeLine | None:
    """The line of what happened at partial dates, and of a day by which something was due."""
    return draw_time_line([make_span(text) for text in dates], deadline)


def draw_period(period: Period) -> TimeLine | None:
    """The line of one period; None where neither end is stated."""
    span = make_period_span(period)
    return draw_time_line([span]) if span else None
