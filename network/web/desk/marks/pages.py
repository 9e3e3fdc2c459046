"""Marking a measure or practice for one's municipality, and what one's municipalities marked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.marks.actions import (
    find_mark,
    find_organisations_to_mark_for,
    read_own_marks,
    remove_mark,
    set_mark,
)
from network.community.marks.reading import STATES, list_markable
from network.entries.queries import find_cards
from network.entries.reading import read_entry
from network.entries.tables import Entry
from network.organisations.queries import find_organisation
from network.organisations.tables import Organisation
from network.site import get_site
from network.web.addresses import entry_url
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.languages import NAMES, get_ui_language, get_writing_language
from network.web.refusals import Refused
from network.web.translation import gettext as _


def mark_entry(entry_id: UUID) -> str | Response:
    """The form that marks one measure (``part``) or practice, or what becomes of it."""
    part = request.values.get("part", "")[:60]
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, entry_id, part)
    takes_back = request.form.get("do") == "take-back"
    message = _("The mark is kept, and stands in the ledger.")
    return answer_form(
        lambda session: _mark(session, entry_id, part, takes_back=takes_back),
        lambda address: redirect_with_message(
            _("The mark is taken back.") if takes_back else message, address
        ),
        lambda session, refused: _page(session, entry_id, part, refused),
    )


def _mark(session: Session, entry_id: UUID, part: str, *, takes_back: bool) -> str:
    """Set or remove the mark that the form tells; where it stands."""
    _markable(session, entry_id, part)
    bodies = find_organisations_to_mark_for(session, get_actor())
    named = find_organisation(session, _chosen(bodies))
    organisation_id = named.id if named else 0
    if takes_back:
        remove_mark(session, entry_id, part, organisation_id, actor=get_actor())
    else:
        set_mark(
            session,
            entry_id,
            part,
            organisation_id,
            state=request.form.get("state", ""),
            why=request.form.get("why", "")[:3_000],
            language=request.form.get("language", ""),
            actor=get_actor(),
        )
    return entry_url(find_cards(session, [entry_id], get_ui_language())[0], part)


def marks() -> str:
    """What the organisations that one marks for have marked."""
    with get_site().database.reading() as session:
        mine = read_own_marks(session, get_actor())
        shown = {
            card.id: card
            for card in find_cards(session, {row.entry.id for row in mine}, get_ui_language())
        }
        return render_template(
            "desk/marks/marks.html",
            marks=[(row, shown[row.entry.id], list_markable(row.entry)) for row in mine],
        )


def _markable(session: Session, entry_id: UUID, part: str) -> Entry:
    """What is to be marked; 404 where that is not public or takes no marks."""
    entry = session.get(Entry, entry_id)
    if entry is None or part not in list_markable(entry):
        abort(404)
    return entry


def _chosen(bodies: Sequence[Organisation]) -> str:
    return request.values.get("organisation", "") or (bodies[0].slug if bodies else "")


def _page(session: Session, entry_id: UUID, part: str, refused: Refused | None = None) -> str:
    entry = _markable(session, entry_id, part)
    reading = read_entry(session, entry.id, get_ui_language())
    bodies = find_organisations_to_mark_for(session, get_actor())
    chosen = _chosen(bodies)
    body = next((body for body in bodies if body.slug == chosen), None)
    mark = find_mark(session, entry.id, part, body.id, actor=get_actor()) if body else None
    typed = request.form if request.method == "POST" else {}
    faults = refused.by_field if refused else []
    return render_template(
        "desk/marks/mark.html",
        reading=reading,
        part=part,
        title=reading.words(f"{part}.title" if part else "title"),
        bodies=bodies,
        body=body,
        is_own=body is not None and entry.organisation_id == body.id,
        present_mark=mark,
        state=typed.get("state", mark.state if mark else ""),
        why=typed.get("why", mark.why if mark else ""),
        language=typed.get("language", mark.language if mark else get_writing_language()),
        states=STATES,
        names=NAMES,
        # The link of a fault leads to the first of the states to choose from.
        faults=[("state-have" if field == "state" else field, said) for field, said in faults],
        wrong_at=dict(faults),
    )
