"""What lists know of a text without reading its content: kept with the text as it changes."""

from __future__ import annotations

from network.documents.tables import DocumentText, Revision
from network.kinds import Content
from network.kinds.dates import find_last_day
from network.kinds.translation import Translation
from network.text.alphabet import make_sort_bytes


def read_title(value: Content | Translation) -> str:
    """What a text is called, in its own language; empty where a translation has no title yet."""
    return value.title if isinstance(value, Content) else value.words.get("title", "")


def list_newest(text: DocumentText, newest: Revision, value: Content | Translation) -> None:
    """Let lists show the text as its newest revision has it, which nobody asked an exception for
    yet; ``value`` is what that revision says."""
    text.newest_id, text.changed_at, text.title = newest.id, newest.made_at, read_title(value)
    text.order_nb = make_sort_bytes(text.title, "nb")
    text.order_sv = make_sort_bytes(text.title, "sv")
    text.exception_asked_at = None


def list_published(text: DocumentText, value: Content | Translation) -> None:
    """Keep by when what is public now is to be looked at again: an original alone says so."""
    due = value.review_by if isinstance(value, Content) else None
    text.review_due = find_last_day(due) if due else None
