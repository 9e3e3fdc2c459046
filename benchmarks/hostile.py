"""Questions that no reader asks: over two hundred strings that are hard on a search.

The tests put each of them to the search page; the benchmark measures how long the worst takes.
"""

from __future__ import annotations

from collections.abc import Iterator

_SIGNS = "()[]{}\"*?~^:;!&|+-/\\<>=@#$%,.'`´§€£"
_OPERATORS = [
    "AND",
    "OR",
    "NOT",
    "ELLER",
    "NEAR",
    "TO",
    "-",
    "--",
    "- -",
    "OR OR",
    "-OR",
    "OR -",
    '"OR"',
]
_SQL = [
    "' OR '1'='1",
    "'; DROP TABLE entries; --",
    "1 UNION SELECT * FROM revisions",
    "%' AND 1=0 UNION SELECT content FROM revisions --",
    "skole\\'); DELETE FROM entry_texts; --",
    "Robert'); DROP TABLE students;--",
]
_REGEX = [
    "(a+)+$",
    ".*.*.*.*=",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "[[:alpha:]]*",
    "(?=a*)",
    "\\b\\w+\\b",
    "(x+x+)+y",
]
_MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "{{ config }}",
    "{% for x in y %}",
    "${7*7}",
    "%(title)s",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "[[koping/x]]",
]
_CONTROL = [
    "\x00",
    "a\x00b",
    "\x07",
    "\x1b[31m",
    "\r\n\r\n",
    "\t\t",
    "\x7f",
    "\x80\x9f",
    "\ufeff",
    "\ufffe",
    "\ufffd",
]
_BIDI = [
    "\u202eskole",
    "\u2066a\u2069",
    "\u200bsk\u200bole",
    "\u200fשלום",
    "سلام skole",
    "a\u0301\u0301\u0301" * 40,
]
_SCRIPTS = [
    "школа",
    "学校",
    "σχολείο",
    "โรงเรียน",
    "학교",
    "ﬁ",
    "Ⅷ",
    "ẞ",
    "ı",
    "İ",
    "ǆ",
    "𝒜𝓈",
    "🧭🏫",
    "👩‍👩‍👧‍👦",
    "１２３",
    "٣",
]
_NFD = ["fo\u0308rskola", "a\u030alesund", "sma\u030a", "ko\u0308ping", "A\u030a", "o\u0308" * 100]
_NUMBERS = [
    "0",
    "-1",
    "1e999",
    "NaN",
    "2016/278",
    "§§§",
    "§ 13-1",
    "9" * 200,
    "2016-13-45",
    "1/0",
    "0x7f",
]
_PATHS = [
    "../../etc/passwd",
    "C:\\con",
    "file:///etc/passwd",
    "http://localhost/",
    "//",
    "?q=x&q=y",
    "#",
]


def questions() -> Iterator[str]:
    """Every hostile question, each once, always the same."""
    yield from dict.fromkeys(_all())


def _all() -> Iterator[str]:
    yield ""
    yield " "
    for character in _SIGNS:
        yield character
        yield character * 50
        yield f"{character}skole{character}"
    yield from (
        "?*?*",
        "*",
        "**",
        "*a*",
        "a*",
        "ab*",
        "sko*",
        "sko**",
        "*skole",
        "s?ole",
        "skole~9",
    )
    yield from (*_OPERATORS, *_SQL, *_REGEX, *_MARKUP, *_CONTROL, *_BIDI, *_SCRIPTS, *_NFD)
    yield from (*_NUMBERS, *_PATHS)
    yield "(" * 2_000
    yield '"' * 2_001
    yield "-" * 2_000
    yield "a " * 10_000
    yield " ".join(f"ord{number}" for number in range(10_000))
    yield " ".join(f"-ord{number}" for number in range(50))
    yield " OR ".join(f"ord{number}" for number in range(50))
    yield " ".join(["sko*"] * 50)
    yield '"' + "i og på " * 40 + '"'
    yield "i og på av til som er det"
    yield "skole -skole"
    yield '-"skole" "skole" OR'
    yield "x" * 100_000
    yield "æøåäö" * 1_000
    yield "ungdoms" * 30 + "arbeid"
    yield "skole" + "\u0301" * 1_000
    yield "-" + "skole " * 100
    yield "skole\nOR\nbarnehage"
    yield "«skole» „barnehage“ ”förskola”"
