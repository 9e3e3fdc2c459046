"""Mail that pages write: letters put in the outbox, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from network.mail import contribution_letters, letters
from network.mail.outbox import queue_mail
from network.people.one_time_links import Purpose, draw_link
from network.people.tables import Account
from network.site import get_site


def make_address(endpoint: str, **values: Any) -> str:
    """An address for a mail: from the configured base, never from what a request calls us."""
    return get_site().settings.public_url + url_for(endpoint, **values)


def mail_link(session: Session, account: Account, purpose: Purpose) -> None:
    """Mail an account the link that sets its password."""
    secret = draw_link(session, account.id, purpose)
    address = make_address("account.link", ui=account.language, secret=secret)
    write = letters.write_invitation if purpose == "invitation" else letters.write_reset
    letter = write(get_site().settings.translations, account.language, account.name, address)
    assert account.email is not None
    queue_mail(session, account.email, letter.subject, letter.body, account.language)


def mail_news(
    session: Session,
    to: Iterable[Account],
    event: letters.DocumentEvent,
    organisation: str,
    endpoint: str,
    **values: Any,
) -> None:
    """Mail people that a text was submitted, approved, published …, without a word of it."""
    for account in to:
        if account.email is None or account.closed_at is not None:
            continue
        address = make_address(endpoint, ui=account.language, **values)
        letter = letters.write_news(
            get_site().settings.translations,
            account.language,
            account.name,
            event,
            organisation,
            address,
        )
        queue_mail(session, account.email, letter.subject, letter.body, account.language)


def mail_exchange(
    session: Session,
    to: Iterable[Account],
    event: contribution_letters.ContributionEvent,
    about: str,
    endpoint: str,
    /,
    **values: Any,
) -> None:
    """Tell people what was asked, answered or reported at a text of the organisation ``about``,
    without a word of it."""
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
        )
        queue_mail(session, account.email, letter.subject, letter.body, account.language)
