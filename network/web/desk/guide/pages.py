"""The first steps, ticked off by what was done, and help in plain words."""

from __future__ import annotations

from flask import render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.first_steps import read_first_steps
from network.people.accounts import set_guide_hidden
from network.site import get_site
from network.web.attempts import answer_button
from network.web.authentication import get_actor
from network.web.translation import gettext as _


def guide() -> str:
    """The help, above it the five steps of each role that the actor holds."""
    me = get_actor()
    with get_site().database.reading() as session:
        return render_template(
            "desk/guide/guide.html",
            steps=read_first_steps(session, me),
            writes=any(me.holds(role) for role in ("coordinator", "approver")),
            curates=me.holds("national_coordinator"),
        )


def hide_guide() -> Response:
    """Show the first steps on the actor's desk no more; the guide itself stays."""

    def action(session: Session) -> None:
        set_guide_hidden(session, actor=get_actor())

    return answer_button(
        action,
        _("The first steps are hidden. You find them at “For those who write”."),
        url_for("desk.home"),
    )
