"""A statement, or another part with an address, as somebody else may quote it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from network.kinds.field_types import find_marked
from network.kinds.marks import PartRef
from network.kinds.parts import Part
from network.site import get_site
from network.text.markdown import extract_plain_text
from network.web import labels as web_labels
from network.web.public.entry.entry_page import EntryPage


def format_quotation(page: EntryPage, part: Any) -> str:
    """The words of a part, who said them in which role, how they are rendered, and the source.

    One paragraph of plain text in the page's language; the words in the language they are shown
    in. A paraphrase is never put between quotation marks.
    """
    reading = page.reading
    text = " ".join(extract_plain_text(reading.html(f"{part.id}.text").text).split())
    wording = getattr(part, "wording", "paraphrase")
    quoted = _("“%(name)s”", name=text) if wording == "verbatim" else text
    who = ", ".join(
        word
        for word in (
            getattr(part, "name", ""),
            reading.words(f"{part.id}.role").text,
            _organisation(page, part),
        )
        if word
    )
    how = [str(web_labels.WORDINGS[wording]).lower()] if hasattr(part, "wording") else []
    if reading.is_translated:
        how.append(
            _(
                "translated from %(language)s",
                language=web_labels.LANGUAGES[reading.content.language],
            )
        )
    source = page.source(_source_of(part))
    attribution = f"{who} ({', '.join(how)})" if who and how else who or ", ".join(how)
    sentences = [f"{quoted} – {attribution}." if attribution else quoted]
    sentences.append(_("In: %(title)s, Grannar.", title=reading.words("title").text))
    if source:
        by = f" ({source.by})" if source.by else ""
        sentences.append(_("Source: %(title)s.", title=f"{source.title}{by}"))
    return f"{' '.join(sentences)} {part_url(page, part.id)}"


def _source_of(part: Part) -> str | None:
    """The id of the source that a part names."""
    named = (name.value for name in find_marked(part, PartRef) if name.mark.among == "sources")
    return next(named, None)


def part_url(page: EntryPage, part: str) -> str:
    """The whole address of a part of the page's entry."""
    path = url_for(
        "public.entry",
        organisation=page.reading.organisation.slug,
        slug=page.reading.slug,
        _anchor=part,
        my=None,
    )
    return get_site().settings.public_url + path


def _organisation(page: EntryPage, part: Any) -> str:
    slug = getattr(part, "organisation", None)
    return page.organisation(slug).title if slug else ""
