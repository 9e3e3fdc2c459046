"""Hints on plain language: where a text could be said more plainly. They never block."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from network.text.sentences import find_sentences

Code = Literal["missing_summary", "long_sentence", "long_paragraph", "unexplained_acronym"]

LONG_SENTENCE = 30
LONG_PARAGRAPH = 150
_SHOWN = 6

_WORD = re.compile(r"[^\W_]++(?:[-‑'’.,:/][^\W_]++)*+")

# Markdown that is not read: what is matched goes, but for the group, which is what is read.
_UNREAD = re.compile(
    r"""
    \[\[ [^\[\]\n|]{1,260} \| (?P<label>[^\[\]\n]{1,300}) \]\]
  | \[\[ (?P<target>[^\[\]\n|]{1,260}) \]\]
  | !? \[ (?P<link>[^\[\]\n]{0,500}) \] \( [^()\n]{0,1000} \)
  | `+ (?P<code>[^`\n]{0,500}) `+
  | <https?://[^<>\s]{1,1000}>
  | https?://[^\s<>]{1,1000}
  | </?[a-zA-Z][^<>\n]{0,200}>
  | \\ (?P<sign>[^\w\s])
  | [*]+ | (?<!\w)_+ | _+(?!\w)
    """,
    re.VERBOSE,
)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+")
_HEADING = re.compile(r" {0,3}#")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_CELL = re.compile(r"(?:[^|\\]|\\.)++")

_LETTERS = "A-ZÆØÅÄÖÜÉ"
_ACRONYM = re.compile(
    rf"(?<![\w\-‑/.@])(?P<word>[{_LETTERS}]{{2,6}}[0-9]{{0,4}})(?=s\b|[-‑:/]\w|\W|$)(?![.@]\w)"
)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_IN_BRACKETS = re.compile(
    rf"[^\W_]\W{{1,4}}\([^()\n]{{0,30}}?\b([{_LETTERS}]{{2,6}}[0-9]{{0,4}})\)"
)
_BEFORE_BRACKETS = re.compile(
    rf"\b([{_LETTERS}]{{2,6}}[0-9]{{0,4}})(?:[-‑:]?[a-zæøåäö]{{1,20}})?[*_]{{0,3}}"
    r" \((?=[^()\n]{0,80}[a-zæøåäö]{3})[^()\n]{4,200}\)"
)
# Units and money, and capitals that are no abbreviation but a raised voice.
_UNITS = frozenset(
    "KM KG KB MB GB TB KW MW GW TW KWH MWH GWH TWH DB HZ MHZ GHZ MM CM NOK SEK DKK EUR USD GBP "
    "OK TV PC PDF SMS".split()
)
_SHOUTED = frozenset(
    "ALDRI ALDRIG ALLA ALLE ALLTID BARA BARE BÅDE DET EI EN ETT ER FØR FÖR HA HAR IKKE IKKJE "
    "INTE JA JO KAN MÅ MÅSTE NEI NEJ NO NU NÅ OG OCH OM OBS SKA SKAL SOM TIL TILL VI VIKTIG".split()
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: at which path, from where up to where in that text, and what it is about.

    ``word`` is the acronym, or the first words of a sentence or paragraph; ``number`` is how many
    words the sentence or paragraph has.
    """

    path: str
    code: Code
    start: int = 0
    end: int = 0
    word: str = ""
    number: int = 0


@dataclass(slots=True)
class _Block:
    """A paragraph, an item or a cell as it is read, and where its pieces stand in the text."""

    pieces: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str, place: int) -> None:
        if piece:
            self.pieces.append(piece)
            self.starts.append(self.length)
            self.places.append(place)
            self.length += len(piece)

    def place(self, offset: int) -> int:
        """Where in the Markdown the letter stands that is read at ``offset``."""
        piece = bisect_right(self.starts, offset) - 1
        return self.places[piece] + offset - self.starts[piece]


def find_hints(
    texts: Mapping[str, str], language: str, explained: Collection[str]
) -> tuple[Hint, ...]:
    """What could be said more plainly in the Markdown texts of one entry, in their order.

    ``language`` is nb, nn or sv; ``explained`` holds the folded words that the glossary explains.
    An acronym gets one hint for all texts. Linear: 30 ms for 100,000 characters. Raises nothing.
    """
    all_hints: list[Hint] = []
    if not texts.get("summary", "x").strip():
        all_hints.append(Hint("summary", "missing_summary"))
    blocks = [
        (path, block, "".join(block.pieces)) for path in texts for block in _blocks(texts[path])
    ]
    explained_before = {acronym for _, _, text in blocks for acronym in _explained(text)}
    for path, block, text in blocks:
        words = _WORD.findall(text)
        if len(words) > LONG_PARAGRAPH:
            all_hints.append(_hint(path, "long_paragraph", block, 0, len(text), words))
        for start, end in find_sentences(text, language):
            words = _WORD.findall(text, start, end)
            if len(words) > LONG_SENTENCE:
                all_hints.append(_hint(path, "long_sentence", block, start, end, words))
        if text.isupper() and " " in text.strip():
            continue
        for acronym in _ACRONYM.finditer(text):
            word = acronym["word"]
            if word not in explained_before and not _needs_no_word(word, explained):
                explained_before.add(word)
                start, end = (
                    block.place(acronym.start("word")),
                    block.place(acronym.end("word") - 1) + 1,
                )
                all_hints.append(Hint(path, "unexplained_acronym", start, end, word))
    return tuple(all_hints)


def _hint(path: str, code: Code, block: _Block, start: int, end: int, words: list[str]) -> Hint:
    first, last = block.place(start), block.place(end - 1) + 1
    return Hint(path, code, first, last, " ".join(words[:_SHOWN]), len(words))


def _needs_no_word(word: str, explained: Collection[str]) -> bool:
    return (
        word in _UNITS
        or word in _SHOUTED
        or bool(_ROMAN.fullmatch(word))
        or word.casefold() in explained
        or word.rstrip("0123456789").casefold() in explained
    )


def _explained(text: str) -> Iterator[str]:
    """Acronyms that a text explains: *Name (ABC)* or *ABC (name)*."""
    yield from _IN_BRACKETS.findall(text)
    yield from _BEFORE_BRACKETS.findall(text)


def _blocks(text: str) -> Iterator[_Block]:
    """Paragraphs, items and cells in order, without Markdown's marks; no headings, no code."""
    block = _Block()
    line_end, fenced, item = 0, False, False
    for line in text.split("\n"):
        start, line_end = line_end, line_end + len(line) + 1
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            continue
        quote = _QUOTE.match(line)
        begin = quote.end() if quote else 0
        marked = _ITEM.match(line, begin)
        bare = line[begin:].strip()
        if bare and _UNDERLINE.match(line) and block.length and not item:
            # A line of = or - makes the paragraph above it a heading.
            block = _Block()
            continue
        apart = not bare or bare.startswith("|") or bool(_HEADING.match(line, begin))
        if (apart or marked) and block.length:
            yield block
            block = _Block()
        if not bare:
            item = False
        elif bare.startswith("|"):
            for cell in _CELL.finditer(line):
                cell_block = _Block()
                _read(cell[0], start + cell.start(), cell_block)
                if cell_block.length and any(map(str.isalnum, cell_block.pieces)):
                    yield cell_block
        elif not apart:
            begin = (
                marked.end() if marked else begin + len(line[begin:]) - len(line[begin:].lstrip())
            )
            item = item or bool(marked)
            if block.length:
                block.add(" ", start + begin - 1)
            _read(line[begin:], start + begin, block)
    if block.length:
        yield block


def _read(line: str, place: int, block: _Block) -> None:
    """Adds to a block what is read of a line that stands at ``place``."""
    place_in_line = 0
    for markup in _UNREAD.finditer(line):
        block.add(line[place_in_line : markup.start()], place + place_in_line)
        if markup.lastgroup:
            block.add(markup[markup.lastgroup], place + markup.start(markup.lastgroup))
        place_in_line = markup.end()
    block.add(line[place_in_line:].rstrip(), place + place_in_line)
