"""What the site writes to people, in the language of each.

Mail is read on the way, and drafts are not for it. A letter says what happened, to which text by
its title and kind, of which organisation, who did it and where to go; it quotes no text or note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel.support import Translations

DocumentEvent = Literal[
    "submitted",
    "sent_back",
    "published",
    "scheduled",
    "not_published",
    "withdrawn",
    "exception_asked",
    "guard_overruled",
    "exception_refused",
    "assigned",
]
# So much of a title stands in a subject, which many programs show little of.
_IN_SUBJECT = 90


@dataclass(frozen=True, slots=True)
class DocumentNews:
    """What happened to a text: its title ("" where it may not be told by mail) and kind, whose it
    is, who did it, and whether a note was written with it."""

    event: DocumentEvent
    title: str
    kind: str
    organisation: str
    who: str
    has_note: bool


@dataclass(frozen=True, slots=True)
class InvitedAs:
    """A mandate that somebody is invited to: the role, and the name of the organisation or the
    code of the country that it is for, each "" where there is none."""

    role: str
    organisation: str
    country: str


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


def write_invitation(
    folder: Path,
    language: str,
    name: str,
    address: str,
    *,
    invited_by: str = "",
    mandates: Sequence[InvitedAs] = (),
) -> Letter:
    """The link by which somebody takes up their account. ``folder`` holds the catalogues.

    ``invited_by`` is the name of who invites, "" for the site itself; ``mandates`` what to.
    """
    _ = _words(folder, language).gettext
    roles = {
        "coordinator": _("Coordinator"),
        "approver": _("Approver"),
        "national_coordinator": _("National coordinator"),
        "administrator": _("Administrator"),
    }
    countries = {"NO": _("Norway"), "SE": _("Sweden"), "FI": _("Finland")}
    lines = [
        ", ".join(
            filter(
                None,
                (roles[held.role], held.organisation, countries.get(held.country, "")),
            )
        )
        for held in mandates
    ]
    organisations = dict.fromkeys(held.organisation for held in mandates if held.organisation)
    subject = (
        _("You are invited to write for %(organisation)s on Grannar")
        % {"organisation": ", ".join(organisations)}
        if organisations
        else _("You are invited to write on Grannar")
    )
    told = (
        _(
            "%(who)s has given you an account on Grannar, where municipalities in "
            "Norway, Sweden and Finland tell each other what they tried."
        )
        % {"who": invited_by}
        if invited_by
        else _(
            "you have been given an account on Grannar, where municipalities in "
            "Norway, Sweden and Finland tell each other what they tried."
        )
    )
    return Letter(
        subject,
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                told,
                *([_("What you are to do there:") + "\n" + "\n".join(lines)] if lines else []),
                _("Choose a password here:"),
                address,
                _(
                    "The link works once, for a week. When it has run out, ask for a new one on "
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


def write_employer_reminder(folder: Path, language: str, name: str, address: str) -> Letter:
    """What somebody is told who asks for a new password and has none, since they sign in at their
    employer's; ``address`` is that of the page of signing in. Whoever reads their mail gets no way
    in by it."""
    _ = _words(folder, language).gettext
    return Letter(
        _("How you sign in to Grannar"),
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                _(
                    "somebody asked for a new password for your account on Grannar. You have none: "
                    "you sign in with your employer, here:"
                ),
                address,
                _(
                    "If that does not work any more, ask who administers Grannar for a new link. "
                    "If it was not you who asked, you need do nothing."
                ),
                _signature(),
            )
        ),
    )


def write_news(
    folder: Path,
    language: str,
    name: str,
    news: DocumentNews,
    address: str,
    public_address: str = "",
) -> Letter:
    """What happened to a text of an organisation, and where to read more.

    ``address`` is that of the desk, where the note is; ``public_address`` that of the page that
    everybody reads, where there is one.
    """
    _ = _words(folder, language).gettext
    subjects = {
        "submitted": _("For review: %(text)s"),
        "sent_back": _("Changes asked for: %(text)s"),
        "published": _("Published: %(text)s"),
        "scheduled": _("Approved for a time: %(text)s"),
        "not_published": _("Could not be published: %(text)s"),
        "withdrawn": _("Withdrawn: %(text)s"),
        "exception_asked": _("An exception is asked for: %(text)s"),
        "guard_overruled": _("Let through: %(text)s"),
        "exception_refused": _("The exception is refused: %(text)s"),
        "assigned": _("Given to you: %(text)s"),
    }
    sentences = {
        "submitted": _("%(who)s has sent %(text)s for review."),
        "sent_back": _("%(who)s has reviewed %(text)s and asks for changes."),
        "published": _("%(who)s has published %(text)s. Everybody can read it now."),
        "scheduled": _(
            "%(who)s has approved %(text)s. It becomes public by itself; when, you see on your "
            "desk."
        ),
        "not_published": _(
            "%(text)s was to become public by itself now, as %(who)s approved, and could not. What "
            "is in the way stands on your desk."
        ),
        "withdrawn": _("%(who)s has withdrawn %(text)s. It is public no more."),
        "exception_asked": _(
            "%(who)s asks that %(text)s be let through, although it holds what is built like a "
            "person's identity number."
        ),
        "assigned": _("%(who)s has given %(text)s to you to go on with."),
        "guard_overruled": _("%(who)s has let %(text)s through. It can be sent for review now."),
        "exception_refused": _(
            "%(who)s has not let %(text)s through. Take out what looks like a person's identity "
            "number; the reason stands with the text."
        ),
    }
    short = news.title if len(news.title) <= _IN_SUBJECT else news.title[:_IN_SUBJECT] + " …"
    subject = subjects[news.event] % {
        "text": _("“%(name)s”") % {"name": short}
        if news.title
        else _("a text from %(organisation)s") % {"organisation": news.organisation}
    }
    sentence = sentences[news.event] % {
        "who": news.who,
        "text": _("“%(name)s”") % {"name": news.title} if news.title else _("a text"),
    }
    lines = [
        _("Hello %(name)s,") % {"name": name},
        sentence + "\n" + f"{name_kind(news.kind, _)}, {news.organisation}",
    ]
    if public_address:
        lines += [_("Read it here:"), public_address]
    lines += [
        _("There is a note with it. Read the note and go on here:")
        if news.has_note
        else _("It is on your desk:"),
        address,
        _signature(),
    ]
    return Letter(subject, "\n\n".join(lines))


def name_kind(kind: str, _: Gettext) -> str:
    """What a kind of text is called."""
    return {
        "experience": _("Experience"),
        "practice": _("Practice"),
        "meeting": _("Meeting summary"),
        "case": _("Case"),
        "plan": _("Action plan"),
        "resource": _("Resource"),
        "need": _("Need"),
        "collection": _("Collection"),
    }[kind]


def _signature() -> str:
    return "-- \nGrannar\n"
