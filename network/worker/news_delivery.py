"""Mails that nobody sends by a button, reminders and news: gathered now, sent when due."""

from __future__ import annotations

from network.community.following.bounces import take_bounce, tell_of_returned
from network.community.following.digests import MAIL_KIND, DigestRun, queue_digests
from network.community.following.mail import NewsWriter
from network.community.monthly_letters import actions as monthly_letters
from network.community.monthly_letters.mail import LetterMailWriter
from network.community.monthly_letters.sending import queue_letters
from network.community.needs.reminders import remind_of_unanswered
from network.mail.delivery import LetterWriter
from network.mail.returned_mailbox import ReturnedMailbox
from network.site import Site


def remind(site: Site) -> None:
    """Tell national coordinators of the needs that nobody has answered for four weeks."""
    public = site.settings.public_url
    with site.database.transaction() as session:
        remind_of_unanswered(
            session,
            catalogues=site.settings.translations,
            address=lambda ui: f"{public}/{ui}/desk/needs",
        )


def tell_of_failures(site: Site) -> None:
    """Tell administrators, once a day at most, where much of the site's mail comes back."""
    public = site.settings.public_url
    with site.database.transaction() as session:
        tell_of_returned(
            session,
            catalogues=site.settings.translations,
            address=lambda ui: f"{public}/{ui}/",
        )


def read_returned_mail(site: Site, mailbox: ReturnedMailbox) -> int:
    """Read what came back to a mailbox, each mail in a transaction of its own, and mark it; how
    many mails there were. Raises ``MailboxAway``."""

    def take(written: bytes) -> None:
        with site.database.transaction() as session:
            take_bounce(session, written)

    return mailbox.read(take)


def gather(site: Site) -> DigestRun:
    """Queue a mail of news for everybody whose period is over; see ``queue_digests``."""
    return queue_digests(site.database, site.searched, site.searched_to)


def queue_sent_letters(site: Site) -> int:
    """Queue the mails of letters of the month that are being sent; see ``queue_letters``."""
    return queue_letters(site.database)


def make_writers(site: Site) -> dict[str, LetterWriter]:
    """Who writes the mails that are written when they are sent."""
    folder, address = site.settings.translations, site.settings.public_url
    return {
        MAIL_KIND: NewsWriter(folder, address),
        monthly_letters.MAIL_KIND: LetterMailWriter(folder, address),
    }
