"""Numbers that stay with what they count: no line of a page ends between the two.

Texts, counts, money and dates come from many places, so it is done once, in the words of a whole
page. What is copied from a source or typed into a form is left as it is.
"""

from __future__ import annotations

import re

from flask import Flask, Response

# What is left as it is, and what ends it. An option without a value hands in its words.
_LEFT = ("script", "style", "textarea", "option", "pre", "code")
_AS_IT_IS = re.compile(rf"<({'|'.join(_LEFT)})\b[^<>]*>", re.IGNORECASE)
_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in _LEFT}
# What stands between words.
_TAG = re.compile(r"(<[^<>]*>)")
# Words with a number in them, behind the end of a tag; most words have none.
_NUMBERED = re.compile(r">[^<>\d]*+\d[^<>]*+")
# 27 tiltak, 1,5 millioner, 21. november, 40 %; no year, no sentence that a number ends, and no
# small word after it.
_COUNTED = re.compile(
    r"(?<![\w.,/–-])(?!(?:1[5-9]|20)\d\d\b(?![.,\u00a0]\d))(\d[\d\u00a0\u202f.,]*\d|\d)"
    r"(?: (?!(?:og|och|i|på|til|till|av|for|för|men|som|eller|er|är|var)\b)(?=[^\W\d_]|%)"
    r"|\. (?=[a-zåäöæø]))"
)
# 215 000, 22 00 00 00.
_GROUPS = re.compile(r"(?<=\d) (?=\d{2,3}(?!\d))")
# kl. 18, § 5, ca. 2016, kr 500.
_BEFORE = re.compile(r"\b(kl\.?|kap\.?|nr\.?|ca\.?|kr|s\.) (?=\d)|(§§?) (?=\d)", re.IGNORECASE)
# Months in the languages of the pages, and as they are shortened.
_MONTH = (
    r"(?:jan(?:uar[iy]?)?|feb(?:r(?:uar[iy]?)?)?|mars|mar(?:ch)?\b|apr(?:il)?|ma[ijy]|jun[ie]?|jul[iy]?"
    r"|aug(?:ust(?:i)?)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?)\.?"
)
# september 2025, nov. 2026; the day before has its tie already.
_YEAR = re.compile(rf"\b({_MONTH}) (?=(?:1[5-9]|20)\d\d\b)", re.IGNORECASE)
# November 30, 2026.
_DAY_AFTER = re.compile(rf"\b({_MONTH}) (?=\d\d?, \d{{4}}\b)", re.IGNORECASE)
_YEAR_AFTER = re.compile(rf"({_MONTH}\u00a0\d\d?,) (?=\d{{4}}\b)", re.IGNORECASE)
# kap. 5 § 35, 5 kap. 35 §.
_SECTION = re.compile(r"(?<=\d) (?=§)")
# What stands in all of these that end before a number, and before a year.
_BEFORE_NUMBER, _BEFORE_YEAR = re.compile(r" \d"), re.compile(r" \d{4}\b")
# The count after a name, in an element of its own.
_COUNT = '<span class="count"'


def tie_numbers(html: str) -> str:
    """The same page with no-break spaces between numbers and their nouns, within thousands, and
    before counts. Linear; some milliseconds for 100,000 letters."""
    tied: list[str] = []
    at = 0
    while kept := _AS_IT_IS.search(html, at):
        tied.append(_tie_pieces(html[at : kept.start()]))
        end = _find_end(html, kept)
        tied.append(html[kept.start() : end])
        at = end
    tied.append(_tie_pieces(html[at:]))
    return "".join(tied)


def _find_end(html: str, kept: re.Match[str]) -> int:
    """Where an element ends that is left as it is; with the page, where it has no end."""
    end = _ENDS[kept[1].lower()].search(html, kept.end())
    return end.start() if end else len(html)


def _tie_pieces(html: str) -> str:
    before, *tags = html.split("<")
    if not before and all(">" in tag for tag in tags):
        return _tie_counts(_NUMBERED.sub(lambda words: _tie(words[0]), html))
    # Before the first tag, and where a sign stands alone, there are words as well.
    pieces = _TAG.split(html)
    # Words and tags in turn.
    for place in range(0, len(pieces), 2):
        pieces[place] = _tie(pieces[place])
    return _tie_counts("".join(pieces))


def _tie_counts(html: str) -> str:
    if _COUNT not in html:
        return html
    *before, last = html.split(_COUNT)
    tied = []
    for name in before:
        bare = name.rstrip()
        tied.append(name if bare == name else f"{bare}\u00a0")
    return _COUNT.join((*tied, last))


def _tie(text: str) -> str:
    # What is tied stands apart.
    if " " not in text:
        return text
    if _BEFORE_NUMBER.search(text):
        text = _GROUPS.sub("\u00a0", text)
        if _BEFORE_YEAR.search(text):
            for date in (_YEAR, _DAY_AFTER, _YEAR_AFTER):
                text = date.sub("\\1\u00a0", text)
        text = _BEFORE.sub(lambda sign: f"{sign[0][:-1]}\u00a0", text)
    text = _COUNTED.sub(lambda number: f"{number[0][:-1]}\u00a0", text)
    return _SECTION.sub("\u00a0", text)


def init_number_ties(app: Flask) -> None:
    """Tie the numbers of every page that is sent whole."""

    @app.after_request
    def tie_page(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.is_streamed:
            response.set_data(tie_numbers(response.get_data(as_text=True)))
        return response
