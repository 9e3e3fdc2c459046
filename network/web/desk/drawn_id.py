"""The id that a form draws for what it will make, so that sent twice it makes one thing."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import request


def read_drawn_id() -> UUID:
    """The id in the form's field ``id``; a new one where that is missing or malformed."""
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        return uuid4()
