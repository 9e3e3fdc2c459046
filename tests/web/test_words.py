"""Dates, order and words on a page follow its language."""

from __future__ import annotations

import typing
from datetime import UTC, datetime

import pytest
from flask import Flask, g

from network import kinds
from network.community.peers import reading as peers_reading
from network.community.permissions import SPEAKING
from network.kinds import KINDS, adoption, content, parts
from network.organisations.values import OrganisationType
from network.web import words
from network.web.dates import moment_date, partial_date
from network.web.sorting import by_label

DATES = [
    ("2015", "2015", "2015"),
    ("2015-02", "februar 2015", "februari 2015"),
    ("2016-05-27", "27. mai 2016", "27 maj 2016"),
    ("2015-40", "første halvår 2015", "första halvåret 2015"),
]


@pytest.mark.parametrize(("text", "nb", "sv"), DATES)
def test_partial_dates(app: Flask, text: str, nb: str, sv: str) -> None:
    for ui, expected in (("nb", nb), ("sv", sv)):
        with app.test_request_context(f"/{ui}/"):
            g.ui = ui
            assert partial_date(text) == expected


def test_moments(app: Flask) -> None:
    with app.test_request_context("/sv/"):
        g.ui = "sv"
        assert moment_date(datetime(2026, 11, 21, 12, tzinfo=UTC)) == "21 november 2026"


ORDER = {
    "nb": ["Asker", "Bærum", "Zenobia", "Ærlig", "Ängelholm", "Øygarden", "Örebro", "Ås"],
    "sv": ["Asker", "Bærum", "Zenobia", "Ås", "Ærlig", "Ängelholm", "Øygarden", "Örebro"],
}


@pytest.mark.parametrize("ui", ["nb", "sv"])
def test_alphabetical_order(app: Flask, ui: str) -> None:
    with app.test_request_context(f"/{ui}/"):
        g.ui = ui
        found = by_label(sorted(ORDER[ui]), str)
    assert [name for name in found if name[0] in "ABZÅ"] == [
        name for name in ORDER[ui] if name[0] in "ABZÅ"
    ]
    assert found.index("Zenobia") < found.index("Ås")


NAMED = [
    (words.KINDS, set(KINDS)),
    (words.KINDS_PLURAL, set(KINDS)),
    (words.LEVELS, set(typing.get_args(content.Level))),
    (words.WORDINGS, set(typing.get_args(parts.Wording))),
    (words.WHOSE, set(typing.get_args(parts.Whose))),
    (words.STEPS["SE"], set(typing.get_args(parts.StepType))),
    (words.STEPS["NO"], set(typing.get_args(parts.StepType))),
    (words.ORGANISATION_TYPES, set(typing.get_args(OrganisationType))),
    (
        words.RELATIONS,
        {*typing.get_args(parts.Relation), "before", "after", "collects", "mentions"},
    ),
    (words.SPEAKING, set(SPEAKING)),
    (words.ANSWERED, set(typing.get_args(parts.Answered))),
    (words.ORIGINS, set(typing.get_args(kinds.case.Origin))),
    (words.LAWS, set(typing.get_args(kinds.deadlines.Law))),
    (words.OUTCOMES, set(typing.get_args(kinds.experience.Outcome))),
    (words.EVIDENCE, set(typing.get_args(kinds.practice.Evidence))),
    (words.MANNERS, set(typing.get_args(adoption.Manner))),
    (words.LIKE, set(typing.get_args(peers_reading.Reason))),
]


@pytest.mark.parametrize(("table", "values"), NAMED)
def test_every_value_has_a_word(table: dict[str, object], values: set[str]) -> None:
    assert set(table) == values
