"""Answering a need: with an entry, in a few words, or by writing an experience; and what helped."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.needs.actions import (
    REPLY_LENGTH,
    answer_with_entry,
    get_need,
    is_answerable,
    is_asker,
    record_what_helped,
    reply_to_need,
)
from network.community.needs.reading import read_answers
from network.community.permissions import find_writers
from network.documents.working_copies import open_copy
from network.entries.addresses import find_address
from network.entries.queries import Card, find_backlinks, find_cards
from network.entries.reading import read_entry
from network.entries.tables import Entry
from network.errors import Conflict, NotAllowed
from network.interface_languages import INTERFACE_LANGUAGES
from network.organisations.tables import Organisation
from network.site import get_site
from network.web import attempts
from network.web.addresses import entry_url
from network.web.attempts import answer_button, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.contribution_form import (
    ContributionForm,
    find_named_organisation,
    read_contribution,
)
from network.web.desk.form import forms
from network.web.desk.writing.existing_entries import (
    find_entries_to_link,
    search_existing_entries,
)
from network.web.languages import get_ui_language, get_writing_language
from network.web.mail import mail_exchange
from network.web.refusals import Refused
from network.web.translation import gettext as _


def answer(entry_id: UUID) -> str | Response:
    """The page on which a need is answered, or what becomes of an answer."""
    do = request.form.get("do", "") if request.method == "POST" else "show"
    if do in ("show", "find"):
        with get_site().database.reading() as session:
            return _page(session, get_need(session, entry_id))
    if do == "write":
        return attempts.answer_form(
            lambda session: _begin(session, entry_id),
            lambda draft: redirect(url_for("desk.write", document_id=draft), 303),
            lambda session, refused: _page(session, get_need(session, entry_id), refused),
        )
    return attempts.answer_form(
        lambda session: _answer(session, entry_id, do),
        lambda address: redirect_with_message(_("The answer is public now."), address),
        lambda session, refused: _page(session, get_need(session, entry_id), refused),
    )


def _answer(session: Session, need_id: UUID, do: str) -> str:
    """Answer with the entry that the button names, or in words; where the answer stands."""
    need = get_need(session, need_id)
    organisation_id = find_named_organisation(session)
    if do.startswith("entry:"):
        card = _entry_at(session, do.removeprefix("entry:"))
        if card is None:
            abort(404)
        answer_with_entry(session, need_id, card.id, organisation_id, actor=get_actor())
    else:
        form = _form(session, need)
        reply_to_need(
            session,
            need_id,
            organisation_id,
            text=form.text,
            language=form.language,
            actor=get_actor(),
        )
    mail_exchange(
        session,
        find_writers(session, need.publisher_id),
        "need_answered",
        session.get_one(Organisation, need.publisher_id).name,
        "desk.helped",
        entry_id=need_id,
    )
    return entry_url(find_cards(session, [need_id], get_ui_language())[0], "answers")


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
        return answer_button(
            lambda session: record_what_helped(
                session,
                entry_id,
                entry_id=named if kind == "entry" else None,
                answer_id=named if kind == "answer" else None,
                helped=verb == "helped",
                actor=get_actor(),
            ),
            _("Kept.") if verb == "helped" else _("Taken back."),
            url_for("desk.helped", entry_id=entry_id),
        )
    with get_site().database.reading() as session:
        need = get_need(session, entry_id)
        if not is_asker(get_actor(), need):
            raise NotAllowed("need.helped")
        reading = read_entry(session, entry_id, get_ui_language())
        return render_template(
            "desk/needs/helped.html",
            reading=reading,
            answers=read_answers(session, entry_id, get_ui_language(), _linking(session, entry_id)),
        )


def _linking(session: Session, need_id: UUID) -> list[Card]:
    links = find_backlinks(session, need_id, get_ui_language())
    return [link.card for link in links if link.relation == "answers"]


def _begin(session: Session, need_id: UUID) -> UUID:
    """Begin an experience that answers the need; the id of its draft."""
    need = get_need(session, need_id)
    form = _form(session, need)
    body = form.body()
    if body is None:
        raise NotAllowed("document.write")
    if not is_answerable(session, need_id):
        raise Conflict("need_not_open")
    card = find_cards(session, [need_id], get_ui_language())[0]
    fields = forms.make_blank("experience")
    fields["links"] = [{"relation": "answers", "to": card.address}]
    fields["topics"] = list(need.content.get("topics", ()))
    document_id = uuid4()
    open_copy(
        session,
        document_id,
        form.language if form.language in form.names else get_writing_language(),
        kind="experience",
        organisation_id=body.id,
        fields=fields,
        actor=get_actor(),
    )
    return document_id


def _form(session: Session, need: Entry, refused: Refused | None = None) -> ContributionForm:
    return read_contribution(
        session, but={need.organisation_id, need.publisher_id}, refused=refused
    )


def _entry_at(session: Session, typed: str) -> Card | None:
    """The public entry at an address, typed as organisation/entry or copied from the browser."""
    path = unquote(urlsplit(typed.strip()[:600]).path).strip("/")
    steps = path.split("/")
    if steps and steps[0] in INTERFACE_LANGUAGES:
        steps = steps[1:]
    if len(steps) != 2 or not all(steps):
        return None
    address = find_address(session, steps[0][:100], steps[1][:100])
    if address is None or address.entry_id is None:
        return None
    return next(iter(find_cards(session, [address.entry_id], get_ui_language())), None)


def _page(session: Session, need: Entry, refused: Refused | None = None) -> str:
    reading = read_entry(session, need.id, get_ui_language())
    typed = request.form if request.method == "POST" else {}
    find = typed.get("find", "")[:600]
    answers = read_answers(session, need.id, get_ui_language(), _linking(session, need.id))
    answering = {answer.card.id for answer in answers if answer.card}
    named = _entry_at(session, find) if typed.get("do") == "find" else None
    if named:
        candidates = [named]
    elif find.strip():
        candidates = find_entries_to_link(session, find)
    else:
        title, summary = reading.words("title").text, reading.words("summary").text
        candidates = search_existing_entries(
            session, title, summary, reading.language, need.id, most=8
        )
    return render_template(
        "desk/needs/answer.html",
        reading=reading,
        form=_form(session, need, refused),
        find=find,
        found=[card for card in candidates if card.id not in answering and card.id != need.id],
        is_own=is_asker(get_actor(), need),
        is_taken=is_answerable(session, need.id),
        longest=REPLY_LENGTH,
    )
