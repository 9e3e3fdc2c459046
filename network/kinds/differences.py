"""What changed between two versions of a text: field by field, with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any, Literal

from pydantic import BaseModel

from network.kinds.content import Content
from network.kinds.field_types import FieldType, order_for_page
from network.kinds.translation import Translation
from network.kinds.words import is_file_hash

Change = Literal["changed", "added", "removed", "moved"]

# A word with the space before it: spaces by themselves would all be alike, and dear to compare.
_WORDS = re.compile(r" ?[^\W_]+|\s+|[\W_]")
_WORDS_AND_SPACES = re.compile(r"\s+|[^\W_]+|[\W_]")
# A line with the empty lines behind it: by themselves they would pair what is not alike.
_LINES = re.compile(r"[^\n]*\n+|[^\n]+")
# Two texts of together more words than this are first compared by lines.
_MANY = 4_000
# Pieces of together no more words than this are searched at once.
_FEW = 400
# Pairs of equal words that one look for the longest common piece may meet, and those that one
# comparison may meet in all; it takes some tenths of a second. What is left then is not compared.
_DEAR = 1_000_000
_MOST = 4_000_000


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text that both versions have, or one of them."""

    text: str
    state: Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs.

    ``path`` is a field (``title``), a field of a group (``period.start``), a part
    (``statements.s1``) or a field of one (``statements.s1.text``); ``field`` is the first of it,
    ``part`` the part's id or empty. ``before`` and ``after`` are plain text, empty where there is
    nothing.
    """

    path: str
    field: str
    part: str
    change: Change
    before: str
    after: str
    fragments: tuple[Fragment, ...]


def find_differences(
    before: Content | Translation, after: Content | Translation
) -> tuple[Difference, ...]:
    """Every field that differs, in the order of the page (as in ``collect_words``).

    A part that is new or gone is one difference; one that changed its place among its siblings is
    *moved*, besides what changed in it, and as few as possible are said to be. Of a translation
    its words are compared, by their paths.
    """
    if isinstance(before, Translation) and isinstance(after, Translation):
        return tuple(
            difference
            for path in _woven(list(before.words), list(after.words))
            for difference in _word(path, before.words.get(path, ""), after.words.get(path, ""))
        )
    assert isinstance(before, Content)
    assert isinstance(after, Content)
    return tuple(
        difference
        for field in _fields(before, after)
        for difference in _field(
            field, getattr(before, field.name, None), getattr(after, field.name, None)
        )
    )


def mark_differences(before: str, after: str) -> tuple[Fragment, ...]:
    """Both texts in one, with the words marked that only one of them has.

    The same and the removed pieces together are ``before``, the same and the added ones ``after``.
    Costs some milliseconds for a page, under a second for two texts of 100,000 characters,
    whatever they are: where looking on would cost more, all is marked.
    """
    ours, theirs = _WORDS.findall(before), _WORDS.findall(after)
    effort = _Effort(_MOST)
    if len(ours) + len(theirs) <= _MANY:
        return tuple(_readable(_compared(ours, theirs, effort)))
    lines = _compared(_LINES.findall(before), _LINES.findall(after), effort)
    words = (
        piece
        for same, gone, new in lines
        for piece in (
            _compared(_WORDS.findall(gone), _WORDS.findall(new), effort)
            if gone and new
            else [(same, gone, new)]
        )
    )
    return tuple(_readable(words))


def format_value(value: Any) -> str:
    """A value as plain text: the texts of a part, or the values of a list, one below the other."""
    return _told(value, "\n", named=False)


def _told(value: Any, between: str, *, named: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, dict):
        texts = {
            key: _told(inner, " ", named=named)
            for key, inner in value.items()
            if key != "id" and not is_file_hash(inner)
        }
        return between.join(
            f"{key}: {text}" if named else text for key, text in texts.items() if text
        )
    if isinstance(value, (list, tuple)):
        return "\n".join(filter(None, (_told(inner, " ", named=named) for inner in value)))
    return str(value)


def _fields(before: Content, after: Content) -> list[FieldType]:
    """All fields of either: those without parts, then those with."""
    fields = {
        field.name: field for field in (*order_for_page(type(before)), *order_for_page(type(after)))
    }
    order = dict.fromkeys((*_names(after), *_names(before)))
    # Stable: what one of the two lacks comes behind, and parts behind what has none.
    return sorted((fields[name] for name in order), key=lambda field: field.has_ids)


def _names(content: Content) -> list[str]:
    return [field.name for field in order_for_page(type(content))]


def _field(field: FieldType, before: Any, after: Any) -> Iterator[Difference]:
    name = field.name
    if before == after:
        return
    if field.has_ids:
        yield from _parts(name, before or (), after or ())
    elif isinstance(before, BaseModel) and isinstance(after, BaseModel):
        for inner in type(after).model_fields:
            old, new = getattr(before, inner, None), getattr(after, inner)
            yield from _value(f"{name}.{inner}", name, "", old, new)
    else:
        yield from _value(name, name, "", before, after)


def _parts(name: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    was = {part.id: part for part in before}
    now = {part.id: part for part in after}
    places = {part_id: at for at, part_id in enumerate(was)}
    stayed = [part_id for part_id in now if part_id in was]
    still = {stayed[at] for at in _rising([places[part_id] for part_id in stayed])}
    for part_id in _woven(list(was), list(now)):
        path = f"{name}.{part_id}"
        if part_id not in was:
            yield _difference(path, name, part_id, "added", "", format_value(now[part_id]))
            continue
        if part_id not in now:
            yield _difference(path, name, part_id, "removed", format_value(was[part_id]), "")
            continue
        part = now[part_id]
        if part_id not in still:
            yield _difference(path, name, part_id, "moved", format_value(part), format_value(part))
        for inner in type(part).model_fields:
            old, new = getattr(was[part_id], inner, None), getattr(part, inner)
            yield from _value(f"{path}.{inner}", name, part_id, old, new)


def _woven(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """All of ``after`` in its order, and what is gone behind what it stood behind."""
    stayed = set(after)
    behind: dict[str, list[str]] = {}
    last = ""
    for name in before:
        if name in stayed:
            last = name
        else:
            behind.setdefault(last, []).append(name)
    return [
        *behind.get("", ()),
        *(woven for name in after for woven in (name, *behind.get(name, ()))),
    ]


def _rising(numbers: Sequence[int]) -> list[int]:
    """The places of the longest series of numbers that grow from each to the next."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        here = bisect_left(tails, number)
        before.append(ends[here - 1] if here else -1)
        tails[here : here + 1] = [number]
        ends[here : here + 1] = [at]
    rising: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        rising.append(at)
        at = before[at]
    return rising[::-1]


def _value(path: str, field: str, part: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    old, new = format_value(before), format_value(after)
    if old == new:
        # The same words as something else: a name that is now an organisation of the register.
        old, new = _told(before, "\n", named=True), _told(after, "\n", named=True)
    change: Change = "added" if not old else "removed" if not new else "changed"
    yield _difference(path, field, part, change, old, new)


def _word(path: str, before: str, after: str) -> Iterator[Difference]:
    """The difference of one of a translation's words, whose path may begin with a part's id."""
    part, _, field = path.rpartition(".")
    yield from _value(path, field, part, before, after)


def _difference(
    path: str, field: str, part: str, change: Change, before: str, after: str
) -> Difference:
    return Difference(path, field, part, change, before, after, mark_differences(before, after))


# What both have, what is gone and what is new in its place.
_Piece = tuple[str, str, str]


@dataclass(slots=True)
class _Effort:
    """How much one comparison may still cost."""

    left: int


def _compared(ours: list[str], theirs: list[str], effort: _Effort) -> Iterator[_Piece]:
    i = j = 0
    for i2, j2, length in [*_common(ours, theirs, effort), (len(ours), len(theirs), 0)]:
        if i < i2 or j < j2:
            yield "", "".join(ours[i:i2]), "".join(theirs[j:j2])
        i, j = i2 + length, j2 + length
        if length:
            yield "".join(ours[i2:i]), "", ""


def _common(ours: list[str], theirs: list[str], effort: _Effort) -> list[tuple[int, int, int]]:
    """The pieces that both have, in order: place in ours, place in theirs, length.

    Looks for the longest piece, as ``SequenceMatcher`` does, and before and behind it again. Where
    that is dear, what stands once in either divides them first.
    """
    pieces: list[tuple[int, int, int]] = []
    open_ = [(0, len(ours), 0, len(theirs))]
    while open_:
        i1, i2, j1, j2 = open_.pop()
        i, j = i1, j1
        while i < i2 and j < j2 and ours[i] == theirs[j]:
            i, j = i + 1, j + 1
        pieces.append((i1, j1, i - i1))
        i1, j1, end = i, j, i2
        while i1 < i2 and j1 < j2 and ours[i2 - 1] == theirs[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
        pieces.append((i2, j2, end - i2))
        effort.left -= i2 - i1 + j2 - j1
        if i1 == i2 or j1 == j2 or effort.left < 0:
            continue
        a, b = ours[i1:i2], theirs[j1:j2]
        if len(a) + len(b) <= _FEW:
            pieces += [(i1 + i, j1 + j, length) for i, j, length in _common_of_few(a, b, effort)]
            continue
        times_a, times_b = Counter(a), Counter(b)
        cost = sum(times * times_b[word] for word, times in times_a.items())
        dividers: list[tuple[int, int, int]] = []
        if cost > min(_DEAR, effort.left):
            place = {word: at for at, word in enumerate(b) if times_b[word] == times_a[word] == 1}
            once = [(at, place[word]) for at, word in enumerate(a) if word in place]
            rising = _rising([theirs_at for _, theirs_at in once])
            dividers = [(*once[at], 1) for at in rising]
        if not dividers and 0 < cost <= effort.left:
            effort.left -= cost
            dividers = [(*SequenceMatcher(None, a, b, autojunk=False).find_longest_match(),)]
        if dividers:
            pieces += [(i1 + i, j1 + j, length) for i, j, length in dividers]
            i = j = 0
            for i3, j3, length in [*dividers, (len(a), len(b), 0)]:
                open_.append((i1 + i, i1 + i3, j1 + j, j1 + j3))
                i, j = i3 + length, j3 + length
    return sorted(piece for piece in pieces if piece[2])


def _common_of_few(a: list[str], b: list[str], effort: _Effort) -> Iterator[tuple[int, int, int]]:
    """The same for short pieces, without preparing each look anew."""
    times = Counter(b)
    costs = [0, *accumulate(times[word] for word in a)]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    open_ = [(0, len(a), 0, len(b))]
    while open_:
        i1, i2, j1, j2 = open_.pop()
        effort.left -= costs[i2] - costs[i1]
        if i1 == i2 or j1 == j2 or effort.left < 0:
            continue
        i, j, length = matcher.find_longest_match(i1, i2, j1, j2)
        if length:
            yield i, j, length
            open_ += [(i1, i, j1, j), (i + length, i2, j + length, j2)]


def _readable(pieces: Iterable[_Piece]) -> Iterator[Fragment]:
    """Neighbours as one, and words that differ by the space before them alone as the same."""
    merged: list[_Piece] = []
    for piece in pieces:
        for same, gone, new in _trimmed(*piece):
            if merged and bool(same) == bool(merged[-1][0]):
                before = merged.pop()
                merged.append((before[0] + same, before[1] + gone, before[2] + new))
            else:
                merged.append((same, gone, new))
    for same, gone, new in merged:
        if same:
            yield Fragment(same, "same")
        if gone:
            yield Fragment(gone, "removed")
        if new:
            yield Fragment(new, "added")


def _trimmed(same: str, gone: str, new: str) -> Iterator[_Piece]:
    if same or not gone or not new:
        yield same, gone, new
        return
    ours, theirs = _WORDS_AND_SPACES.findall(gone), _WORDS_AND_SPACES.findall(new)
    start, end = 0, 0
    most = min(len(ours), len(theirs))
    while start < most and ours[start] == theirs[start]:
        start += 1
    while end < most - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    if start:
        yield "".join(ours[:start]), "", ""
    if start + end < len(ours) or start + end < len(theirs):
        yield "", "".join(ours[start : len(ours) - end]), "".join(theirs[start : len(theirs) - end])
    if end:
        yield "".join(ours[len(ours) - end :]), "", ""
