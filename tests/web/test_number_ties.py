"""No line of a page ends between a number and what it counts."""

from __future__ import annotations

import pytest
from babel.dates import get_month_names
from flask import Flask
from flask.testing import FlaskClient

from network.web.number_ties import init_number_ties, tie_numbers
from tests.growth import grows_evenly

TIED = "\u00a0"


@pytest.mark.parametrize(
    ("html", "tied"),
    [
        ("27 tiltak", "27~tiltak"),
        ("<p>27 <b>tiltak</b></p>", "<p>27 <b>tiltak</b></p>"),
        ("Det kostet 215 000 kr i året.", "Det kostet 215~000~kr i året."),
        ("1,5 millioner kroner", "1,5~millioner kroner"),
        ("40 % av dem", "40~% av dem"),
        ("21. november 2026", "21.~november~2026"),
        ("siden sept. 2025", "siden sept.~2025"),
        ("i maj 2025 eller juni", "i maj~2025 eller juni"),
        ("On November 30, 2026, it", "On November~30,~2026, it"),
        ("a mars bar, 2025 of them", "a mars bar, 2025 of them"),
        ("kommuneloven kap. 5 § 35", "kommuneloven kap.~5~§~35"),
        ("5 kap. 35 § kommunallagen", "5~kap.~35~§ kommunallagen"),
        ("den 21 november", "den 21~november"),
        ("kl. 18 og § 5", "kl.~18 og §~5"),
        ("ca. 2016 ifølge kilden", "ca.~2016 ifølge kilden"),
        ("Ring 22 00 00 00", "Ring 22~00~00~00"),
        # A year counts nothing, and a sentence may end in a number.
        ("I 2016 var det nytt.", "I 2016 var det nytt."),
        ("De var 27. Så kom flere.", "De var 27. Så kom flere."),
        ("2 015 innbyggere", "2~015~innbyggere"),
        # A sign that is written as it is ends no words.
        ("<p>3 barn < 18 år", "<p>3~barn < 18~år"),
        ("<p>18 år > 3 barn</p> 3 barn", "<p>18~år > 3~barn</p> 3~barn"),
        # The count after a name, in an element of its own.
        (
            'Skole <span class="count">8</span>',
            'Skole~<span class="count">8</span>',
        ),
        ('Skole\n  <span class="count">8</span>', 'Skole~<span class="count">8</span>'),
        # What is typed, quoted as code or stands in a tag is left as it is.
        ("<textarea>27 tiltak</textarea>", "<textarea>27 tiltak</textarea>"),
        ("<pre>27 tiltak</pre>", "<pre>27 tiltak</pre>"),
        ("<option>27 tiltak</option>", "<option>27 tiltak</option>"),
        ('<a title="27 tiltak">a</a>', '<a title="27 tiltak">a</a>'),
        ("<script>let a = 27 in b</script>", "<script>let a = 27 in b</script>"),
        ("uten tall", "uten tall"),
        ("a < 27 tiltak", "a < 27~tiltak"),
        ("", ""),
    ],
)
def test_a_number_stays_with_its_noun(html: str, tied: str) -> None:
    assert tie_numbers(html) == tied.replace("~", TIED)


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_every_month_stays_with_its_year(language: str) -> None:
    months = [
        *get_month_names("wide", "format", language).values(),
        *get_month_names("abbreviated", "format", language).values(),
    ]
    for month in months:
        assert tie_numbers(f"siden {month} 2025 der") == f"siden {month}{TIED}2025 der"


def test_pages_are_tied_and_nothing_else() -> None:
    app = Flask(__name__)
    init_number_ties(app)
    app.add_url_rule("/page", "page", lambda: "<p>27 tiltak i maj 2025</p>")
    app.add_url_rule("/data", "data", lambda: {"told": "27 tiltak"})
    client = app.test_client()
    page = client.get("/page")
    assert page.get_data(as_text=True) == f"<p>27{TIED}tiltak i maj{TIED}2025</p>"
    assert int(page.headers["Content-Length"]) == len(page.data)
    assert client.get("/data").get_json() == {"told": "27 tiltak"}


@pytest.mark.parametrize("path", ["/nb", "/sv/sign-in", "/en/api"])
def test_the_site_ties_its_pages_whatever_room_they_are_of(client: FlaskClient, path: str) -> None:
    tied = client.get(path).get_data(as_text=True)
    assert tied == tie_numbers(tied)


def test_a_long_page_is_done_in_time_that_grows_with_it() -> None:
    for page in ("1 " * 100_000, "<p" * 50_000, "<textarea>" * 10_000, "1 a<b>" * 20_000):
        assert grows_evenly(tie_numbers, page[: len(page) // 4], page), page[:20]
