"""What is written as Markdown is what our own renderer reads."""

from __future__ import annotations

import re
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from network.files_in.markdown_writing import convert_to_markdown
from network.text.markdown import render
from tests.conftest import FULL
from tests.files_in.markup_trees import read_blocks

_WORDS = st.lists(
    st.sampled_from(
        "en to tre kommunen 1. 12. - * # > + a) (i) § 3-1 1.2 ~~ _ a_b ** | [x] &amp; < = : -- "
        "2015~ \\ ` --- === !".split()
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@st.composite
def _inline(draw: st.DrawFn, breaks: bool = True) -> str:
    """Text in one to three looks, with or without a space between."""
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        text = escape(draw(_WORDS), quote=False)
        for tag in draw(st.sets(st.sampled_from(["strong", "em", "del"]), max_size=2)):
            text = f"<{tag}>{text}</{tag}>"
        if draw(st.integers(0, 7)) == 0:
            text = f'<a href="https://example.org/a">{text}</a>'
        pieces.append(text)
        pieces.append(draw(st.sampled_from(["", " ", "<br>" if breaks else " "])))
    return "".join(pieces)


_PARAGRAPH = _inline().map(lambda text: f"<p>{text}</p>")


@st.composite
def _list(draw: st.DrawFn, depth: int) -> str:
    items = []
    for _ in range(draw(st.integers(1, 3))):
        blocks = [draw(st.one_of(_inline(), _PARAGRAPH))]
        count = draw(st.integers(0, 2)) if depth < 4 else 0
        kinds = [_PARAGRAPH, _list(depth + 1), _list(depth + 1), _quote(), _table()]
        blocks += [draw(draw(st.sampled_from(kinds))) for _ in range(count)]
        items.append(f"<li>{''.join(blocks)}</li>")
    start = draw(st.sampled_from(["", "", ' start="4"']))
    return draw(
        st.sampled_from([f"<ul>{''.join(items)}</ul>", f"<ol{start}>{''.join(items)}</ol>"])
    )


def _quote() -> st.SearchStrategy[str]:
    inner = st.one_of(_PARAGRAPH, _PARAGRAPH, _list(3))
    return st.lists(inner, min_size=1, max_size=2).map(
        lambda blocks: f"<blockquote>{''.join(blocks)}</blockquote>"
    )


@st.composite
def _table(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 3))
    rows = []
    for number in range(draw(st.integers(2, 3))):
        tag = "td" if number else "th"
        cells = [f"<{tag}>{draw(_inline())}</{tag}>" for _ in range(width)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


_HEADING = st.builds(
    lambda level, text: f"<h{level}>{text}</h{level}>", st.integers(2, 4), _inline(breaks=False)
)
DOCUMENTS = st.lists(
    st.one_of(_PARAGRAPH, _PARAGRAPH, _HEADING, _list(1), _list(1), _quote(), _table()),
    min_size=1,
    max_size=5,
).map(lambda blocks: "<h2>Først</h2>" + "".join(blocks))


@given(DOCUMENTS)
@settings(max_examples=500 if FULL else 50, deadline=None)
def test_what_is_written_is_what_is_read(html: str) -> None:
    written = convert_to_markdown(html)
    # The page's title is the only heading of level 1: each of a text is one lower.
    lowered = re.sub(r"(</?h)([2-4])", lambda tag: tag[1] + str(int(tag[2]) + 1), html)
    assert read_blocks(render(written)) == read_blocks(lowered), written
