"""The public pages: entries, search, organisations, topics, glossary. They open no session."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.search.record import FACETS
from network.web.languages import UI_RULE
from network.web.public.about.pages import about, accessibility
from network.web.public.adoption.pages import users
from network.web.public.collections.document import document
from network.web.public.collections.side_by_side import side_by_side
from network.web.public.compare.pages import compare
from network.web.public.downloads.pages import download, download_side_by_side
from network.web.public.entry.embed import embed
from network.web.public.entry.link_map import link_map
from network.web.public.entry.pages import entry
from network.web.public.entry.quotations import format_quotation
from network.web.public.entry.source_text import source_text
from network.web.public.feeds.atom import (
    collection_feed,
    kind_feed,
    organisation_feed,
    search_feed,
    series_feed,
    site_feed,
    topic_feed,
)
from network.web.public.feeds.calendars import organisation_calendar, site_calendar, topic_calendar
from network.web.public.feeds.site_map import robots, site_map, site_map_file
from network.web.public.files.pages import attached_file
from network.web.public.glossary.pages import glossary, term
from network.web.public.home.pages import home, root
from network.web.public.ledger.files import ledger_csv, ledger_xlsx
from network.web.public.ledger.pages import ledger
from network.web.public.needs.pages import needs
from network.web.public.open_data.catalogue import (
    catalogue,
    catalogue_home,
    concept,
    concepts,
    topics_as_concepts,
)
from network.web.public.open_data.files import data_package, dump_file, open_data
from network.web.public.open_data.harvesting import oai
from network.web.public.open_data.oembed import oembed
from network.web.public.organisations.pages import organisation, organisations
from network.web.public.pasted_text.pages import pasted_text
from network.web.public.peers.pages import like
from network.web.public.pictures.indicators import draw_indicators
from network.web.public.pictures.place import draw_place
from network.web.public.pictures.time_line import draw_dates, draw_period
from network.web.public.search.opensearch import opensearch
from network.web.public.search.pages import search
from network.web.public.search.suggestions import suggest
from network.web.public.series.pages import series
from network.web.public.share.pages import card
from network.web.public.structured_data import describe_entry, describe_organisation
from network.web.public.topics.pages import topic, topics

# Address → view. The two that take any word come last and give way to all others.
ROUTES = (
    ("/", home),
    ("/search", search),
    ("/pasted-text", pasted_text),
    ("/compare", compare),
    ("/suggest", suggest),
    ("/opensearch", opensearch),
    ("/topics", topics),
    ("/topics/<topic_id>", topic),
    ("/glossary", glossary),
    ("/glossary/<term_id>", term),
    ("/organisations", organisations),
    ("/needs", needs),
    ("/about", about),
    ("/accessibility", accessibility),
    ("/ledger", ledger),
    ("/ledger/csv", ledger_csv),
    ("/ledger/xlsx", ledger_xlsx),
    ("/series/<organisation>/<series>", series),
    ("/feeds/all.atom", site_feed),
    ("/feeds/organisations/<organisation>.atom", organisation_feed),
    ("/feeds/topics/<topic_id>.atom", topic_feed),
    ("/feeds/kinds/<kind>.atom", kind_feed),
    ("/feeds/collections/<organisation>/<slug>.atom", collection_feed),
    ("/feeds/series/<organisation>/<series>.atom", series_feed),
    ("/feeds/search.atom", search_feed),
    ("/feeds/all.ics", site_calendar),
    ("/feeds/organisations/<organisation>.ics", organisation_calendar),
    ("/feeds/topics/<topic_id>.ics", topic_calendar),
    ("/like/<organisation>", like),
    ("/<organisation>", organisation),
    ("/<organisation>/<slug>", entry),
    ("/<organisation>/<slug>/map", link_map),
    ("/<organisation>/<slug>/users/<part>", users),
    ("/<organisation>/<slug>/source/<source>", source_text),
    ("/<organisation>/<slug>/files/<part>", attached_file),
    ("/<organisation>/<slug>/files/<part>/<any(small):size>", attached_file),
    ("/<organisation>/<slug>/side-by-side", side_by_side),
    ("/<organisation>/<slug>/document", document),
    ("/<organisation>/<slug>/document.<file_format>", download),
    ("/<organisation>/<slug>/side-by-side.<file_format>", download_side_by_side),
    ("/<organisation>/<slug>/embed", embed),
    ("/<organisation>/<slug>/card.png", card),
)


_SEARCH = (*FACETS, "q", "without", "as_words", "exact", "sort", "page")
_LEDGER = ("topic", "country", "county", "group", "size", "kind", "state", "for", "rows", "page")
# The arguments that views read, beside those of every page (``my``, ``aid``). Others are taken from
# the address before a page sees them.
_READ = {
    search: _SEARCH,
    search_feed: _SEARCH,
    suggest: ("q",),
    compare: ("entry",),
    ledger: _LEDGER,
    embed: ("as",),
    glossary: ("q",),
    needs: ("country", "topic", "page"),
    organisations: ("name", "choose"),
    entry: ("text",),
}
# Made each time: files are sent in parts or laid out for who asks, and a pasted text is not kept.
_MADE_EACH_TIME = (
    attached_file,
    download,
    download_side_by_side,
    ledger_csv,
    ledger_xlsx,
    pasted_text,
)
# The endpoints whose pages are kept, each with the arguments that its view reads.
KEPT = {
    f"public.{view.__name__}": _READ.get(view, ())
    for _, view in ROUTES
    if view not in _MADE_EACH_TIME
} | dict.fromkeys(("robots", "site_map", "site_map_file", "catalogue", "topics_as_concepts"), ())


def init_public(app: Flask) -> None:
    """Put the public pages under /nb, /nn, /sv and /en, and lead / to the reader's language."""
    blueprint = Blueprint("public", __name__, url_prefix=f"/<any({UI_RULE}):ui>")
    for rule, view in ROUTES:
        # A pasted text is sent, because an address is kept by browsers and logs.
        methods = ("GET", "POST") if view is pasted_text else ("GET",)
        blueprint.add_url_rule(rule, view_func=view, methods=methods)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["format_quotation"] = format_quotation
    app.jinja_env.globals.update(
        describe_entry=describe_entry, describe_organisation=describe_organisation
    )
    app.jinja_env.globals.update(
        draw_indicators=draw_indicators,
        draw_dates=draw_dates,
        draw_period=draw_period,
        draw_place=draw_place,
    )
    app.add_url_rule("/", "root", root)
    app.add_url_rule("/robots.txt", "robots", robots)
    forms = "any(ttl, rdf, jsonld)"
    app.add_url_rule(f"/catalog.<{forms}:file_format>", "catalogue", catalogue)
    app.add_url_rule(f"/topics.<{forms}:file_format>", "topics_as_concepts", topics_as_concepts)
    app.add_url_rule("/catalog", "catalogue_home", catalogue_home)
    app.add_url_rule("/topics", "concepts", concepts)
    app.add_url_rule("/topics/<topic_id>", "concept", concept)
    app.add_url_rule("/open-data", "open_data", open_data)
    app.add_url_rule("/open-data/datapackage.json", "data_package", data_package)
    app.add_url_rule("/open-data/<name>", "dump_file", dump_file)
    app.add_url_rule("/oai", "oai", oai, methods=("GET", "POST"))
    app.add_url_rule("/oembed", "oembed", oembed)
    app.add_url_rule("/sitemap.xml", "site_map", site_map)
    app.add_url_rule("/sitemaps/<name>.xml", "site_map_file", site_map_file)
