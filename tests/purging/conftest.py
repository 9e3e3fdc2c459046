"""A site with the made-up municipalities, and a text that holds what it must not, everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from network import clock
from network.community.following.actions import follow
from network.community.marks.actions import set_mark
from network.community.missed_searches.tables import MissedSearch
from network.community.questions.actions import answer_question, ask_question
from network.community.reports.actions import report_page
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.review_notes import add_note
from network.documents.revisions import Placement, begin, revise
from network.documents.tables import ThrownAwayCopy, WorkingCopy
from network.documents.text_templates import keep_template
from network.documents.workflow import approve, endorse, submit
from network.kinds import parse_content
from network.kinds.translation import Translation
from network.mail.outbox import queue_mail, queue_unwritten_mail
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor
from tests.folders import write_folder
from tests.people import coordinator, person

# What must not be kept: words that stand in no other text.
WORDS = "Klossmajor Brillefin"


@dataclass(frozen=True)
class Site:
    """What was written, by whom."""

    database: Database
    document: UUID
    other: UUID
    kari: Actor
    nils: Actor


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Database:
    """The database after the import of the made-up site."""
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    return database


@pytest.fixture
def site(house: Database) -> Site:
    """A public practice with its translation, and everything that can hold words beside it."""
    with house.transaction() as session:
        return fill(session, house)


def fill(session: Session, database: Database) -> Site:
    """Write the words into everything that can hold them."""
    ids = find_organisation_ids(session)
    home = ids["eksempelvik"]
    kari = coordinator(session)
    nils = person(session, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
    elsa = coordinator(session, "exempelstad")
    content = {
        "kind": "practice",
        "language": "nb",
        "title": f"Om {WORDS} hjemme",
        "topics": ["truancy"],
        "summary": f"Vi skrev om *{WORDS}*.",
        "body": "Teksten om Klossmajor  **Brillefin** og andre.\n\n"
        f"| a | b |\n|---|---|\n| {WORDS} | 2 |",
        "sources": [
            {"id": "brev", "title": f"Brev fra {WORDS}", "url": "https://eksempel.no/brev"}
        ],
        "contact": {"office": f"Kontoret ved {WORDS}", "email": "post@eksempelvik.example"},
    }
    first = begin(session, Placement(home, None, home), parse_content(content), actor=kari)
    document = first.document_id
    submit(session, first.id, actor=kari, note=f"Se på {WORDS}.")
    add_note(session, first.id, "summary", quote=WORDS, text=f"Hvem er {WORDS}?", actor=nils)
    approve(session, first.id, actor=nils, note=f"Greit med {WORDS}.")
    translation = revise(
        session,
        document,
        Translation(
            language="sv",
            translates="nb",
            words={"title": f"Om {WORDS} hemma", "summary": f"Vi skrev om {WORDS}."},
        ),
        actor=kari,
    )
    submit(session, translation.id, actor=kari)
    approve(session, translation.id, actor=nils)
    # A version that was never public, and forms that were not saved.
    later = revise(
        session, document, parse_content({**content, "summary": f"{WORDS} igjen"}), actor=kari
    )
    session.add(
        WorkingCopy(
            account_id=kari.account_id,
            document_id=document,
            language="nb",
            kind="practice",
            organisation_id=home,
            fields={**content, "summary": f"Skrevet av {WORDS}"},
            base_id=later.id,
            kept_at=clock.now(),
            number=7,
            window="vindu",
            window_since=7,
            clashes=[{"path": "summary", "mine": WORDS, "theirs": ""}],
        )
    )
    session.add(
        ThrownAwayCopy(
            account_id=nils.account_id,
            document_id=document,
            language="nb",
            kind="practice",
            organisation_id=home,
            fields={"title": WORDS, "summary": WORDS},
            base_id=None,
            thrown_away_at=clock.now(),
        )
    )
    keep_template(
        session,
        organisation_id=home,
        kind="practice",
        language="nb",
        name=f"Mal for {WORDS}",
        fields={"summary": WORDS},
        actor=kari,
    )
    question = ask_question(
        session,
        document,
        ids["exempelstad"],
        text=f"Varför {WORDS}?",
        language="sv",
        actor=elsa,
    )
    answer_question(session, question.id, text=f"Fordi {WORDS}.", language="nb", actor=kari)
    set_mark(
        session,
        document,
        "",
        ids["exempelstad"],
        state="adapted",
        why=f"Som {WORDS}",
        language="sv",
        actor=elsa,
    )
    endorse(session, document, actor=nils, reason=f"Les om {WORDS}.", language="nb")
    report_page(session, document, reason=f"Her står {WORDS}.", actor=elsa)
    key = f"q={WORDS.replace(' ', '+')}"
    follow(session, "search", key, "everything", language="nb", actor=elsa)
    session.add(MissedSearch(words=WORDS, language="nb", day=clock.today(), times=3))
    title = f"Om {WORDS} hjemme"
    address = "kari@eksempelvik.example"
    queue_mail(session, address, f"Publisert: {title}", f"Hei,\n\n«{title}»", "nb")
    queue_unwritten_mail(session, address, "digest", {"titles": [title]}, "nb", key="nøkkel")
    person(session, WORDS)
    other = begin(
        session,
        Placement(home, None, home),
        parse_content({"kind": "need", "language": "nb", "title": "Noe helt annet"}),
        actor=kari,
    )
    submit(session, other.id, actor=kari)
    approve(session, other.id, actor=nils)
    return Site(database, document, other.document_id, kari, nils)


def dump(database: Database) -> dict[str, str]:
    """Every row of every table as text, by table."""
    from network.tables import metadata

    with database.reading() as session:
        return {
            table.name: "\n".join(
                " | ".join(str(value) for value in row) for row in session.execute(table.select())
            )
            for table in metadata.sorted_tables
        }
