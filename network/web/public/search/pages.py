"""Search and browse on one page. Its address holds the whole query: words, filters, order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from network.entries.attachments import find_attachment_page, find_attachments
from network.entries.queries import Card, find_cards
from network.entries.texts import PartPlace, PlainText, find_part_places, find_passages
from network.kinds import KINDS, parts
from network.kinds.adoption import AdoptedPractice
from network.kinds.field_types import list_field_types
from network.kinds.indicators import Indicator
from network.kinds.sections import Section
from network.organisations.figures import find_populations
from network.organisations.queries import find_organisations_by_slug, list_counties
from network.organisations.values import Registered
from network.search.excerpts import excerpt
from network.search.hits import Hit
from network.search.parsing import LONGEST, MOST_WORDS
from network.search.query import Query
from network.search.record import FACETS, PAGE_OF
from network.search.results import SearchResult
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web import labels as web_labels
from network.web.addresses import entry_url
from network.web.languages import NAMES, get_ui_language, get_writing_language
from network.web.public.search.hit_facts import list_hit_facts
from network.web.public.search.missed import note_missed

LAST_PAGE = 10_000
# How many of a facet's values are shown, and how many more behind a button.
VALUES_SHOWN = 8
VALUES_MORE = 40
# How many letters a passage beside a summary has at most, and how few say nothing.
_PASSAGE, _SHORTEST_PASSAGE = 180, 40
# The one sort of file that readers open at a page.
_WITH_PAGES = "application/pdf"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, with the address that chooses it or takes it away."""

    label: str
    count: int
    href: str
    chosen: bool


def search() -> str:
    """The page of a search, or of all entries where nothing was query for."""
    query = read_query()
    result = get_site().index.find(query)
    note_missed(query, result)
    values = {name: _values(query, result, name) for name in FACETS}
    with get_site().public.reading() as session:
        hits = _load_hits(session, result, result.hits, get_ui_language())
        nearest = (
            [] if result.total else _load_hits(session, result, result.nearest, get_ui_language())
        )
        topics = _load_topics(session, query)
        understood = [part.value for part in result.understood if part.facet == "organisation"]
        labels = _labels(session, [*values["organisation"], *understood])
    pages = max(1, -(-result.total // query.size))
    return render_template(
        "public/search/search.html",
        state=result.state,
        text=query.text,
        # Where one goes on reading after something was done with a hit.
        search_href=_href(query),
        total=result.total,
        hits=hits,
        nearest=nearest,
        topics=topics,
        countries=_list_countries(query),
        facets=_facets(query, result, values, labels),
        chosen=[
            FacetValue(labels[name].get(value, value), 0, _toggle_value(query, name, value), True)
            for name in FACETS
            for value in sorted(query.filters.get(name, ()))
        ],
        understood=_understood(query, result, labels),
        as_words=[
            {"word": word, "href": _href(query, literal=_leave_out(query.literal, word), page=1)}
            for word in query.literal
        ],
        words_href=_href(query, literal=(*query.literal, *_list_written(result)), page=1),
        bridged=_load_bridged_terms(query, result),
        meant=[{"word": word, "searched": better} for word, better in result.meant],
        notes=[_note(note) for note in result.notes],
        exact=query.exact,
        exact_href=_href(query, exact=not query.exact, without=(), page=1),
        all_href=_href(query, filters={}, page=1),
        first_href=_href(query, page=1),
        feed_href=search_address(query, "public.search_feed"),
        follow_href=url_for("desk.follow_this", what="search", **_arguments(_without_page(query)))
        if query.text or query.filters
        else "",
        sorts=[
            {
                "label": label,
                "chosen": query.order == order,
                "href": _href(query, order=order, page=1),
            }
            for order, label in (("relevance", _("relevance")), ("date", _("newest first")))
        ],
        page=query.page,
        pages=pages,
        first=query.offset + 1,
        previous_href=_href(query, page=min(query.page - 1, pages)) if query.page > 1 else None,
        next_href=_href(query, page=query.page + 1) if query.page < pages else None,
    )


def read_query() -> Query:
    """What the address asks for. Values nobody knows find nothing and break nothing."""
    arguments = request.args
    page = arguments.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    return Query(
        # One more than is kept, so that the query itself can tell that it was cut.
        arguments.get("q", "")[: LONGEST + 1],
        language=get_writing_language(),
        filters={
            name: frozenset(value[:100] for value in arguments.getlist(name)[:50] if value)
            for name in FACETS
            if any(arguments.getlist(name))
        },
        without=tuple(dict.fromkeys(word[:100] for word in arguments.getlist("without")[:40])),
        literal=tuple(dict.fromkeys(word[:100] for word in arguments.getlist("as_words")[:40])),
        exact=arguments.get("exact") == "1",
        order="date" if arguments.get("sort") == "date" else "relevance",
        page=max(1, min(number, LAST_PAGE)),
    )


def search_address(query: Query, endpoint: str = "public.search") -> str:
    """The address of a search in its shortest form, without order or page; ``endpoint`` is what
    is to answer it."""
    return url_for(endpoint, **_arguments(_without_page(query)), my=None)


def _without_page(query: Query) -> Query:
    return replace(query, order="relevance", page=1)


def _href(query: Query, **changed: Any) -> str:
    """The address of the same search with something changed."""
    return url_for("public.search", **_arguments(replace(query, **changed)))


def _arguments(query: Query) -> dict[str, Any]:
    """The arguments of an address that asks for a query, without those that change nothing."""
    return {
        "q": query.text or None,
        **{name: sorted(query.filters.get(name, ())) or None for name in FACETS},
        "without": list(query.without) or None,
        "as_words": list(query.literal) or None,
        "exact": "1" if query.exact else None,
        "sort": "date" if query.order == "date" else None,
        "page": query.page if query.page > 1 else None,
    }


def _toggle_value(query: Query, name: str, value: str) -> str:
    """The address with one value of a facet chosen, or taken away where it is."""
    values = query.filters.get(name, frozenset()) ^ {value}
    filters = {**query.filters, name: values}
    return _href(query, filters=filters, page=1)


def _values(query: Query, result: SearchResult, name: str) -> list[str]:
    """The values of a facet that the page can show: the chosen ones, then the most frequent;
    years from the newest."""
    counts = result.facets.get(name, {})
    chosen = sorted(query.filters.get(name, ()))
    others = [value for value in counts if value not in chosen]
    if name == "year":
        others.sort(reverse=True)
    return (chosen + others)[: max(VALUES_SHOWN, len(chosen)) + VALUES_MORE]


def _facets(
    query: Query,
    result: SearchResult,
    values: Mapping[str, list[str]],
    labels: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:
    """The facets with their values, the most frequent first; years from the newest."""
    first_page = _href(query, page=1)
    with_more = f"{first_page}{'&' if '?' in first_page else '?'}"
    shown = []
    for name, of_facet in values.items():
        counts = result.facets.get(name, {})
        chosen = query.filters.get(name, frozenset())
        names = labels[name]
        if name != "year":
            of_facet = sorted(
                of_facet,
                key=lambda value: (
                    value not in chosen,
                    -counts.get(value, 0),
                    names.get(value, value),
                ),
            )
        choices = [
            FacetValue(
                names.get(value, value),
                counts.get(value, 0),
                _toggle_value(query, name, value)
                if value in chosen
                else f"{with_more}{name}={quote(value)}",
                value in chosen,
            )
            for value in of_facet
        ]
        if choices:
            cut = max(VALUES_SHOWN, len(chosen))
            shown.append({"name": name, "values": choices[:cut], "more": choices[cut:]})
    return shown


def _labels(session: Session, organisations: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """What the values of each facet are called in the page's language. Three queries."""
    ui = get_ui_language()
    topics = load_topics(session)
    bodies = find_organisations_by_slug(session, organisations)
    areas = {key: county.area for key, county in list_counties(session).items()}

    def translated(values: Mapping[str, Any]) -> Mapping[str, str]:
        return {value: str(label) for value, label in values.items()}

    return {
        "country": translated({**web_labels.COUNTRIES, **web_labels.OTHER_COUNTRIES}),
        "county": areas,
        "organisation": _name_organisations(bodies, areas, ui),
        "kind": translated(web_labels.KINDS),
        "topic": {topic_id: topic.label(ui) for topic_id, topic in topics.items()},
        "language": dict(NAMES),
        "year": {},
        "level": translated(web_labels.LEVELS),
        "outcome": translated(web_labels.OUTCOMES),
    }


def _name_organisations(
    bodies: Mapping[str, Registered], areas: Mapping[str, str], ui: str
) -> Mapping[str, str]:
    """What organisations are called, by slug; where several have one name, with the county."""
    names = {
        slug: body.name_for(ui).short or body.name_for(ui).name for slug, body in bodies.items()
    }
    several = {name for name, times in Counter(names.values()).items() if times > 1}
    return {
        slug: f"{name} ({areas[key]})"
        if name in several and (key := f"{bodies[slug].country}-{bodies[slug].county}") in areas
        else name
        for slug, name in names.items()
    }


def _understood(
    query: Query, result: SearchResult, labels: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """What was understood as filters, with the address that makes words of it again."""
    values: dict[tuple[str, str], list[str]] = {}
    for part in result.understood:
        label = labels[part.facet].get(part.value, part.value)
        values.setdefault((part.written, part.facet), []).append(label)
    return [
        {
            "written": written,
            "facet": web_labels.FACETS[facet],
            "values": of_facet,
            "href": _href(query, literal=(*query.literal, written), page=1),
        }
        for (written, facet), of_facet in values.items()
    ]


def _list_written(result: SearchResult) -> list[str]:
    """The words that were understood as filters, each once."""
    return list(dict.fromkeys(part.written for part in result.understood))


def _leave_out(words: Collection[str], word: str) -> tuple[str, ...]:
    return tuple(other for other in words if other != word)


def _load_bridged_terms(query: Query, result: SearchResult) -> list[dict[str, Any]]:
    """The words that were also searched, and those that the reader took away."""
    own = {word.casefold() for word in query.text.split()}
    shown: dict[str, dict[str, Any]] = {}
    for _word, also in result.bridged:
        for word, language in also:
            if word.casefold() not in own and word not in shown:
                without = (*query.without, word)
                shown[word] = {
                    "word": word,
                    "language": language,
                    "href": _href(query, without=without, page=1),
                    "is_taken_away": False,
                }
    for word in query.without:
        left = _leave_out(query.without, word)
        shown[word] = {
            "word": word,
            "language": "",
            "href": _href(query, without=left, page=1),
            "is_taken_away": True,
        }
    return list(shown.values())


def _list_countries(query: Query) -> list[FacetValue]:
    """All countries, or one of them: the choices above the hits."""
    chosen = query.filters.get("country", frozenset())
    choices = [FacetValue(_("All"), 0, _choose_country(query, None), not chosen)]
    for country in web_labels.COUNTRIES:
        label = str(web_labels.COUNTRIES[country])
        href = _choose_country(query, country)
        choices.append(FacetValue(label, 0, href, chosen == {country}))
    return choices


def _choose_country(query: Query, country: str | None) -> str:
    filters = {name: values for name, values in query.filters.items() if name != "country"}
    if country:
        filters["country"] = frozenset((country,))
    return _href(query, filters=filters, page=1)


def _load_topics(session: Session, query: Query) -> list[dict[str, str]]:
    """The topics that are called what was asked for, by their own name or by an alias."""
    asked = " ".join(query.text.casefold().split())
    if not asked or query.exact:
        return []
    ui = get_ui_language()
    return [
        {"label": topic.label(ui), "href": url_for("public.topic", topic_id=topic_id)}
        for topic_id, topic in load_topics(session).items()
        if asked in {name.casefold() for name in topic.names()}
    ]


def _load_hits(
    session: Session, result: SearchResult, hits: Sequence[Hit], ui: str
) -> list[dict[str, Any]]:
    """What the page shows of each of these hits. Five queries for all of them, and one more for
    each hit in a file."""
    ids = {hit.entry: UUID(hex=hit.entry) for hit in hits}
    shown = {card.id: card for card in find_cards(session, ids.values(), ui)}
    # The text in the reader's language is shown where it has a word of the query, else the best.
    keys = {
        hit.entry: [
            (ids[hit.entry], shown[ids[hit.entry]].language),
            (ids[hit.entry], hit.language),
        ]
        for hit in hits
        if ids[hit.entry] in shown
    }
    populations = find_populations(session)
    texts = find_passages(session, dict.fromkeys(key for pair in keys.values() for key in pair))
    places = find_part_places(session, [ids[hit.entry] for hit in hits if hit.part])
    pages = _load_pages(session, hits)
    return [
        _show_hit(
            hit,
            shown[ids[hit.entry]],
            result,
            # The pages of a file may be in a language that the entry has no text in.
            [texts[key] for key in dict.fromkeys(keys[hit.entry]) if key in texts],
            pages.get(hit.entry),
            places.get(ids[hit.entry], {}).get(hit.part or ""),
            populations.get(shown[ids[hit.entry]].organisation_id),
        )
        for hit in hits
        if hit.entry in keys
    ]


def _show_hit(
    hit: Hit,
    card: Card,
    result: SearchResult,
    texts: list[PlainText],
    page: FoundPage | None,
    place: PartPlace | None,
    inhabitants: int | None,
) -> dict[str, Any]:
    passage, language, part = _best_passage(
        hit, card, result, texts if hit.met else [], page if hit.met else None, place
    )
    whole = len(card.summary) + 1
    return {
        "card": card,
        "summary": excerpt(card.summary, result.highlights, card.language, whole),
        "language": language,
        "excerpt": passage,
        "part": part,
        "facts": list_hit_facts(card, inhabitants),
    }


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of a file that a hit is on; ``number`` is 0 where the file is all one."""

    text: str
    file_name: str
    part: str
    number: int


def _load_pages(session: Session, hits: Sequence[Hit]) -> Mapping[str, FoundPage]:
    """The pages of files that hits are on, by the entry. One query, and one for each; none where no
    hit is in a file."""
    places = {
        hit.entry: (UUID(hex=hit.entry), part, int(number))
        for hit in hits
        for part, mark, number in [(hit.part or "").partition(PAGE_OF)]
        if mark
    }
    files = find_attachments(session, [entry_id for entry_id, _part, _number in places.values()])
    texts = find_attachment_page(session, list(places.values()))
    return {
        entry: FoundPage(
            texts[place],
            files[entry_id][part].file_name,
            part,
            number if files[entry_id][part].media_type == _WITH_PAGES else 0,
        )
        for entry, place in places.items()
        for entry_id, part, number in [place]
        # Withdrawn since the index was brought up to date.
        if place in texts and part in files.get(entry_id, {})
    }


def _show_page(card: Card, page: FoundPage) -> dict[str, str]:
    """What leads to a page of a file."""
    label = (
        _("In the file %(name)s, page %(number)s", name=page.file_name, number=page.number)
        if page.number
        else _("In the file %(name)s", name=page.file_name)
    )
    href = url_for(
        "public.attached_file",
        organisation=card.organisation,
        slug=card.slug,
        part=page.part,
        my=None,
        aid=None,
        _anchor=f"page={page.number}" if page.number else None,
    )
    return {"href": href, "label": label, "of": "file"}


def _best_passage(
    hit: Hit,
    card: Card,
    result: SearchResult,
    texts: list[PlainText],
    page: FoundPage | None,
    place: PartPlace | None,
) -> tuple[Iterable[tuple[str, bool]], str, dict[str, str] | None]:
    """What stands beside the summary: the page of a file or the part of the hit, else what has its
    words in the body, or nothing. Fragments, their language, what leads there. A role or a name
    alone tells nothing."""
    if page is not None:
        fragments = excerpt(page.text, result.highlights, hit.language, _PASSAGE)
        if _tells(fragments, 0):
            return fragments, hit.language, _show_page(card, page)
    for passage in texts:
        language = passage.language
        if hit.part and place:
            # An attachment's title is all that it has, a file has a name and a description.
            words = passage.parts.get(hit.part, "")
            named = [(words, 0 if place.title else _SHORTEST_PASSAGE), (place.title, 0)]
            for text, least in named:
                fragments = excerpt(text, result.highlights, language, _PASSAGE)
                if not _tells(fragments, least):
                    continue
                return (
                    fragments,
                    language,
                    {
                        "href": entry_url(card, hit.part),
                        "label": label_part(card.kind, place.field),
                        "of": "entry",
                    },
                )
        fragments = excerpt(passage.body, result.highlights, language, _PASSAGE)
        if _tells(fragments):
            return fragments, language, None
    return (), hit.language, None


def _tells(fragments: Sequence[tuple[str, bool]], least: int = _SHORTEST_PASSAGE) -> bool:
    """Whether a passage has a word of the query and is long enough to say something."""
    has_word = any(is_hit for _, is_hit in fragments)
    return has_word and sum(len(text) for text, _ in fragments) >= least


def label_part(kind: str, field: str) -> str:
    """What leads to a part of an entry, by what kind of part the field that holds it is of."""
    labels = _label_parts(get_ui_language())
    model = list_field_types(KINDS[kind])[field].model
    return labels[model] if model in labels else str(_("Go to the part"))


# A page may have twenty hits in a part.
@lru_cache(maxsize=8)
def _label_parts(_language: str) -> Mapping[type | None, str]:
    """What leads to a part of each kind, in the page's language."""
    return {
        parts.MeetingStatement: str(_("Go to the statement")),
        parts.Example: str(_("Go to the example")),
        parts.MeetingDemand: str(_("Go to the demand")),
        parts.Remark: str(_("Go to the remark")),
        parts.Step: str(_("Go to the step")),
        AdoptedPractice: str(_("Go to what was taken up")),
        Indicator: str(_("Go to the numbers")),
        parts.Measure: str(_("Go to the measure")),
        parts.Demand: str(_("Go to the demand")),
        parts.Want: str(_("Go to what is needed")),
        parts.Item: str(_("Go to the item")),
        Section: str(_("Go to the section")),
        parts.FollowUp: str(_("Go to the follow-up")),
        parts.AgendaItem: str(_("Go to the agenda item")),
        parts.Attachment: str(_("Go to the attachment")),
        parts.AttachedFile: str(_("Go to the file")),
    }


def _note(code: str) -> str:
    """A note of the query's, in words."""
    notes = {
        "shortened": _("The query was long; its first %(num)s characters were used.", num=LONGEST),
        "words left out": _(
            "The query had many words; its first %(num)s were used.", num=MOST_WORDS
        ),
        "prefix too short": _("The beginning of a word needs at least three letters before *."),
        "unknown facet": _("A filter in the address is unknown."),
    }
    return str(notes.get(code, _("Part of the query could not be used.")))
