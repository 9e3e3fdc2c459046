"""A client of the API of a Grannar site: reads, keeps copies, and hands in drafts."""

from grannar_client.client import Client
from grannar_client.mirror import update_mirror
from grannar_client.problems import (
    AnotherHistory,
    Forbidden,
    InvalidContent,
    KeyUsedOtherwise,
    NewerVersion,
    NotFound,
    Problem,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    Unreachable,
    Withdrawn,
)
from grannar_client.values import (
    Change,
    ChangePage,
    Collection,
    Draft,
    Entry,
    EntrySummary,
    Need,
    Organisation,
    SearchAnswer,
    Topic,
    WholeDraft,
)

__all__ = [
    "AnotherHistory",
    "Change",
    "ChangePage",
    "Client",
    "Collection",
    "Draft",
    "Entry",
    "EntrySummary",
    "Forbidden",
    "InvalidContent",
    "KeyUsedOtherwise",
    "Need",
    "NewerVersion",
    "NotFound",
    "Organisation",
    "Problem",
    "SearchAnswer",
    "TooManyRequests",
    "Topic",
    "Unauthorized",
    "Unavailable",
    "Unreachable",
    "WholeDraft",
    "Withdrawn",
    "update_mirror",
]
