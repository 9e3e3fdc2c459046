"""Demands, follow-ups, participants, agenda and measures: what a section lists or a table has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from network.files_in.proposals.blocks import Block, Section, make_plain, name_columns
from network.files_in.proposals.people import Person, parse_person, split_people
from network.files_in.proposals.proposal import Findings, Proposal
from network.files_in.proposals.words import (
    match_any,
    read_folded,
    read_words,
)
from network.kinds.written_dates import find_written_dates
from network.text.sentences import find_sentences

_Value = Mapping[str, Any]
_MOST_IN_A_LINE = 100
_DEMANDED = ("asked", "demands", "wanted")
_CLAUSE = re.compile(r"\s*att?\s", re.IGNORECASE)


def add_list(section: Section, field: str, language: str, findings: Findings) -> bool:
    """Propose each item of a section as a part of ``field``; whether there was any.

    Where the section has no list, each sentence of its paragraphs is one, of demands and follow-ups
    alone; of participants, each in a row.
    """
    make = _MAKERS[field]
    asked = _find_asked(section.heading.plain) if section.heading else ""
    count = len(findings.proposals)
    for block in section.blocks:
        if block.kind == "paragraph" and block.plain.endswith((":", ".", ";")):
            asked = asked or _find_asked(block.plain)
        if block.kind == "item":
            value = make(block.raw.strip(), asked)
            if value is not None:
                findings.add(Proposal(field, value, block.start, block.end))
        elif block.kind == "paragraph" and field in _DEMANDED:
            _add_clauses(block, field, asked, findings)
        elif block.kind == "paragraph" and field == "participants":
            _add_present(block, findings)
    if len(findings.proposals) == count and field in (*_DEMANDED, "follow_ups"):
        _add_sentences(section, field, asked, language, findings)
    return len(findings.proposals) > count


def _add_present(block: Block, findings: Findings) -> None:
    """Those present: one a line, or all in one."""
    lines = block.raw.split("\n")
    if len(lines) == 1:
        add_people(block.plain, block.start, block.end, findings)
        return
    start = block.start
    for line in lines:
        value = _participant(line, "")
        if value is not None:
            findings.add(Proposal("participants", value, start, start + len(line)))
        start += len(line) + 1


def _add_clauses(block: Block, field: str, asked: str, findings: Findings) -> None:
    """Each line of *att …* or *at …*, as demands are written below *Jag yrkar*."""
    lines = block.raw.split("\n")
    if not all(_CLAUSE.match(line) for line in lines):
        return
    start = block.start
    for line in lines:
        value = _MAKERS[field](line.strip(), asked)
        if value is not None:
            findings.add(Proposal(field, value, start, start + len(line)))
        start += len(line) + 1


def _add_sentences(
    section: Section, field: str, asked: str, language: str, findings: Findings
) -> None:
    for block in section.blocks:
        if block.kind != "paragraph":
            continue
        sentences = list(find_sentences(block.raw, language))
        for start, end in sentences:
            value = _MAKERS[field](block.raw[start:end], asked)
            if value is None:
                continue
            first = block.start if len(sentences) == 1 else block.content + start
            last = block.end if len(sentences) == 1 else block.content + end
            findings.add(Proposal(field, value, first, last))


def add_people(listed: str, start: int, end: int, findings: Findings) -> None:
    """Propose everybody whom a list in one line names, ``text[start:end]``; where one of them is
    not understood, nobody."""
    people: list[Person] = []
    for piece in split_people(listed.strip(" .")):
        person = parse_person(piece)
        if person is None:
            return
        if people and people[-1].name and not people[-1].role and not person.name:
            last = people.pop()
            person = Person(last.name, person.role, last.organisation or person.organisation)
        people.append(person)
    if not 0 < len(people) <= _MOST_IN_A_LINE or not findings.is_free(start, end):
        return
    findings.take(start, end)
    for present in people:
        named = present.name or present.role or present.organisation
        at = findings.text.find(named.split(" (")[0], start, end)
        first = at if at >= 0 else start + len(findings.proposals) % max(end - start, 1)
        value = {"name": present.name, "role": present.role, "organisation": present.organisation}
        stop = min(first + len(named), end)
        findings.proposals.append(
            Proposal("participants", value, first, stop, leaves=False, together=(start, end))
        )


def add_partners(listed: str, start: int, end: int, findings: Findings) -> None:
    """Propose each body that a list in one line names, ``text[start:end]``."""
    findings.take(start, end)
    for name in split_people(listed.strip(" ."))[:_MOST_IN_A_LINE]:
        at = findings.text.find(name, start, end)
        if at >= 0 and not any(proposal.start == at for proposal in findings.proposals):
            value = {"organisation": name}
            findings.proposals.append(
                Proposal("partners", value, at, at + len(name), leaves=False, together=(start, end))
            )


def add_rows(rows: list[Block], fields: frozenset[str], findings: Findings) -> None:
    """Propose each row of a table whose head says what its columns are."""
    for row in rows:
        if not row.head or not findings.is_free(row.start, row.end):
            continue
        cells = name_columns(row)
        columns = {
            name: cell if name in _LONG else make_plain(cell) for name, cell in cells.items()
        }
        for field, make in _ROWS.items():
            value = make(columns) if field in fields else None
            known = len(cells) >= len([cell for cell in row.cells if cell])
            if value is not None and (known or field != "participants"):
                findings.add(Proposal(field, value, row.start, row.end))
                break


_LONG = frozenset(("said", "what", "demand", "answer", "follow_up", "measure", "step"))


def _row_statement(columns: _Value) -> _Value | None:
    words = columns.get("said") or ("" if "due" in columns else columns.get("what", ""))
    if not words or not {"name", "role", "organisation"} & columns.keys():
        return None
    who = parse_person(columns.get("name", "")) or Person(columns.get("name", ""))
    return {
        "name": who.name,
        "role": columns.get("role", "") or who.role,
        "organisation": columns.get("organisation", "") or who.organisation,
        "wording": "paraphrase",
        "text": words,
    }


def _row_demand(columns: _Value) -> _Value | None:
    if "demand" not in columns:
        return None
    value: dict[str, Any] = {"text": columns["demand"], "answer": columns.get("answer", "")}
    if "of" in columns:
        value["of"] = {"organisation": columns["of"]}
    if "organisation" in columns:
        value["by"] = {"organisation": columns["organisation"]}
    return value


def _row_follow_up(columns: _Value) -> _Value | None:
    # *Hva, hvem, når*: what, who and when.
    words = columns.get("follow_up") or (columns.get("what", "") if "due" in columns else "")
    if not words:
        return None
    value: dict[str, Any] = {"text": words, "due": columns.get("due", "")}
    owner = columns.get("owner") or columns.get("name")
    if owner:
        value["owner"] = {"organisation": owner}
    return value


def _row_participant(columns: _Value) -> _Value | None:
    known = {"name", "role", "organisation"}
    if "name" not in columns or not columns.keys() <= known:
        return None
    who = parse_person(columns["name"]) or Person(columns["name"])
    return {
        "name": who.name,
        "role": columns.get("role", "") or who.role,
        "organisation": columns.get("organisation", "") or who.organisation,
    }


def _row_measure(columns: _Value) -> _Value | None:
    if "measure" not in columns:
        return None
    value: dict[str, Any] = {"title": make_plain(columns["measure"])}
    if "owner" in columns:
        value["owner"] = {"organisation": columns["owner"]}
    return value


_ROWS: Mapping[str, Callable[[_Value], _Value | None]] = {
    "statements": _row_statement,
    "asked": _row_demand,
    "follow_ups": _row_follow_up,
    "measures": _row_measure,
    "participants": _row_participant,
}


def _demand(raw: str, asked: str) -> _Value | None:
    text = raw.strip()
    if not text or text.endswith(":"):
        return None
    asked = _find_asked(make_plain(text)) or asked
    value: dict[str, Any] = {"text": text}
    return value | {"of": {"organisation": asked}} if asked else value


def _plain_demand(raw: str, asked: str) -> _Value | None:
    text = raw.strip()
    return {"text": text} if text and not text.endswith(":") else None


@cache
def _responsible() -> re.Pattern[str]:
    return re.compile(
        rf"\b{match_any('owner')}:\s*(?P<owner>[^().;\n]{{2,80}}?)\)?[.]?\s*$",
        re.IGNORECASE,
    )


@cache
def _due() -> re.Pattern[str]:
    return re.compile(rf"\b{match_any('due')}\s*:?\s*(?:den\s+)?$", re.IGNORECASE)


def _follow_up(raw: str, asked: str) -> _Value | None:
    text = raw.strip()
    if not text or text.endswith(":"):
        return None
    value: dict[str, Any] = {"text": text}
    responsible = _responsible().search(text)
    if responsible:
        value["owner"] = {"organisation": responsible["owner"].strip()}
        value["text"] = text[: responsible.start()].rstrip(" ,(–-")
    for day in find_written_dates(text):
        if _due().search(text[max(0, day.start - 30) : day.start]):
            value["due"] = text[day.start : day.end]
    return value


def _participant(raw: str, asked: str) -> _Value | None:
    person = parse_person(make_plain(raw))
    if person is None:
        return None
    return {"name": person.name, "role": person.role, "organisation": person.organisation}


def _titled(raw: str, asked: str) -> _Value | None:
    title = make_plain(raw)
    return {"title": title} if 0 < len(title) <= 300 else None


def _measure(raw: str, asked: str) -> _Value | None:
    head, colon, text = raw.strip().partition(": ")
    if colon and len(head) <= 120:
        return {"title": make_plain(head), "text": text.strip()}
    return _titled(raw, asked)


def _partner(raw: str, asked: str) -> _Value | None:
    name = make_plain(raw)
    return {"organisation": name} if 0 < len(name) <= 120 else None


_LINKED = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
_ADDRESS = re.compile(r"<?(https?://[^\s<>()]+[^\s<>().,;])>?")


def _source(raw: str, asked: str) -> _Value | None:
    """What a list of sources names: its words, and its address where it has one."""
    linked = _LINKED.search(raw)
    address = linked or _ADDRESS.search(raw)
    words = make_plain(raw if linked else _ADDRESS.sub("", raw)).strip(" :,.–-")
    title = words or (address[1] if address else "")
    value: dict[str, Any] = {"title": title}
    if address:
        value["url"] = linked[2] if linked else address[1]
    return value if 0 < len(title) <= 300 else None


_MAKERS: Mapping[str, Callable[[str, str], _Value | None]] = {
    "asked": _demand,
    "demands": _plain_demand,
    "wanted": _plain_demand,
    "follow_ups": _follow_up,
    "participants": _participant,
    "agenda": _titled,
    "measures": _measure,
    "partners": _partner,
    "sources": _source,
    "examples": _plain_demand,
}


@cache
def _intros() -> tuple[re.Pattern[str], ...]:
    phrases = sorted(read_words()["intro.demand"], key=len, reverse=True)
    return tuple(
        re.compile(
            r"\s+".join(
                r"(?P<of>[^.,:;]{2,40}?)" if word == "{of}" else re.escape(word)
                for word in phrase.split()
            )
            + r"\b",
            re.IGNORECASE,
        )
        for phrase in phrases
    )


def _find_asked(text: str) -> str:
    """Whom a sentence or heading demands of, as it is written: *staten*, *departementet*."""
    for intro in _intros():
        demanded = intro.match(text)
        if demanded and "of" in intro.groupindex:
            asked = demanded["of"].strip()
            return asked if asked.casefold() in read_folded("asked") else ""
    folded = text.casefold()
    for body in read_words()["asked"]:
        if re.search(rf"\b(?:til|på|till)\s+{re.escape(body)}\b", folded):
            return body
    return ""


@cache
def _demanding() -> re.Pattern[str]:
    """*KS ber staten om …*, *Møtet bad departementet om …*"""
    return re.compile(
        rf"^(?P<by>[^.,;:]{{2,60}}?)\s+{match_any('verb.demand')}\s+(?P<of>{match_any('asked')})"
        rf"\s+(?:om|att|at)\b"
    )


def _demanded_by(sentence: str) -> _Value | None:
    """A demand of somebody named, of somebody named; None where either may be something else."""
    demanded = _demanding().match(make_plain(sentence))
    person = parse_person(demanded["by"]) if demanded else None
    if demanded is None or person is None:
        return None
    by = person.organisation or ", ".join(filter(None, (person.name, person.role)))
    return {
        "text": sentence.strip(),
        "by": {"organisation": by},
        "of": {"organisation": demanded["of"]},
    }


def find_demands(blocks: list[Block], field: str, language: str, findings: Findings) -> None:
    """Add the sentences that demand something (*Vi ber staten om …*), and the list below one."""
    listing = ""
    below = False
    for block in blocks:
        if block.kind == "item" and below:
            value = _MAKERS[field](block.raw, listing)
            if value is not None:
                findings.add(Proposal(field, value, block.start, block.end))
            continue
        below = False
        if block.kind not in ("paragraph", "item"):
            continue
        sentences = list(find_sentences(block.raw, language))
        for start, end in sentences:
            sentence = block.raw[start:end]
            plain = make_plain(sentence)
            named = _demanded_by(sentence) if field == "asked" else None
            if named is None and not any(intro.match(plain) for intro in _intros()):
                continue
            if plain.endswith(":"):
                listing, below = _find_asked(plain), (start, end) == sentences[-1]
                continue
            value = named or _MAKERS[field](sentence, "")
            if value is None:
                continue
            first = block.start if len(sentences) == 1 else block.content + start
            last = block.end if len(sentences) == 1 else block.content + end
            findings.add(Proposal(field, value, first, last))
