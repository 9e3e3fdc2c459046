"""What the API reads of entries, asked of either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from network import clock
from network.api.cursors import read_place, write_place
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin
from network.entries.listing import (
    EntryFilter,
    Place,
    find_curator_dates,
    find_listed,
    find_whole,
    list_change_lines,
    list_entry_ids,
    was_withdrawn,
)
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.folders import write_folder

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Database:
    """The made-up content, and six practices, of which three each became public in one second."""
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    for number in range(6):
        with (
            clock.freeze_time(START + timedelta(seconds=number // 3)),
            database.transaction() as session,
        ):
            actor = get_system_actor(session, "test")
            home = find_organisation_ids(session)["eksempelvik"]
            value = {"kind": "practice", "language": "nb", "title": f"Praksis {number}"}
            place = Placement(home, f"praksis-{number}", home)
            revision = begin(session, place, parse_content(value), actor=actor)
            publish(session, revision.id, actor=actor)
    return database


def test_a_list_goes_on_from_any_place_whatever_came_in_one_second(filled: Database) -> None:
    practices = EntryFilter(kinds=("practice",))
    with filled.reading() as session:
        everything = list_entry_ids(session, practices, None, 100)
        assert len(everything) == 6
        step: list[Place] = []
        after: Place | None = None
        while page := list_entry_ids(session, practices, after, 1):
            step += page
            # As it comes back from outside.
            after = read_place(write_place(page[-1], "here"), "here")
        assert step == everything
        listed = find_listed(session, [place.id for place in everything])
        assert [entry.id for entry in listed] == [place.id for place in everything]


def test_each_filter_narrows(filled: Database) -> None:
    with filled.reading() as session:

        def count(wanted: EntryFilter) -> int:
            return len(list_entry_ids(session, wanted, None, 100))

        assert count(EntryFilter()) == 9
        assert count(EntryFilter(kinds=("meeting", "practice"))) == 7
        assert count(EntryFilter(topics=("schools",))) == 3
        assert count(EntryFilter(topics=("truancy",))) == 1
        assert count(EntryFilter(organisations=("exempelstad",), countries=("SE",))) == 2
        assert count(EntryFilter(countries=("NO",), languages=("sv",))) == 1
        later = START + timedelta(seconds=1)
        assert count(EntryFilter(revised_since=later, kinds=("practice",))) == 3
        assert count(EntryFilter(need_states=("open",))) == 0
        assert count(EntryFilter(topics=("nothing\x00",))) == 0


def test_an_entry_is_whole_and_its_end_is_told(filled: Database) -> None:
    with filled.transaction() as session:
        (place, *_) = list_entry_ids(session, EntryFilter(topics=("truancy",)), None, 1)
        whole = find_whole(session, place.id)
        assert whole is not None
        assert [text.language for text in whole.texts] == ["nb", "sv"]
        assert (whole.listed.topics, whole.change > 0) == (("schools", "truancy"), True)
        assert find_curator_dates(session, [place.id]) == {}
        assert not was_withdrawn(session, uuid4())
        withdraw(session, place.id, actor=get_system_actor(session, "test"))
    with filled.reading() as session:
        assert find_whole(session, place.id) is None
        assert was_withdrawn(session, place.id)
        lines = list_change_lines(session, 0, 1_000)
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))
        of_it = [line for line in lines if line.entry_id == place.id]
        assert {line.slug for line in of_it} == {""}
        assert of_it[-1].verb == "withdrawn"
        assert isinstance(of_it[0].entry_id, UUID)
