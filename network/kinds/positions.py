"""Which side a step of a case takes to what is demanded, read off the formal words of cases."""

from __future__ import annotations

import re
from typing import Literal

from network.kinds.parts import Step

Position = Literal["for", "against", "partly", "not_stated"]

# What councils and those they ask write when they take a side, in nb, nn and sv; a word begins so.
_FOR = "bifall tillstyrk tiltre tiltred imøtekom imøtekjem støtt stödj"
_FOR += " stöder stödde biträd"
_AGAINST = "avslå avslag avstyrk avvis avråd fraråd forkast förkast nedstem nedrøst"
_WORDS = re.compile(
    rf"\b(?:(?P<supporting>{'|'.join(_FOR.split())})|(?P<opposing>{'|'.join(_AGAINST.split())}))"
    r"[^\W\d_]*",
    re.IGNORECASE,
)
_PARTLY = re.compile(r"\b(?:delvis|dels|delar av|delt)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:ikke|ikkje|inte|icke|ej)\W+(?:[^\W\d_]+\W+){0,2}$", re.IGNORECASE)
# In a main clause it stands behind: *støtter ikke*, *bifaller därför inte*.
_NOT_BEHIND = re.compile(r" +(?:[^\W\d_]+ +){0,3}(?:ikke|ikkje|inte|icke|ej)\b", re.IGNORECASE)
_SAYING = frozenset({"motion", "opinion", "proposal"})


def has_position(step: Step) -> bool:
    """Whether a step is one in which somebody says what they hold of the demands."""
    return step.type in _SAYING and step.state == "in_source" and bool(step.text)


def find_position(step: Step) -> Position:
    """The side that a step takes: whoever moves demands is for them; all others are what their
    formal words say (*avstyrker*, *bifall*), and *not stated* where they have none.

    Words of both sides, or *delvis*, make it *partly*. A refusal that is itself refused is no side
    that a word tells.
    """
    if step.type == "motion":
        return "for"
    sides = set()
    for word in _WORDS.finditer(step.text):
        before = step.text[max(0, word.start() - 40) : word.start()]
        is_denied = bool(_NOT.search(before) or _NOT_BEHIND.match(step.text, word.end()))
        if word["supporting"]:
            sides.add("against" if is_denied else "for")
        elif not is_denied:
            sides.add("against")
    if not sides:
        return "not_stated"
    if len(sides) > 1 or _PARTLY.search(step.text):
        return "partly"
    return "for" if "for" in sides else "against"
