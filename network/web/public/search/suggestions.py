"""Suggestions for the search box: a small list that a script asks for while a reader types."""

from __future__ import annotations

from threading import Lock
from typing import cast

from flask import current_app, jsonify, request, url_for
from werkzeug.wrappers import Response

from network.changes import read_newest_change
from network.entries.labels import find_names, find_titles
from network.search.suggestions import LabelKind, Suggestion, Suggestions
from network.site import get_site
from network.web import labels as web_labels
from network.web.languages import get_ui_language

# What a writer of each language puts before a term and a topic.
_PREFIXES = {
    "nb": {"term": "begrep", "topic": "emne"},
    "nn": {"term": "omgrep", "topic": "emne"},
    "en": {"term": "term", "topic": "topic"},
    "sv": {"term": "begrepp", "topic": "ämne"},
}


class SuggestionsCache:
    """The suggestions of one process, read again once the log of changes has a newer number."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at = -1
        self._suggestions = Suggestions(())

    def load(self) -> Suggestions:
        """The suggestions of what is public now. One small query when nothing has changed."""
        with get_site().public.reading() as session:
            newest = read_newest_change(session)
            if newest == self._at:
                return self._suggestions
            with self._lock:
                if newest != self._at:
                    labels = [
                        *(
                            Suggestion(*title[:2], "entry", title[2])
                            for title in find_titles(session)
                        ),
                        *(
                            Suggestion(text, language, cast(LabelKind, kind), target)
                            for text, language, kind, target in find_names(session)
                        ),
                    ]
                    self._suggestions = Suggestions(labels)
                    self._at = newest
                return self._suggestions


def suggest() -> Response:
    """At most eight suggestions for ``q``, as JSON: text, lang, what it is, where it leads, and
    what a writer puts between double brackets to refer to it."""
    cache: SuggestionsCache = current_app.extensions.setdefault("suggestions", SuggestionsCache())
    labels = cache.load().of(request.args.get("q", "")[:100])
    answer: Response = jsonify(
        [
            {
                "text": label.text,
                "lang": label.language,
                "what": name_kind(label),
                "href": suggestion_url(label),
                "ref": format_reference(label),
            }
            for label in labels
        ]
    )
    return answer


def name_kind(label: Suggestion) -> str:
    """What kind of thing a suggestion is, in the page's language."""
    return str(web_labels.SUGGESTED[label.kind])


def suggestion_url(label: Suggestion) -> str:
    """Where a suggestion leads."""
    match label.kind:
        case "entry":
            organisation, _, slug = label.target.partition("/")
            return url_for("public.entry", organisation=organisation, slug=slug)
        case "organisation":
            return url_for("public.organisation", organisation=label.target)
        case "topic":
            return url_for("public.topic", topic_id=label.target)
        case "term":
            return url_for("public.term", term_id=label.target)


def format_reference(label: Suggestion) -> str:
    """The reference that a writer puts between double brackets, such as ``begrep:id`` or
    ``organisation/slug``; the prefix is in the page's language."""
    prefix = _PREFIXES[get_ui_language()].get(label.kind)
    return f"{prefix}:{label.target}" if prefix else label.target
