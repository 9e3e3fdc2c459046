"""Organisations: the register, one of them, and the page that asks which one is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.entries.curators import find_curated_collections
from network.entries.queries import (
    Card,
    count_by_organisation,
    find_cards,
    find_entries_about,
    find_entries_naming,
    find_entries_published_by,
)
from network.organisations.figures import find_newest_population
from network.organisations.near_names import find_near_names
from network.organisations.queries import (
    find_organisation,
    find_organisations_by_slug,
    find_organisations_named,
    find_predecessors,
    list_counties,
    list_organisations,
)
from network.organisations.tables import Organisation
from network.organisations.values import MADE_UP, County
from network.site import get_site
from network.text.slugs import slugify
from network.web.collation import sort_by_label
from network.web.labels import COUNTRIES
from network.web.languages import get_ui_language
from network.web.public.adoption.map import draw_adoption_map


def organisations() -> str | Response:
    """The register: those that something is written about, then all by county, folded; or what of
    it a name finds. With ``choose`` a name that finds one leads to the front page around it."""
    wanted = request.args.get("name", "")[:100].strip()
    choosing = "choose" in request.args
    with get_site().public.reading() as session:
        rows = list_organisations(session)
        counts = count_by_organisation(session)
        counties = list_counties(session)
    sorted_rows = sort_by_label(rows, lambda row: row.name)
    named = [row for row in sorted_rows if wanted and _is_meant(row, slugify(wanted))]
    exact = [row for row in named if slugify(wanted) in (row.slug, row.bare_slug)]
    if choosing and len(exact) == 1:
        return redirect(url_for("public.home", my=exact[0].slug))
    # Those that exist before the examples.
    written_about = sorted((row for row in sorted_rows if counts.get(row.slug)), key=_is_made_up)
    return render_template(
        "public/organisations/organisations.html",
        named=named,
        near=[] if named or not wanted else find_near_names(rows, wanted),
        written_about=written_about,
        map=None
        if wanted or choosing
        else draw_adoption_map((row.value for row in written_about), counties),
        groups=[] if wanted else _group_by_county(sorted_rows, counties),
        municipalities={
            country: sum(
                row.type == "municipality"
                and row.country == country
                and not row.is_closed
                and not _is_made_up(row)
                for row in rows
            )
            for country in COUNTRIES
        },
        is_made_up=_is_made_up,
        has_made_up=any(_is_made_up(row) for row in written_about),
        counts=counts,
        counties=counties,
        wanted=wanted,
        choosing=choosing,
    )


@dataclass(frozen=True, slots=True)
class CountyGroup:
    """The bodies of one county of a country, by name; ``area`` is "" for those of none, and
    those that were made up are apart."""

    country: str
    area: str
    is_made_up: bool
    rows: Sequence[Organisation]


def _group_by_county(
    rows: Sequence[Organisation], counties: Mapping[str, County]
) -> list[CountyGroup]:
    """The counties by country and name, then what lies in none, then what was made up."""
    by_place: dict[tuple[bool, str, str], list[Organisation]] = {}
    for row in rows:
        county = counties.get(row.county)
        if _is_made_up(row):
            place = (True, "", "")
        else:
            place = (False, row.country, county.area if county else "")
        by_place.setdefault(place, []).append(row)
    groups = [CountyGroup(place[1], place[2], place[0], found) for place, found in by_place.items()]
    by_area = sort_by_label(groups, lambda group: group.area)
    return sorted(
        by_area,
        key=lambda group: (group.is_made_up, not group.country, group.country, not group.area),
    )


def _is_made_up(row: Organisation) -> bool:
    return row.county.endswith(f"-{MADE_UP}")


def organisation(organisation: str) -> str:
    """One organisation: what is about it, by it, and where else it is named."""
    ui = get_ui_language()
    with get_site().public.reading() as session:
        row = find_organisation(session, organisation)
        if row is None:
            return _ask_which(session, organisation)
        value = row.value
        around = find_organisations_by_slug(session, value.followed_by())
        return render_template(
            "public/organisations/organisation.html",
            organisation=value,
            county=list_counties(session).get(row.county),
            about=find_entries_about(session, row.id, ui),
            published=find_entries_published_by(session, row.id, ui, 50),
            population=find_newest_population(session, row.id),
            along=find_cards(session, find_curated_collections(session, row.id), ui),
            named=_group_by_entry(find_entries_naming(session, row.slug, ui)),
            successors=[around[slug] for slug in value.followed_by() if slug in around],
            predecessors=[other.value for other in find_predecessors(session, row.slug)],
        )


def _ask_which(session: Session, slug: str) -> str:
    """The page that asks which of several is meant; 404 when there is none."""
    several: Sequence[Organisation] = find_organisations_named(session, slug[:100])
    if not several:
        abort(404)
    return render_template(
        "public/organisations/which.html", rows=several, counties=list_counties(session)
    )


def _is_meant(row: Organisation, wanted: str) -> bool:
    """Whether a name, as a slug, may mean this organisation by any name it ever had."""
    if row.slug.startswith(wanted) or wanted in row.bare_slug:
        return True
    return any(wanted in slugify(name) for name in row.value.all_names())


def _group_by_entry(named: list[tuple[str, Card]]) -> list[tuple[Card, list[str]]]:
    """Each entry once, with all roles that it names the organisation in."""
    roles_by_entry: dict[str, tuple[Card, list[str]]] = {}
    for role, card in named:
        roles_by_entry.setdefault(card.address, (card, []))[1].append(role)
    return list(roles_by_entry.values())
