"""The words of Markdown that stand in running text, with where they stand in what was written.

Headings, links, references, code, HTML, addresses and tables are passed over: nothing is linked
there, either because it is linked already or because a link would break it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_COVER = "\x00"
_NO_BREAK = re.compile(r"[^\n]")

_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_HEADING = re.compile(r"[ \t>]{0,12}#")
_UNDERLINE = re.compile(r"[ \t>]{0,12}(?:=+|-+)[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\*?\[[^\[\]\n]{1,300}\]:")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t:|-]*)$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+")
_CODE_INDENT = re.compile(r"(?: {4}|\t)")

_INLINE = re.compile(
    r"""
    `+ [^`\n]{0,500} `+
  | \[\[ [^\[\]\n]{1,561} \]\]
  | !? \[ [^\[\]\n]{0,500} \] (?: \( (?:[^()\n]|\([^()\n]{0,200}\)){0,1000} \)
                               | [ ]? \[ [^\[\]\n]{0,300} \] )?
  | <https?://[^<>\s]{1,1000}>
  | https?://[^\s<>]{1,2000} | \bwww\.[^\s<>]{1,1000}
  | [\w.+-]{1,64}@[\w.-]{1,200}
  | (?<!\w)[#@]\w{1,100}
  | (?<![\w.]) (?:[a-zæøåäö0-9-]{1,60}\.){1,6} [a-z]{2,10} (?:/[^\s<>]{0,1000}|(?![\w.]))
    """,
    re.VERBOSE,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,1000}>")
_REFERENCE = re.compile(r"\[\[([^\[\]\n|#]{1,260})")

_LETTER = "(?:[^\\W_][\u0300-\u036f\u00ad]*)"
_WORD = re.compile(
    rf"(?P<word>{_LETTER}+(?:[-\u2010\u2011]{_LETTER}+)*)"
    r"(?P<tail>[:'’´]s(?!\w)|(?<=[sxzSXZ])['’´](?!\w))?"
)
_READ_OF_GAP = 40
# *Justis- og beredskapsdepartementet* is one name.
_BLANK = re.compile(r"-?[ \t\u00a0\u202f]+")
_ENDS = re.compile(r"[.!?…:][\"”»’)\]*_]*\s")
_OPENS = re.compile(r"[\"“«„‘'][*_]*$")
# What ends in a full stop within a sentence; single letters are initials or the end of such.
_SHORTENED = frozenset(
    "ca dvs jf jfr kl nr evt ev inkl exkl pga mfl osv tlf tel ang avd dr prof vedr ex eks".split()
)


@dataclass(slots=True)
class ProseWord:
    """One word as it was written.

    ``form`` is folded (NFC, case) and without the genitive that a sign sets off (*KS' , SKR:s*);
    ``genitive`` says whether there was one. ``opens`` says that a sentence, line or quotation may
    begin here, so that a capital tells nothing; ``joined``, that only blanks stand between the
    word before and this one, or the hyphen of a word left out.
    """

    written: str
    form: str
    start: int
    end: int
    genitive: bool
    opens: bool
    joined: bool

    @property
    def capital(self) -> bool:
        return self.written[0].isupper()


@dataclass(frozen=True, slots=True)
class Prose:
    """The running text of something written: its words, and itself with all else covered."""

    words: list[ProseWord]
    text: str

    def between(self, first: int, second: int) -> str:
        """What stands between two words, given by their numbers."""
        return self.text[self.words[first].end : self.words[second].start]

    def parted(self, first: int, last: int) -> bool:
        """Whether a line ends, or something that is no running text stands, between two words."""
        run = self.text[self.words[first].start : self.words[last].end]
        return "\n" in run or _COVER in run


def read_prose(text: str) -> Prose:
    """The words of ``text`` that stand in running text, in order; offsets are into ``text``.

    Linear in the length of the text; raises nothing.
    """
    shown = cover_markup(text)
    return Prose(list(_words(shown)), shown)


def find_linked(text: str) -> set[str]:
    """What the references in ``text`` point at: ``oslo``, ``oslo/tiltak-mot-radikalisering``."""
    return {target.strip() for target in _REFERENCE.findall(text)}


def _words(text: str) -> Iterator[ProseWord]:
    before: ProseWord | None = None
    for match in _WORD.finditer(text):
        written = match["word"].replace("\u00ad", "")
        tail = match["tail"] or ""
        start, end = match.span()
        if tail in ("'", "’", "´") and start and text[start - 1] in "'‘’´":
            # It closes the quotation that opened before the word.
            tail, end = "", end - 1
        gap = text[before.end : start] if before else ""
        if len(gap) > 2 * _READ_OF_GAP:
            gap = gap[:_READ_OF_GAP] + gap[-_READ_OF_GAP:]
        word = ProseWord(
            written,
            unicodedata.normalize("NFC", written).casefold(),
            start,
            end,
            bool(tail),
            before is None or _begins(gap, before.form),
            before is not None and bool(_BLANK.fullmatch(gap)),
        )
        yield word
        before = word


def _begins(gap: str, before: str) -> bool:
    """Whether a sentence may begin after ``gap``, which the word ``before`` stands in front of."""
    if "\n" in gap or _OPENS.search(gap):
        return True
    if not _ENDS.search(gap):
        return False
    shortened = gap.lstrip(")").startswith(".") and (
        before in _SHORTENED or (len(before) == 1 and before.isalpha())
    )
    return not shortened


def cover_markup(text: str) -> str:
    """``text`` with a control character for every character that is no running text."""
    spans = [*_lines_passed_over(text), *_html(text)]
    spans += [match.span() for match in _INLINE.finditer(text)]
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        pieces.append(text[done : max(start, done)])
        # Line breaks stay, so that what follows still begins a line.
        pieces.append(_NO_BREAK.sub(_COVER, text[max(start, done) : end]))
        done = end
    return "".join((*pieces, text[done:]))


def _lines_passed_over(text: str) -> Iterator[tuple[int, int]]:
    lines = text.split("\n")
    tables = _table_lines(lines)
    line_end, fenced, item, blank = 0, False, False, True
    for number, line in enumerate(lines):
        start, line_end = line_end, line_end + len(line) + 1
        if _FENCE.match(line):
            fenced = not fenced
            yield start, line_end - 1
            continue
        after = lines[number + 1] if number + 1 < len(lines) else ""
        bare = bool(line.strip())
        item = item or bool(_ITEM.match(line))
        code = bool(_CODE_INDENT.match(line)) and blank and not item
        headed = bare and not _underlines(line) and _underlines(after) and not _ITEM.match(line)
        if (
            fenced
            or (bare and code)
            or number in tables
            or headed
            or _HEADING.match(line)
            or _DEFINITION.match(line)
        ):
            yield start, line_end - 1
        blank = not bare or (blank and code)
        if bare and not line[0].isspace() and not _ITEM.match(line):
            item = False


def _underlines(line: str) -> bool:
    """Whether a line of = or - makes the line above it a heading."""
    return bool(line.strip()) and bool(_UNDERLINE.match(line))


def _table_lines(lines: list[str]) -> set[int]:
    """The numbers of the lines that are rows of a table, in which the | of a reference would
    divide the cell."""
    numbers: set[int] = set()
    for number, line in enumerate(lines):
        if number and number not in numbers and "|" in line and _TABLE_RULE.match(line):
            numbers.update((number - 1, number))
            for row in range(number + 1, len(lines)):
                if "|" not in lines[row]:
                    break
                numbers.add(row)
    return numbers


def _html(text: str) -> Iterator[tuple[int, int]]:
    """Comments, tags, and everything from a tag that opens to the one that closes it."""
    begin = text.find("<!--")
    while begin >= 0 and (end := text.find("-->", begin)) >= 0:
        yield begin, end + 3
        begin = text.find("<!--", end)
    open_at: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        yield tag.span()
        name = tag[2].lower()
        if not tag[1]:
            open_at.setdefault(name, []).append(tag.start())
        elif open_at.get(name):
            yield open_at[name].pop(), tag.end()
