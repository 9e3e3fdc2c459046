"""The search page answers whatever is typed, and shows it back as text."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask.testing import FlaskClient

from benchmarks.hostile import questions
from tests.conftest import FULL


def test_there_are_at_least_two_hundred() -> None:
    assert len(list(questions())) >= 200


def test_every_hostile_question_is_answered(client: FlaskClient) -> None:
    for number, question in enumerate(questions()):
        # A browser's address is as long as a header may be; longer ones the server refuses.
        typed = quote(question.encode("utf-8", "surrogatepass"))[:200_000]
        addresses = (f"/nb/search?q={typed}", f"/sv/suggest?q={typed}")
        # In the quick run at one of the two, in turn.
        for address in addresses if FULL else addresses[number % 2 :][:1]:
            answer = client.get(address)
            assert answer.status_code == 200, question[:80]
            assert not re.search(
                r"<script(?! type=.module. src=./static/)|<img src=x|<svg/", answer.text
            )
