"""Marking a measure or practice for one's municipality, and what one's municipalities marked."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask import make_response as made_response
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.marks.actions import (
    find_mark,
    organisations_to_mark_for,
    own_marks,
    remove_mark,
    set_mark,
)
from network.community.marks.reading import STATES, markable
from network.entries.queries import cards
from network.entries.reading import read_entry
from network.entries.tables import Entry
from network.errors import Fault, Invalid
from network.organisations.queries import find_organisation
from network.organisations.tables import Organisation
from network.site import site
from network.web.addresses import entry_url
from network.web.authentication import actor
from network.web.languages import NAMES, ui_language
from network.web.translation import gettext as _


def mark_entry(entry_id: UUID) -> str | Response:
    """The form that marks one measure (``part``) or practice, or what becomes of it."""
    part = request.values.get("part", "")[:60]
    with site().database.reading() as session:
        bodies = organisations_to_mark_for(session, actor())
        chosen = request.values.get("organisation", "") or (bodies[0].slug if bodies else "")
        body = next((one for one in bodies if one.slug == chosen), None)
        entry = session.get(Entry, entry_id)
        if entry is None or part not in markable(entry):
            abort(404)
        if request.method != "POST":
            return _page(session, entry, part, body)
    with site().database.transaction() as session:
        named = find_organisation(session, chosen)
        at = named.id if named else 0
        if request.form.get("do") == "take-back":
            remove_mark(session, entry_id, part, at, actor=actor())
            flash(_("The mark is taken back."))
        else:
            try:
                set_mark(
                    session,
                    entry_id,
                    part,
                    at,
                    state=request.form.get("state", ""),
                    why=request.form.get("why", "")[:3_000],
                    language=request.form.get("language", ""),
                    actor=actor(),
                )
            except Invalid as refused:
                return _page(session, entry, part, body, refused.faults, 422)
            flash(_("The mark is kept, and stands in the ledger."))
        card = cards(session, [entry_id], ui_language())[0]
        return redirect(entry_url(card, part), 303)


def marks() -> str:
    """What the organisations that one marks for have marked."""
    with site().database.reading() as session:
        mine = own_marks(session, actor())
        shown = {
            card.id: card for card in cards(session, {one.entry.id for one in mine}, ui_language())
        }
        return render_template(
            "desk/marks/marks.html",
            marks=[(one, shown[one.entry.id], markable(one.entry)) for one in mine],
        )


def _page(
    session: Session,
    entry: Entry,
    part: str,
    body: Organisation | None,
    faults: tuple[Fault, ...] = (),
    code: int = 200,
) -> Response:
    reading = read_entry(session, entry.id, ui_language())
    there = find_mark(session, entry.id, part, body.id, actor=actor()) if body else None
    typed = request.form if request.method == "POST" else {}
    told = [(fault.field, _sentence(fault)) for fault in faults]
    made = render_template(
        "desk/marks/mark.html",
        reading=reading,
        part=part,
        title=reading.words(f"{part}.title" if part else "title"),
        bodies=organisations_to_mark_for(session, actor()),
        body=body,
        is_own=body is not None and entry.organisation_id == body.id,
        there=there,
        state=typed.get("state", there.state if there else ""),
        why=typed.get("why", there.why if there else ""),
        language=typed.get("language", there.language if there else ui_language()),
        states=STATES,
        names=NAMES,
        told=told,
        told_at=dict(told),
    )
    return made_response(made, code)


def _sentence(fault: Fault) -> str:
    match fault.field:
        case "state":
            return _("Choose what holds for your municipality.")
        case "language":
            return _("Choose the language of the sentence.")
    if "identity" in fault.wrong:
        return _(
            "Here stands what is built like a person's identity number. Take it out and write of "
            "the person without it."
        )
    if fault.wrong == "is empty.":
        return _("Write why, in one sentence. Others learn most from that.")
    return _("Write one sentence of at most 300 signs.")
