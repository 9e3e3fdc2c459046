"""Who else is writing in a text just now, for its form."""

from __future__ import annotations

from uuid import UUID

from flask_babel import ngettext
from sqlalchemy.orm import Session

from network import clock
from network.documents.working_copies import find_other_writers
from network.web.authentication import get_actor
from network.web.labels import LANGUAGES


def describe_other_writers(session: Session, document_id: UUID) -> list[str]:
    """A sentence for each colleague who has a form of the document open with unsaved words.

    Raises what ``find_other_writers`` raises.
    """
    now = clock.now()
    return [
        ngettext(
            "%(who)s is writing in this text too (%(language)s), last a minute ago. What you both "
            "write is joined when you save.",
            "%(who)s is writing in this text too (%(language)s), last %(num)s minutes ago. What "
            "you both write is joined when you save.",
            max(1, int((now - kept_at).total_seconds() // 60)),
            who=name,
            language=LANGUAGES[language],
        )
        for name, language, kept_at in find_other_writers(session, document_id, actor=get_actor())
    ]
