"""The grammar of queries: what is read from what was typed, and that nothing is a fault."""

import pytest

from network.search.index import SearchIndex
from network.search.parsing import LONGEST, MOST_WORDS, QueryPhrase, QueryWord, parse
from network.search.query import Query
from tests.search.conftest import Publish


def read(text: str) -> list[list[str]]:
    return [
        [" ".join(part.words) if isinstance(part, QueryPhrase) else part.form for part in wordings]
        for wordings in parse(text).wanted
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("skole barn", [["skole"], ["barn"]]),
        ('"psykisk helse" barn', [["psykisk helse"], ["barn"]]),
        ("«psykisk helse»", [["psykisk helse"]]),
        ("”psykisk hälsa”", [["psykisk hälsa"]]),
        ('"uten slutt', [["uten slutt"]]),
        ('"alene"', [["alene"]]),
        ("vann OR avløp OR VA", [["vann", "avløp", "va"]]),
        ("OR vann OR", [["vann"]]),
        ("vann eller avløp", [["vann"], ["eller"], ["avløp"]]),
        ("Dnr KS 2016/278", [["dnr"], ["ks"], ["2016/278"]]),
        ("(skole) [barn] {ungdom}", [["skole"], ["barn"], ["ungdom"]]),
        ("SLT-koordinator", [["sltkoordinator"]]),
        ("barn - skole", [["barn"], ["skole"]]),
    ],
)
def test_wanted(text: str, wanted: list[list[str]]) -> None:
    assert read(text) == wanted


def test_unwanted() -> None:
    query = parse('barn -skole -"psykisk helse" \u2212rus e-post')
    assert [type(part) for part in query.unwanted] == [QueryWord, QueryPhrase, QueryWord]
    assert read("barn -skole e-post") == [["barn"], ["epost"]]


def test_prefix_from_three_letters() -> None:
    ((word,),) = parse("ung*").wanted
    assert isinstance(word, QueryWord)
    assert word.prefix
    assert parse("un*").notes == ("prefix too short",)
    assert parse("*").wanted == ()
    assert parse("*").unwanted == ()


def test_what_is_cut_off_is_told() -> None:
    assert parse("a" * (LONGEST + 1)).notes == ("shortened",)
    assert parse("å" * LONGEST).notes == ()
    many = parse(" ".join("ab" for _ in range(MOST_WORDS + 5)))
    assert (len(many.wanted), many.notes) == (MOST_WORDS, ("words left out",))


HOSTILE = [
    "",
    " ",
    "\x00",
    "\x00skole\x00",
    "🙂",
    "👨‍👩‍👧‍👦 skole",
    "a\u030a" * 90,
    "fo\u0308rskola",
    "x" * 100_000,
    "ord " * 10_000,
    "(" * 2_000,
    "()" * 1_000,
    ")(",
    '"' * 500,
    '""',
    '"" ""',
    '"-"',
    '-"',
    "-",
    "--",
    "---skole",
    "- - -",
    "OR",
    "OR OR OR",
    "-OR",
    "NOT AND OR",
    "OR -skole",
    "*",
    "***",
    "?*?*",
    "*skole",
    "sko*le*",
    "skole**",
    "abc*" * 40,
    "~9",
    "skole~2^9",
    "title:skole",
    "term:[a TO z]",
    "{skole TO",
    "skole AND (barn OR",
    "/.*/",
    "(a+)+$",
    "[[[[",
    "\\",
    "\\u0000",
    "%00%0a",
    "'; DROP TABLE entries; --",
    "1' OR '1'='1",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "../../etc/passwd",
    "\u202eskole\u202c",
    "\u200b\u200c\u200d",
    "\ufeff",
    "\ud800",
    "ﬁ ﬂ Ǆ ß İ ı",
    "школа 学校 مدرسة",
    "٣٤٥ १२३",
    "\t\n\r\x0b\x0c",
    "2016/278/2016/278",
    "99999999999999999999/99999999999999999999",
    "§" * 100,
    "§ § §",
    "1.2.3.4.5.6.7",
    "70 000 000 000 000",
    "0/0 0:0",
    "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r",
    "e\u0301\u0301\u0301\u0301" * 50,
    '"a b c d e f g h i j k l m n o p q r s t"',
    "«»„“”",
    "\t-\tskole",
    "kommun\tk",
]


@pytest.mark.parametrize("exact", [False, True])
def test_no_query_is_an_error(publish: Publish, index: SearchIndex, exact: bool) -> None:
    publish("Skole og barn")
    assert len(HOSTILE) >= 60
    for text in HOSTILE:
        for typed in (text, f'skole {text[:50]} -"{text[:50]}" {text[:20]}*'):
            result = index.find(
                Query(
                    typed,
                    exact=exact,
                    without={text[:50]},
                    filters={"kind": {text[:50]}},
                    page=-1,
                    limit=10_000,
                )
            )
            assert result.state == "ready"
