"""Writing a country's letter of the month, and sending it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network import clock
from network.community.missed_searches.counting import read_most_missed
from network.community.monthly_letters.content import (
    COUNTRIES,
    LONGEST_COMMENT,
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    LetterItem,
    LetterText,
    Month,
    join_items,
    keep_items,
    read_items,
)
from network.community.monthly_letters.drafting import LANGUAGES, MOST, draft_items
from network.community.monthly_letters.tables import MonthlyLetter
from network.community.permissions import is_coordinator
from network.db import announce_work, insert_if_absent
from network.errors import Conflict, Fault, Invalid, NotAllowed, NotFound
from network.kinds.words import Language
from network.mail.outbox import queue_unwritten_mail
from network.people.actors import Actor
from network.people.events import record_event
from network.people.tables import Account
from network.public_words import read_words

# The kind of mail that a letter is sent as.
MAIL_KIND = "letter"
# How long it is kept: so long that last year's can be looked at.
LETTER_KEPT = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter as its coordinators see it. ``version`` is 0 until it is saved; ``sent_at`` None
    until it is sent, ``recipients`` how many mails have gone to the outbox."""

    country: str
    month: Month
    text: LetterText
    version: int
    changed_by: str
    changed_at: datetime | None
    sent_at: datetime | None
    recipients: int
    is_queued: bool


def open_letter(
    session: Session, country: str, month: Month, begun: LetterText, *, actor: Actor
) -> OpenLetter:
    """A country's letter of a month, with what happened in it.

    Where nobody has saved it, the text is ``begun`` with everything drafted in it; else what was
    saved, with what happened since behind it, not chosen; once sent, what was sent. Raises
    ``NotAllowed``, ``NotFound`` for another country or a month that has not begun. Some twenty
    queries.
    """
    _demand(session, country, month, actor)
    row = _find(session, country, month)
    if row is None:
        text = replace(begun, items=_draft(session, country, month))
        return OpenLetter(country, month, text, 0, "", None, None, 0, False)
    if row.sent_at is None:
        text = _read_text(row)
        text = replace(text, items=join_items(text.items, _draft(session, country, month)))
    else:
        text = _read_text(row)
    return OpenLetter(
        country,
        month,
        text,
        row.version,
        session.get_one(Account, row.changed_by).name,
        row.changed_at,
        row.sent_at,
        row.recipients,
        row.queued_at is not None,
    )


def read_letters(session: Session, country: str, *, actor: Actor) -> Sequence[MonthlyLetter]:
    """A country's letters that were saved or sent, the newest month first. Raises as
    ``open_letter``. One query."""
    _demand(session, country, Month.of(clock.today()), actor)
    return session.scalars(
        select(MonthlyLetter)
        .where(MonthlyLetter.country == country)
        .order_by(MonthlyLetter.month.desc())
    ).all()


def save_letter(
    session: Session, country: str, month: Month, text: LetterText, version: int, *, actor: Actor
) -> int:
    """Keep what was written, over ``version``; returns the new version.

    Raises as ``open_letter``; ``Invalid`` with every fault (``language``, ``subject``, ``opening``,
    ``closing``, ``comment-`` and an item's key), ``Conflict`` where somebody saved it meanwhile
    (``letter_went_on``) or it is sent (``letter_sent``).
    """
    _demand(session, country, month, actor)
    text = _check(text)
    row = _lock(session, country, month, version)
    values = {
        "language": text.language,
        "subject": text.subject,
        "opening": text.opening,
        "closing": text.closing,
        "items": keep_items(text.items),
        "changed_by": actor.account_id,
        "changed_at": clock.now(),
        "version": version + 1,
    }
    if row is not None:
        for name, value in values.items():
            setattr(row, name, value)
        session.flush()
    elif not insert_if_absent(
        session, MonthlyLetter, country=country, month=month.name, recipients=0, **values
    ):
        raise Conflict("letter_went_on")
    return version + 1


def send_letter(
    session: Session, country: str, month: Month, version: int, *, actor: Actor
) -> None:
    """Send what was saved as ``version`` to everybody who wants it; see ``sending``.

    It is sent once: whoever comes second is told so. Raises as ``save_letter``; ``Conflict``
    (``letter_not_saved``) for one that nobody has saved, ``Invalid`` (field ``opening``) for one
    that says nothing.
    """
    _demand(session, country, month, actor)
    row = _lock(session, country, month, version)
    if row is None:
        raise Conflict("letter_not_saved")
    if not row.opening and not any(item.is_in for item in read_items(row.items)):
        raise Invalid.in_field("empty", "opening")
    row.sent_at, row.sent_by = clock.now(), actor.account_id
    session.flush()
    record_event(
        session, actor.account_id, "letter_sent", actor.account_id, f"{country} {month.name}"
    )
    announce_work(session)


def mail_trial(session: Session, country: str, month: Month, *, actor: Actor) -> None:
    """Mail the actor what was saved, as followers would get it. Raises as ``send_letter``."""
    _demand(session, country, month, actor)
    row = _find(session, country, month)
    account = session.get_one(Account, actor.account_id)
    if row is None or account.email is None:
        raise Conflict("letter_not_saved")
    queue_unwritten_mail(
        session,
        account.email,
        MAIL_KIND,
        {"account": account.id.hex, "letter": row.id, "is_trial": True},
        account.language,
        key=f"letter-trial-{uuid4().hex}",
    )


def forget_letters(session: Session) -> int:
    """Delete letters that nobody has changed for two years. How many there were."""
    before = clock.now() - LETTER_KEPT
    gone = session.execute(
        delete(MonthlyLetter).where(MonthlyLetter.changed_at < before).returning(MonthlyLetter.id)
    )
    return len(gone.all())


def _demand(session: Session, country: str, month: Month, actor: Actor) -> None:
    if country not in COUNTRIES or month.first > clock.today():
        raise NotFound("letter")
    if not is_coordinator(session, actor, country):
        raise NotAllowed("letter.write")


def _find(session: Session, country: str, month: Month) -> MonthlyLetter | None:
    return session.scalar(
        select(MonthlyLetter).where(
            MonthlyLetter.country == country, MonthlyLetter.month == month.name
        )
    )


def _lock(session: Session, country: str, month: Month, version: int) -> MonthlyLetter | None:
    """The row as it is now, None where there is none and ``version`` is 0."""
    row = session.scalar(
        select(MonthlyLetter)
        .where(MonthlyLetter.country == country, MonthlyLetter.month == month.name)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is not None and row.sent_at is not None:
        raise Conflict("letter_sent")
    if (row.version if row is not None else 0) != version:
        raise Conflict("letter_went_on")
    return row


def _draft(session: Session, country: str, month: Month) -> tuple[LetterItem, ...]:
    searches = read_most_missed(
        session, MOST["searches"], month=month.name, languages=LANGUAGES[country]
    )
    return draft_items(session, country, month, searches)


def _read_text(row: MonthlyLetter) -> LetterText:
    return LetterText(row.language, row.subject, row.opening, row.closing, read_items(row.items))


def _check(text: LetterText) -> LetterText:
    faults: list[Fault] = []
    if text.language not in get_args(Language):
        faults.append(Fault.of("not_a_choice", "language"))

    def read(words: str, field: str, longest: int, *, is_line: bool, may_be_empty: bool) -> str:
        kept, wrong = read_words(
            words, field, is_line=is_line, longest=longest, may_be_empty=may_be_empty
        )
        faults.extend(wrong)
        return kept

    checked = LetterText(
        text.language,
        read(text.subject, "subject", LONGEST_SUBJECT, is_line=True, may_be_empty=False),
        read(text.opening, "opening", LONGEST_TEXT, is_line=False, may_be_empty=True),
        read(text.closing, "closing", LONGEST_TEXT, is_line=False, may_be_empty=True),
        tuple(
            replace(
                item,
                comment=read(
                    item.comment,
                    f"comment-{item.key}",
                    LONGEST_COMMENT,
                    is_line=True,
                    may_be_empty=True,
                ),
            )
            for item in text.items
        ),
    )
    if faults:
        raise Invalid(faults)
    return checked
