"""What stands between double brackets points at an entry, also as the address of its page."""

from __future__ import annotations

import pytest

from network.text.references import parse_page_address, parse_reference

PAGES = {
    "https://grannar.example/nb/moss/plan": "moss/plan",
    "https://grannar.example/sv/moss/plan?my=oslo": "moss/plan",
    "http://localhost:8000/nb/moss/plan#m1": "moss/plan#m1",
    "grannar.example/nb/moss/plan/map": "moss/plan",
    "/sv/moss/plan?a=b#m1": "moss/plan#m1",
    " https://Grannar.example/nb/Moss/plan ": "moss/plan",
    "https://grannar.example/nb/moss/plan#:~:text=ord": "moss/plan",
}


@pytest.mark.parametrize("page", PAGES)
def test_the_address_of_a_page_is_a_reference_to_its_entry(page: str) -> None:
    assert parse_page_address(page) == PAGES[page]
    assert str(parse_reference(page)) == PAGES[page]


@pytest.mark.parametrize(
    "text",
    [
        "moss/plan",
        "https://grannar.example/nb/topics/skole",
        "https://grannar.example/nb/desk/documents/x",
        "https://www.moss.example/plan/x",
        "https://grannar.example/nb/moss",
        "nb/moss/plan",
        "",
        "x" * 5_000,
    ],
)
def test_any_other_text_is_the_address_of_no_entrys_page(text: str) -> None:
    assert parse_page_address(text) == ""
