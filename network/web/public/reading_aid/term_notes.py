"""The sentences that explain a term of the neighbour's: what it is, and what replaced it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from network.interface_languages import PREFERRED
from network.organisations.values import Registered
from network.topics.terms_in_text import Meaning, has_gone
from network.topics.values import Term
from network.web.dates import format_partial_date

# Articles, and what stands before an infinitive.
_BEFORE_WORD = ("en ", "ett ", "et ", "ei ", "å ", "att ")


class TermNotes:
    """Explains terms and closed bodies to readers of ``reader`` (nb, nn, sv), as safe HTML.

    ``followers`` are the organisations that may be named as having followed a closed one, by slug;
    those that are not among them are not named.
    """

    def __init__(
        self,
        terms: Mapping[str, Term],
        bodies: Mapping[str, Registered],
        today: date,
        reader: str,
    ) -> None:
        self._terms = terms
        self._bodies = bodies
        self._today = today
        self._reader = reader
        self.followers: Mapping[str, Registered] = {}

    def write_sentences(self, meaning: Meaning, language: str, linked: bool) -> list[Markup]:
        """The sentences on a word of ``language``: what it is, then what replaced it if it is over.

        What followed is a link where ``linked``.
        """
        sentence = Markup(" ").join([*self._is_called(meaning), self._explanation(meaning)])
        over = self._over(meaning, language)
        return [sentence, self._said_over(meaning, language, over, linked)] if over else [sentence]

    def _is_called(self, meaning: Meaning) -> list[Markup]:
        """The reader's own words for it, and the one that only looks alike."""
        said = []
        if meaning.term and meaning.term.relation != "false-friend":
            words = ", ".join(meaning.term.words(self._reader)[:2])
            if words and not self._begins_with_word(meaning.term):
                said.append(Markup("<strong>{}</strong>.").format(words))
        for alike in meaning.lookalike.words(self._reader)[:1] if meaning.lookalike else ():
            warning = _("Not the same as your own “%(word)s”.", word=alike)
            said.append(Markup('<span class="aid-alike">{}</span>').format(warning))
        if meaning.term is None:
            name = self._bodies[meaning.name].names[0]
            shape = Markup('<strong lang="{}">{}</strong>.')
            said.append(shape.format(name.language, name.name))
        return said

    def _begins_with_word(self, term: Term) -> bool:
        """Whether the explanation begins with the reader's word, which is then not told twice."""
        _language, text = self._choose(dict(term.explanation.items()))
        begins = text.casefold()
        return any(
            begins.startswith((word.casefold(), *(f"{small}{word}" for small in _BEFORE_WORD)))
            for word in term.words(self._reader)
        )

    def _explanation(self, meaning: Meaning) -> Markup:
        if meaning.term is None:
            language, text = self._choose(self._bodies[meaning.name].description)
        else:
            language, text = self._choose(dict(meaning.term.explanation.items()))
        if language == self._reader:
            return escape(text)
        return Markup('<span lang="{}">{}</span>').format(language, text) if text else Markup("")

    def _choose(self, texts: Mapping[str, str]) -> tuple[str, str]:
        """The text that the reader reads best, after its language; two empty ones for none."""
        language = next((known for known in PREFERRED[self._reader] if texts.get(known)), "")
        return language, texts.get(language, "")

    def _over(self, meaning: Meaning, language: str) -> str:
        """Until when the body or the term was, as a partial date; empty where it still is."""
        if meaning.name:
            return self._bodies[meaning.name].valid_until or ""
        if meaning.term is None or not has_gone(meaning.term, language, self._today):
            return ""
        validity = dict(meaning.term.valid.items())[language]  # type: ignore[index]
        return validity.until or ""

    def _said_over(self, meaning: Meaning, language: str, until: str, linked: bool) -> Markup:
        date = format_partial_date(until)
        if meaning.name:
            sentence = _("No longer there: it was until the end of %(date)s.", date=date)
        else:
            sentence = _("No longer in use: it was until the end of %(date)s.", date=date)
        sentences = [Markup('<span class="aid-over">{}</span>').format(sentence)]
        followers = Markup(", ").join(self._followers(meaning, language, linked))
        if followers:
            sentences.append(Markup(escape(_("Followed by %(names)s."))) % {"names": followers})
        return Markup(" ").join(sentences)

    def _followers(self, meaning: Meaning, language: str, linked: bool) -> list[Markup]:
        followers = []
        if meaning.name:
            for slug in self._bodies[meaning.name].followed_by():
                body = self.followers.get(slug)
                if body is not None:
                    name = body.name_for(self._reader)
                    address = url_for("public.organisation", organisation=slug)
                    followers.append((name.name, name.language, address))
        elif meaning.term:
            for term_id in meaning.term.followed_by:
                term = self._terms.get(term_id)
                if term is not None and term.words(language):
                    address = url_for("public.term", term_id=term_id)
                    followers.append((term.words(language)[0], language, address))
        shape = '<a href="{2}" lang="{1}">{0}</a>' if linked else '<span lang="{1}">{0}</span>'
        return [Markup(shape).format(*follower) for follower in followers]
