"""The page of a series of meetings: what was promised, what has happened since, all meetings."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template
from markupsafe import Markup

from network import clock
from network.entries.reference_targets import resolve
from network.entries.series import Promise, read_series
from network.kinds.dates import is_past
from network.kinds.parts import Organiser
from network.organisations.queries import find_organisations_by_slug
from network.organisations.values import DatedName
from network.site import get_site
from network.text.references import find_references
from network.web.languages import get_ui_language
from network.web.public.entry.links import ShownLink, link_to, make_reference
from network.web.public.entry.references import fill_references


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """A promise as the page shows it; ``links`` is what the follow-up itself leads to."""

    promise: Promise
    html: Markup
    links: list[ShownLink]
    is_late: bool
    owner: Organiser | None
    owner_name: DatedName | None


def series(organisation: str, series: str) -> str:
    """The series at organisation/series; 410 when its meetings are no longer public."""
    ui = get_ui_language()
    today = clock.today()
    with get_site().public.reading() as session:
        shown_series = read_series(session, organisation[:100], series[:60], ui)
        if shown_series is None:
            abort(410)
        references = [
            reference
            for promise in shown_series.promises
            for reference in (
                *find_references(promise.html.text),
                *map(make_reference, promise.follow_up.links),
            )
        ]
        targets = resolve(session, references, ui)
        owners = [
            promise.follow_up.owner for promise in shown_series.promises if promise.follow_up.owner
        ]
        bodies = find_organisations_by_slug(
            session, [owner.organisation for owner in owners if owner.organisation]
        )
        shown_promises = []
        for promise in shown_series.promises:
            owner = promise.follow_up.owner
            body = bodies.get(owner.organisation or "") if owner else None
            told_addresses = {backlink.card.address for backlink in promise.since}
            links = [link_to(make_reference(link), targets) for link in promise.follow_up.links]
            shown_promises.append(
                ShownPromise(
                    promise,
                    fill_references(promise.html.text, targets),
                    [
                        link
                        for link in links
                        if link.card is None or link.card.address not in told_addresses
                    ],
                    promise.is_open and is_past(promise.follow_up.due, today),
                    owner,
                    body.name_for(ui) if body else None,
                )
            )
    last = shown_promises[0].promise.meeting.id if shown_promises else None
    return render_template(
        "public/series/series.html",
        series=shown_series,
        last=[
            shown_promise
            for shown_promise in shown_promises
            if shown_promise.promise.meeting.id == last
        ],
        open=[
            shown_promise
            for shown_promise in shown_promises
            if shown_promise.promise.meeting.id != last and shown_promise.promise.is_open
        ],
        ended=[
            shown_promise
            for shown_promise in shown_promises
            if shown_promise.promise.meeting.id != last and not shown_promise.promise.is_open
        ],
    )
