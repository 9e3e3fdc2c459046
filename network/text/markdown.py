"""Markdown to safe HTML: rendered, then sanitised, with references kept for later."""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from network.text.references import WRITTEN, parse_reference

_TAGS = frozenset(
    "a abbr blockquote br code dd del dl dt em h2 h3 h4 h5 h6 hr li ol p pre strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "data-ref", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_MARKUP = re.compile(r"<[^>]*>")
_BLOCK_ENDS = re.compile(r"</(?:p|li|h[2-6]|td|th|dd|dt|pre|blockquote|tr)>|<br ?/?>")


class _References(InlineProcessor):
    """``[[target]]`` and ``[[target|label]]`` as an ``a`` that has a data-ref and no href."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Markdown's own name)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        target = parse_reference(m[1])
        if target is None:
            return None, None, None
        element = Element("a", {"data-ref": str(target)})
        element.text = markdown.util.AtomicString((m[2] or "").strip())
        return element, m.start(0), m.end(0)


class _HeadingsBelowThePage(Treeprocessor):
    """Headings one level deeper: the page's title is the only ``h1``."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + 1, 6)}"
            elif element.tag == "th":
                element.set("scope", "col")


class _Grannar(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Markdown's own name)
        # Before Markdown's own links (160), so that they do not take the inner brackets.
        md.inlinePatterns.register(_References(WRITTEN.pattern, md), "reference", 175)
        md.treeprocessors.register(_HeadingsBelowThePage(md), "below", 5)


def render(text: str) -> str:
    """The safe HTML of Markdown ``text``, with ``data-ref`` where references stand.

    Headings begin at ``h2``. No image, style, script, form or frame survives; links keep
    http, https, mailto and tel. Text nested too deep to be read (thousands of list signs in a row)
    comes out as it was written. Costs about a millisecond per 1,000 words.
    """
    if not text:
        return ""
    parser = markdown.Markdown(
        extensions=["tables", "sane_lists", "def_list", "abbr", _Grannar()], output_format="html"
    )
    try:
        converted = parser.convert(text)
    except RecursionError:
        converted = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
    html = nh3.clean(
        converted,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return html.replace("<table>", '<div class="table" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )


def extract_plain_text(html: str) -> str:
    """The words of rendered HTML: no markup, one line per block, references by their label."""
    lines = unescape(_MARKUP.sub("", _BLOCK_ENDS.sub("\n", html))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
