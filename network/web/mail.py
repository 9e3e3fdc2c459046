"""Mail that pages write: letters put in the outbox, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from network.mail import contribution_letters, letters
from network.mail.outbox import queue_mail
from network.people.mandates import read_valid_mandates
from network.people.one_time_links import Purpose, draw_link
from network.people.tables import Account
from network.site import get_site


def make_address(endpoint: str, **values: Any) -> str:
    """An address for a mail: from the configured base, never from what a request calls us."""
    return get_site().settings.public_url + url_for(endpoint, **values)


def mail_link(
    session: Session, account: Account, purpose: Purpose, *, invited_by: str = ""
) -> None:
    """Mail an account the link that sets its password; ``invited_by`` is who invites, by name."""
    secret = draw_link(session, account.id, purpose)
    address = make_address("account.link", ui=account.language, secret=secret)
    folder = get_site().settings.translations
    if purpose == "invitation":
        letter = letters.write_invitation(
            folder,
            account.language,
            account.name,
            address,
            invited_by=invited_by,
            mandates=[
                letters.InvitedAs(held.role, held.organisation_name, held.country)
                for held in read_valid_mandates(session, account.id)
            ],
        )
    else:
        letter = letters.write_reset(folder, account.language, account.name, address)
    assert account.email is not None
    queue_mail(session, account.email, letter.subject, letter.body, account.language)


def mail_employer_reminder(session: Session, account: Account) -> None:
    """Tell somebody who has no password how they sign in."""
    letter = letters.write_employer_reminder(
        get_site().settings.translations,
        account.language,
        account.name,
        make_address("account.sign_in", ui=account.language),
    )
    assert account.email is not None
    queue_mail(session, account.email, letter.subject, letter.body, account.language)


def mail_news(
    session: Session,
    to: Iterable[Account],
    news: letters.DocumentNews,
    public: Mapping[str, str],
    endpoint: str,
    **values: Any,
) -> None:
    """Mail people that a text was submitted, approved, published …, without a word of it but its
    title. ``public`` is the entry's *organisation* and *slug* where it is public, else empty."""
    for account in to:
        if account.email is None or account.closed_at is not None:
            continue
        address = make_address(endpoint, ui=account.language, **values)
        letter = letters.write_news(
            get_site().settings.translations,
            account.language,
            account.name,
            news,
            address,
            make_address("public.entry", ui=account.language, **public) if public else "",
        )
        queue_mail(session, account.email, letter.subject, letter.body, account.language)


def mail_exchange(
    session: Session,
    to: Iterable[Account],
    event: contribution_letters.ContributionEvent,
    about: str,
    endpoint: str,
    /,
    *,
    title: str = "",
    asker: str = "",
    role: str = "",
    **values: Any,
) -> None:
    """Tell people what was asked, answered or reported at a text of the organisation ``about``,
    without a word of it; ``title``, ``asker`` and ``role`` as ``write_letter`` has them."""
    for account in to:
        if account.email is None or account.closed_at is not None:
            continue
        letter = contribution_letters.write_letter(
            get_site().settings.translations,
            account.language,
            account.name,
            event,
            about,
            make_address(endpoint, ui=account.language, **values),
            title=title,
            asker=asker,
            role=role,
        )
        queue_mail(session, account.email, letter.subject, letter.body, account.language)
