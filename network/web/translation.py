"""Translation of the interface's texts into the page's language, typed for mypy."""

from __future__ import annotations

from typing import Any

import flask_babel


def gettext(text: str, **values: Any) -> str:
    """A text of the catalogue, with its values filled in."""
    return str(flask_babel.gettext(text, **values))
