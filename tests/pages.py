"""A reader in tests, to whom it is all one how a template breaks its lines."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from network.web.kept_pages import PageMemory

# A line of a template ends here, with the next one's indentation; lines of a text are kept.
_BREAK = re.compile(r"[ \t]*\n[ \t]+|\n(?=[<}])|(?<=>)\n")
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r" {2,}")
_BEFORE_END = re.compile(r" +(?=/?>)")
# Where a browser shows no space that a template's line may have put there.
# A number stays with its noun (network/web/number_ties.py), which readers see no sign of.
_TIED = re.compile(
    r"(?<=[\w.,§%])\u00a0(?=[^\W\d_]|%)|(?<=[^\d\s])\u00a0(?=\d)|\u00a0(?=<span class=\"count)"
)
_BLOCKS = "p|div|li|h[1-6]|d[dt]|t[dh]|option|button|figcaption|summary|legend|label|section|a"
_IDLE_SPACE = re.compile(rf"(?<=>) (?=<)| (?=</(?:{_BLOCKS})>)|(<(?:{_BLOCKS})(?: [^<>]*)?>) ")


class PageClient(FlaskClient):
    """Reads pages as ever; the ``text`` of one in HTML has its white space folded.

    ``data`` has the bytes as they were sent.
    """

    def __init__(self, application: Flask, *given: Any, **named: Any) -> None:
        super().__init__(application, *given, **named)
        wrapper = self.response_wrapper

        # Werkzeug makes the wrapper's class when the client is made: no checker knows it before.
        class PageResponse(wrapper):  # type: ignore[misc, valid-type]
            _read: str | None = None

            @property
            def text(self) -> str:
                if self._read is None:
                    whole: str = super().text
                    self._read = folded(whole) if self.mimetype == "text/html" else whole
                return self._read

        self.response_wrapper = PageResponse


def folded(html: str) -> str:
    """HTML as if its template were one line, without spaces between tags or before a tag's end."""
    html = _TAG.sub(lambda tag: tag[0].replace("\n", " "), html)
    html = _BEFORE_END.sub("", _SPACES.sub(" ", _BREAK.sub(" ", html)))
    html = _TIED.sub(" ", html)
    return _IDLE_SPACE.sub(r"\1", html)


def forget_pages(app: Flask) -> None:
    """Have the site make every page anew, for a test of what that asks of the database."""
    kept = app.extensions["grannar.kept_pages"]
    kept.memory = PageMemory(app.extensions["grannar"].settings.kept_pages)
