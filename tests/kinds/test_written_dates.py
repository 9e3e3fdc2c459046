"""Dates as people write them are read, and asked about where they may mean several."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import given
from hypothesis import strategies as st

from network.kinds.written_dates import find_written_dates, read_written_date

WRITTEN = [
    ("12. mars 2026", "2026-03-12"),
    ("den 14 april 2026", "2026-04-14"),
    ("d. 14. apr. 2026", "2026-04-14"),
    ("14:e april 2026", "2026-04-14"),
    ("14/4 2026", "2026-04-14"),
    ("14/4-26", "2026-04-14"),
    ("4/5 2026", "2026-05-04"),
    ("14.4.26", "2026-04-14"),
    ("4.5.26", "2026-05-04"),
    ("1. 12. 2020", "2020-12-01"),
    ("14/4/2026", "2026-04-14"),
    ("2026-4-14", "2026-04-14"),
    ("2026.04.14", "2026-04-14"),
    ("20260414", "2026-04-14"),
    ("torsdag 12. mars 2026", "2026-03-12"),
    ("Torsdagen den 12 mars 2026", "2026-03-12"),
    ("tors. 12.3.2026 kl. 10.00–12.00", "2026-03-12"),
    ("laurdag 14. mars 2026", "2026-03-14"),
    ("dato: 12.03.2026", "2026-03-12"),
    ("april 2026", "2026-04"),
    ("i mars måned 2026", "2026-03"),
    ("mars månad 2026", "2026-03"),
    ("sept. -26", "2026-09"),
    ("4/2026", "2026-04"),
    ("2015/02", "2015-02"),
    ("våren 2026", "2026-21"),
    ("sumaren 2026", "2026-22"),
    ("hausten 2026", "2026-23"),
    ("hösten -26", "2026-23"),
    ("vinteren 2014/15", "2015-24"),
    ("vintern 2014–2015", "2015-24"),
    ("første halvår 2026", "2026-40"),
    ("in the first half of 2026", "2026-40"),
    ("on 14 April 2026", "2026-04-14"),
    ("in April 2026", "2026-04"),
    ("fyrste halvår 2026", "2026-40"),
    ("första halvan av 2026", "2026-40"),
    ("2. halvår 2026", "2026-41"),
    ("andra halvåret 2026", "2026-41"),
    ("ca. 2016", "2016~"),
    ("cirka mars 2016", "2016-03~"),
    ("rundt 2016", "2016~"),
    ("ungefär våren 2016", "2016-21~"),
    ("om lag 12. mars 2016", "2016-03-12~"),
    ("i 2016", "2016"),
    ("2015-40~", "2015-40~"),
]

ASKED = [
    ("4/5/26", ("2026-05-04", "2026-04-05")),
    ("4-5-2026", ("2026-05-04", "2026-04-05")),
    ("26-04-14", ("2014-04-26", "2026-04-14")),
    ("260414", ("2026-04-14", "2014-04-26")),
    ("14.4.76", ("2076-04-14", "1976-04-14")),
    ("vinteren 2026", ("2026-24", "2027-24")),
    ("ca. vintern 2026", ("2026-24~", "2027-24~")),
    ("2011/12", ("2011-12", "2011", "2012")),
    ("12.–13. mars 2026", ("2026-03-12", "2026-03-13", "2026-03")),
    ("høstsemesteret 2026", ("2026-23", "2026-41")),
]


@pytest.mark.parametrize(("text", "day"), WRITTEN)
def test_a_date_is_read_as_people_write_it(text: str, day: str) -> None:
    assert read_written_date(text).date == day
    assert read_written_date(text.upper()).date == day


@pytest.mark.parametrize(("text", "readings"), ASKED)
def test_a_date_that_may_mean_several_is_given_with_all_of_them(
    text: str, readings: tuple[str, ...]
) -> None:
    written = read_written_date(text)
    assert written.readings == readings
    assert written.date == ""


@pytest.mark.parametrize("text", ["3/4", "14. april", "mars", "våren", "første halvår", "den 3/4"])
def test_no_year_is_guessed(text: str) -> None:
    written = read_written_date(text)
    assert (written.readings, written.lacks_year) == ((), True)


def test_a_weekday_that_is_not_that_of_the_day_is_told() -> None:
    written = read_written_date("fredag 12. mars 2026")
    assert (written.date, written.readings) == ("", ("2026-03-12",))
    assert written.wrong_weekday
    # It also says which of two days is meant.
    assert read_written_date("mandag 4/5/2026").date == "2026-05-04"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i går",
        "31.2.2026",
        "2015–2018",
        "99.99.9999",
        "12",
        "sak 12/26",
        "3. kvartal 2016",
        "~",
    ],
)
def test_what_is_no_date_stays_none(text: str) -> None:
    assert read_written_date(text).readings == ()


@given(
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.sampled_from(["nb", "nn", "sv"]),
    st.sampled_from(["full", "long", "medium"]),
)
def test_whatever_the_calendars_of_the_three_languages_write_is_read(
    day: date, language: str, length: str
) -> None:
    assert read_written_date(format_date(day, length, locale=language)).date == day.isoformat()
    month = format_skeleton("yMMMM", day, locale=language)
    assert read_written_date(month).date == day.isoformat()[:7]


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    read_written_date(text)


def test_dates_are_found_in_running_text_and_case_numbers_are_none() -> None:
    text = (
        "Møtet var torsdag 12. mars 2026. Formannskapet 12.03.2026 sak 12/26, dnr KS 2026/0214, "
        "och den 3 april 2026, frist i mai 2027; 3.4 og § 3-1 er ingen."
    )
    dates = list(find_written_dates(text))
    assert [day.date for day in dates] == ["2026-03-12", "2026-03-12", "2026-04-03", "2027-05"]
    assert text[dates[0].start : dates[0].end] == "12. mars 2026"


def test_what_is_longer_than_any_date_is_none() -> None:
    assert read_written_date("  5. mai 2026  ".rjust(500)).date == "2026-05-05"
    assert read_written_date("5. mai 2026 " + "(rundt) " * 30).readings == ()
