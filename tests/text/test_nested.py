"""A piece of one page within another: headings deeper, ids apart, everything else as it was."""

from __future__ import annotations

import pytest

from network.text.nested_html import nest_html


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<h1>a</h1><h2>b</h2>", "<h3>a</h3><h4>b</h4>"),
        ("<h5>a</h5><h6>b</h6>", "<h6>a</h6><h6>b</h6>"),
        ('<li id="s1">', '<li id="p.s1">'),
        ('<a href="#s1" title="x">', '<a href="#p.s1" title="x">'),
        ('<a href="/nb/x/y#s1">', '<a href="/nb/x/y#s1">'),
        ('<a href="https://example.org/#s1">', '<a href="https://example.org/#s1">'),
        ('<a href="#">', '<a href="#">'),
        ('<section aria-labelledby="a b">', '<section aria-labelledby="p.a p.b">'),
        ('<section aria-label="a b">', '<section aria-label="a b">'),
        # What stands in a quotation is no tag and no attribute.
        ('<a title="<h2 id=x>" id="y">', '<a title="<h2 id=x>" id="p.y">'),
        ('<p title=" id=&quot;x&quot;">id="x" &lt;h2&gt;</p>',) * 2,
        ('<td data-id="x">', '<td data-id="x">'),
        ("<br><hr>", "<br><hr>"),
    ],
)
def test_only_headings_ids_and_what_names_them_change(html: str, found: str) -> None:
    assert nest_html(html, "p.", 2) == found


def test_a_long_piece_takes_no_longer_than_its_length() -> None:
    for text in ("<" * 200_000, '<a "' * 50_000, "<a b=c " * 50_000):
        assert nest_html(text, "p.", 1) == text
