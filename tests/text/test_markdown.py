"""Markdown becomes safe HTML; references stay until the page is made."""

from __future__ import annotations

import random

import pytest

from network.text.markdown import (
    _render_markdown,
    _render_paragraphs,
    extract_plain_text,
    render,
)
from network.text.references import (
    Reference,
    ResolvedReference,
    fill,
    find_references,
    parse_reference,
)
from network.text.slugs import slugify

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://example.org/x.png)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "<a href='java&#09;script:alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "<iframe src=//example.org></iframe>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed' onclick=x class=a id=b>x</p>",
    "<form action=/x><input name=y><button>z</button></form>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<a data-ref='\"><script>alert(1)</script>'>x</a>",
    "[[koping/x|<script>alert(1)</script>]]",
    "<!-- --><base href=//example.org>",
    "```\n</code><script>alert(1)</script>\n```",
    "<object data=x></object><embed src=x><link rel=stylesheet href=x>",
]
NEVER = (
    "<script",
    "onerror",
    "onload",
    "onclick",
    "javascript:",
    "data:text",
    "vbscript:",
    "<img",
    "<iframe",
    "<style",
    "style=",
    "<form",
    "<input",
    "<svg",
    "<object",
    "<base",
    "<link",
)


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_acts_survives(text: str) -> None:
    html = render(text)
    filled = fill(html, lambda _: ResolvedReference("/nb/x", "<b>T</b>"), "dead").lower()
    for forbidden in NEVER:
        assert forbidden not in filled.replace("&lt;", "‹"), filled


def test_headings_stand_below_the_pages_own() -> None:
    assert "<h2>A</h2>" in render("# A")
    assert "<h6>F</h6>" in render("###### F")


def test_links_and_tables_are_kept() -> None:
    assert '<a href="https://example.org/">x</a>' in render("[x](https://example.org/)")
    table = render("|a|b|\n|-|-|\n|1|2|")
    assert '<th scope="col">a</th>' in table
    assert '<div class="table" tabindex="0">' in table


REFERENCES = [
    ("koping/insatsgrupper", Reference("entry", "insatsgrupper", "koping")),
    ("koping/x#del-1", Reference("entry", "x", "koping", "del-1")),
    ("koping", Reference("organisation", "koping")),
    ("begrep:yttrande", Reference("term", "yttrande")),
    ("begrepp: yttrande ", Reference("term", "yttrande")),
    ("emne:schools", Reference("topic", "schools")),
    ("ämne:schools", Reference("topic", "schools")),
    ("Köping", None),
    ("a/b/c", None),
    ("http://x", None),
    ("begrep:", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_what_a_reference_points_at(text: str, expected: Reference | None) -> None:
    assert parse_reference(text) == expected


@pytest.mark.parametrize("target", [target for _, target in REFERENCES if target])
def test_a_reference_is_read_back(target: Reference) -> None:
    assert parse_reference(str(target)) == target


def test_references_are_found_in_stored_html() -> None:
    html = render("Se [[koping/x|dette]] og [[begrep:yttrande]] og `[[koping/y]]`.")
    assert list(find_references(html)) == [
        Reference("entry", "x", "koping"),
        Reference("term", "yttrande"),
    ]
    assert extract_plain_text(html) == "Se dette og og [[koping/y]]."


def test_what_became_of_a_reference_is_shown() -> None:
    html = render("[[koping/x]] [[koping/x|her]] [[koping/y|der]] [[koping/z|borte]]")

    def became(target: Reference) -> ResolvedReference:
        return {
            "x": ResolvedReference("/nb/koping/x", "A & B", "sv"),
            "y": ResolvedReference(None, "", "", "dead"),
            "z": ResolvedReference(None, "", "", "withdrawn"),
        }[target.slug]

    filled = fill(html, became, "finnes ikke")
    assert '<a href="/nb/koping/x" lang="sv">A &amp; B</a>' in filled
    assert '<a href="/nb/koping/x">her</a>' in filled
    assert '<span class="dead-link">der<span class="visually-hidden"> (finnes ikke)' in filled
    assert filled.endswith("borte</p>")


SLUGS = [
    ("Målselv", "malselv"),
    ("Øystre Slidre", "oystre-slidre"),
    ("Växjö", "vaxjo"),
    ("Ærøskøbing", "aeroskobing"),
    ("Guovdageaidnu – Čáhput", "guovdageaidnu-cahput"),
    ("  a  b--c ", "a-b-c"),
    ("🧭", ""),
]


@pytest.mark.parametrize(("text", "slug"), SLUGS)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_lists_nested_too_deep_come_out_as_they_were_written() -> None:
    text = "1. " * 30_000 + "<script>alert(1)</script>"
    rendered = render(text)
    assert rendered.startswith("<p>1. 1. 1.")
    assert "<script" not in rendered


def test_what_is_struck_out_is_shown_so() -> None:
    assert render("~~200 000~~ 350 000") == "<p><del>200 000</del> 350 000</p>"
    assert render("2015~ og ~ca. 3~ og \\~\\~x\\~\\~") == "<p>2015~ og ~ca. 3~ og ~~x~~</p>"


def test_a_note_is_linked_both_ways_and_numbered_as_it_is_called() -> None:
    html = render("En[^b] to[^a] tre[^b].\n\n[^a]: Første\n    linje.\n\n[^b]: Andre.\n")
    key = html.split('id="noteref-')[1].split("-")[0]
    call = '<sup id="noteref-{0}-{1}"><a href="#note-{0}-{2}">[{2}]</a></sup>'
    assert html == (
        f"<p>En{call.format(key, '1', 1)} to{call.format(key, '2', 2)} "
        f"tre{call.format(key, '1-2', 1)}.</p>\n<ol>\n"
        f'<li id="note-{key}-1">\n<p>Andre. <a href="#noteref-{key}-1">[1]</a></p>\n</li>\n'
        f'<li id="note-{key}-2">\n<p>Første\nlinje. <a href="#noteref-{key}-2">[2]</a></p>\n</li>\n'
        "</ol>"
    )
    assert render("[^x] og [^y]") == "<p>[^x] og [^y]</p>"
    assert render("a[^1]\n\n[^1]: b")[:30] != render("c[^1]\n\n[^1]: b")[:30]
    assert "///Footnotes Go Here///" in render("///Footnotes Go Here///[^1]\n\n[^1]: b")


def test_a_list_with_signs_of_its_own_has_no_bullets() -> None:
    for items in (
        "- a) en\n- b) to",
        "- (i) en\n- (ii) to",
        "- 1.1 en\n- 1.2 to",
        "- ☐ Ja\n- ☒ Nei",
    ):
        assert '<ul class="signed">' in render(items), items
    for items in ("- a) en\n- to", "- A. Nordmann\n- B. Nordmann", "- 1 en", "- § en"):
        assert "<ul>" in render(items), items


LISTS = [
    (
        "Hos oss:\n- kjøkkenet\n- salen",
        "<p>Hos oss:</p>\n<ul>\n<li>kjøkkenet</li>\n<li>salen</li>\n</ul>",
    ),
    ("Först:\n1. ett\n2. två", "<p>Först:</p>\n<ol>\n<li>ett</li>\n<li>två</li>\n</ol>"),
    ("> Hun sa:\n> * ja", "<blockquote>\n<p>Hun sa:</p>\n<ul>\n<li>ja</li>\n</ul>\n</blockquote>"),
    # A year that begins a line is no number of an item, and a rule no list.
    ("Det var i\n2016. Siden ikke.", "<p>Det var i\n2016. Siden ikke.</p>"),
    ("Før\n* * *\netter", "<p>Før</p>\n<hr>\n<p>etter</p>"),
    # Within a list a line goes on with its item.
    ("- a\nmer\n- b", "<ul>\n<li>a\nmer</li>\n<li>b</li>\n</ul>"),
    ("    kode\n    - x", "<pre><code>kode\n- x\n</code></pre>"),
]


@pytest.mark.parametrize(("text", "html"), LISTS)
def test_a_list_may_follow_its_lead_in_without_an_empty_line(text: str, html: str) -> None:
    assert render(text) == html


def test_plain_paragraphs_are_read_as_markdown_reads_them() -> None:
    dice = random.Random(1)
    signs = "ab åÉ1 2.)(-+=:;,\"'«»–—…½§°@/%!? \n\n\n x9é中*_[]<>&#~|`\\\t\xa0"
    plain = 0
    for _ in range(3_000):
        text = "".join(dice.choices(signs, k=dice.randint(1, 12)))
        paragraphs = _render_paragraphs(text)
        if paragraphs is not None:
            plain += 1
            assert paragraphs == _render_markdown(text), repr(text)
    assert plain > 100


def test_no_text_leaves_anything_to_the_next() -> None:
    _render_markdown(
        "*[FN]: De forente nasjoner\n\n[her]: https://example.org\n\nFN[^1]\n\n[^1]: Ja"
    )
    assert _render_markdown("*FN* [her][^1]") == "<p><em>FN</em> [her][^1]</p>"
    _render_markdown("- " * 4_000 + "x")
    assert _render_markdown("*a*") == "<p><em>a</em></p>"
