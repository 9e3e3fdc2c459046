"""How large a request may be: those who are signed in send files to the desk."""

from __future__ import annotations

from typing import Final

from flask import Flask, request, session

#: Bytes of a whole request: of anybody, and of who sends files at the desk.
LARGEST_REQUEST: Final = 12_000_000
LARGEST_WITH_FILES: Final = 60_000_000


def init_request_sizes(app: Flask) -> None:
    """Refuse with 413 what is larger; to be called before whatever reads a request's form."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = 4_000_000
    app.config["MAX_FORM_PARTS"] = 20_000
    app.before_request(_allow_files)


def _allow_files() -> None:
    if (request.endpoint or "").startswith("desk.") and "_user_id" in session:
        request.max_content_length = LARGEST_WITH_FILES
