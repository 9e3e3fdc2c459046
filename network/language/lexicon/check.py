"""Faults of the lexicon that its form does not show: doubles and merged false friends."""

from dataclasses import dataclass
from typing import Literal

from network.language.lexicon.lexicon import Lexicon, lexicon, terms_of
from network.language.words.stems import stem


@dataclass(frozen=True, slots=True)
class LexiconFault:
    """What is wrong with a line."""

    kind: Literal["double", "false friends merged"]
    line: int
    text: str


def check(checked: Lexicon | None = None) -> tuple[LexiconFault, ...]:
    """The faults of a lexicon (the package's own when none is given), by line."""
    checked = checked or lexicon()
    faults = [*_doubles(checked), *_merged_friends(checked)]
    return tuple(sorted(faults, key=lambda fault: fault.line))


def _doubles(checked: Lexicon) -> list[LexiconFault]:
    seen: dict[tuple[str, str], int] = {}
    faults = []
    for row in checked.rows:
        for sv in row.sv:
            for no in {*row.nb, *row.nn}:
                first = seen.setdefault((sv.casefold(), no.casefold()), row.line)
                if first != row.line:
                    faults.append(
                        LexiconFault("double", row.line, f"{sv} = {no}, also on line {first}")
                    )
    return faults


def _merged_friends(checked: Lexicon) -> list[LexiconFault]:
    faults = []
    for row in checked.rows:
        for sv in terms_of(row, "sv"):
            never = checked.false_friends(sv.words[0], "sv") if len(sv.words) == 1 else frozenset()
            for language in ("nb", "nn"):
                for no in terms_of(row, language):
                    if len(no.words) == 1 and (language, stem(no.words[0], language)) in never:
                        text = f"{sv.label} = {no.label} ({language})"
                        faults.append(LexiconFault("false friends merged", row.line, text))
    return faults
