"""What people are told by mail without anybody pressing a button: gathered now, sent when due."""

from __future__ import annotations

from network.community.following.digests import SORT, DigestRun, queue_digests
from network.community.following.mail import NewsWriter
from network.community.needs.reminders import remind_of_unanswered
from network.mail.delivery import LetterWriter
from network.site import Site


def remind(here: Site) -> None:
    """Tell national coordinators of the needs that nobody has answered for four weeks."""
    public = here.settings.public_url
    with here.database.transaction() as session:
        remind_of_unanswered(
            session,
            catalogues=here.settings.translations,
            address=lambda ui: f"{public}/{ui}/desk/needs",
        )


def gather(here: Site) -> DigestRun:
    """Gather what people are to be told by now."""
    return queue_digests(here.database, here.searched, here.searched_to)


def writers(here: Site) -> dict[str, LetterWriter]:
    """Who writes the mails that are written when they are sent."""
    return {SORT: NewsWriter(here.settings.translations, here.settings.public_url)}
