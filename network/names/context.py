"""A text as a name stands in it: its words, and what is right beside one of them."""

from __future__ import annotations

from network.language.lexicon.common_words import is_word
from network.names import evidence
from network.names.known import KnownNames, spelling
from network.text.prose_words import Prose


class NameContext:
    """The words of one text, read for the names in it."""

    def __init__(self, read: Prose, language: str, known: KnownNames) -> None:
        self.read = read
        self.words = read.words
        self.language = language
        self.known = known
        self.spelt = [spelling(word.form) for word in read.words]
        self.sentences: list[int] = []
        number = 0
        for word in read.words:
            number += word.opens
            self.sentences.append(number)
        self.persons = self._persons()

    def _persons(self) -> frozenset[str]:
        """Words that follow a given name somewhere in the text."""
        return frozenset(
            self.spelt[at]
            for at in range(1, len(self.words))
            if self.words[at].capital and self.given_name_before(at)
        )

    def joined_form(self, at: int) -> str:
        """The folded word at ``at`` if only blanks part it from the one before, else nothing."""
        return self.words[at].form if at < len(self.words) and self.words[at].joined else ""

    def form_before(self, at: int) -> str:
        return self.words[at - 1].form if at and self.words[at].joined else ""

    def in_capitals(self, at: int) -> bool:
        """Whether the words around are all in capitals, so that they tell nothing."""
        around = [word.written for word in self.words[max(0, at - 2) : at + 3]]
        return len(around) > 2 and all(word.isupper() for word in around)

    def joined_capital(self, at: int) -> bool:
        """Whether a word with a capital follows that is no name of its own."""
        if not self.joined_form(at) or not self.words[at].capital:
            return False
        return not self.words[at].opens

    def initial_before(self, at: int) -> bool:
        """*J. Berg*"""
        if not at:
            return False
        before = self.words[at - 1]
        gap = self.read.text[before.end : self.words[at].start]
        return len(before.written) == 1 and before.capital and gap.strip(" \u00a0") == "."

    def acronym_before(self, at: int) -> bool:
        """*IFK Göteborg*, *NAV Moss*: some other body of that place, if it is none of the known."""
        if not at or not self.words[at].joined:
            return False
        before = self.words[at - 1].written
        return (
            2 <= len(before) <= 4
            and before.isupper()
            and before.isalpha()
            and self.spelt[at - 1] not in self.known.patterns
        )

    def given_name_before(self, at: int) -> bool:
        """Whether a word with a capital stands right before that is no word of the language."""
        if not at or not self.words[at].joined:
            return False
        before = self.words[at - 1]
        if not before.capital:
            return False
        form = before.form
        if evidence.is_sort(form) or evidence.country_of(form) or form in evidence.OPENERS:
            return False
        if form in evidence.PLACE or (before.written.isupper() and len(form) > 1):
            return False
        return not (before.opens and is_word(form, self.language))
