"""The lists of texts on a desk: the first of each on its first page, all of each in pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from network import clock
from network.documents import worklists
from network.documents.drafts import Deletion, find_deletions
from network.documents.worklists import WorkPage
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.site import get_site
from network.web.authentication import get_actor
from network.web.desk.form import labels
from network.web.desk.form.choices import find_own_organisations
from network.web.languages import get_ui_language

# How much of each list the first page shows, and how much a page of its own.
SHOWN, _PER_PAGE = 20, 50


@dataclass(frozen=True, slots=True)
class WorkList:
    """One list: what it is called, what says that it is empty, and how it is read."""

    title: Any
    empty: Any
    read: Callable[[Session, Actor, int, int], WorkPage]


def _of_organisations(session: Session, actor: Actor, page: int, size: int) -> WorkPage:
    return read_of_organisations(session, find_own_organisations(session, actor), page, size)


def read_of_organisations(
    session: Session, bodies: Sequence[Organisation], page: int = 1, size: int = SHOWN
) -> WorkPage:
    """What these organisations have, in their order, then as the page's language sorts titles."""
    return worklists.find_work_of_organisations(
        session, [body.id for body in bodies], get_ui_language(), page=page, size=size
    )


LISTS: Mapping[str, WorkList] = {
    "waiting": WorkList(
        _("Waiting for me"),
        _("Nothing waits for you."),
        lambda session, actor, page, size: worklists.find_work_to_review(
            session, actor, page=page, size=size
        ),
    ),
    "overdue": WorkList(
        _("Time to look whether it still holds"),
        _("Nothing is to be looked at again."),
        lambda session, actor, page, size: worklists.find_overdue_work(
            session, actor, page=page, size=size
        ),
    ),
    "untranslated": WorkList(
        _("Without title and summary in the neighbour's language"),
        _("All has a title and a summary in the neighbour's language."),
        lambda session, actor, page, size: worklists.find_untranslated_work(
            session, actor, page=page, size=size
        ),
    ),
    "own": WorkList(
        _("My work"),
        _("Nothing that you write is unfinished."),
        lambda session, actor, page, size: worklists.find_own_work(
            session, actor, page=page, size=size
        ),
    ),
    "organisation": WorkList(_("What my organisation has"), _("Nothing yet."), _of_organisations),
}


def _find_deletions(session: Session, bodies: Sequence[Organisation]) -> Sequence[Deletion]:
    return find_deletions(session, [body.id for body in bodies])


def work_list(name: str) -> str:
    """One page of a list; ``page`` in the address counts from 1. 404 for a page that is none."""
    number = request.args.get("page", "1")
    if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) < 1_000_000):
        abort(404)
    with get_site().database.reading() as session:
        page = LISTS[name].read(session, get_actor(), int(number), _PER_PAGE)
        if int(number) > 1 and not page.works:
            abort(404)
        bodies = find_own_organisations(session, get_actor())
        return render_template(
            "desk/home/work_list.html",
            name=name,
            list_=LISTS[name],
            page=page,
            deletions=_find_deletions(session, bodies) if name == "organisation" else (),
            bodies=bodies,
            labels=labels,
            now=clock.now(),
        )
