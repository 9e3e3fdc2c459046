"""Municipalities like one: which, why, and how much each has here."""

from __future__ import annotations

from flask import abort, render_template
from werkzeug.wrappers import Response

from network.community.peers.reading import find_peers as those_like
from network.community.peers.reading import read_bodies
from network.entries.queries import count_by_organisation
from network.organisations.queries import list_counties
from network.site import get_site

# So many stand on the page: those with most reasons.
_MOST = 100


def like(organisation: str) -> str | Response:
    """The municipalities (or counties) like this one; 404 for what is neither."""
    with get_site().public.reading() as session:
        bodies = read_bodies(session)
        own = bodies.get(organisation[:100])
        if own is None:
            abort(404)
        others = those_like(bodies, own.slug)
        counts = count_by_organisation(session)
        counties = list_counties(session)
    # What nobody has written from is found by search; those that wrote come first.
    order = sorted(others, key=lambda slug: (slug not in counts, -len(others[slug])))
    return render_template(
        "public/peers/peers.html",
        own=own,
        others=[(bodies[slug], others[slug], counts.get(slug, 0)) for slug in order[:_MOST]],
        left_out=max(0, len(order) - _MOST),
        county=counties.get(own.county),
    )
