"""Addresses of the public pages, in the page's language."""

from __future__ import annotations

from flask import url_for

from network.entries.queries import Card


def entry_url(card: Card, part: str = "") -> str:
    """The address of an entry, or of one of its parts."""
    return url_for(
        "public.entry", organisation=card.organisation, slug=card.slug, _anchor=part or None
    )
