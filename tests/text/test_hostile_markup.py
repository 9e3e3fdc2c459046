"""Whatever is written as Markdown comes out as text and links, and comes out in the end."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from pydantic import TypeAdapter, ValidationError

from network.kinds.words import Prose
from network.text.markdown import extract_plain_text, render
from network.text.references import Reference, ResolvedReference, fill
from tests.check_each import check_each
from tests.conftest import FULL
from tests.hostile_markup import ATTACKS, SLOW

# What a page may hold where a text stands, said once more: a tag let in by mistake is found here.
ALLOWED: dict[str, set[str]] = {
    tag: {"lang", "title"}
    for tag in (
        "blockquote br code dd del dl dt em h2 h3 h4 h5 h6 hr li p pre strong sub sup table tbody "
        "thead tr ul"
    ).split()
} | {
    "a": {"href", "data-ref", "lang", "title"},
    "abbr": {"lang", "title"},
    "div": {"class", "tabindex"},
    "li": {"id", "lang", "title"},
    "ol": {"lang", "start", "title"},
    "sup": {"id", "lang", "title"},
    "td": {"align", "lang", "title"},
    "th": {"align", "lang", "scope", "title"},
    "ul": {"class", "lang", "title"},
}
# What fill() puts in beside.
FILLED = ALLOWED | {"span": {"class"}}
SCHEMES = {"http", "https", "mailto", "tel"}
VOID = {"br", "hr"}
BASE = "https://grannar.example/nb/koping/x"


class Seen(HTMLParser):
    """Every tag that stands in HTML, and what else stands there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.others: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.others.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def as_browsers_read(address: str) -> str:
    """An address without what a browser leaves out of it before it looks for the scheme."""
    return re.sub(r"[\t\n\r]", "", address).lstrip("".join(map(chr, range(33))))


# The ids that notes have.
NOTE_IDS = "note(ref)?-[0-9a-f]{8}-[0-9]+(-[0-9]+)?"


def assert_harmless(html: str, allowed: dict[str, set[str]], ids: str = NOTE_IDS) -> None:
    """Only tags and attributes of ``allowed``, all closed; links only where a link may lead."""
    seen = Seen(html)
    assert seen.others == []
    assert seen.open == []
    for tag, attributes in seen.tags:
        assert tag in allowed, html
        names = [name for name, _ in attributes]
        assert set(names) <= allowed[tag], html
        assert len(names) == len(set(names)), html
        given = {name: value or "" for name, value in attributes}
        if tag == "div":
            assert given == {"class": "table", "tabindex": "0"}
        if tag == "ul":
            assert given.get("class", "signed") == "signed"
        assert re.fullmatch(f"|{ids}", given.get("id", "")), html
        if "href" in given:
            leads = as_browsers_read(given["href"])
            assert urlsplit(urljoin(BASE, leads)).scheme in SCHEMES, html
            begins = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", leads)
            assert begins is None or begins[0][:-1].lower() in SCHEMES, html


def test_an_attack_comes_out_as_text_and_links() -> None:
    def look(text: str) -> None:
        html = render(text)
        assert_harmless(html, ALLOWED)
        assert render(text) == html

    check_each(look, ATTACKS)


def test_an_attack_around_references_stays_one() -> None:
    def became(target: Reference) -> ResolvedReference:
        return ResolvedReference("/nb/koping/x", "<script>window.hacked=1</script>", "sv")

    def look(text: str) -> None:
        html = render(f"[[koping/x]] {text}\n\n[[oslo]]")
        for resolve in (
            became,
            lambda _: ResolvedReference(None, "", "", "dead"),
            lambda _: ResolvedReference("/", "", "nb"),
        ):
            assert_harmless(fill(html, resolve, "<b onclick=window.hacked=1>"), FILLED)

    check_each(look, ATTACKS)


def test_the_words_before_and_after_an_attack_are_kept() -> None:
    def look(text: str) -> None:
        # What is not closed may take what follows with it, never what came before.
        assert "Innledning" in extract_plain_text(render(f"Innledning.\n\n{text}"))

    check_each(look, ATTACKS)


def test_there_are_enough_of_either() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 150
    assert len(set(SLOW)) == len(SLOW) >= 20


# Each takes a while: a third of them in the quick run.
_TRIED = SLOW if FULL else SLOW[::3]


@pytest.mark.parametrize(
    "text", _TRIED, ids=[f"{markup[:12]!a} {len(markup)}" for markup in _TRIED]
)
@pytest.mark.quick(cases=6)
def test_a_slow_text_is_refused_or_rendered(text: str) -> None:
    try:
        read = TypeAdapter[str](Prose).validate_python(text)
    except ValidationError as refused:
        found = {error["type"] for error in refused.errors()}
    else:
        found = set()
        assert_harmless(render(read), ALLOWED)
    assert found <= {"string_too_long", "too_many_brackets", "unwanted_character"}
