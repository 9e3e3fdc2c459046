"""What is said of one topic and of one term, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from network.interface_languages import choose_label
from network.kinds.dates import PartialDate
from network.kinds.words import Name, Slug
from network.text.slugs import slugify


class Value(BaseModel):
    """What topics and terms derive from."""

    model_config = ConfigDict(frozen=True, extra="forbid")


ConceptAddress = Annotated[str, Field(pattern=r"^https?://[^\s<>\"{}|\\^`]{3,290}$")]


class Topic(Value):
    """A subject. ``labels`` has nb and sv at the least; nn falls back to nb.

    ``exact_match`` are addresses of concepts elsewhere that mean the same, ``close_match`` of such
    as mean nearly the same (SKOS).
    """

    id: Slug
    broader: Slug | None = None
    labels: dict[Literal["nb", "nn", "sv"], Name]
    synonyms: dict[Literal["nb", "nn", "sv"], tuple[Name, ...]] = {}
    description: dict[Literal["nb", "nn", "sv"], Name] = {}
    exact_match: tuple[ConceptAddress, ...] = ()
    close_match: tuple[ConceptAddress, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Its labels and synonyms in all languages, each once."""
        synonyms = (word for words in self.synonyms.values() for word in words)
        return tuple(dict.fromkeys((*self.labels.values(), *synonyms)))

    def label(self, language: str) -> str:
        """The label for a reader of the interface in ``language``."""
        return self.label_for(language)[0]

    def label_for(self, language: str) -> tuple[str, str]:
        """The label for a reader of the interface in ``language``, and the language that it is in
        (``network.interface_languages``)."""
        labels: Mapping[str, str] = dict(self.labels.items())
        return choose_label(labels, language) or (self.id, "")

    def description_for(self, language: str) -> tuple[str, str] | None:
        """What it is, as ``label_for`` its label; None where nobody described it."""
        descriptions: Mapping[str, str] = dict(self.description.items())
        return choose_label(descriptions, language)


PartOfSpeech = Literal["noun", "verb", "adjective", "adverb", "preposition"]


class Validity(Value):
    """The time in which a term is or was in use."""

    start: PartialDate | None = Field(default=None, alias="from")
    until: PartialDate | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Term(Value):
    """A term of public administration and what the neighbour calls it.

    ``same`` is the same institution, ``near`` near enough to find and different enough to
    explain, ``false-friend`` two words that look alike and mean different things.
    ``explanation`` is written for the reader of that language, about the neighbour's word.
    A term without one for a language is not explained to its readers: they read the neighbour's
    word as it is meant, and the word is a term for the other direction.
    ``followed_by`` names the terms of what took over, where the term's time is over (``valid``).

    The other fields say where in a text the reading aid explains a word, by the language of the
    text. ``parts_of_speech`` is what the words are; what is missing is read off the dictionary.
    ``understood`` are words of the term, and phrases with one, that the neighbour understands.
    ``only_near`` are beginnings of words of which one has to stand in the same sentence,
    ``never_near`` such of which none may: they tell the sense in which a word is meant.
    """

    id: Slug
    relation: Literal["same", "near", "false-friend"]
    sv: tuple[Name, ...] = ()
    nb: tuple[Name, ...] = ()
    nn: tuple[Name, ...] = ()
    explanation: dict[Literal["nb", "nn", "sv"], str]
    see: tuple[Slug, ...] = ()
    valid: dict[Literal["nb", "nn", "sv"], Validity] = {}
    followed_by: tuple[Slug, ...] = ()
    parts_of_speech: dict[Literal["nb", "nn", "sv"], tuple[PartOfSpeech, ...]] = {}
    understood: dict[Literal["nb", "nn", "sv"], tuple[Name, ...]] = {}
    only_near: dict[Literal["nb", "nn", "sv"], tuple[Name, ...]] = {}
    never_near: dict[Literal["nb", "nn", "sv"], tuple[Name, ...]] = {}
    source: Name = ""

    @property
    def headword(self) -> tuple[str, str]:
        """The word that the term is known by, the one its id is made of, and its language."""
        for language in ("sv", "nb", "nn"):
            for word in getattr(self, language):
                if slugify(word) == self.id:
                    return word, language
        return (self.sv[0], "sv") if self.sv else ((*self.nb, *self.nn, self.id)[0], "nb")

    def words(self, language: str) -> tuple[str, ...]:
        """The term's words in ``language``; nn falls back to nb."""
        if language == "nn":
            return self.nn or self.nb
        return self.nb if language == "nb" else self.sv

    def explanation_for(self, language: str) -> tuple[str, str] | None:
        """The explanation that is meant for a reader of the interface in ``language``, and the
        language that it is in; None where such a reader needs none. English readers know neither
        side, and get what there is."""
        explanations: Mapping[str, str] = dict(self.explanation.items())
        chosen = choose_label(explanations, language)
        is_theirs = chosen is not None and (chosen[1] == "sv") != (language == "sv")
        return None if language != "en" and is_theirs else chosen
