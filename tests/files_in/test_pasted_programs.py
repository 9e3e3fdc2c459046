"""What programs put on the clipboard reads in Markdown as it did there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from network.files_in.pasted import MAX_PASTED, convert_html, convert_plain_text
from network.text.markdown import extract_plain_text, render
from tests.conftest import FULL
from tests.files_in.markup_trees import Node, read_blocks
from tests.files_in.test_markdown_writing import DOCUMENTS
from tests.files_in.test_pasted import GOOGLE, WORD_HEAD, word_item

PICTURE = f"<img alt='x' src='data:image/png;base64,{'iVBORw0KGgo' * 120_000}'>"


def web_item(level: int, text: str, tag: str = "ul", start: int = 1, more: str = "") -> str:
    """An item as Word for the web writes it: a list of its own, with its level beside it."""
    return (
        f'<div class="ListContainerWrapper"><{tag} class="BulletListStyle1" role="list" '
        f'start="{start}"><li data-listid="1" aria-setsize="-1" data-aria-posinset="{start}" '
        f'data-aria-level="{level}" role="listitem" {more}><p class="Paragraph"><span '
        f'class="TextRun"><span class="NormalTextRun">{text}</span></span><span class="EOP">&nbsp;'
        f"</span></p></li></{tag}></div>"
    )


def sign(text: str) -> str:
    """The sign of a list as Word writes it out, in a font of letters."""
    return f"<span style='mso-list:Ignore'>{text}<span style='font:7.0pt'>&nbsp; </span></span>"


def item(level: int, shown: str, text: str, kind: str = "MsoListParagraph") -> str:
    return f"<p class={kind} style='mso-list:l0 level{level} lfo1'>{sign(shown)}{text}</p>"


WORD = {
    "sections of a law": (item(1, "§ 34", "a") + item(1, "§ 35", "b"), "§ 34 a\n\n§ 35 b"),
    "cases": (item(1, "Sak 12/26", "Budsjett"), "Sak 12/26 Budsjett"),
    "numbers of two parts": (
        item(1, "1.", "a") + item(2, "1.1", "b") + item(2, "1.2.", "c") + item(1, "2.", "d"),
        "1. a\n    - 1.1 b\n    - 1.2. c\n2. d"),
    "letters and Roman numbers": (
        item(1, "a)", "a") + item(1, "b)", "b") + item(2, "(iv)", "c") + item(1, "C.", "d"),
        "- a) a\n- b) b\n    - (iv) c\n- C. d"),
    "an old section sign": (item(1, "1 §", "a") + item(1, "2 §", "b"), "1 § a\n\n2 § b"),
    "a heading with its number": (
        f"<h1 style='mso-list:l0 level1 lfo1'>{sign('1.2')}Omfang</h1><p>x</p>",
        "## 1.2 Omfang\n\nx"),
    "bullets of a symbol font": (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='font-family:"
        "Wingdings'><span style='mso-list:Ignore'>§<span> </span></span></span>a</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='font-family:"
        "Wingdings'><span style='mso-list:Ignore'>q<span> </span></span></span>b</p>",
        "- a\n\n<!-- -->\n\n- ☐ b"),
    "going on after a paragraph": (
        item(1, "1.", "a") + "<p class=MsoNormal>x</p>" + item(1, "2.", "b"), "1. a\n\nx\n\n2. b"),
    "an item that goes on": (
        item(1, "1.", "a") + "<p class=MsoListParagraphCxSpMiddle>mer</p>" + item(1, "2.", "b"),
        "1. a\n\n    mer\n\n2. b"),
    "tracked changes": (
        f"{WORD_HEAD}<p>Det <del cite='mailto:Kari' datetime='2026-01-01T10:00'>SLETTET</del>"
        "<ins cite='mailto:Kari'>satt inn</ins>.</p>", "Det satt inn."),
    "deleted and inserted without names": ("<p><del>ut</del><ins>inn</ins></p>", "inn"),
    "struck out": ("<p><s>200 000</s> 350 000 <strike>x</strike></p>",
        "~~200 000~~ 350 000 ~~x~~"),
    "a quotation": ("<p class=MsoQuote>a</p><p class=MsoIntenseQuote>b</p><p>c</p>",
        "> a\n>\n> b\n\nc"),
    "a table of contents": ("<p class=MsoToc1>1 Bakgrunn 2</p><p>a</p>", "a"),
    "an outline level": ("<p style='mso-outline-level:2'>a</p><p>b</p>", "## a\n\nb"),
    "notes": (
        "<p>Slik<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a>."
        "</p><div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1>"
        "<p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'>[1]</a> Se loven.</p></div>"
        "</div>", "Slik[^1].\n\n[^1]: Se loven."),
    "symbols": ("<p>a <span style='font-family:Wingdings'>à</span> b</p>", "a → b"),
}  # fmt: skip
OTHERS = {
    "Word for the web, levels": (
        web_item(1, "en") + web_item(2, "to") + web_item(3, "tre") + web_item(1, "fire"),
        "- en\n    - to\n        - tre\n- fire"),
    "Word for the web, numbers": (
        web_item(1, "en", "ol") + web_item(2, "a", "ol") + web_item(2, "b", "ol", 2)
        + web_item(1, "to", "ol", 2),
        "1. en\n    1. a\n    2. b\n2. to"),
    "Word for the web, letters": (
        web_item(1, "en", "ol", 1, 'data-leveltext="%1)" style="list-style-type: lower-alpha"')
        + web_item(1, "to", "ol", 2, 'data-leveltext="%1)" style="list-style-type: lower-alpha"'),
        "- a) en\n- b) to"),
    "Word for the web, headings": (
        '<div class="OutlineElement"><p class="Paragraph" role="heading" aria-level="1">Om</p>'
        '</div><div><p role="heading" aria-level="2">Mer</p></div><p>x</p>',
        "## Om\n\n### Mer\n\nx"),
    "Outlook": (
        '<div class="elementToProof">Hei,</div><div class="elementToProof"><br></div>'
        '<ul><li role="presentation"><div>en</div></li><li role="presentation"><div>to</div></li>'
        "</ul>", "Hei,\n\n- en\n- to"),
    "Outlook from Word": (
        f"{WORD_HEAD}<p class=MsoNormal>Hei,<o:p></o:p></p>{word_item(1, '·', 'en')}"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p></body>", "Hei,\n\n- en"),
    "Teams": (
        '<div><div>Kan vi møtes <img itemtype="http://schema.skype.com/Emoji" alt="😀" src="x">?'
        "</div></div><ol><li>en</li><li>to</li></ol>", "Kan vi møtes 😀?\n\n1. en\n2. to"),
    "Google Docs, struck out": (
        GOOGLE.format('<p><span style="text-decoration:line-through">a</span><span style='
            '"text-decoration:none"> b</span></p>'), "~~a~~ b"),
    "Google Docs, a list to tick": (
        GOOGLE.format('<ul><li role="checkbox" aria-checked="true" aria-level="1"><p>en</p></li>'
            '<li role="checkbox" aria-checked="false" aria-level="1"><p>to</p></li></ul>'),
        "- ☒ en\n- ☐ to"),
    "Google Docs, letters below numbers": (
        GOOGLE.format('<ol><li style="list-style-type:decimal" aria-level="1">en</li><ol><li '
            'style="list-style-type:lower-alpha" aria-level="2">a</li><li style="list-style-type:'
            'lower-alpha" aria-level="2">b</li></ol><li aria-level="1">to</li></ol>'),
        "1. en\n    - a. a\n    - b. b\n2. to"),
    "LibreOffice": (
        '<h2 class="western">Om</h2><ol start="3"><li><p>en</p><ul><li><p>a</p></li></ul></li>'
        "<li><p><strike>to</strike></p></li></ol>", "## Om\n\n3. en\n    - a\n4. ~~to~~"),
    "LibreOffice, deleted": ('<p>a <del cite="x" datetime="2026">b</del>c</p>', "a c"),
    "LibreOffice, letters": ('<ol type="a"><li>en</li><li>to</li></ol>', "- a. en\n- b. to"),
    "a PDF reader": ("<p>Møtet i kommu-<br>nestyret om barne-<br>og ungdomsvernet i Sør-<br>"
        "Trøndelag</p>", "Møtet i kommunestyret om barne-  \nog ungdomsvernet i Sør-Trøndelag"),
    "a web page": (
        "<nav><ul><li><a href='https://example.org/'>Hjem</a></li></ul></nav><h1>Plan</h1>"
        "<p>Se <em>her</em>.</p><input type=checkbox checked>Ja<br><input type=checkbox>Nei",
        "- [Hjem](https://example.org/)\n\n## Plan\n\nSe *her*.\n\n☒ Ja  \n☐ Nei"),
    "a picture of a million letters": (f"<p>a</p>{PICTURE}<p>b</p>", "a\n\nb"),
    "a picture that was cut off": (f"<p>a</p>{PICTURE[:900_000]}", "a"),
    "a picture as a background": (
        f"<p style=\"background:url(data:image/png;base64,{'A' * 1_100_000})\">a</p>", "a"),
    "an attribute that never ends": ('<p>a</p><img alt="5 x 7><p>b</p>', "a\n\nb"),
    "two lists of different sort in an item": (
        "<ul><li>a<ul><li>b</li></ul><ol><li>c</li><li>d</li></ol></li><li>e</li></ul>",
        "- a\n\n    - b\n\n    1. c\n    2. d\n\n- e"),
    "items of several paragraphs": (
        "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>", "1. a\n\n    b\n\n2. c"),
    "a paragraph after an inner list": (
        "<ol><li>a<ul><li>b</li></ul><p>c</p></li><li>d</li></ol>",
        "1. a\n\n    - b\n\n    c\n\n2. d"),
    "two numbered lists": ("<ol><li>a</li></ol><ol><li>b</li></ol>", "1. a\n\n<!-- -->\n\n1. b"),
    "a number of its own": ("<ol><li>a</li><li value=7>b</li></ol>", "1. a\n\n<!-- -->\n\n7. b"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), (WORD | OTHERS).values(), ids=[*WORD, *OTHERS])
def test_a_paste_reads_as_it_did(html: str, expected: str) -> None:
    assert convert_html(html) == expected


def test_there_are_enough_of_them() -> None:
    assert len(WORD) + len(OTHERS) >= 40


def test_a_picture_costs_nothing_but_itself() -> None:
    text = "<p>ord</p>" * 30_000
    assert len(text) + len(PICTURE) > MAX_PASTED
    assert convert_html(text + PICTURE) == "\n\n".join(["ord"] * 30_000)


PARTED = {
    "a word": ("Møtet i kommu-\nnestyret.", "Møtet i kommunestyret."),
    "a soft hyphen": ("Møtet i kommu\u00ad\nnestyret.", "Møtet i kommunestyret."),
    "a hyphen that stays": ("barne-\nog ungdom", "barne-  \nog ungdom"),
    "a name": ("Sør-\nTrøndelag", "Sør-Trøndelag"),
    "one letter": ("Send e-\npost.", "Send e-post."),
    "a column": (
        "Kommunen spurte alle sko-\nlene om hva de hadde gjort\ni året som gikk.",
        "Kommunen spurte alle skolene om hva de hadde gjort i året som gikk.",
    ),
    "a number": ("2015-\n2016", "2015-  \n2016"),
}


@pytest.mark.parametrize(("text", "expected"), PARTED.values(), ids=PARTED)
def test_words_parted_at_the_end_of_a_line_are_joined(text: str, expected: str) -> None:
    assert convert_plain_text(text) == expected


@given(DOCUMENTS)
@settings(max_examples=300 if FULL else 12, deadline=None)
def test_what_was_pasted_is_what_is_read(html: str) -> None:
    written = convert_html(html)
    shown = extract_plain_text(render(written))
    # Tables stand between the items that they stood in, so that what is in one is asked for alone.
    if "<table>" not in html and "<blockquote>" not in html:
        lowered = re.sub(r"(</?h)([2-4])", lambda tag: tag[1] + str(int(tag[2]) + 1), html)
        assert read_blocks(render(written)) == _join_lists(read_blocks(lowered)), written
    assert _letters(shown) == _letters(extract_plain_text(html)), written


def _join_lists(blocks: list[Node]) -> list[Node]:
    """The blocks, with lists as one that go on in each other: some programs write each item so."""
    joined: list[Node] = []
    for kind, content in blocks:
        if kind in ("ul", "ol"):
            start, items = content
            content = (start, [_join_lists(item) for item in items])
            last, before = joined[-1] if joined else ("", (None, []))
            if kind == last and (kind == "ul" or start == before[0] + len(before[1])):
                before[1].extend(content[1])
                continue
        joined.append((kind, content))
    return joined


def _letters(text: str) -> list[str]:
    return sorted(re.sub(r"[\s•]|^- ", "", text))
