"""What was searched in vain, for curators."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.missed_searches.actions import missed_for, put_aside
from network.community.missed_searches.counting import FEW, LONGEST
from network.documents.working_copies import open_copy
from network.errors import NotAllowed
from network.people.actors import Actor
from network.search.query import Query
from network.site import site
from network.web.authentication import actor
from network.web.desk.form import forms
from network.web.desk.form.choices import own_organisations
from network.web.languages import NAMES
from network.web.translation import gettext as _


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
    told = [
        (one, here.index.find(Query(one.words, language=one.language, limit=1))) for one in found
    ]
    return render_template(
        "desk/missed_searches/missed_searches.html",
        told=told,
        few=FEW,
        names=NAMES,
        may_begin=may_begin,
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
