"""Who uses a practice or measure, as a page shows it: by name, on a map, and like whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.adoption.reading import Adopter, read_adopters
from network.community.marks.reading import PublicMark, read_marks
from network.community.needs.reading import Asker, read_askers
from network.community.peers.reading import Body, Reason, find_reasons, read_bodies
from network.entries.queries import Backlink
from network.entries.reading import EntryReading, read_entry
from network.kinds import Plan
from network.organisations.queries import list_counties
from network.site import get_site
from network.web.collation import sort_by_label
from network.web.languages import get_ui_language
from network.web.public.adoption.map import AdoptionMap, draw_adoption_map
from network.web.public.lookup import find_public_entry


@dataclass(frozen=True, slots=True)
class ShownAdopters:
    """The users of an entry by part, and of the whole a map.

    ``ours`` is the municipality that the reader's address names, and ``like_ours`` those of the
    users that are like it, by slug, each with the reasons.
    """

    by_part: Mapping[str, Sequence[Adopter]] = field(default_factory=dict)
    map: AdoptionMap | None = None
    ours: Body | None = None
    like_ours: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    # Whose needs the whole answers.
    asking: Sequence[Asker] = ()

    def at(self, part: str) -> Sequence[Adopter]:
        """Those of one part, "" for the whole."""
        return self.by_part.get(part, ())

    def tells_of(self, link: Backlink) -> bool:
        """Whether a link that leads here says no more than that its entry is a user's."""
        return link.relation == "used" and any(
            adopter.card is not None and adopter.card.id == link.card.id
            for adopter in self.at(link.target_part)
        )

    def like_at(self, part: str) -> Sequence[Adopter]:
        """Those of one part that are like the reader's own, each organisation once, those with
        most reasons first."""
        adopters: dict[str, Adopter] = {}
        for adopter in self.at(part):
            if adopter.organisation.slug in self.like_ours:
                adopters.setdefault(adopter.organisation.slug, adopter)
        return sorted(
            adopters.values(), key=lambda adopter: -len(self.like_ours[adopter.organisation.slug])
        )


def load_adopters(
    session: Session,
    reading: EntryReading,
    marks: Mapping[str, list[PublicMark]],
    mapped: str | None,
) -> ShownAdopters:
    """Who uses an entry; ``mapped`` is the part whose users the map shows, None for no map.

    With the map of the whole entry, "", also who asks for it. Three queries, for those who ask up
    to three more; with a map one more, with a reader's municipality two.
    """
    adopters_by_part = read_adopters(
        session, reading.id, reading.organisation.slug, marks, get_ui_language()
    )
    ui = get_ui_language()
    by_part = {
        part: sort_by_label(adopters, lambda adopter: adopter.organisation.name_for(ui).name)
        for part, adopters in adopters_by_part.items()
    }
    asking = read_askers(session, reading.id, ui) if mapped == "" else []
    if not by_part and not asking:
        return ShownAdopters()
    shown = by_part.get(mapped, ()) if mapped is not None else ()
    drawn = (
        draw_adoption_map(
            [adopter.organisation for adopter in shown],
            list_counties(session),
            [asker.organisation for asker in asking],
        )
        if shown or asking
        else None
    )
    known = ShownAdopters(by_part, drawn, asking=asking)
    mine = request.args.get("my", "")[:100]
    if not mine or not by_part:
        return known
    bodies = read_bodies(session)
    ours = bodies.get(mine)
    if ours is None:
        return known
    slugs = {
        adopter.organisation.slug for adopters in by_part.values() for adopter in adopters
    } & bodies.keys()
    like = {
        slug: why for slug in slugs if slug != mine and (why := find_reasons(ours, bodies[slug]))
    }
    return replace(known, ours=ours, like_ours=like, bodies=bodies)


def users(organisation: str, slug: str, part: str) -> str | Response:
    """Who uses one measure of a plan, at organisation/slug/users/part."""
    with get_site().public.reading() as session:
        entry_id = find_public_entry(session, "public.users", organisation, slug, part=part)
        reading = read_entry(session, entry_id, get_ui_language())
        plan = reading.content
        measures = (*plan.measures, *plan.beside) if isinstance(plan, Plan) else ()
        if part not in {measure.id for measure in measures}:
            abort(404)
        adopters = load_adopters(session, reading, read_marks(session, reading.id), mapped=part)
    return render_template("public/adoption/users.html", reading=reading, part=part, users=adopters)
