"""What the places of a text are called: a part by where it stands among its like."""

from __future__ import annotations

from network.kinds import Content
from network.web.desk.writing.merge_conflicts import label_path


def label_place(path: str, content: Content) -> str:
    """What a path (``statements.s1.text``) is called in a content that has it; of a part that is
    there no more, the id is shown."""
    name, *steps = path.split(".")
    parts = getattr(content, name, ())
    if steps and isinstance(parts, tuple):
        ids = [getattr(part, "id", "") for part in parts]
        if steps[0] in ids:
            steps[0] = str(ids.index(steps[0]))
    return label_path(".".join((name, *steps)))
