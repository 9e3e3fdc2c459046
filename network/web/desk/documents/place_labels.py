"""What the places of a text are called: a part by where it stands among its like."""

from __future__ import annotations

from collections.abc import Mapping

from network.entries.queries import Card
from network.kinds import Collection, Content
from network.web.desk.form import labels
from network.web.desk.writing.merge_conflicts import label_path


def label_place(path: str, content: Content, cards: Mapping[str, Card] | None = None) -> str:
    """What a path (``statements.s1.text``) is called in a content that has it; of a part that is
    there no more, the id is shown. An item of a collection is called by the title of its entry,
    where ``cards`` (by address) has it."""
    name, *steps = path.split(".")
    parts = getattr(content, name, ())
    if steps and isinstance(parts, tuple):
        ids = [getattr(part, "id", "") for part in parts]
        title = _find_item_title(content, steps[0], cards or {}) if name == "items" else ""
        if title:
            return f"{labels.label_field('items', steps[-1])}: {title}" if steps[1:] else title
        if steps[0] in ids:
            steps[0] = str(ids.index(steps[0]))
    return label_path(".".join((name, *steps)))


def _find_item_title(content: Content, item_id: str, cards: Mapping[str, Card]) -> str:
    if not isinstance(content, Collection):
        return ""
    item = next((item for item in content.items if item.id == item_id), None)
    card = cards.get(item.entry or "") if item is not None else None
    return card.title if card is not None else ""
