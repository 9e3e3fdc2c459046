"""A form that came when nobody was signed in any more: carried through signing in, not lost.

It travels signed in a hidden field of the sign-in page; nothing is stored for who is not signed in.
Which forms are carried, and what becomes of them, the room says that they belong to
(``carry_form``).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from network.errors import GrannarError

# Whoever comes back after a night still finds the text.
_SECONDS = 24 * 60 * 60
_EXTENSION = "interrupted form"


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """The form that is carried: of a document, by the view argument ``document_id``.

    ``endpoint`` is its page, ``keeps`` further endpoints that take what it holds. ``keep`` keeps
    what was carried for who has signed in now, and raises a ``GrannarError`` for what they may not
    write. ``show`` gives the form of this request once more, with a sentence and a status, and
    keeps nothing.
    """

    endpoint: str
    keeps: tuple[str, ...]
    keep: Callable[[UUID, MultiDict[str, str]], None]
    show: Callable[[UUID, str, int], Response]


def carry_form(app: Flask, form: CarriedForm) -> None:
    """Let this form survive the end of a sign-in."""
    app.extensions[_EXTENSION] = form


def _form() -> CarriedForm:
    form = current_app.extensions[_EXTENSION]
    assert isinstance(form, CarriedForm)
    return form


def pack_form() -> str:
    """The form of this request, where it is one to carry and was sent from this site."""
    form = _form()
    if request.endpoint not in (form.endpoint, *form.keeps) or not is_own_page():
        return ""
    values = {
        name: values_of_field
        for name, values_of_field in request.form.lists()
        if name != "csrf_token"
    }
    document_id = str((request.view_args or {}).get("document_id", ""))
    return str(_serializer().dumps({"document": document_id, "form": values}))


def read_carried_form() -> str:
    """What the sign-in form carries along, or nothing."""
    return request.form.get("kept", "") if request.method == "POST" else ""


def put_back(kept: str) -> str:
    """Keep what was carried as a working copy of who has signed in; the address of its form.

    Empty for what was not packed here, or is not (any more) for this person to write.
    """
    try:
        carried_form = _serializer().loads(kept, max_age=_SECONDS)
        document_id = UUID(carried_form["document"])
        values: MultiDict[str, str] = MultiDict(
            (name, value)
            for name, values_of_field in carried_form["form"].items()
            for value in map(str, values_of_field)
        )
        _form().keep(document_id, values)
    except (BadData, ValueError, KeyError, TypeError, json.JSONDecodeError, GrannarError):
        return ""
    return url_for(_form().endpoint, document_id=document_id)


def show_again(message: str, code: int) -> Response | None:
    """The form of this request once more, where it is the one that is carried and comes from this
    site; else nothing."""
    form = _form()
    if request.endpoint != form.endpoint or not is_own_page():
        return None
    return form.show((request.view_args or {})["document_id"], message, code)


def is_own_page() -> bool:
    """Whether the browser says that the request comes from a page of this site."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.host


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key is not None
    return URLSafeTimedSerializer(current_app.secret_key, salt="kept form")
