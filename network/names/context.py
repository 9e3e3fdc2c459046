"""A text as a name stands in it: its words, and what is right beside one of them."""

from __future__ import annotations

from network.language.lexicon.common_words import is_word
from network.names import evidence
from network.names.known_names import KnownNames, normalise_spelling
from network.text.prose_words import Prose


class NameContext:
    """The words of one text, read for the names in it."""

    def __init__(self, read: Prose, language: str, known_names: KnownNames) -> None:
        self.read = read
        self.words = read.words
        self.language = language
        self.known_names = known_names
        self.spelt = [normalise_spelling(word.form) for word in read.words]
        self.sentences: list[int] = []
        number = 0
        for word in read.words:
            number += word.opens
            self.sentences.append(number)
        self.persons = self._persons()

    def _persons(self) -> frozenset[str]:
        """Words that follow a given name somewhere in the text."""
        return frozenset(
            self.spelt[number]
            for number in range(1, len(self.words))
            if self.words[number].capital and self.given_name_before(number)
        )

    def joined_form(self, number: int) -> str:
        """The folded word of this number if only blanks part it from the one before, else ""."""
        return (
            self.words[number].form
            if number < len(self.words) and self.words[number].joined
            else ""
        )

    def form_before(self, number: int) -> str:
        return self.words[number - 1].form if number and self.words[number].joined else ""

    def in_capitals(self, number: int) -> bool:
        """Whether the words around are all in capitals, so that capitals show nothing."""
        around = [word.written for word in self.words[max(0, number - 2) : number + 3]]
        return len(around) > 2 and all(word.isupper() for word in around)

    def joined_capital(self, number: int) -> bool:
        """Whether a word with a capital follows that is no name of its own."""
        if not self.joined_form(number) or not self.words[number].capital:
            return False
        return not self.words[number].opens

    def initial_before(self, number: int) -> bool:
        """*J. Berg*"""
        if not number:
            return False
        before = self.words[number - 1]
        gap = self.read.text[before.end : self.words[number].start]
        return len(before.written) == 1 and before.capital and gap.strip(" \u00a0") == "."

    def acronym_before(self, number: int) -> bool:
        """*IFK Göteborg*, *NAV Moss*: some other body of that place, if it is none of the known."""
        if not number or not self.words[number].joined:
            return False
        before = self.words[number - 1].written
        return (
            2 <= len(before) <= 4
            and before.isupper()
            and before.isalpha()
            and self.spelt[number - 1] not in self.known_names.patterns
        )

    def given_name_before(self, number: int) -> bool:
        """Whether a word with a capital stands right before that is no word of the language."""
        if not number or not self.words[number].joined:
            return False
        before = self.words[number - 1]
        if not before.capital:
            return False
        form = before.form
        if (
            evidence.is_municipality_noun(form)
            or evidence.find_country(form)
            or form in evidence.OPENERS
        ):
            return False
        if form in evidence.PLACE or (before.written.isupper() and len(form) > 1):
            return False
        return not (before.opens and is_word(form, self.language))
