"""The page of one entry, whatever its kind."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from network.entries.addresses import find_address
from network.entries.queries import find_cards
from network.entries.reading import read_entry
from network.site import get_site
from network.web.languages import get_ui_language, is_aid_chosen
from network.web.public.entry.entry_page import EntryPage
from network.web.public.entry.loading import load_entry_page


def entry(organisation: str, slug: str) -> str | Response:
    """The entry at organisation/slug; 301 where it has moved, 410 where it was withdrawn.

    ``?text=sv`` pins one of its texts; ``?aid=on`` explains the neighbour's terms in it.
    """
    with get_site().database.reading() as session:
        address = find_address(session, organisation[:100], slug[:100])
        if address is None:
            abort(404)
        if address.entry_id is None:
            abort(410)
        if address.state == "moved":
            pinned = request.args.get("text")
            now = url_for(
                "public.entry", organisation=address.organisation, slug=address.slug, text=pinned
            )
            return redirect(now, 301)
        reading = read_entry(
            session, address.entry_id, get_ui_language(), request.args.get("text", "")
        )
        page = load_entry_page(session, reading, aid=is_aid_chosen())
        like = get_site().index.similar(address.entry_id.hex)
        more = find_cards(session, [UUID(hex=entry) for entry in like], get_ui_language())
    return render_template(
        f"kinds/{reading.content.kind}.html",
        page=page,
        reading=reading,
        content=reading.content,
        share=_share(page),
        more=more,
    )


def _share(page: EntryPage) -> str:
    """The mailto address that shares the page: its title, and where it is."""
    reading = page.reading
    address = get_site().settings.public_url + url_for(
        "public.entry", organisation=reading.organisation.slug, slug=reading.slug, my=None
    )
    title = reading.words("title").text
    subject = _("Grannar: %(title)s", title=title)
    text = f"{title}\n{reading.words('summary').text}\n\n{address}\n"
    return f"mailto:?subject={quote(subject)}&body={quote(text)}"
