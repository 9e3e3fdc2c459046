"""Every open need: those that nobody has answered first, the longest open at the top."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from network.community.needs.reading import read_open_needs
from network.entries.queries import find_cards
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.collation import sort_by_label
from network.web.labels import COUNTRIES
from network.web.languages import get_ui_language

ROWS = 30


def needs() -> str:
    """The list, narrowed by country and topic; what is asked for and unknown narrows nothing."""
    ui = get_ui_language()
    country, page = request.args.get("country", ""), request.args.get("page", "")
    country = country if country in COUNTRIES else ""
    with get_site().public.reading() as session:
        topics = load_topics(session)
        topic = request.args.get("topic", "")
        topic = topic if topic in topics else ""
        all_needs = read_open_needs(session, country=country, topic=topic)
        pages = max(1, -(-len(all_needs) // ROWS))
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        number = max(1, min(number, pages))
        shown_needs = dict(all_needs[(number - 1) * ROWS : number * ROWS])
        shown = find_cards(session, shown_needs, ui)
    return render_template(
        "public/needs/needs.html",
        needs=[(card, shown_needs[card.id]) for card in shown],
        total=len(all_needs),
        unanswered=sum(not answers for _, answers in all_needs),
        country=country,
        topic=topic,
        topics=[
            (shown_topic.id, *shown_topic.label_for(ui))
            for shown_topic in sort_by_label(
                topics.values(), lambda shown_topic: shown_topic.label(ui)
            )
        ],
        page=number,
        pages=pages,
        page_url=lambda to: _page_url(country, topic, to),
    )


def _page_url(country: str, topic: str, page: int) -> str:
    values: dict[str, Any] = {"country": country or None, "topic": topic or None}
    return url_for("public.needs", **values, page=page if page > 1 else None)
