"""The front page: search, then the newest entries, meetings, collections and needs."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from network.community.needs.reading import count_open_needs, read_newest_open_needs
from network.entries.queries import (
    count_by_topic,
    count_entries,
    find_entries_about,
    find_entries_near,
    find_newest_entries,
)
from network.organisations.queries import find_organisation, list_counties
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.languages import choose_language, get_ui_language


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
        counts = count_by_topic(session)
        topics = load_topics(session)
        return render_template(
            "public/home/home.html",
            total=count_entries(session),
            newest=find_newest_entries(
                session, ui, 6, kinds=("experience", "practice", "case", "plan")
            ),
            meetings=find_newest_entries(session, ui, 3, kinds=("meeting",)),
            collections=find_newest_entries(session, ui, 3, kinds=("collection",)),
            needs=read_newest_open_needs(session, ui, 3),
            number_of_needs=count_open_needs(session),
            topics=sorted(
                (topic for topic in topics.values() if counts.get(topic.id)),
                key=lambda topic: (-counts[topic.id], topic.label(ui)),
            )[:12],
            counts=counts,
            mine=mine.value if mine else None,
            county=list_counties(session).get(mine.county) if mine else None,
            my_entries=find_entries_about(session, mine.id, ui, 5) if mine else [],
            my_neighbours=find_entries_near(session, mine.county, ui, 5, mine.id)
            if mine and mine.county
            else [],
        )
