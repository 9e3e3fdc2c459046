"""The front page: search, subjects that have answers, what is new, what is needed, where."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from network.community.needs.reading import (
    count_answers,
    count_open_needs,
    read_newest_open_needs,
)
from network.entries.queries import (
    count_by_organisation,
    count_by_topic_and_country,
    count_entries,
    find_entries_about,
    find_entries_near,
    find_newest_entries,
)
from network.entries.topic_figures import read_topic_figures
from network.organisations.queries import (
    find_organisation,
    find_organisations_by_slug,
    list_counties,
)
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.languages import choose_language, get_ui_language
from network.web.public.adoption.map import draw_adoption_map
from network.web.public.home.subjects import choose_subjects
from network.web.public.pictures.activity import draw_activity

_SUBJECTS, _NEWEST, _NEEDS, _BODIES = 6, 6, 4, 24
# A need stands apart, among what is needed now.
_KINDS = ("experience", "practice", "case", "plan", "meeting", "collection", "resource")


def root() -> BaseResponse:
    """Lead a reader who named no language to the page in theirs."""
    answer = redirect(url_for("public.home", ui=choose_language(request)))
    answer.vary.add("Accept-Language")
    return answer


def home() -> str:
    """The front page."""
    ui = get_ui_language()
    with get_site().public.reading() as session:
        mine = find_organisation(session, request.args.get("my", "")[:100])
        figures = read_topic_figures(session)
        needs = read_newest_open_needs(session, ui, _NEEDS)
        counties = list_counties(session)
        topics = load_topics(session)
        counts = count_by_organisation(session)
        bodies = find_organisations_by_slug(session, counts)
        return render_template(
            "public/home/home.html",
            total=count_entries(session),
            subjects=choose_subjects(topics, figures, _SUBJECTS),
            figures=figures,
            newest=find_newest_entries(session, ui, _NEWEST, kinds=_KINDS),
            needs=needs,
            answers=count_answers(session, [need.id for need in needs]),
            number_of_needs=count_open_needs(session),
            map=draw_adoption_map(bodies.values(), counties),
            bodies=sorted(bodies.values(), key=lambda body: (-counts[body.slug], body.slug))[
                :_BODIES
            ],
            counts=counts,
            activity=draw_activity(count_by_topic_and_country(session), topics, ui),
            mine=mine.value if mine else None,
            county=counties.get(mine.county) if mine else None,
            my_entries=find_entries_about(session, mine.id, ui, 5) if mine else [],
            my_neighbours=find_entries_near(session, mine.county, ui, 5, mine.id)
            if mine and mine.county
            else [],
        )
