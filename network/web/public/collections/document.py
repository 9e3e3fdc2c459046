"""A collection as one document: the curators' words, every entry whole, all sources at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import abort, render_template
from markupsafe import Markup

from network.entries.reading import Words, read_entries, read_entry
from network.kinds import Collection
from network.kinds.parts import Item, Source
from network.site import get_site
from network.text.nested_html import nest_html
from network.web.languages import get_ui_language
from network.web.public.entry.entry_page import EntryPage
from network.web.public.entry.loading import load_entry_page, load_pages_within
from network.web.public.lookup import find_public_entry


@dataclass(frozen=True, slots=True)
class Numbered:
    """A source at the end of the document: its number, the ids that lead to it, and in which
    language its entry is written."""

    number: int
    source: Source
    language: str
    # In the page's language where the entry has it.
    reference: Words
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item of the document. ``html`` is the entry's whole text; None for a gap, for what is
    withdrawn, and for an entry that stands there already: below ``above`` then."""

    item: Item
    number: int
    page: EntryPage | None = None
    html: Markup | None = None
    above: str = ""


def document(organisation: str, slug: str) -> str:
    """The whole collection on one page, to be printed. Some forty queries, whatever its size."""
    with get_site().public.reading() as session:
        entry_id = find_public_entry(session, "public.document", organisation, slug)
        reading = read_entry(session, entry_id, get_ui_language())
        content = reading.content
        if not isinstance(content, Collection):
            abort(404)
        own = load_entry_page(session, reading)
        ids = [item_state.card.id for item_state in own.collected.values() if item_state.card]
        readings = read_entries(session, ids, get_ui_language())
        pages = load_pages_within(session, readings.values())
    sources = _number_sources(own, content, pages)
    return render_template(
        "public/collections/document.html",
        page=own,
        reading=reading,
        content=content,
        shelves=list(_place_items(own, content, pages, sources)),
        sources=list(sources.values()),
    )


def _place_items(
    own: EntryPage,
    content: Collection,
    pages: Mapping[UUID, EntryPage],
    sources: Mapping[tuple[object, ...], Numbered],
) -> Iterator[tuple[str, list[Placed]]]:
    """The document's sections (the id, empty for none) with what stands in each."""
    above: dict[UUID, str] = {}
    for shelf in content.shelves():
        # Below a section's heading everything stands one level deeper.
        deeper = 2 if shelf.section else 1
        placed = []
        for number, item in enumerate(shelf.items, shelf.first):
            item_state = own.collected.get(item.id)
            page = pages.get(item_state.card.id) if item_state and item_state.card else None
            if page is None or page.reading.id in above:
                earlier = above[page.reading.id] if page else ""
                placed.append(Placed(item, number, page, above=earlier))
                continue
            above[page.reading.id] = item.id
            placed.append(Placed(item, number, page, _render_entry(page, item.id, deeper, sources)))
        yield shelf.section.id if shelf.section else "", placed


def _render_entry(
    page: EntryPage, item: str, deeper: int, sources: Mapping[tuple[object, ...], Numbered]
) -> Markup:
    content = page.reading.content
    html = render_template(
        f"kinds/{content.kind}.html",
        layout="kinds/_within.html",
        page=page,
        reading=page.reading,
        content=content,
        numbers=[
            (source.id, sources[_source_key(source, page.reading.id)].number)
            for source in content.sources
        ],
    )
    # Made by our own templates, which escape; only ids and headings become others.
    return Markup(nest_html(html, f"{item}.", deeper))


def _number_sources(
    own: EntryPage, content: Collection, pages: Mapping[UUID, EntryPage]
) -> dict[tuple[object, ...], Numbered]:
    """All sources in the order of the document, each once, by what ``_source_key`` tells apart."""
    numbered: dict[tuple[object, ...], Numbered] = {}

    def add(page: EntryPage, prefix: str) -> None:
        for source in page.reading.content.sources:
            language = source.language or page.reading.content.language
            reference = page.reading.words(f"{source.id}.reference")
            new = Numbered(len(numbered) + 1, source, language, reference)
            numbered.setdefault(_source_key(source, page.reading.id), new).ids.append(
                prefix + source.id
            )

    met = set()
    for shelf in content.shelves():
        for item in shelf.items:
            item_state = own.collected.get(item.id)
            page = pages.get(item_state.card.id) if item_state and item_state.card else None
            if page is not None and page.reading.id not in met:
                met.add(page.reading.id)
                add(page, f"{item.id}.")
    add(own, "")
    return numbered


def _source_key(source: Source, entry_id: UUID) -> tuple[object, ...]:
    """What tells two sources apart, whatever each entry calls them.

    Two entries may each have "the minutes" and mean others: without a web address, sources of two
    entries are two.
    """
    where = source.url or (entry_id, source.id)
    return source.title, source.by, source.date, where, source.reference
