"""People and mandates, for administrators."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.errors import Conflict, Invalid
from network.organisations.queries import find_organisation
from network.organisations.tables import Organisation
from network.people import accounts, mandates
from network.people import events as happened
from network.people.permissions import demand
from network.people.tables import Account, Mandate, OwnApproval
from network.site import site
from network.web.authentication import actor
from network.web.desk.form import labels
from network.web.desk.form.choices import names
from network.web.mail import mail_link
from network.web.translation import gettext as _

_TYPED = 400


def people() -> str:
    """Everybody with an account, the form to invite, and who approves for whom."""
    return _page({})


def invite() -> str | Response:
    """Make an account and mail its link, maybe with a first mandate."""
    form = request.form
    typed = {name: form.get(name, "")[:_TYPED] for name in ("name", "email", "language")}
    try:
        with site().database.transaction() as session:
            account = accounts.invite(
                session, typed["name"], typed["email"], typed["language"], actor=actor()
            )
            if form.get("role"):
                _give(session, account.id)
            mail_link(session, account, "invitation")
    except Invalid as problem:
        return make_response(_page(typed, _wrong(problem)), 422)
    except Conflict:
        told = _("Somebody has an account with this mail address already.")
        return make_response(_page(typed, told), 409)
    flash(_("Invited. The link is on its way by mail; it works for an hour."))
    return redirect(url_for("desk.person", account_id=account.id), 303)


def person(account_id: UUID) -> str:
    """One person: mandates, and what an administrator can do."""
    with site().database.reading() as session:
        demand(actor(), "account.see")
        return _person(session, account_id)


def mail_link_again(account_id: UUID) -> Response:
    """Mail the link once more; earlier ones stop working."""
    with site().database.transaction() as session:
        demand(actor(), "account.invite")
        account = accounts.get_account(session, account_id)
        if account.closed_at is None:
            has_signed_up = accounts.has_signed_up(session, account.id)
            mail_link(session, account, "reset" if has_signed_up else "invitation")
    flash(_("A new link is on its way by mail."))
    return redirect(url_for("desk.person", account_id=account_id), 303)


def give_mandate(account_id: UUID) -> str | Response:
    """Give a mandate."""
    try:
        with site().database.transaction() as session:
            _give(session, account_id)
    except Invalid as problem:
        with site().database.reading() as session:
            return make_response(_person(session, account_id, _wrong(problem)), 422)
    flash(_("The mandate is given."))
    return redirect(url_for("desk.person", account_id=account_id), 303)


def end_mandate(mandate_id: int) -> Response:
    """End a mandate now."""
    try:
        with site().database.transaction() as session:
            mandates.end(session, mandate_id, actor=actor())
            account_id = session.get_one(Mandate, mandate_id).account_id
    except Conflict:
        flash(_("You cannot end the mandate by which you do this."), "problem")
        return redirect(url_for("desk.people"), 303)
    flash(_("The mandate has ended."))
    return redirect(url_for("desk.person", account_id=account_id), 303)


def close(account_id: UUID) -> Response:
    """Close an account."""
    try:
        with site().database.transaction() as session:
            accounts.close(session, account_id, actor=actor())
    except Conflict:
        flash(_("You cannot close your own account, nor one that is closed."), "problem")
    else:
        flash(_("The account is closed. What it wrote stays under its name."))
    return redirect(url_for("desk.person", account_id=account_id), 303)


def reopen(account_id: UUID) -> Response:
    """Open a closed account again."""
    with site().database.transaction() as session:
        accounts.reopen(session, account_id, actor=actor())
    flash(_("The account is open again."))
    return redirect(url_for("desk.person", account_id=account_id), 303)


def approvals() -> Response:
    """Say whether an organisation approves by itself."""
    with site().database.transaction() as session:
        demand(actor(), "approval.set")
        slug = names(session).slug(request.form.get("organisation", "")[:_TYPED])
        body = find_organisation(session, slug)
        if body is None:
            flash(_("No organisation of the register is called that."), "problem")
        else:
            by_itself = request.form.get("by_itself") == "1"
            mandates.let_approve_itself(session, body.id, by_itself, actor=actor())
            flash(
                _("%(name)s approves by itself from now on.", name=body.name)
                if by_itself
                else _("The national coordinator approves for %(name)s.", name=body.name)
            )
    return redirect(url_for("desk.people", _anchor="approvals"), 303)


def events() -> str:
    """The last sign-ins and changes of mandates."""
    with site().database.reading() as session:
        demand(actor(), "account.see")
        return render_template(
            "desk/people/events.html", events=happened.events(session), labels=labels
        )


def _give(session: Session, account_id: UUID) -> None:
    form = request.form
    typed = form.get("organisation", "")[:_TYPED]
    body = find_organisation(session, names(session).slug(typed)) if typed else None
    if typed and body is None:
        raise Invalid("organisation")
    mandates.give(
        session,
        account_id,
        form.get("role", ""),
        organisation_id=body.id if body else None,
        country=form.get("country", "") if form.get("role") == "national_coordinator" else "",
        valid_from=_day("valid_from"),
        valid_until=_day("valid_until"),
        actor=actor(),
    )


def _day(field: str) -> date | None:
    text = request.form.get(field, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(field) from None


def _wrong(problem: Invalid) -> str:
    sentences = {
        "name": _("Write a name of at most 200 signs."),
        "email": _("That is no mail address."),
        "role": _("Choose a role."),
        "organisation": _("Choose an organisation of the register."),
        "country": _("A national coordinator has a country; nobody else has."),
        "valid_from": _("Write the day as 2026-11-21."),
        "valid_until": _("Write the day as 2026-11-21; it cannot lie before the first."),
    }
    return sentences.get(problem.faults[0].wrong, _("This cannot be used. Check what you wrote."))


def _page(typed: dict[str, str], problem: str = "") -> str:
    with site().database.reading() as session:
        demand(actor(), "account.see")
        found = [
            (one, mandates.mandates_of(session, one.id)) for one in accounts.all_accounts(session)
        ]
        own = session.scalars(
            select(Organisation)
            .join(OwnApproval, OwnApproval.organisation_id == Organisation.id)
            .order_by(Organisation.name)
        ).all()
        return render_template(
            "desk/people/people.html",
            people=found,
            own=own,
            typed={"name": "", "email": "", "language": "nb", **typed},
            problem=problem,
            labels=labels,
            names=names(session),
        )


def _person(session: Session, account_id: UUID, problem: str = "") -> str:
    account: Account = accounts.get_account(session, account_id)
    return render_template(
        "desk/people/person.html",
        person=account,
        mandates=mandates.mandates_of(session, account_id),
        has_signed_up=accounts.has_signed_up(session, account_id),
        problem=problem,
        labels=labels,
        names=names(session),
    )
