"""What is pasted into a text field with its formatting, as Markdown, for the page's script."""

from __future__ import annotations

from flask import jsonify, make_response, request
from werkzeug.wrappers import Response

from network.errors import NotAllowed
from network.files_in.faults import NotReadable
from network.files_in.pasted import MAX_PASTED, convert_html
from network.site import get_site
from network.web.authentication import get_actor
from network.web.desk.form.choices import find_own_organisations


def formatted_paste() -> Response:
    """The Markdown of the clipboard's ``html``, the same as a text is begun with; nothing is kept.

    413 for more than a million characters or more pieces than are read: the script then pastes the
    plain text. Raises ``NotAllowed`` for who writes for no organisation. At most 0.5 s.
    """
    with get_site().database.reading() as session:
        if not find_own_organisations(session, get_actor()):
            raise NotAllowed("document.write")
    html = request.form.get("html", "")
    if len(html) > MAX_PASTED:
        return make_response(jsonify(markdown=None), 413)
    try:
        return jsonify(markdown=convert_html(html))
    except NotReadable:
        return make_response(jsonify(markdown=None), 413)
