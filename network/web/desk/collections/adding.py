"""Adding what one reads to a collection, and going back to where one was reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.collections import (
    Writable,
    demand_addable,
    find_collected,
    find_writable_collections,
    is_open_elsewhere,
)
from network.documents.revisions import Placement, begin, get_document
from network.documents.working_copies import find_working_copies
from network.entries.queries import Card, find_cards
from network.errors import Invalid
from network.kinds import Collection
from network.kinds.merging import summarise_fields
from network.kinds.parts import Item
from network.kinds.words import LINE_LENGTH
from network.organisations.queries import find_organisation
from network.public_words import find_identity_faults
from network.site import get_site
from network.web.addresses import entry_url
from network.web.attempts import answer_form
from network.web.authentication import get_actor
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.form.faults import convert_validation_error
from network.web.desk.writing.sheets import draw_ids, keep_sheet, read_sheet
from network.web.languages import NAMES, get_ui_language, get_writing_language
from network.web.refusals import FormRefused, Refused
from network.web.safe_redirect import choose_safe_redirect
from network.web.translation import gettext as _

# The most of what was typed that is kept, for the fault that says that it is too long.
_ROOM = 120_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A collection to add to, and whether the entry is in it already."""

    writable: Writable
    is_in: bool


def gather_entry(entry_id: UUID) -> str | Response:
    """Choose a collection, or begin one, and say why the entry belongs there."""
    if request.method != "POST" or request.form.get("do") == "choose":
        with get_site().database.reading() as session:
            return _page(session, entry_id)
    return answer_form(
        lambda session: _gather(session, entry_id),
        lambda added: _added(entry_id, *added),
        lambda session, refused: _page(session, entry_id, refused),
    )


@dataclass(frozen=True, slots=True)
class Added:
    """Which collection got an item, and whether somebody else has it open in a form."""

    document_id: UUID
    is_open: bool


def _gather(session: Session, entry_id: UUID) -> tuple[Added, str]:
    """Add the entry as the form says; what was added, and where the entry can be read."""
    card = _card(session, entry_id)
    return _add(session, _collection(session), card), entry_url(card)


def _added(entry_id: UUID, added: Added, address: str) -> Response:
    flash(
        _(
            "Added to what you have open of the collection. It becomes a version when you save or "
            "submit the collection; until then you alone see it."
        )
    )
    if added.is_open:
        flash(
            _(
                "Somebody has this collection open in the form. Nothing is lost: what they "
                "write is joined with this when they save."
            )
        )
    # Told at the desk, since a public page tells nobody anything; from there back to reading.
    back = choose_safe_redirect(request.form.get("back"), address)
    return redirect(
        url_for("desk.gather_entry", entry_id=entry_id, added=added.document_id, back=back), 303
    )


def _card(session: Session, entry_id: UUID) -> Card:
    """What is to be added; 404 where it is not public."""
    card = next(iter(find_cards(session, [entry_id], get_ui_language())), None)
    if card is None:
        abort(404)
    return card


def _collection(session: Session) -> UUID:
    """The collection that was chosen, or the new one that was asked for."""
    chosen = request.form.get("collection", "")
    if chosen != "new":
        try:
            return UUID(chosen)
        except ValueError:
            raise Invalid.in_field("not_a_choice", "collection") from None
    title = " ".join(request.form.get("title", "").split())[:LINE_LENGTH]
    language = request.form.get("language", "")
    body = find_organisation(session, request.form.get("organisation", "")[:100])
    if body is None:
        raise Invalid.in_field("not_a_choice", "organisation")
    if language not in NAMES:
        raise Invalid.in_field("not_a_choice", "language")
    if not title:
        raise Invalid.in_field("empty", "title")
    try:
        content = Collection.model_validate({"language": language, "title": title})
    except ValidationError as problem:
        raise FormRefused(convert_validation_error(problem, {"title": "title"})) from None
    place = Placement(body.id, None, body.id)
    return begin(session, place, content, actor=get_actor()).document_id


def _add(session: Session, document_id: UUID, card: Card) -> Added:
    """Put the entry into the actor's working copy of the collection, as its last item: no version
    is made, so that gathering twenty makes one."""
    why = request.form.get("why", "").replace("\r\n", "\n").strip()[:_ROOM]
    faults = find_identity_faults({"why": why, "title": request.form.get("title", "")})
    if faults:
        raise Invalid(faults)
    # Before it is read, so that two at once are added one after the other.
    get_document(session, document_id, for_change=True)
    sheet = read_sheet(session, document_id)
    items = sheet.fields.get("items", [])
    address = demand_addable(
        session, document_id, card.id, _list_collected(items), actor=get_actor()
    )
    section = request.form.get("section", "")[:60]
    # Sections of another collection than the one that was chosen say nothing of this one.
    own_sections = {part["id"] for part in sheet.fields["sections"]}
    item = {
        "entry": address,
        "why": why,
        "section": section if section in own_sections else "",
    }
    try:
        Item.model_validate({"id": "i1", "entry": address, "why": why})
    except ValidationError:
        raise Invalid.in_field("unusable", "why") from None
    fields = {**sheet.fields, "items": [*items, {"id": "", "gap": "", **item}]}
    keep_sheet(
        session,
        replace(
            sheet, fields=draw_ids(session, sheet, fields), seen=summarise_fields(sheet.fields)
        ),
    )
    return Added(document_id, is_open_elsewhere(session, document_id, actor=get_actor()))


def _list_collected(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """The addresses of a form's items, gaps among them as ""."""
    return [str(item.get("entry") or "") for item in items]


def _page(session: Session, entry_id: UUID, refused: Refused | None = None) -> str:
    card = _card(session, entry_id)
    submitted = request.values
    copies = {
        copy.document_id: copy.fields.get("items", [])
        for copy in find_working_copies(session, actor=get_actor())
        if "words" not in copy.fields
    }
    choices = []
    for writable in find_writable_collections(session, get_actor()):
        if writable.document.id == card.id:
            continue
        saved = [item.entry or "" for item in writable.content.items]
        items = copies.get(writable.document.id)
        collected = saved if items is None else _list_collected(items)
        choices.append(Choice(writable, bool(find_collected(session, collected, card.id))))
    open_to = [choice for choice in choices if not choice.is_in]
    default = str(open_to[0].writable.document.id) if open_to else "new"
    return render_template(
        "desk/collections/add.html",
        card=card,
        choices=choices,
        bodies=find_own_organisations(session, get_actor()),
        chosen=submitted.get("collection", "") or default,
        why=submitted.get("why", ""),
        title=submitted.get("title", "")[:LINE_LENGTH],
        section=submitted.get("section", ""),
        organisation=submitted.get("organisation", ""),
        language=submitted.get("language", "") or get_writing_language(),
        back=choose_safe_redirect(submitted.get("back"), entry_url(card)),
        faults=refused.by_field if refused else [],
        wrong_at=dict(refused.by_field) if refused else {},
        added=next(
            (
                choice.writable
                for choice in choices
                if str(choice.writable.document.id) == submitted.get("added")
            ),
            None,
        ),
        promotes=get_actor().holds("national_coordinator"),
    )
