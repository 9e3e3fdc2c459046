"""The addresses that anybody may read, by the table of operations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from flask import Blueprint, Flask, redirect, url_for
from werkzeug.wrappers import Response

from network.api.answers import init_refusals
from network.api.operations import PREFIX, READING
from network.api.reading.changes import list_changes
from network.api.reading.entries import (
    list_backlinks,
    list_collections,
    list_entries,
    list_needs,
    read_entry,
    read_entry_at,
)
from network.api.reading.register import (
    list_organisations,
    list_terms,
    list_topics,
    read_organisation,
    read_topic,
)
from network.api.reading.search import search
from network.api.reading.service import openapi, read_index
from network.web.kept_pages import EVERY
from network.web.languages import get_ui_language

VIEWS: Final[Mapping[str, Callable[..., Any]]] = {
    "readIndex": read_index,
    "listEntries": list_entries,
    "readEntry": read_entry,
    "readEntryAt": read_entry_at,
    "listBacklinks": list_backlinks,
    "listCollections": list_collections,
    "listNeeds": list_needs,
    "listOrganisations": list_organisations,
    "readOrganisation": read_organisation,
    "listTopics": list_topics,
    "readTopic": read_topic,
    "listTerms": list_terms,
    "search": search,
    "listChanges": list_changes,
}
# The endpoints whose answers are kept until anything public changes.
KEPT: Final[Mapping[str, Collection[str]]] = dict.fromkeys(
    [f"api.{view.__name__}" for view in (*VIEWS.values(), openapi)], EVERY
)


def documentation() -> Response:
    """The page about the API, in the reader's language."""
    return redirect(url_for("api_docs.docs", ui=get_ui_language(), my=None), 302)


def init_reading(app: Flask) -> None:
    """Put the addresses under /api/v1, and what describes them beside it."""
    blueprint = Blueprint("api", __name__)
    for operation in READING:
        view = VIEWS[operation.id]
        blueprint.add_url_rule(
            PREFIX + operation.rule, view_func=view, methods=("GET",), strict_slashes=False
        )
    blueprint.add_url_rule("/api/openapi.json", view_func=openapi, methods=("GET",))
    init_refusals(blueprint)
    app.register_blueprint(blueprint)
    app.add_url_rule("/api", "api_documentation", documentation, methods=("GET",))
