"""Adding what one reads to a collection, and going back to where one was reading."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.collections import (
    AddedItem,
    Writable,
    add_item,
    collections_to_write,
    collects,
)
from network.documents.revisions import Placement, begin
from network.entries.queries import Card, cards
from network.errors import Conflict, Invalid
from network.kinds import Collection
from network.kinds.words import LINE_LENGTH
from network.organisations.queries import find_organisation
from network.public_words import identity_faults
from network.site import site
from network.web.addresses import entry_url
from network.web.authentication import actor
from network.web.desk.form.choices import own_organisations
from network.web.languages import NAMES, ui_language
from network.web.safe_redirect import safe_next
from network.web.translation import gettext as _

# So much of what was typed is kept, to be told that it is too long.
_ROOM = 120_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A collection to add to, and the item that the entry is in it already, if it is."""

    one: Writable
    item: str


def gather_entry(entry_id: UUID) -> Response:
    """Choose a collection, or begin one, and say why the entry belongs there."""
    with site().database.reading() as session:
        card = _card(session, entry_id)
        if request.method != "POST" or request.form.get("do") == "choose":
            return _page(session, card)
    back = safe_next(request.form.get("back"), entry_url(card))
    try:
        with site().database.transaction() as session:
            done = _gathered(session, _collection(session), card)
    except Conflict:
        told = ("collection", _("It is in that collection already."))
    except Invalid as refused:
        told = _refused(refused)
    except ValidationError:
        told = ("why", _("That cannot be kept. Shorten it, and take out unusual signs."))
    else:
        flash(_("Added. It is in the draft; submit the draft when it is ready."))
        if done.is_open:
            flash(
                _(
                    "Somebody has this collection open in the form. Nothing is lost: what they "
                    "write is joined with this when they save."
                )
            )
        # Told at the desk, since a public page tells nobody anything; from there back to reading.
        here = url_for("desk.gather_entry", entry_id=entry_id, added=done.document_id, back=back)
        return redirect(here, 303)
    with site().database.reading() as session:
        return _page(session, card, told, 422)


def _card(session: Session, entry_id: UUID) -> Card:
    """What is to be added; 404 where it is not public."""
    found = cards(session, [entry_id], ui_language())
    if not found:
        abort(404)
    return found[0]


def _collection(session: Session) -> UUID:
    """The collection that was chosen, or the new one that was asked for."""
    chosen = request.form.get("collection", "")
    if chosen != "new":
        try:
            return UUID(chosen)
        except ValueError:
            raise Invalid("collection") from None
    title = " ".join(request.form.get("title", "").split())[:LINE_LENGTH]
    language = request.form.get("language", "")
    body = find_organisation(session, request.form.get("organisation", "")[:100])
    if body is None or language not in NAMES:
        raise Invalid("organisation")
    if not title:
        raise Invalid("title")
    content = Collection.model_validate({"language": language, "title": title})
    place = Placement(body.id, None, body.id)
    return begin(session, place, content, actor=actor()).document_id


def _gathered(session: Session, document_id: UUID, card: Card) -> AddedItem:
    why = request.form.get("why", "").replace("\r\n", "\n").strip()[:_ROOM]
    if identity_faults({"why": why, "title": request.form.get("title", "")}):
        raise Invalid("identity")
    section = request.form.get("section", "")[:60]
    # Sections of another collection than the one that was chosen say nothing of this one.
    known = {
        one.id
        for choice in collections_to_write(session, actor())
        if choice.document.id == document_id
        for one in choice.content.sections
    }
    return add_item(
        session,
        document_id,
        card.id,
        why=why,
        section=section if section in known else "",
        actor=actor(),
    )


def _refused(problem: Invalid) -> tuple[str, str]:
    what = problem.faults[0].wrong
    sentences = {
        "collection": _("Choose a collection, or begin a new one."),
        "organisation": _("Choose for whom the new collection is, and its language."),
        "title": _("Give the new collection a title."),
        "items": _("That collection is full: it has 300 items."),
        "identity": _(
            "Here stands what is built like a person's identity number. Take it out and write "
            "of the person without it."
        ),
    }
    place = {"identity": "why", "items": "collection"}.get(what, what)
    return place, sentences.get(what, _("That cannot be kept."))


def _page(
    session: Session, card: Card, told: tuple[str, str] | None = None, code: int = 200
) -> Response:
    given = request.values
    choices = [
        Choice(one, collects(session, one.content, card.id))
        for one in collections_to_write(session, actor())
        if one.document.id != card.id
    ]
    bodies = own_organisations(session, actor())
    open_to = [one for one in choices if not one.item]
    default = str(open_to[0].one.document.id) if open_to else "new"
    made = render_template(
        "desk/collections/add.html",
        card=card,
        choices=choices,
        bodies=bodies,
        chosen=given.get("collection", "") or default,
        why=given.get("why", ""),
        title=given.get("title", "")[:LINE_LENGTH],
        section=given.get("section", ""),
        organisation=given.get("organisation", ""),
        language=given.get("language", "") or ui_language(),
        back=safe_next(given.get("back"), entry_url(card)),
        told=told,
        added=next(
            (one.one for one in choices if str(one.one.document.id) == given.get("added")), None
        ),
        promotes=actor().holds("national_coordinator"),
    )
    return make_response(made, code)
