"""Making public what was approved for a time, when the time has come; and telling by mail."""

from __future__ import annotations

import logging
from typing import Literal

from sqlalchemy.orm import Session

from network.documents.reviewers import find_reviewers
from network.documents.revisions import get_document, get_text
from network.documents.scheduling import (
    DuePublication,
    find_due_publications,
    find_schedule,
    note_problem,
    publish_due,
)
from network.documents.worklists import find_writers
from network.errors import Conflict, Contended, Invalid
from network.mail.letters import DocumentNews, write_news
from network.mail.outbox import queue_mail
from network.organisations.tables import Organisation
from network.site import Site
from network.text.shown_numbers import find_shown_numbers

logger = logging.getLogger(__name__)


def publish_all_due(site: Site) -> int:
    """Publish every text whose time has come, each in a transaction of its own; how many were.

    What something is in the way of keeps the reason, and is not tried again. Its writers and
    reviewers are told by mail of either. Safe in several processes at once: the document's row is
    locked, and the schedule is gone with the publication.
    """
    with site.database.reading() as session:
        due_publications = find_due_publications(session)
    return sum(_publish(site, due) for due in due_publications)


def _publish(site: Site, due: DuePublication) -> bool:
    try:
        with site.database.transaction() as session:
            schedule = find_schedule(session, due.document_id, due.language)
            is_public = publish_due(session, due)
            if is_public and schedule is not None:
                _tell(session, site, due, "published", schedule.approved_by)
        return is_public
    except Contended:
        # Somebody wrote the same document in that moment; the next run finds how it is then.
        return False
    except Conflict as refusal:
        problem: str = refusal.code
    except Invalid as refusal:
        problem = next((fault.code for fault in refusal.faults if fault.code), "unusable")
    logger.warning("a scheduled publication was refused: %s", problem)
    with site.database.transaction() as session:
        note_problem(session, due, problem)
        schedule = find_schedule(session, due.document_id, due.language)
        _tell(session, site, due, "not_published", schedule.approved_by if schedule else "")
    return False


def _tell(
    session: Session,
    site: Site,
    due: DuePublication,
    event: Literal["published", "not_published"],
    approver: str,
) -> None:
    """Mail the writers and reviewers of a text what became of it."""
    document = get_document(session, due.document_id)
    organisation = session.get_one(Organisation, document.organisation_id)
    title = get_text(session, document, due.language).title
    news = DocumentNews(
        event,
        # What stops a text must not leave the site by mail.
        "" if find_shown_numbers(title) else title,
        document.kind,
        organisation.name,
        approver,
        has_note=False,
    )
    people = {
        account.id: account
        for account in (
            *find_writers(session, document.id, due.language),
            *find_reviewers(session, document, due.language),
        )
    }
    for account in people.values():
        if account.email is None or account.closed_at is not None:
            continue
        base = f"{site.settings.public_url}/{account.language}"
        is_public = event == "published" and document.slug is not None
        letter = write_news(
            site.settings.translations,
            account.language,
            account.name,
            news,
            f"{base}/desk/documents/{document.id}",
            f"{base}/{organisation.slug}/{document.slug}" if is_public else "",
        )
        queue_mail(session, account.email, letter.subject, letter.body, account.language)
