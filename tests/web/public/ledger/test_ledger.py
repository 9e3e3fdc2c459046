"""Marks and the ledger: who has what, what others like us have, and files without formulas."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from network.community.marks.actions import read_own_marks, remove_mark, set_mark
from network.community.marks.reading import read_marks
from network.community.marks.tables import Mark
from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.errors import Invalid, NotAllowed, NotFound
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.text.table_cells import escape_formula
from tests.conftest import make_site
from tests.folders import FILES, MUNICIPALITIES, write_folder
from tests.pages import forget_pages
from tests.people import approver, coordinator, national_coordinator, stranger
from tests.web.people import signed_in, site_of
from tests.web.public.test_query_plans import statements

# Three municipalities of one SKR group, one of another, two of one Norwegian county.
_REGISTER = MUNICIPALITIES + (
    "SE,9811,Provby,95,B5,provby,\nSE,9812,Provås,95,B5,provas,\nSE,9813,Provhed,94,C8,provhed,\n"
    "NO,9911,Nabovik,99,Bokmål,nabovik,\n"
)
_COUNTIES = FILES["organisations/counties.csv"] + "SE,95,Prov,,,\nSE,94,Hed,,,\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("ledger")
    changed: dict[str, str | None] = {
        "organisations/municipalities.csv": _REGISTER,
        "organisations/counties.csv": _COUNTIES,
    }
    made = make_site(folder, write_folder(folder / "in", changed))
    yield made
    made.extensions["grannar"].database.engine.dispose()


@pytest.fixture(scope="module")
def entries(app: Flask) -> dict[str, UUID]:
    """A plan of two measures and a practice, with marks at them."""
    found = {
        "plan": written(
            app,
            "provby",
            "plan",
            kind="plan",
            topics=["schools"],
            measures=[{"id": "m1", "title": "Nattvandrare"}, {"id": "m2", "title": "Fältare"}],
        ),
        "practice": written(app, "eksempelvik", "metode", kind="practice", topics=["truancy"]),
    }
    with site_of(app).database.transaction() as session:
        for place, name, part, state, why in (
            ("provas", "plan", "m1", "have", ""),
            ("provhed", "plan", "m1", "declined", "För dyrt för oss."),
            ("nabovik", "plan", "m2", "adapted", "Bare i helgene."),
            ("provas", "practice", "", "considered", "Vi väntar på utvärderingen."),
        ):
            set_mark(
                session,
                found[name],
                part,
                find_organisation_ids(session)[place],
                state=state,
                why=why,
                language="sv",
                actor=coordinator(session, place),
            )
    return found


def written(app: Flask, home: str, slug: str, **value: object) -> UUID:
    content = parse_content({"language": "sv", "title": f"{slug} {home}"} | value)
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        at = find_organisation_ids(session)[home]
        revision = begin(session, Placement(at, slug, at), content, actor=actor)
        publish(session, revision.id, actor=actor)
        return revision.document_id


def table(page: str) -> dict[str, str]:
    """The rows of the ledger's table by the measure's title, tags taken out."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
        head, _, cells = row.partition("</th>")
        title = re.sub(r"<[^>]+>", "", head.partition("</a>")[0]).strip()
        rows[title] = " ".join(re.sub(r"<[^>]+>", " ", cells).split())
    return rows


def test_the_table_says_who_has_what_and_why(
    app: Flask, reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    rows = table(reader.get("/sv/ledger?rows=all").text)
    assert set(rows) == {"Nattvandrare", "Fältare", "metode eksempelvik"}
    assert "Provby: Eget" in rows["Nattvandrare"]
    assert "Provhed: Har valt bort det För dyrt för oss." in rows["Nattvandrare"]
    assert "Provås" not in rows["Fältare"]


FILTERED = [
    # Truancy lies under schools.
    ("topic=schools", {"Nattvandrare", "Fältare", "metode eksempelvik"}),
    ("topic=truancy", {"metode eksempelvik"}),
    ("kind=practice", {"metode eksempelvik"}),
    ("state=declined", {"Nattvandrare"}),
    ("state=own&country=NO", {"metode eksempelvik"}),
    ("country=NO", {"Fältare", "metode eksempelvik"}),
    ("county=SE-94", {"Nattvandrare"}),
    ("group=C", {"Nattvandrare"}),
    ("group=B5&state=considered", {"metode eksempelvik"}),
    ("group=Z&kind=x&state=x&country=DK&page=x", {"Nattvandrare", "Fältare", "metode eksempelvik"}),
]


@pytest.mark.parametrize(("asked", "titles"), FILTERED)
def test_the_filters_choose_rows_and_municipalities(
    reader: FlaskClient, entries: dict[str, UUID], asked: str, titles: set[str]
) -> None:
    found = set(table(reader.get(f"/sv/ledger?rows=all&{asked}").text))
    assert found == titles


@pytest.mark.parametrize(
    "asked",
    ["topic=%00", "county='--", "page=99999999", "page=-1", "for=%F0%9F", "group=" + "B" * 900],
)
def test_odd_filters_are_answered(reader: FlaskClient, asked: str) -> None:
    for ending in ("", "/csv", "/xlsx"):
        assert reader.get(f"/nb/ledger{ending}?{asked}").status_code == 200


@pytest.mark.usefixtures("entries")
def test_a_topic_to_choose_is_marked_with_its_language(reader: FlaskClient) -> None:
    for ui, language in (("en", "nb"), ("nn", "nb"), ("sv", "")):
        found = re.search(r'<option\s+value="truancy"([^>]*)>', reader.get(f"/{ui}/ledger").text)
        assert found is not None
        assert re.findall(r'lang="(..)"', found[1]) == ([language] if language else [])


def test_what_others_like_us_have_that_we_have_not(
    app: Flask, reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    page = reader.get("/sv/ledger?for=provas").text
    listed = page[page.index("result-count") :]
    # Provås has marked the first measure; of the second Provby, in its group, is the owner.
    assert "Fältare" in listed
    assert "Nattvandrare" not in listed
    assert "samma SKR-grupp B5" in listed
    assert "samma län" in listed
    # Provhed has neither group nor county in common with anybody who has something.
    assert "har inte uppgett något här" in reader.get("/sv/ledger?for=provhed").text
    assert "Ingen kommun i registret heter ”oslo”." in reader.get("/sv/ledger?for=oslo").text


def test_a_like_municipality_without_a_size_group_is_one_of_the_same_county(
    reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    page = reader.get("/nb/ledger?for=nabovik").text
    assert "metode eksempelvik" in page
    assert "samme fylke" in page
    assert "kommunegruppe (SKR) Bokmål" not in page


def taken_up(page: str) -> dict[str, str]:
    """What others say of each measure on the first page of the ledger, by its title."""
    shown = page[page.index('class="plain taken-up"') :]
    return {
        re.sub(r"<[^>]+>", "", title).strip(): " ".join(
            re.sub(r"<[^>]+>", " ", said).split()
        ).replace(" ,", ",")
        for title, said in re.findall(r"<h2[^>]*>(.*?)</h2>(.*?)</ul>", shown, re.DOTALL)
    }


def test_the_ledger_begins_with_what_others_have_taken_a_stand_on(
    app: Flask, reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    ensam = written(app, "provby", "ensam", kind="practice")
    page = reader.get("/sv/ledger").text
    # What most have comes first; what only its owner has is behind a choice.
    rows = taken_up(page)
    assert list(rows) == ["Nattvandrare", "Fältare", "metode eksempelvik"]
    assert "från Provby" in rows["Nattvandrare"]
    assert "Provås, Sverige Har det" in rows["Nattvandrare"]
    assert "Provhed, Sverige Har valt bort det För dyrt för oss." in rows["Nattvandrare"]
    assert "Eget" not in " ".join(rows.values())
    assert "ensam provby" not in page
    assert "3 åtgärder som andra har tagit ställning till" in page
    assert "Alla 4 åtgärder i en tabell" in page
    assert "ensam provby" in table(reader.get("/sv/ledger?rows=all").text)
    with site_of(app).database.transaction() as session:
        withdraw(session, ensam, actor=get_system_actor(session, "test"))


def test_where_nobody_takes_a_stand_on_anothers_the_whole_is_shown(
    reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    page = reader.get("/sv/ledger?state=own&kind=practice").text
    assert set(table(page)) == {"metode eksempelvik"}
    assert "Ingen annan har tagit ställning" not in page
    # Of one country alone, nobody but the owner says anything of it.
    page = reader.get("/sv/ledger?country=NO&kind=practice").text
    assert set(table(page)) == {"metode eksempelvik"}
    assert "Ingen annan har tagit ställning till de här åtgärderna ännu." in page
    page = reader.get("/sv/ledger?county=SE-99").text
    assert "Rensa valen" in page


NAMES = [
    ("Provås", "provas"),
    ("provås", "provas"),
    ("provas", "provas"),
    ("Lilleby (Østfylket)", "lilleby-ost"),
    ("Eksempelvik", "eksempelvik"),
]


@pytest.mark.parametrize(("typed", "meant"), NAMES)
def test_a_municipality_is_meant_by_its_name(
    reader: FlaskClient, entries: dict[str, UUID], typed: str, meant: str
) -> None:
    by_name = reader.get("/nb/ledger", query_string={"for": typed})
    by_slug = reader.get(f"/nb/ledger?for={meant}").text
    assert "aria-invalid" not in by_name.text
    heading = re.search(r"<h1>.*?</h1>", by_slug, re.DOTALL)
    assert heading
    assert "Hva andre" in heading[0]
    assert heading[0] in by_name.text
    csvs = [
        reader.get("/nb/ledger/csv", query_string={"for": asked}).data for asked in (typed, meant)
    ]
    assert csvs[0] == csvs[1]


def test_a_name_is_suggested_asked_after_or_told_kindly(
    reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    page = reader.get("/nb/ledger").text
    names = re.findall(r'<option value="([^"]+)"></option>', page)
    assert "Provås" in names
    # Where two bear a name, the county tells them apart.
    assert {"Lilleby (Østfylket)", "Lilleby (Vestfylket)"} <= set(names)
    assert "Grannars redaksjon" not in names
    several = reader.get("/nb/ledger?for=lilleby").text
    assert "Flere heter «lilleby». Hvilken mener du?" in several
    assert "/nb/ledger?for=lilleby-ost" in several
    wrong = reader.get("/nb/ledger?for=provos").text
    assert "Ingen kommune i registeret heter «provos»." in wrong
    assert "/nb/ledger?for=provas" in wrong
    nothing = reader.get("/nb/ledger?for=%3Cb%3E").text
    assert "Ingen kommune i registeret heter «&lt;b&gt;»." in nothing
    assert "Mente du" not in nothing


def test_the_page_of_a_plan_says_who_marked_each_measure(
    reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    page = reader.get("/nb/provby/plan").text
    first = page[page.index('id="m1"') : page.index('id="m2"')]
    assert "Har valgt det bort" in first
    assert '<span lang="sv">För dyrt för oss.</span>' in first
    assert f"/nb/desk/mark/{entries['plan']}?part=m1" in first


def test_the_file_has_a_line_for_each_mark(
    app: Flask, reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    answer = reader.get("/sv/ledger/csv")
    assert answer.data.startswith("\ufeff".encode())
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert {len(line) for line in lines} == {12}
    told = {(line[0], line[4], line[9]) for line in lines[1:]}
    assert ("Nattvandrare", "Provhed", "Har valt bort det") in told
    assert ("Nattvandrare", "Provby", "Eget") in told
    assert any("/sv/provby/plan#m1" in line[2] for line in lines)
    with zipfile.ZipFile(io.BytesIO(reader.get("/sv/ledger/xlsx").data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "För dyrt för oss." in words


NASTY = [
    "=1+1",
    "+46",
    "-1",
    "@SUM(A1)",
    "  =1+1",
    "\t=1+1",
    "\r\n=1+1",
    "\uff1d1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\x00=1+1",
    "\u00a0@x",
    '=HYPERLINK("http://x.example";"klikk")',
]


@pytest.mark.parametrize("cell", NASTY)
def test_no_cell_can_become_a_formula(cell: str) -> None:
    made = escape_formula(cell)
    assert made.startswith("'")
    assert made.isprintable() or "\u200b" in made


@given(st.text(max_size=30))
def test_no_text_at_all_can_become_a_formula(cell: str) -> None:
    made = escape_formula(cell)
    assert made[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert "\n" not in made
    assert "\r" not in made


@pytest.fixture
def brief_practice(app: Flask) -> Iterator[UUID]:
    """A practice that is public for one test, and goes with its marks: the others count rows."""
    practice = written(app, "nabovik", "kort", kind="practice")
    yield practice
    with site_of(app).database.transaction() as session:
        withdraw(session, practice, actor=get_system_actor(session, "test"))


def test_a_formula_in_a_mark_reaches_no_file(
    app: Flask, reader: FlaskClient, brief_practice: UUID
) -> None:
    with site_of(app).database.transaction() as session:
        set_mark(
            session,
            brief_practice,
            "",
            find_organisation_ids(session)["provhed"],
            state="adapted",
            why='=HYPERLINK("http://x.example")',
            language="sv",
            actor=coordinator(session, "provhed"),
        )
    text = reader.get("/sv/ledger/csv").data.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
    assert '\'=HYPERLINK("http://x.example")' in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    with zipfile.ZipFile(io.BytesIO(reader.get("/sv/ledger/xlsx").data)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def _set(session: Session, entry_id: UUID, at: str, **given: str) -> None:
    values = {"state": "have", "why": "", "language": "sv"} | given
    part = values.pop("part", "")
    body = find_organisation_ids(session)[at]
    set_mark(session, entry_id, part, body, actor=coordinator(session, at), **values)


REFUSED = [
    ({"state": "declined"}, "why"),
    ({"state": "adapted", "why": "   "}, "why"),
    ({"state": "has"}, "state"),
    ({"language": "da"}, "language"),
    ({"why": "x" * 301}, "why"),
    ({"why": "Gjelder 21880650006."}, "why"),
    ({"why": "snu \u202e det"}, "why"),
]


@pytest.mark.parametrize(("given", "field"), REFUSED)
def test_a_mark_that_cannot_be_kept_says_where(
    app: Flask, entries: dict[str, UUID], given: dict[str, str], field: str
) -> None:
    with site_of(app).database.transaction() as session:
        with pytest.raises(Invalid) as refused:
            _set(session, entries["practice"], "provby", **given)
        assert [fault.field for fault in refused.value.faults] == [field]
        assert "21880650006" not in str(refused.value)
        session.rollback()


def test_only_who_acts_for_a_municipality_marks_for_it(
    app: Flask, entries: dict[str, UUID]
) -> None:
    with site_of(app).database.transaction() as session:
        at = find_organisation_ids(session)["provas"]
        for actor, may in (
            (coordinator(session, "provas"), True),
            (approver(session, "provas"), True),
            (coordinator(session, "provby"), False),
            (national_coordinator(session, "SE"), False),
            (stranger(session), False),
            # Whoever writes for the editors marks for nobody.
            (coordinator(session, "grannar"), False),
        ):
            for act in (
                lambda actor=actor: set_mark(
                    session,
                    entries["plan"],
                    "m2",
                    at,
                    state="have",
                    why="",
                    language="sv",
                    actor=actor,
                ),
                lambda actor=actor: remove_mark(session, entries["plan"], "m2", at, actor=actor),
            ):
                if may:
                    act()
                else:
                    with pytest.raises(NotAllowed):
                        act()
        session.rollback()


def test_nobody_marks_for_what_is_no_municipality(app: Flask, entries: dict[str, UUID]) -> None:
    with site_of(app).database.transaction() as session:
        with pytest.raises(NotAllowed):
            _set(session, entries["practice"], "grannar")
        session.rollback()


def test_what_cannot_be_marked_is_not_found(app: Flask, entries: dict[str, UUID]) -> None:
    need = written(app, "provby", "behov", kind="need")
    with site_of(app).database.transaction() as session:
        for entry_id, part, at in (
            (entries["plan"], "m9", "provas"),
            (entries["plan"], "", "provas"),
            (entries["practice"], "m1", "provas"),
            (need, "", "provas"),
            # One's own measure is one's own without a mark.
            (entries["plan"], "m1", "provby"),
        ):
            with pytest.raises(NotFound):
                _set(session, entry_id, at, part=part)
        session.rollback()


def test_a_mark_stays_through_moving_hides_with_its_measure_and_goes_with_its_entry(
    app: Flask, reader: FlaskClient
) -> None:
    measures = [{"id": "a", "title": "Aftonskola"}, {"id": "b", "title": "Bibliotek"}]
    plan = written(app, "provby", "flyktig", kind="plan", measures=measures)
    with site_of(app).database.transaction() as session:
        for part in ("a", "b"):
            _set(session, plan, "provas", part=part)
        actor = get_system_actor(session, "test")
        move(session, plan, "flyttad", actor=actor)
        fewer = {"kind": "plan", "language": "sv", "title": "Kortare", "measures": measures[:1]}
        publish(session, revise(session, plan, parse_content(fewer), actor=actor).id, actor=actor)
    rows = table(reader.get("/sv/ledger?rows=all").text)
    assert "Provås: Har det" in rows["Aftonskola"]
    assert "Bibliotek" not in rows
    assert "Bibliotek" not in reader.get("/sv/ledger/csv").text
    with site_of(app).database.transaction() as session:
        assert set(read_marks(session, plan)) == {"a", "b"}
        withdraw(session, plan, actor=get_system_actor(session, "test"))
        assert session.query(Mark).filter(Mark.entry_id == plan).count() == 0
        assert plan not in [
            own_mark.entry.id
            for own_mark in read_own_marks(session, coordinator(session, "provas"))
        ]
    assert "Aftonskola" not in reader.get("/sv/ledger?rows=all").text


def test_the_ledger_asks_as_little_of_the_database_when_it_is_long(
    app: Flask, reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    def asked() -> int:
        forget_pages(app)
        with statements(site_of(app).database.engine) as told:
            assert reader.get("/sv/ledger?rows=all").status_code == 200
        return len([statement for statement, _ in told if statement.startswith(("SELECT", "WITH"))])

    before = asked()
    plan = written(
        app,
        "provas",
        "lang",
        kind="plan",
        measures=[{"id": f"m{number}", "title": f"Åtgärd {number}"} for number in range(120)],
    )
    # What a municipality is called is read when it is first met.
    asked()
    assert asked() == before
    assert "Sida 1 av 3" in reader.get("/sv/ledger?rows=all").text
    last = reader.get("/sv/ledger?rows=all&page=3").text
    assert len(table(last)) <= 50
    with site_of(app).database.transaction() as session:
        withdraw(session, plan, actor=get_system_actor(session, "test"))


def test_marking_at_the_desk_keeps_what_was_typed(app: Flask, entries: dict[str, UUID]) -> None:
    kari = signed_in(app, "Kari", "coordinator", "provhed")
    address = f"/sv/desk/mark/{entries['plan']}?part=m2"
    assert "Fältare" in kari.get(address).text
    data = {"part": "m2", "organisation": "provhed", "language": "nb", "state": "declined"}
    answer = kari.post(address, data | {"why": ""})
    assert answer.status_code == 422
    assert 'value="declined" checked' in answer.text
    assert "Skriv varför, i en mening." in answer.text
    number = kari.post(address, data | {"why": "Gäller 21880650006 här."})
    assert number.status_code == 422
    assert "Gäller 21880650006 här." in number.text
    done = kari.post(address, data | {"why": "Vi har ingen ungdom."})
    assert done.status_code == 303
    assert done.location.endswith("/sv/provby/plan#m2")
    assert "Vi har ingen ungdom." in kari.get("/sv/desk/marks").text
    assert "Vi har ingen ungdom." in kari.get("/sv/provby/plan").text
    kari.post(address, data | {"do": "take-back"})
    assert "Vi har ingen ungdom." not in kari.get("/sv/provby/plan").text
    assert "Fältare" not in kari.get("/sv/desk/marks").text


def test_who_is_not_signed_in_comes_back_to_the_mark(
    reader: FlaskClient, entries: dict[str, UUID]
) -> None:
    answer = reader.get(f"/nb/desk/mark/{entries['plan']}?part=m1")
    assert answer.status_code == 303
    assert "next=" in answer.location
    assert "part%3Dm1" in answer.location
