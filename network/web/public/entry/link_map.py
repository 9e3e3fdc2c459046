"""The links around an entry: drawn by the server, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import render_template, url_for
from werkzeug.wrappers import Response

from network.entries.mentions import list_pointers
from network.entries.queries import Backlink, find_backlinks
from network.entries.reading import read_entry
from network.entries.reference_targets import resolve
from network.site import get_site
from network.web.addresses import entry_url
from network.web.labels import KINDS, RELATIONS, RELATIONS_BACK
from network.web.languages import get_ui_language
from network.web.public.entry import link_map_drawing
from network.web.public.entry.links import ShownLink, link_to, make_reference
from network.web.public.lookup import find_public_entry

# So many entries a group draws; the list below has them all.
_MOST_DRAWN = 12
# What says more comes first; all others say as much as each other.
_STRENGTH = {"relates": 1, "mentions": 2}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Entries that are linked by one relation, each once."""

    label: str
    links: tuple[ShownLink, ...]

    @property
    def undrawn(self) -> int:
        """How many of them the picture leaves to the list."""
        return max(0, len(self.links) - _MOST_DRAWN)


def link_map(organisation: str, slug: str) -> str | Response:
    """What an entry leads to and what leads to it, at organisation/slug/map."""
    ui = get_ui_language()
    with get_site().public.reading() as session:
        entry_id = find_public_entry(session, "public.link_map", organisation, slug)
        reading = read_entry(session, entry_id, ui)
        back = find_backlinks(session, reading.id, ui)
        html = {str(number): text for number, text in enumerate(reading.all_html())}
        places = [
            (pointer.relation, f"{pointer.organisation}/{pointer.slug}")
            for pointer in list_pointers(reading.content, html)
        ]
        targets = resolve(session, {make_reference(place) for _, place in places}, ui)
    outgoing = _bundle_links(
        (str(RELATIONS[relation]), link_to(make_reference(place), targets))
        for relation, place in _find_strongest(places)
    )
    led_to = {link.card.address for bundle in outgoing for link in bundle.links if link.card}
    incoming = _bundle_links(_find_incoming(back, led_to))
    centre = link_map_drawing.Node(
        reading.words("title").text,
        reading.words("title").language,
        str(KINDS[reading.content.kind]),
        url_for("public.entry", organisation=reading.organisation.slug, slug=reading.slug),
    )
    groups = ([*map(_make_group, incoming)], [*map(_make_group, outgoing)])
    return render_template(
        "public/entry/link_map.html",
        reading=reading,
        incoming=incoming,
        outgoing=outgoing,
        wide=link_map_drawing.draw_wide(centre, *groups),
        narrow=link_map_drawing.draw_narrow(centre, *groups),
    )


def _find_strongest(places: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each entry once, by the relation that says most: a mention in the text says least."""
    best: dict[str, str] = {}
    for relation, place in sorted(
        places, key=lambda relation_and_place: _STRENGTH.get(relation_and_place[0], 0)
    ):
        best.setdefault(place, relation)
    for place, relation in best.items():
        yield relation, place


def _find_incoming(back: Iterable[Backlink], led_to: set[str]) -> Iterator[tuple[str, ShownLink]]:
    """What leads here, each entry once; not what this entry leads to as well, unless it says more
    than that the two are related."""
    addresses = set()
    for link in sorted(back, key=lambda link: _STRENGTH.get(link.relation, 0)):
        says_little = link.relation in _STRENGTH and link.card.address in led_to
        if link.card.address not in addresses and not says_little:
            addresses.add(link.card.address)
            yield (
                str(RELATIONS_BACK[link.relation]),
                ShownLink(
                    link.card.title, link.card.language, entry_url(link.card, link.part), link.card
                ),
            )


def _bundle_links(links: Iterable[tuple[str, ShownLink]]) -> list[Bundle]:
    """What is public of the links, by what they say, in the order in which they come."""
    bundles: dict[str, dict[str, ShownLink]] = {}
    for label, link in links:
        if link.card is not None:
            bundles.setdefault(label, {}).setdefault(link.card.address, link)
    return [
        Bundle(label, tuple(links_by_address.values()))
        for label, links_by_address in bundles.items()
    ]


def _make_group(bundle: Bundle) -> link_map_drawing.Group:
    return link_map_drawing.Group(
        bundle.label,
        tuple(
            link_map_drawing.Node(
                link.title, link.language, link.card.organisation_name, link.href or ""
            )
            for link in bundle.links[:_MOST_DRAWN]
            if link.card is not None
        ),
    )
