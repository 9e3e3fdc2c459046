"""Links agree from both ends, whatever is linked, moved, withdrawn and published again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.entries.queries import find_backlinks
from network.entries.reference_targets import resolve
from network.errors import Conflict
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.site import Site
from network.text.references import Reference
from tests.conftest import FULL

HOMES = ("eksempelvik", "exempelstad")
SLUGS = tuple("abcdef")
RELATIONS = ("relates", "answers", "follows", "cites", "supersedes")
STEPS = 5_000 if FULL else 80

places = st.tuples(st.sampled_from(HOMES), st.sampled_from(SLUGS))
links = st.lists(st.tuples(st.sampled_from((*RELATIONS, "mentions", "part")), places), max_size=4)


@dataclass
class Written:
    """A document as the test remembers it: where it lies, what it links to, whether it is public,
    and every address at which it is or was public since it last came out."""

    id: UUID
    home: str
    slug: str
    links: list[tuple[str, tuple[str, str]]]
    public_links: list[tuple[str, tuple[str, str]]] = field(default_factory=list)
    is_public: bool = False


class Links(RuleBasedStateMachine):
    """Two municipalities that write, link, move, withdraw and publish in any order."""

    app: Flask
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.site: Site = self.app.extensions["grannar"]
        # Each run has addresses of its own, so that none meets what another left.
        self.run = uuid4().hex[:8]
        self.numbers = count(1)
        self.written: list[Written] = []
        self.at: dict[tuple[str, str], Written | None] = {}

    def address(self, place: tuple[str, str]) -> str:
        """A place of the model as an address of the site."""
        return f"{place[0]}/{self.run}-{place[1]}"

    def content(self, title: str, linked: list[tuple[str, tuple[str, str]]]) -> Any:
        """A need that links in every way there is: by field, in the text, from a part."""
        value: dict[str, Any] = {"kind": "need", "language": "nb", "title": title}
        value["links"] = [
            {"relation": relation, "to": self.address(place)}
            for relation, place in linked
            if relation in RELATIONS
        ]
        value["body"] = " ".join(
            f"Se [[{self.address(place)}]]." for relation, place in linked if relation == "mentions"
        )
        parts = [place for relation, place in linked if relation == "part"]
        if parts:
            addresses = [self.address(place) for place in parts]
            # An id is given once: a part that was taken away does not come back under it.
            part = f"w{next(self.numbers)}"
            value["wanted"] = [{"id": part, "text": "Noe", "links": addresses}]
        return parse_content(value)

    @rule(place=places, linked=links)
    def write(self, place: tuple[str, str], linked: list[tuple[str, tuple[str, str]]]) -> None:
        if any((document.home, document.slug) == place for document in self.written):
            return
        with self.site.database.transaction() as session:
            actor = get_system_actor(session, "test")
            home = find_organisation_ids(session)[place[0]]
            at = Placement(home, f"{self.run}-{place[1]}", home)
            revision = begin(session, at, self.content("Først", linked), actor=actor)
        self.written.append(Written(revision.document_id, *place, linked))

    @rule(which=st.integers(0, 30), linked=links)
    def rewrite(self, which: int, linked: list[tuple[str, tuple[str, str]]]) -> None:
        if not self.written:
            return
        one = self.written[which % len(self.written)]
        with self.site.database.transaction() as session:
            content = self.content(uuid4().hex, linked)
            revise(session, one.id, content, actor=get_system_actor(session, "test"))
        one.links = linked

    @rule(which=st.integers(0, 30))
    def publish(self, which: int) -> None:
        if not self.written:
            return
        one = self.written[which % len(self.written)]
        place = (one.home, one.slug)
        # An address that another's withdrawn text had is not given away.
        is_free = self.at.get(place, one) is one or (place in self.at and self.at[place] is None)
        with self.site.database.transaction() as session:
            actor = get_system_actor(session, "test")
            content = self.content(uuid4().hex, one.links)
            revision = revise(session, one.id, content, actor=actor)
            try:
                publish(session, revision.id, actor=actor)
            except Conflict:
                assert not is_free or self.at.get(place, one) is None
                session.rollback()
                return
        one.is_public, one.public_links = True, one.links
        self.at[place] = one

    @rule(which=st.integers(0, 30))
    def withdraw(self, which: int) -> None:
        public = [document for document in self.written if document.is_public]
        if not public:
            return
        one = public[which % len(public)]
        with self.site.database.transaction() as session:
            withdraw(session, one.id, actor=get_system_actor(session, "test"))
        one.is_public = False
        for place, there in self.at.items():
            if there is one:
                self.at[place] = None

    @rule(which=st.integers(0, 30), slug=st.sampled_from(SLUGS))
    def move(self, which: int, slug: str) -> None:
        if not self.written:
            return
        one = self.written[which % len(self.written)]
        place = (one.home, slug)
        with self.site.database.transaction() as session:
            try:
                move(session, one.id, f"{self.run}-{slug}", actor=get_system_actor(session, "test"))
            except Conflict:
                taken = any((other.home, other.slug) == place for other in self.written)
                assert taken or self.at.get(place, one) is not one
                session.rollback()
                return
        one.slug = slug
        if one.is_public:
            self.at[place] = one

    def leads_to(self, one: Written) -> set[tuple[str, UUID]]:
        """Where a public entry's links lead by the model: (relation, entry), dead ones left out."""
        found = set()
        for relation, place in one.public_links:
            there = self.at.get(place)
            if there is not None and there.is_public:
                found.add(("relates" if relation == "part" else relation, there.id))
        return found

    @invariant()
    def both_ends_agree(self) -> None:
        type(self).steps += 1
        public = [document for document in self.written if document.is_public]
        expected: dict[UUID, set[tuple[str, UUID]]] = {document.id: set() for document in public}
        for document in public:
            for relation, target in self.leads_to(document):
                if target != document.id:
                    expected[target].add((relation, document.id))
        # Each step looks at two entries, so that all are looked at again and again.
        turn = type(self).steps
        some = {public[at % len(public)].id for at in (turn, turn * 7)} if public else set()
        asked = {
            place: Reference("entry", *reversed(self.address(place).split("/")))
            for place in self.at
        }
        with self.site.database.reading() as session:
            for entry_id in some:
                back = find_backlinks(session, entry_id, "nb")
                assert {(link.relation, link.card.id) for link in back} == expected[entry_id]
            targets = resolve(session, asked.values(), "nb")
        for place, there in self.at.items():
            end = targets[asked[place]]
            assert (end.card.id if end.card else None) == (there.id if there else None)
            assert end.state == ("live" if there else "withdrawn")

    @invariant()
    def no_page_leads_to_what_is_not_public(self) -> None:
        public = [document for document in self.written if document.is_public]
        if not public:
            return
        turn = type(self).steps
        one = public[turn % len(public)]
        path = "/map" if turn % 3 == 0 else ""
        page = self.app.test_client().get(f"/nb/{self.address((one.home, one.slug))}{path}")
        assert page.status_code == 200
        shown = set(re.findall(rf'href="/nb/([a-z]+)/{self.run}-([a-f])["#?/]', page.text))
        assert all(self.at.get(place) is not None for place in shown), shown
        led_to = {target for _, target in self.leads_to(one) if target != one.id}
        there = {found.id for place in shown if (found := self.at[place]) is not None}
        assert led_to <= there


def test_both_ends_of_every_link_agree_whatever_happens(app: Flask) -> None:
    class Here(Links):
        pass

    Here.app = app
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=STEPS // 60,
            stateful_step_count=100,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Here.steps >= STEPS, Here.steps


def test_an_address_of_a_withdrawn_text_is_not_given_to_another(app: Flask) -> None:
    site: Site = app.extensions["grannar"]

    def written(slug: str) -> UUID:
        with site.database.transaction() as session:
            actor = get_system_actor(session, "test")
            home = find_organisation_ids(session)["eksempelvik"]
            content = parse_content({"kind": "need", "language": "nb", "title": slug})
            revision = begin(session, Placement(home, slug, home), content, actor=actor)
            publish(session, revision.id, actor=actor)
            return revision.document_id

    first, second = written("den-forste"), written("den-andre")
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        move(session, first, "den-forste-flyttet", actor=actor)
        withdraw(session, first, actor=actor)
        withdraw(session, second, actor=actor)
    with site.database.transaction() as session:
        try:
            move(session, second, "den-forste", actor=get_system_actor(session, "test"))
        except Conflict:
            session.rollback()
        else:
            raise AssertionError("the first one's address was given away")
    assert app.test_client().get("/nb/eksempelvik/den-forste").status_code == 410
