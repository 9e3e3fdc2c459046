"""Letters about what organisations ask each other: what happened, by whom and where.

They name what is public, a title and who asks; what was said stands on the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from network.mail.letters import Letter, _signature, _words

ContributionEvent = Literal[
    "question_asked",
    "question_answered",
    "need_answered",
    "reported",
    "report_settled",
    "needs_unanswered",
]


def write_letter(
    folder: Path,
    language: str,
    name: str,
    event: ContributionEvent,
    organisation: str,
    address: str,
    number: int = 0,
    *,
    title: str = "",
    asker: str = "",
    role: str = "",
) -> Letter:
    """What happened at an entry of ``organisation``, and where to read more.

    ``number`` is how many needs have had no answer, for that letter. ``title`` is the entry's, as
    it is public; ``asker`` the organisation that asks and ``role`` as what its writer does, for a
    question. ``folder`` holds the words.
    """
    words = _words(folder, language)
    _, ngettext = words.gettext, words.ngettext
    subjects = {
        "question_asked": _("%(asker)s asks about “%(title)s”"),
        "question_answered": _("%(organisation)s has answered your question"),
        "need_answered": _("A need from %(organisation)s has got an answer"),
        "reported": _("Something at a text from %(organisation)s was reported"),
        "report_settled": _("What you reported at a text from %(organisation)s is settled"),
        "needs_unanswered": ngettext(
            "%(num)s need has had no answer for four weeks",
            "%(num)s needs have had no answer for four weeks",
            number,
        ),
    }
    values = {"organisation": organisation, "num": number, "asker": asker, "title": title}
    subject = subjects[event] % values
    roles = {
        "coordinator": _("Coordinator"),
        "approver": _("Approver"),
        "national_coordinator": _("National coordinator"),
    }
    told = [_("%(told)s. Read it and go on here:") % {"told": subject}]
    if role:
        told.insert(
            0,
            _("The question is put by: %(role)s, %(organisation)s.")
            % {"role": roles[role], "organisation": asker},
        )
    return Letter(
        subject,
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                *told,
                address,
                _signature(),
            )
        ),
    )
