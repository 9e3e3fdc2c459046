"""The text beside its source: the original's own words, and what of the summary stands on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, render_template
from werkzeug.wrappers import Response

from network.entries.reading import read_entry
from network.kinds import Case, Meeting
from network.kinds.passages import cut_stretches
from network.site import get_site
from network.web.languages import get_ui_language
from network.web.public.entry.loading import load_entry_page
from network.web.public.lookup import find_public_entry


@dataclass(frozen=True, slots=True)
class PartPassages:
    """A part of the summary with the numbers of the passages that it stands on."""

    part: Any
    numbers: tuple[int, ...]


def source_text(organisation: str, slug: str, source: str) -> str | Response:
    """The text of one source of the entry with the marked passages; 404 where it has none."""
    with get_site().public.reading() as session:
        entry_id = find_public_entry(
            session, "public.source_text", organisation, slug, source=source
        )
        reading = read_entry(session, entry_id, get_ui_language())
        content = reading.content
        own = next((candidate for candidate in content.sources if candidate.id == source), None)
        if own is None or not own.text or not isinstance(content, (Case, Meeting)):
            abort(404)
        page = load_entry_page(session, reading)
    passages = [passage for passage in content.passages if passage.source == own.id]
    number_of = {passage.id: number for number, passage in enumerate(passages, 1)}
    standing = [
        PartPassages(part, numbers)
        for _, part in content.addressed_parts()
        if (
            numbers := tuple(
                number_of[passage.id] for passage in passages if passage.part == part.id
            )
        )
    ]
    return render_template(
        "public/entry/source_text.html",
        page=page,
        reading=reading,
        content=content,
        source=own,
        stretches=cut_stretches(own, passages),
        number_of=number_of,
        standing=standing,
        passages=passages,
    )
