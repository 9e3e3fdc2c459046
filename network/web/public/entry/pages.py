"""The page of one entry, whatever its kind."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from network.entries.queries import find_cards
from network.entries.reading import read_entry
from network.site import get_site
from network.web.addresses import mail_url
from network.web.languages import get_ui_language, is_aid_chosen
from network.web.public.entry.entry_page import EntryPage
from network.web.public.entry.loading import load_entry_page
from network.web.public.lookup import find_public_entry


def entry(organisation: str, slug: str) -> str | Response:
    """The entry at organisation/slug; 301 where it has moved, 410 where it was withdrawn.

    ``?text=sv`` pins one of its texts; ``?aid=on`` explains the neighbour's terms in it.
    """
    with get_site().public.reading() as session:
        pinned = request.args.get("text")
        entry_id = find_public_entry(session, "public.entry", organisation, slug, text=pinned)
        reading = read_entry(session, entry_id, get_ui_language(), pinned or "")
        page = load_entry_page(session, reading, aid=is_aid_chosen())
        like = get_site().index.similar(entry_id.hex)
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
    text = f"{title}\n{reading.words('summary').text}\n\n{address}\n"
    return mail_url("", _("Grannar: %(title)s", title=title), text)
