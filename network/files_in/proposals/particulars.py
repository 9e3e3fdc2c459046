"""Particulars of a text: its date, place and organiser, case number, cost and since when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from network.files_in.proposals.blocks import Block, make_plain
from network.files_in.proposals.lists import add_partners, add_people
from network.files_in.proposals.proposal import Findings, Proposal
from network.files_in.proposals.words import fold_heading, match_any, read_keys
from network.kinds.written_dates import find_written_dates, read_written_date
from network.text.sentences import find_sentences

_LABELLED = re.compile(
    r"^(?P<label>(?:\*\*)?[^:|\n]{2,40}?(?:\*\*)?)\s*:\s*(?:\*\*)?\s*(?P<value>\S.*)$"
)
_CASE_NUMBER = re.compile(
    r"(?:[A-ZÅÄÖÆØ]{2,5}[ -]?)?\d{1,4}/\d{1,6}(?:-\d{1,3})?|(?:[A-ZÅÄÖÆØ]{2,5} )?\d{4}-\d{3,6}"
)
_MONEY = r"\d[\d\s\u00a0.,]*\s*"
_NEAR_THE_TOP = 6
# So much of a block is looked through for what stands near its beginning.
_READ = 2_000
_LONGEST_LINE = 300


def find_labelled(blocks: list[Block], fields: frozenset[str], findings: Findings) -> None:
    """Add what stands behind its name: *Dato: 12. mars 2026*, or in a row of two cells."""
    for start, end, label, value in _labelled(blocks):
        field = read_keys("label").get(label, "")
        if not findings.is_free(start, end):
            continue
        if field == "date" and "date" in fields and not findings.has("date"):
            days = list(find_written_dates(value))
            whole = read_written_date(value).date
            if whole or len(days) == 1:
                written = value if whole else value[days[0].start : days[0].end]
                findings.add(Proposal("date", written, start, end))
        elif field == "participants" and "participants" in fields:
            add_people(value, start, end, findings)
        elif field == "case_number" and "case_number" in fields:
            number = _CASE_NUMBER.search(value)
            if number and not findings.has("case_number"):
                findings.add(Proposal("case_number", number[0], start, end))
        elif field in ("organiser", "initiative") and field in fields:
            findings.add(Proposal(field, {"organisation": value.strip(" .")}, start, end))
        elif field == "partners" and "partners" in fields:
            add_partners(value, start, end, findings)
        elif field in ("period", "start") and "period" in fields:
            _add_period(value, start, end, findings)
        elif (
            field in ("place", "cost", "target_group", "aim")
            and field in fields
            and len(value) <= _LONGEST_LINE
            and not findings.has(field)
        ):
            findings.add(Proposal(field, value.strip(), start, end))


def find_in_cells(blocks: list[Block], fields: frozenset[str], findings: Findings) -> None:
    """Add the date that stands in a cell of a letterhead behind its name; the cell stays."""
    for block in blocks[:_NEAR_THE_TOP]:
        for cell in block.cells:
            shape = _LABELLED.match(make_plain(cell))
            field = read_keys("label").get(fold_heading(shape["label"]), "") if shape else ""
            if not shape or field not in fields or findings.has(field):
                continue
            start = block.raw.find(shape["value"])
            first = block.start + max(start, 0)
            last = min(first + len(shape["value"]), block.end)
            number = _CASE_NUMBER.search(shape["value"])
            if field == "date" and read_written_date(shape["value"]).date:
                findings.add(Proposal(field, shape["value"].strip(), first, last, leaves=False))
            elif field == "case_number" and number:
                findings.add(Proposal(field, number[0], first, last, leaves=False))


def _labelled(blocks: list[Block]) -> Iterator[tuple[int, int, str, str]]:
    for block in blocks:
        if block.kind == "row" and len(block.cells) == 2:
            label, value = (make_plain(cell) for cell in block.cells)
            if value:
                yield block.start, block.end, fold_heading(label), value
        elif block.kind in ("paragraph", "item", "heading"):
            start = block.content if block.kind == "item" else block.start
            for line in block.raw.split("\n"):
                shape = _LABELLED.match(line.strip().rstrip("\\"))
                if shape:
                    alone = block.raw == line
                    yield (
                        block.start if alone else start,
                        block.end if alone else start + len(line),
                        fold_heading(make_plain(shape["label"])),
                        make_plain(shape["value"]),
                    )
                start += len(line) + 1


def _add_period(value: str, start: int, end: int, findings: Findings) -> None:
    if findings.has("period"):
        return
    first, dash, last = re.sub(r"\s+(?:til|till|–|-)\s+", "–", value, count=1).partition("–")
    dates = [text.strip(" .") for text in (first, last) if text.strip(" .")]
    if not dates or not all(read_written_date(date).readings for date in dates):
        return
    period = {"start": dates[0]} | ({"end": dates[1]} if dash and len(dates) == 2 else {})
    findings.add(Proposal("period", period, start, end))


def find_meeting_time_and_place(blocks: list[Block], findings: Findings) -> None:
    """Add the day near the top of the text where there is one alone, and where it was held."""
    top = [block for block in blocks if block.kind in ("paragraph", "heading", "item")][
        :_NEAR_THE_TOP
    ]
    if not findings.has("date"):
        days = [
            (block, day)
            for block in top
            for day in find_written_dates(block.raw)
            if len(day.date) == 10
        ]
        if len({day.date for _, day in days}) == 1:
            block, day = days[0]
            written = block.raw[day.start : day.end]
            start = block.content + day.start
            findings.add(Proposal("date", written, start, start + len(written), leaves=False))
    for block in top:
        if not findings.has("place"):
            _add_place(block, findings)
        if not findings.has("organiser"):
            _add_organiser(block, findings)


@cache
def _held() -> re.Pattern[str]:
    return re.compile(
        rf"\b{match_any('held')}\s+(?:den\s+\d{{1,2}}\.?\s+\w+\s+)?{match_any('within')}\s+"
        rf"(?P<place>[\wæøåäöÆØÅÄÖ' -]{{3,60}}?(?:\s+i\s+[A-ZÆØÅÄÖ][\wæøåäö-]+)?)"
        rf"(?=\s+(?:den\s+)?\d|[.,;]|\s+{match_any('within')}\s|\s+{match_any('weekday')}|$)"
    )


@cache
def _invited() -> re.Pattern[str]:
    return re.compile(rf"^(?P<who>[A-ZÆØÅÄÖ][\wæøåäöÆØÅÄÖ -]{{1,60}}?)\s+{match_any('invited')}\s")


def _add_place(block: Block, findings: Findings) -> None:
    held = _held().search(block.raw[:_READ])
    # *i mars* and *på torsdag* are no places.
    if held and not read_written_date(f"{held['place']} 2026").readings:
        start = block.content + held.start("place")
        findings.add(
            Proposal(
                "place", held["place"].strip(), start, start + len(held["place"]), leaves=False
            )
        )


def _add_organiser(block: Block, findings: Findings) -> None:
    invited = _invited().match(block.raw) if block.kind == "paragraph" else None
    if invited and (
        re.search(r"\b(?:kommune|kommun|fylkeskommune)$|^[A-ZÆØÅÄÖ]{2,8}$", invited["who"])
    ):
        start = block.content
        findings.add(
            Proposal(
                "organiser",
                {"organisation": invited["who"]},
                start,
                start + len(invited["who"]),
                leaves=False,
            )
        )


def find_case_number(blocks: list[Block], findings: Findings) -> None:
    """Add the number of a case: the first that stands behind a word for it, near the top."""
    if findings.has("case_number"):
        return
    labels = sorted(
        (label for label, field in read_keys("label").items() if field == "case_number"),
        key=len,
        reverse=True,
    )
    shape = re.compile(
        rf"\b(?:{'|'.join(map(re.escape, labels))})\.?\s*:?\s*(?:nr\.?\s*)?"
        rf"(?P<number>{_CASE_NUMBER.pattern})",
        re.IGNORECASE,
    )
    for block in blocks[: _NEAR_THE_TOP * 2]:
        number = shape.search(block.raw[:_READ])
        if number:
            start, end = block.content + number.start("number"), block.content + number.end()
            # A line that says nothing else leaves the text.
            alone = not (block.raw[: number.start()] + block.raw[number.end() :]).strip(" *.")
            start, end = (block.start, block.end) if alone else (start, end)
            written = make_plain(number["number"])
            findings.add(Proposal("case_number", written, start, end, leaves=alone))
            return


@cache
def _costs() -> re.Pattern[str]:
    return re.compile(
        rf"\b{match_any('cost')}\b.*?{_MONEY}{match_any('currency')}\b|{_MONEY}{match_any('currency')}\b.*\b{match_any('cost')}\b",
        re.IGNORECASE,
    )


@cache
def _since() -> re.Pattern[str]:
    return re.compile(
        rf"\b{match_any('since')}\s+(?P<date>(?:den\s+)?[\w. ]{{3,30}}?\d{{4}})\b", re.IGNORECASE
    )


def find_cost_and_start(
    blocks: list[Block], language: str, fields: frozenset[str], findings: Findings
) -> None:
    """Add the sentence that tells the cost, where one alone does, and since when it goes on."""
    costs: list[tuple[int, str]] = []
    starts: dict[str, tuple[int, str]] = {}
    for block in blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        for first, last in find_sentences(block.raw, language):
            sentence = block.raw[first:last]
            plain = make_plain(sentence)
            if len(plain) <= _LONGEST_LINE and _costs().search(plain):
                costs.append((block.content + first, sentence))
            since = _since().search(sentence)
            if since and (day := read_written_date(since["date"]).date):
                starts.setdefault(day, (block.content + first + since.start("date"), since["date"]))
    if len(costs) == 1 and "cost" in fields and not findings.has("cost"):
        start, sentence = costs[0]
        findings.add(
            Proposal("cost", make_plain(sentence), start, start + len(sentence), leaves=False)
        )
    if len(starts) == 1 and "period" in fields and not findings.has("period"):
        ((start, written),) = starts.values()
        value: dict[str, Any] = {"start": written}
        findings.add(Proposal("period", value, start, start + len(written), leaves=False))
