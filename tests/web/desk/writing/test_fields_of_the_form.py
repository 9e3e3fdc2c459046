"""Single fields of the form: their marks, their limits, what stands behind *more*, Enter."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask

from network.kinds import KINDS
from network.web.desk.form.fields import list_fields
from network.web.desk.form.labels import BEHIND_MORE
from network.web.desk.form.widgets import Parts
from tests.web.people import Person, signed_in


@pytest.fixture(scope="module")
def kari(app: Flask) -> Person:
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


FORM = {
    "kind": "meeting",
    "language": "nb",
    "organisation_slug": "eksempelvik",
    "title": "Møte",
    "statements.0.present": "1",
    "statements.0.name": "Ordføreren",
}


def form_page(kari: Person, **fields: str) -> str:
    address = f"/nb/desk/documents/{uuid4()}/write"
    assert kari.post(address, FORM | fields | {"do": "keep"}).status_code == 303
    return kari.get(address).text


def label_of(page: str, place: str) -> str:
    label = re.search(rf'<label for="{re.escape(place)}">(.*?)</label>', page, re.DOTALL)
    assert label, place
    return " ".join(re.sub(r"<[^>]+>", " ", label[1]).split())


def test_what_must_be_filled_in_and_what_may_be_left_is_said_in_one_way(kari: Person) -> None:
    page = form_page(kari)
    assert label_of(page, "title") == "Tittel (må fylles ut)"
    assert label_of(page, "place") == "Sted (valgfritt)"
    assert label_of(page, "statements.0.wording") == "Hvordan det er gjengitt (må fylles ut)"
    assert label_of(page, "statements.0.role") == "Rolle"


def test_a_short_limit_is_said_before_it_is_met(kari: Person) -> None:
    page = form_page(kari)
    limit = re.search(r'<span[^>]*id="summary-limit"[^>]*>(.*?)</span>', page, re.DOTALL)
    assert limit
    assert limit[1].strip() == "Høyst 1\xa0000 tegn."
    assert 'aria-live="polite"' in limit[0]
    assert "summary-limit" in page[page.index('id="summary"') :][:400]


def test_rare_fields_stand_behind_more_until_one_is_filled_or_wrong(kari: Person) -> None:
    def is_open(page: str) -> bool:
        more = re.search(r'<details[^>]*id="statements\.0-more"[^>]*>', page)
        assert more
        return " open" in more[0]

    page = form_page(kari)
    more = page[page.index('id="statements.0-more"') :]
    assert 'name="statements.0.language"' in more[: more.index("</details>")]
    assert 'name="statements.0.wording"' not in more[: more.index("</details>")]
    assert not is_open(page)
    assert is_open(form_page(kari, **{"statements.0.same_as": "s9"}))
    assert is_open(form_page(kari, **{"statements.0.links.0.present": "1"}))
    answer = kari.post(
        f"/nb/desk/documents/{uuid4()}/write",
        FORM | {"statements.0.language": "xx", "do": "save"},
    )
    assert is_open(answer.text)


def test_every_field_behind_more_is_one_of_its_part_and_none_must_be_filled() -> None:
    parts = {
        field.name: {inner.name: inner for inner in field.inner}
        for kind in KINDS
        for field in list_fields(kind)
        if isinstance(field, Parts)
    }
    for name, rare in BEHIND_MORE.items():
        assert rare <= parts[name].keys()
        assert not [inner for inner in rare if parts[name][inner].required]


def test_enter_without_scripts_keeps_and_leaves_the_page_where_it_is(kari: Person) -> None:
    address = f"/nb/desk/documents/{uuid4()}/write"
    page = kari.post(address, FORM | {"do": "keep"}, follow_redirects=True).text
    # The first button is what Enter presses.
    first = re.search(r"<button[^>]*>", page[page.index('id="write"') :])
    assert first
    assert 'value="stay"' in first[0]
    answer = kari.post(address, FORM | {"place": "Rådhuset", "do": "stay"})
    assert (answer.status_code, answer.text) == (204, "")
    assert 'value="Rådhuset"' in kari.get(address).text


def test_enter_in_a_translation_keeps_and_leaves_the_page_where_it_is(kari: Person) -> None:
    document = f"/nb/desk/documents/{uuid4()}"
    fields = {"kind": "need", "language": "nb", "organisation_slug": "eksempelvik"}
    assert kari.post(f"{document}/write", fields | {"title": "Hjelp", "do": "save"}).location
    address = f"{document}/translate/sv"
    page = kari.get(address).text
    first = re.search(r"<button[^>]*>", page[page.index('class="sheet"') :])
    assert first
    assert 'value="stay"' in first[0]
    answer = kari.post(address, {"words.title": "Hjälp", "do": "stay"})
    assert (answer.status_code, answer.text) == (204, "")
    assert 'value="Hjälp"' in kari.get(address).text
