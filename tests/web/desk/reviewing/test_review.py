"""Review on one page: the text, notes at its places and the decision; and what the writer sees."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from network.documents.review_tables import ReviewNote
from network.documents.revisions import find_newest_revision
from network.mail.tables import OutgoingMail
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.people.mandates import set_own_approval
from tests.web.people import Person, carried, signed_in, site_of


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture
def nils(app: Flask) -> Person:
    """Coordinates Norway."""
    return signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")


def meeting(who: Person, **more: str) -> UUID:
    """A meeting with two statements, saved once."""
    id = uuid4()
    form = {"id": str(id), "kind": "meeting", "language": "nb", "organisation": "eksempelvik"}
    assert who.post("/nb/desk/new", form).status_code == 303
    save(who, id, **more)
    return id


def save(who: Person, document: UUID, **more: str) -> None:
    """Save a version of the meeting."""
    address = f"/nb/desk/documents/{document}/write"
    base = re.search(r'name="base" value="([^"]*)"', who.get(address).text)
    assert base
    fields = {
        "title": "Møte om torget",
        "summary": "Vi **møttes** og så på [[eksempelvik]].",
        "statements.0.present": "1",
        "statements.0.id": "s1",
        "statements.0.text": "Vi må ha hjelp.",
        "statements.0.wording": "paraphrase",
        "statements.1.present": "1",
        "statements.1.id": "s2",
        "statements.1.text": "Det haster.",
        "statements.1.wording": "verbatim",
        "base": base[1],
        "do": "save",
        **more,
    }
    answer = who.post(address, fields)
    assert answer.status_code == 303, answer.text


def press(app: Flask, who: Person, document: UUID, what: str, **form: str) -> str:
    """Press a button for the newest version in a language; the page after it."""
    language = form.get("language", "nb")
    with site_of(app).database.reading() as session:
        revision = find_newest_revision(session, document, language)
        assert revision
    answer = who.post(
        f"/nb/desk/documents/{document}/{what}", {"revision": str(revision.id), **form}
    )
    return answer.text if answer.status_code != 303 else who.get(answer.location).text


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_text_is_read_noted_and_decided_on_one_page(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = meeting(kari)
    press(app, kari, document, "submit", note="Ser dere på den?")
    (mail,) = mails(app)
    address = f"/nb/desk/documents/{document}/review/nb"
    assert f"https://grannar.example{address}" in mail.body
    page = nils.get(address).text
    for words in ("Vi må ha hjelp.", "Det haster.", "<strong>møttes</strong>", "Ser dere på den?"):
        assert words in page
    # What is chosen is shown by its name, and a part by its place.
    assert "Ordrett" in text_of(page)
    assert "Utsagn 2: Hva som sies" in text_of(page)
    assert "Godkjenn og publiser" in page
    assert page.count('name="place"') >= 6
    page = press(
        app,
        nils,
        document,
        "review/nb/notes",
        place="statements.s2.text",
        quote="haster",
        text="Hvem sa det?",
    )
    assert "1 åpen merknad" in text_of(page)
    assert 'id="at-statements.s2.text"' in page
    part = page[page.index('id="at-statements.s2.text"') :]
    assert "Hvem sa det?" in part[: part.index("</section>")]
    # Sent back by the notes alone; the writer's mail says that there are some.
    page = press(app, nils, document, "send-back", page="review", note="")
    assert "Endringer ønsket" in page
    assert "Les merknaden" in mails(app)[-1].body
    assert "Hvem sa det?" not in mails(app)[-1].body


def mails(app: Flask) -> list[OutgoingMail]:
    """The mails of the outbox, in order."""
    with site_of(app).database.reading() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def noted(app: Flask, kari: Person, nils: Person) -> tuple[UUID, UUID]:
    """A meeting that was sent back with a note on its second statement."""
    document = meeting(kari)
    press(app, kari, document, "submit")
    press(
        app,
        nils,
        document,
        "review/nb/notes",
        place="statements.s2.text",
        quote="haster",
        text="Hvem sa det?",
    )
    press(app, nils, document, "send-back", note="")
    with site_of(app).database.reading() as session:
        return document, session.scalars(select(ReviewNote.id)).one()


def test_the_writer_sees_a_note_above_its_field_and_nothing_typed_is_lost(
    app: Flask, kari: Person, nils: Person
) -> None:
    document, note = noted(app, kari, nils)
    address = f"/nb/desk/documents/{document}/write"
    page = kari.get(address).text
    above, below = page.index("Hvem sa det?"), page.index('name="statements.1.text"')
    assert page.index('name="statements.0.text"') < above < below
    # Moved up, the statement takes its note along.
    moved = {
        "title": "Møte om torget",
        "statements.0.present": "1",
        "statements.0.id": "s2",
        "statements.0.text": "Det haster, sa ordføreren.",
        "statements.0.wording": "verbatim",
        "statements.1.present": "1",
        "statements.1.id": "s1",
        "statements.1.text": "Vi må ha hjelp.",
        "statements.1.wording": "paraphrase",
        f"note-answer.{note}": "Ordføreren.",
        "do": f"note-answer:{note}",
    }
    answer = kari.post(address, carried(page) | moved)
    assert answer.status_code == 303
    page = kari.get(address).text
    assert page.index("Hvem sa det?") < page.index('name="statements.0.text"')
    assert "Det haster, sa ordføreren." in page
    assert "Ordføreren." in page
    assert "Ordføreren." in nils.get(f"/nb/desk/documents/{document}/review/nb").text
    refused = kari.post(address, {**carried(page), **moved, f"note-answer.{note}": " "})
    assert refused.status_code == 422
    assert "Det haster, sa ordføreren." in refused.text
    again = {**carried(kari.get(address).text), **moved}
    assert kari.post(address, {**again, "do": f"note-settle:{note}"}).status_code == 303
    page = kari.get(address).text
    assert "Hvem sa det?" not in page
    assert "Det haster, sa ordføreren." in page
    assert kari.post(address, {**again, "do": f"note-settle:{uuid4()}"}).status_code == 404
    assert kari.post(address, {**again, "do": "note-settle:none"}).status_code == 303


def test_open_notes_are_shown_at_the_next_review_and_settled_ones_beside_them(
    app: Flask, kari: Person, nils: Person
) -> None:
    document, note = noted(app, kari, nils)
    page = kari.get(f"/nb/desk/documents/{document}").text
    assert "Hvem sa det?" in page
    assert "Utsagn 2: Hva som sies" in page
    notes = f"/nb/desk/documents/{document}/notes/{note}"
    assert kari.post(notes, {"do": "answer", "answer": "Ordføreren."}).status_code == 303
    save(kari, document, summary="Vi møttes to ganger.")
    press(app, kari, document, "submit")
    address = f"/nb/desk/documents/{document}/review/nb"
    page = nils.get(address).text
    assert "1 åpen merknad" in text_of(page)
    assert "Ordføreren." in page
    # What changed since it was sent back, with the note at its place or above.
    since = re.search(r'href="([^"]+\?since=[^"]+)"', page)
    assert since
    changed = nils.get(since[1]).text
    assert "to ganger" in changed
    assert "Vi må ha hjelp." not in changed
    assert "Hvem sa det?" in changed
    assert nils.post(notes, {"do": "settle"}).status_code == 303
    page = nils.get(address).text
    assert "åpen merknad" not in text_of(page)
    assert "Hvem sa det?" in page
    assert nils.get(f"{address}?since={uuid4()}").status_code == 404
    assert nils.get(f"{address}?since=x").status_code == 404


def test_a_translation_is_reviewed_beside_its_original(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = meeting(kari)
    press(app, kari, document, "submit")
    press(app, nils, document, "approve")
    kari.post(
        f"/nb/desk/documents/{document}/translate/sv",
        {"words.title": "Möte om torget", "words.s1.text": "Vi måste få hjälp.", "do": "save"},
    )
    press(app, kari, document, "submit", language="sv")
    page = nils.get(f"/nb/desk/documents/{document}/review/sv").text
    part = page[page.index('id="at-statements.s1.text"') :]
    part = part[: part.index("</section>")]
    assert "Vi må ha hjelp." in part
    assert 'lang="sv"' in part
    assert "Vi måste få hjälp." in part
    assert "Ikke oversatt: Originalen vises." in page
    page = press(
        app,
        nils,
        document,
        "review/sv/notes",
        language="sv",
        place="statements.s1.text",
        text="Bra!",
    )
    assert "Bra!" in page
    # Whoever translates has it above its text, and what is typed beside it is kept.
    form = f"/nb/desk/documents/{document}/translate/sv"
    page = kari.get(form).text
    assert page.index("Bra!") < page.index('name="words.s1.text"')
    with site_of(app).database.reading() as session:
        note = session.scalars(select(ReviewNote.id)).one()
    typed = {"words.title": "Möte om torget", "words.s1.text": "Hjälp oss."}
    carries = carried(kari.get(form).text)
    answer = kari.post(form, {**carries, **typed, "do": f"note-settle:{note}"})
    assert answer.status_code == 303
    page = kari.get(form).text
    assert "Bra!" not in page
    assert "Hjälp oss." in page
    press(app, nils, document, "approve", language="sv", page="review")
    page = app.test_client().get("/sv/eksempelvik/mote-om-torget").text
    assert "Vi måste få hjälp." in page
    assert "Bra!" not in page


def test_a_refusal_stands_on_the_page_of_the_review(app: Flask, kari: Person, nils: Person) -> None:
    document = meeting(kari)
    press(app, kari, document, "submit")
    page = press(app, nils, document, "send-back", page="review", note=" ")
    assert "Vi må ha hjelp." in page
    assert "Skriv hvorfor" in page
    page = press(app, nils, document, "review/nb/notes", place="title", quote="Møte", text=" ")
    assert "Skriv merknaden" in page
    assert re.search(r'name="quote"[^>]*>\s*Møte</textarea>', page)
    assert "Vi må ha hjelp." in page


def test_a_text_is_given_to_a_colleague_who_is_told(app: Flask, kari: Person) -> None:
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    document = meeting(kari)
    page = kari.get(f"/nb/desk/documents/{document}").text
    assert f'value="{berit.account_id}"' in page
    form = {"assignee": str(berit.account_id), "due": "2030-02-31"}
    refused = kari.post(f"/nb/desk/documents/{document}/assign", form)
    assert refused.status_code == 422
    assert "Skriv dagen som" in refused.text
    assert 'value="2030-02-31"' in refused.text
    del form["due"]
    page = press(app, kari, document, "assign", **form)
    assert "Berit, gitt av Kari." in text_of(page)
    (mail,) = mails(app)
    assert mail.to == berit.email
    assert mail.subject == "Gitt til deg: «Møte om torget»"
    assert "gitt til Berit" in text_of(berit.get("/nb/desk/").text)
    press(app, berit, document, "assign", assignee="")
    assert "gitt til Berit" not in text_of(berit.get("/nb/desk/").text)


def test_colleagues_see_that_a_form_is_begun_and_no_word_of_it(app: Flask, kari: Person) -> None:
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    other = signed_in(app, "Lisa", "coordinator", "exempelstad")
    id = uuid4()
    form = {"id": str(id), "kind": "plan", "language": "nb", "organisation": "eksempelvik"}
    kari.post("/nb/desk/new", form)
    kari.post(f"/nb/desk/documents/{id}/keep", {"title": "Hemmelig plan"})
    page = text_of(berit.get("/nb/desk/").text)
    assert re.search(r"Kari Handlingsplan , Eksempelvik , sist skrevet på \d", page), page
    assert "Hemmelig" not in page
    assert "sist skrevet på" not in kari.get("/nb/desk/").text
    assert "sist skrevet på" not in other.get("/nb/desk/").text
    save(kari, id, title="Hemmelig plan")
    page = text_of(berit.get("/nb/desk/").text)
    assert "sist skrevet på" not in page
    # A version is the colleagues' to read.
    assert "Hemmelig plan" in page


def test_an_approver_learns_why_nothing_is_to_approve_and_who_reviews(
    app: Flask, kari: Person, nils: Person
) -> None:
    anne = signed_in(app, "Anne", "approver", "eksempelvik")
    document = meeting(kari)
    press(app, kari, document, "submit")
    assert "godkjenner ikke tekstene sine selv" in text_of(
        anne.get(f"/nb/desk/documents/{document}").text
    )
    assert "som ikke godkjenner tekstene sine selv" in text_of(anne.get("/nb/desk/").text)
    page = text_of(kari.get(f"/nb/desk/documents/{document}").text)
    assert "Går gjennom teksten: Nils (nasjonal koordinator)." in page
    assert "Til gjennomgang siden" in page
    assert "godkjenner ikke tekstene sine selv" not in page
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        set_own_approval(session, home, True, actor=get_system_actor(session, "test"))
    assert "ikke godkjenner" not in text_of(anne.get("/nb/desk/").text)
    page = text_of(kari.get(f"/nb/desk/documents/{document}").text)
    assert "Går gjennom teksten: Anne (godkjenner)." in page
