"""Hints on plain language, where they stand in the form. They never block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from network.text.hints import Code, Hint, find_hints
from network.topics.vocabulary import load_terms
from network.web.desk.form import forms
from network.web.desk.form.reading import Names
from network.web.desk.writing.dead_addresses import find_dead_addresses
from network.web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ShownHint:
    """A hint: the place in the form, a sentence, and what it is about."""

    place: str
    sentence: str
    code: Code | Literal["dead_address"]


def show_hints(
    session: Session,
    kind: str,
    fields: Mapping[str, Any],
    language: str,
    names: Names,
) -> list[ShownHint]:
    """Hints on plain language for the texts of a form, and on addresses that lead nowhere."""
    texts = dict(forms.list_prose(kind, fields))
    known_words = _known(session)
    return [
        *(
            ShownHint(hint.path, _sentence(hint), hint.code)
            for hint in find_hints(texts, language, known_words)
        ),
        *(
            ShownHint(address.place, address.sentence, "dead_address")
            for address in find_dead_addresses(session, kind, fields, names)
        ),
    ]


def _known(session: Session) -> frozenset[str]:
    """What the glossary explains, folded."""
    return frozenset(
        word.casefold()
        for term in load_terms(session).values()
        for language in ("nb", "nn", "sv")
        for word in term.words(language)
    )


def _sentence(hint: Hint) -> str:
    match hint.code:
        case "missing_summary":
            return _("There is no summary. It is what a mayor reads on the phone.")
        case "long_sentence":
            return _(
                "A sentence of %(num)s words: “%(words)s …”. Could it be two?",
                num=hint.number,
                words=hint.word,
            )
        case "long_paragraph":
            return _("A paragraph of %(num)s words. Could it be divided?", num=hint.number)
        case "unexplained_acronym":
            return _(
                "“%(word)s” is not in the glossary. Write it out the first time.", word=hint.word
            )
    return ""
