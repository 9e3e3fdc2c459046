"""A file of a public entry, at an address that stays its own as long as the entry carries it."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from network.entries.attachments import find_attachment
from network.site import get_site
from network.web.file_answers import answer_file
from network.web.public.lookup import find_public_entry


def attached_file(organisation: str, slug: str, part: str, size: str = "") -> Response:
    """The file with this id of the entry at organisation/slug, or with ``size`` *small* the small
    picture of it; 301, 404 and 410 as the entry's own page, and 404 where it carries no such file.
    """
    with get_site().public.reading() as session:
        more = {"part": part, "size": size} if size else {"part": part}
        entry_id = find_public_entry(session, "public.attached_file", organisation, slug, **more)
        file = find_attachment(session, entry_id, part)
    shown = file.small if file is not None and size else file
    if file is None or shown is None:
        abort(404)
    return answer_file(
        get_site().files,
        shown.sha256,
        media_type=shown.media_type,
        size=shown.size,
        file_name=file.file_name,
    )
