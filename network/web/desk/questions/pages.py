"""Asking whoever published an entry, and answering in public."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.permissions import find_role_at, find_writers
from network.community.questions.actions import (
    ANSWER_LENGTH,
    QUESTION_LENGTH,
    QuestionThread,
    answer_by_revision,
    answer_question,
    ask_question,
    find_asker,
    get_question,
    is_revised_since,
    open_questions,
    read_own_questions,
)
from network.entries.queries import find_cards
from network.entries.reading import read_entry
from network.entries.tables import Entry
from network.errors import NotAllowed
from network.organisations.tables import Organisation
from network.site import get_site
from network.web.addresses import entry_url
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.contribution_form import (
    ContributionForm,
    find_named_organisation,
    read_contribution,
)
from network.web.languages import get_ui_language
from network.web.mail import mail_exchange
from network.web.refusals import Refused
from network.web.translation import gettext as _


def ask_publisher(entry_id: UUID) -> str | Response:
    """The form by which an organisation asks about an entry, or what becomes of it."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _ask_page(session, entry_id)
    return answer_form(
        lambda session: _ask(session, entry_id),
        lambda address: redirect_with_message(
            _("Your question is public now. You get a letter when it is answered."), address
        ),
        lambda session, refused: _ask_page(session, entry_id, refused),
    )


def _ask(session: Session, entry_id: UUID) -> str:
    """Ask what the form holds; where the question stands."""
    publisher_id = _entry(session, entry_id).publisher_id
    form = read_contribution(session, [publisher_id])
    question = ask_question(
        session,
        entry_id,
        find_named_organisation(session),
        text=form.text,
        language=form.language,
        actor=get_actor(),
    )
    mail_exchange(
        session,
        find_writers(session, publisher_id),
        "question_asked",
        session.get_one(Organisation, publisher_id).name,
        "desk.question",
        title=find_cards(session, [entry_id], get_ui_language())[0].title,
        asker=session.get_one(Organisation, question.organisation_id).name,
        role=question.role,
        question_id=question.id,
    )
    return entry_url(
        find_cards(session, [entry_id], get_ui_language())[0], f"q-{question.id.hex[:8]}"
    )


def questions() -> str:
    """The open questions at what one's organisations published, and what one asked."""
    with get_site().database.reading() as session:
        to_answer, own = (
            open_questions(session, get_actor()),
            read_own_questions(session, get_actor()),
        )
        ids = {thread.entry.id for thread in (*to_answer, *own)}
        shown = {card.id: card for card in find_cards(session, ids, get_ui_language())}
        return render_template(
            "desk/questions/questions.html",
            to_answer=[(thread, shown[thread.entry.id]) for thread in to_answer],
            own=[(thread, shown[thread.entry.id]) for thread in own],
        )


def question(question_id: UUID) -> str | Response:
    """One question and the form of its answer, or what becomes of that."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _question_page(session, question_id)
    return answer_form(
        lambda session: _answer(session, question_id),
        lambda address: redirect_with_message(_("The answer is public now."), address),
        lambda session, refused: _question_page(session, question_id, refused),
    )


def _answer(session: Session, question_id: UUID) -> str:
    """Answer with what the form holds; where the answer stands."""
    thread = get_question(session, question_id)
    is_first = thread.question.answered_at is None
    form = _answer_form(session, thread)
    if request.form.get("do") == "revised":
        answer_by_revision(session, question_id, actor=get_actor())
    else:
        answer_question(
            session, question_id, text=form.text, language=form.language, actor=get_actor()
        )
    asker = find_asker(session, question_id)
    card = find_cards(session, [thread.entry.id], get_ui_language())[0]
    anchor = f"q-{question_id.hex[:8]}"
    if is_first and asker is not None:
        mail_exchange(
            session,
            [asker],
            "question_answered",
            session.get_one(Organisation, thread.entry.publisher_id).name,
            "public.entry",
            organisation=card.organisation,
            slug=card.slug,
            my=None,
            _anchor=anchor,
        )
    return entry_url(card, anchor)


def _entry(session: Session, entry_id: UUID) -> Entry:
    entry = session.get(Entry, entry_id)
    if entry is None:
        abort(404)
    return entry


def _ask_page(session: Session, entry_id: UUID, refused: Refused | None = None) -> str:
    entry = _entry(session, entry_id)
    return render_template(
        "desk/questions/ask.html",
        reading=read_entry(session, entry_id, get_ui_language()),
        form=read_contribution(session, [entry.publisher_id], refused=refused),
        is_own=bool(find_role_at(get_actor(), entry.publisher_id)),
        longest=QUESTION_LENGTH,
    )


def _answer_form(
    session: Session, thread: QuestionThread, refused: Refused | None = None
) -> ContributionForm:
    before = thread.question
    return read_contribution(
        session, text=before.answer, language=before.answer_language, refused=refused
    )


def _question_page(session: Session, question_id: UUID, refused: Refused | None = None) -> str:
    thread = get_question(session, question_id)
    if not find_role_at(get_actor(), thread.entry.publisher_id):
        raise NotAllowed("question.answer")
    return render_template(
        "desk/questions/question.html",
        thread=thread,
        reading=read_entry(session, thread.entry.id, get_ui_language()),
        form=_answer_form(session, thread, refused),
        is_revised=is_revised_since(thread),
        longest=ANSWER_LENGTH,
        write=url_for("desk.document", document_id=thread.entry.id),
    )
