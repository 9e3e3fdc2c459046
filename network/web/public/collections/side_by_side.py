"""A collection in Norwegian and in Swedish, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from network.entries.reading import Words, read_entry
from network.entries.titles import TitleAndSummary, find_summaries
from network.interface_languages import PREFERRED
from network.kinds import Collection
from network.kinds.parts import Item
from network.site import get_site
from network.web.languages import get_ui_language
from network.web.public.entry.entry_page import EntryPage
from network.web.public.entry.loading import load_entry_page, load_pages_within
from network.web.public.lookup import find_public_entry


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two languages of the page: bokmål or nynorsk stand for Norwegian."""

    language: str
    page: EntryPage
    texts: dict[str, TitleAndSummary]

    def line(self, path: str) -> Words | None:
        """A line of the collection's own in this language, or None where there is none."""
        words = self.page.reading.words(path)
        return words if words and self._is_own(words.language) else None

    def prose(self, path: str) -> tuple[Markup, str] | None:
        """A text of the collection's own in this language, or None where there is none."""
        html, language = self.page.prose(path)
        return (html, language) if html and self._is_own(language) else None

    def text(self, item: Item) -> TitleAndSummary | None:
        """Title and summary of an item's entry in this language, or None."""
        return self.texts.get(item.id)

    def _is_own(self, language: str) -> bool:
        return language in PREFERRED[self.language]


def side_by_side(organisation: str, slug: str) -> str:
    """Title, summary and why of every item in both languages, and where one is missing.

    Some sixty queries, whatever the collection's size.
    """
    with get_site().public.reading() as session:
        entry_id = find_public_entry(session, "public.side_by_side", organisation, slug)
        reading = read_entry(session, entry_id, get_ui_language())
        content = reading.content
        if not isinstance(content, Collection):
            abort(404)
        page = load_entry_page(session, reading)
        ids = {
            item: item_state.card.id
            for item, item_state in page.collected.items()
            if item_state.card
        }
        texts = find_summaries(session, ids.values())
        halves = []
        for language in ("nn" if get_ui_language() == "nn" else "nb", "sv"):
            chosen = {
                item: text
                for item, id in ids.items()
                if (text := _in(texts.get(id, {}), language)) is not None
            }
            halves.append(Half(language, _page(session, entry_id, language), chosen))
    return render_template(
        "public/collections/side_by_side.html",
        page=page,
        reading=reading,
        content=content,
        halves=halves,
    )


def _in(texts: object, language: str) -> TitleAndSummary | None:
    assert isinstance(texts, dict)
    return next((texts[preferred] for preferred in PREFERRED[language] if preferred in texts), None)


def _page(session: Session, entry_id: UUID, language: str) -> EntryPage:
    reading = read_entry(session, entry_id, language)
    return load_pages_within(session, [reading])[entry_id]
