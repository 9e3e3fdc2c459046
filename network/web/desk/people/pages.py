"""People and mandates, for administrators."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.errors import Invalid
from network.organisations.queries import find_organisation
from network.organisations.tables import Organisation
from network.people import accounts, mandates, second_factors
from network.people.events import read_events
from network.people.permissions import demand
from network.people.tables import Account, Mandate, OwnApproval
from network.site import get_site
from network.web.attempts import answer_button, answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.form import labels
from network.web.desk.form.choices import load_names
from network.web.desk.people.event_details import describe_details
from network.web.mail import mail_link
from network.web.refusals import Refused
from network.web.translation import gettext as _

_TYPED = 400


def people() -> str:
    """Everybody with an account, the form to invite, and who approves for whom."""
    with get_site().database.reading() as session:
        return _page(session)


def invite() -> str | Response:
    """Make an account and mail its link, maybe with a first mandate."""
    message = _("Invited. The link is on its way by mail; it works for a week.")
    return answer_form(
        _invite,
        lambda account_id: redirect_with_message(
            message, url_for("desk.person", account_id=account_id)
        ),
        _page,
    )


def _invite(session: Session) -> UUID:
    typed = _typed()
    account = accounts.invite(
        session, typed["name"], typed["email"], typed["language"], actor=get_actor()
    )
    if request.form.get("role"):
        _give(session, account.id)
    mail_link(session, account, "invitation", invited_by=get_actor().name)
    return account.id


def person(account_id: UUID) -> str:
    """One person: mandates, and what an administrator can do."""
    with get_site().database.reading() as session:
        return _person(session, account_id)


def mail_link_again(account_id: UUID) -> Response:
    """Mail the link once more; earlier ones stop working."""

    def action(session: Session) -> None:
        demand(get_actor(), "account.invite")
        account = accounts.get_account(session, account_id)
        if account.closed_at is None:
            has_signed_up = accounts.has_signed_up(session, account.id)
            mail_link(
                session,
                account,
                "reset" if has_signed_up else "invitation",
                invited_by=get_actor().name,
            )

    message = _("A new link is on its way by mail.")
    return answer_button(action, message, url_for("desk.person", account_id=account_id))


def give_mandate(account_id: UUID) -> str | Response:
    """Give a mandate."""
    return answer_form(
        lambda session: _give(session, account_id),
        lambda _done: redirect_with_message(
            _("The mandate is given."), url_for("desk.person", account_id=account_id)
        ),
        lambda session, refused: _person(session, account_id, refused),
    )


def end_mandate(mandate_id: int) -> Response:
    """End a mandate now."""
    with get_site().database.reading() as session:
        mandate = session.get(Mandate, mandate_id)
    return answer_button(
        lambda session: mandates.end(session, mandate_id, actor=get_actor()),
        _("The mandate has ended."),
        url_for("desk.person", account_id=mandate.account_id) if mandate else "",
    )


def close(account_id: UUID) -> Response:
    """Close an account."""
    return answer_button(
        lambda session: accounts.close(session, account_id, actor=get_actor()),
        _("The account is closed. What it wrote stays under its name."),
        url_for("desk.person", account_id=account_id),
    )


def reopen(account_id: UUID) -> Response:
    """Open a closed account again."""
    return answer_button(
        lambda session: accounts.reopen(session, account_id, actor=get_actor()),
        _("The account is open again."),
        url_for("desk.person", account_id=account_id),
    )


def reset_second_factor(account_id: UUID) -> Response:
    """Take away the second factor of somebody who has lost it."""
    return answer_button(
        lambda session: second_factors.reset_second_factor(session, account_id, actor=get_actor()),
        _("The second step is reset. They are signed out, and set up a new one if they need it."),
        url_for("desk.person", account_id=account_id),
    )


def approvals() -> Response:
    """Say whether an organisation approves by itself."""
    by_itself = request.form.get("by_itself") == "1"

    def action(session: Session) -> str:
        demand(get_actor(), "approval.set")
        body = _named(session)
        if body is None:
            raise Invalid.in_field("unknown_organisation", "organisation")
        mandates.set_own_approval(session, body.id, by_itself, actor=get_actor())
        return body.name

    def done(name: str) -> Response:
        message = (
            _("%(name)s approves by itself from now on.", name=name)
            if by_itself
            else _("The national coordinator approves for %(name)s.", name=name)
        )
        return redirect_with_message(message, url_for("desk.people", _anchor="approvals"))

    return answer_form(action, done, _page)


def events() -> str:
    """The last sign-ins and changes of mandates."""
    with get_site().database.reading() as session:
        demand(get_actor(), "account.see")
        events = read_events(session)
        return render_template(
            "desk/people/events.html",
            events=events,
            details=describe_details(session, events),
            labels=labels,
        )


def _typed() -> dict[str, str]:
    """What the form to invite holds; nothing where another was sent."""
    is_sent = request.method == "POST" and "email" in request.form
    typed = request.form if is_sent else {"name": "", "email": "", "language": "nb"}
    return {name: typed.get(name, "")[:_TYPED] for name in ("name", "email", "language")}


def _named(session: Session) -> Organisation | None:
    typed = request.form.get("organisation", "")[:_TYPED]
    return find_organisation(session, load_names(session).find_slug(typed)) if typed else None


def _give(session: Session, account_id: UUID) -> None:
    form = request.form
    body = _named(session)
    if form.get("organisation") and body is None:
        raise Invalid.in_field("unknown_organisation", "organisation")
    mandates.give(
        session,
        account_id,
        form.get("role", ""),
        organisation_id=body.id if body else None,
        country=form.get("country", "") if form.get("role") == "national_coordinator" else "",
        valid_from=_day("valid_from"),
        valid_until=_day("valid_until"),
        actor=get_actor(),
    )


def _day(field: str) -> date | None:
    text = request.form.get(field, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid.in_field("not_a_day", field) from None


def _page(session: Session, refused: Refused | None = None) -> str:
    demand(get_actor(), "account.see")
    held = [
        (account, mandates.read_mandates(session, account.id))
        for account in accounts.read_accounts(session)
    ]
    own = session.scalars(
        select(Organisation).join(OwnApproval, OwnApproval.organisation_id == Organisation.id)
    ).all()
    return render_template(
        "desk/people/people.html",
        people=held,
        own=own,
        typed=_typed(),
        problem=refused.sentence if refused else "",
        labels=labels,
        names=load_names(session),
    )


def _person(session: Session, account_id: UUID, refused: Refused | None = None) -> str:
    demand(get_actor(), "account.see")
    account: Account = accounts.get_account(session, account_id)
    return render_template(
        "desk/people/person.html",
        person=account,
        mandates=mandates.read_mandates(session, account_id),
        has_signed_up=accounts.has_signed_up(session, account_id),
        has_second_factor=second_factors.has_second_factor(session, account_id),
        problem=refused.sentence if refused else "",
        labels=labels,
        names=load_names(session),
    )
