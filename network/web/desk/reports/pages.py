"""Reporting a page or what was said on it, and settling what others reported."""

from __future__ import annotations

from typing import cast, get_args
from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.permissions import TooMany, coordinates, coordinators_of
from network.community.reports.actions import (
    NOTE_LENGTH,
    REASON_LENGTH,
    About,
    close_report,
    find_said,
    get_report,
    open_reports,
    own_reports,
)
from network.community.reports.actions import report_page as report_it
from network.community.reports.tables import Report
from network.entries.queries import Card, cards
from network.entries.reading import read_entry
from network.errors import Conflict, Invalid, NotFound
from network.people.tables import Account
from network.site import site
from network.web.addresses import entry_url
from network.web.authentication import actor
from network.web.desk.contribution_form import sentence, waiting
from network.web.languages import ui_language
from network.web.mail import mail_exchange
from network.web.translation import gettext as _


def report(entry_id: UUID) -> str | Response:
    """The form by which a page, or a question or answer on it, is reported; what becomes of it."""
    about, said_id = _about()
    if request.method != "POST":
        with site().database.reading() as session:
            return _form(session, entry_id, about, said_id)
    with site().database.transaction() as session:
        try:
            row = report_it(
                session,
                entry_id,
                about=about,
                said_id=said_id,
                reason=request.form.get("reason", "")[:20_000],
                actor=actor(),
            )
        except Invalid as refused:
            told = sentence(refused.faults[0], REASON_LENGTH)
            return _form(session, entry_id, about, said_id, told, 422)
        except TooMany as refused:
            return _form(session, entry_id, about, said_id, waiting(refused), 429)
        except Conflict:
            told = _("You have reported this already. It waits to be looked at.")
            return _form(session, entry_id, about, said_id, told, 409)
        card = cards(session, [entry_id], ui_language())[0]
        mail_exchange(
            session,
            coordinators_of(session, row.country),
            "reported",
            card.organisation_name,
            "desk.settle_report",
            report_id=row.id,
        )
    flash(_("Thank you. It is with those who look after it; what comes of it stands below."))
    return redirect(url_for("desk.reports"), 303)


def reports() -> str:
    """What waits to be settled by one, and what came of what one reported."""
    with site().database.reading() as session:
        waiting_for_me, own = open_reports(session, actor()), own_reports(session, actor())
        shown = _cards(session, (*waiting_for_me, *own))
        return render_template(
            "desk/reports/reports.html",
            waiting=[(one, shown.get(one.entry_id)) for one in waiting_for_me],
            own=[(one, shown.get(one.entry_id)) for one in own],
        )


def settle_report(report_id: UUID) -> str | Response:
    """One report with what it is about, and what is done with it."""
    me = actor()
    if request.method == "POST":
        with site().database.transaction() as session:
            row = get_report(session, report_id, actor=me)
            hide = request.form.get("do") == "hide"
            settled = close_report(
                session, report_id, hide=hide, note=request.form.get("note", ""), actor=me
            )
            shown = _cards(session, [row])
            body = shown[row.entry_id].organisation_name if row.entry_id in shown else "Grannar"
            mail_exchange(
                session,
                [session.get_one(Account, one.account_id) for one in settled],
                "report_settled",
                body,
                "desk.reports",
            )
        flash(_("It is taken away.") if hide else _("It is settled, and stays."))
        return redirect(url_for("desk.reports"), 303)
    with site().database.reading() as session:
        row = get_report(session, report_id, actor=me)
        card = _cards(session, [row]).get(row.entry_id)
        words = row.taken_away
        if card is not None and not row.outcome:
            try:
                words = find_said(session, row.entry_id, cast(About, row.about), row.said_id)
            except NotFound:
                words = ""
        return render_template(
            "desk/reports/settled.html",
            report=row,
            card=card,
            address=entry_url(card, _anchor(row)) if card else "",
            words_reported=words,
            may_settle=coordinates(session, me, row.country) and not row.outcome,
            longest=NOTE_LENGTH,
        )


def _about() -> tuple[About, UUID | None]:
    """What the address or form says is reported: the page, or a question or answer on it."""
    about = request.values.get("about", "page")
    if about not in get_args(About):
        abort(404)
    if about == "page":
        return "page", None
    try:
        return cast(About, about), UUID(request.values.get("said", ""))
    except ValueError:
        abort(404)


def _anchor(row: Report) -> str:
    if row.said_id is None:
        return ""
    return f"{'q' if row.about == 'question' else 'a'}-{row.said_id.hex[:8]}"


def _cards(session: Session, rows: list[Report] | tuple[Report, ...]) -> dict[UUID, Card]:
    found = cards(session, {one.entry_id for one in rows}, ui_language())
    return {card.id: card for card in found}


def _form(
    session: Session,
    entry_id: UUID,
    about: About,
    said_id: UUID | None,
    told: str = "",
    code: int = 200,
) -> Response:
    quoted = find_said(session, entry_id, about, said_id)
    made = render_template(
        "desk/reports/report.html",
        reading=read_entry(session, entry_id, ui_language()),
        about=about,
        said=said_id or "",
        quoted=quoted,
        reason=request.form.get("reason", "")[:20_000] if request.method == "POST" else "",
        told=told,
        longest=REASON_LENGTH,
    )
    return make_response(made, code)
