"""Contents joined as the fields of two forms are."""

from __future__ import annotations

from typing import Any

from network.kinds.content import dump_canonical
from network.kinds.merging import JoinedFields, merge_fields, summarise_fields


def merge(base: Any, mine: Any, theirs: Any) -> JoinedFields:
    """What two contents, or translations, say together that were both made from a third; the value
    is without what is empty, as ``dump_canonical`` gives it."""
    was, ours, other = (dump_canonical(content) for content in (base, mine, theirs))
    kind = getattr(base, "kind", "")
    joined = merge_fields(kind, summarise_fields(was), ours, other)
    return JoinedFields(_without_empty(joined.value), joined.clashes)


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    whole = {}
    for name, inner in value.items():
        if isinstance(inner, list):
            inner = [_without_empty(part) if isinstance(part, dict) else part for part in inner]
        if inner not in (None, []):
            whole[name] = inner
    return whole
