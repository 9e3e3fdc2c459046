"""The Flask application, with what it keeps of one page for the next."""

from __future__ import annotations

from typing import Any

from flask import Flask, request

from network.web.languages import get_address_context

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

    def url_for(self, endpoint: str, **values: Any) -> str:
        """As Flask's. What is not plain text is not remembered: 1 and True are equal, and their
        addresses are not."""
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
