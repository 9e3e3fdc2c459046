"""Letters about what organisations ask each other: what happened and where, never what was said."""

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
) -> Letter:
    """What happened at an entry of ``organisation``, and where to read more.

    ``number`` is how many needs have had no answer, for that letter. ``folder`` holds the words.
    """
    words = _words(folder, language)
    _, ngettext = words.gettext, words.ngettext
    subjects = {
        "question_asked": _("Somebody asks about a text from %(organisation)s"),
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
    subject = subjects[event] % {"organisation": organisation, "num": number}
    return Letter(
        subject,
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                _("%(told)s. Read it and go on here:") % {"told": subject},
                address,
                _signature(),
            )
        ),
    )
