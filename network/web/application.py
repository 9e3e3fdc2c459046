"""The Flask application, with what it keeps of one page for the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, request

from network.web.languages import get_address_context
from network.web.static_files import StaticFiles

# So many addresses are remembered, some 300 bytes each; then all are forgotten.
_MOST = 20_000


class Application(Flask):
    """Flask, which remembers the addresses that it made: a page has some eighty, most of them those
    of the page before."""

    _addresses: dict[Any, str]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As ``Flask``."""
        super().__init__(*arguments, **named)
        self._addresses = {}
        self._static_files = StaticFiles(Path(self.static_folder or ""))

    def send_static_file(self, filename: str) -> Response:
        """As Flask's, small and under its digest's name kept."""
        return cast(Response, self._static_files.answer(filename, request))

    def url_for(self, endpoint: str, **values: Any) -> str:
        """As Flask's. What is not plain text is not remembered: 1 and True are equal, and their
        addresses are not."""
        if endpoint == "static" and "v" not in values:
            file = self._static_files.read(values["filename"])
            if file is not None:
                values["v"] = file.digest
        if not request or request.script_root or not all(map(_is_plain, values.values())):
            return super().url_for(endpoint, **values)
        # The order of values is that of the address's arguments.
        key = (endpoint, get_address_context(), *values.items())
        address = self._addresses.get(key)
        if address is None:
            address = super().url_for(endpoint, **values)
            if len(self._addresses) >= _MOST:
                self._addresses.clear()
            self._addresses[key] = address
        return address


def _is_plain(value: object) -> bool:
    return value is None or type(value) is str
