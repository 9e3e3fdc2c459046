"""One way through a door: a refused action leaves nothing behind, and its page says what it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network import errors
from network.changes import Counter
from network.community.following.tables import Follow, MailPreference
from network.documents.tables import Document, Revision, UsedPart
from network.entries.tables import Entry
from network.errors import CONFLICT_CODES, FAULT_CODES, Conflict, Fault, TooMany
from network.people.tables import Account
from network.topics.vocabulary import load_topics
from network.web.attempts import Done, attempt
from network.web.refusals import (
    CONFLICTS,
    FAULTS,
    FAULTS_AT,
    Refused,
    describe_conflict,
    describe_fault,
)
from tests.web.desk.test_desk import act, begun, newest, saved
from tests.web.people import Person, signed_in, site_of

NETWORK = Path(errors.__file__).parent
WEB = NETWORK / "web"
# Values for every sentence: what no code carries is left out of it.
VALUES = {
    "slug": "torget",
    "name": "Vår mal",
    "id": "1",
    "most": 3,
    "page": 3,
    "least": 12,
    "character": "202E",
    "kind": "need",
    "was": "plan",
    "language": "nb",
}


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture
def nils(app: Flask) -> Person:
    """Coordinates Norway."""
    return signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")


# --- The rule, in the code -------------------------------------------------------------------


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(WEB.rglob("*.py")):
        yield str(file.relative_to(NETWORK)), ast.parse(file.read_text())


def _is_writing(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr == "transaction"
        for item in node.items
    )


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _wrongs(tree: ast.AST) -> Iterator[str]:
    """What the code of a door does that none may, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "rollback":
            yield f"line {node.lineno}: rolls back by hand"
        if not _is_writing(node):
            continue
        assert isinstance(node, ast.With)
        for statement in node.body:
            for inner in ast.walk(statement):
                if isinstance(inner, ast.Call):
                    called = _called(inner)
                    if called in {"render_template", "flash", "make_response"} or "page" in called:
                        yield f"line {inner.lineno}: {called} in a transaction"
                if isinstance(inner, ast.Return):
                    yield f"line {inner.lineno}: returns out of a transaction"
                if isinstance(inner, ast.Try):
                    yield f"line {inner.lineno}: catches inside a transaction"


def test_no_page_is_made_and_no_refusal_caught_inside_a_transaction() -> None:
    found = [f"{name}, {wrong}" for name, tree in _modules() for wrong in _wrongs(tree)]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "flash('x')",
        "return render_template('x')",
        "x = _page(session)",
        "return x",
        "session.rollback()",
        "try:\n        act()\n    except Conflict:\n        pass",
    ],
)
def test_the_rule_sees_what_breaks_it(line: str) -> None:
    tree = ast.parse(f"def view():\n  with get_site().database.transaction() as s:\n    {line}\n")
    assert list(_wrongs(tree))


def _attempted(tree: ast.Module) -> set[str]:
    """The functions of a module that run inside ``attempt``: named in what it is handed, and what
    those call."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    names: set[str] = set()
    for node in ast.walk(tree):
        if _called(node) in {
            "attempt",
            "commit_action",
            "answer_form",
            "answer_button",
        }:
            assert isinstance(node, ast.Call)
            if node.args and not isinstance(node.func, ast.Attribute):
                names |= {name.id for name in ast.walk(node.args[0]) if isinstance(name, ast.Name)}
    reached: set[str] = set()
    while names & functions.keys() - reached:
        name = (names & functions.keys() - reached).pop()
        reached.add(name)
        names |= {_called(inner) for inner in ast.walk(functions[name])}
    return reached


def test_an_action_makes_no_page_and_tells_nobody() -> None:
    found = []
    for name, tree in _modules():
        reached = _attempted(tree)
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef) or function.name not in reached:
                continue
            for inner in ast.walk(function):
                if _called(inner) in {"render_template", "flash", "make_response", "redirect"}:
                    found.append(f"{name}, {function.name}: {_called(inner)}")
    assert found == []


def test_nothing_asks_what_stands_in_an_english_sentence() -> None:
    found = []
    for name, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"wrong", "right"}:
                found.append(f"{name}, line {node.lineno}")
    assert found == []


# --- The table -------------------------------------------------------------------------------


def _codes_raised() -> set[str]:
    """Every code that stands as a text in the code that raises, beside the tables themselves."""
    texts: set[str] = set()
    for file in NETWORK.rglob("*.py"):
        if file.name in {"errors.py", "refusals.py"} and file.parent in (NETWORK, WEB):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _called(node) in {"Conflict", "of", "in_field"}:
                texts |= {
                    argument.value
                    for argument in node.args[:1]
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
    return texts


def test_every_code_is_raised_somewhere_and_has_an_english_sentence() -> None:
    assert {*CONFLICT_CODES, *FAULT_CODES} - _codes_raised() == {
        "too_often",
        "written_at_once",
    }
    for conflict in CONFLICT_CODES:
        if conflict != "too_often":
            assert "{" not in str(Conflict(conflict, **VALUES))
    for fault in FAULT_CODES:
        assert "{" not in str(Fault.of(fault, "field", **VALUES))


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_every_code_has_a_sentence_in_both_languages(app: Flask, language: str) -> None:
    assert set(CONFLICTS) == set(get_args(errors.ConflictCode))
    assert set(FAULTS) == set(get_args(errors.FaultCode))
    with app.test_request_context(f"/{language}/"):
        with force_locale("en"):
            english = {str(text) for text in (*CONFLICTS.values(), *FAULTS.values())}
        with force_locale(language):
            said = [
                describe_conflict(TooMany(5) if code == "too_often" else Conflict(code, **VALUES))
                for code in CONFLICTS
            ]
            said += [describe_fault(Fault.of(code, "field", **VALUES)) for code in FAULTS]
            said += [describe_fault(Fault.of(code, at, **VALUES)) for code, at in FAULTS_AT]
            said.append(describe_fault(Fault("", "is wrong.", "Mend it.", "field")))
    assert all(said)
    assert not english & set(said)
    assert not [sentence for sentence in said if "%(" in sentence or "is wrong" in sentence]


# --- Through the door ------------------------------------------------------------------------


def _published(app: Flask, kari: Person, nils: Person, title: str) -> str:
    document = begun(kari)
    saved(kari, document, title=title, done="Vi snakket sammen.")
    act(app, kari, document, "submit")
    assert "Publisert" in act(app, nils, document, "approve")
    return str(document)


def test_moving_to_a_taken_address_says_that_it_is_taken(
    app: Flask, kari: Person, nils: Person
) -> None:
    _published(app, kari, nils, "Torget")
    document = _published(app, kari, nils, "Parken")
    for ui, sentence in (
        ("nb", "En annen tekst har allerede adressen «torget». Velg en annen."),
        ("sv", "En annan text har redan adressen ”torget”. Välj en annan."),
    ):
        answer = nils.post(f"/{ui}/desk/documents/{document}/move", {"slug": "torget"})
        assert (answer.status_code, sentence in answer.text) == (409, True)
        # What was typed stands in its field again.
        assert 'value="torget"' in answer.text


def test_a_translation_before_its_original_says_so(app: Flask, kari: Person, nils: Person) -> None:
    document = begun(kari)
    saved(kari, document, title="Nattkafé", done="Vi åpnet.")
    address = f"/nb/desk/documents/{document}/translate/sv"
    kari.post(address, {"words.title": "Nattkafé", "words.done": "Vi öppnade.", "do": "save"})
    with site_of(app).database.reading() as session:
        translation = session.scalars(
            select(Revision.id).where(Revision.document_id == document, Revision.language == "sv")
        ).one()
    page, step = f"/nb/desk/documents/{document}", {"revision": str(translation)}
    assert kari.post(f"{page}/submit", step).status_code == 303
    answer = nils.post(
        f"{page}/approve", {**step, "note": "Bra skrevet, naboer.", "page": "review"}
    )
    assert answer.status_code == 409
    assert "Originalen er ikke publisert ennå" in answer.text
    # The note is not lost with it.
    assert "Bra skrevet, naboer." in answer.text


def test_what_nothing_stops_and_what_was_let_through_is_told(
    app: Flask, kari: Person, nils: Person
) -> None:
    plain = begun(kari)
    saved(kari, plain, title="Uten nummer", done="Vi snakket.")
    told = act(app, kari, plain, "ask-exception", "Fordi.")
    assert "så ingenting stopper den" in told
    numbered = begun(kari)
    saved(kari, numbered, title="Med nummer", done="Han har 21880650006.")
    act(app, kari, numbered, "ask-exception", "Det er syntetisk.")
    assert "Unntaket er godkjent" in act(app, nils, numbered, "overrule", "Fra registeret.")
    told = act(app, nils, numbered, "overrule", "Fra registeret.")
    assert "Unntaket for denne versjonen er allerede godkjent." in told


def test_a_refused_save_leaves_no_part_behind(app: Flask, kari: Person) -> None:
    """A part's id that another list had is refused; the new part beside it is not noted as used."""
    document = begun(kari, "meeting")
    agenda = {"agenda.0.present": "1", "agenda.0.id": "a1", "agenda.0.title": "Sak 1"}
    saved(kari, document, title="Møte", date="2024-05-02", **agenda)
    with site_of(app).database.transaction() as session:
        used = session.get_one(UsedPart, (document, "a1"))
        used.field = "statements"
    page = kari.get(f"/nb/desk/documents/{document}/write").text
    assert "Møte" in page
    answer = kari.post(
        f"/nb/desk/documents/{document}/write",
        {
            "base": str(newest(app, document)),
            "title": "Møte",
            "date": "2024-05-02",
            **agenda,
            "agenda.1.present": "1",
            "agenda.1.id": "a2",
            "agenda.1.title": "Sak 2",
            "do": "save",
        },
    )
    assert answer.status_code == 422
    assert "Denne delen har samme adresse" in answer.text
    assert "that another part of this entry had" not in answer.text
    with site_of(app).database.reading() as session:
        kept = session.scalars(
            select(UsedPart.part_id).where(UsedPart.document_id == document)
        ).all()
        assert "a2" not in kept
        assert session.scalar(select(func.count()).where(Revision.document_id == document)) == 1


def test_a_follow_whose_mail_is_no_choice_is_not_begun(app: Flask, kari: Person) -> None:
    form = {"what": "topic", "key": "digital", "level": "new_and_revised", "how_often": "hourly"}
    with site_of(app).database.reading() as session:
        form["key"] = next(iter(load_topics(session)))
    answer = kari.post("/nb/desk/follow", form)
    assert answer.status_code == 422
    assert "Velg hvor ofte" in answer.text
    with site_of(app).database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Follow)) == 0
        assert session.get(MailPreference, kari.account_id) is None


def test_a_new_collection_is_not_begun_by_a_refused_reason(app: Flask, kari: Person) -> None:
    entry = _public_entry(app)
    form = {
        "collection": "new",
        "organisation": "eksempelvik",
        "language": "nb",
        "title": "Om natten",
        "why": "Ring 21880650006.",
        "do": "add",
    }
    before = _documents(app)
    answer = kari.post(f"/nb/desk/gather/{entry}", form)
    assert answer.status_code == 422
    assert "Ring 21880650006." in answer.text
    assert _documents(app) == before
    assert kari.post(f"/nb/desk/gather/{entry}", {**form, "why": "Fordi."}).status_code == 303
    assert _documents(app) == before + 1


def test_nobody_is_invited_by_a_refused_mandate(app: Flask) -> None:
    ada = signed_in(app, "Ada", "administrator")
    form = {"name": "Ola", "email": "ola@grannar.example", "language": "nb", "role": "coordinator"}
    answer = ada.post("/nb/desk/people/invite", {**form, "organisation": "ingensteds"})
    assert answer.status_code == 422
    assert "ola@grannar.example" in answer.text
    with site_of(app).database.reading() as session:
        assert session.scalar(select(Account).where(Account.name == "Ola")) is None


def test_nothing_is_told_of_what_was_not_committed(app: Flask, kari: Person) -> None:
    """Agreeing twice to curate: the second time is no success, and is not told as one."""
    entry = _public_entry(app)
    kari.post(
        f"/nb/desk/gather/{entry}",
        {
            "collection": "new",
            "organisation": "eksempelvik",
            "language": "nb",
            "title": "Sammen",
            "do": "add",
        },
    )
    with site_of(app).database.reading() as session:
        document = session.scalars(
            select(Document.id).where(Document.kind == "collection").order_by(Document.created_at)
        ).all()[-1]
    karin = signed_in(app, "Karin", "coordinator", "exempelstad")
    page = f"/nb/desk/documents/{document}"
    ask = {"do": "ask", "organisation": "exempelstad"}
    assert "allerede spurt" not in kari.get(kari.post(f"{page}/curators", ask).location).text
    assert "allerede spurt" in kari.get(kari.post(f"{page}/curators", ask).location).text
    agree = {"do": "accept", "organisation": "exempelstad"}
    assert "Nå samarbeider dere" in karin.get(karin.post(f"{page}/curate", agree).location).text
    again = karin.get(karin.post(f"{page}/curate", agree).location).text
    assert "Nå samarbeider dere" not in again
    assert "Dere samarbeider allerede om samlingen." in again


def _public_entry(app: Flask) -> str:
    with site_of(app).database.reading() as session:
        return str(session.scalars(select(Entry.id).where(Entry.kind != "collection")).first())


def _documents(app: Flask) -> int:
    with site_of(app).database.reading() as session:
        return session.scalar(select(func.count()).select_from(Document)) or 0


def test_what_two_wrote_at_once_is_tried_once_more(app: Flask) -> None:
    """Second to give a key, the action runs again, on a transaction that sees what the first wrote;
    second once more, it is refused in words."""
    with app.test_request_context("/nb/"):
        runs: list[int] = []

        def action(session: Session) -> int:
            runs.append(session.scalar(select(func.count()).select_from(Counter)) or 0)
            if len(runs) < 2:
                session.add(Counter(name="changes", value=0))
                session.flush()
            return len(runs)

        assert attempt(action) == Done(2)
        assert len(runs) == 2

        def stubborn(session: Session) -> None:
            session.add(Counter(name="changes", value=0))

        refused = attempt(stubborn)
        assert isinstance(refused, Refused)
        assert refused.status == 409
        assert "i samme øyeblikk" in refused.sentence
