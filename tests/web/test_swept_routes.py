"""Every page that the site has is of a type that the sweep of the pages looks at."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.routing import (
    AnyConverter,
    IntegerConverter,
    RequestRedirect,
    Rule,
    UUIDConverter,
)

from tests.page_sweep.page_types import PAGE_TYPES, PageType

# Addresses that answer with something else than a page of the site's own, or with one only in
# passing, each with what it is.
NOT_PAGES = {
    # Ways on: they redirect.
    "root": "redirects",
    "account.depart": "redirects to the employer's; where that fails, `employer-failed`",
    "account.arrive": "redirects from the employer's; where that fails, the page of an error",
    "account.front_channel_logout": "a frame in the provider's page",
    "account.sign_out_there": "redirects",
    "api_documentation": "redirects",
    "catalogue_home": "redirects",
    "open_data": "redirects",
    "concepts": "redirects",
    "concept": "redirects",
    # Reached by a form that is sent: types of page with such a step.
    "account.confirm": "`second-factor`",
    "desk.proposals": "`desk-proposals`",
    "desk.preview": "`desk-preview`",
    "desk.letter_preview": "`desk-letter-preview`",
    # Needs two who write at once: tests/browser/test_desk.py asks axe of it.
    "desk.settle": "merge conflicts",
    # Files and data.
    "static": "files",
    "account.picture": "an image",
    "public.card": "an image",
    "public.attached_file": "files",
    "desk.given_file": "files",
    "desk.archive": "a file",
    "public.download": "files",
    "public.download_side_by_side": "files",
    "public.ledger_csv": "a file",
    "public.ledger_xlsx": "a file",
    "public.suggest": "JSON",
    "public.opensearch": "XML",
    "public.site_feed": "Atom",
    "public.organisation_feed": "Atom",
    "public.topic_feed": "Atom",
    "public.kind_feed": "Atom",
    "public.collection_feed": "Atom",
    "public.series_feed": "Atom",
    "public.search_feed": "Atom",
    "public.site_calendar": "iCalendar",
    "public.organisation_calendar": "iCalendar",
    "public.topic_calendar": "iCalendar",
    "catalogue": "RDF",
    "topics_as_concepts": "RDF",
    "data_package": "JSON",
    "dump_file": "files",
    "oai": "XML",
    "oembed": "JSON",
    "robots": "text",
    "site_map": "XML",
    "site_map_file": "XML",
    "operation.live": "text",
    "operation.ready": "text",
    "operation.metrics": "text",
}
_DATA = ("api.", "api_drafts.")
_ID = "12345678-1234-5678-1234-567812345678"


def test_every_page_is_of_a_type_that_the_sweep_looks_at(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    looked_at = {
        name for page_type in PAGE_TYPES for name in _find_endpoints(app, page_type, rules)
    }
    all_pages = {rule.endpoint for rule in rules if not rule.endpoint.startswith(_DATA)}
    assert all_pages - looked_at - set(NOT_PAGES) == set()
    # None is both, and none is named that is no more.
    assert set(NOT_PAGES) - all_pages == set()


def _find_endpoints(app: Flask, page_type: PageType, rules: list[Rule]) -> set[str]:
    """The endpoint of a type of page: of its address, or what the last link to it may lead to."""
    links = [step for step in page_type.steps if isinstance(step, str)]
    if not links:
        path = page_type.path.partition("?")[0]
        try:
            endpoint, _ = app.url_map.bind("localhost").match(f"/nb/{path}")
        except RequestRedirect:
            return set()
        return {endpoint}
    return {rule.endpoint for rule in rules if re.search(links[-1], _write_address(rule))}


def _write_address(rule: Rule) -> str:
    """An address of the rule, with something of the right form at each of its places."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        match converter:
            case UUIDConverter():
                values[name] = _ID
            case IntegerConverter():
                values[name] = 1
            case AnyConverter():
                values[name] = "NO" if "NO" in converter.items else sorted(converter.items)[0]
            case _:
                values[name] = "2026-01" if name == "month" else "x"
    built = rule.build(values, append_unknown=False)
    assert built is not None, rule
    return built[1].replace("%3A", ":")
