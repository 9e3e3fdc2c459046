"""The API as others' validators see it: OpenAPI's own, and schemathesis, which asks at random.

Run in an environment that has them; see ``make check-open``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import openapi_spec_validator
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from network import clock
from network.api.operations import OPERATIONS, PREFIX
from network.app import create_app
from network.organisations.queries import find_organisation_ids
from network.people.api_tokens import make_token
from tests.conftest import make_settings, make_site
from tests.folders import write_folder
from tests.people import coordinator

FULL = os.environ.get("GRANNAR_TESTS") == "full"
# Calls in all, shared by the operations, half of them with what the description allows.
CALLS = 10_000 if FULL else 600

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site over the made-up content, without limits."""
    folder = tmp_path_factory.mktemp("site")
    make_site(folder, write_folder(folder / "in")).extensions["grannar"].database.close()
    app = create_app(make_settings(folder, API_READS_PER_MINUTE="0", API_WRITES_PER_MINUTE="0"))
    yield app
    app.extensions["grannar"].database.engine.dispose()


@pytest.fixture(scope="module")
def token(app: Flask) -> str:
    """A token for drafts of Eksempelvik."""
    with app.extensions["grannar"].database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        return make_token(
            session, home, "Test", clock.today() + timedelta(9), actor=coordinator(session)
        )


@pytest.fixture(scope="module")
def known(app: Flask, token: str) -> dict[str, Any]:
    """What there is to be asked for, so that not everything is a 404."""
    client = app.test_client()
    entries = client.get(f"{PREFIX}/entries?limit=1").get_json()
    bodies = client.get(f"{PREFIX}/organisations?limit=2").get_json()
    content = {"kind": "need", "language": "nb", "title": "Hvem har?"}
    path = f"{PREFIX}/organisations/eksempelvik/drafts"
    headers = {"Authorization": f"Bearer {token}"}
    drafts = [client.post(path, json=content, headers=headers).get_json() for _ in range(2)]
    page = client.get(f"{path}?limit=1", headers=headers).get_json()
    return {
        "id": entries["items"][0]["id"],
        "organisation": "eksempelvik",
        "entry": "frokost",
        "topic": "schools",
        "county": "NO-98",
        "draft": drafts[0]["id"],
        "etag": drafts[0]["etag"],
        "entries": entries["next_cursor"],
        "organisations": bodies["next_cursor"],
        "drafts": page["next_cursor"],
    }


def test_the_description_is_valid(app: Flask) -> None:
    openapi_spec_validator.validate(app.test_client().get("/api/openapi.json").get_json())


# A whole content takes a second to draw: fewer of those.
FEW = {"createDraft", "replaceDraft"}
# Filters whose values stand in the database.
NAMED = ("topic", "organisation", "county")
# Where there is nothing to say there is nothing to say wrongly.
MODES = [
    (operation.id, mode)
    for operation in OPERATIONS
    for mode in ("positive", "negative")
    if mode == "positive" or operation.parts or operation.parameters.model_fields
]
# Each of the others has its share, and what is drawn once makes up for what is asked once.
OF_FEW = CALLS // 250
EACH = -(-(CALLS - OF_FEW * 2 * len(FEW)) // (len(MODES) - 2 * len(FEW) - 3))


@pytest.mark.parametrize(("operation", "mode"), MODES)
def test_whatever_is_asked_is_answered_as_described(
    app: Flask, token: str, known: dict[str, Any], operation: str, mode: str
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    found = next(
        each.ok()
        for each in schema.get_all_operations()
        if each.ok().definition.raw["operationId"] == operation
    )
    positive = mode == "positive"
    kind = (
        schemathesis.GenerationMode.POSITIVE if positive else schemathesis.GenerationMode.NEGATIVE
    )
    codes: Counter[int] = Counter()
    turn = iter(range(10**9))

    @settings(
        max_examples=OF_FEW if operation in FEW else EACH,
        deadline=None,
        database=None,
        derandomize=not FULL,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=found.as_strategy(generation_mode=kind))
    def ask(case: Any) -> None:
        number = next(turn)
        is_known = positive and number % 4 != 0
        if is_known and case.path_parameters:
            # Most of what is drawn is nowhere.
            case.path_parameters = {name: known[name] for name in case.path_parameters}
        if positive and case.query and "cursor" in case.query:
            # A cursor is opaque: one that is drawn is none. Broken ones are asked for elsewhere.
            cursor = known.get(case.path.rpartition("/")[2]) if is_known else None
            case.query = {k: v for k, v in case.query.items() if k != "cursor"}
            # And it is of the list without filters.
            case.query |= {"cursor": cursor} if cursor and case.query.keys() <= {"limit"} else {}
        if positive and case.query:
            # No description names all topics and bodies there are: others are refused.
            case.query |= {name: [known[name]] for name in NAMED if name in case.query}
        headers = {"Accept-Encoding": "identity"}
        if "/drafts" in case.path and number % 8 != 7:
            headers["Authorization"] = f"Bearer {token}"
        if is_known and case.method == "PUT":
            headers["If-Match"] = known["etag"]
        answer = case.call(headers=headers)
        codes[answer.status_code] += 1
        checks = list(CHECKS)
        # What one token may read is told before what is sent is looked at.
        if "/drafts" not in case.path:
            checks.append(positive_data_acceptance if positive else negative_data_rejection)
        case.validate_response(answer, checks=checks)

    try:
        ask()
    finally:
        # With -s: what was answered how often.
        print(f"\n{operation}, {mode}: {sum(codes.values())} calls, {dict(sorted(codes.items()))}")
    assert sum(codes.values()) > 0
    assert not any(code >= 500 for code in codes)
