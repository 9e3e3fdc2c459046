"""A text read for one kind: what of it may fill which field, and what is no text of it at all."""

from __future__ import annotations

from dataclasses import dataclass

from network.files_in.proposals.blocks import Block, Section, read_blocks, read_sections
from network.files_in.proposals.letterhead import find_letterheads
from network.files_in.proposals.lists import add_list, add_rows, find_demands
from network.files_in.proposals.particulars import (
    find_case_number,
    find_cost_and_start,
    find_in_cells,
    find_labelled,
    find_meeting_time_and_place,
)
from network.files_in.proposals.proposal import Findings, Proposal, Span
from network.files_in.proposals.statements import find_statements, name_speakers
from network.files_in.proposals.steps import find_signature, find_steps
from network.kinds import KINDS
from network.kinds.field_types import list_field_types
from network.kinds.marks import Translatable

# The list of a kind that holds what is demanded.
_DEMANDS = ("asked", "demands", "wanted")
_LISTS = frozenset(
    (
        "participants",
        "agenda",
        "follow_ups",
        "measures",
        "partners",
        "sources",
        "examples",
        *_DEMANDS,
    )
)
_MOST_READ = 100_000


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, in the order of the text, and the passages that are letterhead."""

    proposals: tuple[Proposal, ...]
    letterheads: tuple[Span, ...]


def propose(kind: str, text: str, language: str) -> Proposals:
    """What of a Markdown text may fill which field of a kind; nothing is certain, and precision
    goes before recall: what may be read otherwise is not proposed.

    Reads the first 100,000 characters, some 0.1 s. Raises KeyError for an unknown kind.
    """
    text = text[:_MOST_READ]
    types = list_field_types(KINDS[kind])
    fields = frozenset(types) - {"title", "body", "topics", "links"}
    findings = Findings(text)
    blocks = read_blocks(text)
    sections = read_sections(blocks)
    find_labelled(blocks, fields, findings)
    for section in sections:
        _read_section(section, fields, language, findings)
    find_in_cells(blocks, fields, findings)
    rows = [block for block in blocks if block.kind == "row"]
    add_rows(rows, fields, findings)
    left = [block for block in blocks if findings.is_free(block.start, block.end)]
    if "steps" in fields:
        find_steps(left, in_section=False, findings=findings)
        find_case_number(blocks, findings)
        find_signature(blocks, findings)
    demands = next((name for name in _DEMANDS if name in fields), "")
    if demands:
        find_demands(left, demands, language, findings)
    if "statements" in fields:
        find_statements(left, language, findings)
        find_meeting_time_and_place(blocks, findings)
    if "cost" in fields:
        find_cost_and_start(blocks, language, fields, findings)
    letterheads = find_letterheads(blocks, findings)
    name_speakers(findings)
    proposals = sorted(findings.proposals, key=lambda proposal: proposal.start)
    return Proposals(tuple(proposals), tuple(letterheads))


def _read_section(
    section: Section, fields: frozenset[str], language: str, findings: Findings
) -> None:
    """Propose a section that is called as a field of the kind is."""
    name = section.field
    if name == "demands":
        name = next((own for own in _DEMANDS if own in fields), "")
    if not name or name not in fields or not section.blocks:
        return
    if name == "steps":
        find_steps(section.blocks, in_section=True, findings=findings)
    elif name in _LISTS:
        add_list(section, name, language, findings)
    elif section.heading is not None:
        _add_text(section, name, section.heading, findings)


def _add_text(section: Section, name: str, heading: Block, findings: Findings) -> None:
    """The text of a section for a field of the same name, with its heading."""
    start, end = section.blocks[0].start, section.blocks[-1].end
    words = findings.text[start:end].strip()
    longest = _find_longest(name)
    if len(words) <= longest:
        findings.add(Proposal(name, words, heading.start, end))


def _find_longest(name: str) -> int:
    """The most characters that a field of this name takes, in any kind; a line takes few."""
    for model in KINDS.values():
        field = list_field_types(model).get(name)
        if field is not None and field.mark(Translatable) is not None:
            return field.longest or _MOST_READ
    return _MOST_READ
