"""Dates, order and words on a page follow its language."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask, g, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from network import kinds
from network.community.peers import reading as peers_reading
from network.community.permissions import REPRESENTING_ROLES
from network.interface_languages import INTERFACE_LANGUAGES
from network.kinds import KINDS, adoption, deadlines, parts
from network.organisations.values import OrganisationType
from network.web import labels as web_labels
from network.web.collation import sort_by_label
from network.web.dates import format_moment, format_partial_date
from network.web.desk.form.reading import Names
from network.web.desk.form.widgets import Date

DATES = [
    ("2015", "2015", "2015"),
    ("2015-02", "februar 2015", "februari 2015"),
    ("2016-05-27", "27. mai 2016", "27 maj 2016"),
    ("2015-40", "første halvår 2015", "första halvåret 2015"),
    ("2015-24", "vinteren 2014–2015", "vintern 2014–2015"),
]


@pytest.mark.parametrize(("text", "nb", "sv"), DATES)
def test_partial_dates(app: Flask, text: str, nb: str, sv: str) -> None:
    for ui, expected in (("nb", nb), ("sv", sv)):
        with app.test_request_context(f"/{ui}/"):
            g.ui = ui
            assert format_partial_date(text) == expected


@given(
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.sampled_from([None, "month", "day", 21, 22, 23, 24, 40, 41]),
    st.booleans(),
)
def test_whatever_date_a_page_prints_the_form_reads_back(
    app: Flask, day: date, part: str | int | None, about: bool
) -> None:
    match part:
        case None:
            text = f"{day.year}"
        case "month":
            text = day.isoformat()[:7]
        case "day":
            text = day.isoformat()
        case _:
            text = f"{day.year}-{part}"
    text += "~" if about else ""
    for ui in INTERFACE_LANGUAGES:
        with app.test_request_context(f"/{ui}/"):
            g.ui = ui
            assert Date(name="x").parse(format_partial_date(text), Names({}, {})) == text
            moment = format_moment(datetime.combine(day, time(12), UTC))
            assert Date(name="x").parse(moment, Names({}, {})) == day.isoformat()


def test_moments(app: Flask) -> None:
    with app.test_request_context("/sv/"):
        g.ui = "sv"
        assert format_moment(datetime(2026, 11, 21, 12, tzinfo=UTC)) == "21 november 2026"


ORDER = {
    "nb": ["Asker", "Bærum", "Zenobia", "Ærlig", "Ängelholm", "Øygarden", "Örebro", "Ås"],
    "sv": ["Asker", "Bærum", "Zenobia", "Ås", "Ærlig", "Ängelholm", "Øygarden", "Örebro"],
}


@pytest.mark.parametrize("ui", ["nb", "sv"])
def test_alphabetical_order(app: Flask, ui: str) -> None:
    with app.test_request_context(f"/{ui}/"):
        g.ui = ui
        found = sort_by_label(sorted(ORDER[ui]), str)
    assert [name for name in found if name[0] in "ABZÅ"] == [
        name for name in ORDER[ui] if name[0] in "ABZÅ"
    ]
    assert found.index("Zenobia") < found.index("Ås")


NAMED = [
    (web_labels.KINDS, set(KINDS)),
    (web_labels.KINDS_PLURAL, set(KINDS)),
    (web_labels.LEVELS, set(typing.get_args(parts.Level))),
    (web_labels.WORDINGS, set(typing.get_args(parts.Wording))),
    (web_labels.WHOSE, set(typing.get_args(parts.Whose))),
    (web_labels.STEPS["SE"], set(typing.get_args(parts.StepType))),
    (web_labels.STEPS["NO"], set(typing.get_args(parts.StepType))),
    (web_labels.ORGANISATION_TYPES, set(typing.get_args(OrganisationType))),
    (
        web_labels.RELATIONS,
        {*typing.get_args(parts.Relation), "before", "after", "collects", "mentions"},
    ),
    (web_labels.REPRESENTED_AS, set(REPRESENTING_ROLES)),
    (web_labels.ANSWERED, set(typing.get_args(parts.Answered))),
    (web_labels.ORIGINS, set(typing.get_args(kinds.case.Origin))),
    (web_labels.LAWS, set(typing.get_args(deadlines.Law))),
    (web_labels.OUTCOMES, set(typing.get_args(kinds.experience.Outcome))),
    (web_labels.EVIDENCE, set(typing.get_args(kinds.practice.Evidence))),
    (web_labels.MANNERS, set(typing.get_args(adoption.Manner))),
    (web_labels.LIKE, set(typing.get_args(peers_reading.Reason))),
]


@pytest.mark.parametrize(("table", "values"), NAMED)
def test_every_value_has_a_word(table: dict[str, object], values: set[str]) -> None:
    assert set(table) == values


def test_roles_stand_beside_each_other_in_one_form(app: Flask) -> None:
    """Nouns, as the form calls whoever has them; being mentioned has none."""
    expected = {
        "nb": "arrangør initiativtaker deltaker samarbeidspartner ansvarlig mottaker nevnt",
        "nn": "arrangør initiativtakar deltakar samarbeidspartnar ansvarleg mottakar nemnd",
        "sv": "arrangör initiativtagare deltagare samarbetspartner ansvarig mottagare omnämnd",
        "en": "organiser initiator participant partner responsible recipient mentioned",
    }
    for ui, words in expected.items():
        with app.test_request_context(f"/{ui}/"):
            g.ui = ui
            assert [str(word).lower() for word in web_labels.ROLES.values()] == words.split()


@pytest.mark.parametrize(
    ("ui", "shown"),
    [("nb", "12\u00a0345"), ("nn", "12\u00a0345"), ("sv", "12\u00a0345"), ("en", "12,345")],
)
def test_a_number_of_things_has_its_thousands_apart(app: Flask, ui: str, shown: str) -> None:
    template = "{{ ngettext('%(num)s text', '%(num)s texts', number) }}"
    with app.test_request_context(f"/{ui}/"):
        g.ui = ui
        words = render_template_string(template, number=12_345)
        assert words.startswith(shown)
        assert words == shown + render_template_string(template, number=345)[len("345") :]
