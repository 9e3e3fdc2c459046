"""``flask --app wsgi people``: the first administrator, and invitations."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from network.cli.refusals import report_refusals
from network.errors import Invalid, NotFound
from network.interface_languages import INTERFACE_LANGUAGES
from network.mail import letters
from network.mail.delivery import deliver_due
from network.mail.outbox import queue_mail
from network.mail.transports import make_transport
from network.organisations.queries import find_organisation
from network.people.accounts import find_account
from network.people.accounts import invite as invite_account
from network.people.actors import Actor, Role, get_system_actor
from network.people.mandates import COUNTRIES, ROLES, give, read_valid_mandates
from network.people.one_time_links import draw_link
from network.people.second_factors import reset_second_factor
from network.people.tables import Account
from network.site import get_site


@click.group()
def people() -> None:
    """Accounts and mandates."""


@people.command("create-admin")
@click.argument("name")
@click.argument("email")
@click.option("--language", type=click.Choice(INTERFACE_LANGUAGES), default="nb")
@with_appcontext
@report_refusals
def create_admin(name: str, email: str, language: str) -> None:
    """Make an administrator's account and mail its link."""
    with get_site().database.transaction() as session:
        actor = get_system_actor(session, "console")
        account = _invited(session, name, email, language, actor)
        give(session, account.id, "administrator", actor=actor)
        _mail_invitation(session, account)
    _send()


@people.command()
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--organisation", default="", help="The slug of an organisation of the register.")
@click.option("--country", type=click.Choice(COUNTRIES), default=None)
@click.option("--language", type=click.Choice(INTERFACE_LANGUAGES), default="nb")
@with_appcontext
@report_refusals
def invite(
    name: str, email: str, role: Role, organisation: str, country: str | None, language: str
) -> None:
    """Make an account with a mandate and mail its link."""
    with get_site().database.transaction() as session:
        actor = get_system_actor(session, "console")
        body = find_organisation(session, organisation) if organisation else None
        if organisation and body is None:
            raise NotFound(f"No organisation of the register has the slug {organisation}.")
        account = _invited(session, name, email, language, actor)
        try:
            give(
                session,
                account.id,
                role,
                organisation_id=body.id if body else None,
                country=country or "",
                actor=actor,
            )
        except Invalid as problem:
            raise Invalid.because(
                f"A {role} needs --{problem.faults[0].field}, or cannot have it."
            ) from None
        _mail_invitation(session, account)
    _send()


@people.command("reset-second-factor")
@click.argument("email")
@with_appcontext
@report_refusals
def reset_second_factor_of(email: str) -> None:
    """Take away the second factor of somebody who has lost it, and sign them out."""
    with get_site().database.transaction() as session:
        account = find_account(session, email)
        if account is None:
            raise NotFound("No account has this mail address.")
        reset_second_factor(session, account.id, actor=get_system_actor(session, "console"))
    click.echo("Reset. They are signed out, and set up a new one if their mandates demand it.")


def _invited(session: Session, name: str, email: str, language: str, actor: Actor) -> Account:
    try:
        return invite_account(session, name, email, language, actor=actor)
    except Invalid as problem:
        raise Invalid.because(f"The {problem.faults[0].field} cannot be used.") from None


def _mail_invitation(session: Session, account: Account) -> None:
    secret = draw_link(session, account.id, "invitation")
    settings = get_site().settings
    address = f"{settings.public_url}/{account.language}/account/link/{secret}"
    letter = letters.write_invitation(
        settings.translations,
        account.language,
        account.name,
        address,
        mandates=[
            letters.InvitedAs(held.role, held.organisation_name, held.country)
            for held in read_valid_mandates(session, account.id)
        ],
    )
    assert account.email is not None
    queue_mail(session, account.email, letter.subject, letter.body, account.language)


def _send() -> None:
    """Send what waits, and say where it went."""
    settings = get_site().settings
    transport = make_transport(settings.smtp_url, settings.mail_folder, settings.mail_from)
    for where in deliver_due(get_site().database, transport):
        if settings.smtp_url is None:
            click.echo(f"SMTP_URL is not set; the mail was written to {where}")
        else:
            click.echo(f"The mail was handed to {where}")
