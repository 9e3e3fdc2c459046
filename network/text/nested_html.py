"""A piece of one page put into another: its headings deeper, its ids apart from all others."""

from __future__ import annotations

import re

# A start or end tag; what stands in quotation marks in it may hold ">". Nothing is tried twice:
# a tag that does not end is looked through once.
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_BEGINS = re.compile("</?[a-zA-Z]")
_ATTRIBUTE = re.compile(r"""(\s)(id|href|for|headers|aria-[a-z]+)="([^"]*)\"""")
_NAMING = frozenset({"for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"})


def nest_html(html: str, prefix: str, deeper: int) -> str:
    """Well-formed ``html`` with its headings ``deeper`` levels down (at most to h6) and ``prefix``
    before every id and whatever names one: links within the page, labels, descriptions.

    ``prefix`` needs no escaping. Links to other pages stay as they are; so does all that follows a
    tag without an end. Linear in the length.
    """

    def tag(match: re.Match[str]) -> str:
        closing, name, rest = match.groups()
        if re.fullmatch(r"[hH][1-6]", name):
            name = f"h{min(int(name[1]) + deeper, 6)}"
        return f"<{closing}{name}{_ATTRIBUTE.sub(attribute, rest)}>"

    def attribute(match: re.Match[str]) -> str:
        space, name, value = match.groups()
        if name == "id":
            value = prefix + value
        elif name == "href" and value.startswith("#") and len(value) > 1:
            value = f"#{prefix}{value[1:]}"
        elif name in _NAMING:
            value = " ".join(prefix + name_of_id for name_of_id in value.split())
        return f'{space}{name}="{value}"'

    pieces, done = [], 0
    while begins := _BEGINS.search(html, done):
        whole = _TAG.match(html, begins.start())
        if whole is None:
            break
        pieces += [html[done : begins.start()], tag(whole)]
        done = whole.end()
    return "".join(pieces) + html[done:]
