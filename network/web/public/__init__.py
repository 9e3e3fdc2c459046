"""The public pages: entries, search, organisations, topics, glossary. They open no session."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.public import (
    atom,
    beside_source,
    calendars,
    embedding,
    entries,
    glossary,
    home,
    ledger,
    ledger_files,
    like,
    link_map,
    needs,
    opensearch,
    organisations,
    pages,
    search,
    series,
    side_by_side,
    site_map,
    suggest,
    topics,
    users_of,
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
    ("/needs", needs.needs),
    ("/about", pages.about),
    ("/accessibility", pages.accessibility),
    ("/ledger", ledger.ledger),
    ("/ledger/csv", ledger_files.ledger_csv),
    ("/ledger/xlsx", ledger_files.ledger_xlsx),
    ("/series/<organisation>/<series>", series.series),
    ("/feeds/all.atom", atom.site_feed),
    ("/feeds/organisations/<organisation>.atom", atom.organisation_feed),
    ("/feeds/topics/<topic_id>.atom", atom.topic_feed),
    ("/feeds/kinds/<kind>.atom", atom.kind_feed),
    ("/feeds/collections/<organisation>/<slug>.atom", atom.collection_feed),
    ("/feeds/series/<organisation>/<series>.atom", atom.series_feed),
    ("/feeds/search.atom", atom.search_feed),
    ("/feeds/all.ics", calendars.site_calendar),
    ("/feeds/organisations/<organisation>.ics", calendars.organisation_calendar),
    ("/feeds/topics/<topic_id>.ics", calendars.topic_calendar),
    ("/like/<organisation>", like.like),
    ("/<organisation>", organisations.organisation),
    ("/<organisation>/<slug>", entries.entry),
    ("/<organisation>/<slug>/map", link_map.link_map),
    ("/<organisation>/<slug>/users/<part>", users_of.users),
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
    app.add_url_rule("/robots.txt", "robots", site_map.robots)
    app.add_url_rule("/sitemap.xml", "site_map", site_map.site_map)
    app.add_url_rule("/sitemaps/<name>.xml", "site_map_file", site_map.site_map_file)
