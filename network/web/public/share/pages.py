"""The card of an entry as a picture."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from network.entries.reading import read_entry
from network.site import get_site
from network.web import labels
from network.web.languages import get_ui_language
from network.web.public.lookup import find_public_entry


def card(organisation: str, slug: str) -> Response:
    """The card of the entry at organisation/slug as PNG; 301, 404 and 410 as the entry's page."""
    from network.files_out.card import Card, write_card

    ui = get_ui_language()
    with get_site().public.reading() as session:
        entry_id = find_public_entry(session, "public.card", organisation, slug)
        reading = read_entry(session, entry_id, ui)
    title = reading.words("title")
    name = reading.organisation.name_for(ui)
    picture = write_card(
        Card(
            title.text,
            title.language,
            name.short or name.name,
            str(labels.KINDS[reading.content.kind]),
            _("Example") if reading.organisation.is_made_up else "",
        )
    )
    return Response(picture, content_type="image/png")
