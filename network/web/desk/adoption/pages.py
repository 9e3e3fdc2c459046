"""*We do this too*: a short experience of another's practice or measure, begun by one form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask import make_response as made_response
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.adoption.reading import read_adopters
from network.community.marks.reading import markable, marks_at
from network.documents.revisions import Placement, begin
from network.documents.tables import Document
from network.entries.reading import EntryReading, read_entry
from network.entries.tables import Entry
from network.errors import NotAllowed
from network.kinds import Content, content_from
from network.kinds.words import LINE_LENGTH
from network.organisations.tables import Organisation
from network.public_words import identity_faults
from network.site import site
from network.web.authentication import actor
from network.web.desk.form.choices import own_organisations
from network.web.desk.form.faults import FormFault, from_guard, from_validation
from network.web.labels import MANNERS, OUTCOMES
from network.web.languages import NAMES, ui_language
from network.web.translation import gettext as _

# What is asked, and where in the content it goes.
_PLACES: Mapping[str, str] = {
    "title": "title",
    "language": "language",
    "taken_up.0.how": "how",
    "taken_up.0.since": "since",
    "taken_up.0.changed": "changed",
    "results": "results",
    "outcome": "outcome",
    "outcome_why": "outcome_why",
}
_LONGEST = 20_000


def take_up(entry_id: UUID) -> str | Response:
    """The form for a practice, or for one measure of a plan (``part``); sent, it begins a draft.

    What it makes is an experience like any other: it is reviewed and published the usual way.
    """
    part = request.values.get("part", "")[:60]
    with site().database.reading() as session:
        entry = session.get(Entry, entry_id)
        if entry is None or part not in markable(entry):
            abort(404)
        if request.method != "POST":
            return _page(session, entry, part)
    with site().database.transaction() as session:
        entry = session.get(Entry, entry_id)
        if entry is None or part not in markable(entry):
            abort(404)
        body = _chosen(session)
        if body is None or body.id == entry.organisation_id:
            raise NotAllowed("document.write")
        drawn = _drawn(request.form.get("id", ""))
        if session.get(Document, drawn) is not None:
            # The form was sent twice; whether one may see the document is asked there.
            return redirect(url_for("desk.document", document_id=drawn), 303)
        content, wrong = _content(session, entry, part)
        if content is None or wrong:
            return _page(session, entry, part, wrong, 422)
        place = Placement(body.id, None, body.id)
        begin(session, place, content, actor=actor(), id=drawn)
    flash(_("The draft is made. Read it through, add what you want, and submit it for review."))
    return redirect(url_for("desk.document", document_id=drawn), 303)


def _chosen(session: Session) -> Organisation | None:
    """The organisation that is named, or the first, of those that one writes for."""
    bodies = own_organisations(session, actor())
    named = request.values.get("organisation", "")
    if not named:
        return bodies[0] if bodies else None
    return next((one for one in bodies if one.slug == named), None)


def _content(session: Session, entry: Entry, part: str) -> tuple[Content | None, list[FormFault]]:
    """The experience that the form tells, or what is wrong with it."""
    reading = read_entry(session, entry.id, ui_language())
    address = _address(reading, part)
    typed = {name: request.form.get(name, "")[:_LONGEST].strip() for name in _PLACES.values()}
    taken = {"id": "t1", "practice": address, "how": typed["how"]}
    taken |= {name: typed[name] for name in ("since", "changed") if typed[name]}
    value: dict[str, Any] = {
        "kind": "experience",
        "language": typed["language"],
        "title": typed["title"],
        "topics": list(reading.topics),
        "taken_up": [taken],
        "outcome": typed["outcome"],
    }
    # A measure is no practice, and is named by what was taken up alone.
    if not part:
        value["practices"] = [address]
    value |= {name: typed[name] for name in ("results", "outcome_why") if typed[name]}
    if typed["outcome"] == "stopped" and not typed["outcome_why"]:
        return None, [
            FormFault("outcome_why", _("Write why it was stopped, in the field for that."))
        ]
    try:
        content = content_from(value)
    except ValidationError as problem:
        chosen = {
            "how": _("Choose how it is done with you."),
            "outcome": _("Choose whether it goes on."),
        }
        return None, [
            FormFault(one.place, chosen.get(one.place, one.sentence))
            for one in from_validation(problem, _PLACES)
        ]
    return content, from_guard(identity_faults(content), _PLACES)


def _address(reading: EntryReading, part: str) -> str:
    return f"{reading.organisation.slug}/{reading.slug}" + (f"#{part}" if part else "")


def _drawn(text: str) -> UUID:
    """The id that the page drew, so that a form sent twice makes one document."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _page(
    session: Session, entry: Entry, part: str, wrong: list[FormFault] | None = None, code: int = 200
) -> Response:
    ui = ui_language()
    reading = read_entry(session, entry.id, ui)
    title = reading.words(f"{part}.title" if part else "title")
    bodies = own_organisations(session, actor())
    body = _chosen(session)
    given = request.form if request.method == "POST" else {}
    proposed = ""
    if body is not None:
        name = body.value.name_for(ui)
        proposed = _(
            "How %(name)s does it: %(title)s", name=name.short or name.name, title=title.text
        )
    told = [
        one
        for one in read_adopters(
            session, entry.id, reading.organisation.slug, marks_at(session, entry.id), ui
        ).get(part, ())
        if body is not None and one.organisation.slug == body.slug and one.card is not None
    ]
    found: dict[str, list[str]] = {}
    for one in wrong or ():
        found.setdefault(one.place, []).append(one.sentence)
    made = render_template(
        "desk/adoption/adopt.html",
        reading=reading,
        part=part,
        title=title,
        bodies=bodies,
        body=body,
        is_own=body is not None and body.id == entry.organisation_id,
        told=told,
        id=given.get("id") or uuid4(),
        typed={
            name: given.get(name, "")[:_LONGEST]
            for name in ("how", "since", "changed", "results", "outcome", "outcome_why")
        }
        | {
            "title": given.get("title", proposed)[:LINE_LENGTH],
            "language": given.get("language", ui),
        },
        manners=MANNERS,
        outcomes={one: label for one, label in OUTCOMES.items() if one != "not_stated"},
        names=NAMES,
        wrong=wrong or [],
        wrong_at=found,
    )
    return made_response(made, code)
