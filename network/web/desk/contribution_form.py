"""The common form of questions, answers and reports: organisation, language and a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import request
from sqlalchemy.orm import Session

from network.community.permissions import find_represented_organisations
from network.organisations.queries import find_organisation
from network.organisations.tables import Organisation
from network.web.authentication import get_actor
from network.web.languages import NAMES, get_usual_language
from network.web.refusals import Refused

# What was typed comes back to the form whole, even where it is too long to be kept.
_ROOM = 20_000


@dataclass(frozen=True, slots=True)
class ContributionForm:
    """What a form holds: for whom, in which language, which words, and what is wrong with it."""

    bodies: Sequence[Organisation]
    organisation: str
    language: str
    text: str
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sentence_by_field(self) -> dict[str, str]:
        """The last fault of each field."""
        return dict(self.faults)

    @property
    def names(self) -> dict[str, str]:
        """The languages to write in."""
        return NAMES

    def body(self) -> Organisation | None:
        """The organisation that was chosen, if it is one of those."""
        return next((body for body in self.bodies if body.slug == self.organisation), None)


def read_contribution(
    session: Session,
    but: Iterable[int] = (),
    *,
    text: str = "",
    language: str = "",
    refused: Refused | None = None,
) -> ContributionForm:
    """What the request's form holds, or what it begins with, and what was refused of it. ``but``
    names the organisations that it cannot be said for. One query."""
    submitted = request.form if request.method == "POST" else {}
    left_out = set(but)
    bodies = [
        body
        for body in find_represented_organisations(session, get_actor())
        if body.id not in left_out
    ]
    first = bodies[0] if bodies else None
    usual = get_usual_language(first.country or "" if first else "")
    return ContributionForm(
        bodies,
        submitted.get("organisation", first.slug if first else "")[:100],
        submitted.get("language", language or usual)[:2],
        submitted.get("text", text)[:_ROOM],
        refused.by_field if refused else [],
    )


def find_named_organisation(session: Session) -> int:
    """The organisation that the form names, or 0, at which nobody holds a mandate. One query."""
    body = find_organisation(session, request.form.get("organisation", "")[:100])
    return body.id if body else 0
