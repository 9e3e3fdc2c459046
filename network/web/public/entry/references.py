"""Stored HTML with its references filled in, outside the page of an entry."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from markupsafe import Markup

from network.entries.reference_targets import DEAD, Target
from network.text.references import Reference, ResolvedReference, fill
from network.web.public.entry.links import reference_url


def fill_references(html: str, targets: Mapping[Reference, Target]) -> Markup:
    """Safe HTML for the page; ``targets`` is what ``resolve`` found for its references."""

    def resolve_reference(reference: Reference) -> ResolvedReference:
        target = targets.get(reference, DEAD)
        href = reference_url(reference, target) if target.state == "live" else None
        return ResolvedReference(href, target.title, target.language, target.state)

    # Sanitised when it was stored; what is filled in is escaped.
    return Markup(fill(html, resolve_reference, _("this page is not here")))
