"""Needs that nobody has answered for four weeks go to whoever coordinates the country."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.community.needs.reading import read_open_needs
from network.community.needs.tables import RemindedNeed
from network.community.permissions import find_coordinated_countries, find_coordinators
from network.entries.queries import Card, find_cards
from network.mail.contribution_letters import write_letter
from network.mail.outbox import queue_mail
from network.people.actors import Actor
from network.people.tables import Account

PATIENCE = timedelta(weeks=4)


def find_long_unanswered(session: Session, language: str) -> list[Card]:
    """The open needs that nobody has answered for four weeks, the longest open first."""
    needs = read_open_needs(session, before=clock.now() - PATIENCE)
    return find_cards(session, [need_id for need_id, answers in needs if not answers], language)


def find_unanswered_for(session: Session, actor: Actor, language: str) -> list[Card]:
    """Those of them that the actor coordinates; none for everybody else."""
    return find_unanswered_in(session, find_coordinated_countries(session, actor), language)


def find_unanswered_in(session: Session, countries: Sequence[str], language: str) -> list[Card]:
    """Those of them that lie in these countries, "" among them for none."""
    if not countries:
        return []
    return [
        need
        for need in find_long_unanswered(session, language)
        if (need.country or "") in countries
    ]


def remind_of_unanswered(
    session: Session, *, catalogues: Path, address: Callable[[str], str]
) -> Sequence[UUID]:
    """Tell each country's coordinators, once, of its needs that nobody has answered.

    ``catalogues`` is the folder of the letters' words, ``address`` gives for a language of mails
    the whole address of the desk's list. One letter to each person, however many needs became due;
    it names none of them. Letters and the memory of them are written in the caller's transaction:
    killed before its commit, the next run tells all of it, killed after, none again. Returns the
    needs that somebody was reminded of.
    """
    reminded = set(session.scalars(select(RemindedNeed.need_id)))
    due = [need for need in find_long_unanswered(session, "nb") if need.id not in reminded]
    numbers: dict[UUID, tuple[Account, int]] = {}
    for card in due:
        session.add(RemindedNeed(need_id=card.id, reminded_at=clock.now()))
        for account in find_coordinators(session, card.country or ""):
            _, number = numbers.get(account.id, (account, 0))
            numbers[account.id] = (account, number + 1)
    session.flush()
    for account, number in numbers.values():
        if account.email is None:
            continue
        mail = write_letter(
            catalogues,
            account.language,
            account.name,
            "needs_unanswered",
            "",
            address(account.language),
            number,
        )
        queue_mail(session, account.email, mail.subject, mail.body, account.language)
    return [card.id for card in due]
