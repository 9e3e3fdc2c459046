"""The parts of a form that other parts of it may name, for choosing among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from network.web.desk.form import labels
from network.web.desk.form.fields import Widget, fields_of

_LONGEST = 70
# What a passage cannot stand for: it is no part of the summary.
_NO_PART = frozenset({"sources", "attachments", "passages"})


def own_parts(kind: str, fields: Mapping[str, Any], widget: Widget) -> Sequence[tuple[str, str]]:
    """The id of each part that may be chosen, and what it is called: in the order of the form.

    ``widget`` is *statement*, for statements that are no further account of another, or *part* for
    every part that says something. A part gets its id when it is first kept.
    """
    found = []
    for field in fields_of(kind):
        if field.widget != "parts" or not field.has_id or field.name in _NO_PART:
            continue
        if widget == "statement" and field.name != "statements":
            continue
        for number, part in enumerate(fields.get(field.name) or [], 1):
            if part.get("id") and not (widget == "statement" and part.get("same_as")):
                found.append((part["id"], f"{labels.ONE[field.name]} {number}{_words(part)}"))
    return found


def _words(part: Mapping[str, Any]) -> str:
    said = [part.get(name, "") for name in ("name", "title", "text")]
    text = ": ".join(" ".join(one.split()) for one in said if isinstance(one, str) and one.strip())
    return f" – {text[:_LONGEST].rstrip()}{'…' if len(text) > _LONGEST else ''}" if text else ""
