"""What other sites and search engines read of a page: oEmbed, and schema.org's terms."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.community.following.test_news import put
from tests.web.people import site_of

SITE = "https://grannar.example"


def things(app: Flask, address: str) -> dict[str, Any]:
    page = BeautifulSoup(app.test_client().get(address).text, "lxml")
    (block,) = page.select('script[type="application/ld+json"]')
    told = json.loads(block.text)
    assert told["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in told["@graph"]}


def test_an_entry_is_an_article_of_whoever_published_it(own_app: Flask) -> None:
    with site_of(own_app).database.transaction() as session:
        put(
            session,
            "eksempelvik",
            "a",
            kind="experience",
            title="</script><script>alert(1)</script> & mer",
            language="nb",
        )
    told = things(own_app, "/sv/eksempelvik/a")
    article = told["Article"]
    assert article["headline"] == "</script><script>alert(1)</script> & mer"
    assert article["inLanguage"] == "nb"
    assert article["author"]["@type"] == "GovernmentOrganization"
    assert article["url"] == f"{SITE}/sv/eksempelvik/a"
    steps = told["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [
        f"{SITE}/sv/",
        f"{SITE}/sv/eksempelvik",
        f"{SITE}/sv/eksempelvik/a",
    ]


@pytest.mark.parametrize(
    ("date", "place", "kind"),
    [
        ("2031-03-04", "Rådhuset", "Event"),
        ("2031-03", "Rådhuset", "Article"),
        ("2031-03-04~", "Rådhuset", "Article"),
        ("2031-03-04", "", "Article"),
        (None, "Rådhuset", "Article"),
    ],
)
def test_a_meeting_is_an_event_where_its_day_and_place_are_known(
    own_app: Flask, date: str | None, place: str, kind: str
) -> None:
    with site_of(own_app).database.transaction() as session:
        put(session, "eksempelvik", "m", kind="meeting", date=date, place=place, title="Møte")
    told = things(own_app, "/nb/eksempelvik/m")
    assert kind in told
    if kind == "Event":
        assert told["Event"]["startDate"] == date
        assert told["Event"]["location"]["name"] == place
        assert told["Event"]["name"] == "Møte"


def test_an_organisation_is_described_by_its_names_and_number(own_app: Flask) -> None:
    body = things(own_app, "/nb/eksempelvik")["GovernmentOrganization"]
    assert body["name"] == "Eksempelvik"
    assert body["identifier"] == "9901"


def test_a_preview_at_the_desk_describes_nothing(own_app: Flask) -> None:
    page = own_app.test_client().get("/nb/eksempelvik/frokost").text
    assert page.count("application/ld+json") == 1
    assert "application/json+oembed" in page


def oembed(app: Flask, **query: str) -> Any:
    return app.test_client().get("/oembed", query_string=query)


def test_another_site_is_given_the_frame_of_an_entry(own_app: Flask) -> None:
    answer = oembed(own_app, url=f"{SITE}/sv/eksempelvik/frokost", maxwidth="400")
    told = answer.get_json()
    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 400)
    assert told["title"] == "Frukost i skolan"
    frame = BeautifulSoup(told["html"], "lxml").iframe
    assert frame is not None
    assert frame["src"] == f"{SITE}/sv/eksempelvik/frokost/embed"
    assert own_app.test_client().get(str(frame["src"]).removeprefix(SITE)).status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://other.example/nb/eksempelvik/frokost",
        f"{SITE}/nb/eksempelvik/nothing",
        f"{SITE}/nb/eksempelvik",
        f"{SITE}/xx/eksempelvik/frokost",
        "javascript:alert(1)",
        "https://[",
        "x" * 5_000,
    ],
)
def test_what_is_no_entry_has_no_frame(own_app: Flask, url: str) -> None:
    assert oembed(own_app, url=url).status_code == 404


def test_other_formats_are_not_made(own_app: Flask) -> None:
    url = f"{SITE}/nb/eksempelvik/frokost"
    assert oembed(own_app, url=url, format="xml").status_code == 501
    for width in ("0", "-1", "x", "9" * 30):
        assert oembed(own_app, url=url, maxwidth=width).status_code == 200
