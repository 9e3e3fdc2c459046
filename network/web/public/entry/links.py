"""Links as a page shows them: where each leads, what it is called, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from network.entries.queries import Card
from network.entries.reference_targets import DEAD, Target
from network.text.references import Reference


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link to show: where it leads, what it is called, and the language of that."""

    title: str
    language: str
    href: str | None
    card: Card | None


def link_to(reference: Reference, targets: Mapping[Reference, Target]) -> ShownLink:
    """The link of a reference; without an address where its target is withdrawn or unknown."""
    target = targets.get(reference, DEAD)
    if target.state == "withdrawn":
        return ShownLink(_("Withdrawn"), "", None, None)
    if target.card is None:
        return ShownLink(str(reference), "", None, None)
    return ShownLink(target.title, target.language, reference_url(reference, target), target.card)


def reference_url(reference: Reference, target: Target) -> str:
    """The address of a live target in the page's language."""
    match reference.points:
        case "entry":
            assert target.card is not None
            return url_for(
                "public.entry",
                organisation=target.card.organisation,
                slug=target.card.slug,
                _anchor=reference.part or None,
            )
        case "organisation":
            return url_for("public.organisation", organisation=reference.slug)
        case "term":
            return url_for("public.term", term_id=reference.slug)
        case "topic":
            return url_for("public.topic", topic_id=reference.slug)


def make_reference(address: str) -> Reference:
    """The reference that an address (organisation/slug#part) makes."""
    place, _, part = address.partition("#")
    organisation, _, slug = place.partition("/")
    return Reference("entry", slug, organisation, part)
