"""The neighbour's terms are found as they stand in a text, and marking them breaks nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from html import escape

import pytest

from network.content_files.vocabulary_files import read_glossary
from network.text.highlighting import HighlightedText, highlight
from network.text.markdown import render
from network.topics.terms_in_text import Meaning, TermsInText, load_finder
from tests.check_each import check_each
from tests.conftest import CONTENT
from tests.growth import grows_evenly
from tests.hostile_markup import ATTACKS
from tests.text.test_hostile_markup import ALLOWED, assert_harmless

TERMS, _ = read_glossary((CONTENT / "glossary.yaml").read_text())
TODAY = date(2026, 11, 21)
ANLEDNING = "anledning-anledning"
LEIGDE = [("leigde", "hyra"), ("enkjemann", "ankling")]
FINDERS = {
    (language, reader): TermsInText(
        TERMS, language, reader, TODAY, {"Västmanlands Kommuner och Landsting": "vkl", "VKL": "vkl"}
    )
    for language, reader in (("sv", "nb"), ("nb", "sv"), ("nn", "sv"))
}


def found(text: str, language: str = "sv") -> list[tuple[str, str]]:
    reader = "nb" if language == "sv" else "sv"
    return [
        (text[term.start : term.end], term.what.term.id if term.what.term else term.what.name)
        for term in FINDERS[language, reader].find(text)
    ]


@pytest.mark.parametrize(
    ("language", "form", "term"),
    [
        ("sv", "yttrandet", "yttrande"),
        ("sv", "Yttrandena", "yttrande"),
        ("sv", "remissyttrande", "yttrande"),
        ("sv", "remissyttrandenas", "yttrande"),
        ("sv", "kommunstyrelsens", "kommunstyrelse"),
        ("sv", "KOMMUNSTYRELSEN", "kommunstyrelse"),
        ("sv", "socialnämnderna", "namnd"),
        ("sv", "tjänstemännens", None),
        ("sv", "ersättarnas", "ersattare"),
        ("sv", "ledamöterna", "ledamot"),
        ("sv", "frågorna", None),
        ("sv", "diariet", "diarium"),
        ("sv", "förskolor", "forskola"),
        ("sv", "förskolelärarna", "forskola"),
        ("sv", "handläggarna", "handlaggare"),
        ("sv", "landstinget", "landsting"),
        ("sv", "lagarna", "lag-lag"),
        ("sv", "vedertaget", "vedtak-vedertagen"),
        ("sv", "Brå-samordnaren", "bra-samordnare"),
        ("sv", "förtroendevaldas", "fortroendevald"),
        ("nb", "innstillingen", "forslag-till-beslut"),
        ("nb", "kommunestyrets", "kommunfullmaktige"),
        ("nb", "ordførerne", "kommunalrad"),
        ("nb", "varaordføreren", "kommunalrad"),
        ("nb", "fylkesmennene", "fylkesmann"),
        ("nb", "varamedlemmer", "ersattare"),
        ("nb", "barnevernstjenesten", "socialtjanst"),
        ("nb", "SLT-koordinatoren", "bra-samordnare"),
        ("nb", "byene", "by-by"),
        ("nb", "sakene", "arende"),
        ("nn", "høyringa", "remiss"),
        ("nn", "ordførarane", "kommunalrad"),
        ("nn", "tenesta", None),
        ("nn", "pårørande", "anhorig"),
        ("nn", "kommunestyret", "kommunfullmaktige"),
    ],
)
def test_a_term_is_known_in_its_forms_and_compounds(
    language: str, form: str, term: str | None
) -> None:
    assert found(form, language) == ([(form, term)] if term else [])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # The same institution under the same word, however the languages spell it.
        ("sv", "En handlingsplan mot radikalisering, och äldreomsorgen."),
        ("nb", "En handlingsplan mot radikalisering, og eldreomsorgen."),
        # Words that only look like forms of a term.
        ("sv", "Ovannämnda nämnda laga lova måla lager lagt bygga promotion."),
        ("nb", "De har laget noe, og en samarbeidspartner, et familiemedlem, besteforeldre."),
        ("sv", "Promenaden, avhandlingen, säkra, ks, kf."),
    ],
)
def test_what_needs_no_explaining_is_left_alone(language: str, text: str) -> None:
    assert found(text, language) == []


def test_an_abbreviation_is_found_as_it_is_written_alone() -> None:
    assert found("KS og NAVs kontor, PST", "nb") == [
        ("KS", "skr"),
        ("NAVs", "nav"),
        ("PST", "sakerhetspolisen"),
    ]
    assert found("ks nav pst ot", "nb") == []
    assert found("Säpo, Brå och CVE:s") == [
        ("Säpo", "sakerhetspolisen"),
        ("Brå", "brottsforebyggande-radet"),
        ("CVE", "cve"),
    ]


def test_the_longest_term_wins_and_several_words_bend_together() -> None:
    assert found("De lokala lägesbilderna och kommunala bolag") == [
        ("lokala lägesbilderna", "lokal-lagesbild"),
        ("kommunala bolag", "kommunalt-bolag"),
    ]
    assert found("Center mot våldsbejakande extremism") == [
        ("Center mot våldsbejakande extremism", "cve")
    ]
    assert found("våldsbejakande\nextremismen, våldsbejakande") == [
        ("våldsbejakande\nextremismen", "valdsbejakande-extremism")
    ]
    assert found("risk- och sårbarhetsanalysen")[0][1] == "risk-och-sarbarhetsanalys"
    assert found("kommunale foretak", "nb") == [("kommunale foretak", "kommunalt-bolag")]


def test_a_false_friend_stands_beside_the_term_that_has_its_word() -> None:
    (one,) = FINDERS["sv", "nb"].find("motion")
    assert one.what.term is not None
    assert one.what.lookalike is not None
    assert (one.what.term.id, one.what.lookalike.id) == ("motion", "motion-mosjon")


def test_what_is_in_use_explains_a_word_before_what_was() -> None:
    # Länsstyrelse is the word for the fylkesmann of before and the statsforvalter of today.
    assert found("länsstyrelsen") == [("länsstyrelsen", "lansstyrelse")]
    assert found("fylkeskommunen", "nb") == [("fylkeskommunen", "region")]


def test_names_beside_the_glossary_are_found_too() -> None:
    assert found("vkl och VKL, Västmanlands kommuner och landstings") == [
        ("VKL", "vkl"),
        ("Västmanlands kommuner och landstings", "vkl"),
    ]


class Marks:
    """Wraps what is found in an element that no stored HTML has."""

    def __init__(self, language: str = "sv") -> None:
        self.finder = FINDERS[language, "nb" if language == "sv" else "sv"]
        self.blocks = 0

    def new_block(self) -> None:
        self.blocks += 1

    def find(self, text: str) -> Iterable[HighlightedText[Meaning]]:
        return self.finder.find(text)

    def wrap(self, found: HighlightedText[Meaning], text: str, html: str) -> str:
        return f"<i>{html}</i>"

    def after_link(self, reference: str) -> str:
        return f"<i>{escape(reference)}</i>"


def test_tags_attributes_links_and_code_are_not_touched() -> None:
    html = (
        '<h2>Motionen</h2><p title="motion>motion">En <em>motion</em> &amp; '
        '<a href="/motion" title="motion">motion</a> <code>motion</code><pre>motion</pre> '
        "<strong>ytt</strong>randet</p>"
    )
    assert highlight(html, Marks()) == (
        '<h2><i>Motionen</i></h2><p title="motion>motion">En <em><i>motion</i></em> &amp; '
        '<a href="/motion" title="motion">motion</a> <code>motion</code><pre>motion</pre> '
        "<strong>ytt</strong>randet</p>"
    )


def test_a_link_that_is_a_reference_is_asked_about() -> None:
    html = '<p><a data-ref="vkl">VKL</a>, <a href="/x">VKL</a></p>'
    assert highlight(html, Marks()) == (
        '<p><a data-ref="vkl">VKL</a><i>vkl</i>, <a href="/x">VKL</a></p>'
    )


def test_entities_and_decomposed_letters_stay_as_they_were() -> None:
    html = "<p>&lt;yttrandet&gt;&nbsp;&amp;&#228; motionen &quot;remiss&quot;</p>"
    assert highlight(html, Marks()) == (
        "<p>&lt;<i>yttrandet</i>&gt;&nbsp;&amp;&#228; <i>motionen</i> &quot;<i>remiss</i>&quot;</p>"
    )
    decomposed = unicodedata.normalize("NFD", "<p>länsstyrelsen och nämnden, åtgärd</p>")
    marked = highlight(decomposed, Marks())
    assert marked.count("<i>") == 3
    assert marked.replace("<i>", "").replace("</i>", "") == decomposed


def test_every_paragraph_item_and_cell_is_a_block_of_its_own() -> None:
    marks = Marks()
    highlight("<p>a</p><ul><li>b</li><li>c</li></ul>", marks)
    assert marks.blocks >= 4


def test_hostile_markup_is_no_less_harmless_when_it_is_marked() -> None:
    def look(attack: str) -> None:
        html = render(f"Yttrandet & motionen. {attack}\n\n[[vkl]] {attack} kommunstyrelsen")
        marked = highlight(html, Marks())
        again = highlight(html, NoLinks())
        assert again.replace("<i>", "").replace("</i>", "") == html
        assert "<i>" in again
        assert_harmless(marked, ALLOWED | {"i": set()})

    check_each(look, ATTACKS)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "yttrande" * 20_000,
        "a-" * 100_000,
        "a." * 100_000,
        "yttrandet " * 20_000,
        "&amp;" * 40_000,
        "a\u0301" * 100_000,
        "A" * 100_000 + " kommunstyrelsen",
    ],
    ids=lambda text: text[:12],
)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    assert grows_evenly(
        lambda words: highlight(f"<p>{words}</p>", NoLinks()), text[: len(text) // 4], text
    )


class NoLinks(Marks):
    def after_link(self, reference: str) -> str:
        return ""


def test_a_finder_is_kept_for_the_same_terms_alone() -> None:
    terms = {term.id: term for term in TERMS}
    kept = load_finder(terms, "sv", "nb", TODAY, {"VKL": "vkl"})
    assert load_finder(terms, "sv", "nb", TODAY, {"VKL": "vkl"}) is kept
    changed = dict(terms)
    del changed["yttrande"]
    for other in (
        load_finder(changed, "sv", "nb", TODAY, {"VKL": "vkl"}),
        load_finder(terms, "nb", "sv", TODAY, {"VKL": "vkl"}),
    ):
        assert other is not kept
        assert [term.what.word for term in other.find("yttrandet")] == []
    assert [term.what.word for term in kept.find("yttrandet")] == ["yttrande"]


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        # The particle of a verb stands apart from it, and no word of the next sentence is one.
        ("sv", "Vi ställer aldrig in.", [("ställer aldrig in", "stalla-in")]),
        ("sv", "Vi ställer upp. In kom en till.", []),
        # The sense is told by what stands beside it.
        ("sv", "Hon anmälde oro för barnet.", [("anmälde", "anmelde-anmala")]),
        ("sv", "Hon anmälde sig till kursen.", []),
        ("sv", "Femtiotvå anmälda, och tre saker.", []),
        ("sv", "Domstolen prövade målet.", [("målet", "mal-mal")]),
        ("sv", "Målet är fler cyklar.", []),
        ("sv", "Med anledning av regnet, av den anledningen.", [("anledningen", ANLEDNING)]),
        ("nb", "De fikk lov å gå, og loven er klar.", [("loven", "lov-lov")]),
        ("nb", "Om lag ti kom, og laget trener.", [("laget", "lag-lag")]),
        # What is of one kind in one term and of another in the next.
        ("nb", "Vi pleier å ringe.", [("pleier", "bruka-pleie")]),
        ("nb", "God pleie tar tid.", [("pleie", "vard")]),
        ("nb", "En rekke barn vil rekke bussen.", [("rekke", "rad-rekke"), ("rekke", "hinna")]),
        ("nb", "Barna husket det, og husken er ny.", [("husket", "huske")]),
        ("nn", "Dei leigde huset av ein enkjemann.", LEIGDE),
        # Needed by the neighbour alone.
        ("nb", "Vedtaket er gjort.", [("Vedtaket", "beslut")]),
        ("sv", "Beslutet är fattat.", []),
    ],
)
def test_a_word_is_explained_in_the_sense_that_is_misread(
    language: str, text: str, terms: list[tuple[str, str]]
) -> None:
    assert found(text, language) == terms
