"""Adding what one reads to a collection, and going back to where one was reading."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.collections import (
    AddedItem,
    Writable,
    add_item,
    find_item_id,
    find_writable_collections,
)
from network.documents.revisions import Placement, begin
from network.entries.queries import Card, find_cards
from network.errors import Invalid
from network.kinds import Collection
from network.kinds.words import LINE_LENGTH
from network.organisations.queries import find_organisation
from network.public_words import find_identity_faults
from network.site import get_site
from network.web.addresses import entry_url
from network.web.attempts import answer_form
from network.web.authentication import get_actor
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.form.faults import convert_validation_error
from network.web.languages import NAMES, get_ui_language, get_writing_language
from network.web.refusals import FormRefused, Refused
from network.web.safe_redirect import choose_safe_redirect
from network.web.translation import gettext as _

# The most of what was typed that is kept, for the fault that says that it is too long.
_ROOM = 120_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A collection to add to, and the item that the entry is in it already, if it is."""

    writable: Writable
    item: str


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


def _gather(session: Session, entry_id: UUID) -> tuple[AddedItem, str]:
    """Add the entry as the form says; what was added, and where the entry can be read."""
    card = _card(session, entry_id)
    return _add(session, _collection(session), card), entry_url(card)


def _added(entry_id: UUID, added: AddedItem, address: str) -> Response:
    flash(_("Added. It is in the draft; submit the draft when it is ready."))
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


def _add(session: Session, document_id: UUID, card: Card) -> AddedItem:
    why = request.form.get("why", "").replace("\r\n", "\n").strip()[:_ROOM]
    faults = find_identity_faults({"why": why, "title": request.form.get("title", "")})
    if faults:
        raise Invalid(faults)
    section = request.form.get("section", "")[:60]
    # Sections of another collection than the one that was chosen say nothing of this one.
    names_by_id = {
        part.id
        for choice in find_writable_collections(session, get_actor())
        if choice.document.id == document_id
        for part in choice.content.sections
    }
    return add_item(
        session,
        document_id,
        card.id,
        why=why,
        section=section if section in names_by_id else "",
        actor=get_actor(),
    )


def _page(session: Session, entry_id: UUID, refused: Refused | None = None) -> str:
    card = _card(session, entry_id)
    submitted = request.values
    choices = [
        Choice(collection, find_item_id(session, collection.content, card.id))
        for collection in find_writable_collections(session, get_actor())
        if collection.document.id != card.id
    ]
    open_to = [choice for choice in choices if not choice.item]
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
