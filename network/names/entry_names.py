"""What entries are called: their titles, the names in their titles, and their owners' things."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from network.language.lexicon.common_words import may_be_common
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import stem
from network.language.words.stop_words import is_small
from network.language.words.tokens import normal

# How a phrase must stand in a text to be taken for the name: in any way; with a capital that no
# sentence begins with; with any capital; in the definite form.
RequiredForm = Literal["any", "capital", "begun", "definite"]

_WORDS = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_NAME_PART = re.compile(r"\s*:\s+|\s+[-–—]\s+|\s*\(")
_DEFINITE = re.compile(r"(?:en|et|an|[aeo]?rna|ene|ane|na|ne|a|n)s?$")
# Nouns that are made of verbs and adjectives name what everybody does, not somebody's own.
_DERIVED = re.compile(r"(?:ning|ing|tion|sjon|else|ende|ande|het|heit|skap|isme?)(?:en|a|er|ar)?$")
# Prepositions that the lists of small words leave out.
_PREPOSITIONS = frozenset("kring rundt omkring ved vid".split())
_LETTERS = str.maketrans({"æ": "ae", "ø": "o"})
_NAME_ALONE = 8
_HEAD_ALONE = 11
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry by its address (organisation/slug), with title and summary in each language."""

    target: str
    texts: tuple[tuple[str, str, str], ...]

    @property
    def owner(self) -> str:
        return self.target.partition("/")[0]


@dataclass(frozen=True, slots=True)
class EntryPhrase:
    """A run of words that names an entry, as keys, and how it must stand."""

    keys: tuple[str, ...]
    target: str
    stands: RequiredForm

    @property
    def owner(self) -> str:
        return self.target.partition("/")[0]


@dataclass
class EntryWords:
    """The words of one entry by which its owner's thing may be called, as keys.

    ``heads`` are nouns for what the entry is; ``title`` has all words of titles and address.
    """

    entry: KnownEntry
    heads: set[str] = field(default_factory=set)
    title: set[str] = field(default_factory=set)

    @cached_property
    def summary(self) -> frozenset[str]:
        """The words of the summaries: made when first asked for."""
        return frozenset(
            key for language, _, summary in self.entry.texts for key in _content(summary, language)
        )


class EntryNames:
    """The phrases and things of all entries. The things of an owner are made when first asked."""

    def __init__(self, entries: Iterable[KnownEntry], organisations: Set[tuple[str, ...]]) -> None:
        """``organisations`` holds the names of organisations, which no entry's name may be."""
        self._by_owner: dict[str, list[KnownEntry]] = defaultdict(list)
        phrases: dict[tuple[tuple[str, ...], str], EntryPhrase] = {}
        bearers: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            owner = entry.owner
            self._by_owner[owner].append(entry)
            for language, title, _ in entry.texts:
                for word in _words(title):
                    bearers[make_key(word, language)].add(owner)
                for phrase in _phrases(entry.target, title, language):
                    kept = phrases.get((phrase.keys, entry.target))
                    if kept is None or phrase.stands == "any":
                        phrases[phrase.keys, entry.target] = phrase
        taken = {tuple(make_key(word, "nb") for word in name) for name in organisations}
        self._phrases: dict[tuple[str, ...], list[EntryPhrase]] = defaultdict(list)
        for phrase in phrases.values():
            # A word that several owners have in their titles is nobody's name.
            shared = phrase.stands == "definite" and len(bearers[phrase.keys[-1]]) > 1
            if phrase.keys not in taken and not shared:
                self._phrases[phrase.keys[:2]].append(phrase)
        self._things: dict[str, tuple[EntryWords, ...]] = {}

    def owners(self) -> Set[str]:
        """The organisations that have an entry."""
        return self._by_owner.keys()

    def phrases(self, first: Set[str], second: Set[str]) -> Iterator[EntryPhrase]:
        """The phrases that begin with a word, and go on with a second one, of these keys."""
        for first_key in first:
            yield from self._phrases.get((first_key,), ())
            for other in second:
                yield from self._phrases.get((first_key, other), ())

    def things(self, owner: str) -> tuple[EntryWords, ...]:
        """What the entries of one organisation are about, in the words of all their languages."""
        if owner not in self._things:
            self._things[owner] = tuple(_things(entry) for entry in self._by_owner.get(owner, ()))
        return self._things[owner]


@lru_cache(maxsize=100_000)
def make_key(word: str, language: str) -> str:
    """The key under which a folded word of a title is compared."""
    return word if is_small(word) else nordic_key(word, language)


@lru_cache(maxsize=100_000)
def make_keys(word: str, language: str) -> frozenset[str]:
    """The keys of a folded word of a text: as a word of its language, and of the neighbour's."""
    other = "nb" if language == "sv" else "sv"
    return frozenset((make_key(word, language), make_key(word, other)))


def is_definite(word: str) -> bool:
    """Whether a folded word may be a noun in the definite form, in any of the languages."""
    return bool(_DEFINITE.search(word))


def _phrases(target: str, title: str, language: str) -> Iterator[EntryPhrase]:
    """The names in one title: the whole of it, what stands before a colon, dash or bracket, and
    its first noun."""
    name = _NAME_PART.split(title, maxsplit=1)[0]
    for text in (title, name) if name != title else (title,):
        words = _words(text)
        if not words:
            continue
        keys = tuple(make_key(word, language) for word in words)
        yield EntryPhrase(keys, target, _stands(text, words, language, part=text != title))
    head = _head(name)
    if head and len(head) < len(words):
        last = head[-1]
        long = len(last) >= _HEAD_ALONE and not _DERIVED.search(last)
        if long or (is_definite(last) and _is_name(last, language)):
            yield EntryPhrase(tuple(make_key(word, language) for word in head), target, "definite")


def _stands(text: str, words: list[str], language: str, part: bool) -> RequiredForm:
    """How a title, or the ``part`` of it that is its name, must stand in a text: the more its
    words are everybody's, the more it must be written as a name."""
    named = any(_is_name(word, language) for word in words)
    if len(words) == 1:
        return "any" if named and (part or is_definite(words[0])) else "capital"
    if len(words) == 2:
        return "any" if named else "capital"
    own = any(word[0].isupper() for word in text.split()[1:])
    few = sum(not is_small(word) for word in words) < _ENOUGH
    return "begun" if few and not named and not own else "any"


def _is_name(word: str, language: str) -> bool:
    return len(word) >= _NAME_ALONE and not may_be_common(word, language)


def _head(name: str) -> list[str]:
    """The one or two words that a title begins with before its first small word, or none."""
    words = _words(name)
    small = (is_small(word) or word in _PREPOSITIONS for word in words)
    end = next((number for number, is_small_word in enumerate(small) if is_small_word), 0)
    return words[:end] if end <= 2 else []


def _words(text: str) -> list[str]:
    """The folded words of a title or summary; those with a hyphen stay whole."""
    return _WORDS.findall(normal(text).replace("\u00ad", "").casefold())


@lru_cache(maxsize=100_000)
def make_address_key(word: str, language: str) -> str:
    """The key of a folded word among those of addresses, which have plain letters alone."""
    return "/" + spell_as_slug(stem(word, language))


def spell_as_slug(word: str) -> str:
    """A folded word in the letters of an address: *årsbok* becomes *arsbok*."""
    plain = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isascii())


def _things(entry: KnownEntry) -> EntryWords:
    owner, _, slug = entry.target.partition("/")
    things = EntryWords(entry)
    # The address was made of the first title.
    named = [word for word in slug.split("-") if not is_small(word)]
    for language in ("nb", "sv"):
        things.title.update(make_address_key(word, language) for word in named)
        things.heads.update(make_address_key(word, language) for word in named[:1])
    for language, title, _ in entry.texts:
        content = _content(title, language)
        things.title.update(content)
        first = spell_as_slug(next(iter(_words(title)), ""))
        if content and not first.startswith(owner.split("-")[0]):
            # A title that begins with its owner is a sentence, whose next noun is somebody.
            things.heads.add(content[0])
        # What is counted is the thing, wherever it stands: *… ble enige om 27 tiltak*.
        things.heads.update(
            thing for number, thing in pairwise(content) if number.isdecimal() and len(number) < 4
        )
    # The owner's own name says nothing of the thing.
    things.title -= {key for part in owner.split("-") for key in (part, make_key(part, "nb"))}
    return things


def _content(text: str, language: str) -> list[str]:
    return [make_key(word, language) for word in _words(text) if not is_small(word)]
