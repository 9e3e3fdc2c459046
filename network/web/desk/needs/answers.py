"""Answering a need: with an entry, in a few words, or by writing an experience; and what helped."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.needs.actions import (
    REPLY_LENGTH,
    answer_with_entry,
    asked_for_it,
    get_need,
    record_what_helped,
    reply_to_need,
    takes_answers,
)
from network.community.needs.reading import answers_to
from network.community.permissions import TooMany, writers_for
from network.documents.working_copies import open_copy
from network.entries.addresses import find_address
from network.entries.queries import Card, backlinks, cards
from network.entries.reading import read_entry
from network.entries.tables import Entry
from network.errors import Conflict, Invalid, NotAllowed
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
from network.web.desk.form import forms
from network.web.desk.writing.existing_entries import found_for
from network.web.languages import ui_language
from network.web.mail import mail_exchange
from network.web.translation import gettext as _


def answer(entry_id: UUID) -> str | Response:
    """The page on which a need is answered, or what becomes of an answer."""
    if request.method != "POST":
        with site().database.reading() as session:
            return _page(session, get_need(session, entry_id))
    do = request.form.get("do", "")
    with site().database.reading() as session:
        need = get_need(session, entry_id)
        if do == "find":
            chosen = _entry_at(session, request.form.get("find", ""))
            return _page(session, need, found=[chosen] if chosen else None)
    if do == "write":
        return _begin(entry_id)
    with site().database.transaction() as session:
        need = get_need(session, entry_id)
        named = find_organisation(session, request.form.get("organisation", "")[:100])
        at = named.id if named else 0
        form = _form(session, need)
        try:
            if do.startswith("entry:"):
                card = _entry_at(session, do.removeprefix("entry:"))
                if card is None:
                    abort(404)
                answer_with_entry(session, entry_id, card.id, at, actor=actor())
            else:
                reply_to_need(
                    session,
                    entry_id,
                    at,
                    text=form.text,
                    language=form.language,
                    actor=actor(),
                )
        except Invalid as refused:
            form = with_faults(form, refused.faults, REPLY_LENGTH)
            return _page(session, need, form, code=422)
        except TooMany as refused:
            return _page(session, need, told_to_wait(form, refused), code=429)
        body = session.get_one(Organisation, need.publisher_id)
        mail_exchange(
            session,
            writers_for(session, need.publisher_id),
            "need_answered",
            body.name,
            "desk.helped",
            entry_id=entry_id,
        )
        card = cards(session, [entry_id], ui_language())[0]
    flash(_("The answer is public now."))
    return redirect(entry_url(card, "answers"), 303)


def helped(entry_id: UUID) -> str | Response:
    """Where those who asked say which answers helped."""
    if request.method == "POST":
        verb, _colon, which = request.form.get("do", "").partition(":")
        kind, _colon, text = which.partition(":")
        try:
            named = UUID(text)
        except ValueError:
            abort(400)
        if verb not in ("helped", "back") or kind not in ("entry", "answer"):
            abort(400)
        with site().database.transaction() as session:
            record_what_helped(
                session,
                entry_id,
                entry_id=named if kind == "entry" else None,
                answer_id=named if kind == "answer" else None,
                helped=verb == "helped",
                actor=actor(),
            )
        flash(_("Kept.") if verb == "helped" else _("Taken back."))
        return redirect(url_for("desk.helped", entry_id=entry_id), 303)
    with site().database.reading() as session:
        need = get_need(session, entry_id)
        if not asked_for_it(actor(), need):
            raise NotAllowed("need.helped")
        reading = read_entry(session, entry_id, ui_language())
        return render_template(
            "desk/needs/helped.html",
            reading=reading,
            answers=answers_to(session, entry_id, ui_language(), _linking(session, entry_id)),
        )


def _linking(session: Session, need_id: UUID) -> list[Card]:
    links = backlinks(session, need_id, ui_language())
    return [one.card for one in links if one.relation == "answers"]


def _begin(need_id: UUID) -> Response:
    """Begin an experience that answers the need."""
    me = actor()
    with site().database.transaction() as session:
        need = get_need(session, need_id)
        form = _form(session, need)
        body = form.body()
        if body is None:
            raise NotAllowed("document.write")
        if not takes_answers(session, need_id):
            raise Conflict("the need is not open")
        card = cards(session, [need_id], ui_language())[0]
        fields = forms.blank("experience")
        fields["links"] = [{"relation": "answers", "to": card.address}]
        fields["topics"] = list(need.content.get("topics", ()))
        document_id = uuid4()
        open_copy(
            session,
            document_id,
            form.language if form.language in form.names else ui_language(),
            kind="experience",
            organisation_id=body.id,
            fields=fields,
            actor=me,
        )
    return redirect(url_for("desk.write", document_id=document_id), 303)


def _form(session: Session, need: Entry) -> ContributionForm:
    return read_contribution(session, but={need.organisation_id, need.publisher_id})


def _entry_at(session: Session, typed: str) -> Card | None:
    """The public entry at an address, typed as organisation/entry or copied from the browser."""
    path = unquote(urlsplit(typed.strip()[:600]).path).strip("/")
    steps = path.split("/")
    if steps and steps[0] in ("nb", "sv"):
        steps = steps[1:]
    if len(steps) != 2 or not all(steps):
        return None
    found = find_address(session, steps[0][:100], steps[1][:100])
    if found is None or found.entry_id is None:
        return None
    return next(iter(cards(session, [found.entry_id], ui_language())), None)


def _page(
    session: Session,
    need: Entry,
    form: ContributionForm | None = None,
    *,
    found: list[Card] | None = None,
    code: int = 200,
) -> Response:
    reading = read_entry(session, need.id, ui_language())
    typed = request.form if request.method == "POST" else {}
    find = typed.get("find", "")[:600]
    title = find or reading.words("title").text
    more = "" if find else reading.words("summary").text
    some = answers_to(session, need.id, ui_language(), _linking(session, need.id))
    there = {one.card.id for one in some if one.card}
    if found is None:
        found = found_for(session, title, more, reading.language, need.id, 8)
    made = render_template(
        "desk/needs/answer.html",
        reading=reading,
        form=form or _form(session, need),
        find=find,
        found=[one for one in found if one.id not in there and one.id != need.id],
        is_own=asked_for_it(actor(), need),
        is_taken=takes_answers(session, need.id),
        longest=REPLY_LENGTH,
    )
    return make_response(made, code)
