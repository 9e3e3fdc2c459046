"""The words by which texts are read, from ``words.tsv``: all three languages together, since where
one has a word that another lacks it does no harm there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.tsv")
_NUMBERING = re.compile(
    r"^(?:(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\(?(?:[a-zA-Z]|[ivxIVX]{1,5})[.)]"
    r"|(?:§+|kap(?:ittel|itel)?\.?)\s?\d{1,3}(?:[-.]\d{1,3})*[.:]?)\s+)?",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\s+(?:fra|frå|från|til|till|på|i|for|för|av)\s.+$")
_PROPOSALS = ("forslag", "framlegg", "förslag")
_SIGNS = " \t\n:.?!–—-"


@cache
def read_words() -> Mapping[str, tuple[str, ...]]:
    """The words of each key, in the order of the file, those of all languages together."""
    words: dict[str, tuple[str, ...]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            key, *columns = line.split("\t")
            own = (word.strip() for column in columns for word in column.split(" | "))
            words[key] = tuple(dict.fromkeys(word for word in own if word))
    return words


@cache
def read_folded(key: str) -> frozenset[str]:
    """The words of a key, folded."""
    return frozenset(word.casefold() for word in read_words()[key])


@cache
def read_keys(prefix: str) -> Mapping[str, str]:
    """What each folded word of the keys ``prefix.X`` says: word -> X."""
    return {
        word.casefold().rstrip("."): key.removeprefix(f"{prefix}.")
        for key, words in read_words().items()
        if key.startswith(f"{prefix}.")
        for word in words
    }


def find_section_field(name: str) -> str:
    """What a section with this folded heading fills: a field, *neutral*, or "". What follows the
    name is not looked at (*Krav fra kommunene*), but after a proposal: for decision is another."""
    fields = read_keys("heading")
    if name in fields or name in read_keys("step"):
        return fields.get(name, "")
    bare = _FURTHER.sub("", name)
    return fields.get(bare, "") if not bare.startswith(_PROPOSALS) else ""


@cache
def read_columns() -> Mapping[str, frozenset[str]]:
    """What each folded head of a column may say: *Tiltak* is a measure and what is to be done."""
    columns: dict[str, frozenset[str]] = {}
    for key, words in read_words().items():
        if key.startswith("column."):
            for word in words:
                own = columns.get(word.casefold(), frozenset())
                columns[word.casefold()] = own | {key.removeprefix("column.")}
    return columns


@cache
def match_any(key: str) -> str:
    """A regular expression for any word of a key, the longest first; without groups."""
    words = sorted(read_words()[key], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"


def fold_heading(text: str) -> str:
    """A heading or label as the file has it: folded, without its number and what ends it."""
    bare = _NUMBERING.sub("", text.strip()).rstrip(_SIGNS)
    return " ".join(bare.split()).casefold()
