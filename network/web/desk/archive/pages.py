"""All that an organisation has published, as one file."""

from __future__ import annotations

from flask import Response, abort

from network.content_files.exporting import export_archive
from network.documents.permissions import demand_writing
from network.organisations.queries import find_organisation
from network.site import get_site
from network.web.authentication import get_actor


def archive(organisation: str) -> Response:
    """The published stock of an organisation as a ZIP file that another site imports: for whoever
    writes for it. 404 for no organisation. Raises ``NotAllowed``."""
    with get_site().database.reading() as session:
        row = find_organisation(session, organisation)
        if row is None:
            abort(404)
        demand_writing(get_actor(), row.id)
        made = export_archive(session, row.slug, get_site().files)
    response = Response(made, content_type="application/zip")
    response.headers["Content-Disposition"] = f"attachment; filename={row.slug}.zip"
    return response
