"""Organisations: the register, one of them, and the page that asks which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

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
from network.organisations.queries import (
    find_organisation,
    find_organisations_by_slug,
    find_organisations_named,
    find_predecessors,
    list_counties,
    list_organisations,
)
from network.organisations.tables import Organisation
from network.site import get_site
from network.text.slugs import slugify
from network.web.collation import sort_by_label
from network.web.languages import get_ui_language


def organisations() -> str | Response:
    """The register, or what of it a name finds; a name that finds one leads to its page."""
    wanted = request.args.get("name", "")[:100].strip()
    choosing = "choose" in request.args
    with get_site().public.reading() as session:
        rows = list_organisations(session)
        counts = count_by_organisation(session)
        counties = list_counties(session)
    shown_rows = [row for row in rows if not wanted or _is_meant(row, slugify(wanted))]
    exact = [row for row in shown_rows if slugify(wanted) in (row.slug, row.bare_slug)]
    if choosing and len(exact) == 1:
        return redirect(url_for("public.home", my=exact[0].slug))
    if not wanted and not choosing:
        shown_rows = [
            row for row in shown_rows if row.type != "municipality" or counts.get(row.slug)
        ]
    return render_template(
        "public/organisations/organisations.html",
        rows=sort_by_label(shown_rows, lambda row: row.name),
        municipalities=sum(row.type == "municipality" for row in rows),
        counts=counts,
        counties=counties,
        wanted=wanted,
        choosing=choosing,
    )


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
            named=_group_by_role(find_entries_naming(session, row.slug, ui)),
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


def _group_by_role(named: list[tuple[str, Card]]) -> dict[str, list[Card]]:
    cards_by_role: dict[str, list[Card]] = {}
    for role, card in named:
        cards_by_role.setdefault(role, []).append(card)
    return cards_by_role
