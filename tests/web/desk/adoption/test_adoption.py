"""Taking up what others do: one form, a draft, and then a user on the practice's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.community.marks.actions import set_mark
from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, find_newest_revision, read_content
from network.documents.tables import Document
from network.kinds import Experience, parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.conftest import make_site
from tests.folders import FILES, MUNICIPALITIES, write_folder
from tests.people import coordinator
from tests.web.people import Person, signed_in, site_of

_NUMBER = "21880650006"
# One Norwegian and one Swedish municipality in real counties, so that a map can place them.
_REGISTER = (
    MUNICIPALITIES + "NO,9931,Provvik,31,Bokmål,provvik,\nSE,9819,Provköping,19,B3,provkoping,\n"
)
_COUNTIES = FILES["organisations/counties.csv"] + "NO,31,Østfold,,,\nSE,19,Västmanlands län,,,\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("taking-up")
    changed: dict[str, str | None] = {
        "organisations/municipalities.csv": _REGISTER,
        "organisations/counties.csv": _COUNTIES,
    }
    made = make_site(folder, write_folder(folder / "in", changed))
    yield made
    made.extensions["grannar"].database.engine.dispose()


@pytest.fixture(scope="module")
def practice(app: Flask) -> UUID:
    """A practice that nobody but the tests of this module writes of."""
    return written(app, "exempelstad", "metod", kind="practice", topics=["truancy"])


@pytest.fixture(scope="module")
def plan(app: Flask) -> UUID:
    measures = [{"id": "m1", "title": "Nattvandrare"}, {"id": "m2", "title": "Fältare"}]
    return written(app, "exempelstad", "plan", kind="plan", measures=measures)


@pytest.fixture(scope="module")
def writer(app: Flask) -> Person:
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


def written(app: Flask, home: str, slug: str, **value: object) -> UUID:
    content = parse_content({"language": "sv", "title": f"{slug} {home}"} | value)
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        at = find_organisation_ids(session)[home]
        revision = begin(session, Placement(at, slug, at), content, actor=actor)
        publish(session, revision.id, actor=actor)
        return revision.document_id


def uses(
    app: Flask, home: str, slug: str, address: str, how: str = "adapted", **more: object
) -> UUID:
    """A public experience of having taken up what lies at ``address``."""
    taken = [{"id": "t1", "practice": address, "how": how, "since": "2024-09"}]
    return written(app, home, slug, kind="experience", taken_up=taken, **more)


def typed(**more: str) -> dict[str, str]:
    return {
        "organisation": "eksempelvik",
        "how": "adapted",
        "since": "2024-09",
        "changed": "Bare i helgene.",
        "results": "Færre på gata.",
        "outcome": "goes_on",
        "title": "Slik gjør vi det",
        "language": "nb",
    } | more


def document_of(app: Flask, location: str) -> tuple[Document, Experience]:
    found = re.search(r"/documents/([0-9a-f-]{36})", location)
    assert found, location
    with site_of(app).database.reading() as session:
        document = session.get_one(Document, UUID(found[1]))
        revision = find_newest_revision(session, document.id, document.language)
        assert revision is not None
        content = read_content(revision)
        assert isinstance(content, Experience)
        return document, content


def test_the_form_makes_a_draft_that_tells_what_was_taken_up(
    app: Flask, practice: UUID, writer: Person
) -> None:
    answer = writer.post(f"/nb/desk/take-up/{practice}", typed())
    assert answer.status_code == 303
    document, content = document_of(app, answer.location)
    assert (content.title, content.outcome, content.results) == (
        "Slik gjør vi det",
        "goes_on",
        "Færre på gata.",
    )
    assert content.practices == ("exempelstad/metod",)
    assert content.topics == ("truancy",)
    [taken] = content.taken_up
    assert (taken.practice, taken.how, taken.since, taken.changed) == (
        "exempelstad/metod",
        "adapted",
        "2024-09",
        "Bare i helgene.",
    )
    # A draft is nobody's business but its writers'.
    reader = app.test_client()
    assert "Slik gjør vi det" not in reader.get("/nb/exempelstad/metod").text
    with site_of(app).database.transaction() as session:
        newest = find_newest_revision(session, document.id, "nb")
        assert newest is not None
        publish(session, newest.id, actor=get_system_actor(session, "test"))
        document = session.get_one(Document, document.id)
    page = reader.get("/nb/exempelstad/metod").text
    listed = page[page.index('class="plain users"') :]
    assert "Eksempelvik" in listed
    assert f"/nb/eksempelvik/{document.slug}#t1" in listed
    assert "september 2024" in listed
    own = reader.get(f"/nb/eksempelvik/{document.slug}").text
    assert 'id="t1"' in own
    assert "Bare i helgene." in own


def test_a_measure_of_a_plan_is_taken_up_by_its_own_address(
    app: Flask, plan: UUID, writer: Person
) -> None:
    answer = writer.post(f"/nb/desk/take-up/{plan}", typed(part="m1", title="Natteravner"))
    _, content = document_of(app, answer.location)
    assert content.taken_up[0].practice == "exempelstad/plan#m1"
    assert content.practices == ()


WRONG = [
    ({"how": ""}, "how-faults"),
    ({"outcome": "sideways"}, "outcome-faults"),
    ({"outcome": "stopped"}, "outcome_why-faults"),
    ({"since": "i fjor"}, "since-faults"),
    ({"title": "  "}, "title-faults"),
    ({"language": "de"}, "language-faults"),
    ({"changed": f"Han har {_NUMBER}."}, "changed-faults"),
    ({"results": "\x07"}, "results-faults"),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG)
def test_what_is_wrong_is_told_at_its_place_and_nothing_typed_is_lost(
    app: Flask, practice: UUID, writer: Person, wrong: dict[str, str], told: str
) -> None:
    before = number_of_documents(app)
    answer = writer.post(f"/nb/desk/take-up/{practice}", typed(**wrong))
    assert answer.status_code == 422
    assert f'id="{told}"' in answer.text
    if "changed" not in wrong:
        assert "Bare i helgene." in answer.text
    assert number_of_documents(app) == before


def number_of_documents(app: Flask) -> int:
    with site_of(app).database.reading() as session:
        return len(session.scalars(select(Document.id)).all())


def test_a_form_sent_twice_makes_one_document(app: Flask, practice: UUID, writer: Person) -> None:
    page = writer.get(f"/nb/desk/take-up/{practice}").text
    drawn = re.search(r'name="id" value="([0-9a-f-]{36})"', page)
    assert drawn
    first = writer.post(f"/nb/desk/take-up/{practice}", typed(id=drawn[1], title="To ganger"))
    before = number_of_documents(app)
    again = writer.post(f"/nb/desk/take-up/{practice}", typed(id=drawn[1], title="To ganger"))
    assert again.location == first.location
    assert number_of_documents(app) == before


def test_one_tells_neither_for_others_nor_of_ones_own(
    app: Flask, practice: UUID, plan: UUID, writer: Person
) -> None:
    form = typed(organisation="lilleby-ost")
    assert writer.post(f"/nb/desk/take-up/{practice}", form).status_code == 403
    swede = signed_in(app, "Sven", "coordinator", "exempelstad")
    form = typed(organisation="exempelstad")
    assert swede.post(f"/sv/desk/take-up/{practice}", form).status_code == 403
    assert 'name="how"' not in swede.get(f"/sv/desk/take-up/{practice}").text
    assert writer.get(f"/nb/desk/take-up/{plan}?part=m9").status_code == 404
    nobody = signed_in(app, "Siri")
    assert 'name="how"' not in nobody.get(f"/nb/desk/take-up/{practice}").text
    assert nobody.post(f"/nb/desk/take-up/{practice}", typed()).status_code == 403


def test_users_come_from_experiences_and_marks_and_the_owner_is_none(
    app: Flask, reader: FlaskClient
) -> None:
    target = written(app, "exempelstad", "brukt", kind="practice")
    uses(app, "provvik", "vi-bruker", "exempelstad/brukt", outcome="stopped", outcome_why="Nei.")
    uses(app, "exempelstad", "eget", "exempelstad/brukt")
    # Only named among the practices used.
    written(app, "provkoping", "nu", kind="experience", practices=["exempelstad/brukt"])
    with site_of(app).database.transaction() as session:
        ids = find_organisation_ids(session)
        for place, state in (("lilleby-ost", "have"), ("lilleby-vest", "declined")):
            set_mark(
                session,
                target,
                "",
                ids[place],
                state=state,
                why="Av grunner.",
                language="nb",
                actor=coordinator(session, place),
            )
    page = reader.get("/nb/exempelstad/brukt").text
    listed = page[page.index('class="plain users"') : page.index('class="users-map"')]
    assert re.findall(r'<li><a href="/nb/([a-z-]+)"', listed) == [
        "lilleby-ost",
        "provkoping",
        "provvik",
    ]
    assert "Prøvd og stanset" in listed
    # Declining it is no use of it, but stands there.
    assert "lilleby-vest" in page


def test_users_are_found_by_an_earlier_address_and_gone_when_withdrawn(
    app: Flask, reader: FlaskClient
) -> None:
    target = written(app, "exempelstad", "flyttad", kind="practice")
    experience = uses(app, "provvik", "om-flyttad", "exempelstad/flyttad")
    with site_of(app).database.transaction() as session:
        move(session, target, "flyttad-dit", actor=get_system_actor(session, "test"))
    assert "/nb/provvik/om-flyttad#t1" in reader.get("/nb/exempelstad/flyttad-dit").text
    with site_of(app).database.transaction() as session:
        withdraw(session, experience, actor=get_system_actor(session, "test"), reason="Feil.")
    page = reader.get("/nb/exempelstad/flyttad-dit").text
    assert "provvik" not in page
    assert 'class="users-map"' not in page


def test_the_map_places_users_by_county_and_the_made_up_beside_it(
    app: Flask, reader: FlaskClient
) -> None:
    written(app, "exempelstad", "kart", kind="practice")
    uses(app, "provvik", "vi", "exempelstad/kart")
    uses(app, "provkoping", "vi", "exempelstad/kart")
    uses(app, "eksempelvik", "vi", "exempelstad/kart")
    page = reader.get("/nb/exempelstad/kart").text
    drawn = page[page.index("<svg") : page.index("</svg>")]
    spots = re.findall(r'<title>(.*?)</title><circle cx="(\d+)" cy="(\d+)"', drawn)
    assert {title for title, _, _ in spots[:2]} == {
        "Østfold: Provvik",
        "Västmanlands län: Provköping",
    }
    (_, west, _), (_, east, _) = sorted(spots[:2], key=lambda spot: "Väst" in spot[0])
    assert int(west) < int(east)
    assert spots[2][0].endswith(": Eksempelvik")
    assert "map-inset" in drawn
    # What the picture shows stands in words too.
    assert "Østfold: Provvik." in drawn[: drawn.index("<path")]


def test_a_measure_has_a_page_of_its_users(app: Flask, reader: FlaskClient) -> None:
    measures = [{"id": "m1", "title": "Nattvandrare"}, {"id": "m2", "title": "Fältare"}]
    written(app, "exempelstad", "atgarder", kind="plan", measures=measures)
    uses(app, "provvik", "natt", "exempelstad/atgarder#m1", how="copied")
    plan = reader.get("/nb/exempelstad/atgarder").text
    first = plan[plan.index('id="m1"') : plan.index('id="m2"')]
    assert "/nb/provvik/natt#t1" in first
    assert "/nb/exempelstad/atgarder/users/m1" in first
    page = reader.get("/nb/exempelstad/atgarder/users/m1")
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "Provvik" in page.text
    for place in ("atgarder/users/m9", "frukost/users/m1", "finns-inte/users/m1"):
        assert reader.get(f"/nb/exempelstad/{place}").status_code == 404


def test_the_readers_municipality_is_told_which_users_are_like_it(
    app: Flask, reader: FlaskClient
) -> None:
    written(app, "exempelstad", "lika", kind="practice")
    uses(app, "eksempelvik", "lika", "exempelstad/lika")
    uses(app, "provvik", "lika", "exempelstad/lika")
    page = reader.get("/nb/exempelstad/lika?my=lilleby-ost").text
    box = page[page.index('class="like-ours"') :]
    box = box[: box.index("</section>")]
    assert "Eksempelvik" in box
    assert "samme fylke" in box
    assert "Provvik" not in box
    assert 'class="like-ours"' not in reader.get("/nb/exempelstad/lika").text
    assert reader.get("/nb/exempelstad/lika?my=%00").status_code == 200
