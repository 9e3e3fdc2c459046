"""The guide: each of its examples is asked for as it stands there, and those of the page too."""

from __future__ import annotations

import re
import shlex
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from network import clock
from network.api.description import describe_api
from network.api.docs.examples import EXAMPLES
from network.api.drafts.field_lists import write_field_lists
from network.api.operations import OPERATIONS
from network.interface_languages import INTERFACE_LANGUAGES
from network.organisations.queries import find_organisation_ids
from network.people.api_tokens import make_token
from network.web.problems import CODES
from tests.conftest import ROOT
from tests.web.people import actor, signed_in, site_of

GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (curl .*)$", GUIDE, re.MULTILINE)


def run(client: FlaskClient, command: str, token: str) -> TestResponse:
    """Ask as curl would."""
    text = command.replace("$SITE", "https://grannar.example").replace("$TOKEN", token)
    words = shlex.split(text)[1:]
    headers: dict[str, str] = {}
    given: dict[str, Any] = {"method": "GET"}
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            given |= {"data": words.pop(0), "method": "POST"}
        elif word != "-i":
            parts = urlsplit(word)
            given |= {"path": parts.path, "query_string": parts.query}
    return client.open(headers=headers, **given)


def test_the_guide_has_examples() -> None:
    assert len(COMMANDS) > 15


@pytest.mark.quick(cases=8)
@pytest.mark.parametrize("command", COMMANDS)
def test_each_example_of_the_guide_is_answered(
    own_app: Flask, client: FlaskClient, command: str
) -> None:
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    who = actor(own_app, kari)
    with site_of(own_app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        token = make_token(session, home, "Sak", clock.today() + timedelta(9), actor=who)
    answer = run(client, command, token)
    expected = 400 if "limit=1000" in command else 201 if " -d " in command else 200
    assert answer.status_code == expected, answer.get_data(as_text=True)
    if expected == 400:
        assert answer.get_json()["errors"][0]["detail"] == "Får vara högst 100."


@pytest.mark.parametrize("ui", INTERFACE_LANGUAGES)
def test_the_page_is_made_of_the_description_in_each_language(reader: FlaskClient, ui: str) -> None:
    page = reader.get(f"/{ui}/api").text
    for operation in OPERATIONS:
        assert f'id="{operation.id}"' in page
    for name in describe_api("https://grannar.example")["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    for example in EXAMPLES:
        assert example.path.replace("&", "&amp;") in page
    assert set(re.findall(r'href="#schema-([\w-]+)"', page)) <= set(
        re.findall(r'id="schema-([\w-]+)"', page)
    )
    assert not re.findall(r'(?:src|href)="https?://(?!grannar\.example)', page)


def test_each_example_of_the_page_is_answered(reader: FlaskClient) -> None:
    for example in EXAMPLES:
        assert reader.get(example.path).status_code == 200, example.path


def test_every_reference_of_the_description_leads_somewhere() -> None:
    description = describe_api("https://grannar.example")

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name == "$ref":
                    there: Any = description
                    for step in inner.removeprefix("#/").split("/"):
                        there = there[step]
                assert name != "prefixItems"
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(description)
    assert description["openapi"] == "3.1.0"
    ids = [told["operationId"] for path in description["paths"].values() for told in path.values()]
    assert len(ids) == len(set(ids)) == len(OPERATIONS)
    assert set(description["components"]["responses"]) == set(CODES)
    for path in description["paths"].values():
        for told in path.values():
            assert told["description"].endswith(".")


def test_every_value_of_the_description_has_a_name_of_its_own() -> None:
    for name in describe_api("https://grannar.example")["components"]["schemas"]:
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name), f"two models are called as {name}: rename one"


def test_the_lists_of_fields_are_those_of_the_models() -> None:
    written = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    assert written == write_field_lists(), (
        "python -m network.api.drafts.field_lists > docs/fields.md"
    )
    anchors = set(re.findall(r"\(#(\w+)\)", written))
    assert anchors == {name.lower() for name in re.findall(r"^### (\w+)$", written, re.MULTILINE)}
