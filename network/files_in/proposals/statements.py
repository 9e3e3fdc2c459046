"""Who said what in minutes: direct speech with its speaker, *X said that …*, and dialogue."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from network.files_in.proposals.blocks import Block, make_plain
from network.files_in.proposals.people import Person, parse_person
from network.files_in.proposals.proposal import Findings, Proposal
from network.files_in.proposals.words import fold_heading, match_any, read_keys
from network.text.sentences import find_sentences

_SPEECH_MARK = re.compile(r"^\s*(?:\\?[–—-]\s*|[\"“”«»])")
_SPEAKER_END = r"(?=\s*(?:[.,;:]|$))"
_LINE = re.compile(r"^(?P<who>[^:\n]{2,90}?)(?:\*\*)?\s*:(?:\*\*)?\s+(?P<words>\S.*)$", re.DOTALL)
_PARTY = re.compile(r"\s*\([^()]{1,5}\)$")
_LONGEST_WHO = 90
_SHORTEST = 12
_WORDS_OF_A_PERSON = 5


@cache
def _attribution() -> re.Pattern[str]:
    """*…, sa ordføreren (H).* at the end of direct speech or within it."""
    return re.compile(
        rf"(?:[,?!.][\"”»]?,?|[\"”»],?)\s+(?P<verb>{match_any('verb.say')})\s+"
        rf"(?P<who>[^.,;:!?\n]{{3,{_LONGEST_WHO}}}?(?:\s*\([^()]{{1,25}}\))?)"
        rf"(?P<more>,\s+[^.,;:!?\n]{{3,60}}(?=\.\s*$))?{_SPEAKER_END}"
    )


@cache
def _indirect() -> re.Pattern[str]:
    """*Statsråden svarte at …*"""
    return re.compile(
        rf"^(?P<who>[^.;:!?\n]{{2,{_LONGEST_WHO}}}?),?\s+(?P<verb>{match_any('verb.say')})"
        rf"(?:\s+(?:også|òg|även|deretter|videre|vidare|så))?\s+{match_any('that')}\s"
    )


@cache
def _goes_on() -> re.Pattern[str]:
    """*Hun la til at …* and *«…», sa han.*: the speaker of the sentence before."""
    pronoun, verb = match_any("pronoun"), match_any("verb.say")
    return re.compile(
        rf"^{pronoun}\s+{verb}\s|^.{{0,600}}[,\"”»]\s+{verb}\s+{pronoun}\.?$",
        re.IGNORECASE | re.DOTALL,
    )


def find_statements(blocks: list[Block], language: str, findings: Findings) -> None:
    """Add the statements of paragraphs, items and quotations that are not taken otherwise."""
    texts = [
        part
        for block in blocks
        if block.kind in ("paragraph", "item", "quote")
        for part in _split_conversation(block)
    ]
    dialogue = [line for block in texts if (line := _read_line(block))]
    # One line with a name alone before its colon may be anything; two are a conversation.
    alone = sum(not person.role and not person.organisation for _, person, _ in dialogue)
    lines = {
        block.start: (person, words)
        for block, person, words in dialogue
        if person.role or person.organisation or alone > 1
    }
    for block in texts:
        if not findings.is_free(block.start, block.end):
            continue
        if block.start in lines:
            person, words = lines[block.start]
            findings.add(_make(block.start, block.end, person, words, _is_quoted(words)))
        elif not _add_speech(block, findings):
            _add_indirect(block, language, findings)


def _split_conversation(block: Block) -> list[Block]:
    """A paragraph in which each line is somebody's, line by line; any other as it is."""
    lines = block.raw.split("\n") if block.kind == "paragraph" else []
    parts = []
    start = block.start
    for line in lines:
        own = Block("paragraph", start, start + len(line), start, line.rstrip("\\ "))
        if not is_speech(line.strip()) and not _read_line(own):
            return [block]
        parts.append(own)
        start += len(line) + 1
    return parts or [block]


def _read_line(block: Block) -> tuple[Block, Person, str] | None:
    """*Kari Nordmann, ordfører (H): …*"""
    line = _LINE.match(block.raw)
    if not line or "http" in line["who"]:
        return None
    # *Kari Eksempel sa: …*
    who = re.sub(rf"\s+{match_any('verb.say')}$", "", make_plain(line["who"]))
    if fold_heading(who) in read_keys("label") or fold_heading(who) in read_keys("heading"):
        return None
    person = parse_person(who)
    words = line["words"].strip().removeprefix("**").strip()
    return (block, person, words) if person and len(words) >= _SHORTEST else None


def is_speech(line: str) -> bool:
    """Whether a line that begins with a dash is what somebody said, and no item of a list."""
    said = _attribution().search(line)
    return bool(_SPEECH_MARK.match(line) and said and parse_person(make_plain(said["who"])))


def _add_speech(block: Block, findings: Findings) -> bool:
    """Direct speech: the whole paragraph, where one speaker alone is named in it."""
    attributions = [
        (said, person)
        for said in _attribution().finditer(block.raw)
        if (person := parse_person(make_plain(said["who"] + (said["more"] or ""))))
    ]
    if len(attributions) != 1:
        return False
    said, person = attributions[0]
    is_marked = bool(_SPEECH_MARK.match(block.raw)) or "«" in block.raw or "”" in block.raw
    rest = block.raw[said.end() :].lstrip(" .,;")
    # Without a mark what follows the speaker is no longer certainly speech.
    if rest and not is_marked:
        return False
    signs = said[0][: said[0].index(said["verb"])]
    before = block.raw[: said.start()] + next((sign for sign in signs if sign in "?!"), ".")
    words = f"{_unmark(before)} {_unmark(rest)}".strip()
    if len(words) < _SHORTEST:
        return False
    findings.add(_make(block.start, block.end, person, words, is_marked))
    return True


def _add_indirect(block: Block, language: str, findings: Findings) -> None:
    """*Statsråden svarte at …. Hun la til at …*: sentence by sentence, with what goes on."""
    open_statement: tuple[int, int, Person] | None = None
    # Who did something in the sentence right before: *Statsråden innledet. Hun sa at …*
    before: Person | None = None
    for start, end in find_sentences(block.raw, language):
        sentence = block.raw[start:end]
        said = _indirect().match(sentence)
        person = parse_person(make_plain(said["who"])) if said else None
        goes_on = person is None and bool(_goes_on().match(sentence))
        if open_statement and goes_on:
            open_statement = (open_statement[0], end, open_statement[2])
            continue
        if open_statement:
            _close(block, open_statement, findings)
        speaker = person or (before if goes_on else None)
        open_statement = (start, end, speaker) if speaker else None
        before = None if speaker else _find_doer(sentence)
    if open_statement:
        _close(block, open_statement, findings)


def _find_doer(sentence: str) -> Person | None:
    """Who a sentence begins with, where a verb follows: *Statsråden Anna Fiktiv innledet.*"""
    words = make_plain(sentence[:200]).split()
    for count in range(min(_WORDS_OF_A_PERSON, len(words) - 1), 0, -1):
        person = parse_person(" ".join(words[:count]))
        if person and (person.role or person.name) and words[count][:1].islower():
            return person
    return None


def _close(block: Block, statement: tuple[int, int, Person], findings: Findings) -> None:
    start, end, person = statement
    whole = _covers(block, start, end)
    first = block.start if whole else block.content + start
    last = block.end if whole else block.content + end
    if block.kind == "quote" and not whole:
        return
    findings.add(_make(first, last, person, block.raw[start:end], quoted=False))


def _covers(block: Block, start: int, end: int) -> bool:
    return not block.raw[:start].strip() and not block.raw[end:].strip()


def _is_quoted(words: str) -> bool:
    return bool(_SPEECH_MARK.match(words))


def _unmark(words: str) -> str:
    words = _SPEECH_MARK.sub("", words.strip())
    return re.sub(r"[\"”»](?=[.,?!]?$)", "", words).replace("«", "").strip()


def _make(start: int, end: int, person: Person, words: str, quoted: bool) -> Proposal:
    text = _unmark(words) if quoted else words.strip()
    value = {
        "name": person.name,
        "role": person.role,
        "organisation": person.organisation,
        "wording": "verbatim" if quoted else "paraphrase",
        "text": text,
    }
    return Proposal("statements", value, start, end)


def name_speakers(findings: Findings) -> None:
    """Give who is named once in full the same name and role wherever the text means them: *Kari
    Eksempel (H)* later, or *ordføreren* where one alone is that."""
    people = [
        proposal.value
        for proposal in findings.proposals
        if proposal.field in ("participants", "statements") and not isinstance(proposal.value, str)
    ]
    role_of: dict[str, str] = {}
    names_of: dict[str, set[str]] = {}
    for person in people:
        name, role = person["name"], person["role"]
        if name and len(role) > len(role_of.get(name, "")):
            role_of[name] = role
        if name and _without_party(role):
            names_of.setdefault(_without_party(role), set()).add(name)
    for number, proposal in enumerate(findings.proposals):
        if proposal.field != "statements" or isinstance(proposal.value, str):
            continue
        name, role = proposal.value["name"], proposal.value["role"]
        if not name and len(names_of.get(_without_party(role), ())) == 1:
            (name,) = names_of[_without_party(role)]
        known = role_of.get(name, "")
        if not role or known.endswith(f"({role})"):
            role = known
        value = {**proposal.value, "name": name, "role": role}
        findings.proposals[number] = replace(proposal, value=value)


def _without_party(role: str) -> str:
    return _PARTY.sub("", role).strip().casefold()
