"""Letterheads and address blocks: what stands on a sheet of paper and is nobody's text."""

from __future__ import annotations

import re

from network.files_in.proposals.blocks import Block, make_plain
from network.files_in.proposals.proposal import Findings, Span
from network.files_in.proposals.words import fold_heading, read_keys

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(
    r"(?<![\d/])(?:\+4[67]\s?)?(?:\d{2}\s\d{2}\s\d{2}\s\d{2}|\d{3}\s\d{2}\s\d{3}"
    r"|0\d{1,3}[ -]\d{2,3}\s?\d{2}\s?\d{2})(?![\d/])"
)
_POSTAL = re.compile(r"^\s*(?:\d{4}|\d{3}\s?\d{2})\s+[A-ZÆØÅÄÖ][\w .-]{1,30}$")
_BOX = re.compile(r"^\s*(?:Postboks|Boks|Box|Pb\.?)\s+\d", re.IGNORECASE)
_STREET = re.compile(
    r"^[A-ZÆØÅÄÖ][\w. ]{2,40}(?:gata|gate|gaten|veien|vegen|vägen|gatan|plass|torg|torget)"
    r"\s+\d{1,3}\s?[A-Z]?$"
)
_WEB = re.compile(r"^(?:https?://|www\.)\S+$")
_PARTS = re.compile(r"\n|\||<br\s*/?>|,\s+(?=\d{4}\s)|\s{3,}")
# A paragraph that tells something is no address, though one stands in it.
_LONGEST_LINE = 90
_NEAR_AN_END = 8


def find_letterheads(blocks: list[Block], findings: Findings) -> list[Span]:
    """The passages near either end of a text that are letterhead or address, next to each other as
    one. Where something of it is proposed, it is so all the same."""
    ends = {block.start for block in (*blocks[:_NEAR_AN_END], *blocks[-_NEAR_AN_END:])}
    spans: list[Span] = []
    for block in blocks:
        if block.start not in ends or block.kind not in ("paragraph", "row", "item"):
            continue
        for start, end, raw in _list_free(block, findings):
            if not _is_letterhead(raw):
                continue
            if spans and not findings.text[spans[-1][1] : start].strip(" \n|-:"):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _list_free(block: Block, findings: Findings) -> list[tuple[int, int, str]]:
    """What of a block no proposal has taken: the whole, or the lines that are left."""
    if findings.is_free(block.start, block.end):
        return [(block.start, block.end, block.raw)]
    lines = []
    start = block.start
    for line in block.raw.split("\n") if block.kind == "paragraph" else ():
        if line.strip() and findings.is_free(start, start + len(line)):
            lines.append((start, start + len(line), line))
        start += len(line) + 1
    return lines


def _is_letterhead(raw: str) -> bool:
    lines = [make_plain(part) for part in _PARTS.split(raw)]
    lines = [line for line in lines if line and not re.fullmatch(r"[-: ]+", line)]
    if not lines or max(map(len, lines)) > _LONGEST_LINE:
        return False
    marks = sum(is_letterhead_line(line) for line in lines)
    return marks > 0 and marks * 2 >= len(lines)


def is_letterhead_line(line: str) -> bool:
    """Whether a plain line is a telephone, a mail or other address, or labelled as what stands in
    letterheads."""
    label, colon, _ = line.partition(":")
    if colon and read_keys("label").get(fold_heading(label)) == "letterhead":
        return True
    first = fold_heading(line.split(" ")[0])
    if read_keys("label").get(first) == "letterhead" and re.search(r"\d", line):
        return True
    return bool(
        _MAIL.search(line)
        or _PHONE.search(line)
        or _POSTAL.match(line)
        or _BOX.match(line)
        or _STREET.match(line)
        or _WEB.match(line)
    )
