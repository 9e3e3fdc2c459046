"""Whatever writes words into a public column has them read by the guard, and none is forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import JSON, String
from sqlalchemy.orm import Session

from network import clock
from network.community.marks.actions import set_mark
from network.community.needs.actions import reply_to_need
from network.community.promotions.actions import promote
from network.community.questions.actions import answer_question, ask_question
from network.content_files.auditing import PUBLIC_TEXTS, find_standing_faults
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.publishing import move, publish
from network.documents.revisions import Placement, begin
from network.documents.workflow import endorse
from network.entries.addresses import add_redirect, add_tombstone
from network.entries.tables import EntryAddress, EntryEndorsement
from network.errors import Invalid
from network.kinds import parse_content
from network.organisations.figure_import import import_population
from network.organisations.queries import find_organisation_ids
from network.organisations.register import register_counties, register_organisations
from network.organisations.statistics.population import Population
from network.organisations.values import County, DatedName, Registered
from network.people.accounts import invite
from network.people.actors import Actor, get_system_actor
from network.people.tables import Account
from network.tables import PRIVATE, metadata
from network.text.slugs import slugify
from network.topics.values import Term, Topic
from network.topics.vocabulary import set_terms, set_topics
from tests.folders import write_folder
from tests.people import coordinator, person

# Of the tax authority's synthetic test register, and the example by which the Swedish tax agency
# explains the control digit.
NUMBERS = (
    "Om 21880650006.",
    "Om 811218-9876.",
    "Om 811218-\n9876.",
    "Om 811218**-**9876.",
    "Om [811218](https://eksempel.no)&nbsp;9876.",
    "Se https://eksempel.no/?p=218806%2050006 om dette.",
)
SIGNS = ("Om\x00 det", "Om\x01 det", "Om\x1b det", "Om \u202edet", "Om \u2066det", "Om\x85\x9f det")
GOOD = "Lett å ta etter"
_FURTHER = count()


@dataclass
class World:
    """A site with what one can say something about, and who says it."""

    session: Session
    practice: UUID
    need: UUID
    kari: Actor
    elsa: Actor
    nils: Actor

    @property
    def ids(self) -> dict[str, int]:
        return dict(find_organisation_ids(self.session))


class _Undone(Exception):
    """Raised to take back what a test wrote."""


@pytest.fixture(scope="module")
def prepared(
    empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, dict[str, Any]]]:
    """A site with a practice and a need, and people; written by no test."""
    folder = tmp_path_factory.mktemp("public")
    shutil.copy(empty_database, folder / "grannar.sqlite")
    database = Database(f"sqlite:///{folder / 'grannar.sqlite'}")
    with database.transaction() as session:
        import_folder(session, write_folder(folder / "in"))
        ids = find_organisation_ids(session)
        system = get_system_actor(session, "test")

        def public(kind: str, slug: str) -> UUID:
            value = {"kind": kind, "language": "nb", "title": "Tittel", "topics": ["truancy"]}
            place = Placement(ids["eksempelvik"], slug, ids["eksempelvik"])
            revision = begin(session, place, parse_content(value), actor=system)
            publish(session, revision.id, actor=system)
            return revision.document_id

        made = {
            "practice": public("practice", "praksis"),
            "need": public("need", "behov"),
            "kari": coordinator(session),
            "elsa": coordinator(session, "exempelstad"),
            "nils": national(session),
        }
    yield database, made
    database.engine.dispose()


def national(session: Session) -> Actor:
    """Coordinates Norway, and speaks for a county."""
    at = "ostfylket-fylkeskommune"
    return person(session, "Nils", "national_coordinator", at, "NO")


@pytest.fixture
def world(prepared: tuple[Database, dict[str, Any]]) -> Iterator[World]:
    """The site in a transaction that is taken back."""
    database, made = prepared
    with suppress(_Undone), database.transaction() as session:
        yield World(session, **made)
        raise _Undone


def _endorse(world: World, text: str) -> None:
    endorse(world.session, world.practice, actor=world.nils, reason=text, language="nb")


def _mark(world: World, text: str) -> None:
    set_mark(
        world.session,
        world.practice,
        "",
        world.ids["exempelstad"],
        state="declined",
        why=text,
        language="sv",
        actor=world.elsa,
    )


def _promote(world: World, text: str) -> None:
    promote(
        world.session,
        world.practice,
        "truancy",
        world.ids["ostfylket-fylkeskommune"],
        reason=text,
        language="nb",
        until=clock.today() + timedelta(days=3),
        actor=world.nils,
    )


def _reply(world: World, text: str) -> None:
    home = world.ids["exempelstad"]
    reply_to_need(world.session, world.need, home, text=text, language="sv", actor=world.elsa)


def _ask(world: World, text: str) -> UUID:
    home = world.ids["exempelstad"]
    asked = ask_question(
        world.session, world.practice, home, text=text, language="sv", actor=world.elsa
    )
    return asked.id


def _answer(world: World, text: str) -> None:
    question = _ask(world, "Vad kostade det?")
    answer_question(world.session, question, text=text, language="nb", actor=world.kari)


def _figures(field: str) -> Callable[[World, str], None]:
    def write(world: World, text: str) -> None:
        said: dict[str, Any] = {
            "source": "SSB",
            "table_id": "1",
            "title": "Folk",
            field: f"SSB {text}",
        }
        value = Population(2024, {"9901": 10, "9902": 20}, 0, **said)
        import_population(world.session, value, "NO")

    return write


def _register(field: str) -> Callable[[World, str], None]:
    def write(world: World, text: str) -> None:
        value: dict[str, Any] = {
            "slug": "ny",
            "type": "agency",
            "names": [{"name": "Ny"}],
            field: text,
        }
        if field == "names":
            value["names"] = [DatedName(name=text)]
        if field == "former":
            value["former"] = [{"name": "Gammel", "event": text}]
        register_organisations(world.session, [Registered.model_validate(value)])

    return write


def _county(world: World, text: str) -> None:
    register_counties(world.session, [County(country="NO", code="98", area=text)])


def _topics(world: World, text: str) -> None:
    labels = {"nb": text, "sv": "Skola"}
    set_topics(world.session, [Topic.model_validate({"id": "schools", "labels": labels})])


def _topic_id(world: World, slug: str) -> None:
    labels = {"nb": "Skole", "sv": "Skola"}
    set_topics(world.session, [Topic.model_validate({"id": slug, "labels": labels})])


def _terms(world: World, text: str) -> None:
    set_terms(world.session, [_term("yttrande", text)])


def _term_id(world: World, slug: str) -> None:
    set_terms(world.session, [_term(slug, GOOD)])


def _term(id: str, text: str) -> Term:
    explanation = {"nb": text, "sv": "Det."}
    return Term.model_validate({"id": id, "relation": "same", "explanation": explanation})


def _invite(world: World, text: str) -> None:
    system = get_system_actor(world.session, "test")
    invite(world.session, text, f"k{next(_FURTHER)}@eksempelvik.example", "nb", actor=system)


def _publish(world: World, slug: str) -> None:
    home = world.ids["eksempelvik"]
    content = parse_content({"kind": "need", "language": "nb", "title": "Tittel"})
    system = get_system_actor(world.session, "test")
    revision = begin(world.session, Placement(home, slug, home), content, actor=system)
    publish(world.session, revision.id, actor=system)


def _move(world: World, slug: str) -> None:
    move(world.session, world.need, slug, actor=get_system_actor(world.session, "test"))


def _redirect(world: World, slug: str) -> None:
    add_redirect(world.session, ("eksempelvik", slug), ("eksempelvik", "praksis"))


def _tombstone(world: World, slug: str) -> None:
    add_tombstone(world.session, "eksempelvik", slug)


Write = Callable[[World, str], object]
WRITERS: dict[str, tuple[Write, ...]] = {
    "accounts.name": (_invite,),
    "counties.content": (_county,),
    "entry_addresses.slug": (_publish, _move, _redirect, _tombstone),
    "entry_endorsements.reason": (_endorse,),
    "figures.note": (_figures("note"),),
    "figures.source": (_figures("source"),),
    "figures.table_id": (_figures("table_id"),),
    "figures.title": (_figures("title"),),
    "marks.why": (_mark,),
    "need_answers.text": (_reply,),
    "organisations.content": (
        _register("names"),
        _register("group"),
        _register("source"),
        _register("former"),
    ),
    "organisations.slug": (_register("slug"),),
    "promotions.reason": (_promote,),
    "questions.answer": (_answer,),
    "questions.text": (_ask,),
    "terms.content": (_terms,),
    "terms.id": (_term_id,),
    "topics.content": (_topics,),
    "topics.id": (_topic_id,),
}
EACH = [
    (name, number, text)
    for name, writers in WRITERS.items()
    for number in range(len(writers))
    for text in (NUMBERS[:2] if PUBLIC_TEXTS[name] == "address" else (*NUMBERS, *SIGNS))
]


def _given(name: str, text: str) -> str:
    return slugify(text) if PUBLIC_TEXTS[name] == "address" else text


def test_every_public_column_with_text_is_accounted_for() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        if table.name not in PRIVATE
        for column in table.columns
        if isinstance(column.type, (String, JSON))
    }
    assert set(PUBLIC_TEXTS) == columns | {"accounts.name"}


def test_every_column_that_holds_words_beside_the_content_has_its_writers() -> None:
    guarded = {name for name, sort in PUBLIC_TEXTS.items() if sort in ("words", "address", "value")}
    assert set(WRITERS) == guarded


@pytest.mark.parametrize(("name", "number", "text"), EACH)
def test_no_action_makes_such_words_public(world: World, name: str, number: int, text: str) -> None:
    with pytest.raises((Invalid, ValidationError)) as refused:
        WRITERS[name][number](world, _given(name, text))
    # Nothing that is logged repeats the number.
    if isinstance(refused.value, Invalid):
        assert not any(digits in str(refused.value) for digits in ("50006", "9876"))
    assert find_standing_faults(world.session) == []


@pytest.mark.parametrize("name", WRITERS)
def test_plain_words_are_taken(world: World, name: str) -> None:
    for number, write in enumerate(WRITERS[name], start=1):
        write(world, _given(name, f"{GOOD} {number}"))


def test_what_stands_from_before_is_told(world: World) -> None:
    assert find_standing_faults(world.session) == []
    session, ids = world.session, world.ids
    session.add(
        EntryEndorsement(
            entry_id=world.practice,
            organisation_id=ids["ostfylket-fylkeskommune"],
            reason="Les \u202eom 21880650006.",
            language="nb",
            fingerprint="",
            endorsed_at=clock.now(),
        )
    )
    for slug, entry, state in (
        ("sak-21880650006", world.practice, "moved"),
        ("sak-811218-9876", None, "withdrawn"),
    ):
        session.add(
            EntryAddress(organisation="eksempelvik", slug=slug, entry_id=entry, state=state)
        )
    session.add(Account(id=UUID(int=7), name="Kari 21880650006", is_system=False))
    session.flush()
    assert {
        (fault.where.partition(" ")[0], fault.field) for fault in find_standing_faults(session)
    } == {
        ("eksempelvik/sak-21880650006", ""),
        ("eksempelvik/sak-811218-9876", ""),
        ("entry_endorsements.reason", ""),
        ("accounts.name", ""),
    }
