"""What coordinators see of needs: what nobody has answered, and what was searched in vain."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.missed_searches.actions import missed_for, put_aside
from network.community.missed_searches.counting import FEW, LONGEST
from network.community.needs.reminders import unanswered_for
from network.community.permissions import countries_of
from network.documents.working_copies import open_copy
from network.errors import NotAllowed
from network.people.actors import Actor
from network.site import site
from network.web.desk import forms
from network.web.desk.existing import what_exists
from network.web.desk.register import own_organisations
from network.web.desk.writing import typed_form
from network.web.languages import NAMES, ui_language
from network.web.signed_in import actor
from network.web.wording import gettext as _


def exists(document_id: UUID) -> str:
    """What exists for what a need's form holds, as a piece of a page, for the page's script."""
    with site().database.reading() as session:
        sheet = typed_form(session, document_id, request.form)
        found = (
            what_exists(session, sheet.fields, sheet.language, document_id)
            if sheet.kind == "need"
            else []
        )
    return render_template("desk/_exists.html", exists=found, asked=True)


def unanswered() -> str:
    """The open needs of one's country that nobody has answered for four weeks."""
    me = actor()
    with site().database.reading() as session:
        if not countries_of(session, me):
            raise NotAllowed("need.coordinate")
        found = unanswered_for(session, me, ui_language())
    return render_template("desk/unanswered.html", needs=found)


def missed_searches() -> str | Response:
    """What was searched in vain, for curators; a need begun with it, or it put aside."""
    me = actor()
    here = site()
    if request.method == "POST":
        words = request.form.get("words", "")[:LONGEST].strip()
        language = request.form.get("language", "")
        do = request.form.get("do")
        if words and language in NAMES and do == "need":
            return _begin(words, language, me)
        if words and language in NAMES and do == "not-ours":
            with here.database.transaction() as session:
                put_aside(session, words, language, actor=me)
            flash(_("It is shown here no more."))
        return redirect(url_for("desk.missed_searches"), 303)
    with here.database.reading() as session:
        found = missed_for(session, actor=me)
        may_begin = bool(own_organisations(session, me))
    # Whether it is still so: what was published since may answer it.
    told = [(one, here.index.find(one.words, language=one.language, limit=1)) for one in found]
    return render_template(
        "desk/missed_searches.html", told=told, few=FEW, names=NAMES, may_begin=may_begin
    )


def _begin(words: str, language: str, me: Actor) -> Response:
    """A need with these words as its title: begun at once, where there is one organisation to
    write it for."""
    with site().database.transaction() as session:
        missed_for(session, actor=me)
        bodies = own_organisations(session, me)
        if not bodies:
            raise NotAllowed("document.write")
        title = words[0].upper() + words[1:]
        if len(bodies) > 1:
            address = url_for("desk.new", kind="need", title=title, language=language)
            return redirect(address, 303)
        document_id = _open(session, bodies[0].id, title, language, me)
    return redirect(url_for("desk.write", document_id=document_id), 303)


def _open(session: Session, organisation_id: int, title: str, language: str, me: Actor) -> UUID:
    document_id = uuid4()
    open_copy(
        session,
        document_id,
        language,
        kind="need",
        organisation_id=organisation_id,
        fields={**forms.blank("need"), "title": title},
        actor=me,
    )
    return document_id
