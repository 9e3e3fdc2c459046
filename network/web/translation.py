"""The interface's words in the page's language, with their types said."""

from __future__ import annotations

from typing import Any

import flask_babel


def gettext(text: str, **values: Any) -> str:
    """A text of the catalogue, with its values filled in."""
    return str(flask_babel.gettext(text, **values))
