"""The list of searches that found too little, for curators, who begin needs from it."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.missed_searches.actions import (
    put_aside,
    read_missed_months,
    read_missed_searches,
)
from network.community.missed_searches.counting import FEW, LONGEST
from network.documents.working_copies import open_copy
from network.errors import NotAllowed
from network.people.actors import Actor
from network.search.query import Query
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.attempts import answer_button, answer_form
from network.web.authentication import get_actor
from network.web.desk.form import forms
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.missed_searches.picture import draw_missed
from network.web.languages import NAMES
from network.web.refusals import Refused
from network.web.translation import gettext as _


def missed_searches() -> str | Response:
    """What was searched in vain, for curators; a need begun with it, or it put aside."""
    if request.method == "POST":
        return _changed()
    with get_site().database.reading() as session:
        return _page(session)


def _page(session: Session, refused: Refused | None = None) -> str:
    if refused:
        flash(refused.sentence, "problem")
    missed = read_missed_searches(session, actor=get_actor())
    picture = draw_missed(read_missed_months(session, actor=get_actor()), load_topics(session))
    # Whether it is still so: what was published since may answer it.
    find = get_site().index.find
    return render_template(
        "desk/missed_searches/missed_searches.html",
        searches=[(row, find(Query(row.words, language=row.language, limit=1))) for row in missed],
        picture=picture,
        few=FEW,
        names=NAMES,
        may_begin=bool(find_own_organisations(session, get_actor())),
    )


def _changed() -> Response:
    words = request.form.get("words", "")[:LONGEST].strip()
    language = request.form.get("language", "")
    do = request.form.get("do")
    address = url_for("desk.missed_searches")
    if words and language in NAMES and do == "need":
        return answer_form(
            lambda session: _begin(session, words, language),
            lambda target: redirect(target, 303),
            _page,
        )
    if words and language in NAMES and do == "not-ours":
        return answer_button(
            lambda session: put_aside(session, words, language, actor=get_actor()),
            _("It is shown here no more."),
            address,
        )
    return redirect(address, 303)


def _begin(session: Session, words: str, language: str) -> str:
    """A need with these words as its title: begun at once, where there is one organisation to
    write it for. The address to go on at."""
    read_missed_searches(session, actor=get_actor())
    bodies = find_own_organisations(session, get_actor())
    if not bodies:
        raise NotAllowed("document.write")
    title = words[0].upper() + words[1:]
    if len(bodies) > 1:
        return url_for("desk.new", kind="need", title=title, language=language)
    document_id = _open(session, bodies[0].id, title, language, get_actor())
    return url_for("desk.write", document_id=document_id)


def _open(session: Session, organisation_id: int, title: str, language: str, me: Actor) -> UUID:
    document_id = uuid4()
    open_copy(
        session,
        document_id,
        language,
        kind="need",
        organisation_id=organisation_id,
        fields={**forms.make_blank("need"), "title": title},
        actor=me,
    )
    return document_id
