"""What the forms share by which somebody asks, answers or reports for an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import ngettext
from sqlalchemy.orm import Session

from network.community.permissions import TooMany, organisations_represented
from network.errors import Fault
from network.organisations.tables import Organisation
from network.web.authentication import actor
from network.web.languages import NAMES, ui_language
from network.web.translation import gettext as _

# What was typed comes back to the form whole, even where it is too long to be kept.
_ROOM = 20_000


@dataclass(frozen=True, slots=True)
class ContributionForm:
    """What a form holds: for whom, in which language, which words, and what is wrong with it."""

    bodies: Sequence[Organisation]
    organisation: str
    language: str
    text: str
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def told_at(self) -> dict[str, str]:
        """What is wrong, by field."""
        return dict(self.told)

    @property
    def names(self) -> dict[str, str]:
        """The languages to write in."""
        return NAMES

    def body(self) -> Organisation | None:
        """The organisation that was chosen, if it is one of those."""
        return next((one for one in self.bodies if one.slug == self.organisation), None)


def read_contribution(
    session: Session, but: Iterable[int] = (), *, text: str = "", language: str = ""
) -> ContributionForm:
    """What the request's form holds, or what it begins with. ``but`` names the organisations that
    it cannot be said for. One query."""
    given = request.form if request.method == "POST" else {}
    left_out = set(but)
    bodies = [one for one in organisations_represented(session, actor()) if one.id not in left_out]
    first = bodies[0] if bodies else None
    usual = {"NO": "nb", "SE": "sv"}.get(first.country or "" if first else "", ui_language())
    return ContributionForm(
        bodies,
        given.get("organisation", first.slug if first else "")[:100],
        given.get("language", language or usual)[:2],
        given.get("text", text)[:_ROOM],
    )


def with_faults(found: ContributionForm, faults: Iterable[Fault], longest: int) -> ContributionForm:
    """The same form with a sentence for each fault."""
    told = [(one.field, sentence(one, longest)) for one in faults]
    return ContributionForm(found.bodies, found.organisation, found.language, found.text, told)


def told_to_wait(found: ContributionForm, refused: TooMany) -> ContributionForm:
    """The same form with when one may go on."""
    told = [("", waiting(refused))]
    return ContributionForm(found.bodies, found.organisation, found.language, found.text, told)


def waiting(refused: TooMany) -> str:
    """When somebody who wrote too often may go on."""
    minutes = refused.minutes
    if minutes <= 90:
        when = ngettext("in a minute", "in %(num)s minutes", minutes)
    else:
        when = ngettext("in an hour", "in %(num)s hours", -(-minutes // 60))
    return _(
        "You have asked, answered and reported much in a short time. You can go on %(when)s; what "
        "you wrote stands here meanwhile.",
        when=when,
    )


def sentence(fault: Fault, longest: int) -> str:
    """A fault in what was typed, in words."""
    if fault.field == "language":
        return _("Choose the language that you write in.")
    if "identity" in fault.wrong:
        return _(
            "Here stands what is built like a person's identity number. Take it out and write of "
            "the person without it."
        )
    if fault.wrong == "is empty.":
        return _("Write something first.")
    if fault.wrong == "is too long.":
        return _("Write at most %(num)s signs.", num=longest)
    return _("There is a sign in it that cannot be shown. Write plain words.")
