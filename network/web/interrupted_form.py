"""A form that came when nobody was signed in any more: carried through signing in, not lost.

It travels signed in a hidden field of the sign-in page; nothing is stored for who is not signed in.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from network.errors import GrannarError

# Whoever comes back after a night still finds the text.
_SECONDS = 24 * 60 * 60


def packed() -> str:
    """The form of this request, where it is the desk's form and was sent from this site."""
    if request.endpoint not in ("desk.write", "desk.keep") or not is_own_page():
        return ""
    values = {name: given for name, given in request.form.lists() if name != "csrf_token"}
    document_id = str((request.view_args or {}).get("document_id", ""))
    return str(_serializer().dumps({"document": document_id, "form": values}))


def carried() -> str:
    """What the sign-in form carries along, or nothing."""
    return request.form.get("kept", "") if request.method == "POST" else ""


def put_back(kept: str) -> str:
    """Keep what was carried as a working copy of who has signed in; the address of its form.

    Empty for what was not packed here, or is not (any more) for this person to write.
    """
    from network.web.desk.writing.pages import keep_interrupted

    try:
        found = _serializer().loads(kept, max_age=_SECONDS)
        document_id = UUID(found["document"])
        form: MultiDict[str, str] = MultiDict(
            (name, one) for name, given in found["form"].items() for one in map(str, given)
        )
        keep_interrupted(document_id, form)
    except (BadData, ValueError, KeyError, TypeError, json.JSONDecodeError, GrannarError):
        return ""
    return url_for("desk.write", document_id=document_id)


def is_own_page() -> bool:
    """Whether the browser says that the request comes from a page of this site."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.host


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key is not None
    return URLSafeTimedSerializer(current_app.secret_key, salt="kept form")
