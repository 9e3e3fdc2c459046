"""The reading aid on the pages: off until chosen, and then no more than the sources say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from html import unescape
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import event

from network.entries.reading import EntryReading, Words, make_reading
from network.kinds import Content, parse_content
from network.organisations.queries import find_organisation_ids, find_organisations_by_slug
from network.site import Site
from network.text.markdown import render
from network.topics.values import Term
from network.web.public.reading_aid.aid import ReadingAid, is_offered, load_reading_aid
from tests.check_each import check_each
from tests.conftest import FULL
from tests.hostile_markup import ATTACKS
from tests.pages import folded
from tests.text.test_hostile_markup import FILLED, NOTE_IDS, assert_harmless

KOPING = "/nb/koping/motverka-valdsbejakande-extremism?text=sv"
TOGETHER = "/nb/koping/samverkan-mot-extremism?text=sv"
MEETING = "/sv/ks/mote-om-radikalisering?text=nb"
OSLO = "/sv/oslo/tiltak-mot-radikalisering?text=nb"
AIDED = FILLED | {
    "span": {"class", "id", "lang", "aria-hidden"},
    "a": FILLED["a"] | {"class", "aria-describedby", "aria-label"},
    "sup": FILLED["sup"] | {"class", "aria-hidden", "lang", "title"},
    "strong": {"lang", "title"},
}


def page(client: FlaskClient, address: str, aid: str = "on") -> str:
    chosen = f"{'&' if '?' in address else '?'}aid={aid}" if aid else ""
    return client.get(address + chosen).text


def page_as_sent(client: FlaskClient, address: str, aid: str = "on") -> str:
    """Unfolded: between an explained word and the next a space may be all there is."""
    chosen = f"{'&' if '?' in address else '?'}aid={aid}" if aid else ""
    return client.get(address + chosen).get_data(as_text=True)


def notes(html: str) -> dict[str, str]:
    """The notes of a page: each of the neighbour's words → what its note says."""
    section = html.partition('class="aid-notes"')[2].partition("</section>")[0]
    found = re.findall(
        r"<li id=\"aid_\d+\">.*?<dfn[^>]*>(.*?)</dfn>:(.*?)<span class=\"aid-ways", section, re.S
    )
    return {
        word: " ".join(unescape(re.sub(r"<[^>]+>", "", said)).split())
        for words, said in found
        for word in unescape(words).split(", ")
    }


class WithoutAid(HTMLParser):
    """A page's HTML with all that the aid puts into it left out."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def _is_out(self) -> bool:
        return "out" in self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = set((dict(attrs).get("class") or "").split())
        if named & {"aid-tip", "aid-number", "aid-mark", "aid-notes", "aid-switch"}:
            self.open.append("out")
        elif named & {"aid", "aid-term"}:
            self.open.append("bare")
        else:
            self._keep(self.get_starttag_text() or "")
            if tag not in ("br", "hr", "meta", "link", "img", "input"):
                self.open.append("kept")

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() == "kept":
            self._keep(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def _keep(self, text: str) -> None:
        if not self._is_out():
            self.kept.append(text)


def without_aid(html: str) -> str:
    kept = "".join(WithoutAid(html).kept)
    kept = kept.replace("?aid=on&amp;", "?")
    kept = re.sub(r"(\?|&amp;)aid=on", "", kept)
    kept = kept.replace(" aided", "").replace("<sup></sup>", "")
    kept = kept.replace('<input type="hidden" name="aid" value="on">', "")
    return folded(" ".join(kept.split()))


@pytest.mark.parametrize("address", [KOPING, TOGETHER, MEETING, OSLO])
def test_the_page_with_the_aid_is_the_page_without_it_and_the_aid(
    client: FlaskClient, address: str
) -> None:
    plain = page_as_sent(client, address, "")
    assert 'class="aid"' not in plain
    assert "aid-notes" not in plain
    assert without_aid(page_as_sent(client, address)) == without_aid(plain)


@pytest.mark.parametrize("given", ["off", "ON", "1", "", "on'><script>", "%00", "on&aid=on" * 50])
def test_only_on_turns_it_on(client: FlaskClient, given: str) -> None:
    answer = client.get(f"{KOPING}&aid={given}")
    assert answer.status_code == 200
    is_on = given.startswith("on&")
    assert ('class="aid"' in answer.text) == is_on
    assert "<script>" not in answer.text


def test_a_norwegian_reads_the_case_of_koping(client: FlaskClient) -> None:
    html = page(client, KOPING)
    said = notes(html)
    assert said["yttrande"].startswith("uttalelse, høringsuttalelse.")
    # Whose opinion it is stands in the case itself.
    assert "fra administrasjonen, ikke fra de folkevalgte" in said["yttrande"]
    assert "kommunstyrelsen i Köpings kommun" in said["kommunstyrelse"]
    assert "kommunfullmäktige i Köpings kommun" in said["kommunfullmäktige"]
    assert "mosjon" in said["motion"]
    assert "2019" in said["landsting"]
    assert "handlingsplan" not in said
    # It says no more of the county than the word: "landsting" is no definite one.
    assert "Landstinget Västmanland" not in html
    assert re.search(
        r'<a class="aid-term" href="#aid_\d+" aria-describedby="aid_\d+">yttrandet</a>', html
    )


def test_a_dissolved_body_is_flagged_with_what_followed(client: FlaskClient) -> None:
    for address in (KOPING, TOGETHER):
        html = page(client, address)
        (told,) = {said for word, said in notes(html).items() if word.startswith("nationella")}
        assert "januar 2018" in told
        assert told.endswith("Center mot våldsbejakande extremism.")
        assert '<a href="/nb/cve?aid=on" lang="sv">Center mot våldsbejakande extremism</a>' in html
    # Where it is named first, it is explained; the link to it further on stays a bare link.
    assert re.search(r'href="#(aid_\d+)" aria-describedby="\1">VKL</a>', html)
    assert re.search(r'<a href="/nb/vkl\?aid=on"(?: lang="sv")?>VKL</a>(?!<span class="aid")', html)
    assert "2017" in notes(html)["VKL"]
    assert "Västmanlands kommuner" in notes(html)["VKL"]
    assert "Länsstyrelsen i Västmanlands län" in notes(html)["länsstyrelse"]


def test_a_swede_reads_the_meeting_and_the_plan(client: FlaskClient) -> None:
    said = notes(page(client, MEETING))
    assert said["KS"].startswith("Sveriges Kommuner och Regioner, SKR.")
    assert "ordförande" in said["ordfører"]
    assert "bistånd" in said["bistand"]
    plan = notes(page(client, OSLO))
    assert plan["tiltak"].startswith("åtgärd, insats.")
    assert "byrådsleder" in plan
    assert "barnevern" in plan


def test_one_note_for_each_term_and_one_place_for_each_note(client: FlaskClient) -> None:
    html = page(client, KOPING)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#(aid[^"]*)"', html):
        assert target in ids


def test_a_word_is_explained_at_its_first_place_on_the_page_alone(client: FlaskClient) -> None:
    for address in (KOPING, TOGETHER, MEETING, OSLO):
        html = page(client, address)
        body = html.partition('class="aid-notes"')[0]
        ids = re.findall(r'<a class="aid-(?:term|mark)" href="#(aid_\d+)"', body)
        listed = re.findall(r'<li id="(aid_\d+)">.*?<dfn[^>]*>(.*?)</dfn>', html, re.S)
        words = {note_id: len(written.split(", ")) for note_id, written in listed}
        # As many places as words: a note of two words has two.
        assert ids
        for note_id in set(ids):
            assert 1 <= ids.count(note_id) <= words[note_id], (address, note_id)


def test_what_a_step_s_body_is_stands_in_the_note_though_its_word_was_met_before(
    seeded_app: Flask,
) -> None:
    case = {
        "kind": "case",
        "language": "nb",
        "steps": [
            {"id": "en", "type": "other", "date": "2015", "text": "x"},
            {"id": "to", "type": "other", "date": "2021", "text": "x"},
        ],
    }
    with seeded_app.test_request_context("/sv/"):
        aid, reading = aid_for(seeded_app, "moss", case)
        first, second = (
            aid.prose(Words("<p>Den gikk til fylkeskommunen.</p>", reading.language), path)
            for path in ("en.text", "to.text")
        )
        (note,) = aid.notes()
    assert "aid-term" in first
    assert second == "<p>Den gikk til fylkeskommunen.</p>"
    assert "Østfold fylkeskommune" in note.html
    assert "Viken fylkeskommune" in note.html


def test_the_switch_is_where_the_text_is_the_neighbours(client: FlaskClient) -> None:
    for address in (KOPING, MEETING, OSLO):
        assert 'data-aid="on"' in page(client, address, "")
        assert 'data-aid="off"' in page(client, address)
    for address in (
        "/nb/oslo/tiltak-mot-radikalisering",
        "/nb/ks/mote-om-radikalisering?text=nn",
        "/sv/koping/unggruppen",
        "/nb/",
        "/sv/glossary",
    ):
        plain = page(client, address, "")
        assert "data-aid" not in plain
        assert "aid.js" not in plain
        assert without_aid(page(client, address)) == without_aid(plain)


def test_what_a_translation_lacks_is_the_neighbours(client: FlaskClient) -> None:
    # The body of a step stands in the original's language alone.
    html = page(client, "/nb/koping/motverka-valdsbejakande-extremism")
    assert "kommunfullmäktige" in notes(html)
    assert "data-aid" in html


def test_the_choice_rides_along_and_is_left_behind(client: FlaskClient) -> None:
    html = page(client, KOPING + "&my=moss")
    assert "/nb/topics?aid=on&amp;my=moss" in html or "/nb/topics?my=moss&amp;aid=on" in html
    hidden = '<input type="hidden" name="aid" value="on">'
    assert hidden in page(client, "/nb/search?q=skole")
    assert hidden not in page(client, "/nb/search?q=skole", "")
    assert re.search(r'<link rel="canonical" href="[^"?]+">', html)
    turned_off = re.search(r'data-aid="off" href="([^"]+)"', html)
    assert turned_off is not None
    assert "aid=" not in turned_off[1]
    assert "text=sv" in turned_off[1]
    assert "my=moss" in turned_off[1]
    assert "aid=on" in page(client, "/nb/topics")
    assert "aid=" not in page(client, "/nb/topics", "off").replace("?aid=off", "")
    share = re.search(r'href="(mailto:\?[^"]+)"', html)
    assert share is not None
    assert "aid" not in share[1]


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    site: Site = app.extensions["grannar"]
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(site.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(site.database.engine, "before_cursor_execute", note)


def test_it_costs_two_queries_and_none_when_off(seeded_app: Flask, client: FlaskClient) -> None:
    many = {}
    for given in ("", "on"):
        with counted(seeded_app) as seen:
            page(client, TOGETHER, given)
        many[given] = len([statement for statement in seen if statement.startswith("SELECT")])
    assert many["on"] - many[""] <= 2


# --- Places and times that no seed tells of ---------------------------------------------------


def aid_for(app: Flask, slug: str, given: Mapping[str, object]) -> tuple[ReadingAid, EntryReading]:
    """The aid for content about an organisation of the register, in a request of its own."""
    site: Site = app.extensions["grannar"]
    content: Content = parse_content({"title": "x", "summary": "", **given})
    with site.database.reading() as session:
        reading = make_reading(session, uuid4(), content, find_organisation_ids(session)[slug])
        aid = load_reading_aid(session, reading, ("rygge", "vkl", "finnes-ikke"))
        aid.set_followers(find_organisations_by_slug(session, aid.successors))
    return aid, reading


def told(
    app: Flask, ui: str, slug: str, given: Mapping[str, object], text: str, path: str = "body"
) -> dict[str, str]:
    with app.test_request_context(f"/{ui}/"):
        aid, reading = aid_for(app, slug, given)
        aid.prose(Words(render(text), reading.language), path)
        return {note.words[0]: " ".join(note.html.striptags().split()) for note in aid.notes()}


def experience(language: str, **period: str) -> dict[str, object]:
    return {"kind": "experience", "language": language, "period": period}


def test_the_county_is_the_one_of_its_time(seeded_app: Flask) -> None:
    text = "Søknaden gikk til fylkeskommunen og fylkesmannen. Formannskapet og bystyret var med."
    said = told(seeded_app, "sv", "moss", experience("nb", start="2015", end="2015"), text)
    assert (
        "Østfold fylkeskommune (till och med 2019), senare Viken fylkeskommune (2020–2023), "
        "Østfold fylkeskommune (sedan 2024)"
    ) in said["fylkeskommune"]
    assert "fylkesmannen for Østfold" in said["fylkesmann"]
    assert "2020" in said["fylkesmann"]
    assert said["fylkesmann"].endswith("statsforvalter.")
    assert "formannskapet i Moss kommune" in said["formannskap"]
    assert "bystyret i Moss kommune" in said["bystyre"]
    later = told(seeded_app, "sv", "moss", experience("nb", start="2021", end="2022"), text)
    assert "Här: Viken fylkeskommune (2020–2023)" in later["fylkeskommune"]
    undated = told(seeded_app, "sv", "moss", experience("nb"), text)
    assert "Här:" not in undated["fylkeskommune"]
    assert "Här:" not in undated["fylkesmann"]
    assert "formannskapet i Moss kommune" in undated["formannskap"]


def test_a_step_has_its_own_date(seeded_app: Flask) -> None:
    case = {
        "kind": "case",
        "language": "nb",
        "steps": [
            {"id": "en", "type": "other", "date": "2015", "text": "x"},
            {"id": "to", "type": "other", "date": "2021", "text": "x"},
            {"id": "tre", "type": "other", "text": "x"},
        ],
    }
    text = "Den gikk til fylkeskommunen."
    for path, name in (("en.text", "Østfold"), ("to.text", "Viken"), ("tre.text", "")):
        said = told(seeded_app, "sv", "moss", case, text, path)["fylkeskommune"]
        assert (f"Här: {name} fylkeskommune" in said) == bool(name)
        assert ("Här:" in said) == bool(name)


def test_oslo_has_a_byrad_and_no_formannskap(seeded_app: Flask) -> None:
    said = told(seeded_app, "sv", "oslo", experience("nb"), "Byrådet svarte. Formannskapet svarte.")
    assert "byrådet i Oslo kommune" in next(iter(said.values()))
    assert "formannskapet i Oslo" not in " ".join(said.values())


def test_another_place_s_body_is_not_taken_for_this_one_s(seeded_app: Flask) -> None:
    for text in (
        "Kommunstyrelsen i Arboga svarade.",
        "Arbogas kommunfullmäktige svarade.",
        "En kommunstyrelse svarar, och landsting likaså.",
    ):
        said = told(seeded_app, "nb", "koping", experience("sv", start="2016"), text)
        assert said
        assert "Her:" not in " ".join(said.values()), text
    for text in ("Kommunstyrelsen i Köping svarade.", "Köpings kommunfullmäktige svarade."):
        said = told(seeded_app, "nb", "koping", experience("sv", start="2016"), text)
        assert "Her:" in " ".join(said.values()), text


def test_an_association_has_no_municipality_s_bodies(seeded_app: Flask) -> None:
    said = told(seeded_app, "sv", "ks", experience("nb", start="2015"), "Bystyret og fylkesmannen.")
    assert "Här:" not in " ".join(said.values())


def test_a_merged_municipality_is_flagged_where_it_is_linked_to_alone(seeded_app: Flask) -> None:
    given = experience("nb", start="2015")
    said = told(seeded_app, "sv", "moss", given, "Rygge var med, og [[rygge]].")
    assert list(said) == ["Rygge"]
    assert said["Rygge"].endswith("fanns till och med 31 december 2019. Efterträddes av Moss.")


def test_a_successor_that_is_gone_is_not_named(seeded_app: Flask) -> None:
    with seeded_app.test_request_context("/nb/"):
        aid, _ = aid_for(seeded_app, "koping", experience("sv"))
        aid.set_followers({})
        aid.prose(Words(render("[[vkl]] och [[finnes-ikke]]"), "sv"), "body")
        (note,) = aid.notes()
        assert "2017" in note.html
        assert "Etterfulgt" not in note.html


def test_a_term_that_the_reader_s_language_has_no_word_for_is_explained(
    seeded_app: Flask,
) -> None:
    def term(word: str, relation: str) -> Term:
        told = {"nb": "Et svensk ord.", "sv": "Ett ord."}
        return Term.model_validate(
            {"id": word, "relation": relation, "sv": [word], "explanation": told}
        )

    terms = {
        explained.id: explained
        for explained in (term("lagman", "near"), term("syssling", "false-friend"))
    }
    with seeded_app.test_request_context("/nb/"):
        _, reading = aid_for(seeded_app, "koping", experience("sv"))
        aid = ReadingAid(reading, terms, {}, "", date(2026, 11, 21))
        aid.prose(Words("<p>Lagmannen och sysslingen</p>", "sv"), "body")
        assert [str(note.html) for note in aid.notes()] == ["Et svensk ord."] * 2


def test_a_note_says_the_reader_s_word_once(seeded_app: Flask) -> None:
    def term(word: str, own: str, explanation: str) -> Term:
        return Term.model_validate(
            {
                "id": word,
                "relation": "same",
                "sv": [word],
                "nb": [own],
                "explanation": {"nb": explanation},
            }
        )

    terms = {
        explained.id: explained
        for explained in (
            term("spis", "komfyr", "En komfyr."),
            term("hinna", "rekke", "Å rekke eller få tid til noe."),
            term("fordon", "kjøretøy", "Bil, buss eller traktor."),
        )
    }
    with seeded_app.test_request_context("/nb/"):
        _, reading = aid_for(seeded_app, "koping", experience("sv"))
        aid = ReadingAid(reading, terms, {}, "", date(2026, 11, 21))
        aid.prose(Words("<p>Vi hinner inte laga spis och fordon.</p>", "sv"), "body")
        assert [str(note.html) for note in aid.notes()] == [
            "Å rekke eller få tid til noe.",
            "En komfyr.",
            "<strong>kjøretøy</strong>. Bil, buss eller traktor.",
        ]


def test_a_text_in_the_reader_s_own_language_is_left_as_it_is(seeded_app: Flask) -> None:
    with seeded_app.test_request_context("/sv/"):
        aid, reading = aid_for(seeded_app, "koping", experience("sv"))
        assert not is_offered(reading)
        words = Words("<p>yttrandet</p>", "sv")
        assert aid.prose(words, "body") == words.text
        assert aid.line(words, "title") is words


def test_a_line_is_escaped_once(seeded_app: Flask) -> None:
    with seeded_app.test_request_context("/nb/"):
        aid, _ = aid_for(seeded_app, "koping", experience("sv"))
        line = aid.line(Words("<script> & motionen", "sv"), "title").text
        assert isinstance(line, Markup)
        assert line.startswith('&lt;script&gt; &amp; <span class="aid"')


def test_hostile_markup_is_no_less_harmless_with_the_aid(seeded_app: Flask) -> None:
    # One by one in the full run; there are ways for a text to hide what follows it.
    texts = ATTACKS if FULL else ["\n\n".join(ATTACKS[shift::20]) for shift in range(20)]

    def look(attack: str) -> None:
        html = render(f"Yttrandet. {attack}\n\n[[vkl]] {attack} kommunstyrelsen")
        with seeded_app.test_request_context("/nb/"):
            aid, _ = aid_for(seeded_app, "koping", experience("sv", start="2016"))
            aided = aid.prose(Words(html, "sv"), "body")
        assert 'class="aid-term"' in aided
        assert_harmless(aided, AIDED, f"{NOTE_IDS}|aid_at_[0-9]+")
        assert without_aid(aided) == without_aid(html)

    check_each(look, texts)
