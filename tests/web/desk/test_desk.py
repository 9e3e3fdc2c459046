"""The desk, as its people use it: from a first word to a page that everybody reads."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from network import clock
from network.documents import scheduling
from network.documents.tables import Document, DocumentText, Revision, ThrownAwayCopy, WorkingCopy
from network.documents.working_copies import bring_back_copy
from network.entries.tables import Entry
from network.errors import Invalid, NotFound
from network.mail.tables import OutgoingMail
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor, read_actor
from network.people.mandates import set_own_approval
from network.web import interrupted_form
from network.worker.housekeeping import forget
from network.worker.scheduled_publications import publish_all_due
from tests.files_in.test_word_files import p, run, word
from tests.web.people import PASSWORD, Person, account, carried, enter, signed_in, site_of, token_of


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


def begun(who: Person, kind: str = "experience", **more: str) -> UUID:
    """A text begun on the page for it."""
    id = str(uuid4())
    answer = who.post(
        "/nb/desk/new",
        {"id": id, "kind": kind, "language": "nb", "organisation": "eksempelvik", **more},
    )
    assert answer.status_code == 303, answer.text
    assert answer.location.endswith(f"/nb/desk/documents/{id}/write")
    return UUID(id)


def saved(who: Person, document: UUID, **fields: str) -> str:
    """The form filled in and saved; the page it leads to."""
    page = who.get(f"/nb/desk/documents/{document}/write").text
    answer = who.post(
        f"/nb/desk/documents/{document}/write", {**carried(page), **fields, "do": "save"}
    )
    assert answer.status_code == 303, answer.text
    return who.get(answer.location).text


def newest(app: Flask, document: UUID) -> UUID:
    """The id of the newest version."""
    with site_of(app).database.reading() as session:
        found = session.scalar(
            select(Revision.id)
            .where(Revision.document_id == document)
            .order_by(Revision.made_at.desc(), Revision.number.desc())
            .limit(1)
        )
        assert found
        return found


def act(app: Flask, who: Person, document: UUID, what: str, note: str = "") -> str:
    """Press one of the buttons for the newest version; the page after it."""
    answer = who.post(
        f"/nb/desk/documents/{document}/{what}",
        {"revision": str(newest(app, document)), "note": note},
    )
    if answer.status_code in (409, 422):
        return answer.text
    assert answer.status_code == 303, answer.text
    return who.get(answer.location).text


def test_from_first_word_to_public_page(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    page = saved(kari, document, title="Nattkafé på torget", done="Vi åpnet **kafé**.")
    assert "Lagret som versjon 1" in page
    reader = app.test_client()
    assert reader.get("/nb/eksempelvik/nattkafe-pa-torget").status_code == 404
    assert "Sendt til gjennomgang" in act(app, kari, document, "submit", "Ser dere på den?")
    assert "Nattkafé på torget" in nils.get("/nb/desk/").text
    page = act(app, nils, document, "send-back", "Hva kostet det?")
    assert "Endringer ønsket" in page
    assert "Hva kostet det?" in kari.get(f"/nb/desk/documents/{document}").text
    saved(kari, document, title="Nattkafé på torget", done="Vi åpnet kafé.", cost="40 000 kr")
    act(app, kari, document, "submit")
    assert reader.get("/nb/eksempelvik/nattkafe-pa-torget").status_code == 404
    assert "Publisert" in act(app, nils, document, "approve")
    page = reader.get("/nb/eksempelvik/nattkafe-pa-torget").text
    assert "40\xa0000 kr" in page
    assert "kafé" in page


def test_a_draft_is_read_by_nobody_else(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="Hemmelig utkast")
    assert nils.get(f"/nb/desk/documents/{document}").status_code == 403
    other = signed_in(app, "Ola", "coordinator", "lilleby-ost")
    for page in ("", "/write", "/preview", "/translate/sv"):
        answer = other.get(f"/nb/desk/documents/{document}{page}")
        assert answer.status_code == 403, page
        assert "Hemmelig" not in answer.text


def test_what_is_typed_is_kept_whole_or_not(app: Flask, kari: Person) -> None:
    document = begun(kari)
    address = f"/nb/desk/documents/{document}"
    told = kari.post(f"{address}/keep", {"done": "Halvferdig"}).json
    assert told is not None
    assert (told["kept"], told["joined"], told["problem"]) == (True, False, "")
    page = kari.get(f"{address}/write").text
    assert "Halvferdig" in page
    form = {**carried(page), "done": "Helt ferdig"}
    answer = kari.post(f"{address}/write", {**form, "do": "save"})
    assert answer.status_code == 422
    assert "Skriv tittel." in answer.text
    assert "Helt ferdig" in answer.text
    assert "Helt ferdig" in kari.get(f"{address}/write").text
    with site_of(app).database.reading() as session:
        assert session.get(Document, document) is None


def test_a_form_sent_twice_makes_one_document(app: Flask, kari: Person) -> None:
    id = str(uuid4())
    form = {"id": id, "kind": "need", "language": "nb", "organisation": "eksempelvik"}
    for _ in range(2):
        assert kari.post("/nb/desk/new", form).status_code == 303
    for _ in range(2):
        answer = kari.post(
            f"/nb/desk/documents/{id}/write",
            {"title": "Én gang", "do": "save", "kind": "need", "language": "nb"},
        )
        assert answer.status_code == 303
    with site_of(app).database.reading() as session:
        assert session.get(Document, UUID(id)) is not None
        assert session.scalar(select(func.count()).where(Revision.document_id == UUID(id))) == 1


def test_parts_are_added_moved_and_removed_without_script(kari: Person) -> None:
    document = begun(kari, "meeting")
    address = f"/nb/desk/documents/{document}/write"

    def press(do: str, **fields: str) -> str:
        form = {**carried(kari.get(address).text), **fields, "title": "Møte", "do": do}
        answer = kari.post(address, form)
        assert answer.status_code == 303
        return kari.get(answer.location).text

    assert "statements.0.text" in press("add:statements")
    first = {
        "statements.0.present": "1",
        "statements.0.text": "Først",
        "statements.0.wording": "paraphrase",
    }
    assert "statements.1.text" in press("add:statements", **first)
    both = {
        **first,
        "statements.1.present": "1",
        "statements.1.text": "Sist",
        "statements.1.wording": "verbatim",
    }
    page = press("up:statements.1", **both)
    assert page.index("Sist") < page.index("Først")
    saved(kari, document, title="Møte", **both)
    page = kari.get(address).text
    assert 'name="statements.0.id" value="s1"' in page
    assert 'name="statements.1.id" value="s2"' in page
    gone = {**both, "statements.0.id": "s1", "statements.1.id": "s2"}
    form = {**carried(page), **gone, "title": "Møte", "do": "remove:statements.0"}
    answer = kari.post(address, form)
    assert answer.status_code == 200
    assert "Utsagn 1 er fjernet." in " ".join(answer.text.split())
    page = kari.get(address).text
    assert "Først" not in page
    assert "Sist" in page
    # Taken back by the button beside that sentence: with its words and its id, where it stood.
    removed = re.search(r'name="removed" value="([^"]+)"', answer.text)
    assert removed
    left = {"statements.0.present": "1", "statements.0.id": "s2", "statements.0.text": "Sist"}
    left |= {"statements.0.wording": "verbatim", "removed": html.unescape(removed[1])}
    for sent in ("", "{", "[]", '{"place": "statements.x", "part": {}}', '{"place": 1, "part": 2}'):
        assert "Først" not in press("restore", **left | {"removed": sent})
    page = press("restore", **left)
    assert page.index("Først") < page.index("Sist")
    assert 'name="statements.0.id" value="s1"' in page


def test_nobody_approves_their_own_text(app: Flask) -> None:
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        set_own_approval(session, home, True, actor=get_system_actor(session, "test"))
    anders = signed_in(app, "Anders", "approver", "eksempelvik")
    document = begun(anders)
    saved(anders, document, title="Egen tekst")
    act(app, anders, document, "submit")
    answer = anders.post(
        f"/nb/desk/documents/{document}/approve", {"revision": str(newest(app, document))}
    )
    assert answer.status_code == 403
    with site_of(app).database.reading() as session:
        assert session.get(Entry, document) is None


def test_what_others_changed_is_joined_else_both_are_shown(app: Flask, kari: Person) -> None:
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    document = begun(kari)
    saved(kari, document, title="Tittel", done="Gjort", results="Resultat")
    address = f"/nb/desk/documents/{document}/write"
    base = str(newest(app, document))
    whole = {"title": "Tittel", "done": "Gjort", "results": "Resultat", "base": base, "do": "save"}
    assert berit.post(address, {**whole, "results": "Berits resultat"}).status_code == 303
    answer = kari.post(address, {**whole, "done": "Karis arbeid"})
    assert answer.status_code == 303
    assert "er slått sammen med ditt" in kari.get(answer.location).text
    page = kari.get(address).text
    assert "Berits resultat" in page
    assert "Karis arbeid" in page
    base = str(newest(app, document))
    again = {"title": "Tittel", "results": "Berits resultat", "base": base, "do": "save"}
    assert berit.post(address, {**again, "done": "Berits arbeid"}).status_code == 303
    answer = kari.post(address, {**again, "done": "Karis ord"})
    assert answer.status_code == 409
    assert "Karis" in answer.text
    assert "Berits" in answer.text
    answer = kari.post(f"/nb/desk/documents/{document}/settle", {"take.done": "both"})
    assert answer.status_code == 303
    page = kari.get(address).text
    assert "Karis ord\n\nBerits arbeid" in page.replace("\r", "")


def test_an_identity_number_stops_and_a_coordinator_lets_through(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    # From the tax authority's synthetic test register: 80 is added to the month.
    page = saved(kari, document, title="Med nummer", done="Han har 21880650006 i systemet.")
    assert "kan ikke sendes inn" in page
    assert "Ingenting er endret" in act(app, kari, document, "submit")
    assert "<mark>21880650006</mark>" in page
    form = kari.get(f"/nb/desk/documents/{document}/write").text
    assert 'href="#done"' in form
    assert nils.get(f"/nb/desk/documents/{document}").status_code == 403
    act(app, kari, document, "ask-exception", "Det er syntetisk.")
    assert "Med nummer" in nils.get("/nb/desk/").text
    assert "Ingenting er endret" in act(app, nils, document, "overrule")
    assert "Unntaket er godkjent" in act(app, nils, document, "overrule", "Fra testregisteret.")
    assert "Sendt til gjennomgang" in act(app, kari, document, "submit")
    assert "Publisert" in act(app, nils, document, "approve")
    assert "Fra testregisteret." in kari.get(f"/nb/desk/documents/{document}").text


def test_an_exception_can_be_refused_and_asked_for_once_more(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Nummer 21880650006")
    act(app, kari, document, "ask-exception", "Fra et skjema.")
    assert "ber om unntak" in nils.get("/nb/desk/").text
    page = nils.get(f"/nb/desk/documents/{document}").text
    assert "Avslå unntaket" in page
    assert "Ingenting er endret" in act(app, nils, document, "refuse-exception")
    assert "Unntaket er avslått" in act(app, nils, document, "refuse-exception", "Ta det ut.")
    # It waits no more, the writer reads why, and a second refusal has nothing to refuse.
    assert "ber om unntak" not in nils.get("/nb/desk/").text
    assert "Ta det ut." in kari.get(f"/nb/desk/documents/{document}").text
    assert "Ingenting er endret" in act(app, nils, document, "refuse-exception", "Igjen.")
    with site_of(app).database.reading() as session:
        mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert mail is not None
    assert mail.to == kari.email
    assert "21880650006" not in mail.subject + mail.body
    assert "Ta det ut." not in mail.body
    act(app, kari, document, "ask-exception", "Det er en saksnøkkel.")
    assert "ber om unntak" in nils.get("/nb/desk/").text


def test_endorsed_publicly_with_a_date_and_a_reason(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="God idé")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    assert kari.post(f"/nb/desk/endorse/{document}", {"note": "Fin!"}).status_code == 403
    answer = nils.post(f"/nb/desk/endorse/{document}", {"note": "Lett å ta etter."})
    assert answer.status_code == 303
    page = app.test_client().get("/sv/eksempelvik/god-ide").text
    assert "Rekommenderad av" in page
    assert "Lett å ta etter." in page
    nils.post(f"/nb/desk/documents/{document}/take-back-endorsement", {"note": "Foreldet"})
    assert "Rekommenderad av" not in app.test_client().get("/sv/eksempelvik/god-ide").text


def test_withdrawn_with_a_reason_is_gone(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="Feil tall")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    address = f"/nb/desk/documents/{document}/withdraw"
    # A colleague who did not write it is no more asked than before.
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    assert berit.post(address, {"note": "Feil"}).status_code == 403
    nils.post(address, {"note": " "})
    assert app.test_client().get("/nb/eksempelvik/feil-tall").status_code == 200
    nils.post(address, {"note": "Tallene var feil."})
    assert app.test_client().get("/nb/eksempelvik/feil-tall").status_code == 410


def test_a_translation_says_what_changed_since(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="Vaktordning", done="Ett avsnitt.")
    address = f"/nb/desk/documents/{document}/translate/sv"
    assert "Vaktordning" in kari.get(address).text
    answer = kari.post(address, {"words.title": "", "words.done": "Ett stycke.", "do": "save"})
    assert answer.status_code == 422
    assert "Ett stycke." in answer.text
    answer = kari.post(
        address, {"words.title": "Jourordning", "words.done": "Ett stycke.", "do": "save"}
    )
    assert answer.status_code == 303
    saved(kari, document, title="Vaktordning", done="Et helt nytt avsnitt.")
    page = kari.get(address).text
    assert "1 avsnitt i originalen er endret" in page
    assert "Ett stycke." in page


def test_interrupted_by_the_end_of_the_session_nothing_is_lost(app: Flask, kari: Person) -> None:
    document = begun(kari)
    address = f"/nb/desk/documents/{document}/write"
    page = kari.get(address).text
    form = {"title": "Langt arbeid", "done": "Tre timers skriving", "csrf_token": token_of(page)}
    kari.client.delete_cookie("__Host-grannar", domain="localhost")
    answer = kari.client.post(
        address, data={**form, "do": "save"}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 401
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
    assert kept
    answer = kari.client.post(
        "/nb/account/sign-in",
        data={
            "email": kari.email,
            "password": PASSWORD,
            "kept": kept[1],
            "csrf_token": token_of(answer.text),
        },
    )
    assert answer.status_code == 303
    assert answer.location.endswith(address)
    assert "Tre timers skriving" in kari.client.get(address).text


def interrupted(who: Person, address: str, form: dict[str, object]) -> str:
    """The form sent after the sign-in ended, and what the sign-in page carries of it."""
    token = who.token()
    who.client.delete_cookie("__Host-grannar", domain="localhost")
    answer = who.client.post(
        address, data={**form, "csrf_token": token}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 401
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
    assert kept
    return kept[1]


def signed_in_again(who: Person, kept: str) -> TestResponse:
    """What signing in answers with what was carried."""
    form = {"email": who.email, "password": PASSWORD, "kept": kept, "csrf_token": who.token()}
    return who.client.post("/nb/account/sign-in", data=form)


def state_of(app: Flask, document: UUID) -> str:
    """How far the original has come."""
    with site_of(app).database.reading() as session:
        text = session.get_one(DocumentText, (document, "nb"))
        return text.state


def test_a_note_survives_the_end_of_the_session_and_is_sent_by_one_press(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Åpent til midnatt")
    act(app, kari, document, "submit")
    address = f"/nb/desk/documents/{document}/send-back"
    form: dict[str, object] = {
        "revision": newest(app, document),
        "note": "Nevn kostnaden, takk",
        "page": "review",
    }
    page = signed_in_again(nils, interrupted(nils, address, form))
    assert page.status_code == 200
    assert "Ingenting er endret ennå" in page.text
    assert "Nevn kostnaden, takk" in page.text
    assert state_of(app, document) == "in_review"
    assert f'action="{address}"' in page.text
    answer = nils.client.post(address, data={**form, "csrf_token": token_of(page.text)})
    assert answer.status_code == 303
    assert state_of(app, document) == "changes_requested"


def test_a_question_comes_back_to_its_own_form(app: Flask, kari: Person) -> None:
    with site_of(app).database.reading() as session:
        own = find_organisation_ids(session)["eksempelvik"]
        entry = session.scalars(select(Entry.id).where(Entry.organisation_id != own)).first()
    address = f"/nb/desk/ask/{entry}"
    form: dict[str, object] = {"text": "Hvor mange nattevakter trengte dere?"}
    page = signed_in_again(kari, interrupted(kari, address, form))
    assert "Hvor mange nattevakter trengte dere?" in page.text
    assert f'action="{address}"' in page.text


def test_a_chosen_file_becomes_the_draft_it_was_chosen_for(app: Flask, kari: Person) -> None:
    id, data = str(uuid4()), word(p(run("Vi fulgte hver vakt i tre uker.")))
    form: dict[str, object] = {
        "id": id,
        "kind": "experience",
        "language": "nb",
        "organisation": "eksempelvik",
        "file": (io.BytesIO(data), "rapport.docx"),
    }
    answer = signed_in_again(kari, interrupted(kari, "/nb/desk/new", form))
    assert answer.status_code == 303
    assert "Vi fulgte hver vakt i tre uker." in kari.get(answer.location).text


def test_a_long_word_file_is_read_whole_and_what_needs_a_look_is_told(kari: Person) -> None:
    sentence = "Kommunen spurte alle skolene om hva de hadde gjort i året som gikk. "
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>200 000</w:t></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>internt</w:t></w:r>"
    body = p(run("Rapport"), "Tittel") + p(struck + hidden) + p(run(sentence * 10)) * 300
    form = {"kind": "resource", "language": "nb", "organisation": "eksempelvik"}
    file = (io.BytesIO(word(body)), "rapport.docx")
    begun_with = kari.post("/nb/desk/new", {"id": str(uuid4()), **form, "file": file})
    page = kari.get(begun_with.location.replace("/proposals", "/write")).text
    assert "skjult tekst" in page
    assert "I filen er noe strøket over." in page
    assert "Teksten er lengre enn en tekst kan være, 100\u00a0000 tegn." in page
    assert page.count("Kommunen spurte") == 3_000
    assert "internt" not in page
    file = (io.BytesIO(word(p(run(sentence * 5_000)))), "rapport.docx")
    too_long = kari.post("/nb/desk/new", {"id": str(uuid4()), **form, "file": file})
    assert too_long.status_code == 422
    assert "Det leses høyst 300\u00a0000 tegn, omtrent 100 sider." in too_long.text


def test_a_file_too_large_to_come_along_is_told(
    kari: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interrupted_form, "_LARGEST_FILES", 1_000)
    token = kari.token()
    kari.client.delete_cookie("__Host-grannar", domain="localhost")
    answer = kari.client.post(
        "/nb/desk/new",
        data={
            "pasted": "Dette limte jeg inn.",
            "file": (io.BytesIO(bytes(1_001)), "stor.docx"),
            "csrf_token": token,
        },
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 401
    assert "Filen var for stor til å bli med" in answer.text
    assert 'name="kept"' in answer.text


def test_a_form_opened_before_signing_in_anew_is_shown_with_what_was_typed(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Åpent til midnatt")
    act(app, kari, document, "submit")
    answer = nils.client.post(
        f"/nb/desk/documents/{document}/send-back",
        data={
            "revision": newest(app, document),
            "note": "Nevn kostnaden",
            "page": "review",
            "csrf_token": "gammel",
        },
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 400
    assert "Nevn kostnaden" in answer.text
    assert state_of(app, document) == "in_review"


def mails(app: Flask) -> list[OutgoingMail]:
    """The mails of the outbox, in order."""
    with site_of(app).database.reading() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_mail_tells_which_text_and_who_without_a_word_of_text_or_note(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Nattkafé på torget", done="Ordet hemmelighet")
    act(app, kari, document, "submit", "Merknaden")
    act(app, nils, document, "send-back", "Svaret")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    asked, sent_back, again, published = mails(app)
    assert [mail.to for mail in (asked, sent_back, published)] == [
        nils.email,
        kari.email,
        kari.email,
    ]
    desk = f"https://grannar.example/nb/desk/documents/{document}"
    for mail in mails(app):
        assert "«Nattkafé på torget»" in mail.subject
        assert "«Nattkafé på torget»" in mail.body
        assert "Erfaringsrapport, Eksempelvik" in mail.body
        assert desk in mail.body
        for secret in ("hemmelighet", "Merknaden", "Svaret"):
            assert secret not in mail.subject + mail.body
    assert asked.subject.startswith("Til gjennomgang: ")
    assert "Kari har sendt" in asked.body
    assert "Nils har gått gjennom" in sent_back.body
    # That there is a note, and the way straight to it.
    for mail, has_note in ((asked, True), (sent_back, True), (again, False), (published, False)):
        assert ("Les merknaden" in mail.body) is has_note
    address = "https://grannar.example/nb/eksempelvik/nattkafe-pa-torget"
    assert f"Les teksten her:\n\n{address}\n" in published.body
    assert address not in asked.body


def test_a_title_with_an_identity_number_is_in_no_mail(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    # From the tax authority's synthetic test register: 80 is added to the month.
    saved(kari, document, title="Om 21880650006", done="Tekst")
    act(app, kari, document, "ask-exception", "Det er syntetisk.")
    (mail,) = mails(app)
    assert mail.subject == "Forespørsel om unntak: en tekst fra Eksempelvik"
    assert "21880650006" not in mail.subject + mail.body


def test_a_long_title_leaves_the_subject_readable(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="Ord " * 60)
    act(app, kari, document, "submit")
    (mail,) = mails(app)
    assert len(mail.subject) < 140
    assert mail.subject.endswith(" …»")


def test_mass_assignment_changes_nothing(app: Flask, kari: Person) -> None:
    document = begun(kari)
    saved(
        kari,
        document,
        title="Bare tittel",
        kind="plan",
        state="published",
        organisation_id="1",
        published_id=str(uuid4()),
        language="sv",
        recorded_from="",
    )
    with site_of(app).database.reading() as session:
        row = session.get_one(Document, document)
        assert (row.kind, row.language) == ("experience", "nb")
        revision = session.scalars(select(Revision).where(Revision.document_id == document)).one()
        assert revision.content == {"kind": "experience", "language": "nb", "title": "Bare tittel"}
        assert session.get(Entry, document) is None


def test_a_pasted_text_and_a_file_that_is_none(kari: Person) -> None:
    document = begun(kari, pasted="Første linje\n\n* ikke liste")
    assert "Første linje" in kari.get(f"/nb/desk/documents/{document}/write").text
    answer = kari.post(
        "/nb/desk/new",
        {
            "kind": "need",
            "language": "nb",
            "organisation": "eksempelvik",
            "file": (io.BytesIO(b"PK not a document"), "rapport.docx"),
        },
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "kan ikke leses her" in answer.text


def test_a_link_is_found_by_search_while_writing(app: Flask, kari: Person) -> None:
    document = begun(kari)
    address = f"/nb/desk/documents/{document}/write"
    # Not all of what is remembered of an entry stands in it.
    for words in ("frokost", "frokost romskip"):
        page = kari.post(address, {"title": "T", "find": words, "do": "find"}).text
        assert 'value="link:eksempelvik/frokost"' in page
    page = kari.post(address, {"title": "T", "find": "romskip", "do": "find"}).text
    assert "link:eksempelvik" not in page
    answer = kari.post(address, {"title": "T", "do": "link:eksempelvik/frokost"})
    assert "eksempelvik/frokost" in kari.get(answer.location).text


def test_the_working_copy_is_the_writers_own(app: Flask, kari: Person) -> None:
    document = begun(kari)
    kari.post(f"/nb/desk/documents/{document}/keep", {"done": "Mitt eget"})
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    assert berit.get(f"/nb/desk/documents/{document}/write").status_code == 404
    with site_of(app).database.reading() as session:
        copy = session.scalars(select(WorkingCopy)).one()
        assert copy.account_id == kari.account_id


def test_previews_are_seen_by_the_writer_alone(app: Flask, kari: Person) -> None:
    document = begun(kari)
    address = f"/nb/desk/documents/{document}"
    answer = kari.post(
        f"{address}/write", {"title": "Slik blir det", "done": "**Fet**", "do": "preview"}
    )
    page = kari.get(answer.location)
    assert "<strong>Fet</strong>" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert app.test_client().get(f"{address}/preview").status_code == 303


def test_a_text_that_is_too_long_is_kept_and_the_cap_is_named(kari: Person) -> None:
    document = begun(kari)
    address = f"/nb/desk/documents/{document}/write"
    text = "ord " * 30_000
    answer = kari.post(address, {"title": "T" * 301, "body": text, "do": "save"})
    assert answer.status_code == 422
    assert "Tittel: Høyst 300 tegn, og her er det 301." in answer.text
    assert "Tekst: Høyst 100\xa0000 tegn, og her er det 119\xa0999." in answer.text
    page = kari.get(address).text
    assert page.count("ord ") >= 29_999
    assert "T" * 301 in page


def test_more_than_a_form_can_hold_is_refused_with_a_sentence(kari: Person) -> None:
    document = begun(kari)
    address = f"/nb/desk/documents/{document}/write"
    answer = kari.post(address, {"title": "T", "body": "x" * 5_000_000, "do": "save"})
    assert answer.status_code == 413
    assert "Det ble for mye på én gang" in answer.text


def test_what_was_not_found_becomes_a_need(app: Flask) -> None:
    page = app.test_client().get("/nb/search?q=%C3%B8rnereder%20xq").text
    link = re.search(r'href="(/nb/desk/new\?[^"]+)"', page)
    assert link
    client = app.test_client()
    answer = client.get(link[1].replace("&amp;", "&"))
    assert answer.status_code == 303
    page = client.get(answer.location).text
    account(app, "Kari", "coordinator", "eksempelvik")
    wanted = re.search(r'name="next" value="([^"]+)"', page)
    assert wanted
    answer = client.post(
        "/nb/account/sign-in",
        data={
            "email": "kari@eksempelvik.example",
            "password": PASSWORD,
            "next": wanted[1].replace("&amp;", "&"),
            "csrf_token": token_of(page),
        },
    )
    page = client.get(answer.location).text
    assert 'value="ørnereder xq"' in page
    assert re.search(r'value="need"[^>]*\schecked', page)


def test_a_review_that_is_due_is_the_owners_task_then_the_coordinators(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Gammel sannhet", review_by="2026-12")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    told = "skulle vært gjennomgått innen"
    page = "/nb/eksempelvik/gammel-sannhet"
    assert told not in kari.get("/nb/desk/").text
    assert told not in app.test_client().get(page).text
    with clock.freeze_time(datetime(2027, 1, 2, tzinfo=UTC)):
        kari = enter(app, kari.email, kari.account_id)
        nils = enter(app, nils.email, nils.account_id)
        assert told in kari.get("/nb/desk/").text
        assert told not in nils.get("/nb/desk/").text
        assert "Det er ikke gjort" in app.test_client().get(page).text
    with clock.freeze_time(datetime(2027, 3, 5, tzinfo=UTC)):
        nils = enter(app, nils.email, nils.account_id)
        assert told in nils.get("/nb/desk/").text
        assert app.test_client().get(page).status_code == 200


def test_a_draft_above_a_public_text_says_so_in_words_that_stand_apart(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari)
    saved(kari, document, title="Står åpent")
    act(app, kari, document, "submit")
    act(app, nils, document, "approve")
    saved(kari, document, title="Står fortsatt åpent")
    page = kari.get("/nb/desk/").get_data(as_text=True)
    line = page[page.index("Står fortsatt åpent") :]
    text = " ".join(re.sub(r"<[^>]*>", "", line[: line.index("</li>")]).split())
    assert "er offentlig siden" in text


def test_what_was_thrown_away_is_brought_back_for_a_week_by_its_writer(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = begun(kari, title="Kastet for fort")
    address = f"/nb/desk/documents/{document}"
    answer = kari.post(f"{address}/throw-away", {"language": "nb"})
    page = kari.get(answer.location).text
    assert "Det som ikke var lagret, er kastet." in page
    assert f'action="{address}/bring-back"' in page
    assert kari.get(f"{address}/write").status_code == 404
    assert nils.post(f"{address}/bring-back", {"language": "nb"}).status_code == 404
    for language in ("", "xx", "sv"):
        assert kari.post(f"{address}/bring-back", {"language": language}).status_code == 404
    answer = kari.post(f"{address}/bring-back", {"language": "nb"})
    assert answer.location == f"{address}/write"
    assert "Kastet for fort" in kari.get(answer.location).text
    # It is back once, and not over what has been begun since.
    assert kari.post(f"{address}/bring-back", {"language": "nb"}).status_code == 404
    saved(kari, document, title="Lagret")
    kari.post(f"{address}/keep", {**carried(kari.get(f"{address}/write").text), "title": "Endret"})
    kari.post(f"{address}/throw-away", {"language": "nb"})
    kari.post(f"{address}/keep", {**carried(kari.get(f"{address}/write").text), "title": "Nytt"})
    answer = kari.post(f"{address}/bring-back", {"language": "nb"})
    page = kari.get(answer.location).text
    assert 'value="Nytt"' in page
    assert "Du har skrevet i et annet vindu" in page
    with (
        clock.freeze_time(clock.now() + timedelta(days=8)),
        site_of(app).database.transaction() as session,
        pytest.raises(NotFound),
    ):
        bring_back_copy(session, document, "nb", actor=read_actor(session, kari.account_id))
    thrown_away = select(func.count()).select_from(ThrownAwayCopy)
    for days, left in ((6, 1), (8, 0)):
        with clock.freeze_time(clock.now() + timedelta(days=days)):
            forget(site_of(app))
        with site_of(app).database.reading() as session:
            assert session.scalar(thrown_away) == left
    for where in ("", "nonsense", "00000000-0000-0000-0000-000000000000"):
        assert kari.get(f"/nb/desk/?thrown_away={where}").status_code == 200


# When the people of the next tests sign in and write, whatever day it is.
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def at_noon() -> Iterator[None]:
    """The clock stands at noon, before anybody has signed in."""
    with clock.freeze_time(NOON):
        yield


@pytest.mark.usefixtures("at_noon")
def test_approved_now_and_public_at_a_time(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="Åpent til midnatt")
    act(app, kari, document, "submit")
    address = f"/nb/desk/documents/{document}"

    def plan(at: str) -> TestResponse:
        form = {"revision": str(newest(app, document)), "note": "Etter møtet", "at": at}
        form["page"] = "review"
        return nils.post(f"{address}/schedule", form)

    for at, status, sentence in (
        ("i morgen", 422, "Skriv dag og klokkeslett slik"),
        ("2026-11-28", 422, "Skriv dag og klokkeslett slik"),
        ("2026-11-28T12:59", 422, "fram i tid"),
        ("2027-03-28T02:30", 422, "Det klokkeslettet finnes ikke"),
        ("2027-10-31T02:30", 422, "Det klokkeslettet kommer to ganger"),
    ):
        answer = plan(at)
        assert answer.status_code == status
        assert sentence in answer.text
        assert at in answer.text
        assert "Etter møtet" in answer.text
    assert plan("2027-03-01 08:00").status_code == 303
    page = kari.get(address).text
    assert "Teksten blir publisert automatisk 1. mars 2027 kl. 08.00." in " ".join(page.split())
    assert publish_all_due(site_of(app)) == 0
    with clock.freeze_time(datetime(2027, 3, 1, 7, tzinfo=UTC)):
        assert publish_all_due(site_of(app)) == 1
        assert publish_all_due(site_of(app)) == 0
        assert state_of(app, document) == "published"
    *_submitted, planned, published, also_published = mails(app)
    assert planned.subject == "Godkjent til et tidspunkt: «Åpent til midnatt»"
    assert {published.to, also_published.to} == {kari.email, nils.email}
    assert "Nils har publisert «Åpent til midnatt»." in published.body
    with site_of(app).database.reading() as session:
        slug = session.get_one(Entry, document).slug
    assert f"https://grannar.example/nb/eksempelvik/{slug}" in published.body


@pytest.mark.usefixtures("at_noon")
def test_what_cannot_become_public_at_its_time_says_why(
    app: Flask, kari: Person, nils: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = begun(kari)
    saved(kari, document, title="Åpent til midnatt")
    act(app, kari, document, "submit")
    form = {"revision": str(newest(app, document)), "at": "2027-03-01T08:00"}
    nils.post(f"/nb/desk/documents/{document}/schedule", form)

    def refuse(*_: object, **__: object) -> None:
        raise Invalid.in_field("identity_number", "title")

    monkeypatch.setattr(scheduling, "publish", refuse)
    with clock.freeze_time(datetime(2027, 3, 1, 7, tzinfo=UTC)):
        assert publish_all_due(site_of(app)) == 0
        assert publish_all_due(site_of(app)) == 0
    page = " ".join(kari.get(f"/nb/desk/documents/{document}").text.split())
    assert "Teksten skulle publiseres 1. mars 2027 kl. 08.00, men det gikk ikke:" in page
    assert "ser ut som et fødselsnummer" in page
    assert mails(app)[-1].subject == "Kunne ikke publiseres: «Åpent til midnatt»"
    assert state_of(app, document) == "in_review"


def test_a_fault_of_a_translation_names_its_text(kari: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="Vi trenger hjelp", done="Vi spurte.")
    address = f"/nb/desk/documents/{document}/translate/sv"
    page = kari.get(address).text
    form = {**carried(page), "words.title": " ", "words.done": "Vi frågade.", "do": "save"}
    answer = kari.post(address, form)
    assert answer.status_code == 422
    assert "Tittel: Oversett tittelen." in answer.text.split('id="problems"')[1]
