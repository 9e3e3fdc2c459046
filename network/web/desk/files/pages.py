"""A file of a document, for whoever may read its texts, while it is not public as well."""

from __future__ import annotations

from uuid import UUID

from flask import abort
from werkzeug.wrappers import Response

from network.attachments.tables import StoredFile
from network.documents.attached_files import get_given_file
from network.site import get_site
from network.web.authentication import get_actor
from network.web.file_answers import answer_file


def given_file(document_id: UUID, sha256: str, size: str = "") -> Response:
    """The file, or with ``size`` *small* the small picture of it. Raises ``NotFound`` for one that
    the document was not given, ``NotAllowed``, and ``Unavailable``."""
    with get_site().database.reading() as session:
        given, stored = get_given_file(session, document_id, sha256, actor=get_actor())
        shown = session.get(StoredFile, stored.small_sha256 or "") if size else stored
    if shown is None:
        abort(404)
    return answer_file(
        get_site().files,
        shown.sha256,
        media_type=shown.media_type,
        size=shown.size,
        file_name=given.file_name,
    )
