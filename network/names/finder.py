"""What a text names without linking it: municipalities, other bodies, entries.

A link that is suggested wrongly annoys, and one that is taken wrongly says of somebody what was
said of another. So a name that could be a common word, a surname or several places' is found only
where the words around it show which it is, and then with all it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from network.names.bearer import Surroundings
from network.names.entries import NamedEntry, find_named_entries, find_owned_entry
from network.names.evidence import AND
from network.names.known_names import KnownNames
from network.names.occurrences import find_names
from network.names.weighing import Occurrence
from network.text.prose_words import Prose, find_linked, read_prose

_LONGEST_AND = 80
_READ = 100_000


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a text names: ``text[start:end] == words``.

    ``target`` is what a reference would point at, so that ``[[target|words]]`` links it.
    ``candidates`` are all that it may be, the likeliest first, and that is ``target``; they are
    several where the name alone leaves it open.
    """

    start: int
    end: int
    words: str
    target: str
    what: Literal["entry", "organisation"]
    candidates: tuple[str, ...]


def find_mentions(text: str, language: str, known_names: KnownNames) -> list[Mention]:
    """What ``text`` (Markdown as written, in nb, nn or sv) names and does not link, in order.

    Nothing overlaps, and nothing is found in references, links, code, addresses, headings, tables
    and HTML. Reads the first 100,000 characters. Raises KeyError for another language. Costs some
    10 ms for 1,000 words, and as much again for words that were not met before.
    """
    read = read_prose(text[:_READ])
    linked = find_linked(text[:_READ])
    names = list(find_names(read, language, known_names))
    accept_names(names, read, linked)
    around = Surroundings(names, read, language, known_names)
    for name in names:
        if name.accepted:
            name.bearers = around.by_likelihood(name, linked)
    return _in_order(text, names, read, language, known_names)


def accept_names(names: list[Occurrence], read: Prose, linked: set[str]) -> None:
    """Say of each name whether it is one, from itself, its neighbours and the rest of the text."""
    for name in names:
        name.accepted = name.stands_alone()
    # What stands in a row with a municipality is one; a row may be long, so from either end.
    for row in (names, names[::-1]):
        for former, latter in pairwise(row):
            if former.accepted and not latter.accepted and latter.may_be:
                latter.accepted = stand_in_row(read, former, latter)
    certain = {slug for name in names if name.accepted and name.certain for slug in name.bearers}
    places = {slug for name in names if name.accepted and not name.surname for slug in name.bearers}
    sentences = {name.sentence for name in names if name.accepted}
    for name in names:
        if name.accepted or not name.may_be:
            continue
        # What may be a common word where a sentence begins is no town for being named elsewhere,
        # unless it does what towns do.
        like_one = name.acts or not name.doubtful
        again = like_one and bool((certain | linked) & set(name.bearers))
        placed = like_one and bool(places & set(name.bearers))
        name.accepted = (again and not (name.surname and name.speaks)) or (
            not name.surname and not name.speaks and (name.sentence in sentences or placed)
        )


def stand_in_row(read: Prose, first: Occurrence, second: Occurrence) -> bool:
    """Whether two names stand in one enumeration, side by side."""
    former, latter = sorted((first, second), key=lambda name: name.first)
    gap = read.between(former.last, latter.first)
    return len(gap) <= _LONGEST_AND and bool(AND.fullmatch(gap))


def _in_order(
    text: str, names: list[Occurrence], read: Prose, language: str, known_names: KnownNames
) -> list[Mention]:
    named = {slug for name in names if name.accepted for slug in name.bearers[:1]}
    entries: list[NamedEntry] = list(find_named_entries(read, language, known_names, named))
    for name in names:
        thing = find_owned_entry(name, read, language, known_names)
        if thing:
            entries.append(thing)
    taken = bytearray(len(read.words))
    mentions: list[Mention] = []

    def add(
        first: int, last: int, what: Literal["entry", "organisation"], targets: tuple[str, ...]
    ) -> None:
        if any(taken[first : last + 1]):
            return
        taken[first : last + 1] = b"\x01" * (last + 1 - first)
        start, end = read.words[first].start, read.words[last].end
        mentions.append(Mention(start, end, text[start:end], targets[0], what, targets))

    for entry in sorted(
        entries, key=lambda named_entry: (named_entry.first - named_entry.last, named_entry.first)
    ):
        add(entry.first, entry.last, "entry", entry.targets)
    for name in names:
        if name.accepted:
            add(name.first, name.last, "organisation", tuple(name.bearers))
    return sorted(mentions, key=lambda mention: mention.start)
