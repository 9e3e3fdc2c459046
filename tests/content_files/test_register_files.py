"""The register that comes with the site: whole, and written back as it was read."""

from __future__ import annotations

import csv
from collections import Counter

from flask import Flask

from network.content_files.organisation_files import (
    BODIES,
    COLUMNS,
    NEIGHBOURS,
    read_register,
    write_register,
)
from network.content_files.vocabulary_files import (
    read_glossary,
    read_topics,
    write_glossary,
    write_topics,
)
from network.organisations.values import RESERVED
from tests.conftest import CONTENT
from tests.folders import FILES

TEXTS = {
    path: (CONTENT / path).read_text()
    for path in (*COLUMNS, BODIES)
    if path != NEIGHBOURS or (CONTENT / path).exists()
}


def test_every_municipality_that_there_should_be_is_there() -> None:
    rows = list(csv.DictReader(TEXTS["organisations/municipalities.csv"].splitlines()))
    assert Counter(row["country"] for row in rows) == {"NO": 357, "SE": 290, "FI": 49}
    assert all(row["group"] for row in rows)
    assert {row["group"] for row in rows if row["country"] == "NO"} == {
        "Bokmål",
        "Nynorsk",
        "Nøytral",
    }
    assert len({(row["country"], row["code"]) for row in rows}) == 696


def test_finland_has_its_swedish_and_bilingual_municipalities_with_their_finnish_names() -> None:
    rows = [
        row
        for row in csv.DictReader(TEXTS["organisations/municipalities.csv"].splitlines())
        if row["country"] == "FI"
    ]
    assert Counter(row["group"] for row in rows) == {
        "Svensk": 16,
        "Tvåspråkig (svensk majoritet)": 15,
        "Tvåspråkig (finsk majoritet)": 18,
    }
    assert all(len(row["code"]) == 3 and row["code"].isdigit() for row in rows)
    assert all((row["county_code"] == "21") == (row["group"] == "Svensk") for row in rows)
    counties = csv.DictReader(TEXTS["organisations/counties.csv"].splitlines())
    known = {row["code"]: row["area"] for row in counties if row["country"] == "FI"}
    assert {row["county_code"] for row in rows} == set(known)
    named = {row["name"]: (row["code"], known[row["county_code"]], row["parallel"]) for row in rows}
    assert named["Helsingfors"] == ("091", "Nyland", "fi:Helsinki")
    assert named["Kristinestad"] == ("287", "Österbotten", "fi:Kristiinankaupunki")
    assert named["Karleby"] == ("272", "Mellersta Österbotten", "fi:Kokkola")
    assert named["Pyttis"] == ("624", "Kymmenedalen", "fi:Pyhtää")
    assert named["Pargas"] == ("445", "Egentliga Finland", "fi:Parainen")
    assert named["Sottunga"] == ("766", "Åland", "")
    # Only where it is the same in both languages there is no Finnish name.
    assert {row["name"] for row in rows if not row["parallel"] and row["group"] != "Svensk"} == {
        "Korsnäs"
    }


def test_the_register_has_no_faults_and_is_written_back_as_it_was_read() -> None:
    organisations, counties, faults = read_register(TEXTS)
    assert faults == []
    assert write_register(organisations, counties) == TEXTS


def test_topics_and_glossary_are_written_back_as_they_were_read() -> None:
    text = (CONTENT / "topics.yaml").read_text()
    topics, faults = read_topics(text)
    assert faults == []
    assert write_topics(topics) == text
    text = (CONTENT / "glossary.yaml").read_text()
    terms, faults = read_glossary(text)
    assert faults == []
    assert write_glossary(terms) == text


def test_ambiguous_names_have_no_address_of_their_own() -> None:
    organisations, _, _ = read_register(TEXTS)
    slugs = {organisation.slug for organisation in organisations}
    assert not slugs & {"heroy", "valer", "habo", "lund"}
    assert {"lund-skane", "lund-rogaland", "habo-jonkoping", "habo-uppsala"} <= slugs


def test_moss_keeps_its_codes_and_its_neighbour() -> None:
    organisations, _, _ = read_register(TEXTS)
    by_slug = {organisation.slug: organisation for organisation in organisations}
    assert [former.code for former in by_slug["moss"].former] == ["0104", "3002"]
    assert by_slug["moss"].code == "3103"
    assert by_slug["rygge"].followed_by() == ("moss",)


def test_no_organisation_can_take_a_word_of_the_sites_own(seeded_app: Flask) -> None:
    taken = {
        rule.rule.split("/")[2]
        for rule in seeded_app.url_map.iter_rules()
        if rule.rule.count("/") > 1 and rule.rule.startswith("/<")
    }
    own = {word for word in taken if word and not word.startswith("<")}
    assert own
    assert own <= RESERVED


def test_neighbours_are_each_others_and_written_back_as_they_were_read() -> None:
    pairs = (
        "slug,neighbour,source\neksempelvik,exempelstad,Kartet\neksempelvik,lilleby-ost,Kartet\n"
    )
    organisations, counties, faults = read_register({**FILES, NEIGHBOURS: pairs})
    assert faults == []
    found = {
        organisation.slug: set(organisation.neighbours)
        for organisation in organisations
        if organisation.neighbours
    }
    assert found == {
        "eksempelvik": {"exempelstad", "lilleby-ost"},
        "exempelstad": {"eksempelvik"},
        "lilleby-ost": {"eksempelvik"},
    }
    assert write_register(organisations, counties)[NEIGHBOURS] == pairs


def test_neighbours_that_are_unknown_twice_or_without_a_source_are_faults() -> None:
    pairs = (
        "slug,neighbour,source\neksempelvik,atlantis,Kartet\neksempelvik,eksempelvik,Kartet\n"
        "eksempelvik,lilleby-ost,Kartet\nlilleby-ost,eksempelvik,Kartet\n"
        "eksempelvik,lilleby-vest,\n"
    )
    _, _, faults = read_register({**FILES, NEIGHBOURS: pairs})
    assert [(fault.line, fault.wrong) for fault in faults] == [
        (2, "names atlantis, not here."),
        (3, "has eksempelvik and eksempelvik twice."),
        (5, "has lilleby-ost and eksempelvik twice."),
        (6, "names no source."),
    ]


def test_what_a_term_says_of_texts_is_of_its_own_words() -> None:
    text = """- id: anka
  relation: same
  sv: [änka]
  explanation: {nb: En enke.}
  parts_of_speech: {sv: [noun]}
  understood: {sv: [gammal änka]}
  only_near: {sv: [make]}
"""
    values, faults = read_glossary(text)
    assert faults == []
    assert read_glossary(write_glossary(values)) == (values, [])
    for given, wrong, said in (
        ("sv: [noun]", "sv: [nouns]", "nouns"),
        ("[gammal änka]", "[gammal]", "understands gammal"),
        ("understood: {sv", "understood: {nb", "no word"),
        ("only_near: {sv", "only_near: {nn", "no word"),
        ("only_near: {sv", "only_near: {fi", "fi"),
    ):
        _, faults = read_glossary(text.replace(given, wrong))
        assert faults, wrong
        assert any(said in str(fault) for fault in faults), (wrong, faults)
