"""Reporting a page or what was said on it, and settling what others reported."""

from __future__ import annotations

from typing import cast, get_args
from uuid import UUID

from flask import abort, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.permissions import find_coordinators, is_coordinator
from network.community.reports.actions import (
    NOTE_LENGTH,
    REASON_LENGTH,
    About,
    close_report,
    find_said,
    get_report,
    open_reports,
    read_own_reports,
    report_page,
)
from network.community.reports.tables import Report
from network.entries.queries import Card, find_cards
from network.entries.reading import read_entry
from network.errors import NotFound
from network.people.tables import Account
from network.site import get_site
from network.web.addresses import entry_url
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.languages import get_ui_language
from network.web.mail import mail_exchange
from network.web.refusals import Refused
from network.web.translation import gettext as _


def report(entry_id: UUID) -> str | Response:
    """The form by which a page, or a question or answer on it, is reported; what becomes of it."""
    about, said_id = _about()
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _form(session, entry_id, about, said_id)
    message = _("Thank you. It is with those who look after it; what comes of it stands below.")
    return answer_form(
        lambda session: _report(session, entry_id, about, said_id),
        lambda _done: redirect_with_message(message, url_for("desk.reports")),
        lambda session, refused: _form(session, entry_id, about, said_id, refused),
    )


def _report(session: Session, entry_id: UUID, about: About, said_id: UUID | None) -> None:
    row = report_page(
        session,
        entry_id,
        about=about,
        said_id=said_id,
        reason=request.form.get("reason", "")[:20_000],
        actor=get_actor(),
    )
    mail_exchange(
        session,
        find_coordinators(session, row.country),
        "reported",
        find_cards(session, [entry_id], get_ui_language())[0].organisation_name,
        "desk.settle_report",
        report_id=row.id,
    )


def reports() -> str:
    """What waits to be settled by one, and what came of what one reported."""
    with get_site().database.reading() as session:
        waiting_for_me, own = (
            open_reports(session, get_actor()),
            read_own_reports(session, get_actor()),
        )
        shown = _cards(session, (*waiting_for_me, *own))
        return render_template(
            "desk/reports/reports.html",
            waiting=[(report, shown.get(report.entry_id)) for report in waiting_for_me],
            own=[(report, shown.get(report.entry_id)) for report in own],
        )


def settle_report(report_id: UUID) -> str | Response:
    """One report with what it is about, and what is done with it."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _settle_page(session, report_id)
    hides = request.form.get("do") == "hide"
    message = _("It is taken away.") if hides else _("It is settled, and stays.")
    return answer_form(
        lambda session: _settle(session, report_id, hides=hides),
        lambda _done: redirect_with_message(message, url_for("desk.reports")),
        lambda session, refused: _settle_page(session, report_id, refused),
    )


def _settle(session: Session, report_id: UUID, *, hides: bool) -> None:
    row = get_report(session, report_id, actor=get_actor())
    settled = close_report(
        session, report_id, hide=hides, note=request.form.get("note", ""), actor=get_actor()
    )
    shown = _cards(session, [row])
    mail_exchange(
        session,
        [session.get_one(Account, report.account_id) for report in settled],
        "report_settled",
        shown[row.entry_id].organisation_name if row.entry_id in shown else "Grannar",
        "desk.reports",
    )


def _settle_page(session: Session, report_id: UUID, refused: Refused | None = None) -> str:
    row = get_report(session, report_id, actor=get_actor())
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
        may_settle=is_coordinator(session, get_actor(), row.country) and not row.outcome,
        longest=NOTE_LENGTH,
        problem=refused.sentence if refused else "",
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
    shown = find_cards(session, {row.entry_id for row in rows}, get_ui_language())
    return {card.id: card for card in shown}


def _form(
    session: Session,
    entry_id: UUID,
    about: About,
    said_id: UUID | None,
    refused: Refused | None = None,
) -> str:
    quoted = find_said(session, entry_id, about, said_id)
    return render_template(
        "desk/reports/report.html",
        reading=read_entry(session, entry_id, get_ui_language()),
        about=about,
        said=said_id or "",
        quoted=quoted,
        reason=request.form.get("reason", "")[:20_000] if request.method == "POST" else "",
        problem=refused.sentence if refused else "",
        longest=REASON_LENGTH,
    )
