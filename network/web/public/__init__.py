"""The public pages: entries, search, organisations, topics, glossary. They open no session."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.public import (
    beside_source,
    embedding,
    entries,
    glossary,
    home,
    ledger,
    ledger_files,
    link_map,
    opensearch,
    organisations,
    pages,
    search,
    series,
    side_by_side,
    suggest,
    topics,
    whole_collection,
)

# Address → view. The two that take any word come last and give way to all others.
ROUTES = (
    ("/", home.home),
    ("/search", search.search),
    ("/suggest", suggest.suggest),
    ("/opensearch", opensearch.opensearch),
    ("/topics", topics.topics),
    ("/topics/<topic_id>", topics.topic),
    ("/glossary", glossary.glossary),
    ("/glossary/<term_id>", glossary.term),
    ("/organisations", organisations.organisations),
    ("/about", pages.about),
    ("/accessibility", pages.accessibility),
    ("/ledger", ledger.ledger),
    ("/ledger/csv", ledger_files.ledger_csv),
    ("/ledger/xlsx", ledger_files.ledger_xlsx),
    ("/series/<organisation>/<series>", series.series),
    ("/<organisation>", organisations.organisation),
    ("/<organisation>/<slug>", entries.entry),
    ("/<organisation>/<slug>/map", link_map.link_map),
    ("/<organisation>/<slug>/source/<source>", beside_source.source_text),
    ("/<organisation>/<slug>/side-by-side", side_by_side.side_by_side),
    ("/<organisation>/<slug>/document", whole_collection.document),
    ("/<organisation>/<slug>/embed", embedding.embed),
)


def init_public(app: Flask) -> None:
    """Put the public pages under /nb and /sv, and lead / to the one that the reader prefers."""
    blueprint = Blueprint("public", __name__, url_prefix="/<any(nb, sv):ui>")
    for rule, view in ROUTES:
        blueprint.add_url_rule(rule, view_func=view)
    app.register_blueprint(blueprint)
    app.add_url_rule("/", "root", home.root)
