"""What a site refuses, as exceptions (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """A refusal or failure that the site told of.

    ``code`` is the last part of its type (``invalid-parameter``), ``errors`` has the single faults
    as (field, sentence), ``more`` everything that was told.
    """

    def __init__(
        self, status: int, value: Mapping[str, Any], retry_after: int | None = None
    ) -> None:
        self.status = status
        self.type = str(value.get("type", "about:blank"))
        self.code = self.type.rpartition("#")[2]
        self.title = str(value.get("title", ""))
        self.detail = str(value.get("detail", ""))
        self.errors = tuple(
            (str(error.get("field", "")), str(error.get("detail", "")))
            for error in value.get("errors") or ()
        )
        self.retry_after = retry_after
        self.more = dict(value)
        told = "; ".join(f"{field}: {detail}" for field, detail in self.errors)
        super().__init__(" ".join(filter(None, (f"{status} {self.title}.", self.detail, told))))


class NotFound(Problem):
    """Nothing is there, and nothing public ever was."""


class Withdrawn(Problem):
    """Something was there and has been taken back: delete your copy of it."""


class AnotherHistory(Problem):
    """The number belongs to another history of the site: begin your copy again from 0."""


class TooManyRequests(Problem):
    """You asked too often, and went on to after every wait."""


class Unavailable(Problem):
    """The site could not answer just now, after every wait."""


class Unauthorized(Problem):
    """There is no token, or it does not work: ``code`` says which."""


class Forbidden(Problem):
    """The token may not do this."""


class NewerVersion(Problem):
    """Somebody wrote a newer version: read the draft anew."""


class InvalidContent(Problem):
    """The content cannot be kept; ``errors`` says why, field by field."""


class KeyUsedOtherwise(Problem):
    """The key was sent with another content before."""


class Unreachable(Exception):
    """No answer came, after every attempt; or one that is none of this API."""


_BY_CODE: Mapping[str, type[Problem]] = {
    "not-found": NotFound,
    "withdrawn": Withdrawn,
    "another-history": AnotherHistory,
    "too-many-requests": TooManyRequests,
    "unavailable": Unavailable,
    "unauthorized": Unauthorized,
    "invalid-token": Unauthorized,
    "forbidden": Forbidden,
    "precondition-failed": NewerVersion,
    "invalid-content": InvalidContent,
    "key-used-otherwise": KeyUsedOtherwise,
}


def make_problem(status: int, value: Mapping[str, Any], retry_after: int | None) -> Problem:
    """The exception for what a site told."""
    code = str(value.get("type", "")).rpartition("#")[2]
    return _BY_CODE.get(code, Problem)(status, value, retry_after)
