"""The steps of a case: lines and rows that name a body with the date of what it did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from network.files_in.proposals.blocks import Block, make_plain, name_columns
from network.files_in.proposals.people import parse_person
from network.files_in.proposals.proposal import Findings, Proposal
from network.files_in.proposals.words import match_any, read_words
from network.kinds.written_dates import find_written_dates, read_written_date

_CASE = re.compile(
    r"(?:,?\s*\b(?:sak|saksnr\.?|pkt\.?|ärende)\s*|,?\s*§\s*)\d{1,4}(?:/\d{2,4})?", re.I
)
_VOTES = re.compile(r"\b(\d{1,4})\s+(?:stemmer\s+|röster\s+|røyster\s+)?mot\s+(\d{1,4})\b(?!\.\d)")
_PARTY = r"[A-ZÆØÅÄÖ]\w{0,4}"
_LONGEST = 400
_CLOSING_LINES = 6


@cache
def _bodies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each whose it is: a pattern of the body's name, with what goes before and after it."""
    patterns = []
    for key, words in read_words().items():
        if not key.startswith("body."):
            continue
        forms = "|".join(
            rf"(?:\w+-\s+(?:och|og)\s+)?[\w-]*{re.escape(word[1:])}"
            if word.startswith("-")
            else re.escape(word)
            for word in sorted(words, key=len, reverse=True)
        )
        patterns.append(
            (
                key.removeprefix("body."),
                re.compile(
                    rf"(?<![\w-])(?:{forms})(?:\s+for\s+[\w ]{{3,40}}?(?=[\s,:]+\d|,|:|$))?",
                    re.I,
                ),
            )
        )
    return tuple(patterns)


def find_body(text: str) -> tuple[str, str]:
    """The first body that a text names, and whose a step of it is; "" and "" for none."""
    shapes = [
        (shape.start(), shape[0], whose)
        for whose, pattern in _bodies()
        if (shape := pattern.search(text))
    ]
    _, name, whose = min(shapes, default=(0, "", ""))
    return name, whose


def find_steps(blocks: list[Block], *, in_section: bool, findings: Findings) -> None:
    """Add each line, item and row that names one body and one day of it.

    Outside a section on the case's way, a line must begin with the body or the day.
    """
    for block in blocks:
        if not findings.is_free(block.start, block.end):
            continue
        if block.kind == "row":
            _add_row(block, findings)
        elif block.kind in ("item", "paragraph"):
            _add_lines(block, in_section, findings)


def _add_row(row: Block, findings: Findings) -> None:
    columns = {name: make_plain(cell) for name, cell in name_columns(row).items()}
    day = read_written_date(columns.get("date", "")).date
    if not day or "body" not in columns:
        return
    case = columns.get("case_number", "")
    parts = [
        part
        for part in (f"Sak {case}" if case[:1].isdigit() else case, columns.get("step", ""))
        if part
    ]
    value = _make(columns["body"], find_body(columns["body"])[1], columns["date"], ". ".join(parts))
    findings.add(Proposal("steps", value, row.start, row.end))


def _add_lines(block: Block, in_section: bool, findings: Findings) -> None:
    start = block.start
    lines = block.raw.split("\n") if block.kind == "paragraph" else [block.raw]
    for line in lines:
        end = start + len(line) if block.kind == "paragraph" else block.end
        value = _read_step(make_plain(line), in_section)
        if value is not None:
            findings.add(Proposal("steps", value, start, end))
        start = end + 1


def _read_step(line: str, in_section: bool) -> Mapping[str, Any] | None:
    if len(line) > _LONGEST:
        return None
    days = list(find_written_dates(line))
    body, whose = find_body(line)
    if len(days) != 1 or not body:
        return None
    day = days[0]
    begins = min(line.casefold().find(body.casefold()), day.start)
    if not in_section and (begins > 4 or line.endswith(":")):
        return None
    rest = line[: day.start] + line[day.end :]
    text = rest
    if rest.casefold().startswith(body.casefold()):
        text = rest[len(body) :]
    text = re.sub(r"^[\s,:.;–()-]+|[\s,:;–(-]+$", "", re.sub(r"\s{2,}", " ", text))
    text = re.sub(r"\(\s*\)", "", text).strip()
    # What goes on as a sentence is one with its body and day alone.
    if text[:1].islower() and not _CASE.match(text):
        text = line
    return _make(body, whose, line[day.start : day.end], text[:1].upper() + text[1:])


def _make(body: str, whose: str, date: str, text: str) -> Mapping[str, Any]:
    value: dict[str, Any] = {
        "type": find_type(text),
        "whose": whose or "not_stated",
        "body": body[:1].lower() + body[1:] if not body.isupper() else body,
        "date": date,
        "text": text,
    }
    votes = _VOTES.search(text)
    if votes:
        value["vote"] = {"in_favour": votes[1], "against": votes[2]}
    return value


def find_type(text: str) -> str:
    """Which type of step a line tells of, by its words; *other* where none says."""
    for key in read_words():
        if key.startswith("step.") and re.search(rf"\b{match_any(key)}\b", text, re.IGNORECASE):
            return key.removeprefix("step.")
    return "other"


def find_signature(blocks: list[Block], findings: Findings) -> None:
    """Who signed the proposal, in which role, as its first step: *Eksempelvik, 12. mars 2026* and
    names at the end of the text."""
    lines = _last_lines(blocks)
    dated = next((line for line in lines if _is_place_and_day(line[2])), None)
    signers = [
        (start, end, person)
        for start, end, line in lines
        if (person := parse_person(line)) and person.name and person.role
    ]
    if not signers:
        return
    start, end = signers[0][0], signers[-1][1]
    if dated:
        start, end = min(start, dated[0]), max(end, dated[1])
    names = [
        f"{person.name} ({person.role})"
        if re.fullmatch(_PARTY, person.role)
        else f"{person.name}, {person.role}"
        for _, _, person in signers
    ]
    member = any(
        re.search(rf"representant|ledamot|medlem|\({_PARTY}\)|^{_PARTY}$", person.role)
        for _, _, person in signers
    )
    value: dict[str, Any] = {
        "type": "motion" if member else "proposal",
        "whose": "member" if member else "administration",
        "text": "; ".join(names),
    }
    if dated:
        value["date"] = next(dated[2][day.start : day.end] for day in find_written_dates(dated[2]))
    findings.add(Proposal("steps", value, start, end))


def _last_lines(blocks: list[Block]) -> list[tuple[int, int, str]]:
    lines: list[tuple[int, int, str]] = []
    for block in blocks[-_CLOSING_LINES:]:
        if block.kind not in ("paragraph", "heading"):
            lines.clear()
            continue
        start = block.start
        for line in block.raw.split("\n"):
            lines.append((start, start + len(line), make_plain(line)))
            start += len(line) + 1
    return lines[-_CLOSING_LINES:]


def _is_place_and_day(line: str) -> bool:
    days = list(find_written_dates(line))
    return len(days) == 1 and len(line) <= 60 and days[0].end >= len(line) - 1
