"""What the site writes to people, in the language of each.

A letter names no title and quotes no text: mail is read on the way, and drafts are not for it. It
says what happened, with what kind of text, of which organisation, and where to go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel.support import Translations

DocumentEvent = Literal[
    "submitted", "sent_back", "published", "withdrawn", "exception_asked", "guard_overruled"
]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is addressed."""

    subject: str
    body: str


Gettext = Callable[[str], str]


def load_words(folder: Path, language: str) -> Gettext:
    """What translates the site's words into one language. ``folder`` holds the catalogues."""
    return _words(folder, language).gettext


@lru_cache(maxsize=8)
def _words(folder: Path, language: str) -> Translations:
    translations = Translations.load(str(folder), [language])
    assert isinstance(translations, Translations)
    return translations


def write_invitation(folder: Path, language: str, name: str, address: str) -> Letter:
    """The link by which somebody takes up their account. ``folder`` holds the catalogues."""
    _ = _words(folder, language).gettext
    return Letter(
        _("You are invited to write on Grannar"),
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                _(
                    "you have been given an account on Grannar, where Norwegian and Swedish "
                    "municipalities tell each other what they tried. Choose a password here:"
                ),
                address,
                _(
                    "The link works once, for an hour. When it has run out, ask for a new one on "
                    "the sign-in page with “Forgotten password”."
                ),
                _signature(),
            )
        ),
    )


def write_reset(folder: Path, language: str, name: str, address: str) -> Letter:
    """The link by which somebody sets a new password."""
    _ = _words(folder, language).gettext
    return Letter(
        _("A new password for Grannar"),
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                _("somebody asked for a new password for your account on Grannar. Choose it here:"),
                address,
                _(
                    "The link works once, for an hour. If it was not you who asked, you need do "
                    "nothing: the old password goes on working."
                ),
                _signature(),
            )
        ),
    )


def write_news(
    folder: Path,
    language: str,
    name: str,
    event: DocumentEvent,
    organisation: str,
    address: str,
) -> Letter:
    """What happened to a text of an organisation, and where to read more."""
    _ = _words(folder, language).gettext
    subjects = {
        "submitted": _("A text from %(organisation)s waits for review"),
        "sent_back": _("A text from %(organisation)s was sent back with a note"),
        "published": _("A text from %(organisation)s is published"),
        "withdrawn": _("A text from %(organisation)s was withdrawn"),
        "exception_asked": _("A text from %(organisation)s asks for an exception"),
        "guard_overruled": _("A text from %(organisation)s was let through"),
    }
    subject = subjects[event] % {"organisation": organisation}
    return Letter(
        subject,
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                _("%(told)s. What it says and what was noted is on your desk:") % {"told": subject},
                address,
                _signature(),
            )
        ),
    )


def _signature() -> str:
    return "-- \nGrannar\n"
