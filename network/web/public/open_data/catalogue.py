"""The catalogue and the topics, in the forms in which they are harvested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response as FlaskResponse
from flask import abort, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.changes import Change
from network.interface_languages import INTERFACE_LANGUAGES
from network.mail.letters import Gettext, load_words
from network.site import get_site
from network.site_owner import LICENCES, SiteOwner
from network.topics.vocabulary import load_topics
from network.web.languages import choose_language
from network.web.public.feeds.not_modified import answer_if_modified
from network.web.public.open_data.files import find_dump

if TYPE_CHECKING:
    from rdflib import Graph

# By what ends the address: rdflib's name of the form, and its media type.
FORMS = {
    "ttl": ("turtle", "text/turtle"),
    "rdf": ("xml", "application/rdf+xml"),
    "jsonld": ("json-ld", "application/ld+json"),
}


def catalogue(file_format: str) -> Response:
    """The catalogue of what is published (DCAT)."""
    return answer_if_modified(
        lambda session: _answer(_draw_catalogue(session), file_format), file_format
    )


def topics_as_concepts(file_format: str) -> Response:
    """The topics as concepts (SKOS)."""
    return answer_if_modified(
        lambda session: _answer(_draw_topics(session), file_format), file_format
    )


def catalogue_home() -> Response:
    """The address by which the catalogue is known leads (303) to the form that is asked for."""
    return _redirect_to_form("catalogue")


def concepts() -> Response:
    """The scheme of topics: for people the page of topics, for programs the form they ask for."""
    if request.accept_mimetypes.best_match(["text/html", *_MEDIA_TYPES]) == "text/html":
        return _redirect(url_for("public.topics", ui=choose_language(request), my=None))
    return _redirect_to_form("topics_as_concepts")


def concept(topic_id: str) -> Response:
    """A topic by its address without a language: its page, in the reader's, or all topics in the
    form that a program asks for. 404 for none."""
    with get_site().public.reading() as session:
        if topic_id not in load_topics(session):
            abort(404)
    if request.accept_mimetypes.best_match(["text/html", *_MEDIA_TYPES]) == "text/html":
        return _redirect(
            url_for("public.topic", ui=choose_language(request), topic_id=topic_id, my=None)
        )
    return _redirect_to_form("topics_as_concepts")


_MEDIA_TYPES = {media_type: form for form, (_name, media_type) in FORMS.items()}


def _redirect_to_form(endpoint: str) -> Response:
    asked = request.accept_mimetypes.best_match(list(_MEDIA_TYPES), default="text/turtle")
    return _redirect(url_for(endpoint, file_format=_MEDIA_TYPES[asked or "text/turtle"]))


def _redirect(address: str) -> Response:
    answer = redirect(address, 303)
    answer.vary.update(("Accept", "Accept-Language"))
    return answer


def _answer(graph: Graph, file_format: str) -> Response:
    form, media_type = FORMS[file_format]
    return FlaskResponse(graph.serialize(format=form, encoding="utf-8"), mimetype=media_type)


def _draw_topics(session: Session) -> Graph:
    # Here, since it takes a third of a second that no other page needs.
    from network.web.public.open_data.topic_graph import make_topic_graph

    title = _say(lambda _: _("Topics of Grannar"))
    return make_topic_graph(load_topics(session), get_site().settings.public_url, title)


def _say(text: Callable[[Gettext], str]) -> Mapping[str, str]:
    """A text in each language of the interface; ``text`` is given what translates."""
    folder = get_site().settings.translations
    return {ui: text(load_words(folder, ui)) for ui in INTERFACE_LANGUAGES}


def _draw_catalogue(session: Session) -> Graph:
    from network.web.public.open_data import catalogue_graph as made_of

    settings = get_site().settings
    site = settings.public_url
    owner = settings.owner or SiteOwner()
    licence = next((code for code, value in LICENCES.items() if value == owner.licence), "")
    modified = session.scalar(select(Change.at).order_by(Change.number.desc()).limit(1))

    def file(name: str, address: str, kind: str, title: Mapping[str, str]) -> made_of.File:
        file_type, media_type = _FILE_TYPES[kind]
        return made_of.File(name, site + address, file_type, media_type, title)

    def dump(name: str, title: Mapping[str, str]) -> made_of.File:
        kept = find_dump(session, name)
        told = file(
            name.replace(".", "-"), url_for("dump_file", name=name), name.rpartition(".")[2], title
        )
        return replace(told, modified=kept.modified)

    def name_file(what: Mapping[str, str], form: str) -> Mapping[str, str]:
        return {ui: f"{text} ({form})" for ui, text in what.items()}

    entries, topics = _say(_name_entries), _say(lambda _: _("Topics of Grannar"))
    bodies = _say(lambda _: _("The register of municipalities and other bodies"))
    terms = _say(lambda _: _("The glossary of public administration"))
    return made_of.make_catalogue_graph(
        made_of.Catalogue(
            address=site,
            title=_say(lambda _: _("Grannar: open data")),
            description=_say(_describe_catalogue),
            owner=owner,
            licence=licence,
            modified=modified,
            datasets=(
                made_of.Dataset(
                    "entries",
                    entries,
                    _say(_describe_entries),
                    _KEYWORDS,
                    (
                        dump("entries.jsonl", name_file(entries, "JSON Lines")),
                        dump("entries.csv", name_file(entries, "CSV")),
                        file(
                            "entries-atom",
                            url_for("public.site_feed", ui="nb", my=None),
                            "atom",
                            name_file(entries, "Atom"),
                        ),
                        file(
                            "entries-oai",
                            f"{url_for('oai')}?verb=ListRecords&metadataPrefix=oai_dc",
                            "xml",
                            name_file(entries, "OAI-PMH"),
                        ),
                    ),
                ),
                made_of.Dataset(
                    "organisations",
                    bodies,
                    _say(_describe_bodies),
                    _KEYWORDS,
                    (dump("organisations.csv", name_file(bodies, "CSV")),),
                ),
                made_of.Dataset(
                    "terms",
                    terms,
                    _say(lambda _: _("What the neighbour calls it, and what is easily misread.")),
                    _KEYWORDS,
                    (dump("terms.csv", name_file(terms, "CSV")),),
                ),
                made_of.Dataset(
                    "topics",
                    topics,
                    _say(lambda _: _("The subjects that texts are filed under, with their names.")),
                    _KEYWORDS,
                    tuple(
                        file(
                            f"topics-{form}",
                            url_for("topics_as_concepts", file_format=form),
                            form,
                            name_file(topics, called),
                        )
                        for form, called in (
                            ("ttl", "Turtle"),
                            ("rdf", "RDF/XML"),
                            ("jsonld", "JSON-LD"),
                        )
                    ),
                ),
            ),
            services=(
                made_of.Service(
                    "api",
                    _say(lambda _: _("The API")),
                    _say(lambda _: _("Everything that is public, and search, as JSON.")),
                    f"{site}/api/v1",
                    f"{site}/api/openapi.json",
                    "application/json",
                    "JSON",
                    ("entries", "organisations", "terms", "topics"),
                ),
                made_of.Service(
                    "oai",
                    _say(lambda _: _("Harvesting by OAI-PMH")),
                    _say(lambda _: _("Tells harvesters what is published, changed and withdrawn.")),
                    site + url_for("oai"),
                    f"{site}{url_for('oai')}?verb=Identify",
                    "application/xml",
                    "XML",
                    ("entries",),
                ),
            ),
        )
    )


# The Publications Office's name of the file type, and the media type.
_FILE_TYPES = {
    "atom": ("ATOM", "application/atom+xml"),
    "xml": ("XML", "application/xml"),
    "ttl": ("RDF_TURTLE", "text/turtle"),
    "rdf": ("RDF_XML", "application/rdf+xml"),
    "jsonld": ("JSON_LD", "application/ld+json"),
    "csv": ("CSV", "text/csv"),
    "jsonl": ("JSON", "application/x-ndjson"),
    "json": ("JSON", "application/json"),
}
_KEYWORDS = {
    "nb": ("kommuner", "erfaringer", "forebygging", "vedtak"),
    "nn": ("kommunar", "erfaringar", "førebygging", "vedtak"),
    "sv": ("kommuner", "erfarenheter", "förebyggande arbete", "beslut"),
    "en": ("municipalities", "experiences", "prevention", "decisions"),
}


def _name_entries(_: Gettext) -> str:
    return _("What municipalities tried, decided and plan")


def _describe_entries(_: Gettext) -> str:
    return _(
        "Experiences, practices, meeting summaries, cases, action plans, resources, needs and "
        "collections from municipalities in Norway, Sweden and Finland, each with its sources."
    )


def _describe_catalogue(_: Gettext) -> str:
    return _(
        "What municipalities in Norway, Sweden and Finland tell each other of what they tried and "
        "learnt, for programs to read."
    )


def _describe_bodies(_: Gettext) -> str:
    return _("Municipalities, counties and other bodies by their numbers.")
