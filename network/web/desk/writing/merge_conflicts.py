"""Merge conflicts: both texts of a field that two people changed, their differences, the choice."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from network.kinds import KINDS, Content
from network.kinds.content import is_text
from network.kinds.differences import Fragment, mark_differences
from network.kinds.field_types import list_field_types
from network.kinds.merging import Joined
from network.web.desk.form import labels


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """One field that both changed: its name, and either text with what is new in it marked."""

    path: str
    label: str
    mine: Sequence[Fragment]
    theirs: Sequence[Fragment]
    # Two texts can be put one below the other; two dates or two contacts cannot.
    is_text: bool


def show_clashes(joined: Joined, kind: str) -> list[ShownConflict]:
    """Every clash with the differences of either text from the one that both began with."""
    return [
        ShownConflict(
            clash.path,
            label_path(clash.path),
            mark_differences(clash.base, clash.mine),
            mark_differences(clash.base, clash.theirs),
            _is_text(kind, clash.path.split(".")),
        )
        for clash in joined.clashes
    ]


def label_path(path: str) -> str:
    """What a path such as ``statements.s1.text`` or ``statements.0.text`` is called on a page."""
    steps = [str(int(step) + 1) if step.isdigit() else step for step in path.split(".")]
    if steps[0] == "words":
        return label_path(".".join(path.split(".")[1:]))
    if len(steps) >= 3:
        part = labels.ONE.get(steps[0], labels.LABELS[steps[0]])
        return f"{part} {steps[1]}: {labels.label_field(steps[0], steps[-1])}"
    if len(steps) == 2:
        second = labels.LABELS.get(steps[1])
        if second is None:
            return f"{labels.ONE.get(steps[0], labels.LABELS[steps[0]])} {steps[1]}"
        first = labels.LABELS.get(steps[0])
        return f"{first}: {second}" if first else f"{steps[0]}: {second}"
    return str(labels.LABELS.get(steps[0], steps[0]))


def settle_clashes(joined: Joined, theirs: Content, chosen: MultiDict[str, str]) -> dict[str, Any]:
    """The joined value with the other's text where it was chosen, or both, one after the other."""
    value = deepcopy(dict(joined.value))
    other = theirs.model_dump(mode="json", exclude_defaults=True)
    for clash in joined.clashes:
        choice = chosen.get(f"take.{clash.path}", "mine")
        if choice == "theirs":
            _put(value, clash.path.split("."), other)
        elif choice == "both":
            _put_text(value, clash.path.split("."), f"{clash.mine}\n\n{clash.theirs}".strip())
    return value


def _is_text(kind: str, steps: list[str]) -> bool:
    """Whether a field holds words, and no date or reference, which are one thing or the other."""
    field = list_field_types(KINDS[kind]).get(steps[0])
    if field is not None and len(steps) == 3:
        field = list_field_types(field.model).get(steps[2]) if field.model else None
    return field is not None and not field.is_list and is_text(field)


def _part(parts: Any, part_id: str) -> Any:
    return next((part for part in parts or [] if part.get("id") == part_id), None)


def _put(value: dict[str, Any], steps: list[str], other: dict[str, Any]) -> None:
    """Take over what stands in another content at a path; a part that is gone there goes."""
    name = steps[0]
    if len(steps) == 1 or not isinstance(other.get(name, value.get(name)), list):
        _take(value, name, other)
        return
    parts = value.get(name) or []
    theirs, mine = _part(other.get(name), steps[1]), _part(parts, steps[1])
    if len(steps) == 2 or theirs is None or mine is None:
        kept = [part for part in parts if part.get("id") != steps[1]]
        if theirs is not None:
            place = parts.index(mine) if mine in parts else len(kept)
            kept.insert(place, deepcopy(theirs))
        value[name] = kept
        return
    _take(mine, steps[2], theirs)


def _take(value: dict[str, Any], name: str, other: dict[str, Any]) -> None:
    if name in other:
        value[name] = deepcopy(other[name])
    else:
        value.pop(name, None)


def _put_text(value: dict[str, Any], steps: list[str], text: str) -> None:
    if len(steps) == 1 and isinstance(value.get(steps[0], ""), str):
        value[steps[0]] = text
    elif len(steps) == 3:
        part = _part(value.get(steps[0]), steps[1])
        if part is not None and isinstance(part.get(steps[2], ""), str):
            part[steps[2]] = text
