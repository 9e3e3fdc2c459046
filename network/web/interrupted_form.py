"""A form of the desk that came when nobody was signed in any more: carried through signing in.

It travels signed in a hidden field of the sign-in page; nothing is stored for who is not signed in.
Once somebody is, its page is made again with all that was typed, and nothing of it is done before
they press its button once more. Two kinds of forms do without that press, since they only keep what
somebody writes for themselves: those that a room keeps in its own way, and those that only begin a
draft (``carry_forms``).
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.ctx import RequestContext
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import EnvironBuilder

from network.errors import GrannarError

# Whoever comes back after a night still finds the text.
_SECONDS = 24 * 60 * 60
# In characters: what the sign-in form may carry of the four million that any form may hold.
_ROOM = 3_900_000
# In bytes, all files of a form together: as text in a page they take a third more.
_LARGEST_FILES = 2_800_000
_EXTENSION = "interrupted forms"
_SHOWN_AGAIN = "grannar.shown_again"
_BLUEPRINT = "desk"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that is kept, not shown again: that of a document, at ``endpoint``.

    ``keep`` takes the document's id and the fields for whoever has signed in now, and raises a
    ``GrannarError`` for what they may not write.
    """

    endpoint: str
    keep: Callable[[UUID, MultiDict[str, str]], None]


@dataclass(frozen=True, slots=True)
class ShownAgain:
    """A form that is made again with what was typed: the sentence above it, and the status."""

    sentence: str
    status: int


@dataclass(frozen=True, slots=True)
class _Forms:
    kept: Mapping[str, KeptForm]
    carried_out: frozenset[str]


def carry_forms(app: Flask, kept: Mapping[str, KeptForm], carried_out: frozenset[str]) -> None:
    """Say what becomes of forms that came without a sign-in, by the endpoint that they were sent
    to: ``kept`` as the room keeps them, ``carried_out`` as if the sign-in had been there."""
    app.extensions[_EXTENSION] = _Forms(kept, carried_out)


@dataclass(frozen=True, slots=True)
class PackedForm:
    """A form as the sign-in page carries it, empty where there is none to carry; and whether it had
    files that are too large to come along."""

    text: str = ""
    is_without_files: bool = False


def pack_form() -> PackedForm:
    """The form of this request, where it is one of the desk and was sent from this site. Files come
    along as far as there is room."""
    if request.method != "POST" or request.blueprint != _BLUEPRINT or not is_own_page():
        return PackedForm()
    values = {
        name: values_of_field
        for name, values_of_field in request.form.lists()
        if name != "csrf_token"
    }
    has_files = any(file.filename for file in request.files.values())
    carried_files = [_read_files(), []] if has_files else [[]]
    for files in carried_files:
        text = str(_serializer().dumps({"path": request.path, "form": values, "files": files}))
        if len(text) <= _ROOM:
            return PackedForm(text, is_without_files=has_files and not files)
    return PackedForm()


def read_carried_form() -> str:
    """What the sign-in form carries along, or nothing."""
    return request.form.get("kept", "") if request.method == "POST" else ""


def put_back(kept: str) -> Response | None:
    """Give what was carried back to who has signed in: its page with all that was typed, or the way
    to where it is kept. None for what was not packed here, or is not for this person."""
    try:
        carried = _serializer().loads(kept, max_age=_SECONDS)
        path = str(carried["path"])
        endpoint, arguments = _match(path)
        values: MultiDict[str, str] = MultiDict(
            (name, value)
            for name, values_of_field in carried["form"].items()
            for value in map(str, values_of_field)
        )
        forms = _forms()
        if endpoint in forms.kept:
            form = forms.kept[endpoint]
            form.keep(arguments["document_id"], values)
            if carried["files"]:
                flash(_("What you wrote is kept. Choose the file again: it did not come along."))
            return make_response(
                redirect(url_for(form.endpoint, document_id=arguments["document_id"]), 303)
            )
        files = [
            (name, FileStorage(BytesIO(b64decode(data)), filename, content_type=mimetype))
            for name, filename, mimetype, data in carried["files"]
        ]
    except (
        *(BadData, ValueError, KeyError, TypeError, json.JSONDecodeError),
        *(GrannarError, HTTPException, RequestRedirect),
    ):
        return None
    sentence = _(
        "You are signed in again. Nothing has been done yet, and what you wrote stands here: look "
        "it through and press the button once more."
    )
    if endpoint in forms.carried_out:
        return _answer(path, values, files, None)
    return _show(path, values, ShownAgain(sentence, 200))


def show_again(sentence: str, status: int) -> Response | None:
    """The page of this request's form once more with what was typed and nothing done, where it is
    one of the desk and comes from this site; else nothing."""
    is_first = _SHOWN_AGAIN not in request.environ
    is_form = request.method == "POST" and request.blueprint == _BLUEPRINT
    if not (is_first and is_form and is_own_page()):
        return None
    return _show(request.path, request.form, ShownAgain(sentence, status))


def get_shown_again() -> ShownAgain | None:
    """What is said above the form where this request only makes its page again, else None: then
    nothing of it is to be done."""
    shown = request.environ.get(_SHOWN_AGAIN)
    return shown if isinstance(shown, ShownAgain) else None


def is_own_page() -> bool:
    """Whether the browser says that the request comes from a page of this site."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.host


def _show(path: str, values: MultiDict[str, str], shown: ShownAgain) -> Response:
    """The page of a form with what was typed; where that has no place on it (any more), since
    others went on meanwhile or the mandate ended, a page with the texts alone."""
    answer = _answer(path, values, [], shown)
    page = unescape(answer.get_data(as_text=True))
    typed = [text for text in values.values() if " " in text.strip()]
    if all(text.replace("\r\n", "\n") in page.replace("\r\n", "\n") for text in typed):
        return answer
    html = render_template(
        "error.html",
        title=_("That is not possible any more"),
        text=_(
            "What you wrote stands here. Nothing was done with it: what it was written for has "
            "changed meanwhile. Copy it, and look."
        ),
        number="",
        again=[],
        texts=typed,
    )
    return make_response(html, 409)


def _answer(
    path: str,
    values: MultiDict[str, str],
    files: list[tuple[str, FileStorage]],
    shown: ShownAgain | None,
) -> Response:
    """What the view at ``path`` answers to this form, within the session of this request."""
    data: MultiDict[str, Any] = MultiDict(values)
    data["csrf_token"] = generate_csrf()
    for name, file in files:
        data.add(name, file)
    builder = EnvironBuilder(
        path, request.host_url, method="POST", data=data, environ_base=_copy_environment()
    )
    environ = builder.get_environ()
    builder.close()
    environ[_SHOWN_AGAIN] = shown
    # The session as it is just now, not as the browser's cookie has it.
    app, held = request_ctx.app, request_ctx.session
    with closing(environ["wsgi.input"]), RequestContext(app, environ, session=held):
        return app.full_dispatch_request()


def _copy_environment() -> dict[str, Any]:
    """What holds for any request of this browser: its headers and address, and the server's own."""
    own = ("HTTP_CONTENT", "HTTP_TRANSFER")
    return {
        name: value
        for name, value in request.environ.items()
        if (name.startswith(("HTTP_", "REMOTE_", "SERVER_")) and not name.startswith(own))
        or name == "wsgi.url_scheme"
    }


def _match(path: str) -> tuple[str, Mapping[str, Any]]:
    """The endpoint of the desk that a form was sent to, and the arguments of its address."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    endpoint, arguments = adapter.match(path, method="POST")
    if not endpoint.startswith(f"{_BLUEPRINT}."):
        raise ValueError(endpoint)
    return endpoint, arguments


def _read_files() -> list[tuple[str, str, str, str]]:
    """The files of this request, none if too large: field, name, type, and bytes as text."""
    files, room = [], _LARGEST_FILES
    for name, file in request.files.items(multi=True):
        if file.filename:
            data = file.stream.read(room + 1)
            room -= len(data)
            if room < 0:
                return []
            files.append((name, file.filename, file.mimetype, b64encode(data).decode()))
    return files


def _forms() -> _Forms:
    forms = current_app.extensions[_EXTENSION]
    assert isinstance(forms, _Forms)
    return forms


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key is not None
    return URLSafeTimedSerializer(current_app.secret_key, salt="kept form")
