"""Filters, globals and context that every template has, and strict undefined names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, g, request
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from network.interface_languages import choose_label
from network.site_owner import SiteOwner
from network.topics.values import Topic
from network.web import labels as web_labels
from network.web.addresses import entry_url, host_of, mail_url, phone_url
from network.web.collation import sort_by_label
from network.web.dates import (
    format_file_size,
    format_moment,
    format_moment_and_time,
    format_number,
    format_partial_date,
    format_short_month,
    format_written_number,
)
from network.web.languages import NAMES, UI_NAMES, get_ui_language, same_page_url

# What parts the facts of a line: a space with a dot painted on it, for a space is gone where a line
# ends, and a character would hang there. No other space may stand before it: ``{{- dot -}}``. Who
# hears or copies the page, and paper, have a comma.
DOT = Markup('<span class="dot"><span class="visually-hidden">,</span> </span>')

# An item of a list may be one by itself, or have some within.
_PARAGRAPH = re.compile(r"<p>|<li>(?!\s*<p>)")


def init_templating(app: Flask, owner: SiteOwner | None) -> None:
    """Make templates strict, and give them words, dates, addresses and who runs the site."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        partial_date=format_partial_date,
        short_month=format_short_month,
        moment_date=format_moment,
        moment_time=format_moment_and_time,
        whole_number=format_number,
        written_number=format_written_number,
        file_size=format_file_size,
        paragraph_count=count_paragraphs,
        alphabetical=sort_names,
        host_of=host_of,
    )
    app.jinja_env.globals.update(
        words=web_labels,
        lang=lang,
        topic_label=topic_label,
        choose_label=choose_label,
        token=token,
        entry_url=entry_url,
        mail_url=mail_url,
        phone_url=phone_url,
        same_page_url=same_page_url,
        language_names=NAMES,
        ui_names=UI_NAMES,
        # None where nobody has said.
        site_owner=owner,
        dot=DOT,
    )
    choose_plural: Any = app.jinja_env.globals["ngettext"]

    @pass_context
    def ngettext(context: Context, one: str, more: str, number: int, **values: Any) -> str:
        """The text for a number of things, which it names with its thousands apart."""
        text: str = choose_plural(
            context, one, more, number, **{"num": format_number(number), **values}
        )
        return text

    app.jinja_env.globals["ngettext"] = ngettext

    @app.context_processor
    def _page() -> dict[str, Any]:
        return {"ui": get_ui_language(), "my": request.args.get("my", "")[:100]}


def count_paragraphs(html: str) -> int:
    """How many paragraphs there are in the HTML of a text, items of lists among them."""
    return len(_PARAGRAPH.findall(html))


def sort_names(names: Iterable[str]) -> list[str]:
    """Names in the alphabetical order of the page's language."""
    return sort_by_label(names, str)


def token() -> Markup:
    """The hidden field that every form which changes something carries."""
    hidden = Markup('<input type="hidden" name="csrf_token" value="%s">')
    return hidden % str(generate_csrf())


def topic_label(topic: Topic) -> Markup:
    """The label of a topic for the reader of the page, marked with its language where that is not
    the page's."""
    label, language = topic.label_for(get_ui_language())
    if language == g.get("ui", ""):
        return escape(label)
    return Markup('<span lang="{}">{}</span>').format(language, label)


def lang(language: str) -> Markup:
    """The ``lang`` attribute for a text in ``language``; nothing where the page's own holds."""
    if not language or language == g.get("ui", ""):
        return Markup("")
    return Markup(' lang="%s"') % escape(language)
