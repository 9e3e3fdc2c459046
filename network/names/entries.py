"""Entries that a text names: by their titles, or as a thing of the organisation they lie under."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from network.language.words.stop_words import is_small
from network.names.entry_names import (
    EntryPhrase,
    EntryWords,
    is_definite,
    make_address_key,
    make_keys,
)
from network.names.evidence import OWNS
from network.names.known_names import KnownNames
from network.names.weighing import Occurrence
from network.text.prose_words import Prose

_MOST_BEARERS = 3
# How far a thing may stand from its owner, and how many words it may have.
_LONGEST_THING = 10
_ENOUGH = 2
_JOINING = frozenset("og och samt eller".split())
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry that the words from ``first`` to ``last`` name; several where it is left open."""

    first: int
    last: int
    targets: tuple[str, ...]


def find_named_entries(
    read: Prose, language: str, known_names: KnownNames, named: Set[str]
) -> Iterator[NamedEntry]:
    """The entries whose titles or names stand in the text. ``named`` holds the organisations that
    the text names: where several entries share a name, it is one of theirs or nobody's."""
    keys = [make_keys(word.form, language) for word in read.words]
    number = 0
    while number < len(read.words):
        fitting = [
            phrase
            for phrase in known_names.entries.phrases(
                keys[number], keys[number + 1] if number + 1 < len(keys) else _NONE
            )
            if _stands(phrase, number, keys, read)
        ]
        longest = max((len(phrase.keys) for phrase in fitting), default=0)
        targets = {phrase.target: phrase for phrase in fitting if len(phrase.keys) == longest}
        if len(targets) > 1:
            near = {target: phrase for target, phrase in targets.items() if phrase.owner in named}
            targets = near or (targets if len(targets) <= _MOST_BEARERS else {})
        if targets:
            yield NamedEntry(number, number + longest - 1, tuple(sorted(targets)))
            number += longest
        else:
            number += 1


def _stands(
    phrase: EntryPhrase, first_number: int, keys: list[frozenset[str]], read: Prose
) -> bool:
    end = first_number + len(phrase.keys)
    if end > len(read.words):
        return False
    if not all(wanted in keys[first_number + place] for place, wanted in enumerate(phrase.keys)):
        return False
    if read.parted(first_number, end - 1):
        return False
    first, last = read.words[first_number], read.words[end - 1]
    if phrase.stands == "any":
        return True
    if phrase.stands == "begun":
        return first.capital
    named = first.capital and not first.opens
    return named or (phrase.stands == "definite" and is_definite(last.form))


def find_owned_entry(
    owner: Occurrence, read: Prose, language: str, known_names: KnownNames
) -> NamedEntry | None:
    """The entry that an owner in the genitive and the words after it name: *Oslos 27 tiltak*."""
    number = owner.last + 1
    words = read.words
    sure = owner.genitive == "yes"
    if number < len(words) and words[number].joined and words[number].form in OWNS:
        sure, number = True, number + 1
    elif owner.genitive == "no":
        return None
    best: list[tuple[float, int, str]] = []
    for slug in owner.bearers:
        for things in known_names.entries.things(slug):
            points, last = _thing(things, number, read, language, sure)
            if last:
                best.append((points, last, things.entry.target))
    if not best or not (owner.may_be or owner.supported or len(best) == 1):
        return None
    best.sort(key=lambda candidate: -candidate[0])
    alike = tuple(target for points, _, target in best if points == best[0][0])
    return NamedEntry(owner.first, best[0][1], alike) if len(alike) <= _MOST_BEARERS else None


def _thing(
    things: EntryWords, first_number: int, read: Prose, language: str, sure: bool
) -> tuple[float, int]:
    """How well the words from this number on say what an entry is, and the last of them; 0, 0 if
    they don't. They must have the noun that it begins with, or two words of its titles, or one of
    these and one of its summaries. One strange word may stand before, if the owner is ``sure`` to
    be in the genitive (*Moss' nye behov*)."""
    points, matched, last, head = 0.0, 0, 0, False
    for place in range(first_number, min(first_number + _LONGEST_THING, len(read.words))):
        word = read.words[place]
        enough = head or matched >= _ENOUGH
        if not word.joined or (word.capital and place > first_number):
            break
        if is_small(word.form):
            # Before the thing stands no small word, and *og* joins another to it.
            if not matched or (word.form in _JOINING and not enough):
                break
            continue
        keys = {*make_keys(word.form, language), make_address_key(word.form, language)}
        if keys & things.title:
            head = head or bool(keys & things.heads)
            matched, last = matched + 1, place
            points += 1.0 + 0.5 * bool(keys & things.heads)
        elif matched and not enough and keys & things.summary:
            matched, last = matched + 1, place
            points += 0.25
        elif matched or not sure or place > first_number:
            break
    return (points, last) if head or matched >= _ENOUGH else (0.0, 0)
