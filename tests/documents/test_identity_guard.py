"""What is to be published is read as its readers read it, text by text and side by side."""

from __future__ import annotations

import random
from typing import Any

import pytest

from network.documents.identity_guard import find_numbers_in_value
from network.kinds import parse_content
from network.public_words import find_identity_faults, read_words
from tests.synthetic_numbers import norwegian

NUMBER = norwegian(random.Random(40))
DAY, REST = NUMBER[:6], NUMBER[6:]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"title": f"Sak om {DAY} **{REST}**"}, "title"),
        ({"body": f"| Navn | x | y |\n|---|---|---|\n| Kari | {DAY} | {REST} |"}, "body"),
        ({"labels": ["Skole", DAY, REST]}, "labels.1"),
        (
            {"statements": [{"id": "s1", "name": f"Født {DAY}", "role": f"Nr. {REST}"}]},
            "statements.0.name",
        ),
        ({"demands": [{"id": "a", "text": DAY}, {"id": "b", "text": REST}]}, "demands.0.text"),
        ({"words": {"title": DAY, "summary": REST}}, "words.title"),
        ({"sources": [{"url": f"https://eksempel.no/?p={DAY}%20{REST}"}]}, "sources.0.url"),
        ({"attachments": [{"title": f"vedtak_{DAY}-{REST}.pdf"}]}, "attachments.0.title"),
    ],
)
def test_a_number_is_found_where_it_is_shown(value: dict[str, Any], path: str) -> None:
    [fault] = find_identity_faults(value)
    assert (fault.field, fault.code) == (path, "identity_number")
    assert REST not in str(fault)


def test_fields_that_are_not_shown_together_are_no_number() -> None:
    assert find_identity_faults({"labels": [DAY, "Skole", REST]}) == []
    assert find_identity_faults({"title": DAY, "statements": [{"id": "a", "name": REST}]}) == []


def test_the_writer_sees_the_words_around_it() -> None:
    content = parse_content(
        {
            "kind": "experience",
            "language": "nb",
            "title": "Leksehjelp",
            "summary": "Det gikk bra.",
            "body": f"Eleven hadde nummer {DAY} *{REST}* i lista.",
        }
    )
    [number] = find_numbers_in_value(content)
    assert (number.path, number.before, number.after) == (
        "body",
        "Eleven hadde nummer ",
        "* i lista.",
    )
    assert number.number == f"{DAY} *{REST}"


def test_what_stands_beside_a_text_is_read_as_it_is_shown_too() -> None:
    _text, faults = read_words(f"Se [her](https://eksempel.no/{DAY}-{REST}).", "reason")
    assert [fault.code for fault in faults] == ["identity_number"]
