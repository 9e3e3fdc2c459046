"""What other sites may show in a frame: a collection's list, or the card of any entry."""

from __future__ import annotations

from flask import Response, g, make_response, render_template, request

from network.entries.addresses import find_address
from network.entries.reading import read_entry
from network.kinds import Collection
from network.site import get_site
from network.web.languages import get_ui_language
from network.web.public.entry.loading import load_entry_page
from network.web.public.lookup import find_public_entry


def embed(organisation: str, slug: str) -> Response:
    """A small page for a frame: no script, no cookie, nothing of anyone else's.

    A collection's items, or with ``?as=card`` and for every other kind a card. What was withdrawn
    says so in the frame, 410; only this answer may be framed by other sites.
    """
    as_card = request.args.get("as") == "card"
    with get_site().public.reading() as session:
        address = find_address(session, organisation[:100], slug[:100])
        if address is not None and address.entry_id is None:
            g.framed = True
            return make_response(render_template("public/entry/embed_gone.html"), 410)
        embed_as = "card" if as_card else None
        entry_id = find_public_entry(
            session, "public.embed", organisation, slug, **{"as": embed_as}
        )
        reading = read_entry(session, entry_id, get_ui_language())
        page = load_entry_page(session, reading)
    g.framed = True
    html = render_template(
        "public/entry/embed.html",
        page=page,
        reading=reading,
        content=reading.content,
        as_card=as_card or not isinstance(reading.content, Collection),
    )
    return make_response(html)
