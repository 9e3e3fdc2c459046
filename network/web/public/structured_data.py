"""What a page is, for search engines: schema.org's terms as JSON-LD in a block of data.

It holds nothing that the page does not say. The block is no script: nothing in it is carried out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from flask import url_for
from markupsafe import Markup

from network.entries.reading import EntryReading
from network.kinds.dates import split_date
from network.kinds.meeting import Meeting
from network.organisations.values import Registered
from network.site import get_site
from network.web.languages import get_ui_language

_CONTEXT = "https://schema.org"
# What organisations are; what none of these tells of is an organisation.
_ORGANISATION_TYPES = {
    "municipality": "GovernmentOrganization",
    "county": "GovernmentOrganization",
    "agency": "GovernmentOrganization",
    "ministry": "GovernmentOrganization",
    "government": "GovernmentOrganization",
    "police": "GovernmentOrganization",
}
_UNWANTED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def describe_entry(reading: EntryReading) -> Markup:
    """An entry's page: a meeting with its day as an event, all others as articles; and where it
    lies in the site."""
    title, summary = reading.words("title"), reading.words("summary")
    address = _address("public.entry", organisation=reading.organisation.slug, slug=reading.slug)
    owner = get_site().settings.owner
    described: dict[str, Any] = {
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": title.text,
        "inLanguage": title.language,
        "description": summary.text,
        "datePublished": reading.published_at.astimezone(UTC).date().isoformat(),
        "dateModified": reading.revised_at.astimezone(UTC).date().isoformat(),
        "about": _name_organisation(reading.organisation),
        # Who stands behind the text: whose it is, or who recorded it from a source.
        "author": _name_organisation(reading.publisher),
        "publisher": _name_organisation(reading.publisher),
    }
    if owner and owner.licence:
        described["license"] = owner.licence.addresses[get_ui_language()]
    content = reading.content
    if isinstance(content, Meeting) and (day := _read_day(content.date)) and content.place:
        described |= {
            "@type": "Event",
            "name": described.pop("headline"),
            "startDate": day,
            "location": {"@type": "Place", "name": content.place, "address": content.place},
        }
        for name in ("datePublished", "dateModified", "author", "publisher", "license"):
            described.pop(name, None)
    steps = (
        (
            reading.organisation.name_for(get_ui_language()).name,
            _address("public.organisation", organisation=reading.organisation.slug),
        ),
        (title.text, address),
    )
    return _write([described, _list_steps(steps)])


def describe_organisation(organisation: Registered) -> Markup:
    """An organisation's page, and where it lies in the site."""
    address = _address("public.organisation", organisation=organisation.slug)
    others = [name for name in organisation.all_names() if name != organisation.name]
    described = _name_organisation(organisation) | {
        "alternateName": others,
        "identifier": organisation.code or "",
        "areaServed": organisation.country or "",
    }
    name = organisation.name_for(get_ui_language()).name
    return _write([described, _list_steps([(name, address)])])


def _name_organisation(organisation: Registered) -> dict[str, Any]:
    address = _address("public.organisation", organisation=organisation.slug)
    return {
        "@type": _ORGANISATION_TYPES.get(organisation.type, "Organization"),
        "@id": address,
        "url": address,
        "name": organisation.name_for(get_ui_language()).name,
    }


def _list_steps(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """From the front page to this one."""
    all_steps = [("Grannar", _address("public.home")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(all_steps, start=1)
        ],
    }


def _address(endpoint: str, **values: Any) -> str:
    return get_site().settings.public_url + url_for(endpoint, my=None, **values)


def _read_day(date: str | None) -> str:
    """A date as schema.org takes it: whole days alone, and none that is about."""
    parts = split_date(date) if date else None
    return date if date and parts and parts.day and not parts.about else ""


def _write(things: Sequence[Mapping[str, Any]]) -> Markup:
    told = [
        {name: value for name, value in thing.items() if value not in ("", [], None)}
        for thing in things
    ]
    text = json.dumps({"@context": _CONTEXT, "@graph": told}, ensure_ascii=False)
    # No text of the page can end the block or begin another.
    return Markup('<script type="application/ld+json">{}</script>').format(
        Markup(text.translate(_UNWANTED))
    )
