"""Words that are parted at the end of a line, as a PDF has them."""

from __future__ import annotations

import re

# A word that is parted at the end of a line, and what follows a hyphen that stays: *barne- og*.
_PARTED = re.compile(r"[^\W\d_]{2}-$")
_GOES_ON = re.compile(r"(?!(?:og|och|eller|samt|men|and|or|kontra|respektive|till?|mot)\b)[^\W\d_]")
_AFTER_HYPHEN = re.compile(r"[^\W\d_]-$")


def find_hyphen(before: str, following: str) -> str:
    """What becomes of a hyphen at the end of a line when the next is joined to it: *gone* where it
    parts a word, *kept* where it is the word's own, "" where the lines are not one word."""
    if _PARTED.search(before) and following[0].islower() and _GOES_ON.match(following):
        return "gone"
    if _AFTER_HYPHEN.search(before) and _GOES_ON.match(following):
        return "kept"
    return ""


def join_lines(lines: list[str]) -> list[str]:
    """The lines, those joined between which a word is parted."""
    joined: list[str] = []
    for line in lines:
        hyphen = find_hyphen(joined[-1], line) if joined and line else ""
        if hyphen:
            joined[-1] = (joined[-1][:-1] if hyphen == "gone" else joined[-1]) + line
        else:
            joined.append(line)
    return joined
