"""Entries that a text names: by their titles, or as a thing of the organisation they lie under."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from network.language.entry_names import Phrase, Things, address_key, is_definite, keys_of
from network.language.known_names import KnownNames
from network.language.name_evidence import OWNS
from network.language.names_standing import Standing
from network.language.prose_words import Prose
from network.language.small_words import is_small

_MOST_BEARERS = 3
# How far a thing may stand from its owner, and how many words it may have.
_LONGEST_THING = 10
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class EntryFound:
    """An entry that the words from ``first`` to ``last`` name; several where it is left open."""

    first: int
    last: int
    targets: tuple[str, ...]


def entries_named(
    read: Prose, language: str, known: KnownNames, named: Set[str]
) -> Iterator[EntryFound]:
    """The entries whose titles or names stand in the text. ``named`` holds the organisations that
    the text names: where several entries share a name, it is one of theirs or nobody's."""
    phrases = known.entries.phrases
    if not phrases:
        return
    keys = [frozenset(keys_of(word.form, language)) for word in read.words]
    at = 0
    while at < len(read.words):
        fitting = [
            phrase
            for key in keys[at]
            for phrase in phrases.get(key, ())
            if _stands(phrase, at, keys, read)
        ]
        longest = max((len(phrase.keys) for phrase in fitting), default=0)
        targets = {one.target: one for one in fitting if len(one.keys) == longest}
        if len(targets) > 1:
            near = {target: one for target, one in targets.items() if one.owner in named}
            targets = near or (targets if len(targets) <= _MOST_BEARERS else {})
        if targets:
            yield EntryFound(at, at + longest - 1, tuple(sorted(targets)))
            at += longest
        else:
            at += 1


def _stands(phrase: Phrase, at: int, keys: list[frozenset[str]], read: Prose) -> bool:
    end = at + len(phrase.keys)
    if end > len(read.words):
        return False
    if not all(wanted in keys[at + place] for place, wanted in enumerate(phrase.keys)):
        return False
    if any("\n" in read.between(place - 1, place) for place in range(at + 1, end)):
        return False
    if any("\x00" in read.between(place - 1, place) for place in range(at + 1, end)):
        return False
    first, last = read.words[at], read.words[end - 1]
    if phrase.stands == "any":
        return True
    named = first.capital and not first.opens
    return named or (phrase.stands == "definite" and is_definite(last.form))


def thing_of(owner: Standing, read: Prose, language: str, known: KnownNames) -> EntryFound | None:
    """The entry that an owner in the genitive and the words after it name: *Oslos 27 tiltak*."""
    at = owner.last + 1
    words = read.words
    genitive = owner.genitive
    if at < len(words) and words[at].joined and words[at].form in OWNS:
        genitive, at = True, at + 1
    if not genitive:
        return None
    best: list[tuple[float, int, str]] = []
    for slug in owner.bearers:
        for things in known.entries.things(slug):
            points, last = _thing(things, at, read, language)
            if last:
                best.append((points, last, things.target))
    if not best or not (owner.may_be or owner.supported or len(best) == 1):
        return None
    best.sort(key=lambda one: -one[0])
    alike = tuple(target for points, _, target in best if points == best[0][0])
    return EntryFound(owner.first, best[0][1], alike) if len(alike) <= _MOST_BEARERS else None


def _thing(things: Things, at: int, read: Prose, language: str) -> tuple[float, int]:
    """How well the words from ``at`` say what an entry is, and the last of them; 0, 0 if they
    don't. They must begin with its noun, or have two words of its titles; one strange word may
    stand before."""
    points, matched, last, strange, head = 0.0, 0, 0, 0, False
    for place in range(at, min(at + _LONGEST_THING, len(read.words))):
        word = read.words[place]
        if not word.joined or (word.capital and place > at):
            break
        if is_small(word.form):
            continue
        keys = {*keys_of(word.form, language), address_key(word.form, language)}
        if keys & things.title:
            head = head or bool(keys & things.heads)
            matched += 1
            last = place
            points += 1.0 + 0.5 * bool(keys & things.heads)
        elif keys & things.all:
            points += 0.25
            strange += 1
        else:
            strange += 1
        if strange > 1 or (strange and matched):
            break
    return (points, last) if last and (head or matched >= _ENOUGH) else (0.0, 0)
