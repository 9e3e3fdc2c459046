"""What a purge would blank, in the words of whoever decides it."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

# What the rows of a table are, for who reads what would be blanked.
ROWS: Mapping[str, LazyString] = {
    "revisions": _("Versions"),
    "document_texts": _("Titles in lists"),
    "documents": _("Addresses"),
    "entry_addresses": _("Old addresses"),
    "entries": _("Public pages"),
    "working_copies": _("Forms that somebody has open"),
    "thrown_away_copies": _("Forms that were thrown away"),
    "scheduled_publications": _("Set times of publication"),
    "review_notes": _("Notes of reviews"),
    "overruled_guards": _("Reasons for letting through"),
    "trail": _("Notes in trails"),
    "text_templates": _("Templates"),
    "outgoing_mail": _("Mails"),
    "questions": _("Questions and answers"),
    "need_answers": _("Answers to needs"),
    "marks": _("Marks"),
    "promotions": _("Recommendations"),
    "entry_endorsements": _("Endorsements"),
    "reports": _("Reports"),
    "follows": _("Saved searches that are followed"),
    "missed_searches": _("Searches that found nothing"),
    "put_aside_searches": _("Searches that found nothing"),
    "monthly_letters": _("Letters of the month"),
    "accounts": _("Names of accounts"),
    "account_events": _("Events of accounts"),
}
