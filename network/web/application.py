"""The Flask application, with what it keeps of one page for the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, Response, request

from network.web.languages import AddressContext, get_address_context
from network.web.static_files import StaticFiles

# What Flask and the page's language read themselves; and what Werkzeug leaves in an argument as it
# is.
_NOT_ASKED = frozenset(("_anchor", "_external", "_method", "_scheme", "aid", "my", "ui"))
_SAFE = "!$'()*,/:;?@"
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
        self._in_path: dict[str, frozenset[str] | None] = {}
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
        if not request or request.script_root:
            return super().url_for(endpoint, **values)
        context = get_address_context()
        in_path = self._names_in_path(endpoint)
        # The few addresses of files are the same on every page.
        if in_path is None or context.is_in_address or endpoint == "static":
            return self._remember(endpoint, context, values)
        asked = [(name, value) for name, value in values.items() if name not in in_path]
        if any(name in _NOT_ASKED and value is not None for name, value in asked):
            return self._remember(endpoint, context, values)
        # What is asked for is another on nearly every page; what it is asked of is not.
        address = self._remember(
            endpoint, context, {name: value for name, value in values.items() if name in in_path}
        )
        question = urlencode(list(_list_pairs(asked)), safe=_SAFE)
        return f"{address}?{question}" if question else address

    def _names_in_path(self, endpoint: str) -> frozenset[str] | None:
        """The arguments in the path of an endpoint's address, None where it has several."""
        if endpoint not in self._in_path:
            rules = [rule for rule in self.url_map.iter_rules() if rule.endpoint == endpoint]
            is_plain = len(rules) == 1 and not rules[0].defaults
            self._in_path[endpoint] = frozenset(rules[0].arguments) if is_plain else None
        return self._in_path[endpoint]

    def _remember(self, endpoint: str, context: AddressContext, values: dict[str, Any]) -> str:
        """As Flask's, made once for equal values."""
        if not all(map(_is_plain, values.values())):
            return super().url_for(endpoint, **values)
        # The order of values is that of the address's arguments.
        key = (endpoint, context, *values.items())
        address = self._addresses.get(key)
        if address is None:
            address = super().url_for(endpoint, **values)
            if len(self._addresses) >= _MOST:
                self._addresses.clear()
            self._addresses[key] = address
        return address


def _is_plain(value: object) -> bool:
    return value is None or type(value) is str or type(value) is UUID


def _list_pairs(asked: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The arguments of an address, as Werkzeug has them: each of several by itself, none without a
    value."""
    for name, value in asked:
        for one in value if isinstance(value, (list, tuple, set)) else (value,):
            if one is not None:
                yield name, one
