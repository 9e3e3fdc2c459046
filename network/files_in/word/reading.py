"""A Word file from its bytes to HTML, a title and what was left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from network.files_in.faults import NotReadable
from network.files_in.word.blocks import Block
from network.files_in.word.body import BodyReader
from network.files_in.word.elements import Element
from network.files_in.word.furniture import (
    drop_contents_heading,
    has_words,
    set_letterhead_apart,
)
from network.files_in.word.lists import write_blocks
from network.files_in.word.notes import Notes
from network.files_in.word.numbering import Numbering
from network.files_in.word.package import Package
from network.files_in.word.styles import Styles
from network.files_in.word.titles import take_title

_MOST_HEADS = 60
_PARTS = ("styles", "numbering", "footnotes", "endnotes")
# What a picture is called in the languages that are written here, told by words none shares.
_PICTURE_WORDS = (
    ("Bild", re.compile(r"\b(?:och|är|att|för|från)\b")),
    ("Bilete", re.compile(r"\b(?:ikkje|frå|eit|dei|vert|ein)\b")),
    ("Bilde", re.compile(r"\b(?:og|ikke|av|fra|det|er)\b")),
)


class WordText(NamedTuple):
    """What a Word file says: HTML of paragraphs, lists, tables and notes."""

    title: str
    html: str
    left_out: frozenset[str]


def read_word(data: bytes) -> WordText:
    """Read a Word file. Raises NotReadable. About 0.4 s per 100,000 characters."""
    package = Package(data)
    root = package.read(package.main)
    related = package.list_related(package.main)
    if root is None or root.name != "w:document" or root.find("w:body") is None:
        raise NotReadable("not_word")
    folder = package.main.rpartition("/")[0]
    # Where they lie by custom, if nothing says it.
    parts = {sort: f"{folder}/{sort}.xml" for sort in _PARTS}
    parts |= {sort: target for sort, target in related.values() if sort in _PARTS}

    def read(sort: str, counted: bool = False) -> Element | None:
        return package.read(parts[sort], counted)

    styles = Styles(read("styles"))
    numbering = Numbering(read("numbering"), styles)
    notes = Notes(read("footnotes", counted=True), read("endnotes", counted=True))
    reader = BodyReader(styles, numbering, notes, _choose_picture_word(root))
    blocks = reader.read(root, _list_links(related))
    written_notes = _read_notes(reader, notes, package, parts)
    if _has_page_heads(root, related, package):
        reader.told.codes.add("page_heads")
    if "contents" in reader.told.codes:
        blocks = drop_contents_heading(blocks)
    title, blocks = take_title(blocks, styles.get_default_size())
    blocks, has_letterhead = set_letterhead_apart(blocks)
    if has_letterhead:
        reader.told.codes.add("letterhead")
    html = "".join((*write_blocks(blocks), *written_notes))
    return WordText(title, html, frozenset(reader.told.codes))


def _read_notes(
    reader: BodyReader, notes: Notes, package: Package, parts: Mapping[str, str]
) -> list[str]:
    """The notes that were called, as HTML; a note may call another."""
    links = {
        sort: _list_links(package.list_related(parts[f"{sort}s"]))
        for sort in ("footnote", "endnote")
    }
    written: list[str] = []
    while len(written) < len(called := notes.list_called()):
        sort, number, element = called[len(written)]
        blocks: list[Block] = reader.read(element, links.get(sort, {}))
        html = "".join(write_blocks(blocks))
        written.append(f'<section data-note="{number}">{html}</section>')
    return written


def _list_links(related: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
    return {id_: target for id_, (sort, target) in related.items() if sort == "hyperlink"}


def _has_page_heads(
    body: Element, related: Mapping[str, tuple[str, str]], package: Package
) -> bool:
    """Whether pages have heads or feet that say anything."""
    ids = [
        reference.attributes.get("r:id", "")
        for reference in body.find_within("w:headerReference", "w:footerReference")
    ]
    targets = {related[id_][1] for id_ in ids if id_ in related}
    return any(has_words(package.read(target, False)) for target in sorted(targets)[:_MOST_HEADS])


def _choose_picture_word(body: Element) -> str:
    """*Bilde*, *Bilete* or *Bild*: what a picture is called in the language of a text."""
    words: list[str] = []
    length = 0
    for text in body.find_within("w:t"):
        words.append(text.text.lower())
        length += len(text.text)
        if length > 20_000:
            break
    whole = " ".join(words)
    counted = [(len(pattern.findall(whole)), word) for word, pattern in _PICTURE_WORDS]
    most = max(count for count, _ in counted)
    return next(word for count, word in counted if count == most) if most else "Bilde"
