"""The eight kinds of content: pure values, validated, with nothing of databases or pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from network.kinds.case import Case
from network.kinds.collection import Collection
from network.kinds.content import Content
from network.kinds.experience import Experience
from network.kinds.meeting import Meeting
from network.kinds.need import Need
from network.kinds.plan import Plan
from network.kinds.practice import Practice
from network.kinds.resource import Resource

# In the order in which menus and facets list them.
KINDS: Mapping[str, type[Content]] = {
    "experience": Experience,
    "practice": Practice,
    "meeting": Meeting,
    "case": Case,
    "plan": Plan,
    "resource": Resource,
    "need": Need,
    "collection": Collection,
}


def parse_content(value: Mapping[str, Any]) -> Content:
    """The content that a plain mapping describes.

    ``value["kind"]`` names the kind. Raises ``KeyError`` for an unknown kind and pydantic's
    ``ValidationError`` for everything else that is wrong with it.
    """
    return KINDS[value["kind"]].model_validate(value)


__all__ = [
    "KINDS",
    "Case",
    "Collection",
    "Content",
    "Experience",
    "Meeting",
    "Need",
    "Plan",
    "Practice",
    "Resource",
    "parse_content",
]
