"""Lines of time: nothing is drawn more exactly than it is known, and all is in the picture."""

from __future__ import annotations

import re
from datetime import date
from operator import itemgetter

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from network.kinds.dates import find_last_day
from network.kinds.parts import Period
from network.web.public.pictures.time_line import (
    FOOT,
    ROW,
    TimeLine,
    draw_dates,
    draw_period,
    make_period_span,
    make_span,
)
from tests.web.public.collections.test_collections import written

DAYS = st.dates(date(1600, 1, 1), date(2400, 1, 1)).map(date.isoformat)
PARTIAL = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: f"{day[:4]}~"))


def line(*dates: str, due: date | None = None) -> TimeLine:
    """The line of some dates, of which there is one."""
    drawn = draw_dates(dates, due)
    assert drawn is not None
    return drawn


def test_a_day_is_a_point_and_a_month_or_year_a_span() -> None:
    day, month, year = line("2016-05-27", "2017-02", "2018").marks
    assert day.possible is None
    assert month.possible is not None
    assert year.possible is not None
    assert year.possible[1] == pytest.approx(13 * month.possible[1], rel=0.1)
    # When in the month it was is not known: nothing of it is sure.
    assert (day.sure, month.sure, year.sure) == (None, None, None)


def test_a_period_is_sure_between_the_spans_of_its_ends() -> None:
    drawn = draw_period(Period(start="2022-04", end="2023-10"))
    assert drawn is not None
    (mark,) = drawn.marks
    assert mark.possible is not None
    assert mark.sure is not None
    assert mark.possible[0] < mark.sure[0]
    assert sum(mark.sure) < sum(mark.possible)
    assert (mark.is_open_at_start, mark.is_open_at_end) == (False, False)


def test_an_end_that_is_not_stated_is_open() -> None:
    going_on, ended = draw_period(Period(start="2020-01-15")), draw_period(Period(end="2020"))
    assert going_on is not None
    assert ended is not None
    (mark,) = going_on.marks
    assert (mark.is_open_at_start, mark.is_open_at_end, mark.sure) == (False, True, None)
    assert mark.possible is not None
    assert 0 < mark.possible[0] < sum(mark.possible) == 100
    (mark,) = ended.marks
    assert (mark.is_open_at_start, mark.is_open_at_end, mark.sure) == (True, False, None)
    assert mark.possible is not None
    assert mark.possible[0] == 0
    assert 50 < sum(mark.possible) < 100


def test_a_period_within_one_year_is_not_sure_at_all() -> None:
    span = make_period_span(Period(start="2020", end="2020"))
    assert span is not None
    assert (span.start, span.end) == (date(2020, 1, 1), date(2020, 12, 31))
    assert (span.sure_start, span.sure_end) == (None, None)


def test_without_a_date_there_is_no_line() -> None:
    assert draw_dates([], None) is None
    assert draw_period(Period()) is None


def test_what_would_lie_upon_another_stands_in_a_row_of_its_own() -> None:
    drawn = line("2020-01-01", "2020-01-02", "2020-01-03", "2026-01-01")
    assert [mark.row for mark in drawn.marks] == [0, 1, 2, 0]
    assert drawn.height == 3 * ROW + FOOT


def test_the_day_by_which_something_is_due_is_in_the_picture_too() -> None:
    drawn = line("2020-01-01", due=date(2021, 1, 1))
    assert drawn.deadline is not None
    assert drawn.marks[0].x < drawn.deadline < 100
    assert line("2020-01-01").deadline is None


def test_years_are_named_at_the_first_of_january() -> None:
    assert [tick.date for tick in line("2015-06-01", "2018-03-01").ticks] == [
        "2016",
        "2017",
        "2018",
    ]
    assert [tick.date for tick in line("2026-02-03", "2026-06-20").ticks] == ["2026-04"]


@given(st.lists(PARTIAL, min_size=1, max_size=8), st.none() | DAYS.map(date.fromisoformat))
def test_whatever_the_dates_everything_is_in_the_picture(
    dates: list[str], due: date | None
) -> None:
    drawn = line(*dates, due=due)
    assert len(drawn.marks) == len(dates)
    assert len(drawn.ticks) <= 5
    places = [mark.x for mark in drawn.marks] + [tick.x for tick in drawn.ticks]
    places += [0.0] if drawn.deadline is None else [drawn.deadline]
    assert all(0 <= place <= 100 for place in places)
    for mark in drawn.marks:
        if mark.possible:
            assert 0 <= mark.possible[0] <= sum(mark.possible) <= 100.1
    in_order = sorted(zip(drawn.marks, map(find_last_day, dates), strict=True), key=itemgetter(1))
    if all(mark.possible is None for mark in drawn.marks):
        across = [mark.x for mark, _ in in_order]
        assert across == sorted(across)


def test_a_span_of_a_partial_date_is_all_that_it_may_mean() -> None:
    span = make_span("2015-40")
    assert (span.start, span.end) == (date(2015, 1, 1), date(2015, 6, 30))


def test_the_steps_of_a_case_are_drawn_and_named_and_those_without_a_date_are_told(
    app: Flask, reader: FlaskClient
) -> None:
    steps = [
        {"id": "s1", "type": "motion", "date": "2016-05-27"},
        {"id": "s2", "type": "opinion", "date": "2017"},
        {"id": "s3", "type": "decision", "state": "ahead"},
    ]
    written(app, "sak-i-tid", kind="case", steps=steps)
    page = reader.get("/nb/eksempelvik/sak-i-tid").text
    (figure,) = re.findall(r'<figure class="picture time-line">.*?</figure>', page, re.DOTALL)
    assert figure.count("<circle") == 2
    assert re.findall(r'<a href="#(s\d)">', figure) == ["s1", "s2"]
    assert "27. mai 2016" in figure
    assert "1 trinn har ingen dato." in figure
    assert "style=" not in figure
    assert len(figure.encode()) < 4_000
    assert "Ärendets tidslinje" in reader.get("/sv/eksempelvik/sak-i-tid").text


def test_the_period_of_an_experience_is_drawn_and_told(app: Flask, reader: FlaskClient) -> None:
    written(app, "varig", period={"start": "2020"})
    page = reader.get("/nb/eksempelvik/varig").text
    assert 'class="time-open"' in page
    assert "Slutten er ikke oppgitt." in page
    written(app, "uten-tid")
    assert "time-line" not in reader.get("/nb/eksempelvik/uten-tid").text
