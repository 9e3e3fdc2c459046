"""Needs with their answers, questions, reports: from the public page to the desk and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from network import clock
from network.changes import Change
from network.community.needs import reminders
from network.community.needs.actions import answer_with_entry, record_what_helped, reply_to_need
from network.community.needs.reading import read_answers, read_open_needs
from network.community.needs.tables import HelpfulAnswer, NeedAnswer, RemindedNeed
from network.community.permissions import A_DAY, AN_HOUR
from network.community.questions.actions import answer_question, ask_question
from network.community.questions.tables import Question
from network.community.reports.actions import close_report, report_page
from network.community.reports.tables import Report
from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from network.kinds import parse_content
from network.mail.tables import OutgoingMail
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor, read_actor
from network.people.tables import AccountEvent
from tests.people import coordinator, national_coordinator, stranger
from tests.web.people import Person, signed_in, site_of

NUMBER = "21880650006"


def written(app: Flask, home: str, slug: str, *, by: str = "", **value: object) -> UUID:
    """Something public, of ``home`` and published by it or by another."""
    content = parse_content({"language": "nb", "title": f"{slug} {home}"} | value)
    with site_of(app).database.transaction() as session:
        actor, ids = get_system_actor(session, "test"), find_organisation_ids(session)
        place = Placement(ids[home], slug, ids[by or home])
        revision = begin(session, place, content, actor=actor)
        publish(session, revision.id, actor=actor)
        return revision.document_id


@dataclass
class Scene:
    """A site with a need of one municipality and an experience of another, and its people."""

    app: Flask
    need: UUID
    entry: UUID

    @cached_property
    def kari(self) -> Person:
        """Coordinates where the need is from."""
        return signed_in(self.app, "Kari", "coordinator", "eksempelvik")

    @cached_property
    def karin(self) -> Person:
        """Coordinates where the experience is from."""
        return signed_in(self.app, "Karin", "coordinator", "exempelstad")

    @cached_property
    def nils(self) -> Person:
        """Coordinates Norway."""
        return signed_in(self.app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")

    def post(self, who: Person, path: str, code: int = 303, /, **form: str) -> TestResponse:
        made = who.post(f"/nb/desk/{path}", form)
        assert made.status_code == code, made.text
        return made

    def page(self, path: str = "eksempelvik/behov") -> str:
        return self.app.test_client().get(f"/nb/{path}").text

    def session(self) -> Any:
        return site_of(self.app).database.transaction()


@pytest.fixture
def scene(own_app: Flask) -> Scene:
    need = written(
        own_app, "eksempelvik", "behov", kind="need", summary="Hvem har prøvd?", topics=["schools"]
    )
    entry = written(own_app, "exempelstad", "forsok", kind="experience", done="Vi prövade.")
    return Scene(own_app, need, entry)


def mails(app: Flask) -> list[tuple[str, str]]:
    with site_of(app).database.reading() as session:
        rows = session.execute(select(OutgoingMail.to, OutgoingMail.body))
        return [(row.to, row.body) for row in rows]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- Needs ----------------------------------------------------------------------------------


def test_a_reply_stands_at_the_need_with_organisation_role_and_date_and_no_name(
    scene: Scene,
) -> None:
    before = scene.app.test_client().get("/nb/eksempelvik/behov").headers["ETag"]
    scene.post(
        scene.karin,
        f"answer/{scene.need}",
        do="reply",
        organisation="exempelstad",
        language="sv",
        text="Vi har gjort det.\n\nRing oss <b>gärna</b>.",
    )
    answer = scene.app.test_client().get("/nb/eksempelvik/behov")
    assert answer.headers["ETag"] != before
    page = answer.text
    assert '<div class="said" lang="sv"><p>Vi har gjort det.</p><p>Ring oss &lt;b&gt;gärna' in page
    told = text_of(page[page.index('id="answers"') :])
    assert "Exempelstad" in told
    assert "(koordinator)" in told
    assert "Karin" not in page


def test_an_answer_becomes_a_line_of_the_log_and_a_letter_to_who_asked(scene: Scene) -> None:
    assert scene.kari
    scene.post(
        scene.karin,
        f"answer/{scene.need}",
        do="entry:exempelstad/forsok",
        organisation="exempelstad",
    )
    with scene.session() as session:
        newest = session.scalars(select(Change).order_by(Change.number.desc())).first()
        assert (newest.entry_id, newest.verb) == (scene.need, "answered")
    [(to, body)] = mails(scene.app)
    assert to == "kari@eksempelvik.example"
    assert "behov eksempelvik" not in body
    assert "forsok exempelstad" in scene.page()


def test_an_entry_that_answers_by_its_own_link_stands_among_the_answers_once(scene: Scene) -> None:
    linking = written(
        scene.app,
        "lilleby-ost",
        "svar",
        kind="experience",
        links=[{"relation": "answers", "to": "eksempelvik/behov"}],
    )
    with scene.session() as session:
        verbs = session.scalars(select(Change.verb).where(Change.entry_id == scene.need))
        assert list(verbs).count("answered") == 1
        with pytest.raises(Conflict):
            answer_with_entry(
                session,
                scene.need,
                linking,
                find_organisation_ids(session)["exempelstad"],
                actor=coordinator(session, "exempelstad"),
            )
    page = scene.page()
    answers = page[page.index('id="answers"') :]
    assert answers[: answers.index("</section>")].count("svar lilleby-ost") == 1


def test_an_entry_to_answer_with_is_found_by_words_or_by_its_address(scene: Scene) -> None:
    for typed in (
        "frokost",
        # Not all of what is remembered of an entry stands in it.
        "frokost romskip",
        "https://grannar.example/sv/exempelstad/frukost?my=x#q",
        "exempelstad/frukost",
    ):
        page = scene.post(scene.karin, f"answer/{scene.need}", 200, do="find", find=typed).text
        assert 'value="entry:exempelstad/frukost"' in page
    for typed in ("exempelstad/finnes-ikke", "//", "x/y/z", "\x00"):
        scene.post(scene.karin, f"answer/{scene.need}", 200, do="find", find=typed)
    scene.post(scene.karin, f"answer/{scene.need}", 404, do="entry:exempelstad/finnes-ikke")


def test_who_asked_says_what_helped_and_takes_it_back(scene: Scene) -> None:
    with scene.session() as session:
        karin = coordinator(session, "exempelstad")
        at = find_organisation_ids(session)["exempelstad"]
        said = reply_to_need(session, scene.need, at, text="Prøv det.", language="nb", actor=karin)
        pointed = answer_with_entry(session, scene.need, scene.entry, at, actor=karin)
        answer_id, pointed_id = said.id, pointed.id
        with pytest.raises(NotAllowed):
            record_what_helped(session, scene.need, answer_id=answer_id, actor=karin)
    scene.post(scene.kari, f"helped/{scene.need}", do=f"helped:answer:{answer_id}")
    scene.post(scene.kari, f"helped/{scene.need}", do=f"helped:entry:{scene.entry}")
    page = scene.page()
    assert page.count('class="helped"') == 2
    with scene.session() as session:
        found = read_answers(session, scene.need, "nb")
        assert {need_answer.id for need_answer in found if need_answer.helped} == {
            answer_id,
            pointed_id,
        }
    scene.post(scene.kari, f"helped/{scene.need}", do=f"back:answer:{answer_id}")
    assert scene.page().count('class="helped"') == 1
    assert scene.karin.get(f"/nb/desk/helped/{scene.need}").status_code == 403
    scene.post(scene.kari, f"helped/{scene.need}", 404, do=f"helped:answer:{uuid4()}")
    scene.post(scene.kari, f"helped/{scene.need}", 400, do="helped:nothing:x")


def test_an_experience_that_is_begun_from_a_need_links_to_it(scene: Scene) -> None:
    made = scene.post(
        scene.karin, f"answer/{scene.need}", do="write", organisation="exempelstad", language="sv"
    )
    form = scene.karin.get(made.location).text
    assert 'value="eksempelvik/behov"' in form
    assert '<option value="answers" selected>' in form


def test_a_need_that_is_not_open_takes_no_answer(scene: Scene) -> None:
    old = written(scene.app, "eksempelvik", "gammelt", kind="need", state="historical")
    assert "desk/answer" not in scene.page("eksempelvik/gammelt")
    with scene.session() as session, pytest.raises(Conflict):
        reply_to_need(
            session,
            old,
            find_organisation_ids(session)["exempelstad"],
            text="Svar",
            language="nb",
            actor=coordinator(session, "exempelstad"),
        )
    page = scene.karin.get(f"/nb/desk/answer/{old}").text
    assert 'value="reply"' not in page


def test_nobody_answers_their_own_need_or_without_a_mandate(scene: Scene) -> None:
    with scene.session() as session:
        ids = find_organisation_ids(session)
        for actor, at, refusal in (
            (coordinator(session, "eksempelvik"), "eksempelvik", Conflict),
            (coordinator(session, "eksempelvik"), "exempelstad", NotAllowed),
            (stranger(session), "exempelstad", NotAllowed),
        ):
            with pytest.raises(refusal):
                reply_to_need(session, scene.need, ids[at], text="Svar", language="nb", actor=actor)
        assert session.scalar(select(NeedAnswer.id)) is None


def test_the_open_needs_stand_with_the_longest_unanswered_first(scene: Scene) -> None:
    with clock.freeze_time(clock.now() + timedelta(days=3)):
        written(scene.app, "exempelstad", "nyare", kind="need", topics=["truancy"])
        written(scene.app, "lilleby-ost", "avgjort", kind="need", state="answered")
        page = scene.page("needs")
    assert page.index("behov eksempelvik") < page.index("nyare exempelstad")
    assert "avgjort" not in page
    assert "Uten svar siden" in page
    with scene.session() as session:
        at = find_organisation_ids(session)["lilleby-ost"]
        actor = coordinator(session, "lilleby-ost")
        reply_to_need(session, scene.need, at, text="Svar", language="nb", actor=actor)
        assert [answers for _, answers in read_open_needs(session)] == [0, 1]
    page = scene.page("needs")
    assert page.index("nyare exempelstad") < page.index("behov eksempelvik")
    assert "behov eksempelvik" not in scene.page("needs?country=SE")
    assert "behov eksempelvik" in scene.page("needs?country=NO")
    assert "behov eksempelvik" not in scene.page("needs?topic=truancy")
    assert "behov eksempelvik" in scene.page("needs?topic=none&country=x&page=99")
    home = scene.page("")
    assert "behov eksempelvik" in home
    assert "avgjort" not in home


def test_a_need_shows_what_exists_while_it_is_written(scene: Scene) -> None:
    document = str(uuid4())
    form = {"id": document, "kind": "need", "language": "nb", "organisation": "eksempelvik"}
    scene.post(scene.kari, "new", **form, title="")
    page = scene.kari.get(f"/nb/desk/documents/{document}/write").text
    assert 'id="exists"' in page
    typed = {"title": "Frokost på skolen", "kind": "need", "language": "nb"}
    found = scene.post(scene.kari, f"documents/{document}/exists", 200, **typed).text
    assert "Skolfrukost i Exempelstad" in found
    assert 'value="link:exempelstad/frukost"' in found
    # A place in the title is what the need is about; what exists elsewhere is shown all the same.
    placed = {**typed, "title": "Frokost på skolen i Eksempelvik"}
    found = scene.post(scene.kari, f"documents/{document}/exists", 200, **placed).text
    assert "Skolfrukost i Exempelstad" in found
    # Of another matter: what merely lies nearest is no answer.
    other = {**typed, "title": "Romskip frokost"}
    found = scene.post(scene.kari, f"documents/{document}/exists", 200, **other).text
    assert "link:" not in found
    assert "Fant ikke noe lignende." in found
    scene.post(scene.karin, f"documents/{document}/exists", 404, **typed)
    looked = scene.post(scene.kari, f"documents/{document}/write", 200, **typed, do="exists").text
    assert "Skolfrukost i Exempelstad" in looked
    scene.post(scene.kari, f"documents/{document}/write", **typed, do="link:exempelstad/frukost")
    page = scene.kari.get(f"/nb/desk/documents/{document}/write").text
    assert 'value="exempelstad/frukost"' in page


# --- Reminders ------------------------------------------------------------------------------


def remind(session: Session) -> int:
    folder = Path(__file__).parents[4] / "translations"
    found = reminders.remind_of_unanswered(
        session, catalogues=folder, address=lambda ui: f"https://grannar.example/{ui}/desk/needs"
    )
    return len(found)


def test_a_need_without_an_answer_for_four_weeks_goes_to_the_coordinator_once(
    scene: Scene,
) -> None:
    assert scene.nils
    with scene.session() as session:
        assert remind(session) == 0
    with clock.freeze_time(clock.now() + timedelta(days=29)):
        with scene.session() as session:
            assert remind(session) == 1
        with scene.session() as session:
            assert remind(session) == 0
        [(to, body)] = mails(scene.app)
        assert to == "nils@ostfylket-fylkeskommune.example"
        assert "https://grannar.example/nb/desk/needs" in body
        assert "behov eksempelvik" not in body
        nils = signed_in(scene.app, "Nora", "national_coordinator", "ostfylket-fylkeskommune", "NO")
        assert "behov eksempelvik" in nils.get("/nb/desk/needs").text


def killed(scene: Scene) -> None:
    with scene.session() as session:
        remind(session)
        raise RuntimeError("killed")


def test_a_killed_reminder_is_told_by_the_next_run(scene: Scene) -> None:
    with clock.freeze_time(clock.now() + timedelta(days=29)):
        with pytest.raises(RuntimeError, match="killed"):
            killed(scene)
        assert mails(scene.app) == []
        with scene.session() as session:
            assert remind(session) == 1
            assert session.scalar(select(RemindedNeed.need_id)) == scene.need


def test_administrators_stand_in_and_answered_needs_are_left_in_peace(scene: Scene) -> None:
    ada = signed_in(scene.app, "Ada", "administrator")
    swedish = written(scene.app, "exempelstad", "behov-sv", kind="need")
    with scene.session() as session:
        actor = coordinator(session, "lilleby-ost")
        at = find_organisation_ids(session)["lilleby-ost"]
        reply_to_need(session, scene.need, at, text="Svar", language="nb", actor=actor)
    with clock.freeze_time(clock.now() + timedelta(days=29)):
        with scene.session() as session:
            assert remind(session) == 1
            assert session.scalar(select(RemindedNeed.need_id)) == swedish
        assert [to for to, _ in mails(scene.app)] == [ada.email]


# --- Questions ------------------------------------------------------------------------------


def asked(scene: Scene, text: str = "Hva kostet det?") -> UUID:
    scene.post(
        scene.kari, f"ask/{scene.entry}", organisation="eksempelvik", language="nb", text=text
    )
    with scene.session() as session:
        found: UUID = session.scalars(select(Question.id)).one()
        return found


def test_a_question_is_public_and_answered_where_it_was_asked(scene: Scene) -> None:
    assert scene.karin
    question = asked(scene)
    page = scene.page("exempelstad/forsok")
    assert "Hva kostet det?" in page
    assert "Kari" not in page
    to, body = mails(scene.app)[0]
    assert to == "karin@exempelstad.example"
    # Who asks, as what, about which text, and the way to it; what they ask is on the page.
    assert "Koordinator, Eksempelvik." in body
    assert f"/desk/questions/{question}" in body
    assert "kostet" not in body
    assert "Hva kostet det?" in scene.karin.get("/nb/desk/questions").text
    assert "Hva kostet det?" not in scene.nils.get("/nb/desk/questions").text
    scene.post(scene.karin, f"questions/{question}", language="sv", text="Femtio tusen.")
    page = scene.page("exempelstad/forsok")
    assert '<div class="said" lang="sv"><p>Femtio tusen.</p>' in page
    to, body = mails(scene.app)[1]
    assert to == "kari@eksempelvik.example"
    assert f"/nb/exempelstad/forsok#q-{question.hex[:8]}" in body
    assert "kostet" not in body
    with scene.session() as session:
        verbs = session.scalars(select(Change.verb).where(Change.entry_id == scene.entry))
        assert list(verbs) == ["published", "answered"]
    # Mended later: no second letter.
    scene.post(scene.karin, f"questions/{question}", language="sv", text="Sextio tusen.")
    assert "Sextio tusen." in scene.page("exempelstad/forsok")
    assert len(mails(scene.app)) == 2


def test_only_who_published_answers(scene: Scene) -> None:
    question = asked(scene)
    for who in (scene.kari, scene.nils):
        assert who.get(f"/nb/desk/questions/{question}").status_code == 403
        scene.post(who, f"questions/{question}", 403, language="nb", text="Nei.")
    assert scene.karin.get(f"/nb/desk/questions/{uuid4()}").status_code == 404


def test_a_question_may_be_answered_by_a_revision_of_the_text(scene: Scene) -> None:
    with clock.freeze_time(clock.now()):
        question = asked(scene)
        told = scene.post(scene.karin, f"questions/{question}", 422, do="revised").text
        assert 'role="alert"' in told
    with clock.freeze_time(clock.now() + timedelta(days=1)):
        with scene.session() as session:
            site = get_system_actor(session, "test")
            content = parse_content(
                {"kind": "experience", "language": "nb", "title": "forsok", "cost": "Femti tusen."}
            )
            publish(session, revise(session, scene.entry, content, actor=site).id, actor=site)
        karin = signed_in(scene.app, "Karl", "approver", "exempelstad")
        scene.post(karin, f"questions/{question}", do="revised")
    page = scene.page("exempelstad/forsok")
    thread = page[page.index(f'id="q-{question.hex[:8]}"') :]
    assert 'class="answer"' in thread


def test_one_asks_neither_oneself_nor_without_a_mandate(scene: Scene) -> None:
    with scene.session() as session:
        ids = find_organisation_ids(session)
        for actor, at, refusal in (
            (coordinator(session, "exempelstad"), "exempelstad", Conflict),
            (coordinator(session, "eksempelvik"), "exempelstad", NotAllowed),
            (stranger(session), "eksempelvik", NotAllowed),
        ):
            with pytest.raises(refusal):
                ask_question(session, scene.entry, ids[at], text="Hva?", language="nb", actor=actor)
        kari = coordinator(session, "eksempelvik")
        with pytest.raises(NotFound):
            ask_question(
                session, uuid4(), ids["eksempelvik"], text="Hva?", language="nb", actor=kari
            )


BAD = [
    ("", "nb", "text"),
    ("x" * 2_001, "nb", "text"),
    (f"Han har {NUMBER}.", "nb", "text"),
    ("\x00", "nb", "text"),
    ("Hei", "da", "language"),
]


@pytest.mark.parametrize(("text", "language", "field"), BAD)
def test_what_cannot_be_public_is_told_and_nothing_typed_is_lost(
    own_app: Flask, text: str, language: str, field: str
) -> None:
    need = written(own_app, "eksempelvik", "behov", kind="need")
    with site_of(own_app).database.transaction() as session:
        karin = coordinator(session, "exempelstad")
        at = find_organisation_ids(session)["exempelstad"]
        for act in (
            lambda: reply_to_need(session, need, at, text=text, language=language, actor=karin),
            lambda: ask_question(session, need, at, text=text, language=language, actor=karin),
        ):
            with pytest.raises(Invalid) as refused:
                act()
            assert {fault.field for fault in refused.value.faults} == {field}
            assert NUMBER not in str(refused.value)


def test_a_form_that_is_refused_shows_what_was_typed(scene: Scene) -> None:
    text = f"En lang tanke om {NUMBER} og mer."
    form = {"language": "nb", "text": text}
    for who, path, own in (
        (scene.karin, f"answer/{scene.need}", "exempelstad"),
        (scene.kari, f"ask/{scene.entry}", "eksempelvik"),
    ):
        page = scene.post(who, path, 422, **form, organisation=own).text
        assert text in page
        assert 'aria-invalid="true"' in page
    page = scene.post(scene.kari, f"report/{scene.entry}", 422, reason=text).text
    assert text in page


# --- Reports --------------------------------------------------------------------------------


def test_a_reported_question_is_taken_away_by_the_coordinator(scene: Scene) -> None:
    entry = written(scene.app, "lilleby-ost", "tekst", kind="experience")
    assert scene.nils
    with scene.session() as session:
        at = find_organisation_ids(session)["eksempelvik"]
        kari = coordinator(session, "eksempelvik")
        question = ask_question(session, entry, at, text="Noe ufint.", language="nb", actor=kari).id
    where = {"about": "question", "said": str(question)}
    page = scene.karin.get(f"/nb/desk/report/{entry}?about=question&said={question}").text
    assert "Noe ufint." in page
    scene.post(scene.karin, f"report/{entry}", **where, reason="Det er ufint.")
    assert scene.post(scene.karin, f"report/{entry}", 409, **where, reason="Igjen.")
    with scene.session() as session:
        found = session.scalars(select(Report)).one()
        number = found.id
    assert mails(scene.app)[-1][0] == scene.nils.email
    assert "Det er ufint." in scene.nils.get("/nb/desk/reports").text
    assert scene.kari.get(f"/nb/desk/reports/{number}").status_code == 404
    scene.post(scene.kari, f"reports/{number}", 404, do="hide")
    scene.post(scene.karin, f"reports/{number}", 403, do="hide")
    scene.post(scene.nils, f"reports/{number}", do="hide", note="Vi tok det bort.")
    page = scene.page("lilleby-ost/tekst")
    assert "Noe ufint." not in page
    assert f'id="q-{question.hex[:8]}"' in page
    assert "Vi tok det bort." in scene.karin.get("/nb/desk/reports").text
    assert mails(scene.app)[-1][0] == scene.karin.email
    with scene.session() as session:
        lilleby = coordinator(session, "lilleby-ost")
        with pytest.raises(NotFound):
            answer_question(session, question, text="For sent.", language="nb", actor=lilleby)
        assert session.get_one(Question, question).text == ""
        assert session.get_one(Report, number).taken_away == "Noe ufint."
        trail = set(session.scalars(select(AccountEvent.verb)))
    assert {"question_asked", "reported", "report_settled"} <= trail


def test_a_report_may_be_settled_without_taking_anything_away(scene: Scene) -> None:
    with scene.session() as session:
        at = find_organisation_ids(session)["exempelstad"]
        karin = coordinator(session, "exempelstad")
        said = reply_to_need(session, scene.need, at, text="Et svar.", language="nb", actor=karin)
        row = report_page(
            session, scene.need, about="answer", said_id=said.id, reason="Feil.", actor=karin
        )
        nils = national_coordinator(session, "NO")
        close_report(session, row.id, hide=False, note="", actor=nils)
        with pytest.raises(Conflict):
            close_report(session, row.id, hide=True, note="", actor=nils)
        page = report_page(session, scene.need, reason="Siden er feil.", actor=karin)
        with pytest.raises(Conflict):
            close_report(session, page.id, hide=True, note="", actor=nils)
        with pytest.raises(NotAllowed):
            close_report(
                session, page.id, hide=False, note="", actor=national_coordinator(session, "SE")
            )
    assert "Et svar." in scene.page()


def test_an_answer_that_is_taken_away_helps_no_more_and_counts_no_more(scene: Scene) -> None:
    with scene.session() as session:
        at = find_organisation_ids(session)["exempelstad"]
        karin = coordinator(session, "exempelstad")
        pointed = answer_with_entry(session, scene.need, scene.entry, at, actor=karin)
        kari = coordinator(session, "eksempelvik")
        record_what_helped(session, scene.need, answer_id=pointed.id, actor=kari)
        row = report_page(
            session, scene.need, about="answer", said_id=pointed.id, reason="Feil.", actor=kari
        )
        close_report(session, row.id, hide=True, note="", actor=national_coordinator(session, "NO"))
        assert session.scalar(select(HelpfulAnswer.id)) is None
        assert read_open_needs(session) == [(scene.need, 0)]
        with pytest.raises(NotFound):
            record_what_helped(session, scene.need, answer_id=pointed.id, actor=kari)
    assert "forsok exempelstad" not in scene.page()


# --- Limits, and withdrawal -----------------------------------------------------------------


def test_ten_an_hour_and_thirty_a_day_are_counted_together(scene: Scene) -> None:
    form = {"language": "nb", "organisation": "exempelstad"}
    now = clock.now()
    with scene.session() as session:
        karin = read_actor(session, scene.karin.account_id)
        at = find_organisation_ids(session)["exempelstad"]
        done = 0
        for hour in range(A_DAY // AN_HOUR):
            with clock.freeze_time(now - timedelta(hours=5 - hour)):
                for number in range(AN_HOUR):
                    done += 1
                    text = f"Svar {hour} {number}"
                    reply_to_need(session, scene.need, at, text=text, language="nb", actor=karin)
                with pytest.raises(TooMany) as refused:
                    report_page(session, scene.need, reason="For mye.", actor=karin)
                assert refused.value.minutes <= 60
        assert done == A_DAY
        with pytest.raises(TooMany) as refused:
            reply_to_need(session, scene.need, at, text="Til", language="nb", actor=karin)
        assert 60 < refused.value.minutes <= 24 * 60
    page = scene.post(
        scene.karin, f"answer/{scene.need}", 429, **form, do="reply", text="Det som sto her."
    ).text
    assert "Det som sto her." in page
    assert 'role="alert"' in page
    page = scene.post(scene.karin, f"report/{scene.need}", 429, reason="Grunnen min.").text
    assert "Grunnen min." in page
    # Nobody else is kept waiting.
    scene.post(scene.kari, f"report/{scene.entry}", reason="Feil tall.")


def test_what_was_asked_and_answered_goes_with_its_entry(scene: Scene) -> None:
    asked(scene, "Et spørsmål ingen skal se.")
    with scene.session() as session:
        at = find_organisation_ids(session)["exempelstad"]
        karin = coordinator(session, "exempelstad")
        reply_to_need(session, scene.need, at, text="Et svar.", language="nb", actor=karin)
        answer_with_entry(session, scene.need, scene.entry, at, actor=karin)
        report_page(session, scene.entry, reason="Feil.", actor=karin)
        withdraw(session, scene.entry, actor=get_system_actor(session, "test"))
        assert session.scalar(select(Question.id)) is None
        assert [need_answer.entry_id for need_answer in session.scalars(select(NeedAnswer))] == [
            None
        ]
    assert "forsok exempelstad" not in scene.page()
    with scene.session() as session:
        withdraw(session, scene.need, actor=get_system_actor(session, "test"))
        assert session.scalar(select(NeedAnswer.id)) is None
        # Whoever reported it learns what became of it.
        assert session.scalar(select(Report.id)) is not None
    assert scene.karin.get("/nb/desk/reports").status_code == 200
    assert scene.nils.get("/nb/desk/reports").status_code == 200


def test_the_page_is_the_same_for_who_is_signed_in(scene: Scene, reader: FlaskClient) -> None:
    asked(scene)
    for path in ("/nb/exempelstad/forsok", "/nb/eksempelvik/behov", "/nb/needs"):
        anonymous = scene.app.test_client().get(path)
        assert scene.kari.get(path).data == anonymous.data
        assert "Set-Cookie" not in anonymous.headers


def test_an_answer_mends_what_it_said(scene: Scene) -> None:
    question = asked(scene)
    with scene.session() as session:
        karin = coordinator(session, "exempelstad")
        with pytest.raises(Invalid):
            answer_question(session, question, text=f"Nr {NUMBER}", language="nb", actor=karin)
