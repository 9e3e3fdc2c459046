"""Texts of several styles in three languages are read into parts; what may be otherwise is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.files_in.pasted import convert_plain_text
from network.files_in.proposals.people import Person, parse_person, split_people
from network.files_in.proposals.reading import propose
from network.files_in.proposals.taking import take_out
from network.files_in.proposals.titles import find_title
from network.kinds import KINDS
from tests.conftest import FULL
from tests.growth import grows_evenly

TEXTS = Path(__file__).parent


def read(name: str, kind: str) -> tuple[str, dict[str, list[Any]], str]:
    """A text's title, what it proposes by field, and what is left when all of it is taken."""
    title, text = find_title((TEXTS / name).read_text("utf-8"))
    proposals = propose(kind, text, name.split(".")[1])
    by_field: dict[str, list[Any]] = {}
    for proposal in proposals.proposals:
        by_field.setdefault(proposal.field, []).append(proposal.value)
    spans = [*proposals.letterheads]
    spans += [(proposal.start, proposal.end) for proposal in proposals.proposals if proposal.leaves]
    spans += [proposal.together for proposal in proposals.proposals if proposal.together]
    return title, by_field, take_out(text, spans)


def said(value: dict[str, Any]) -> tuple[str, str, str]:
    return value["name"], value["role"], value["wording"]


def test_brackets_say_who_somebody_is_and_part_nobody() -> None:
    listed = "Kari Eksempel (ordfører, Eksempelvik), Ola Prøve (politiet) og Eva Fiksjon (H)"
    assert [parse_person(piece) for piece in split_people(listed)] == [
        Person("Kari Eksempel", "ordfører", "Eksempelvik"),
        Person("Ola Prøve", "politiet"),
        Person("Eva Fiksjon", "H"),
    ]
    text = f"Til stede: {listed}\n\nVi snakket om skolevei."
    proposals = propose("meeting", text, "nb").proposals
    people = [proposal.value for proposal in proposals if proposal.field == "participants"]
    named = [person["name"] for person in people if isinstance(person, Mapping)]
    assert named == ["Kari Eksempel", "Ola Prøve", "Eva Fiksjon"]


def test_minutes_in_prose() -> None:
    title, fields, left = read("mote-prosa.nb.md", "meeting")
    assert title == "Toppmøte om unge og rekruttering"
    assert fields["date"] == ["12. mars 2026"]
    assert fields["place"] == ["rådhuset i Eksempelvik"]
    assert fields["organiser"] == [{"organisation": "Eksempelvik kommune"}]
    assert [person["name"] for person in fields["participants"]] == [
        "Kari Eksempel",
        "Ola Prøve",
        "Eva Fiksjon",
        "",
    ]
    assert [said(value) for value in fields["statements"]] == [
        ("Kari Eksempel", "ordfører (H)", "verbatim"),
        ("Ola Prøve", "statsråd", "paraphrase"),
        ("Eva Fiksjon", "politimester", "paraphrase"),
    ]
    assert fields["statements"][0]["text"] == "Vi må ha hjelp til dette. Vi klarer det ikke alene."
    assert "svaret kommer i juni" in fields["statements"][1]["text"]
    assert [demand["of"] for demand in fields["asked"]] == [{"organisation": "staten"}] * 3
    assert fields["follow_ups"][0] == {
        "text": "Kommunen lager en plan innen 1. juni 2026",
        "owner": {"organisation": "Eksempelvik kommune"},
        "due": "1. juni 2026",
    }
    assert "Postboks" not in left
    assert "Krav" not in left
    # What nobody is named for stays text.
    assert "Det ble sagt at ungdom må være med." in left
    assert "Flere i salen nikket." in left


def test_minutes_as_a_conversation() -> None:
    title, fields, left = read("moete-dialog.nn.md", "meeting")
    assert title == "Møte om nattbussen"
    assert (fields["date"], fields["place"]) == (["3. februar 2026"], ["Grendehuset i Lilleby"])
    assert [said(value) for value in fields["statements"]] == [
        ("Anne Døme", "ordførar (Sp)", "paraphrase"),
        ("Per Påfunn", "leiar i ungdomsrådet", "paraphrase"),
        ("Anne Døme", "ordførar (Sp)", "paraphrase"),
    ]
    assert [demand["text"] for demand in fields["asked"]] == [
        "ein prøveperiode på eit halvt år",
        "rabatt for ungdom",
    ]
    assert len(fields["follow_ups"]) == 2
    assert left == "Frist: ingen\n\nMerk: dette er eit utkast til referat frå møtet."


def test_minutes_in_tables_below_a_letterhead() -> None:
    title, fields, left = read("mote-tabell.sv.md", "meeting")
    assert title == "Möte om kriminella nätverk"
    assert (fields["date"], fields["place"]) == (["2026-04-14"], ["Stadshuset"])
    assert [(person["name"], person["role"]) for person in fields["participants"]] == [
        ("Eva Ek", "kommunstyrelsens ordförande (S)"),
        ("Nils Låtsas", "polischef"),
        ("Karin Dikt", "socialchef"),
    ]
    assert [value["text"] for value in fields["statements"]] == [
        "Kommunen behöver tidigare signaler från skolan.",
        "Polisen delar gärna lägesbilden varje vecka.",
    ]
    assert [(value["due"], value["owner"]) for value in fields["follow_ups"]] == [
        ("1 juni 2026", {"organisation": "Exempelstads kommun"}),
        ("hösten 2026", {"organisation": "Polisen"}),
    ]
    assert left == ""


def test_a_case_with_its_steps() -> None:
    title, fields, left = read("sak.nb.md", "case")
    assert title == "Interpellasjon om kameraer på skolen"
    assert fields["case_number"] == ["2026/1187"]
    assert len(fields["demands"]) == 2
    steps = [(step["type"], step["whose"], step["date"]) for step in fields["steps"]]
    assert steps == [
        ("proposal", "board", "12.03.2026"),
        ("decision", "council", "26.03.2026"),
        ("motion", "member", "12. februar 2026"),
    ]
    assert fields["steps"][0]["vote"] == {"in_favour": "7", "against": "2"}
    assert fields["steps"][1]["text"] == "Sak 31/26: vedtatt"
    assert "Møtet 3. mars 2026 gjaldt noe annet" in left


def test_a_swedish_opinion_whose_first_heading_is_a_sections() -> None:
    title, fields, left = read("arende.sv.md", "case")
    assert title == "Yttrande rörande motionen om nyrekrytering till kriminella gäng"
    assert fields["case_number"] == ["KS 2026/0214"]
    assert len(fields["demands"]) == 2
    assert [(step["type"], step["body"]) for step in fields["steps"]] == [
        ("referral", "kommunfullmäktige"),
        ("decision", "kommunstyrelsen"),
    ]
    assert left.startswith("## Bakgrund")


def test_the_sections_of_a_report() -> None:
    title, fields, left = read("erfaring.nb.md", "experience")
    assert title == "Nattkafé på torget"
    assert fields["period"] == [{"start": "august 2024"}]
    assert fields["cost"] == ["Det kostet 350 000 kroner det første året."]
    # A heading below that names no field stays in its section.
    assert fields["done"][0].endswith("### Bemanning\n\nTo voksne hver kveld.")
    assert fields["results"][0].startswith("Færre ungdommer")
    assert fields["went_wrong"] == ["Vi begynte for sent på året."]
    assert left.startswith("Vi startet")


OTHERS = {
    (
        "anteckningar.sv.md",
        "meeting",
    ): "date place participants:4 statements:4 asked:2 follow_ups:2",
    ("folkemoete.nn.md", "meeting"): "date place statements:3 asked:2 follow_ups:2",
    ("politiraad.nb.md", "meeting"): "date place participants:3 statements:3 follow_ups:2",
    ("motion.sv.md", "case"): "case_number demands:2 steps:3",
    ("saksframlegg.nb.md", "case"): "case_number steps:3",
    ("nattvandring.sv.md", "experience"): "period cost done results went_wrong partners:2",
    ("samraad.nb.md", "meeting"): "date participants:3 statements:2 asked:2 follow_ups:2",
    ("regeringen.sv.md", "meeting"): "date participants:3 statements:4 asked:1 follow_ups:2",
    ("vassforsyning.nn.md", "meeting"): "date place participants:3 statements:3 follow_ups:1",
    ("interpellasjon.nn.md", "case"): "case_number steps:2",
    ("medborgarforslag.sv.md", "case"): "case_number steps:2",
    ("ungdomslos.nn.md", "experience"): "period cost done results went_wrong sources:2",
}


@pytest.mark.parametrize(("name", "kind"), OTHERS)
def test_texts_in_other_styles(name: str, kind: str) -> None:
    _, fields, left = read(name, kind)
    written = [field.partition(":") for field in OTHERS[name, kind].split()]
    told = {field: count or "1" for field, _, count in written}
    assert {field: str(len(values)) for field, values in fields.items()} == told
    # Neither offices' addresses nor who handles the case stay on the page.
    assert not re.search(r"Box 12|Telefon|@|Saksbehandler|Handläggare", left)


def test_speakers_of_other_styles() -> None:
    _, fields, _ = read("folkemoete.nn.md", "meeting")
    assert [said(value) for value in fields["statements"]] == [
        ("Ola Døme", "leiar", "verbatim"),
        ("Kari Påfunn", "rektor", "paraphrase"),
        ("Eva Oppdikt", "", "verbatim"),
    ]
    assert [value["text"] for value in fields["statements"]][::2] == [
        "Skulen er limet i bygda.",
        "Vi vil bu her.",
    ]
    _, fields, _ = read("motion.sv.md", "case")
    assert fields["steps"][1]["vote"] == {"in_favour": "8", "against": "5"}
    assert fields["steps"][2]["text"] == "Eva Ek (S)"


SAID = {
    "Kari Eksempel (H) sa: «Vi trenger flere voksne ute.»": ("Kari Eksempel", "H", "verbatim"),
    "Ordføreren i Lilleby, Kari Eksempel, sa at kommunen trenger hjelp.": (
        "Kari Eksempel",
        "ordfører",
        "paraphrase",
    ),
    "Ordfører Kari Eksempel: – Vi trenger flere voksne ute.": (
        "Kari Eksempel",
        "ordfører",
        "verbatim",
    ),
    "”Vi behöver hjälp nu”, sade kommunalrådet Eva Ek (S).": (
        "Eva Ek",
        "kommunalråd (S)",
        "verbatim",
    ),
    "Lilleby kommune svarte at saken er sendt videre.": ("", "", "paraphrase"),
}


@pytest.mark.parametrize("text", SAID)
def test_a_statement_in_one_sentence(text: str) -> None:
    (proposal,) = propose("meeting", text, "sv" if "sade" in text else "nb").proposals
    assert proposal.field == "statements"
    assert not isinstance(proposal.value, str)
    assert said(dict(proposal.value)) == SAID[text]


@pytest.mark.parametrize(
    "text",
    [
        "– Vi må ha hjelp nå, sa ordføreren.  \n– Det får dere ikke, svarte statsråden.",
        "Ordføreren: Vi må ha hjelp nå.\nStatsråden: Det får dere ikke i år.",
    ],
)
def test_a_conversation_line_by_line(text: str) -> None:
    proposals = propose("meeting", text, "nb").proposals
    assert [proposal.field for proposal in proposals] == ["statements", "statements"]
    assert take_out(text, [(proposal.start, proposal.end) for proposal in proposals]) == ""


def test_a_demand_says_whose_it_is_and_of_whom() -> None:
    (proposal,) = propose("meeting", "KS ber staten om penger til flere.", "nb").proposals
    assert proposal.field == "asked"
    assert proposal.value == {
        "text": "KS ber staten om penger til flere.",
        "by": {"organisation": "KS"},
        "of": {"organisation": "staten"},
    }


def test_a_dash_before_what_somebody_said_is_no_bullet() -> None:
    text = "– Vi må ha hjelp, sa ordføreren.\n– Nei, svarte statsråden.\n\n– kaffe\n– kake"
    assert convert_plain_text(text) == (
        "– Vi må ha hjelp, sa ordføreren.  \n– Nei, svarte statsråden.\n\n- kaffe\n- kake"
    )


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("ordføreren (H)", Person("", "ordfører (H)")),
        ("Ordfører Kari Eksempel (Ap)", Person("Kari Eksempel", "ordfører (Ap)")),
        ("Kari Eksempel, ordfører i Lilleby", Person("Kari Eksempel", "ordfører", "Lilleby")),
        ("ordføreren i Lilleby", Person("", "ordfører", "Lilleby")),
        ("Kommunalrådet Eva Ek (S)", Person("Eva Ek", "kommunalråd (S)")),
        ("Kari Eksempel (H)", Person("Kari Eksempel", "H")),
        ("lederen for barnevernet", Person("", "lederen for barnevernet")),
        ("SLT-koordinatoren", Person("", "SLT-koordinator")),
        ("Eksempelvik kommune", Person("", "", "Eksempelvik kommune")),
        ("KS", Person("", "", "KS")),
    ],
)
def test_somebody_is_read_as_minutes_name_them(text: str, person: Person) -> None:
    assert parse_person(text) == person


@pytest.mark.parametrize(
    "text",
    [
        "Rapporten",
        "Det",
        "Flere",
        "Mange i salen",
        "Undersøkelsen fra 2024",
        "En av",
        "Vi",
        "Merk",
        "",
    ],
)
def test_what_is_nobody_is_nobody(text: str) -> None:
    assert parse_person(text) is None


NOTHING = [
    "Rapporten viste at problemet vokser. Det ble sagt at flere bør delta.",
    "Møtet 3. mars 2026 gjaldt noe annet, og 4. april 2026 var fristen.",
    "Merk: frist for innspill er torsdag. Husk: ta med kaffe.",
    "Kravet om skjenkestopp er gammelt. Krav er krav.",
    "Undersökningen visade att skolan menade allvar. Klockan: tio.",
    "Prosjektet fikk 2 mot 1 i kamp om midler, sa ingen.",
    "I 2019 kom 350 000 mennesker til Norge.",
]


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("kind", ["meeting", "case", "experience"])
def test_ordinary_prose_proposes_nothing(text: str, kind: str) -> None:
    language = "sv" if "skolan" in text else "nb"
    assert propose(kind, text, language).proposals == ()


@given(st.text(alphabet="abc ØE.:|#-*–\n1°<[]()«»,", max_size=400), st.sampled_from(sorted(KINDS)))
def test_any_text_is_read_and_every_passage_stands_in_it(text: str, kind: str) -> None:
    proposals = propose(kind, text, "nb")
    spans = [(proposal.start, proposal.end) for proposal in proposals.proposals]
    for start, end in (*spans, *proposals.letterheads):
        assert 0 <= start < end <= len(text)
    left = take_out(text, [*spans, *proposals.letterheads])
    assert len(left) <= len(text)
    assert len({proposal.id for proposal in proposals.proposals}) == len(proposals.proposals)


def test_each_of_nine_hundred_statements_is_proposed() -> None:
    text = "\n\n".join(
        f"– Vi må ha hjelp nummer {number}, sa ordføreren (H).\n\n- punkt {number}: noe"
        for number in range(900)
    )
    assert len(propose("meeting", text, "nb").proposals) == 900


LONG = 100_000 if FULL else 50_000
HOSTILE = {
    "spaces in a heading": "# a" + " " * LONG + "b",
    "spaces in an item": "## Oppfølging\n\n- a" + " " * LONG + "b ansvar",
    "spaces after a label": "Saksnr" + " " * LONG + "x",
    "stops": "# a" + ". " * (LONG // 2) + "x",
    "colons": ":" * LONG + "x",
    "costs": "kostnad " * (LONG // 8),
    "quotation marks": "«" * LONG,
    "quotations": "«a», sa ordføreren. " * (LONG // 20),
    "dashes": "– a, sa ordføreren.\n" * (LONG // 20),
    "demands": "## Krav\n\n" + "- a\n" * (LONG // 4),
    "headings": "## Krav\n" * (LONG // 8),
    "short paragraphs": "a\n\n" * (LONG // 3),
    "rows": "| Hva | Hvem | Når |\n| --- | --- | --- |\n" + "| a | b | c |\n" * (LONG // 14),
    "bars": "|" * LONG,
    "brackets": "[" * LONG + "](",
    "dates": "1.1.2020 " * (LONG // 9),
    "names": "Til stede: " + "Kari Eksempel, " * (LONG // 15),
    "steps": "Formannskapet 12.03.2026 sak 1/26\n" * (LONG // 34),
    "emphasis": "**" * (LONG // 2),
    "signatures": "Eksempelvik, 1. mars 2026\n" * (LONG // 26),
}


KINDS_IN_TURN = ("meeting", "case", "experience")


@pytest.mark.parametrize(
    ("name", "kind"),
    # Each text as each kind in the full run, in the quick one as one of them in turn.
    [
        (name, kind)
        for number, name in enumerate(HOSTILE)
        for kind in (KINDS_IN_TURN if FULL else KINDS_IN_TURN[number % 3 :][:1])
    ],
)
@pytest.mark.quick(cases=8)
def test_no_text_takes_long(name: str, kind: str) -> None:
    whole = HOSTILE[name]
    quarter = whole[: len(whole) // 4]
    assert grows_evenly(lambda text: propose(kind, text, "nb"), quarter, whole)
    assert grows_evenly(find_title, quarter, whole)
    found = {text: propose(kind, text, "nb") for text in (quarter, whole)}
    assert len(found[whole].proposals) <= 1_000
    taken = {
        text: [*((p.start, p.end) for p in proposals.proposals), *proposals.letterheads]
        for text, proposals in found.items()
    }
    assert grows_evenly(lambda text: take_out(text, taken[text]), quarter, whole)
