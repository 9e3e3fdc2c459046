"""Population from the files of statistics offices. Every number and municipality is made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from network.content_files.importing import import_folder
from network.db import Database
from network.errors import Invalid
from network.organisations.bands import BANDS, find_band
from network.organisations.figure_import import import_population
from network.organisations.statistics.cube import UnusableFile
from network.organisations.statistics.naming import find_country
from network.organisations.statistics.population import FigureRequest, Population
from network.organisations.statistics.reading import parse_population, read_population
from network.organisations.tables import Figure, Organisation
from tests.folders import MUNICIPALITIES, write_folder

_TITLE = "09999: Befolkning, etter region, statistikkvariabel og år"


def stat(dimensions: dict[str, dict[str, str]], values: Any, **more: Any) -> bytes:
    """A JSON-stat2 file as the offices' interfaces give it."""
    described = {
        name: {
            "label": name,
            "category": {"index": {code: at for at, code in enumerate(labels)}, "label": labels},
        }
        for name, labels in dimensions.items()
    }
    found = {
        "version": "2.0",
        "class": "dataset",
        "label": _TITLE,
        "source": "Statistisk sentralbyrå",
        "id": list(dimensions),
        "size": [len(dimension) for dimension in dimensions.values()],
        "dimension": described,
        "value": values,
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "extension": {"px": {"tableid": "09999"}},
    }
    return json.dumps(found | more).encode()


REGION = {"9901": "Eksempelvik", "9902": "Lilleby"}
COUNTED = {"Personer1": "Personer"}
YEARS = {"2024": "2024", "2025": "2025"}
PLAIN: dict[str, dict[str, str]] = {"Region": REGION, "ContentsCode": COUNTED, "Tid": YEARS}
JSON_STAT = stat(PLAIN, [11, 12, 21, 22])

PX = """CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="iso-8859-15";
LANGUAGE="sv";
MATRIX="BE9999";
TITLE="Folkmängd efter region, ålder, kön, tabellinnehåll "
"och år";
TITLE[en]="Population; by region";
CONTVARIABLE="tabellinnehåll";
STUB="region","ålder","kön";
HEADING="tabellinnehåll","år";
VALUES("region")="Exempelstad","Prov; by";
CODES("region")="9801","9802";
VALUES("ålder")="0-17 år","18+ år";
CODES("ålder")="-17","18+";
VALUES("kön")="män","kvinnor";
CODES("kön")="1","2";
VALUES("tabellinnehåll")="Folkmängd";
CODES("tabellinnehåll")="BE0101N1";
VALUES("år")="2023","2024";
TIMEVAL("år")=TLIST(A1),"2023","2024";
SOURCE="SCB";
DATA=
1 2
3 4
5 6
7 8
10 20
30 ".."
50 60
70 80
;
"""
CSV_WIDE = (
    "09999: Befolkning, etter region, statistikkvariabel og år\n\n"
    '"region";"Befolkning 2024";"Befolkning 2025"\n'
    '"9901 Eksempelvik";1 011;1012\n"9902 Lilleby";"..";22\n'
    '"99 Østfylket";5;6\n\nKilde: Statistisk sentralbyrå\n'
)
CSV_LONG = (
    "Region\tKommune\tkjønn\talder\tår\tstatistikkvariabel\t09999: Befolkning, etter region\n"
    + "".join(
        f"K-{code}\t{name}\t{sex}\t{age}\t{year}\tPersoner\t{number}\n"
        for number, (code, name, sex, age, year) in enumerate(
            (code, name, sex, age, year)
            for code, name in REGION.items()
            for sex in ("Menn", "Kvinner")
            for age in ("0 år", "1 år", "2 år eller eldre")
            for year in YEARS
        )
    )
)


def read(data: bytes | str, **asked: Any) -> Population:
    return parse_population(
        data if isinstance(data, bytes) else data.encode(), FigureRequest(**asked)
    )


def test_json_stat_gives_the_newest_year_or_the_one_that_was_asked_for() -> None:
    found = read(JSON_STAT)
    assert (found.year, found.values) == (2025, {"9901": 12, "9902": 22})
    assert (found.source, found.table_id) == ("Statistisk sentralbyrå", "09999")
    assert read(JSON_STAT, year=2024).values == {"9901": 11, "9902": 21}
    sparse = stat(PLAIN, {"1": 12, "3": None})
    assert read(sparse).values == {"9901": 12, "9902": None}


def test_px_sums_both_sexes_and_all_ages_and_no_sum_lacks_a_part() -> None:
    found = read(PX.encode("iso-8859-15"))
    assert (found.year, found.source, found.table_id) == (2024, "SCB", "BE9999")
    assert found.title.endswith("tabellinnehåll och år")
    # 2 + 4 + 6 + 8; the other lacks a number.
    assert found.values == {"9801": 20, "9802": None}
    assert read(PX.encode("iso-8859-15"), year=2023).values == {"9801": 16, "9802": 160}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_wide_table_of_values_has_its_years_in_the_first_line(codec: str) -> None:
    found = read(CSV_WIDE.encode(codec))
    assert (found.year, found.values, found.others) == (2025, {"9901": 1012, "9902": 22}, 1)
    assert (found.source, found.table_id) == ("Statistisk sentralbyrå", "09999")
    assert read(CSV_WIDE, year=2024).values == {"9901": 1011, "9902": None}


def test_a_long_table_of_values_has_a_line_for_each_number() -> None:
    # The even numbers are those of 2024: 0, 2, … 10 and 12, 14, … 22.
    assert read(CSV_LONG, year=2024).values == {"9901": 30, "9902": 102}
    with_commas = CSV_LONG.replace("Befolkning, etter", "Befolkning etter").replace("\t", ",")
    assert read(with_commas).values == {"9901": 36, "9902": 108}


def of(name: str, labels: dict[str, str], **more: Any) -> bytes:
    """A table with one dimension more; each category of it has ten times the one before."""
    dimensions = {"Region": {"9901": "E"}, name: labels, "Tid": {"2025": "2025"}, **more}
    return stat({**dimensions, "ContentsCode": COUNTED}, [10**at for at in range(len(labels))])


SUMMED = [
    ("kön", {"1": "män", "2": "kvinnor", "1+2": "totalt, samtliga män och kvinnor"}, 100),
    ("kön", {"1": "män", "2": "kvinnor", "3": "båda könen"}, 100),
    ("Kjonn", {"0": "Begge kjønn", "1": "Menn"}, 1),
    ("Kjonn", {"3": "Kvinner og menn", "1": "Menn"}, 1),
    ("Kjonn", {"1": "Alle menn", "2": "Alle kvinner", "0": "I alt"}, 100),
    ("Alder", {"999A": "Alder i alt", "1": "1 år"}, 1),
    ("ålder", {"tot": "totalt ålder", "1": "1 år"}, 1),
    ("Kjonn", {"1": "Menn", "2": "Kvinner"}, 11),
    ("Kjonn", {"1": "Menn", "2": "Kvinner", "0": "Begge kjønn"}, 100),
    ("kön", {"1": "män", "2": "kvinnor", "1+2": "totalt"}, 100),
    ("Alder", {"0": "0 år", "1": "1 år", "2+": "2 år eller eldre"}, 111),
    ("ålder", {"0-4": "0-4 år", "5-9": "5-9 år", "10+": "10+ år"}, 111),
    ("Alder", {"0": "0 år", "tot": "totalt ålder", "1": "1 år"}, 10),
    ("Sivilstand", {"UG": "Ugift", "T": "I alt"}, 10),
]


@pytest.mark.parametrize(("name", "labels", "number"), SUMMED)
def test_a_dimension_is_taken_whole_or_as_its_total(
    name: str, labels: dict[str, str], number: int
) -> None:
    assert read(of(name, labels)).values == {"9901": number}


NOT_WHOLE = [
    ("Kjonn", {"1": "Alle menn"}, "has of Kjonn only Alle menn."),
    ("Alder", {"a": "Alle menn", "b": "b"}, "not every age once"),
    # One sex, a gap, an overlap, no open end, not from nought, groups beside single years.
    ("Kjonn", {"1": "Menn"}, "has of Kjonn only Menn."),
    ("Alder", {"0": "0 år", "2+": "2 år eller eldre"}, "not every age once"),
    ("Alder", {"0-5": "0-5 år", "5+": "5 år eller eldre"}, "not every age once"),
    ("Alder", {"0": "0 år", "1": "1 år"}, "not every age once"),
    ("Alder", {"6+": "6 år eller eldre"}, "not every age once"),
    ("Alder", {"0": "0 år", "0-1": "0-1 år", "1+": "1+ år"}, "not every age once"),
    ("Sivilstand", {"UG": "Ugift", "G": "Gift"}, "divides by Sivilstand and has no total"),
    ("Alder", {"a": "Totalt", "b": "I alt"}, "has several totals"),
]


@pytest.mark.parametrize(("name", "labels", "told"), NOT_WHOLE)
def test_what_may_count_twice_or_not_at_all_is_refused(
    name: str, labels: dict[str, str], told: str
) -> None:
    with pytest.raises(UnusableFile) as refused:
        read(of(name, labels))
    assert told in str(refused.value)


def test_the_total_that_the_file_declares_goes_before_names_for_it() -> None:
    made = json.loads(of("Alder", {"a": "Totalt", "b": "I alt"}))
    made["dimension"]["Alder"]["extension"] = {"elimination": True, "eliminationValueCode": "b"}
    assert read(json.dumps(made)).values == {"9901": 10}


STATUSES = {"OG": "ogifta", "G": "gifta", "SK": "skilda", "ÄNKL": "änkor/änklingar"}


@pytest.mark.parametrize(
    ("labels", "value"),
    [(STATUSES, 1111), ({**STATUSES, "X": "övriga"}, None), ({"G": "gifta"}, None)],
)
def test_statuses_are_summed_where_the_file_says_so_and_all_four_are_there(
    labels: dict[str, str], value: int | None
) -> None:
    made = json.loads(of("Civilstånd", labels))
    with pytest.raises(UnusableFile, match="no total of it"):
        read(json.dumps(made))
    made["dimension"]["Civilstånd"]["extension"] = {"elimination": True}
    if value is None:
        with pytest.raises(UnusableFile, match="no total of it"):
            read(json.dumps(made))
    else:
        assert read(json.dumps(made)).values == {"9901": value}


PX_LATIN = PX.encode("latin-1")


@pytest.mark.parametrize(
    "data",
    [
        PX.rstrip().rstrip(";"),
        PX.replace("\n3 4\n", ";\n3 4;\n", 1),
        PX.replace("1 2\n3 4\n", "1\n2 3 4.0 ", 1),
        PX.replace('SOURCE="SCB";', 'NOTE="Et "ord" for mye";\nSOURCE="SCB";'),
        PX.replace('CHARSET="ANSI";\n', "").replace('CODEPAGE="iso-8859-15";\n', ""),
        PX.replace('TIMEVAL("år")=', 'NOTEX="Rad; to=3";\nTIMEVAL("år")='),
        PX.replace('"ålder","kön";', '"ålder ","kön";'),
    ],
    ids=[*("no semicolon", "a semicolon a row", "lines", "quotes", "DOS", "semicolon", "blank")],
)
def test_px_is_read_as_people_save_it(data: str) -> None:
    codec = "cp850" if "CHARSET" not in data else "iso-8859-15"
    found = read(data.encode(codec))
    assert found.values == {"9801": 20, "9802": None}
    assert found.signs == {"9802": ".."}


def test_px_leaves_out_rows_of_noughts() -> None:
    made = (
        PX.partition("DATA=")[0]
        + "".join(
            f'KEYS("{name}")={how};\n' for name, how in (("region", "CODES"), ("ålder", "VALUES"))
        )
        + 'KEYS("kön")=VALUES;\nDATA=\n"9801","0-17 år","män",1 2\n"9802","18+ år","kvinnor",5 "-";'
    )
    assert read(made.encode("iso-8859-15")).values == {"9801": 2, "9802": 0}
    with pytest.raises(UnusableFile, match="none of its values"):
        read(made.replace('"9801",', '"9803",').replace('"9803","9802"', '"9801","9802"').encode())


@pytest.mark.parametrize(
    ("said", "cell", "number", "sign"),
    [
        ("", '"."', None, "."),
        ("", '"-"', 16, ""),
        ("", "-", 16, ""),
        ('DATASYMBOL1="..";', '"."', None, ".."),
        ('DATASYMBOL3=":";', '"..."', None, ":"),
        ('DATASYMBOL2="hemlig";', '".."', None, "hemlig"),
        ('DATASYMBOL4="-";', '"...."', 16, ""),
        ('DATASYMBOLNIL="..";', '"-"', None, ".."),
        ('DATASYMBOLNIL="inga";', '"-"', 16, ""),
    ],
)
def test_a_sign_means_what_the_file_says_it_does(
    said: str, cell: str, number: int | None, sign: str
) -> None:
    # 2 + 6 + 8 and the cell.
    made = PX.replace("DATA=", f"{said}\nDATA=").replace("\n3 4\n", f"\n3 {cell}\n", 1)
    found = read(made.encode("iso-8859-15"))
    assert (found.values["9801"], found.signs.get("9801", "")) == (number, sign)


def test_json_stat_says_by_a_mark_why_there_is_no_number() -> None:
    made = stat(PLAIN, [11, None, 21, None], status={"1": ":", "3": "-"})
    found = read(made)
    assert (found.values, found.signs) == ({"9901": None, "9902": 0}, {"9901": ":"})
    assert read(stat(PLAIN, [11, None, 21, 3], status=["", "..", "", ""])).signs == {"9901": ".."}


def old_stat() -> dict[str, Any]:
    """A data set of JSON-stat 1: its ids, sizes and roles stand among the dimensions."""
    made = json.loads(JSON_STAT)
    dimension = made["dimension"] | {
        "id": made["id"],
        "size": [str(size) for size in made["size"]],
        "role": made["role"],
    }
    return {key: made[key] for key in ("label", "source", "value")} | {"dimension": dimension}


def test_json_stat_of_version_1_and_bundles_are_read() -> None:
    one = old_stat()
    births = json.loads(stat({**PLAIN, "ContentsCode": {"b": "Fødte"}}, [1, 2, 3, 4]))
    for made in (
        one,
        {"dataset": one},
        {"births": births, "people": one},
        {"class": "collection", "link": {"item": [births, json.loads(JSON_STAT), {"href": "x"}]}},
    ):
        assert read(json.dumps(made)).values == {"9901": 12, "9902": 22}
    with pytest.raises(UnusableFile, match="several tables of population"):
        read(json.dumps({"a": one, "b": one}))
    with pytest.raises(UnusableFile, match="may be something else"):
        read(json.dumps({"a": births}))


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("K-9901", "Eksempelvik"),
        ("K_9901", "Eksempelvik"),
        ("x", "9901 Eksempelvik"),
        ("9901", "E"),
    ],
)
def test_municipalities_are_known_as_the_offices_write_them(code: str, label: str) -> None:
    made = stat(
        {**PLAIN, "Region": {code: label, "F-99": "Østfylket", "0": "Hele landet"}}, [*range(6)]
    )
    found = read(made)
    assert (found.values, found.others) == ({"9901": 1}, 2)


def test_finnish_municipalities_have_three_digits() -> None:
    regions = {"SSS": "HELA LANDET", "KU091": "Exempelfors", "MK01": "Landskapet", "KU04": "Nej"}
    made = stat({**PLAIN, "Region": regions}, [*range(8)], source="Statistikcentralen")
    assert read(made).values == {"091": 3}
    made = stat({**PLAIN, "Region": {"091": "Exempelfors", "9901": "x"}}, [*range(4)], source="")
    assert read(made, country="FI").values == {"091": 1}


def test_what_the_office_says_of_totals_is_kept_and_nothing_else() -> None:
    on_sums = "Summan av delarna behöver inte stämma med totalen (Cell Key Method)."
    found = read(stat(PLAIN, [1, 2, 3, 4], note=["Tabellen er oppdatert.", on_sums, "x" * 5_000]))
    assert found.note == on_sums
    made = PX.replace("DATA=", f'NOTEX="{on_sums}";\nNOTE="Oppdatert";\nDATA=')
    assert read(made.encode("iso-8859-15")).note == on_sums
    long = read(stat(PLAIN, [1, 2, 3, 4], note=["Summen " + "ord " * 500])).note
    assert len(long) <= 600
    assert long.endswith(" …")


def test_several_things_counted_must_be_chosen_among() -> None:
    counted = {"a": "Befolkning 1. januar", "b": "Fødte", "c": "Personer"}
    made = stat({"Region": REGION, "ContentsCode": counted, "Tid": {"2025": "2025"}}, [*range(6)])
    with pytest.raises(UnusableFile, match="counts several things"):
        read(made)
    assert read(made, contents="fødte").values == {"9901": 1, "9902": 4}
    assert read(made, contents="c").values == {"9901": 2, "9902": 5}
    with pytest.raises(UnusableFile, match="counts no “døde”"):
        read(made, contents="døde")
    births = stat({**PLAIN, "ContentsCode": {"b": "Fødte"}}, [1, 2, 3, 4])
    with pytest.raises(UnusableFile, match="may be something else than inhabitants"):
        read(births)
    # Persons are the population only where the title says so.
    with pytest.raises(UnusableFile, match="may be something else"):
        read(stat(PLAIN, [1, 2, 3, 4], label="Innvandrere, etter region"))


BROKEN = [
    (b"", "is empty"),
    (b"PK\x03\x04" + b"x" * 50, "is a workbook or a zip file"),
    (b"\x1f\x8bxxxx", "is packed"),
    (b"a\x00b", "is no text"),
    ("rø".encode("utf-16"), "is no text"),
    (b"<html></html>", "is a page"),
    (b"[1, 2]", "no JSON-stat data"),
    (b'{"class": "collection"}', "no JSON-stat data"),
    (JSON_STAT[:200], "is no whole JSON"),
    (b"{" + b'"a":{' * 100_000, "nested too deeply"),
    (b'{"class":"dataset","id":[1],"size":[1],"dimension":{}}', "does not describe"),
    (b'{"class":"dataset","id":["a"],"size":"x","dimension":{}}', "which dimensions"),
    (stat(PLAIN, [1, 2, 3]), "has 3 values for 4 cells"),
    (stat(PLAIN, None), "has no values"),
    (stat(PLAIN, {"9": 1}), "in none of its cells"),
    (stat(PLAIN, {"0" * 5_000: 1}), "in none of its cells"),
    (stat(PLAIN, [1, 2.5, 3, 4]), "where a whole number belongs"),
    (stat(PLAIN, [1, -2, 3, 4]), "no number of people"),
    (stat(PLAIN, [1, True, 3, 4]), "that is no number"),
    (stat(PLAIN, [1, {}, 3, 4]), "that is no number"),
    (stat(PLAIN, [1, 10**30, 3, 4]), "no number of people"),
    (stat(PLAIN, [1, float("nan"), 3, 4]), "where a whole number belongs"),
    (stat(PLAIN, [1, 2, 3, 4], size=[2, 1, 3]), "other categories of Tid"),
    (stat({**PLAIN, "Tid": {"2025K1": "2025K1", "2025K2": "2025K2"}}, [1, 2, 3, 4]), "is no year"),
    (stat({"ContentsCode": COUNTED, "Tid": YEARS}, [1, 2]), "has the regions"),
    (stat({"Region": {"99": "Fylke"}, "ContentsCode": COUNTED, "Tid": YEARS}, [1, 2]), "by code"),
    (PX.partition("DATA")[0].encode(), "ends before its data"),
    (PX.replace("1 2\n", "1 ", 1).encode(), "has 15 values for 16 cells"),
    (PX.replace("AXIS", 'KEYS("region")=CODES;AXIS').encode(), "by some variables alone"),
    (stat(PLAIN, []), "none of its numbers"),
    (PX.replace('"män","kvinnor"', '"män"').encode("latin-1"), "values of kön"),
    (b"hello\nworld\n", "is no table"),
    (b"a;b\n", "a first line and no more"),
    (b"region;2025\n9901;1\n9902;1;1\n9903;1\n", "has 3 columns in line 3, not 2"),
    (b"region;Befolkning 2025\n9901;1\n9901;2\n", "two numbers for the same"),
    (b"region;Befolkning 2025\nOslo;1\nMoss;2\n", "municipalities' codes"),
    (b"region;Befolkning 2025\n9901;1\n9902;mange\n", "no column of numbers"),
    (b"region;Befolkning\n9901;1\n9902;2\n", "has the years"),
]


@pytest.mark.parametrize(("data", "reason"), BROKEN, ids=[reason for _, reason in BROKEN])
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read(data)
    assert reason in str(refused.value)


@given(
    st.sampled_from([JSON_STAT, PX.encode("latin-1"), CSV_WIDE.encode(), CSV_LONG.encode()]),
    st.integers(0, 2_000),
    st.binary(max_size=8),
    st.integers(0, 40),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    data: bytes, at: int, other: bytes, less: int
) -> None:
    at = min(at, len(data))
    try:
        found = parse_population(data[:at] + other + data[at + less :], FigureRequest())
    except UnusableFile:
        return
    assert all(value is None or value >= 0 for value in found.values.values())


def test_a_file_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.organisations.statistics.reading.LONGEST", 10)
    file = tmp_path / "figures.json"
    file.write_bytes(JSON_STAT)
    with pytest.raises(Invalid, match=r"figures\.json: is larger than"):
        read_population(file, FigureRequest())


# --- Into the register ------------------------------------------------------------------------

# Two municipalities of one code, one in each country; one that merged, one that was renumbered.
_REGISTER = MUNICIPALITIES + "NO,9801,Tvillingby,99,Bokmål,tvillingby,\n"
_FORMER = (
    "slug,country,type,name,code,county_code,valid_from,valid_until,successor,event\n"
    "gammelby,NO,municipality,Gammelby,9981,99,,2019-12-31,eksempelvik,merged\n"
    "lilleby-ost,NO,municipality,Lilleby,9982,99,,2019-12-31,,renumbered\n"
)


@pytest.fixture
def session(database: Database, tmp_path: Path) -> Iterator[Session]:
    changed: dict[str, str | None] = {
        "organisations/municipalities.csv": _REGISTER,
        "organisations/former.csv": _FORMER,
    }
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in", changed))
        yield session


def population(values: dict[str, int | None], source: str = "SSB", year: int = 2025) -> Population:
    return Population(year, values, 0, source, "09999", "Befolkning")


def figures(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Organisation.slug, Figure.value).join(
            Figure, Figure.organisation_id == Organisation.id
        )
    )
    return {row.slug: row.value for row in rows}


def test_the_same_code_means_each_countrys_own_municipality(session: Session) -> None:
    import_population(session, population({"9801": 111, "9901": 5}))
    assert figures(session) == {"tvillingby": 111, "eksempelvik": 5}
    import_population(session, population({"9801": 222}, "SCB"))
    assert figures(session) == {"tvillingby": 111, "eksempelvik": 5, "exempelstad": 222}


def test_former_and_unknown_codes_are_told_and_nothing_is_summed(session: Session) -> None:
    values: dict[str, int | None] = {
        "9901": 10,
        "9902": 20,
        "9903": None,
        "9981": 3,
        "9982": 4,
        "9999": 1,
        # What did not exist in that year has a nought in the offices' tables.
        "9998": 0,
    }
    done = import_population(session, population(values))
    assert figures(session) == {"eksempelvik": 10, "lilleby-ost": 20}
    assert done.former == {"9981": ("eksempelvik",), "9982": ("lilleby-ost",)}
    assert done.unknown == ("9999",)
    assert (done.without, done.missing) == (("Lilleby",), ("Tvillingby",))


def test_the_same_file_again_changes_nothing_and_a_newer_one_what_is_new(
    session: Session,
) -> None:
    first = import_population(session, population({"9901": 10, "9902": 20}))
    assert (first.new, first.changed, first.same) == (2, 0, 0)
    before = session.scalars(select(Figure.imported_at)).all()
    again = import_population(session, population({"9901": 10, "9902": 20}))
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert session.scalars(select(Figure.imported_at)).all() == before
    mended = import_population(session, population({"9901": 11, "9902": 20}))
    assert (mended.new, mended.changed, mended.same) == (0, 1, 1)


REFUSED = [
    (population({"9901": 1}), "SE", "is from SSB, not from SE"),
    (population({"9901": 1}, "Kommunen"), "", "does not say which country"),
    (population({"9901": 1}, ""), "NO", "names no source"),
    (population({"9901": 1, "1234": 1, "1235": 1}), "", "another country's file"),
    (population({"9901": 0}), "", "another country's file"),
]


@pytest.mark.parametrize(("found", "country", "told"), REFUSED)
def test_a_file_of_unknown_or_another_country_changes_nothing(
    session: Session, found: Population, country: str, told: str
) -> None:
    with pytest.raises(Invalid, match=told):
        import_population(session, found, country)
    assert figures(session) == {}


def test_an_office_is_known_by_its_name_as_a_word() -> None:
    assert find_country("Kilde: Statistisk sentralbyrå") == "NO"
    assert find_country("SCB") == "SE"
    assert find_country("Statistics Sweden") == "SE"
    assert find_country("Statistics Finland, population structure") == "FI"
    assert find_country("Tilastokeskus") == "FI"
    assert find_country("Esscbo") == ""
    assert find_country("SSB og SCB") == ""


@given(st.integers(0, 2_000_000))
def test_every_population_lies_in_just_one_band(number: int) -> None:
    there = [
        band for band in BANDS if band.low <= number and (band.high is None or number <= band.high)
    ]
    assert there == [find_band(number)]


def test_the_note_stands_with_the_figure(session: Session) -> None:
    note = "Summan stämmer inte alltid med delarna."
    plain = population({"9901": 10})
    import_population(session, plain)
    noted = replace(plain, note=note, values={"9901": 10, "9902": None}, signs={"9902": ":"})
    done = import_population(session, noted)
    assert (done.changed, done.without) == (1, ("Lilleby (:)",))
    row = session.scalars(select(Figure)).one()
    assert (row.note, row.note_language) == (note, "sv")
    assert import_population(session, noted).same == 1
