"""Search and browse, one page: everything that was asked for is in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from network.entries.queries import Card, cards
from network.entries.texts import PartPlace, PlainText, passages, places_of_parts
from network.kinds import KINDS, parts
from network.kinds.adoption import AdoptedPractice
from network.kinds.field_types import field_types
from network.kinds.sections import Section
from network.organisations.queries import all_counties, organisations_by_slug
from network.search.excerpts import excerpt
from network.search.find import SearchResult
from network.search.hits import Hit
from network.search.query import MOST_WORDS
from network.search.record import FACETS
from network.site import site
from network.topics.vocabulary import all_topics
from network.web import labels as web_labels
from network.web.languages import NAMES, ui_language
from network.web.public.search.missed import note_missed

PER_PAGE = 20
LAST_PAGE = 10_000
# Of a facet's values so many are shown, and so many more behind a button.
VALUES_SHOWN = 8
VALUES_MORE = 40
QUERY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What the address asks for. Values nobody knows find nothing and break nothing."""

    text: str
    filters: Mapping[str, frozenset[str]]
    without: tuple[str, ...]
    exact: bool
    sort: str
    page: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, with the address that chooses it or takes it away."""

    label: str
    count: int
    href: str
    chosen: bool


def search() -> str:
    """The page of a search, or of all entries where nothing was asked for."""
    asked = asked_of_request()
    ui = ui_language()
    found = site().index.find(
        asked.text,
        language=ui,
        filters=asked.filters,
        exact=asked.exact,
        without=frozenset(asked.without),
        sort="date" if asked.sort == "date" else "relevance",
        offset=(asked.page - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    note_missed(asked.text, found, is_plain=_is_plain(asked))
    values = {name: _values(asked, found, name) for name in FACETS}
    with site().database.reading() as session:
        hits = _hits(session, found, ui)
        labels = _labels(session, values["organisation"])
    pages = max(1, -(-found.total // PER_PAGE))
    return render_template(
        "public/search/search.html",
        state=found.state,
        text=asked.text,
        # Where one goes on reading after something was done with a hit.
        here=_href(asked),
        total=found.total,
        hits=hits,
        facets=_facets(asked, found, values, labels),
        chosen=[
            FacetValue(labels[name].get(value, value), 0, _toggled(asked, name, value), True)
            for name in FACETS
            for value in sorted(asked.filters.get(name, ()))
        ],
        bridged=_bridged(asked, found),
        meant=[
            {"word": better, "href": _href(asked, text=_instead(asked.text, word, better), page=1)}
            for word, better in found.meant
        ],
        notes=[_note(note) for note in found.notes],
        exact=asked.exact,
        exact_href=_href(asked, exact=not asked.exact, without=(), page=1),
        all_href=_href(asked, filters={}, page=1),
        first_href=_href(asked, page=1),
        feed_href=search_address(asked, "public.search_feed"),
        follow_href=url_for("desk.follow_this", what="search", **_query(asked, sort="", page=1))
        if asked.text or asked.filters
        else "",
        sorts=[
            {
                "label": label,
                "chosen": asked.sort == sort,
                "href": _href(asked, sort=sort, page=1),
            }
            for sort, label in (("relevance", _("relevance")), ("date", _("newest first")))
        ],
        page=asked.page,
        pages=pages,
        first=(asked.page - 1) * PER_PAGE + 1,
        previous_href=_href(asked, page=min(asked.page - 1, pages)) if asked.page > 1 else None,
        next_href=_href(asked, page=asked.page + 1) if asked.page < pages else None,
    )


def _is_plain(asked: SearchRequest) -> bool:
    """Whether words alone were asked for, and their first page is shown."""
    chosen = any(asked.filters.values()) or asked.without or asked.exact
    return not chosen and asked.page == 1


def asked_of_request() -> SearchRequest:
    """What the address asks for."""
    given = request.args
    page = given.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    return SearchRequest(
        # One more than is kept, so that the query itself can tell that it was cut.
        text=given.get("q", "")[: QUERY_LENGTH + 1],
        filters={
            name: frozenset(value[:100] for value in given.getlist(name)[:50] if value)
            for name in FACETS
            if any(given.getlist(name))
        },
        without=tuple(dict.fromkeys(word[:100] for word in given.getlist("without")[:40])),
        exact=given.get("exact") == "1",
        sort="date" if given.get("sort") == "date" else "relevance",
        page=max(1, min(number, LAST_PAGE)),
    )


def search_address(asked: SearchRequest, endpoint: str = "public.search") -> str:
    """The address of a search in its shortest form, without order or page; ``endpoint`` is what
    is to answer it."""
    query = _query(asked, sort="", page=1)
    return url_for(endpoint, **query, my=None)


def _href(asked: SearchRequest, **changed: Any) -> str:
    """The address of the same search with something changed."""
    return url_for("public.search", **_query(asked, **changed))


def _query(asked: SearchRequest, **changed: Any) -> dict[str, Any]:
    values = {name: getattr(asked, name) for name in SearchRequest.__slots__} | changed
    query: dict[str, Any] = {"q": values["text"] or None}
    for name in FACETS:
        query[name] = sorted(values["filters"].get(name, ())) or None
    query["without"] = list(values["without"]) or None
    query["exact"] = "1" if values["exact"] else None
    query["sort"] = "date" if values["sort"] == "date" else None
    query["page"] = values["page"] if values["page"] > 1 else None
    return query


def _toggled(asked: SearchRequest, name: str, value: str) -> str:
    """The address with one value of a facet chosen, or taken away where it is."""
    values = asked.filters.get(name, frozenset()) ^ {value}
    filters = {**asked.filters, name: values}
    return _href(asked, filters=filters, page=1)


def _values(asked: SearchRequest, found: SearchResult, name: str) -> list[str]:
    """The values of a facet that the page can show: the chosen ones, then the most frequent;
    years from the newest."""
    counts = found.facets.get(name, {})
    chosen = sorted(asked.filters.get(name, ()))
    others = [value for value in counts if value not in chosen]
    if name == "year":
        others.sort(reverse=True)
    return (chosen + others)[: max(VALUES_SHOWN, len(chosen)) + VALUES_MORE]


def _facets(
    asked: SearchRequest,
    found: SearchResult,
    values: Mapping[str, list[str]],
    labels: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:
    """The facets with their values, the most frequent first; years from the newest."""
    first_page = _href(asked, page=1)
    with_more = f"{first_page}{'&' if '?' in first_page else '?'}"
    shown = []
    for name, some in values.items():
        counts = found.facets.get(name, {})
        chosen = asked.filters.get(name, frozenset())
        names = labels[name]
        order = some
        if name != "year":
            order = sorted(
                some, key=lambda one: (one not in chosen, -counts.get(one, 0), names.get(one, one))
            )
        made = [
            FacetValue(
                names.get(value, value),
                counts.get(value, 0),
                _toggled(asked, name, value)
                if value in chosen
                else f"{with_more}{name}={quote(value)}",
                value in chosen,
            )
            for value in order
        ]
        if made:
            cut = max(VALUES_SHOWN, len(chosen))
            shown.append({"name": name, "values": made[:cut], "more": made[cut:]})
    return shown


def _labels(session: Session, organisations: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """What the values of each facet are called in the page's language. Three queries."""
    ui = ui_language()
    topics = all_topics(session)
    bodies = organisations_by_slug(session, organisations)

    def said(values: Mapping[str, Any]) -> Mapping[str, str]:
        return {value: str(label) for value, label in values.items()}

    return {
        "country": said(web_labels.COUNTRIES),
        "county": {key: county.area for key, county in all_counties(session).items()},
        "organisation": {
            slug: body.name_for(ui).short or body.name_for(ui).name for slug, body in bodies.items()
        },
        "kind": said(web_labels.KINDS),
        "topic": {topic_id: topic.label(ui) for topic_id, topic in topics.items()},
        "language": dict(NAMES),
        "year": {},
        "level": said(web_labels.LEVELS),
    }


def _bridged(asked: SearchRequest, found: SearchResult) -> list[dict[str, Any]]:
    """The words that were also searched, and those that the reader took away."""
    own = {word.casefold() for word in asked.text.split()}
    shown: dict[str, dict[str, Any]] = {}
    for _word, also in found.bridged:
        for word, language in also:
            if word.casefold() not in own and word not in shown:
                without = (*asked.without, word)
                shown[word] = {
                    "word": word,
                    "language": language,
                    "href": _href(asked, without=without, page=1),
                    "is_taken_away": False,
                }
    for word in asked.without:
        left = tuple(other for other in asked.without if other != word)
        shown[word] = {
            "word": word,
            "language": "",
            "href": _href(asked, without=left, page=1),
            "is_taken_away": True,
        }
    return list(shown.values())


def _instead(text: str, word: str, better: str) -> str:
    """What was typed, with one word as it was probably meant."""
    return " ".join(better if one.casefold() == word.casefold() else one for one in text.split())


def _hits(session: Session, found: SearchResult, ui: str) -> list[dict[str, Any]]:
    """What the page shows of each hit. Four queries for all of them."""
    ids = {hit.entry: UUID(hex=hit.entry) for hit in found.hits}
    shown = {card.id: card for card in cards(session, ids.values(), ui)}
    # The text in the reader's language is shown where it met too, else the one that met best.
    keys = {
        hit.entry: [
            (ids[hit.entry], shown[ids[hit.entry]].language),
            (ids[hit.entry], hit.language),
        ]
        for hit in found.hits
        if ids[hit.entry] in shown
    }
    texts = passages(session, dict.fromkeys(key for pair in keys.values() for key in pair))
    places = places_of_parts(session, [ids[hit.entry] for hit in found.hits if hit.part])
    return [
        _hit(
            hit,
            shown[ids[hit.entry]],
            found,
            [texts[key] for key in dict.fromkeys(keys[hit.entry])],
            places.get(ids[hit.entry], {}).get(hit.part or ""),
        )
        for hit in found.hits
        if hit.entry in keys
    ]


def _hit(
    hit: Hit, card: Card, found: SearchResult, texts: list[PlainText], place: PartPlace | None
) -> dict[str, Any]:
    fragments, language, part = _best_passage(
        hit, card.kind, found, texts if hit.met else [], place
    )
    return {
        "card": card,
        "language": language,
        "excerpt": fragments,
        "part": part,
        "met": [
            (word, searched)
            for word, searched in hit.met.items()
            if tuple(one.casefold() for one in searched) != (word.casefold(),)
        ],
    }


def _best_passage(
    hit: Hit, kind: str, found: SearchResult, texts: list[PlainText], place: PartPlace | None
) -> tuple[Iterable[tuple[str, bool]], str, dict[str, str] | None]:
    """The part that met, else the summary, else the body: fragments, their language, the part."""
    for passage in texts:
        language = passage.language
        if hit.part and place:
            text = place.title or passage.parts.get(hit.part, "")
            fragments = excerpt(text, found.marks, language)
            if any(is_hit for _, is_hit in fragments):
                return (
                    fragments,
                    language,
                    {"id": hit.part, "label": _part_label(kind, place.field)},
                )
        for where in ("summary", "body"):
            fragments = excerpt(getattr(passage, where), found.marks, language)
            if any(is_hit for _, is_hit in fragments):
                return fragments, language, None
    return (), hit.language, None


def _part_label(kind: str, field: str) -> str:
    """What leads to the part that was found, by what kind of part the field holds."""
    model = field_types(KINDS[kind])[field].model
    labels: dict[type, str] = {
        parts.MeetingStatement: _("Go to the statement"),
        parts.Example: _("Go to the example"),
        parts.MeetingDemand: _("Go to the demand"),
        parts.Remark: _("Go to the remark"),
        parts.Step: _("Go to the step"),
        AdoptedPractice: _("Go to what was taken up"),
        parts.Measure: _("Go to the measure"),
        parts.Demand: _("Go to the demand"),
        parts.Want: _("Go to what is needed"),
        parts.Item: _("Go to the item"),
        Section: _("Go to the section"),
        parts.FollowUp: _("Go to the follow-up"),
        parts.AgendaItem: _("Go to the agenda item"),
        parts.Attachment: _("Go to the attachment"),
    }
    return str(labels.get(model) if model in labels else _("Go to the part"))


def _note(code: str) -> str:
    """A note of the query's, in words."""
    notes = {
        "shortened": _("The query was long; its first %(num)s characters were used.", num=200),
        "words left out": _(
            "The query had many words; its first %(num)s were used.", num=MOST_WORDS
        ),
        "prefix too short": _("The beginning of a word needs at least three letters before *."),
        "unknown facet": _("A filter in the address is unknown."),
    }
    return str(notes.get(code, _("Part of the query could not be used.")))
