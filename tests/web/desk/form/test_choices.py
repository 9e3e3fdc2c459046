"""The lists that a form offers are in the reader's own alphabetical order."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from network.organisations.tables import Organisation
from network.people.actors import get_system_actor
from network.people.mandates import give
from tests.web.people import signed_in, site_of

NAMES = ("Åsby", "Ängby", "Ænes", "Ödeby", "Ørje", "Zandvik", "Aasen")


@pytest.mark.parametrize(
    ("ui", "order"),
    [
        ("nb", ["Aasen", "Zandvik", "Ænes", "Ængby", "Ødeby", "Ørje", "Åsby"]),
        ("sv", ["Aasen", "Zandvik", "Åsby", "Ænes", "Ængby", "Ødeby", "Ørje"]),
    ],
)
def test_organisations_are_listed_as_the_page_sorts(
    own_app: Flask, ui: str, order: list[str]
) -> None:
    ada = signed_in(own_app, "Ada", "administrator")
    with site_of(own_app).database.transaction() as session:
        site = get_system_actor(session, "test")
        for number, name in enumerate(NAMES):
            body = Organisation(
                slug=f"sted-{number}",
                bare_slug=f"sted-{number}",
                type="municipality",
                country="NO",
                county="NO-99",
                name=name,
                is_closed=False,
                content={
                    "slug": f"sted-{number}",
                    "type": "municipality",
                    "country": "NO",
                    "names": [{"name": name, "language": "nb"}],
                },
            )
            session.add(body)
            session.flush()
            give(session, ada.account_id, "coordinator", organisation_id=body.id, actor=site)
    wanted = [{"Ængby": "Ängby", "Ødeby": "Ödeby"}.get(name, name) for name in order]
    # What one may write for, and what a field for an organisation suggests.
    for path, pattern in (
        (f"/{ui}/desk/new", r"<option[^>]*>\s*([^<]+?)\s*</option>"),
        (f"/{ui}/desk/people", r'<option value="([^"]+)">'),
    ):
        shown = [name for name in re.findall(pattern, ada.get(path).text) if name in NAMES]
        assert shown == wanted, path
