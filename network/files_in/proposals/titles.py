"""What a text is called: its first prominent line that is no section's name."""

from __future__ import annotations

from network.files_in.proposals.blocks import Block, make_plain, read_blocks
from network.files_in.proposals.letterhead import find_letterheads
from network.files_in.proposals.proposal import Findings
from network.files_in.proposals.words import find_section_field, fold_heading, read_keys

_LONGEST = 200
_NEAR_THE_TOP = 8


def names_section(title: str) -> bool:
    """Whether a title is what a section is called: *Bakgrunn*, *Förslag till beslut*."""
    folded = fold_heading(title)
    return bool(find_section_field(folded)) or folded in read_keys("step")


def find_title(text: str) -> tuple[str, str]:
    """The title of a Markdown text, and the text without its line; ("", text) where none is.

    It is the first heading or bold paragraph among the first blocks that is not called as sections
    are, unless a longer paragraph stands before it.
    """
    blocks = read_blocks(text)
    letterheads = find_letterheads(blocks, Findings(text))
    for block in blocks[:_NEAR_THE_TOP]:
        if any(start <= block.start < end for start, end in letterheads):
            continue
        if block.kind == "heading":
            title = make_plain(block.raw)
            label = fold_heading(title.partition(":")[0]) if ":" in title else ""
            if names_section(title) or len(title) > _LONGEST or label in read_keys("label"):
                continue
            return title, _without(text, block)
        if block.kind == "paragraph" and len(block.raw) > _LONGEST:
            break
    return "", text


def has_heading(text: str, title: str) -> bool:
    """Whether a Markdown text has a heading of these words."""
    return any(
        block.kind == "heading" and make_plain(block.raw) == title for block in read_blocks(text)
    )


def _without(text: str, block: Block) -> str:
    return (text[: block.start].rstrip() + "\n\n" + text[block.end :].lstrip()).strip()
