"""Endorsing what one reads: from the public page to the desk and back, and when to look again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from network import clock
from network.entries.endorsements import find_endorsement
from network.entries.tables import Entry, EntryEndorsement
from tests.web.people import Person, signed_in, site_of

PAGE = "/nb/exempelstad/frukost"


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def nina(app: Flask) -> Person:
    """Coordinates Sweden."""
    return signed_in(app, "Nina", "national_coordinator", "region-exempel", "SE")


def find_entry(app: Flask, slug: str = "frukost") -> UUID:
    """The id of a public entry."""
    with site_of(app).database.reading() as session:
        return session.scalars(select(Entry.id).where(Entry.slug == slug)).one()


def test_the_public_page_leads_to_the_form_and_the_form_back_to_it(
    app: Flask, nina: Person
) -> None:
    entry = find_entry(app)
    address = f"/nb/desk/endorse/{entry}"
    page = app.test_client().get(PAGE).text
    assert f'href="{address}"' in page
    assert f'href="/nb/desk/entries/{entry}"' in page
    # The page is the same for all: a browser shows it where a coordinator of its country signed in.
    assert "for-coordinators-se" in page
    assert 'data-coordinates="SE"' in nina.get("/nb/desk/").text
    form = nina.get(address)
    assert f'name="back" value="{PAGE}"' in form.text
    day = clock.today() + timedelta(days=30)
    answer = nina.post(
        address,
        {"note": "Kort och ärlig.", "language": "sv", "look_again": day.isoformat(), "back": PAGE},
    )
    assert answer.status_code == 303
    done = nina.get(answer.location).text
    assert "Anbefalt. Begrunnelsen din står på siden." in done
    assert f'class="button" href="{PAGE}"' in done
    assert "Kort och ärlig." in app.test_client().get(PAGE).text
    with site_of(app).database.reading() as session:
        said = find_endorsement(session, entry)
    assert said is not None
    assert (said.language, said.look_again) == ("sv", day)


def test_what_is_wrong_is_told_in_its_field_and_what_was_typed_stays(
    app: Flask, nina: Person
) -> None:
    address = f"/nb/desk/endorse/{find_entry(app)}"
    today = clock.today()
    for form, field in (
        ({"note": " "}, "note"),
        ({"note": "Bra. 21880650006"}, "note"),
        ({"note": "Bra.", "look_again": "i morgen"}, "look_again"),
        ({"note": "Bra.", "look_again": today.isoformat()}, "look_again"),
        ({"note": "Bra.", "look_again": (today + timedelta(days=4000)).isoformat()}, "look_again"),
        ({"note": "Bra.", "language": "da"}, "language"),
    ):
        answer = nina.post(address, {**form, "back": "//evil.example"})
        assert answer.status_code == 422, form
        assert f'href="#{field}"' in answer.text, form
        assert form["note"] in answer.text
        assert "evil" not in answer.text
    with site_of(app).database.reading() as session:
        assert session.scalars(select(EntryEndorsement)).all() == []


def test_an_endorsement_without_a_day_is_looked_at_again_after_a_year(
    app: Flask, nina: Person
) -> None:
    entry = find_entry(app)
    nina.post(f"/nb/desk/endorse/{entry}", {"note": "Bra."})
    said_at = clock.now() - timedelta(days=400)
    with site_of(app).database.transaction() as session:
        # As the version before wrote it.
        session.execute(update(EntryEndorsement).values(look_again=None, endorsed_at=said_at))
    with site_of(app).database.reading() as session:
        said = find_endorsement(session, entry)
    assert said is not None
    assert said.look_again == said_at.date() + timedelta(days=365)


def test_the_desk_opens_a_text_for_whoever_may_read_it_and_tells_others_what_they_may(
    app: Flask, nina: Person
) -> None:
    address = f"/nb/desk/entries/{find_entry(app)}"
    answer = nina.get(address)
    assert answer.status_code == 303
    assert nina.get(answer.location).status_code == 200
    reader = signed_in(app, "Siri")
    page = reader.get(address)
    assert page.status_code == 200
    assert "Dette kan du gjøre med teksten" in page.text
    assert reader.get("/nb/desk/entries/00000000-0000-0000-0000-000000000000").status_code == 404


def test_putting_it_first_on_a_topic_leads_back_to_what_was_read(app: Flask, nina: Person) -> None:
    entry = find_entry(app)
    address = f"/nb/desk/promote/{entry}"
    form = nina.get(address).text
    assert f'name="back" value="{PAGE}"' in form
    topic = form.split('<select name="topic"')[1].split('value="')[1].split('"')[0]
    answer = nina.post(
        address,
        {
            "topic": topic,
            "organisation": "region-exempel",
            "reason": "Börja här.",
            "language": "sv",
            "until": (clock.today() + timedelta(days=10)).isoformat(),
            "back": PAGE,
        },
    )
    assert answer.status_code == 303, answer.text
    assert f'class="button" href="{PAGE}"' in nina.get(answer.location).text
