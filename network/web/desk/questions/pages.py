"""Asking whoever published an entry, and answering in public."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.permissions import TooMany, role_at, writers_for
from network.community.questions.actions import (
    ANSWER_LENGTH,
    QUESTION_LENGTH,
    QuestionThread,
    answer_by_revision,
    answer_question,
    ask_question,
    asker_of,
    get_question,
    is_revised_since,
    open_questions,
    own_questions,
)
from network.entries.queries import cards
from network.entries.reading import read_entry
from network.entries.tables import Entry
from network.errors import Invalid, NotAllowed
from network.organisations.queries import find_organisation
from network.organisations.tables import Organisation
from network.site import site
from network.web.addresses import entry_url
from network.web.authentication import actor
from network.web.desk.contribution_form import (
    ContributionForm,
    read_contribution,
    told_to_wait,
    with_faults,
)
from network.web.languages import ui_language
from network.web.mail import mail_exchange
from network.web.translation import gettext as _


def ask_publisher(entry_id: UUID) -> str | Response:
    """The form by which an organisation asks about an entry, or what becomes of it."""
    if request.method != "POST":
        with site().database.reading() as session:
            return _ask_page(session, entry_id)
    with site().database.transaction() as session:
        named = find_organisation(session, request.form.get("organisation", "")[:100])
        form = read_contribution(session, [_entry(session, entry_id).publisher_id])
        try:
            question = ask_question(
                session,
                entry_id,
                named.id if named else 0,
                text=form.text,
                language=form.language,
                actor=actor(),
            )
        except Invalid as refused:
            form = with_faults(form, refused.faults, QUESTION_LENGTH)
            return _ask_page(session, entry_id, form, 422)
        except TooMany as refused:
            return _ask_page(session, entry_id, told_to_wait(form, refused), 429)
        publisher = session.get_one(Organisation, _entry(session, entry_id).publisher_id)
        mail_exchange(
            session,
            writers_for(session, publisher.id),
            "question_asked",
            publisher.name,
            "desk.question",
            question_id=question.id,
        )
        card = cards(session, [entry_id], ui_language())[0]
    flash(_("Your question is public now. You get a letter when it is answered."))
    return redirect(entry_url(card, f"q-{question.id.hex[:8]}"), 303)


def questions() -> str:
    """The open questions at what one's organisations published, and what one asked."""
    with site().database.reading() as session:
        to_answer, own = open_questions(session, actor()), own_questions(session, actor())
        ids = {one.entry.id for one in (*to_answer, *own)}
        shown = {card.id: card for card in cards(session, ids, ui_language())}
        return render_template(
            "desk/questions/questions.html",
            to_answer=[(one, shown[one.entry.id]) for one in to_answer],
            own=[(one, shown[one.entry.id]) for one in own],
        )


def question(question_id: UUID) -> str | Response:
    """One question and the form of its answer, or what becomes of that."""
    if request.method != "POST":
        with site().database.reading() as session:
            return _question_page(session, get_question(session, question_id))
    with site().database.transaction() as session:
        thread = get_question(session, question_id)
        is_first = thread.question.answered_at is None
        form = _answer_form(session, thread)
        try:
            if request.form.get("do") == "revised":
                answer_by_revision(session, question_id, actor=actor())
            else:
                answer_question(
                    session,
                    question_id,
                    text=form.text,
                    language=form.language,
                    actor=actor(),
                )
        except Invalid as refused:
            if any(fault.field == "revised" for fault in refused.faults):
                form = _not_revised(form)
            else:
                form = with_faults(form, refused.faults, ANSWER_LENGTH)
            return _question_page(session, thread, form, 422)
        asker = asker_of(session, question_id)
        card = cards(session, [thread.entry.id], ui_language())[0]
        if is_first and asker is not None:
            publisher = session.get_one(Organisation, thread.entry.publisher_id)
            mail_exchange(
                session,
                [asker],
                "question_answered",
                publisher.name,
                "public.entry",
                organisation=card.organisation,
                slug=card.slug,
                my=None,
                _anchor=f"q-{question_id.hex[:8]}",
            )
    flash(_("The answer is public now."))
    return redirect(entry_url(card, f"q-{question_id.hex[:8]}"), 303)


def _entry(session: Session, entry_id: UUID) -> Entry:
    entry = session.get(Entry, entry_id)
    if entry is None:
        abort(404)
    return entry


def _ask_page(
    session: Session, entry_id: UUID, form: ContributionForm | None = None, code: int = 200
) -> Response:
    entry = _entry(session, entry_id)
    made = render_template(
        "desk/questions/ask.html",
        reading=read_entry(session, entry_id, ui_language()),
        form=form or read_contribution(session, [entry.publisher_id]),
        is_own=bool(role_at(actor(), entry.publisher_id)),
        longest=QUESTION_LENGTH,
    )
    return make_response(made, code)


def _answer_form(session: Session, thread: QuestionThread) -> ContributionForm:
    there = thread.question
    return read_contribution(session, text=there.answer, language=there.answer_language)


def _question_page(
    session: Session, thread: QuestionThread, form: ContributionForm | None = None, code: int = 200
) -> Response:
    if not role_at(actor(), thread.entry.publisher_id):
        raise NotAllowed("question.answer")
    made = render_template(
        "desk/questions/question.html",
        thread=thread,
        reading=read_entry(session, thread.entry.id, ui_language()),
        form=form or _answer_form(session, thread),
        is_revised=is_revised_since(thread),
        longest=ANSWER_LENGTH,
        write=url_for("desk.document", document_id=thread.entry.id),
    )
    return make_response(made, code)


def _not_revised(form: ContributionForm) -> ContributionForm:
    told = _("The public text has not been revised since the question was asked.")
    return ContributionForm(form.bodies, form.organisation, form.language, form.text, [("", told)])
