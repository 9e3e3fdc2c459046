"""What a writer's text names is found, and nothing else: over the real register and content."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from network.db import Database
from network.entries.known_names import KeptNames, load_known_names
from network.names.entry_names import KnownEntry
from network.names.finder import Mention, find_mentions
from network.names.known_names import KnownNames, KnownOrganisation
from network.text.references import WRITTEN, parse_reference

MARKED = Path(__file__).with_name("mentions.tsv")
_MARK = re.compile(r"\{([^{}=]+)=([^{}]+)\}")


@pytest.fixture(scope="module")
def known(seeded_app: Flask) -> KnownNames:
    database: Database = seeded_app.extensions["grannar"].database
    with database.reading() as session:
        return load_known_names(session)


def found(text: str, language: str, known: KnownNames) -> list[tuple[str, str]]:
    return [(mention.words, mention.target) for mention in find_mentions(text, language, known)]


def targets(text: str, language: str, known: KnownNames) -> list[str]:
    return [mention.target for mention in find_mentions(text, language, known)]


# The marked text


class Marked(NamedTuple):
    half: str
    language: str
    text: str
    mentions: set[tuple[int, int, str]]


def marked(line: str) -> Marked:
    half, language, written = line.split("\t")
    text, mentions, at = "", set(), 0
    written = written.replace("\\n", "\n")
    for mark in _MARK.finditer(written):
        text += written[at : mark.start()]
        mentions.add((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        at = mark.end()
    return Marked(half, language, text + written[at:], mentions)


LINES = [
    marked(line)
    for line in MARKED.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("half", ["1", "2"])
def test_suggestions_are_right_and_few_mentions_are_missed(half: str, known: KnownNames) -> None:
    right = wrong = missed = 0
    told = []
    for line in LINES:
        if line.half != half:
            continue
        mentions = {
            (mention.start, mention.end, mention.target)
            for mention in find_mentions(line.text, line.language, known)
        }
        right += len(mentions & line.mentions)
        wrong += len(mentions - line.mentions)
        missed += len(line.mentions - mentions)
        if mentions != line.mentions:
            told.append((line.text, sorted(mentions ^ line.mentions)))
    assert right + missed >= 90
    assert right / (right + wrong) >= 0.95, told
    assert right / (right + missed) >= 0.85, told


def test_what_is_found_stands_in_the_text_and_can_be_linked(known: KnownNames) -> None:
    for line in LINES:
        mentions = find_mentions(line.text, line.language, known)
        for mention in mentions:
            assert line.text[mention.start : mention.end] == mention.words
            assert mention.candidates[0] == mention.target
            written = WRITTEN.fullmatch(f"[[{mention.target}|{mention.words}]]")
            assert written
            assert parse_reference(written[1]) is not None
        places = [(mention.start, mention.end) for mention in mentions]
        assert all(end <= start for (_, end), (start, _) in pairwise(places))


def test_a_link_that_is_taken_is_not_suggested_again(known: KnownNames) -> None:
    for line in LINES:
        text = line.text
        for mention in reversed(find_mentions(text, line.language, known)):
            text = (
                f"{text[: mention.start]}[[{mention.target}|{mention.words}]]{text[mention.end :]}"
            )
        assert found(text, line.language, known) == []


# Organisations


@pytest.mark.parametrize(
    ("language", "text", "words", "target"),
    [
        ("nb", "Vi ringte Halden.", "Halden", "halden"),
        ("nb", "Haldens svar kom.", "Haldens", "halden"),
        ("nb", "Brevet fra Moss’ skoler.", "Moss’", "moss"),
        ("nb", "Vi så Moss sin plan.", "Moss", "moss"),
        ("sv", "Borås skolor bjöd in.", "Borås", "boras"),
        ("sv", "Köpings kommuns brev.", "Köpings kommuns", "koping"),
        ("nb", "Köpings kommune skrev.", "Köpings kommune", "koping"),
        ("sv", "Vestvågöy kommun skrev.", "Vestvågöy kommun", "vestvagoy"),
        ("nb", "Kurset i Gøteborg by.", "Gøteborg by", "goteborg"),
        ("sv", "Resan till Tromso.", "Tromso", "tromso"),
        ("nb", "oslo kommune svarte.", "oslo kommune", "oslo"),
        ("nn", "Ulvik herad sende brev.", "Ulvik herad", "ulvik"),
        ("sv", "Falu kommun svarade.", "Falu kommun", "falun"),
        ("sv", "Region Gotland svarade.", "Region Gotland", "gotland"),
        (
            "sv",
            "Rogalands fylkeskommun svarade.",
            "Rogalands fylkeskommun",
            "rogaland-fylkeskommune",
        ),
        (
            "sv",
            "Brev från länsstyrelsen i Västmanland.",
            "länsstyrelsen i Västmanland",
            "lansstyrelsen-vastmanland",
        ),
        ("sv", "Enligt SKL:s skrift.", "SKL:s", "skr"),
        ("nb", "Ifølge PST-rapporten.", "PST-rapporten", "pst"),
        ("nn", "Les meir hos Politiets tryggingsteneste.", "Politiets tryggingsteneste", "pst"),
        ("nb", "Det var i Kristiania.", "Kristiania", "oslo"),
    ],
)
def test_a_body_is_found_as_people_write_it(
    language: str, text: str, words: str, target: str, known: KnownNames
) -> None:
    assert found(text, language, known) == [(words, target)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Kari Halden og P. Moss møttes."),
        ("nb", "Avdelingsdirektør Lom svarte."),
        ("nb", "Halden Turnforening og Moss FK spilte."),
        ("nb", "Osloveien, Oslo gate 3 og Ny-Oslo."),
        ("nb", "Hun studerer ved universitetet i Bergen."),
        ("nb", "Hamar-Olsen tok ordet."),
        ("sv", "Lund menade att frågan var avgjord."),
        ("sv", "Stadsdelen Mora ligger norrut."),
        ("sv", "Ärendet KS 2016/278 bordlades."),
        ("sv", "I Örebro län och Kalmar län."),
        ("sv", "Grannar hjälper varandra. Polisen kom."),
        ("nb", "Den svenske Regjeringen svarte."),
    ],
)
def test_what_only_looks_like_a_body_is_left(language: str, text: str, known: KnownNames) -> None:
    assert found(text, language, known) == []


@pytest.mark.parametrize(
    "text",
    [
        "[[oslo|Oslo]] og [Oslo](https://oslo.example) og [Oslo][1]",
        "`Oslo` og https://oslo.example/Oslo og Oslo@oslo.example",
        "```\ni Oslo\n```",
        "# I Oslo\n\n## I Oslo ##",
        "I Oslo\n======",
        "<p title='Oslo'>i Oslo</p> <!-- i Oslo -->",
        "| sted | tid |\n|------|-----|\n| Oslo | nå |",
        "Sett inn:\n\n    i Oslo\n\nSlutt.",
        "#Oslo @Oslo",
    ],
)
def test_nothing_is_found_where_no_link_can_stand(text: str, known: KnownNames) -> None:
    assert found(text, "nb", known) == []


def test_places_are_those_of_the_text_as_it_was_given(known: KnownNames) -> None:
    # Decomposed letters, as some systems paste them, and a sign of two code units.
    text = "\U0001f600 Mo\u0308te i Ko\u0308ping, **Go\u0308teborg** och Mora."
    one, other, third = find_mentions(text, "sv", known)
    assert (one.words, one.target) == ("Ko\u0308ping", "koping")
    assert (other.words, other.target) == ("Go\u0308teborg", "goteborg")
    assert text[third.start : third.end] == "Mora"


# Names of several, and names that are words


def candidates(text: str, language: str, known: KnownNames) -> list[tuple[str, ...]]:
    return [
        mention.candidates
        for mention in find_mentions(text, language, known)
        if len(mention.candidates) > 1
    ]


@pytest.mark.parametrize(
    ("language", "text", "best"),
    [
        ("sv", "Mötet hålls i Lund.", "lund-skane"),
        ("nb", "Møtet holdes i Lund.", "lund-rogaland"),
        ("nb", "Møtet holdes i svenske Lund.", "lund-skane"),
        ("nb", "De kom fra Malmö, Lund og Helsingborg.", "lund-skane"),
        ("nb", "Saken gjelder Lunds kommun.", "lund-skane"),
        ("nb", "De kom fra Herøy og Ulstein.", "heroy-more-og-romsdal"),
        ("nb", "De kom fra Våler (Innlandet).", "valer-innlandet"),
        ("nb", "De kom fra Våler, som Moss i Østfold.", "valer-ostfold"),
        ("nb", "Hilsen [[lund-skane]]. Vi ses i Lund.", "lund-skane"),
        ("nb", "De kom fra Habo.", "habo-jonkoping"),
    ],
)
def test_the_likeliest_bearer_stands_first_and_the_others_are_told(
    language: str, text: str, best: str, known: KnownNames
) -> None:
    (one,) = candidates(text, language, known)
    assert one[0] == best
    assert len(one) == 2


def test_a_name_that_is_a_word_needs_something_beside_it(known: KnownNames) -> None:
    assert targets("Mora sa at sønnen var hjemme.", "nb", known) == []
    assert targets("Møtet holdes i Mora.", "nb", known) == ["mora"]
    assert targets("Mora sendte brev. Mora kommun ligger i Dalarna.", "nb", known) == [
        "mora",
        "mora",
    ]
    assert targets("Strand, Vik og Berg sa nei.", "nb", known) == []
    assert targets("Kommunene Strand, Vik og Lier sa nei.", "nb", known) == [
        "strand",
        "vik",
        "lier",
    ]


def test_a_person_of_the_text_is_no_town_further_down(known: KnownNames) -> None:
    text = "Anna Lund kom fra {}. Spørsmålet gikk til Lund."
    assert targets(text.format("Halden"), "nb", known) == ["halden"]
    assert targets("Spørsmålet gikk til Lund.", "nb", known) == ["lund-rogaland"]


def test_having_an_entry_makes_no_town_of_a_surname_or_a_mother() -> None:
    towns = [
        KnownOrganisation("lund-skane", ("Lund",), "municipality", "SE", "SE-12"),
        KnownOrganisation("lund-rogaland", ("Lund",), "municipality", "NO", "NO-11"),
        KnownOrganisation("mora", ("Mora",), "municipality", "SE", "SE-20"),
    ]
    entries = [
        KnownEntry(f"{town.target}/plan", (("sv", "En plan mot våld", "Om den."),))
        for town in towns
    ]
    names = KnownNames(towns, (), entries)
    assert targets("Lund mente at det haster. Mora sa ja.", "nb", names) == []
    assert targets("De kom fra Lund og Mora.", "nb", names) == ["lund-skane", "mora"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det gjelder svenske Moss.", []),
        ("Det gjelder norske Moss.", ["moss"]),
        ("Brevet er fra KS Eksempel AS.", []),
        ("Brevet er fra KS Oslo.", ["ks", "oslo"]),
    ],
)
def test_a_word_beside_a_name_can_say_that_it_is_anothers(
    text: str, expected: list[str], known: KnownNames
) -> None:
    assert targets(text, "nb", known) == expected


# Entries


@pytest.mark.parametrize(
    ("language", "text", "words", "target"),
    [
        ("sv", "Samtalskompassens frågor.", "Samtalskompassens", "samtalskompassen"),
        ("nn", "Vi brukte Samtalskompassen.", "Samtalskompassen", "samtalskompassen"),
        ("sv", "Så arbetar Unggruppen.", "Unggruppen", "unggruppen"),
        ("nb", "Vet du om insatsgruppene?", "insatsgruppene", "insatsgrupper"),
        ("sv", "Köpings insatsgrupper börjar.", "Köpings insatsgrupper", "insatsgrupper"),
        ("sv", "Läs om Oslos åtgärder.", "Oslos åtgärder", "tiltak-mot-radikalisering"),
        ("nb", "Oslos 27 tiltak er kjent.", "Oslos 27 tiltak", "tiltak-mot-radikalisering"),
        (
            "sv",
            "Oslo kommuns 27 åtgärder.",
            "Oslo kommuns 27 åtgärder",
            "tiltak-mot-radikalisering",
        ),
        (
            "nb",
            "Moss' behov for bistand.",
            "Moss' behov for bistand",
            "behov-for-bistand-om-hjemvendte",
        ),
        ("nb", "Moss sitt behov er gammelt.", "Moss sitt behov", "behov-for-bistand-om-hjemvendte"),
        (
            "nb",
            "Les regjeringens handlingsplan.",
            "regjeringens handlingsplan",
            "handlingsplan-mot-radikalisering",
        ),
        (
            "nb",
            "Les KS’ møte om radikalisering.",
            "KS’ møte om radikalisering",
            "mote-om-radikalisering",
        ),
    ],
)
def test_an_entry_is_found_by_its_name_or_as_its_owners_thing(
    language: str, text: str, words: str, target: str, known: KnownNames
) -> None:
    (one,) = find_mentions(text, language, known)
    assert (one.words, one.target.partition("/")[2], one.what) == (words, target, "entry")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nb", "Oslos politi og Oslos ordfører.", ["oslo", "oslo"]),
        ("sv", "Köpings bibliotek.", ["koping"]),
        ("nb", "En utdanning for ansatte, og et møte om vold.", []),
        ("sv", "En insatsgrupp kan vara till hjälp.", []),
        ("sv", "Handlingsplanen mot våld.", []),
    ],
)
def test_words_that_many_use_name_no_entry(
    language: str, text: str, expected: list[str], known: KnownNames
) -> None:
    assert targets(text, language, known) == expected


# The names that are known


def test_the_names_are_gathered_anew_only_after_a_change(seeded_app: Flask) -> None:
    database: Database = seeded_app.extensions["grannar"].database
    kept = KeptNames()
    with database.reading() as session:
        names = kept.fresh(session)
        assert kept.fresh(session) is names
    assert "oslo/tiltak-mot-radikalisering" in {
        mention.target for mention in mentions("Oslos 27 tiltak", names)
    }


def mentions(text: str, names: KnownNames) -> list[Mention]:
    return find_mentions(text, "nb", names)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[" * 3000,
        "<b>" * 5000,
        "|-|\n" * 5000,
        "Oslo, " * 5000,
        "Ås-" * 5000,
        "'" * 9999,
        "i " * 9999,
        "Lund i Lund " * 3000,
        "Oslos Oslos " * 3000,
        "Länsstyrelsen i " * 3000,
    ],
)
def test_strange_texts_are_read_in_reasonable_time(text: str, known: KnownNames) -> None:
    assert all(mention.target for mention in find_mentions(text, "nb", known))
