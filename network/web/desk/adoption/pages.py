"""*We do this too*: a short experience of another's practice or measure, begun by one form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import abort, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.adoption.reading import read_adopters
from network.community.marks.reading import list_markable, read_marks
from network.documents.revisions import Placement, begin
from network.documents.tables import Document
from network.entries.reading import EntryReading, read_entry
from network.entries.tables import Entry
from network.errors import NotAllowed
from network.kinds import Content, parse_content
from network.kinds.words import LINE_LENGTH
from network.kinds.written_dates import read_written_date
from network.organisations.tables import Organisation
from network.public_words import find_identity_faults
from network.site import get_site
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.drawn_id import read_drawn_id
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.form.faults import convert_guard_faults, convert_validation_error
from network.web.labels import MANNERS, OUTCOMES
from network.web.languages import NAMES, get_ui_language
from network.web.refusals import FormFault, FormRefused, Refused, group_sentences
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
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, entry_id)
    return answer_form(
        lambda session: _begin(session, entry_id),
        _go_to_draft,
        lambda session, refused: _page(session, entry_id, refused),
    )


def _go_to_draft(draft: tuple[UUID, bool]) -> Response:
    """The draft's page, which greets it where it is new."""
    document_id, is_new = draft
    address = url_for("desk.document", document_id=document_id)
    # The form was sent twice; whether one may see the document is asked there.
    if not is_new:
        return redirect(address, 303)
    message = _("The draft is made. Read it through, add what you want, and submit it for review.")
    return redirect_with_message(message, address)


def _part() -> str:
    """The id of the measure that is taken up, "" for a practice as a whole."""
    return request.values.get("part", "")[:60]


def _begin(session: Session, entry_id: UUID) -> tuple[UUID, bool]:
    """Begin the draft that the form tells; its id, and whether it is new."""
    part = _part()
    entry = _markable(session, entry_id, part)
    body = _chosen(session)
    if body is None or body.id == entry.organisation_id:
        raise NotAllowed("document.write")
    drawn = read_drawn_id()
    if session.get(Document, drawn) is not None:
        return drawn, False
    content = _content(session, entry, part)
    begin(session, Placement(body.id, None, body.id), content, actor=get_actor(), id=drawn)
    return drawn, True


def _markable(session: Session, entry_id: UUID, part: str) -> Entry:
    """What is taken up; 404 where that is not public or is neither practice nor measure."""
    entry = session.get(Entry, entry_id)
    if entry is None or part not in list_markable(entry):
        abort(404)
    return entry


def _chosen(session: Session) -> Organisation | None:
    """The organisation that is named, or the first, of those that one writes for."""
    bodies = find_own_organisations(session, get_actor())
    named = request.values.get("organisation", "")
    if not named:
        return bodies[0] if bodies else None
    return next((body for body in bodies if body.slug == named), None)


def _content(session: Session, entry: Entry, part: str) -> Content:
    """The experience that the form tells. Raises ``FormRefused``."""
    reading = read_entry(session, entry.id, get_ui_language())
    address = _address(reading, part)
    typed = {name: request.form.get(name, "")[:_LONGEST].strip() for name in _PLACES.values()}
    taken = {"id": "t1", "practice": address, "how": typed["how"]}
    since = read_written_date(typed["since"]).date or typed["since"]
    taken |= {"since": since} if since else {}
    taken |= {"changed": typed["changed"]} if typed["changed"] else {}
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
        sentence = _("Write why it was stopped, in the field for that.")
        raise FormRefused([FormFault("outcome_why", sentence)])
    try:
        content = parse_content(value)
    except ValidationError as problem:
        chosen = {
            "how": _("Choose how it is done with you."),
            "outcome": _("Choose whether it goes on."),
        }
        raise FormRefused(
            FormFault(fault.place, chosen.get(fault.place, fault.sentence))
            for fault in convert_validation_error(problem, _PLACES)
        ) from None
    faults = convert_guard_faults(find_identity_faults(content), _PLACES)
    if faults:
        raise FormRefused(faults)
    return content


def _address(reading: EntryReading, part: str) -> str:
    return f"{reading.organisation.slug}/{reading.slug}" + (f"#{part}" if part else "")


def _page(session: Session, entry_id: UUID, refused: Refused | None = None) -> str:
    part = _part()
    entry = _markable(session, entry_id, part)
    ui = get_ui_language()
    reading = read_entry(session, entry.id, ui)
    title = reading.words(f"{part}.title" if part else "title")
    bodies = find_own_organisations(session, get_actor())
    body = _chosen(session)
    typed = request.form if request.method == "POST" else {}
    proposed = ""
    if body is not None:
        name = body.value.name_for(ui)
        proposed = _(
            "How %(name)s does it: %(title)s", name=name.short or name.name, title=title.text
        )
    earlier_adopters = [
        adopter
        for adopter in read_adopters(
            session, entry.id, reading.organisation.slug, read_marks(session, entry.id), ui
        ).get(part, ())
        if body is not None and adopter.organisation.slug == body.slug and adopter.card is not None
    ]
    wrong = refused.faults if refused else ()
    return render_template(
        "desk/adoption/adopt.html",
        reading=reading,
        part=part,
        title=title,
        bodies=bodies,
        body=body,
        is_own=body is not None and body.id == entry.organisation_id,
        earlier_adopters=earlier_adopters,
        id=typed.get("id") or uuid4(),
        typed={
            name: typed.get(name, "")[:_LONGEST]
            for name in ("how", "since", "changed", "results", "outcome", "outcome_why")
        }
        | {
            "title": typed.get("title", proposed)[:LINE_LENGTH],
            "language": typed.get("language", ui),
        },
        manners=MANNERS,
        outcomes={outcome: label for outcome, label in OUTCOMES.items() if outcome != "not_stated"},
        names=NAMES,
        wrong=wrong,
        wrong_at=group_sentences(wrong),
    )
