"""Entries that a text names: by their titles, or as a thing of the organisation they lie under."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from network.language.words.stop_words import is_small
from network.names.entry_names import Phrase, Things, address_key, is_definite, keys_of
from network.names.evidence import OWNS
from network.names.known import KnownNames
from network.names.weighing import Occurrence
from network.text.prose_words import Prose

_MOST_BEARERS = 3
# How far a thing may stand from its owner, and how many words it may have.
_LONGEST_THING = 10
_ENOUGH = 2
_JOINING = frozenset("og och samt eller".split())
_NONE: frozenset[str] = frozenset()


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
    keys = [keys_of(word.form, language) for word in read.words]
    at = 0
    while at < len(read.words):
        fitting = [
            phrase
            for phrase in known.entries.phrases(
                keys[at], keys[at + 1] if at + 1 < len(keys) else _NONE
            )
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
    if read.parted(at, end - 1):
        return False
    first, last = read.words[at], read.words[end - 1]
    if phrase.stands == "any":
        return True
    if phrase.stands == "begun":
        return first.capital
    named = first.capital and not first.opens
    return named or (phrase.stands == "definite" and is_definite(last.form))


def thing_of(owner: Occurrence, read: Prose, language: str, known: KnownNames) -> EntryFound | None:
    """The entry that an owner in the genitive and the words after it name: *Oslos 27 tiltak*."""
    at = owner.last + 1
    words = read.words
    sure = owner.genitive == "yes"
    if at < len(words) and words[at].joined and words[at].form in OWNS:
        sure, at = True, at + 1
    elif owner.genitive == "no":
        return None
    best: list[tuple[float, int, str]] = []
    for slug in owner.bearers:
        for things in known.entries.things(slug):
            points, last = _thing(things, at, read, language, sure)
            if last:
                best.append((points, last, things.entry.target))
    if not best or not (owner.may_be or owner.supported or len(best) == 1):
        return None
    best.sort(key=lambda one: -one[0])
    alike = tuple(target for points, _, target in best if points == best[0][0])
    return EntryFound(owner.first, best[0][1], alike) if len(alike) <= _MOST_BEARERS else None


def _thing(things: Things, at: int, read: Prose, language: str, sure: bool) -> tuple[float, int]:
    """How well the words from ``at`` say what an entry is, and the last of them; 0, 0 if they
    don't. They must have the noun that it begins with, or two words of its titles, or one of these
    and one of its summaries. One strange word may stand before, if the owner is ``sure`` to be in
    the genitive (*Moss' nye behov*)."""
    points, matched, last, head = 0.0, 0, 0, False
    for place in range(at, min(at + _LONGEST_THING, len(read.words))):
        word = read.words[place]
        enough = head or matched >= _ENOUGH
        if not word.joined or (word.capital and place > at):
            break
        if is_small(word.form):
            # Before the thing stands no small word, and *og* joins another to it.
            if not matched or (word.form in _JOINING and not enough):
                break
            continue
        keys = {*keys_of(word.form, language), address_key(word.form, language)}
        if keys & things.title:
            head = head or bool(keys & things.heads)
            matched, last = matched + 1, place
            points += 1.0 + 0.5 * bool(keys & things.heads)
        elif matched and not enough and keys & things.summary:
            matched, last = matched + 1, place
            points += 0.25
        elif matched or not sure or place > at:
            break
    return (points, last) if head or matched >= _ENOUGH else (0.0, 0)
