"""The letter of the month at the desk: written, looked at, sent; what was typed is never lost."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from network import clock
from network.community.following.tables import MailPreference
from network.community.monthly_letters.content import Month
from network.community.monthly_letters.tables import MonthlyLetter
from network.worker.news_delivery import queue_sent_letters
from tests.community.following.test_news import put
from tests.web.people import Person, signed_in, site_of


def curator(app: Flask, country: str = "NO") -> Person:
    return signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", country)


def form_of(page: str) -> dict[str, list[str] | str]:
    """What a browser would send of the letter's form as it stands."""
    form = BeautifulSoup(page, "lxml").select_one("form.sheet")
    assert form is not None
    fields: dict[str, str] = {}
    checked: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name]"):
        name, kind = str(field["name"]), field.get("type")
        if kind == "checkbox":
            if field.has_attr("checked"):
                checked.setdefault(name, []).append(str(field["value"]))
        elif name != "csrf_token":
            fields[name] = (
                field.text.lstrip("\n") if field.name == "textarea" else str(field.get("value", ""))
            )
    chosen = form.select_one("select[name=language] option[selected]")
    assert chosen is not None
    return {**fields, **checked, "language": str(chosen["value"])}


def test_a_letter_is_drafted_changed_looked_at_and_sent(own_app: Flask) -> None:
    nils, kari = curator(own_app), signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    kari.post(
        "/nb/desk/follow",
        {
            "what": "organisation",
            "key": "eksempelvik",
            "level": "everything",
            "how_often": "weekly",
        },
    )
    with site_of(own_app).database.transaction() as session:
        put(session, "lilleby-vest", "grot", kind="experience", title="Grøt på skolen")
    month = Month.of(clock.today()).name
    assert f"/nb/desk/letters/NO/{month}" in nils.get("/nb/desk/letters").text
    address = f"/nb/desk/letters/NO/{month}"
    page = nils.get(address).text
    assert "Grøt på skolen" in page
    form = form_of(page)
    assert form["in"]
    answer = nils.post(address, {**form, "opening": "Kjære naboer.", "do": "preview"})
    assert answer.status_code == 303
    preview = nils.get(answer.location).text
    assert "Kjære naboer." in preview
    assert "Nytt i Norge" in preview
    assert "Det går til 1 person" in preview
    sent = nils.post(address, {"version": "1", "do": "send"})
    assert sent.status_code == 303
    assert "Sendt" in nils.get(address).text
    assert queue_sent_letters(site_of(own_app)) == 1
    assert "Det gikk til 1 person." in nils.get(address).text
    again = nils.post(address, {"version": "1", "do": "send"})
    assert again.status_code == 409
    assert "Brevet er sendt." in again.text


def test_what_was_typed_stands_there_when_it_is_refused(own_app: Flask) -> None:
    nils = curator(own_app)
    address = f"/sv/desk/letters/NO/{Month.of(clock.today()).name}"
    form = form_of(nils.get(address).text)
    wrong = {**form, "subject": "", "opening": "Kom ihåg det här", "do": "save", "in": []}
    answer = nils.post(address, wrong)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert "Kom ihåg det här" in page.text
    assert page.select_one("#subject[aria-invalid=true]") is not None
    assert not page.select("input[name=in][checked]")
    nils.post(address, {**form, "do": "save"})
    late = nils.post(address, {**form, "opening": "Kom ihåg det här", "do": "save"})
    assert late.status_code == 409
    assert "Kom ihåg det här" in late.text
    # Saved once more, it goes over what stands there.
    assert nils.post(address, {**form_of(late.text), "do": "save"}).status_code == 303
    with site_of(own_app).database.reading() as session:
        assert session.scalar(select(MonthlyLetter.opening)) == "Kom ihåg det här"


def test_a_form_names_nothing_that_did_not_happen(own_app: Flask) -> None:
    nils = curator(own_app)
    address = f"/nb/desk/letters/NO/{Month.of(clock.today()).name}"
    form = form_of(nils.get(address).text)
    made_up = {**form, "in": ["new-000000000000", "searches-x"], "comment-x": "Hei"}
    assert nils.post(address, {**made_up, "do": "save"}).status_code == 303
    with site_of(own_app).database.reading() as session:
        items = session.scalars(select(MonthlyLetter.items)).one()
    assert not any(item["is_in"] for item in items)


def test_bad_addresses_and_numbers_are_answered(own_app: Flask) -> None:
    nils = curator(own_app)
    for month in ("2026-13", "2026-1", "9999-01", "x", "2099-01"):
        assert nils.get(f"/nb/desk/letters/NO/{month}").status_code == 404
    assert nils.get("/nb/desk/letters/DK/2026-01").status_code == 404
    this_month = Month.of(clock.today()).name
    assert nils.get(f"/nb/desk/letters/SE/{this_month}").status_code == 403
    for version in ("", "x", "-1", "9" * 40):
        answer = nils.post(f"/nb/desk/letters/NO/{this_month}", {"version": version, "do": "send"})
        assert answer.status_code == 409


def test_who_gets_letters_chooses_which_and_ends_them_by_one_press(own_app: Flask) -> None:
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    assert kari.post("/nb/desk/following/mail", {"letters": "both"}).status_code == 303
    page = BeautifulSoup(kari.get("/nb/desk/following").text, "lxml")
    assert page.select_one("input[name=letters][value=both][checked]") is not None
    kari.post("/nb/desk/following/mail", {"letters": "all of them"})
    with site_of(own_app).database.reading() as session:
        preference = session.get_one(MailPreference, kari.account_id)
        assert preference.letters == "both"
    reader = own_app.test_client()
    address = f"/sv/account/no-more-letters/{preference.secret}"
    assert reader.get(address).status_code == 200
    with site_of(own_app).database.reading() as session:
        assert session.get_one(MailPreference, kari.account_id).letters == "both"
    done = reader.post(address, data={"List-Unsubscribe": "One-Click"})
    assert "Du får inte månadsbrevet längre" in done.text
    with site_of(own_app).database.reading() as session:
        preference = session.get_one(MailPreference, kari.account_id)
        assert (preference.letters, preference.how_often) == ("none", "daily")
    assert reader.post("/sv/account/no-more-letters/guessed").status_code == 404
