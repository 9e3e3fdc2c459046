"""Addresses that are remembered are those that would be made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask, url_for


def test_an_address_is_that_of_its_page_and_values_however_often_it_is_made(app: Flask) -> None:
    expected = {
        ("/nb/", "topic"): "/nb/topics?kind=x&name=y",
        ("/sv/", "topic"): "/sv/topics?kind=x&name=y",
        ("/nb/?my=moss", "topic"): "/nb/topics?kind=x&name=y&my=moss",
        ("/nb/?aid=on", "topic"): "/nb/topics?kind=x&name=y&aid=on",
        ("/nb/?my=moss", "plain"): "/nb/topics",
    }
    for _ in range(2):
        for (page, what), address in expected.items():
            with app.test_request_context(page):
                app.preprocess_request()
                values = {"kind": "x", "name": "y"} if what == "topic" else {"my": None}
                assert url_for("public.topics", **values) == address
        with app.test_request_context("/nb/"):
            app.preprocess_request()
            # The order is the writer's; what is equal need not be written alike.
            assert url_for("public.topics", name="y", kind="x") == "/nb/topics?name=y&kind=x"
            assert url_for("public.search", page=1) == "/nb/search?page=1"
            assert url_for("public.search", page=True) == "/nb/search?page=True"
            assert url_for("public.search", page="1") == "/nb/search?page=1"
            assert url_for("public.search", kind=["a", "b"]) == "/nb/search?kind=a&kind=b"
            asked: dict[str, Any] = {
                "q": "bø & å?",
                "kind": None,
                "topic": (),
                "year": ["2016", None],
            }
            assert url_for("public.search", **asked) == "/nb/search?q=b%C3%B8+%26+%C3%A5?&year=2016"
            assert url_for("public.search", **asked, ui="sv").startswith("/sv/search?q=")
            assert url_for("public.search", q="x", my=None, _anchor="y") == "/nb/search?q=x#y"
            assert url_for("public.search", q="x", my="moss") == "/nb/search?q=x&my=moss"
            entry = UUID(int=1)
            gathered = url_for("desk.gather_entry", entry_id=entry, back="/nb/search?q=x")
            assert gathered == f"/nb/desk/gather/{entry}?back=/nb/search?q%3Dx"
            assert url_for("public.topics", _external=True).startswith("http://")
        with app.test_request_context("/nb/", base_url="http://localhost/under"):
            app.preprocess_request()
            assert url_for("public.topics") == "/under/nb/topics"
