"""What was pasted reads in Markdown as it did where it was copied."""

from __future__ import annotations

import random
import re

import pytest

from network.files_in.faults import NotReadable
from network.files_in.pasted import MAX_PASTED, convert_html, convert_plain_text
from network.text.markdown import extract_plain_text, render
from tests.check_each import check_each
from tests.conftest import FULL
from tests.text.test_markdown import NEVER


def word_item(level: int, sign: str, text: str) -> str:
    """An item of a list as Word puts it on the clipboard."""
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level{level} "
        "lfo1'><![if !supportLists]><span style='font-family:Symbol'><span "
        f"style='mso-list:Ignore'>{sign}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; "
        f"</span></span></span><![endif]>{text}<o:p></o:p></p>\r\n"
    )


WORD_HEAD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta name=Generator "
    "content='Microsoft Word 15'><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->"
    "<style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=NO-BOK>"
)
GOOGLE = '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">{}</b>'
CASES = {
    "word's frame": (
        f"{WORD_HEAD}<!--StartFragment--><p class=MsoNormal>Tekst<o:p></o:p></p>"
        "<!--EndFragment--></body></html>",
        "Tekst",
    ),
    "word without its comments": (f"{WORD_HEAD}<p class=MsoNormal>Tekst</p></body>", "Tekst"),
    "empty paragraphs": ("<p>a</p><p><o:p>&nbsp;</o:p></p><p> </p><p>b</p>", "a\n\nb"),
    "title and headings": (
        "<p class=MsoTitle>Rapport</p><h2>Om</h2><h3><b>Mer</b></h3><p>x</p>",
        "## Rapport\n\n### Om\n\n#### Mer\n\nx",
    ),
    "headings begin at two": ("<h3>a</h3><h4>b</h4>", "## a\n\n### b"),
    "bullets": (word_item(1, "·", "en") + word_item(1, "·", "to"), "- en\n- to"),
    "levels": (
        word_item(1, "·", "en") + word_item(2, "o", "to") + word_item(3, "§", "tre")
        + word_item(1, "·", "fire"),
        "- en\n    - to\n        - tre\n- fire",
    ),
    "numbers": (word_item(1, "1.", "en") + word_item(1, "2.", "to"), "1. en\n2. to"),
    "numbers from three": (word_item(1, "3.", "en") + word_item(1, "4.", "to"), "3. en\n4. to"),
    "letters under numbers": (
        word_item(1, "1.", "en") + word_item(2, "a)", "to") + word_item(1, "2.", "tre"),
        "1. en\n    - a) to\n2. tre",
    ),
    "signs as text": (
        "<p class=MsoListParagraph>·<span>&nbsp;&nbsp; </span>en</p>"
        "<p class=MsoListParagraph>1.&nbsp; to</p>",
        "- en\n\n1. to",
    ),
    "a bullet in any paragraph": ("<p>• en</p><p>• to</p>", "- en\n- to"),
    "bold as a style": (
        "<p>a <span style='font-weight:bold'>b</span><span style='font-weight:700'> c</span>.</p>",
        "a **b c**.",
    ),
    "bold that is not for latin script": (
        "<p>a <b style='mso-bidi-font-weight:normal'>b</b></p>", "a **b**",
    ),
    "italic, raised and lowered": (
        "<p><i>a</i> m<sup>2</sup> CO<span style='vertical-align:sub'>2</span></p>",
        "*a* m<sup>2</sup> CO<sub>2</sub>",
    ),
    "bold and italic": ("<p><b><i>a</i> b</b></p>", "***a* b**"),
    "smart tags": ("<p>I <st1:place w:st='on'>Moss</st1:place>.</p>", "I Moss."),
    "hard spaces and soft hyphens": ("<p>a&nbsp;b c&shy;d</p>", "a b cd"),
    "hidden": ("<p>a<span style='display:none'>b</span><span style='mso-hide:all'>c</span></p>",
        "a"),
    "google's wrapper": (
        GOOGLE.format(
            '<p dir="ltr"><span style="font-weight:400;">a </span>'
            '<span style="font-weight:700;">b</span></p><br><p dir="ltr">c</p>'
        ),
        "a **b**\n\nc",
    ),
    "google's lists": (
        GOOGLE.format(
            '<ul><li dir="ltr" aria-level="1"><p>en</p></li><ul><li aria-level="2"><p>to</p></li>'
            '</ul><li><p>tre</p></li></ul><ol start="4"><li>fire</li></ol>'
        ),
        "- en\n    - to\n- tre\n\n4. fire",
    ),
    "two paragraphs in an item": ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>",
        "- a\n\n    b\n\n- c"),
    "a table": (
        "<table><tr><th>a</th><th>b|c</th></tr><tr><td><p>1</p><p>2</p></td><td></td></tr></table>",
        "| a | b\\|c |\n| --- | --- |\n| 1<br>2 |  |",
    ),
    "a table with wide and tall cells": (
        "<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td rowspan=2>c</td><td>d</td>"
        "<td>e</td></tr><tr><td>f</td><td>g</td></tr></table>",
        "| a |  | b |\n| --- | --- | --- |\n| c | d | e |\n|  | f | g |",
    ),
    "a table in a table": (
        "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>",
        "| a<br>b<br>c | d |\n| --- | --- |",
    ),
    "a frame of one cell": ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
    "links": (
        "<p><a href='https://example.org/a_(b)?c=1&amp;d=2'>her</a> <a href='#_ftn1'>[1]</a> "
        "<a href='mailto:post@example.org'>post</a></p>",
        "[her](https://example.org/a_%28b%29?c=1&d=2) \\[1\\] [post](mailto:post@example.org)",
    ),
    "images": ("<p>a<img src='file:///C:/x.png' alt='b'></p>", "a"),
    "lines": ("<div>a<br>b<br><br>c</div>", "a  \nb\n\nc"),
    "preformatted": ("<pre>a\nb</pre>", "a  \nb"),
    "a quotation": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "nothing": ("<p></p>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_from_html(html: str, expected: str) -> None:
    assert convert_html(html) == expected


RUNNING = [
    "* ikke en liste", "- heller ikke", "+ nei", "1. januar", "12. mai", "# ikke", "#ikke", "## x",
    "> større", "a < b > c", "a & b &amp; c &lt;", "[x](https://example.org)", "[[moss/plan]]",
    "[x]: https://example.org", "*[ABC]: x", "a_b_c og _d_", "**x**", "`x`", "a\\b \\* \\\\",
    "| a |", "---", "===", ": x", "![x](y)", "~~x~~", "<script>alert(1)</script>", "&copy; og",
    "&#65; og",
    "https://example.org/a_b", "<https://example.org>", "1) x", "1986\\. ok", "a * b * c", "***",
    "- - -", "* * *", "x #", "##", "1.", "-", "2. 3. 4.", "*", "a@b.example",
]  # fmt: skip
PLACES = {
    "a paragraph": "<p>{}</p>",
    "a second line": "<p>a<br>{}</p>",
    "two lines": "<p>{0}<br>{0}</p>",
    "an item": "<ul><li>{}</li></ul>",
    "a heading": "<h2>a {}</h2>",
    "a cell": "<table><tr><td>a</td><td>{}</td></tr></table>",
    "bold": "<p>a <b>{}</b> b</p>",
    "beside bold": "<p><b>a</b>{}</p>",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_running_text_is_read_as_it_was(place: str) -> None:
    def look(text: str) -> None:
        given = place.format(text.replace("&", "&amp;").replace("<", "&lt;"))
        shown = render(convert_html(given))
        assert _words(extract_plain_text(shown)) == _words(extract_plain_text(given))
        assert "href" not in shown.replace("mailto", "href") or "://" in text
        assert "data-ref" not in shown

    check_each(look, RUNNING)


@pytest.mark.parametrize("text", [text for text in RUNNING if text[:2] not in ("- ", "* ")])
def test_plain_text_is_read_as_it_was(text: str) -> None:
    text = f"a\n\n{text}\n{text}\n\nb {text}"
    shown = extract_plain_text(render(convert_plain_text(text)))
    assert _words(shown) == _words(text)


def _words(text: str) -> str:
    return re.sub(r"[\s]+", " ", text).strip()


ATTACKS = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>a</p>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href=' java&#10;script:alert(1)'>a</a>",
    "<a href='https://x.example/\"onload=\"alert(1)'>a</a>",
    "<a href='https://x.example/)<script>alert(1)</script>'>a</a>",
    "<a href='data:text/html,x'>a</a>",
    "<svg><a xlink:href='javascript:alert(1)'>a</a></svg>",
    "<style>@import 'x'</style>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
    "<p>[x](&#106;avascript:alert(1))</p>",
    "<p>\\&lt;script&gt;alert(1)</p>",
    "<p>`&lt;script&gt;`</p>",
    "<!--StartFragment--><scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p>\x02klzzwxh:0000\x03<b>x</b></p>",
    "<math><mtext><script>alert(1)</script>",
]


@pytest.mark.parametrize("html", ATTACKS)
def test_nothing_that_acts_survives(html: str) -> None:
    for written in (convert_html(html), convert_plain_text(html)):
        tags = " ".join(re.findall("<[^>]*>", render(written))).lower()
        assert all(href.startswith("https://") for href in re.findall('href="([^"]*)"', tags))
        names = re.sub('"[^"]*"', "", tags)
        assert [never for never in NEVER if never in names] == []


PLAIN = {
    "bullets": ("• en\n• to\n• tre", "- en\n- to\n- tre"),
    "dashes": ("– en\n– to", "- en\n- to"),
    "word's o": ("•\ten\no\tto\n•\ttre", "- en\n    - to\n- tre"),
    "o alone": ("o en\no to", "- en\n- to"),
    "o as a word": ("o store verden", "o store verden"),
    "numbers in a row": ("1. en\n2. to", "1. en\n2. to"),
    "a number alone": ("1. januar kom", "1\\. januar kom"),
    "numbers not in a row": ("1. mai\n17. mai", "1\\. mai  \n17\\. mai"),
    "a list after a text": ("Slik:\n- en\n- to", "Slik:\n\n- en\n- to"),
    "a text after a list": ("- en\n- to\nSlik", "- en\n- to\n\nSlik"),
    "two kinds in turn": ("- a\n1. b\n2. c\n- d", "- a\n    1. b\n    2. c\n- d"),
    "an item over two lines": ("- en\n  til\n- to", "- en til\n- to"),
    "two lists": ("• a\n\n1. b\n2. c", "- a\n\n1. b\n2. c"),
    "controls": ("a\x00b\x07c\u200b\r\nd", "abc  \nd"),
    "lines that were wrapped": (
        "Kommunen spurte alle skolene om hva de hadde gjort i året\n"
        "som gikk, og fikk svar fra de fleste. Noen svarte ikke og\n"
        "fikk et nytt brev.",
        "Kommunen spurte alle skolene om hva de hadde gjort i året som gikk, og fikk svar fra de "
        "fleste. Noen svarte ikke og fikk et nytt brev.",
    ),
    "lines that were not": (
        "Kommunen\nPostboks 1\n0001 Eksempel",
        "Kommunen  \nPostboks 1  \n0001 Eksempel",
    ),
    "long lines are paragraphs": (f"{'ord ' * 40}\nKort.", f"{'ord ' * 40}".strip() + "\n\nKort."),
    "nothing": (" \n\t\n", ""),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN)
def test_from_plain(text: str, expected: str) -> None:
    assert convert_plain_text(text) == expected


@pytest.mark.parametrize("read", [convert_html, convert_plain_text])
def test_too_much_is_refused(read: object) -> None:
    assert callable(read)
    with pytest.raises(NotReadable, match="too_large"):
        read("a" * (MAX_PASTED + 1))
    assert read("a" * MAX_PASTED)


def test_a_full_million_of_words_markup_is_read() -> None:
    item = word_item(1, "·", "Ett <b>punkt</b> her")
    items = (MAX_PASTED - len(WORD_HEAD)) // len(item)
    assert convert_html(WORD_HEAD + item * items) == "\n".join(["- Ett **punkt** her"] * items)


HEAVY = [
    "<", "<a ", '<a x="', "<!--", "<b>", "<b><p>", "<ul><li>", "<table><tr><td>", "</i>", "&amp",
    "<p>a", "a<br>", "<li>a<p>b", "<td>a", "<table><tr><td>a", "<blockquote>a", "<script>", "a=b ",
    "<b>x</b><i>y</i>", "<p style='mso-list:", "- ", "* a\n", "1. a\n", "o \n", "a\n",
]  # fmt: skip


# Each takes a while: a third of them in the quick run.
@pytest.mark.parametrize("text", HEAVY if FULL else HEAVY[::3])
@pytest.mark.parametrize("read", [convert_html, convert_plain_text])
@pytest.mark.quick(cases=2)
def test_a_million_characters_of_anything_are_read_or_refused(read: object, text: str) -> None:
    assert callable(read)
    whole = text * (MAX_PASTED // len(text))
    try:
        found = read(whole)
    except NotReadable as problem:
        found = problem.code
    # Refused with a code, or as much text as the signs that came in could be.
    assert len(found) <= 12 * MAX_PASTED


def test_formatting_left_open_does_not_multiply() -> None:
    opened = "".join(f"<b id={number}><i id={number}>" for number in range(10_000))
    assert convert_html(opened + "<p>x" * 3_000) == "\n\n".join(["***x***"] * 3_000)


def test_any_order_of_tags_can_be_read() -> None:
    dice = random.Random(5)
    tags = "p b i ul ol li table tr td h2 a blockquote div span br pre sup".split()
    for _ in range(300 if FULL else 80):
        parts = [f"<{dice.choice(['', '/'])}{dice.choice(tags)}>x " for _ in range(60)]
        html = "".join(parts)
        shown = extract_plain_text(render(convert_html(html)))
        assert re.findall(r"[\\*`<]", shown) == []
        assert shown.count("x") == 60, html
