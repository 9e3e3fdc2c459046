"""The OpenSearch description, so that a browser can add the site's search to its own."""

from __future__ import annotations

from flask import make_response, render_template, url_for
from werkzeug.wrappers import Response

from network.site import get_site


def opensearch() -> Response:
    """The description in the page's language. Source of the format: OpenSearch 1.1 draft 6."""
    public = get_site().settings.public_url
    answer: Response = make_response(
        render_template(
            "public/search/opensearch.xml",
            search=f"{public}{url_for('public.search', my=None)}?q={{searchTerms}}",
            mark=f"{public}{url_for('static', filename='mark.svg')}",
        )
    )
    answer.mimetype = "application/opensearchdescription+xml"
    return answer
