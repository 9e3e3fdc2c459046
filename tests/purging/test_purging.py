"""What must not be kept is blanked from everything that can hold words, and nothing else is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import JSON, LargeBinary, String, select
from sqlalchemy.orm import Session

from network.attachments.keeping import keep_file, store_bytes
from network.attachments.store import open_store
from network.attachments.tables import StoredFile
from network.changes import Change
from network.content_files.exporting import export_folder
from network.db import Database
from network.documents.publishing import move, publish
from network.documents.revisions import (
    Placement,
    begin,
    find_newest_revision,
    read_content,
    revise,
)
from network.documents.tables import Document, DocumentText, Revision, TrailLine, WorkingCopy
from network.documents.text_templates import keep_template
from network.documents.undoing import undo_withdrawal
from network.documents.workflow import submit
from network.entries.addresses import find_address
from network.entries.tables import Entry, EntryAttachment, EntryText
from network.errors import Conflict, Invalid, NotAllowed
from network.kinds import KINDS, Content, parse_content
from network.mail.tables import OutgoingMail
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.purging.actions import (
    PurgeResult,
    list_purges,
    purge_document,
    purge_field,
    purge_words,
)
from network.purging.blanking import (
    MARK,
    blank_content,
    blank_words,
    compile_words,
    empty_content,
    is_at,
)
from network.purging.cleaning import clean_up
from network.purging.columns import TREATMENTS
from network.purging.replaying import replay_purges, write_line
from network.purging.stored_files import delete_bytes
from network.search.index_folder import IndexFolder
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.tables import metadata
from tests.attached import make_part, plain_file
from tests.people import coordinator
from tests.purging.conftest import WORDS, Site, dump
from tests.synthetic_numbers import norwegian

PIECES = ("klossmajor", "brillefin")


def holds_words(text: str) -> bool:
    return any(piece in text.casefold() for piece in PIECES)


def find_tables(database: Database) -> set[str]:
    """The tables in which the words stand."""
    return {name for name, rows in dump(database).items() if holds_words(rows)}


def purge_all(site: Site) -> PurgeResult:
    with site.database.transaction() as session:
        return purge_words(session, WORDS, met_in=site.document, actor=site.nils)


def test_every_column_that_can_hold_words_is_listed() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, (String, JSON, LargeBinary))
    }
    assert columns == set(TREATMENTS)


def test_words_are_gone_from_every_table(site: Site) -> None:
    before = find_tables(site.database)
    assert {
        "accounts",
        "documents",
        "document_texts",
        "entries",
        "entry_addresses",
        "entry_endorsements",
        "entry_texts",
        "follows",
        "marks",
        "missed_searches",
        "outgoing_mail",
        "questions",
        "reports",
        "review_notes",
        "revisions",
        "text_templates",
        "thrown_away_copies",
        "trail",
        "working_copies",
    } <= before
    result = purge_all(site)
    assert find_tables(site.database) == set()
    assert not result.left
    assert result.rows["revisions"] == 3
    assert result.rows["questions"] == result.rows["marks"] == 1


def test_what_is_left_can_be_read_and_what_said_nothing_of_it_is_as_it_was(site: Site) -> None:
    rows = dump(site.database)
    purge_all(site)
    with site.database.reading() as session:
        revisions = session.scalars(
            select(Revision).where(Revision.document_id == site.document)
        ).all()
        for revision in revisions:
            assert MARK in str(read_content(revision))
        entry = session.get_one(Entry, site.document)
        assert entry.content["title"] == f"Om {MARK} hjemme"
        # A window that has the form open joins what it sends, and does not put the words back.
        copy = session.get_one(WorkingCopy, (site.kari.account_id, site.document, "nb"))
        assert (copy.fields["summary"], copy.number) == (f"Skrevet av {MARK}", 8)
        assert entry.content["contact"]["email"] == "post@eksempelvik.example"
        assert entry.content["sources"][0]["url"] == "https://eksempel.no/brev"
        swedish = session.get_one(EntryText, (site.document, "sv"))
        assert swedish.title == f"Om {MARK} hemma"
        # It is not said to be older than its original.
        assert swedish.made_from == entry.fingerprint
        other = session.get_one(Entry, site.other)
        assert other.content["title"] == "Noe helt annet"
    assert dump(site.database)["organisations"] == rows["organisations"]


def test_the_address_is_another_and_the_log_has_no_news(site: Site) -> None:
    with site.database.reading() as session:
        slug = session.get_one(Entry, site.document).slug
        before = session.scalar(select(Change.number).order_by(Change.number.desc())) or 0
    assert slug == "om-klossmajor-brillefin-hjemme"
    purge_all(site)
    with site.database.reading() as session:
        assert find_address(session, "eksempelvik", slug) is None
        now = session.get_one(Entry, site.document).slug
        state = find_address(session, "eksempelvik", now)
        assert state is not None
        assert state.state == "current"
        verbs = session.scalars(select(Change.verb).where(Change.number > before)).all()
        assert set(verbs) == {"touched"}
        [line] = session.scalars(select(TrailLine).where(TrailLine.verb == "purged")).all()
        assert (line.document_id, line.note, line.actor_id) == (
            site.document,
            "",
            site.nils.account_id,
        )


@pytest.mark.parametrize(
    "text",
    [
        "{a}{b}",
        "{a} {b}",
        "{a}-{b}",
        "{a}**{b}**",
        "{a}&nbsp;{b}",
        "<b>{a}</b> {b}",
        "{a}\n{b}",
        "| {a} | {b} |",
        "{a}\u00ad{b}",
        "{a}\u2011{b}",
    ],
)
def test_a_number_is_blanked_in_every_form(text: str) -> None:
    number = norwegian(random.Random(50))
    a, b = number[:6], number[6:]
    pattern = compile_words(number)
    blanked = blank_words(pattern, f"Før {text.format(a=a, b=b)} etter")
    assert MARK in blanked
    assert "Før" in blanked
    assert "etter" in blanked
    assert a not in blanked
    assert b not in blanked
    assert blank_words(pattern, f"1{number}") == f"1{number}"


def test_too_little_is_refused_and_so_is_what_stands_nowhere(site: Site) -> None:
    with pytest.raises(Invalid), site.database.transaction() as session:
        purge_words(session, "og -", met_in=site.document, actor=site.nils)
    with pytest.raises(Invalid), site.database.transaction() as session:
        purge_words(session, "Står ingen steder", met_in=site.document, actor=site.nils)


def test_a_document_is_blanked_whole_and_its_address_says_that_it_is_gone(site: Site) -> None:
    with site.database.transaction() as session:
        slug = session.get_one(Entry, site.document).slug
        result = purge_document(session, site.document, actor=site.nils)
    # Searches, the template and the account are others', and the address is where it is gone from.
    assert find_tables(site.database) == {
        "account_events",
        "accounts",
        "documents",
        "entry_addresses",
        "follows",
        "missed_searches",
        "text_templates",
    }
    assert result.rows["working_copies"] == result.rows["thrown_away_copies"] == 1
    with site.database.reading() as session:
        assert session.get(Entry, site.document) is None
        state = find_address(session, "eksempelvik", slug)
        assert state is not None
        assert state.state == "withdrawn"
        for text in session.scalars(
            select(DocumentText).where(DocumentText.document_id == site.document)
        ):
            assert (text.state, text.title) == ("withdrawn", MARK)
        verbs = session.scalars(
            select(TrailLine.verb).where(TrailLine.document_id == site.document)
        ).all()
        assert verbs[-1] == "purged"
        assert session.get_one(Entry, site.other).content["title"] == "Noe helt annet"
        for mail in session.scalars(select(OutgoingMail)):
            assert not holds_words(f"{mail.subject} {mail.parameters}")


def test_what_is_in_review_leaves_it_and_the_address_that_its_title_made(site: Site) -> None:
    with site.database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        content = parse_content({"kind": "need", "language": "nb", "title": f"Uten {WORDS}"})
        revision = begin(session, Placement(home, None, home), content, actor=site.kari)
        submit(session, revision.id, actor=site.kari)
        document = session.get_one(Document, revision.document_id)
        assert document.slug == "uten-klossmajor-brillefin"
        purge_document(session, document.id, actor=site.nils)
        assert document.slug is None
        text = session.get_one(DocumentText, (document.id, "nb"))
        assert (text.state, text.submitted_id, text.title) == ("draft", None, MARK)


def test_it_can_be_written_and_published_anew(site: Site) -> None:
    with site.database.transaction() as session:
        purge_document(session, site.document, actor=site.nils)
        new = parse_content({"kind": "practice", "language": "nb", "title": "Ny tekst"})
        revision = revise(session, site.document, new, actor=site.kari)
        publish(session, revision.id, actor=site.nils)
        assert session.get_one(Entry, site.document).content["title"] == "Ny tekst"


def test_one_field_is_blanked_in_every_version_and_language(site: Site) -> None:
    with site.database.transaction() as session:
        purge_field(session, site.document, "summary", actor=site.nils)
    with site.database.reading() as session:
        for revision in session.scalars(
            select(Revision).where(Revision.document_id == site.document)
        ):
            value = read_content(revision)
            summary = value.summary if isinstance(value, Content) else value.words["summary"]
            assert summary == MARK
            assert WORDS in str(value)
        assert session.get_one(Entry, site.document).content["summary"] == MARK
        assert session.get_one(EntryText, (site.document, "sv")).summary == MARK
    rows = dump(site.database)
    assert f"Skrevet av {WORDS}" not in rows["working_copies"]
    assert WORDS in rows["working_copies"]
    assert not holds_words(rows["review_notes"])


def test_a_part_keeps_what_was_chosen_in_it() -> None:
    content = {
        "kind": "meeting",
        "language": "nb",
        "title": "Møte",
        "statements": [
            {"id": "s1", "text": "En", "wording": "verbatim", "name": WORDS},
            {"id": "s2", "text": "To", "wording": "paraphrase"},
        ],
    }
    parse_content(content)
    blanked = blank_content(
        content, lambda at, text: MARK if is_at(at, "statements.s1") and at[-1] != "id" else text
    )
    [first, second] = blanked["statements"]
    assert (first["text"], first["wording"], first["name"]) == (MARK, "verbatim", MARK)
    assert second == content["statements"][1]


def test_what_cannot_be_blanked_is_left_out_alone() -> None:
    content = {
        "kind": "experience",
        "language": "nb",
        "title": "Tittel",
        "topics": ["en", "klossmajor-brillefin", "to"],
        "links": [
            {"relation": "relates", "to": "moss/klossmajor-brillefin"},
            {"relation": "relates", "to": "moss/plan"},
        ],
        "sources": [{"id": "a", "title": "A", "url": "https://eksempel.no/klossmajor-brillefin"}],
    }
    parse_content(content)
    pattern = compile_words(WORDS)
    blanked = blank_content(content, lambda _at, text: blank_words(pattern, text))
    assert blanked["topics"] == ["en", "to"]
    assert blanked["links"] == [{"relation": "relates", "to": "moss/plan"}]
    assert blanked["sources"][0]["url"] == f"https://eksempel.no/{MARK}"


def test_templates_that_differed_in_the_words_alone_differ_still(site: Site) -> None:
    with site.database.transaction() as session:
        for name in (WORDS, WORDS.upper()):
            keep_template(
                session,
                organisation_id=find_organisation_ids(session)["eksempelvik"],
                kind="need",
                language="nb",
                name=name,
                fields={},
                actor=site.kari,
            )
    purge_all(site)
    assert find_tables(site.database) == set()


def test_a_purge_is_not_taken_back(site: Site) -> None:
    with site.database.transaction() as session:
        purge_document(session, site.document, actor=site.nils)
        with pytest.raises(Conflict):
            undo_withdrawal(session, site.document, "nb", actor=site.nils)


def test_an_older_address_without_the_words_leads_on(site: Site) -> None:
    with site.database.transaction() as session:
        slug = session.get_one(Entry, site.document).slug
        move(session, site.document, "gammel-adresse", actor=site.nils)
        move(session, site.document, slug, actor=site.nils)
    purge_all(site)
    with site.database.reading() as session:
        state = find_address(session, "eksempelvik", "gammel-adresse")
        assert state is not None
        assert (state.state, state.entry_id) == ("moved", site.document)


def test_a_field_that_says_nothing_is_refused(site: Site) -> None:
    for path in ("", "kind", "body.x", "statements.s1"):
        with pytest.raises(Invalid), site.database.transaction() as session:
            purge_field(session, site.document, path, actor=site.nils)


def test_a_part_is_found_in_originals_forms_and_translations() -> None:
    assert is_at(("statements", "s1", "text"), "statements.s1")
    assert is_at(("words", "s1.text"), "statements.s1")
    assert is_at(("words", "s1.text"), "statements.s1.text")
    assert is_at(("words", "summary"), "summary")
    assert not is_at(("words", "s2.text"), "statements.s1")
    assert not is_at(("statements", "s10", "text"), "statements.s1")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_say_nothing(kind: str) -> None:
    more = {"type": "report"} if kind == "resource" else {}
    value = {"kind": kind, "language": "nb", "title": WORDS, "summary": WORDS, **more}
    emptied = empty_content(value)
    assert not holds_words(json.dumps(emptied))
    assert parse_content(emptied).title == MARK


def test_only_who_coordinates_the_country_purges(site: Site) -> None:
    with site.database.transaction() as session:
        others = [site.kari, coordinator(session, "exempelstad")]
    for actor in others:
        # B023: each is called before the next actor's turn.
        attempts: tuple[Callable[[Session], object], ...] = (
            lambda session: purge_document(session, site.document, actor=actor),  # noqa: B023
            lambda session: purge_field(session, site.document, "summary", actor=actor),  # noqa: B023
            lambda session: purge_words(session, WORDS, met_in=site.document, actor=actor),  # noqa: B023
            lambda session: purge_words(session, WORDS, actor=actor),  # noqa: B023
        )
        for attempt in attempts:
            with pytest.raises(NotAllowed), site.database.transaction() as session:
                attempt(session)


def leave_in_free_pages(database: Database) -> None:
    """Have words lie where something was deleted, in the file itself."""
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA secure_delete=OFF")
    cursor.execute("CREATE TABLE passing (words TEXT)")
    cursor.executemany("INSERT INTO passing VALUES (?)", [(f"{WORDS} " * 90,)] * 20)
    cursor.execute("DROP TABLE passing")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.close()
    connection.close()


def test_no_byte_is_left_in_the_files(site: Site, tmp_path: Path) -> None:
    index, mail = IndexFolder(tmp_path / "index"), tmp_path / "mail"
    mail.mkdir()
    (mail / "1.eml").write_text(f"Subject: Om {WORDS}\n\nHei\n", encoding="utf-8")
    (mail / "2.eml").write_text("Subject: Noe annet\n\nHei\n", encoding="utf-8")
    catch_up(index, DatabaseSource(site.database))
    is_file = site.database.engine.dialect.name == "sqlite"
    if is_file:
        leave_in_free_pages(site.database)

    def find_files() -> set[str]:
        folders = [index.path, mail]
        if is_file:
            folders.append(Path(site.database.engine.url.database or "").parent)
        return {
            path.suffix or path.name
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
            and "in" not in path.relative_to(folder).parts
            and holds_words(path.read_bytes().decode("latin-1"))
        }

    before = find_files()
    assert before >= {".eml", ".arrays"}
    assert not is_file or ".sqlite" in before
    result = purge_all(site)
    store = open_store(str(tmp_path / "files"), None)
    cleaned = clean_up(
        site.database, index, mail, store, tables=result.rows, patterns=result.patterns
    )
    assert (cleaned.is_index_clean, cleaned.is_database_clean, cleaned.mails) == (True, True, 1)
    assert find_files() == set()
    assert [path.name for path in mail.iterdir()] == ["2.eml"]


@pytest.mark.parametrize("what", ["words", "document"])
def test_a_file_goes_with_what_is_purged(site: Site, tmp_path: Path, what: str) -> None:
    store = open_store(str(tmp_path / "files"), None)
    told = plain_file(b"told", "Første side.", f"Her står {WORDS.upper()} i en fil.")
    other = plain_file(b"other", "Noe annet.")
    for file in (told, other):
        store_bytes(store, file)
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        for file in (told, other):
            keep_file(session, store, file)
        home = find_organisation_ids(session)["eksempelvik"]
        content = {
            "kind": "experience",
            "language": "nb",
            "title": "Med filer",
            "files": [make_part(told, "f1", "a.pdf"), make_part(other, "f2", "b.pdf")],
        }
        begun = begin(session, Placement(home, "filer", home), parse_content(content), actor=actor)
        publish(session, begun.id, actor=actor)
    with site.database.transaction() as session:
        result = (
            purge_words(session, WORDS, met_in=site.document, actor=site.nils)
            if what == "words"
            else purge_document(session, begun.document_id, actor=get_system_actor(session, "x"))
        )
    gone = {told.sha256} if what == "words" else {told.sha256, other.sha256}
    assert result.files == gone
    with site.database.reading() as session:
        assert {*session.scalars(select(StoredFile.sha256))}.isdisjoint(gone)
        carried = {*session.scalars(select(EntryAttachment.sha256))}
        assert carried == ({other.sha256} if what == "words" else set())
    assert delete_bytes(site.database, store, result.files)
    assert {file.sha256 for file in (told, other) if store.has(file.sha256)} == (
        {told.sha256, other.sha256} - gone
    )


def test_an_export_has_nothing_of_it(site: Site, tmp_path: Path) -> None:
    def export(folder: Path) -> str:
        with site.database.reading() as session:
            export_folder(session, folder)
        files = [path for path in folder.rglob("*") if path.is_file()]
        return "".join(f"{path} {path.read_text(encoding='utf-8')}" for path in files)

    assert holds_words(export(tmp_path / "before"))
    purge_all(site)
    after = export(tmp_path / "after")
    assert not holds_words(after)
    assert MARK in after


def read_list(database: Database) -> list[str]:
    with database.reading() as session:
        return [write_line(purge) for purge in list_purges(session)]


def test_the_list_of_purges_holds_no_words(site: Site) -> None:
    purge_all(site)
    [line] = read_list(site.database)
    assert not holds_words(line)
    assert json.loads(line)["what"] == "words"


class _PutBack(Exception):
    """Raised to have the database as it was before, as a backup has it."""


def test_a_backup_that_was_put_back_is_purged_again(site: Site) -> None:
    with suppress(_PutBack), site.database.transaction() as session:
        purge_words(session, WORDS, met_in=site.document, actor=site.nils)
        purge_field(session, site.document, "body", actor=site.nils)
        purge_document(session, site.other, actor=site.nils)
        lines = [write_line(purge) for purge in list_purges(session)]
        raise _PutBack
    assert find_tables(site.database) != set()

    def replay(session: Session) -> list[str]:
        actor = get_system_actor(session, "purge")
        return [line.outcome for line in replay_purges(session, lines, actor=actor)]

    with site.database.transaction() as session:
        assert replay(session) == ["purged"] * 3
    assert find_tables(site.database) == set()
    with site.database.transaction() as session:
        assert session.get(Entry, site.other) is None
        newest = find_newest_revision(session, site.document, "nb")
        assert newest is not None
        assert newest.content["body"] == MARK
        # A second time nothing is done.
        assert replay(session) == ["known"] * 3


def test_a_line_that_is_none_of_a_list_is_refused(site: Site) -> None:
    with pytest.raises(Invalid), site.database.transaction() as session:
        replay_purges(session, ['{"id": "x"}'], actor=get_system_actor(session, "purge"))
