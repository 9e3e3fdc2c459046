"""Who may do what, by whom and at which door: every route, for everybody, with the database
looked at before and after.

The policy is written by hand. Whoever is not named in a rule is refused.
"""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from network import clock
from network.app import create_app
from network.attachments.store import open_store
from network.community.following.actions import follow, load_mail_preference
from network.community.marks.tables import Mark
from network.community.monthly_letters.actions import save_letter
from network.community.monthly_letters.content import LetterText, Month
from network.community.needs.actions import reply_to_need
from network.community.promotions.actions import promote
from network.community.questions.actions import ask_question
from network.community.reports.actions import report_page
from network.documents import workflow
from network.documents.attached_files import give_file
from network.documents.collections import demand_addable
from network.documents.curators import accept_curating, ask_to_curate
from network.documents.drafts import change_draft
from network.documents.item_changes import see_items
from network.documents.new_originals import NewOriginal, begin_and_publish
from network.documents.new_translations import NewTranslation, publish_translations
from network.documents.publishing import move, publish, withdraw, withdraw_text
from network.documents.review_notes import add_note
from network.documents.revisions import Placement, begin, revise
from network.documents.scheduling import schedule
from network.documents.tables import Document, DocumentFile, Revision, SeenItem, WorkingCopy
from network.documents.text_templates import keep_template
from network.documents.undoing import undo_publication, undo_withdrawal
from network.documents.working_copies import (
    SavedText,
    join_saved,
    open_copy,
    throw_away_copy,
)
from network.entries.tables import CollectedItem
from network.errors import NotAllowed
from network.identity_providers.identities import EmployerIdentity
from network.kinds import Content, parse_content
from network.kinds.content import make_fingerprint
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people import sign_ins
from network.people.accounts import close, invite
from network.people.actors import Actor, Role, get_system_actor, read_actor
from network.people.api_tokens import make_token
from network.people.identities import link_identity, read_identities
from network.people.mandates import give, set_own_approval
from network.people.one_time_links import draw_link, make_digest
from network.people.sign_ins import begin_sign_in
from network.people.tables import (
    Account,
    ApiToken,
    Mandate,
    OneTimeLink,
    OwnApproval,
    SignIn,
    SignInMethod,
)
from network.tables import PRIVATE as PRIVATE_TABLES
from network.web import authentication, interrupted_form
from network.web.account import OPEN
from network.web.desk.form import forms
from tests.attached import keep as store_files
from tests.attached import make_part, plain_file
from tests.conftest import FULL, make_settings
from tests.web.people import _KEPT, PASSWORD, site_of

# --- Who ------------------------------------------------------------------------------------

HOME, NEXT, COUNTY, SWEDISH = (
    "eksempelvik",
    "lilleby-ost",
    "ostfylket-fylkeskommune",
    "region-exempel",
)
_COORDINATOR: tuple[Role, str, str] = ("coordinator", HOME, "")
_APPROVER: tuple[Role, str, str] = ("approver", HOME, "")
_NATIONAL: tuple[Role, str, str] = ("national_coordinator", COUNTY, "NO")
_ADMINISTRATOR: tuple[Role, str, str] = ("administrator", "", "")
# Whoever held all of it and holds it no more may no more than who never held any.
_ALL = (_COORDINATOR, _APPROVER, _NATIONAL, _ADMINISTRATOR)

CAST: Mapping[str, tuple[tuple[Role, str, str], ...]] = {
    "reader": (),
    "author": (_COORDINATOR,),
    "colleague": (_COORDINATOR,),
    "coordinator elsewhere": (("coordinator", NEXT, ""),),
    "approver": (_APPROVER,),
    "approver elsewhere": (("approver", NEXT, ""),),
    "national": (_NATIONAL,),
    "national of Sweden": (("national_coordinator", SWEDISH, "SE"),),
    # Has a mandate in the world "two" alone.
    "second national": (_NATIONAL,),
    "administrator": (_ADMINISTRATOR,),
    "administrator who writes": (_ADMINISTRATOR, _COORDINATOR),
    "closed": _ALL,
    "closed yet signed in": _ALL,
    "signed out": (_COORDINATOR,),
    "idle": (_COORDINATOR,),
    "long ago": (_COORDINATOR,),
    "expired": _ALL,
    "ended": _ALL,
    "not yet": _ALL,
}
NOBODY = frozenset(
    {"anonymous", "closed", "closed yet signed in", "signed out", "idle", "long ago"}
)
EVERYBODY = frozenset({"anonymous", *CAST})
SIGNED_IN = EVERYBODY - NOBODY
WRITERS = frozenset({"author", "colleague", "approver", "administrator who writes"})
ADMINISTRATORS = frozenset({"administrator", "administrator who writes"})
NONE: frozenset[str] = frozenset()

# --- What -----------------------------------------------------------------------------------

# Never shown to a reviewer: read by the organisation's writers alone.
PRIVATE = ("draft", "numbered", "clashed")
# Written at home, and a reviewer was asked at least once.
SHOWN = (
    "taken back",
    "in review",
    "written on",
    "sent back",
    "published",
    "newer draft",
    "endorsed",
    "withdrawn",
    "stopped",
    "by the approver",
    "mended by the approver",
    "begun by the approver",
    "by the administrator",
    "stopped by the administrator",
    "translated",
)
# Written by the national coordinator, for the county that they speak for.
NATIONALS = ("by the national", "public by the national", "stopped by the national")
WORD = "Fjellvåk"
NUMBER = "21880650006"

_NEXT_MONTH = (clock.now() + timedelta(days=30)).strftime("%Y-%m-%dT12:00")

# home: Eksempelvik approves by itself, one person coordinates Norway. by others: it does not
# approve by itself. alone: nobody coordinates Norway. two: two people do.
WORLDS = ("home", "by others", "alone", "two")


@dataclass(frozen=True)
class Rule:
    """One request, and how it is answered to whom.

    ``values`` and ``form`` name what they are about in braces. ``changes`` is whether something in
    the database becomes another, or the tables that may.
    """

    endpoint: str
    method: str
    values: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    allowed: frozenset[str] = NONE
    status: int = 200
    changes: bool | frozenset[str] = False
    denied: int = 403
    # Who is answered otherwise: the status; nothing changes then.
    but: Mapping[str, int] = field(default_factory=dict)
    world: str = "home"
    # For whoever is not signed in too.
    is_open: bool = False

    def told(self, who: str) -> tuple[int, bool | frozenset[str]]:
        """What somebody is answered, and what becomes of the database."""
        if who in self.but:
            return self.but[who], False
        if who in self.allowed:
            return self.status, self.changes
        if who in NOBODY and not self.is_open:
            return (303 if self.method == "GET" else 401), False
        return self.denied, False


def _each(
    endpoint: str,
    method: str,
    documents: Iterable[str],
    allowed: frozenset[str],
    status: int = 200,
    changes: bool | frozenset[str] = False,
    *,
    world: str = "home",
    form: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> list[Rule]:
    """The same rule for several documents."""
    found = []
    for name in documents:
        given = {key: text.replace("*", name) for key, text in (form or {}).items()}
        where = {key: text.replace("*", name) for key, text in (values or {}).items()}
        found.append(
            Rule(
                endpoint,
                method,
                {"document_id": f"{{{name}}}", **where},
                given,
                allowed,
                status,
                changes,
                world=world,
            )
        )
    return found


# Who reads a document, by world and by how far it has come.
_READERS: Mapping[tuple[str, tuple[str, ...]], frozenset[str]] = {
    ("home", PRIVATE): WRITERS,
    ("home", SHOWN): WRITERS | {"national"},
    ("home", NATIONALS): ADMINISTRATORS | {"national"},
    ("by others", PRIVATE): WRITERS,
    ("by others", SHOWN): WRITERS | {"national"},
    ("alone", PRIVATE): WRITERS,
    ("alone", SHOWN): WRITERS | {"administrator"},
    ("alone", NATIONALS): ADMINISTRATORS,
    ("two", PRIVATE): WRITERS,
    ("two", SHOWN): WRITERS | {"national", "second national"},
    # Both write for the county that they speak for.
    ("two", NATIONALS): frozenset({"national", "second national"}),
}


def _notes() -> Iterator[Rule]:
    """Reviewing with notes at places of the text, and giving a text to a colleague."""
    noted, given = frozenset({"review_notes"}), frozenset({"assignments", "trail", "outgoing_mail"})
    for (world, documents), allowed in _READERS.items():
        some = documents if world == "home" else documents[:2]
        where = {"language": "nb"}
        yield from _each("desk.review", "GET", some, allowed, world=world, values=where)
        form = {"revision": "{*/newest}", "place": "done", "text": "Hvor?"}
        # The newest version there is the one in Swedish.
        some = tuple(name for name in some if name != "translated")
        yield from _each(
            "desk.note", "POST", some, allowed, 303, noted, world=world, form=form, values=where
        )
    readers = WRITERS | {"national"}
    one = {"document_id": "{in review}", "language": "nb"}
    for revision, status in (("{published/newest}", 404), ("nothing", 400)):
        form = {"revision": revision, "place": "done", "text": "Hvor?"}
        yield Rule("desk.note", "POST", one, form, but=dict.fromkeys(readers, status))
    form = {"revision": "{in review/newest}", "place": "statements.s1", "text": "Hvor?"}
    yield Rule("desk.note", "POST", one, form, but=dict.fromkeys(readers, 422))
    for name in ("draft", "in review"):
        values = {"document_id": f"{{{name}}}", "language": "sv"}
        may_read = readers if name == "in review" else WRITERS
        yield Rule("desk.review", "GET", values, but=dict.fromkeys(may_read, 404))
    note = {"document_id": "{in review}", "note_id": "{note}"}
    for form, allowed in (
        ({"do": "answer", "answer": "Der."}, WRITERS),
        ({"do": "settle"}, readers),
    ):
        yield Rule("desk.answer_or_settle", "POST", note, form, allowed, 303, noted)
        elsewhere = {**note, "document_id": "{published}"}
        but = dict.fromkeys(readers, 404)
        yield Rule("desk.answer_or_settle", "POST", elsewhere, form, but=but)
    for form, allowed, status in (
        ({"do": "answer", "answer": " "}, WRITERS, 422),
        ({"do": "none"}, readers, 400),
    ):
        but = dict.fromkeys(allowed, status)
        yield Rule("desk.answer_or_settle", "POST", note, form, but=but)
    form = {"do": "note-settle:{note}", "title": "Ny tittel", "base": "{in review/newest}"}
    touched = noted | {"working_copies"}
    values = {"document_id": "{in review}"}
    yield Rule("desk.write", "POST", values, form, WRITERS, 303, touched)
    form = {"assignee": "{account of colleague}", "due": "{in a month}"}
    yield from _each(
        "desk.assign_document", "POST", PRIVATE + SHOWN, WRITERS, 303, given, form=form
    )
    for assignee, status in (("{account of coordinator elsewhere}", 422), ("nobody", 422)):
        form = {"assignee": assignee}
        but = dict.fromkeys(WRITERS, status)
        yield Rule("desk.assign_document", "POST", values, form, but=but)
    form = {"assignee": "{account of national}"}
    national = frozenset({"national"})
    yield from _each("desk.assign_document", "POST", NATIONALS, national, 303, given, form=form)


FILE, OTHER_FILE = plain_file(b"given to all of them"), plain_file(b"given to a fresh one")


def _pages() -> Iterator[Rule]:
    """What is only looked at."""
    yield Rule("desk.home", "GET", allowed=SIGNED_IN)
    for name in ("waiting", "overdue", "untranslated", "own", "organisation"):
        yield Rule("desk.work_list", "GET", {"name": name}, allowed=SIGNED_IN)
    yield Rule("desk.new", "GET", allowed=SIGNED_IN)
    national = frozenset({"national"})
    for (world, documents), allowed in _READERS.items():
        some = documents if world == "home" else documents[:2]
        yield from _each("desk.document", "GET", some, allowed, world=world)
        yield from _each(
            "desk.revision", "GET", some, allowed, world=world, values={"revision_id": "{*/newest}"}
        )
        yield from _each(
            "desk.compare",
            "GET",
            some,
            allowed,
            world=world,
            values={"before": "{*/first}", "after": "{*/first}"},
        )
        file = {"sha256": FILE.sha256}
        yield from _each("desk.given_file", "GET", some, allowed, world=world, values=file)
    # A file that the document was not given is none of its own, whoever may read it; and that of a
    # form without a version is its writer's.
    for sha256, size in ((OTHER_FILE.sha256, ""), ("none", ""), (FILE.sha256, "small")):
        values = {"document_id": "{in review}", "sha256": sha256}
        yield Rule(
            "desk.given_file",
            "GET",
            {**values, "size": size} if size else values,
            but=dict.fromkeys(WRITERS | national, 404),
        )
    yield Rule(
        "desk.given_file",
        "GET",
        {"document_id": "{form}", "sha256": FILE.sha256},
        allowed=frozenset({"author"}),
        denied=404,
    )
    # A version of another document is none of this one's, whoever may read both.
    foreign = dict.fromkeys(WRITERS | national, 404)
    yield Rule(
        "desk.revision",
        "GET",
        {"document_id": "{in review}", "revision_id": "{published/newest}"},
        but=foreign,
    )
    for before, after in (("in review", "published"), ("published", "in review")):
        yield Rule(
            "desk.compare",
            "GET",
            {
                "document_id": "{in review}",
                "before": f"{{{before}/newest}}",
                "after": f"{{{after}/newest}}",
            },
            but=foreign,
        )
    for endpoint in ("desk.write", "desk.preview"):
        yield from _each(endpoint, "GET", PRIVATE + SHOWN, WRITERS)
        yield from _each(endpoint, "GET", NATIONALS, national)
        # What is in a form that was never saved is its writer's own.
        yield Rule(
            endpoint,
            "GET",
            {"document_id": "{form}"},
            allowed=frozenset({"author"}),
            denied=404,
        )
        # Nor does it stay open to who writes for the organisation no more.
        for who in ("expired", "ended", "not yet"):
            form = {"document_id": f"{{form of {who}}}"}
            yield Rule(endpoint, "GET", form, denied=404, but={who: 403})
    yield from _each("desk.translate", "GET", PRIVATE + SHOWN, WRITERS, values={"language": "sv"})
    yield from _each("desk.translate", "GET", NATIONALS, national, values={"language": "sv"})
    yield Rule("desk.translate", "GET", {"document_id": "{form}", "language": "sv"}, denied=404)


def _writing() -> Iterator[Rule]:
    """What writers do: those of the organisation, and nobody else."""
    national = frozenset({"national"})
    others = {"coordinator elsewhere", "approver elsewhere", "national", "national of Sweden"}
    yield Rule(
        "desk.new",
        "POST",
        form={"id": "{fresh}", "kind": "need", "language": "nb", "organisation": HOME},
        allowed=WRITERS,
        status=303,
        changes=frozenset({"working_copies"}),
        # They write for somebody else: the organisation is none that they can choose.
        but=dict.fromkeys(others, 422),
    )
    yield Rule(
        "desk.formatted_paste",
        "POST",
        form={"html": "<h2>Krav</h2><ul><li>a</li></ul>"},
        allowed=WRITERS | others,
        changes=frozenset(),
    )
    text = {"title": "Ny tittel", "done": "Nytt arbeid", "base": "{*/newest}"}
    copies = frozenset({"working_copies"})
    # Its author has a form of it, of which the number says that it is as this one knows it.
    own = {"copy": "{clashed/copy}"}
    written = tuple(name for name in PRIVATE + SHOWN if name not in ("clashed", "translated"))
    # The newest version of this one is its translation.
    original = {**text, "base": "{translated/first}"}
    yield from _each(
        "desk.write",
        "POST",
        ("translated",),
        WRITERS,
        303,
        copies,
        form={**original, "do": "keep"},
    )
    yield from _each("desk.keep", "POST", ("translated",), WRITERS, 200, copies, form=original)
    yield from _each(
        "desk.write", "POST", ("clashed",), WRITERS, 303, copies, form={**text, **own, "do": "keep"}
    )
    yield from _each("desk.keep", "POST", ("clashed",), WRITERS, 200, copies, form={**text, **own})
    for do in ("keep", "save", "preview", "find"):
        for documents, allowed in ((written, WRITERS), (NATIONALS, national)):
            some = documents if do == "keep" else documents[:1]
            yield from _each(
                "desk.write",
                "POST",
                some,
                allowed,
                200 if do == "find" else 303,
                True if do == "save" else copies,
                form={**text, "do": do},
            )
    for documents, allowed in ((written, WRITERS), (NATIONALS, national)):
        yield from _each("desk.keep", "POST", documents, allowed, 200, copies, form=text)
        # Their texts propose nothing; of no text at all a letterhead may be taken out.
        yield from _each("desk.proposals", "GET", documents, allowed, 303)
        empty = {"text": hashlib.sha256(b"").hexdigest()[:16], "out": "0"}
        yield from _each("desk.proposals", "POST", documents, allowed, 303, copies, form=empty)
    # A form that was never saved: whoever else writes for the organisation is in the way of it.
    typed = {"title": "Ny tittel", "kind": "experience", "language": "nb"}
    for endpoint, status in (("desk.write", 303), ("desk.keep", 200)):
        yield Rule(
            endpoint,
            "POST",
            {"document_id": "{form}"},
            {**typed, "organisation_slug": HOME, "copy": "{form/copy}"},
            frozenset({"author"}),
            status,
            copies,
            but=dict.fromkeys(WRITERS - {"author"}, 409),
        )
        # One that came back after its writer had to sign in again.
        yield Rule(
            endpoint,
            "POST",
            {"document_id": "{fresh}"},
            {**typed, "organisation_slug": HOME},
            WRITERS,
            status,
            copies,
        )
        for who in ("expired", "ended", "not yet"):
            yield Rule(
                endpoint,
                "POST",
                {"document_id": f"{{form of {who}}}"},
                typed,
                denied=404,
                but={who: 403},
            )
    yield Rule(
        "desk.write",
        "POST",
        {"document_id": "{fresh}"},
        {**typed, "organisation_slug": HOME, "do": "save"},
        WRITERS,
        303,
        True,
    )
    yield Rule(
        "desk.settle",
        "POST",
        {"document_id": "{clashed}"},
        {"take.done": "theirs"},
        frozenset({"author"}),
        303,
        copies,
        # They have nothing that could clash.
        but=dict.fromkeys(WRITERS - {"author"}, 303),
    )
    yield from _each("desk.settle", "POST", SHOWN, WRITERS, 303, form={"take.done": "theirs"})
    # Both texts are shown to whom they belong; whoever else writes is led to a form of their own.
    yield Rule(
        "desk.settle",
        "GET",
        {"document_id": "{clashed}"},
        allowed=frozenset({"author"}),
        but=dict.fromkeys(WRITERS - {"author"}, 303),
    )
    yield from _each("desk.settle", "GET", SHOWN, WRITERS, 303)
    yield Rule("desk.settle", "GET", {"document_id": "{fresh}"}, denied=404)
    # One throws away what is one's own; there is nothing of anybody else's to be thrown away.
    for name in ("form", "clashed"):
        yield Rule(
            "desk.throw_away",
            "POST",
            {"document_id": f"{{{name}}}"},
            {"language": "nb"},
            frozenset({"author"}),
            303,
            copies | {"thrown_away_copies"},
            denied=303,
        )
    # And brings back what one threw away oneself.
    yield Rule(
        "desk.bring_back",
        "POST",
        {"document_id": "{thrown away}"},
        {"language": "nb"},
        frozenset({"author"}),
        303,
        copies | {"thrown_away_copies"},
        denied=404,
    )
    words = {"words.title": "Titel", "words.done": "Gjort"}
    for do, changes in (("keep", copies), ("save", True)):
        for documents, allowed in (
            (PRIVATE[:1] + SHOWN[:2] + ("published",), WRITERS),
            (NATIONALS[:1], national),
        ):
            yield from _each(
                "desk.translate",
                "POST",
                documents,
                allowed,
                303,
                changes,
                form={**words, "do": do},
                values={"language": "sv"},
            )
    # What is used again: as a new text of one's own, or as a template of the organisation's.
    for documents, allowed in ((PRIVATE[:1] + SHOWN[:2], WRITERS), (NATIONALS[:1], national)):
        yield from _each(
            "desk.copy_text", "POST", documents, allowed, 303, copies, form={"id": "{fresh}"}
        )
        templates = frozenset({"text_templates"})
        yield from _each(
            *("desk.keep_as_template", "POST", documents, allowed, 303, templates),
            form={"name": "Rapport fra tilsyn"},
        )
    yield from _each(
        "desk.keep_as_template", "POST", PRIVATE[:1], WRITERS, 409, form={"name": "Vår mal"}
    )
    template = {"template_id": "{template}"}
    yield Rule(
        *("desk.begin_from_template", "POST", template, {"id": "{fresh}"}),
        *(WRITERS, 303, copies),
    )
    yield Rule(
        "desk.drop_template", "POST", template, {}, WRITERS, 303, frozenset({"text_templates"})
    )
    yield from _each(
        "desk.keep_translation",
        "POST",
        PRIVATE[:1] + SHOWN[:2] + ("published",),
        WRITERS,
        200,
        copies,
        form=words,
        values={"language": "sv"},
    )
    yield from _each(
        "desk.keep_translation",
        "POST",
        NATIONALS[:1],
        national,
        200,
        copies,
        form=words,
        values={"language": "sv"},
    )
    step = {"revision": "{*/newest}", "note": "Fordi"}
    for name, documents, changes in (
        ("submit", ("draft", "taken back", "sent back", "newer draft", "withdrawn"), True),
        ("submit", ("in review", "published", "endorsed"), False),
        ("take_back", ("in review", "by the approver", "mended by the approver"), True),
        ("take_back", ("draft", "sent back", "published", "withdrawn"), False),
        ("ask_exception", ("numbered", "stopped", "stopped by the administrator"), True),
        ("ask_exception", ("draft", "in review", "published"), False),
    ):
        status = 303 if changes else 409
        yield from _each(f"desk.{name}", "POST", documents, WRITERS, status, changes, form=step)
    yield from _each("desk.submit", "POST", ("public by the national",), national, 409, form=step)
    # What holds an identity number.
    yield from _each("desk.submit", "POST", ("stopped", "numbered"), WRITERS, 422, form=step)
    yield from _each("desk.take_back", "POST", NATIONALS[:1], national, 303, True, form=step)
    yield from _each("desk.ask_exception", "POST", NATIONALS[2:], national, 303, True, form=step)
    for name in ("submit", "take_back", "ask_exception"):
        yield _foreign(f"desk.{name}")
    # There is a newer one.
    earlier = {**step, "revision": "{*/first}"}
    yield from _each("desk.submit", "POST", ("clashed",), WRITERS, 409, form=earlier)


def _foreign(endpoint: str) -> Rule:
    """A step with a version of another document: for nobody."""
    return Rule(
        endpoint,
        "POST",
        {"document_id": "{published}"},
        {"revision": "{in review/newest}", "note": "Fordi"},
        but=dict.fromkeys(WRITERS | {"national"}, 404),
    )


def _reviewing() -> Iterator[Rule]:
    """What reviewers do: the approver where the organisation approves by itself, the country's
    national coordinator, an administrator where there is none but the author; never an author."""
    step = {"revision": "{*/newest}", "note": "Fordi", "at": _NEXT_MONTH}
    reviewers_of: Mapping[str, Mapping[str, AbstractSet[str]]] = {
        "home": {
            "in review": {"approver", "national"},
            "translated": {"approver", "national"},
            "by the approver": {"national"},
            "mended by the approver": {"national"},
            "begun by the approver": {"national"},
            "by the administrator": {"approver", "national"},
            "by the national": ADMINISTRATORS,
        },
        "by others": {
            "in review": {"national"},
            "by the approver": {"national"},
            "by the administrator": {"national"},
            "by the national": ADMINISTRATORS,
        },
        "alone": {
            "in review": {"approver", *ADMINISTRATORS},
            "by the approver": ADMINISTRATORS,
            "mended by the approver": ADMINISTRATORS,
            "by the administrator": {"approver", "administrator"},
            "by the national": ADMINISTRATORS,
        },
        "two": {
            "in review": {"approver", "national", "second national"},
            "by the national": {"second national"},
        },
    }
    for world, reviewers in reviewers_of.items():
        for name, allowed in reviewers.items():
            for endpoint in ("desk.approve", "desk.send_back", "desk.schedule"):
                yield from _each(
                    endpoint, "POST", (name,), frozenset(allowed), 303, True, world=world, form=step
                )
    both = frozenset({"approver", "national"})
    for endpoint in (
        "desk.approve",
        "desk.send_back",
        "desk.schedule",
        "desk.overrule",
        "desk.refuse_exception",
    ):
        yield _foreign(endpoint)
    for endpoint in ("desk.approve", "desk.send_back", "desk.schedule"):
        # Nobody asked about them: not (any more) in review. A draft is no reviewer's to see.
        yield from _each(
            endpoint,
            "POST",
            ("taken back", "sent back", "published", "withdrawn"),
            both,
            409,
            form=step,
        )
        yield from _each(endpoint, "POST", ("stopped",), both, 409, form=step)
    # Of two versions, the one that was submitted and no other.
    earlier = {**step, "revision": "{*/first}"}
    for endpoint in ("desk.approve", "desk.send_back", "desk.schedule"):
        yield from _each(endpoint, "POST", ("written on",), both, 409, form=step)
        yield from _each(endpoint, "POST", ("written on",), both, 303, True, form=earlier)
    # Whoever may write it or review it takes the time away again.
    yield from _each(
        "desk.end_schedule", "POST", ("set to a time",), WRITERS | both, 303, True, form={}
    )
    yield from _each("desk.end_schedule", "POST", ("in review",), WRITERS | both, 409, form={})
    # A draft is its author's own, and nobody's to review but the organisation's own approver's.
    for endpoint in ("desk.approve", "desk.send_back", "desk.schedule"):
        yield from _each(endpoint, "POST", ("draft",), frozenset({"approver"}), 409, form=step)
    overrulers_of: Mapping[str, Mapping[str, AbstractSet[str]]] = {
        "home": {
            "stopped": {"national"},
            "stopped by the administrator": {"national"},
            "stopped by the national": ADMINISTRATORS,
            "numbered": NONE,
        },
        "alone": {
            "stopped": ADMINISTRATORS,
            "stopped by the administrator": {"administrator"},
            "stopped by the national": ADMINISTRATORS,
        },
        "two": {"stopped by the national": {"second national"}},
    }
    for world, overrulers in overrulers_of.items():
        for name, allowed in overrulers.items():
            for endpoint in ("desk.overrule", "desk.refuse_exception"):
                yield from _each(
                    endpoint,
                    "POST",
                    (name,),
                    frozenset(allowed),
                    303,
                    True,
                    world=world,
                    form=step,
                )
    for endpoint in ("desk.overrule", "desk.refuse_exception"):
        yield from _each(endpoint, "POST", ("in review",), frozenset({"national"}), 409, form=step)


def _purging() -> Iterator[Rule]:
    """What must not be kept: for who coordinates the country, and nobody who only wrote it."""
    coordinating: Mapping[tuple[str, tuple[str, ...]], frozenset[str]] = {
        ("home", PRIVATE): NONE,
        ("home", SHOWN): frozenset({"national"}),
        ("home", NATIONALS): frozenset({"national", *ADMINISTRATORS}),
        ("by others", SHOWN[:2]): frozenset({"national"}),
        ("alone", SHOWN[:2]): ADMINISTRATORS,
    }
    whole = {"what": "document", "do": "purge"}
    for (world, documents), allowed in coordinating.items():
        yield from _each("desk.purge", "GET", documents, allowed, world=world)
        some = documents[:2]
        look = {**whole, "do": "look"}
        yield from _each("desk.purge", "POST", some, allowed, world=world, form=look)
        yield from _each("desk.purge", "POST", some, allowed, 303, True, world=world, form=whole)
    for form in ({"what": "field", "path": "summary.x"}, {"what": "words", "words": "Zz"}):
        refused = {**form, "do": "purge"}
        allowed = frozenset({"national"})
        yield from _each("desk.purge", "POST", ("in review",), allowed, 422, form=refused)


def _public_side() -> Iterator[Rule]:
    """What is done with what is public."""
    both = frozenset({"approver", "national"})
    stood_in = frozenset({"approver", *ADMINISTRATORS})
    note = {"note": "Fordi"}
    national_own = frozenset({"national", *ADMINISTRATORS})
    for endpoint, form in (("desk.withdraw", note), ("desk.move", {"slug": "ny-adresse"})):
        public = ("published", "endorsed", "newer draft", "translated")
        # Whoever wrote what is public takes it away, and gives it no other address.
        wrote = frozenset({"author"}) if endpoint == "desk.withdraw" else NONE
        yield from _each(endpoint, "POST", public, both | wrote, 303, True, form=form)
        for world, allowed in (("by others", both | wrote), ("alone", stood_in | wrote)):
            yield from _each(
                endpoint, "POST", ("published",), allowed, 303, True, world=world, form=form
            )
        yield from _each(
            endpoint, "POST", ("public by the national",), national_own, 303, True, form=form
        )
        # Nobody acts on what they may not read.
        yield from _each(
            endpoint,
            "POST",
            ("draft",),
            frozenset({"approver"}),
            303 if endpoint == "desk.move" else 409,
            endpoint == "desk.move",
            form=form,
        )
    yield from _each("desk.withdraw", "POST", ("in review",), both, 409, form=note)
    wrote = both | {"author"}
    yield from _each("desk.withdraw", "POST", ("withdrawn",), wrote, 409, form=note)
    # Whoever did it takes it back, and nobody else, whatever they may do themselves.
    for name, what in (("withdrawn", "withdrawal"), ("published", "publication")):
        yield Rule(
            "desk.undo",
            "POST",
            {"document_id": f"{{{name}}}"},
            {"what": what, "language": "nb"},
            frozenset({"approver"}),
            303,
            True,
            but=dict.fromkeys(("author", "national"), 409),
        )
    yield from _purging()
    yield from _drafts()
    yield from _each(
        "desk.withdraw",
        "POST",
        ("translation",),
        wrote,
        303,
        True,
        form={**note, "language": "sv"},
    )
    national = frozenset({"national"})
    endpoint = "desk.take_back_endorsement"
    yield from _each(endpoint, "POST", ("published", "in review"), national, 409, form=note)
    yield from _each(endpoint, "POST", ("endorsed",), national, 303, True, form=note)
    yield from _each(endpoint, "POST", ("draft",), NONE, form=note)
    # An endorsement is a national coordinator's word: nobody stands in, nor for one's own.
    for world in ("home", "alone"):
        yield from _each(
            endpoint, "POST", ("public by the national",), NONE, world=world, form=note
        )
    yield from _each(endpoint, "POST", ("published",), NONE, world="alone", form=note)
    yield from _endorsing(note, national)


def _endorsing(note: Mapping[str, str], national: frozenset[str]) -> Iterator[Rule]:
    """From the public page to the desk, and the form that endorses what was read."""
    for name in ("published", "endorsed"):
        entry = {"entry_id": f"{{{name}}}"}
        yield Rule("desk.endorse_entry", "GET", entry, allowed=national)
        yield Rule("desk.endorse_entry", "POST", entry, note, national, 303, True)
        opening = dict.fromkeys(WRITERS | national, 303)
        yield Rule("desk.at_entry", "GET", entry, allowed=SIGNED_IN, but=opening)
    yield Rule("desk.endorse_entry", "POST", {"entry_id": "{published}"}, note, world="alone")
    for world in ("home", "alone"):
        entry = {"entry_id": "{public by the national}"}
        yield Rule("desk.endorse_entry", "POST", entry, note, world=world)
    # What is not public stands nowhere to be endorsed.
    told = dict.fromkeys(national, 404)
    for name, but in (("in review", told), ("draft", {})):
        entry = {"entry_id": f"{{{name}}}"}
        yield Rule("desk.endorse_entry", "GET", entry, but=but)
        yield Rule("desk.endorse_entry", "POST", entry, note, but=but)
        yield Rule("desk.at_entry", "GET", entry, denied=404)


def _drafts() -> Iterator[Rule]:
    """What is done with a draft that nobody beyond its organisation was shown."""
    some = ("draft", "numbered")
    deleters = frozenset({"author", "approver"})
    yield from _each("desk.delete_document", "POST", some, deleters, 303, True)
    yield from _each("desk.delete_document", "POST", ("in review", "published"), deleters, 409)
    yield Rule("desk.delete_document", "POST", {"document_id": "{form}"}, denied=404)
    form = {"kind": "practice", "language": "nb", "organisation": HOME}
    yield from _each("desk.change_document", "POST", some, WRITERS, 303, True, form=form)
    shown = ("in review", "published")
    yield from _each("desk.change_document", "POST", shown, WRITERS, 409, form=form)
    # For a municipality that one does not write for.
    yield from _each(
        "desk.change_document", "POST", some, NONE, form={**form, "organisation": NEXT}
    )
    values = {"document_id": "{form}"}
    own, touched = frozenset({"author"}), frozenset({"working_copies"})
    form = {**form, "was": "nb"}
    yield Rule("desk.change_document", "POST", values, form, own, 303, touched, denied=404)
    form = {**form, "organisation": NEXT}
    yield Rule(
        "desk.change_document", "POST", values, form, denied=404, but=dict.fromkeys(own, 403)
    )


def _tokens() -> Iterator[Rule]:
    """Access tokens: made by who writes for an organisation, and ended by who made them."""
    yield Rule("desk.tokens", "GET", allowed=SIGNED_IN)
    form = {"name": "Saksystemet", "organisation": HOME, "last_day": "{next month}"}
    made = frozenset({"api_tokens", "account_events"})
    yield Rule("desk.tokens", "POST", form=form, allowed=WRITERS, changes=made)
    other = {**form, "organisation": NEXT}
    elsewhere = frozenset({"coordinator elsewhere", "approver elsewhere"})
    yield Rule("desk.tokens", "POST", form=other, allowed=elsewhere, changes=made)
    own, token = frozenset({"author"}), {"token_id": "{token of author}"}
    yield Rule("desk.end_own_token", "POST", token, {}, own, status=303, changes=made, denied=404)


def _people() -> Iterator[Rule]:
    """Accounts and mandates: administrators alone."""

    def rule(
        name: str, method: str, values: dict[str, str], form: dict[str, str], **more: Any
    ) -> Rule:
        return Rule(
            f"desk.{name}",
            method,
            values,
            form,
            **{"allowed": ADMINISTRATORS, "status": 303, "changes": True, **more},
        )

    reader, closed = {"account_id": "{account of reader}"}, {"account_id": "{account of closed}"}
    for name, values in (("people", {}), ("events", {}), ("person", reader)):
        yield rule(name, "GET", values, {}, status=200, changes=False)
    new = {"name": "Ny", "email": "ny@grannar.example", "language": "nb"}
    mandate = {"role": "coordinator", "organisation": HOME}
    yield rule("invite", "POST", {}, new)
    yield rule("invite", "POST", {}, {**new, **mandate})
    yield rule("mail_link_again", "POST", reader, {})
    yield rule("mail_link_again", "POST", closed, {}, changes=False)
    yield rule("give_mandate", "POST", reader, mandate)
    yield rule("give_mandate", "POST", reader, {"role": "administrator"})
    yield rule("close", "POST", reader, {})
    yield rule("close", "POST", closed, {}, changes=False)
    yield rule("reset_second_factor", "POST", reader, {})
    yield rule("reopen", "POST", closed, {})
    yield rule("reopen", "POST", reader, {}, changes=False)
    yield rule("approvals", "POST", {}, {"organisation": HOME, "by_itself": "0"})
    yield rule("approvals", "POST", {}, {"organisation": COUNTY, "by_itself": "1"})
    yield rule("end_mandate", "POST", {"mandate_id": "{mandate of author}"}, {})
    # The site's own account is no person's.
    site = {"account_id": "{account of the site}"}
    for name, method in (("person", "GET"), ("close", "POST"), ("give_mandate", "POST")):
        gone = dict.fromkeys(ADMINISTRATORS, 404)
        yield rule(name, method, site, mandate, allowed=NONE, but=gone)
    # Nobody locks themselves out.
    own = {"administrator": 303}
    yield rule(
        "close",
        "POST",
        {"account_id": "{account of administrator}"},
        {},
        allowed=frozenset({"administrator who writes"}),
        but=own,
    )
    yield rule(
        "end_mandate",
        "POST",
        {"mandate_id": "{mandate of administrator}"},
        {},
        allowed=frozenset({"administrator who writes"}),
        but=own,
    )


def _account() -> Iterator[Rule]:
    """One's own account, whoever one is; and the doors to it."""
    few = frozenset({"anonymous", "reader", "closed yet signed in"})
    yield Rule(
        "account.sign_in",
        "GET",
        allowed=NOBODY,
        is_open=True,
        but=dict.fromkeys(SIGNED_IN, 303),
    )
    yield Rule(
        "account.sign_in",
        "POST",
        form={"email": "{mail of reader}", "password": PASSWORD},
        allowed=few,
        status=303,
        changes=frozenset({"sign_ins", "account_events"}),
        is_open=True,
        but=dict.fromkeys(EVERYBODY - few, -1),
    )
    for email, password in (("{mail of closed}", PASSWORD), ("{mail of reader}", "feil passord")):
        yield Rule(
            "account.sign_in",
            "POST",
            form={"email": email, "password": password},
            allowed=few,
            status=403,
            changes=frozenset({"failed_sign_ins"}),
            is_open=True,
            but=dict.fromkeys(EVERYBODY - few, -1),
        )
    yield Rule("account.reset", "GET", allowed=EVERYBODY, is_open=True)
    asked = frozenset({"failed_sign_ins"})
    yield Rule(
        "account.reset",
        "POST",
        form={"email": "{mail of reader}"},
        allowed=EVERYBODY,
        changes=asked | {"one_time_links", "outgoing_mail", "account_events"},
        is_open=True,
    )
    yield Rule(
        "account.reset",
        "POST",
        form={"email": "{mail of closed}"},
        allowed=EVERYBODY,
        changes=asked,
        is_open=True,
    )
    new = {"password": "sju gule sykler i snø", "again": "sju gule sykler i snø"}
    for name, status, changes in (
        ("link of reader", 303, True),
        ("link of closed", 410, False),
        ("used link", 410, False),
        ("old link", 410, False),
    ):
        secret = {"secret": f"{{{name}}}"}
        yield Rule(
            "account.link",
            "GET",
            secret,
            allowed=EVERYBODY,
            status=200 if changes else 410,
            is_open=True,
        )
        yield Rule(
            "account.link",
            "POST",
            secret,
            new,
            EVERYBODY if not changes else few,
            status,
            changes,
            is_open=True,
            but=dict.fromkeys(EVERYBODY - few, -1) if changes else {},
        )
    yield Rule("account.password", "GET", allowed=SIGNED_IN)
    some = frozenset({"reader", "expired"})
    yield Rule(
        "account.password",
        "POST",
        form={"present": PASSWORD, **new},
        allowed=some,
        status=303,
        changes=True,
        but=dict.fromkeys(SIGNED_IN - some, -1),
    )
    wrong = {"present": "feil passord", **new}
    yield Rule(
        "account.password",
        "POST",
        form=wrong,
        allowed=some,
        status=422,
        changes=asked,
        but=dict.fromkeys(SIGNED_IN - some, -1),
    )
    yield Rule("account.sign_ins", "GET", allowed=SIGNED_IN)
    yield Rule(
        "account.set_language",
        "POST",
        form={"language": "en"},
        allowed=SIGNED_IN,
        status=303,
        changes=frozenset({"accounts"}),
    )
    ended = frozenset({"sign_ins", "account_events"})
    for name in ("sign_out", "end_others"):
        yield Rule(f"account.{name}", "POST", allowed=SIGNED_IN, status=303, changes=ended)
    yield Rule(
        "account.end",
        "POST",
        {"sign_in_id": "{own sign-in}"},
        allowed=SIGNED_IN,
        status=303,
        changes=ended,
    )
    yield Rule(
        "account.end",
        "POST",
        {"sign_in_id": "{sign-in of the signed out}"},
        denied=404,
    )


def _ways_in() -> Iterator[Rule]:
    """How one signs in: one's own, by whoever has proved lately that the account is theirs."""
    # No provider is set up here: tests/web/account/test_employers.py has one.
    for name in ("depart", "arrive", "front_channel_logout", "sign_out_there"):
        yield Rule(
            f"account.{name}",
            "GET",
            {"provider": "x"},
            allowed=EVERYBODY,
            status=404,
            is_open=True,
        )
    yield Rule("account.back_channel_logout", "POST", {"provider": "x"}, denied=404, is_open=True)
    # Nobody's password was right just now.
    for method in ("GET", "POST"):
        yield Rule("account.confirm", method, allowed=EVERYBODY, status=303, is_open=True)
        yield Rule(
            "account.set_up",
            method,
            form={"code": "123456"} if method == "POST" else {},
            allowed=SIGNED_IN,
            status=200 if method == "GET" else 422,
            denied=303,
            is_open=True,
        )
    yield Rule("account.picture", "GET", allowed=EVERYBODY, status=404, is_open=True)
    yield Rule("account.confirm_with_key", "POST", allowed=EVERYBODY, status=303, is_open=True)
    # No passkey answered.
    yield Rule("account.add", "POST", form={"name": "Min"}, allowed=SIGNED_IN, status=303)
    yield Rule("account.remove_key", "POST", {"passkey_id": "1"}, denied=404)
    for name in ("remove_app", "recovery_codes", "go_on"):
        yield Rule(f"account.{name}", "POST", allowed=SIGNED_IN, status=303)
    yield Rule("account.ways_in", "GET", allowed=SIGNED_IN)
    yield Rule(
        "account.prove",
        "POST",
        form={"password": PASSWORD},
        allowed=SIGNED_IN,
        status=303,
        changes=frozenset({"sign_ins"}),
    )
    yield Rule(
        "account.remove",
        "POST",
        {"identity_id": "{identity of reader}"},
        allowed=frozenset({"reader"}),
        status=303,
        changes=frozenset({"identities", "account_events", "sign_ins"}),
        denied=404,
    )


def _marking() -> Iterator[Rule]:
    """Marks: who writes or approves for a municipality sets its marks, and nobody else's."""
    yield Rule("desk.marks", "GET", allowed=SIGNED_IN)
    yield Rule("desk.mark_entry", "GET", {"entry_id": "{practice}"}, allowed=SIGNED_IN)
    for name in ("draft", "in review", "withdrawn", "published", "fresh"):
        yield Rule("desk.mark_entry", "GET", {"entry_id": f"{{{name}}}"}, denied=404)
        yield Rule(
            "desk.mark_entry",
            "POST",
            {"entry_id": f"{{{name}}}"},
            {"organisation": HOME, "state": "have", "language": "nb"},
            denied=404,
        )
    changed = frozenset({"marks", "account_events"})
    for form in (
        {"state": "have", "language": "nb"},
        {"state": "declined", "why": "For dyrt.", "language": "nb"},
    ):
        yield Rule(
            "desk.mark_entry",
            "POST",
            {"entry_id": "{practice}"},
            {**form, "organisation": HOME},
            WRITERS,
            303,
            changed,
        )
    for form in ({"do": "take-back"}, {"state": "have", "language": "nb"}):
        yield Rule(
            "desk.mark_entry",
            "POST",
            {"entry_id": "{plan}"},
            {**form, "part": "m1", "organisation": HOME},
            WRITERS,
            303,
            changed,
        )
    # Nobody marks for a body that has no mandates to mark, whoever holds one there.
    yield Rule(
        "desk.mark_entry",
        "POST",
        {"entry_id": "{practice}"},
        {"organisation": "grannar", "state": "have", "language": "nb"},
    )


def _following() -> Iterator[Rule]:
    """Following: whoever is signed in follows what is public, and orders their own alone."""
    for name in ("following", "news"):
        yield Rule(f"desk.{name}", "GET", allowed=SIGNED_IN)
    wanted = {"level": "everything", "how_often": "weekly"}
    for key, allowed in (("practice", SIGNED_IN), ("draft", NONE), ("withdrawn", NONE)):
        what = {"what": "entry", "key": f"{{{key}}}"}
        yield Rule("desk.follow_this", "GET", what, allowed=allowed, denied=404)
        yield Rule(
            "desk.follow_this",
            "POST",
            form={**what, **wanted},
            allowed=allowed,
            status=303,
            changes=frozenset({"follows", "mail_preferences"}),
            denied=404,
        )
    for form in ({"do": "stop"}, {"level": "outcomes"}):
        yield Rule(
            "desk.change_follow",
            "POST",
            form={"follow": "{follow of reader}", **form},
            allowed=frozenset({"reader"}),
            status=303,
            changes=frozenset({"follows"}),
            denied=404,
        )
    wish = frozenset({"mail_preferences"})
    yield Rule(
        "desk.change_mail",
        "POST",
        form={"how_often": "weekly"},
        allowed=SIGNED_IN,
        status=303,
        changes=wish,
    )
    yield Rule(
        "desk.seen",
        "POST",
        form={"upto": "1"},
        allowed=SIGNED_IN,
        status=303,
        changes=wish,
        but={"reader": 303},
    )
    # The secret of the address is the leave to end the mail, whoever presses.
    for endpoint, method, changes in (
        ("account.no_more_mail", "GET", False),
        ("account.no_more_mail", "POST", wish),
        ("account.no_more_letters", "GET", False),
        ("account.no_more_letters", "POST", wish),
    ):
        secret = {"secret": "{mail secret of reader}"}
        yield Rule(
            endpoint,
            method,
            secret,
            allowed=EVERYBODY,
            changes=changes,
            is_open=True,
        )
        yield Rule(
            endpoint,
            method,
            {"secret": "guessed"},
            allowed=EVERYBODY,
            status=404,
            is_open=True,
        )


def _taking_up() -> Iterator[Rule]:
    """Taking up: who writes for an organisation tells of what it does, and not of its own."""
    yield Rule("desk.take_up", "GET", {"entry_id": "{practice}"}, allowed=SIGNED_IN)
    typed = {"how": "adapted", "outcome": "goes_on", "title": "Slik gjør vi", "language": "nb"}
    for name in ("draft", "in review", "withdrawn", "published", "fresh"):
        values = {"entry_id": f"{{{name}}}"}
        yield Rule("desk.take_up", "GET", values, denied=404)
        yield Rule("desk.take_up", "POST", values, {**typed, "organisation": HOME}, denied=404)
    for name, part in (("practice", ""), ("plan", "m1")):
        yield Rule(
            "desk.take_up",
            "POST",
            {"entry_id": f"{{{name}}}"},
            {**typed, "part": part, "organisation": HOME},
            WRITERS,
            303,
            True,
        )
        # Whose own it is.
        yield Rule(
            "desk.take_up",
            "POST",
            {"entry_id": f"{{{name}}}"},
            {**typed, "part": part, "organisation": NEXT},
        )
    yield Rule(
        "desk.take_up",
        "POST",
        {"entry_id": "{plan}"},
        {**typed, "part": "none", "organisation": HOME},
        denied=404,
    )


def _asking() -> Iterator[Rule]:
    """Questions, answers to needs and what helped: who speaks for an organisation, and no other."""
    elsewhere = frozenset({"coordinator elsewhere", "approver elsewhere"})
    words = {"organisation": HOME, "language": "nb", "text": "Vi har prøvd det."}
    trail = frozenset({"account_events", "outgoing_mail"})
    public = trail | {"changes", "counters"}
    for endpoint in ("desk.answer", "desk.ask_publisher", "desk.report"):
        own = "need" if endpoint == "desk.answer" else "practice"
        yield Rule(endpoint, "GET", {"entry_id": f"{{{own}}}"}, allowed=SIGNED_IN)
        for name in ("draft", "in review", "withdrawn", "fresh"):
            where = {"entry_id": f"{{{name}}}"}
            yield Rule(endpoint, "GET", where, denied=404)
            form = {**words, "reason": "Feil."}
            denied = 404
            yield Rule(endpoint, "POST", where, form, denied=denied)
    for form, changes in (
        ({**words, "do": "reply"}, public | {"need_answers"}),
        ({**words, "do": f"entry:{NEXT}/practice"}, public | {"need_answers"}),
        ({**words, "do": "write"}, frozenset({"working_copies"})),
    ):
        yield Rule("desk.answer", "POST", {"entry_id": "{need}"}, form, WRITERS, 303, changes)
    yield Rule(
        "desk.answer",
        "POST",
        {"entry_id": "{own need}"},
        {**words, "do": "reply"},
        but=dict.fromkeys(WRITERS, 409),
    )
    for name, allowed in (("own need", WRITERS), ("need", elsewhere)):
        yield Rule("desk.helped", "GET", {"entry_id": f"{{{name}}}"}, allowed=allowed)
    yield Rule(
        "desk.helped",
        "POST",
        {"entry_id": "{own need}"},
        {"do": "helped:answer:{reply}"},
        WRITERS,
        303,
        frozenset({"helpful_answers", "account_events"}),
    )
    yield Rule(
        "desk.ask_publisher",
        "POST",
        {"entry_id": "{practice}"},
        words,
        WRITERS,
        303,
        trail | {"questions", "askers"},
    )
    yield Rule(
        "desk.ask_publisher",
        "POST",
        {"entry_id": "{published}"},
        words,
        but=dict.fromkeys(WRITERS, 409),
    )
    yield Rule("desk.questions", "GET", allowed=SIGNED_IN)
    yield Rule("desk.question", "GET", {"question_id": "{question}"}, allowed=WRITERS)
    yield Rule("desk.question", "GET", {"question_id": "{fresh}"}, denied=404)
    yield Rule(
        "desk.question",
        "POST",
        {"question_id": "{question}"},
        words,
        WRITERS,
        303,
        public | {"questions"},
    )
    typed = {"title": "Frokost", "kind": "need", "language": "nb"}
    yield from _each("desk.exists", "POST", PRIVATE + SHOWN, WRITERS, form=typed)
    yield Rule(
        "desk.exists",
        "POST",
        {"document_id": "{fresh}"},
        {**typed, "organisation_slug": HOME},
        WRITERS,
    )
    # What neighbours did with the same: as the text is kept, and as it stands in a form.
    typed = {"title": "Frokost", "kind": "experience", "language": "nb", "base": ""}
    for form in ({}, typed):
        yield from _each("desk.pasted_text", "POST", PRIVATE + SHOWN, WRITERS, form=form)
        yield from _each("desk.pasted_text", "POST", NATIONALS, frozenset({"national"}), form=form)
    yield Rule(
        "desk.pasted_text",
        "POST",
        {"document_id": "{form}"},
        allowed=frozenset({"author"}),
        denied=404,
    )
    yield Rule(
        "desk.pasted_text",
        "POST",
        {"document_id": "{fresh}"},
        {**typed, "organisation_slug": HOME},
        WRITERS,
    )


def _reports() -> Iterator[Rule]:
    """Reports: made by whoever has an account, settled by who coordinates the country."""
    trail = frozenset({"account_events", "outgoing_mail"})
    yield Rule(
        "desk.report",
        "POST",
        {"entry_id": "{practice}"},
        {"reason": "Feil."},
        SIGNED_IN,
        303,
        trail | {"reports"},
    )
    yield Rule(
        "desk.report",
        "GET",
        {"entry_id": "{published}", "about": "question", "said": "{question}"},
        allowed=SIGNED_IN,
    )
    yield Rule(
        "desk.report",
        "GET",
        {"entry_id": "{practice}", "about": "question", "said": "{question}"},
        denied=404,
    )
    yield Rule("desk.reports", "GET", allowed=SIGNED_IN)
    reporter = "coordinator elsewhere"
    for world, settling in (
        ("home", frozenset({"national"})),
        ("alone", ADMINISTRATORS),
        ("two", frozenset({"national", "second national"})),
    ):
        where = {"report_id": "{report}"}
        yield Rule(
            "desk.settle_report",
            "GET",
            where,
            allowed=settling | {reporter},
            denied=404,
            world=world,
        )
        for do, changes in (
            ("hide", trail | {"reports", "questions"}),
            ("keep", trail | {"reports"}),
        ):
            yield Rule(
                "desk.settle_report",
                "POST",
                where,
                {"do": do},
                settling,
                303,
                changes,
                denied=404,
                but={reporter: 403},
                world=world,
            )
    curating = frozenset({"national", "national of Sweden"}) | ADMINISTRATORS
    yield Rule("desk.unanswered", "GET", allowed=curating)
    yield Rule("desk.guide", "GET", allowed=SIGNED_IN)
    hidden = frozenset({"accounts"})
    yield Rule("desk.hide_guide", "POST", allowed=SIGNED_IN, status=303, changes=hidden)
    # Who stands in looks after a country that nobody coordinates: here Finland.
    nationals = frozenset({"national", "national of Sweden"})
    yield Rule("desk.country_page", "GET", allowed=nationals | ADMINISTRATORS)
    yield Rule(
        "desk.country_page",
        "GET",
        allowed=(nationals - {"national"}) | ADMINISTRATORS,
        world="alone",
    )
    # The letter of a country: who looks after it, of a month that has begun.
    standing_in = (nationals - {"national"}) | ADMINISTRATORS
    yield Rule("desk.letters", "GET", allowed=nationals)
    yield Rule("desk.letters", "GET", allowed=standing_in, world="alone")
    norways = {"country": "NO", "month": "{this month}"}
    written = {
        "subject": "Grannar",
        "language": "nb",
        "opening": "Hei.",
        "version": "0",
    }
    for world, allowed in (("home", frozenset({"national"})), ("alone", ADMINISTRATORS)):
        for endpoint in ("desk.letter", "desk.letter_preview"):
            yield Rule(endpoint, "GET", norways, allowed=allowed, world=world)
        yield Rule(
            "desk.letter",
            "POST",
            norways,
            {**written, "do": "save"},
            allowed,
            303,
            frozenset({"monthly_letters"}),
            world=world,
        )
    sent = {"country": "NO", "month": "{last month}"}
    yield Rule(
        "desk.letter",
        "POST",
        sent,
        {"version": "1", "do": "send"},
        frozenset({"national"}),
        303,
        frozenset({"monthly_letters", "account_events", "outgoing_mail"}),
    )
    yield Rule(
        "desk.letter",
        "POST",
        sent,
        {"version": "1", "do": "trial"},
        frozenset({"national"}),
        303,
        frozenset({"outgoing_mail"}),
    )
    yield Rule("desk.missed_searches", "GET", allowed=curating)
    words = {"words": "frokost", "language": "nb"}
    yield Rule(
        "desk.missed_searches",
        "POST",
        form={**words, "do": "not-ours"},
        allowed=curating,
        status=303,
        changes=frozenset({"put_aside_searches"}),
    )
    yield Rule(
        "desk.missed_searches",
        "POST",
        form={**words, "do": "need"},
        # An administrator has no organisation to write for.
        allowed=curating - {"administrator"},
        status=303,
        changes=frozenset({"working_copies"}),
    )


def _gathering() -> Iterator[Rule]:
    """Collections: whoever writes one, and the writers of whom agreed to curate it along."""
    elsewhere = frozenset({"coordinator elsewhere", "approver elsewhere"})
    national = frozenset({"national"})
    one, shared = {"document_id": "{collection}"}, {"document_id": "{shared}"}
    # Asked is not agreed.
    for name, allowed in (("collection", WRITERS), ("shared", WRITERS | elsewhere)):
        values = {"document_id": f"{{{name}}}"}
        yield Rule("desk.document", "GET", values, allowed=allowed | national)
        yield Rule("desk.write", "GET", values, allowed=allowed)
        form = {"title": "Ny tittel", "base": f"{{{name}/newest}}", "do": "save"}
        yield Rule("desk.write", "POST", values, form, allowed, 303, True)
        yield Rule(
            "desk.gather_entry",
            "POST",
            {"entry_id": "{practice}"},
            {"collection": f"{{{name}}}", "why": "Fordi.", "do": "add"},
            allowed,
            303,
            True,
        )
        # What is in it, and what not, its writers alone are told.
        form = {"collection": f"{{{name}}}", "do": "add"}
        told = dict.fromkeys(allowed, 409)
        yield Rule("desk.gather_entry", "POST", {"entry_id": "{plan}"}, form, but=told)
        form = {"do": "take-out", "item": "none"}
        yield Rule("desk.items", "POST", values, form, but=dict.fromkeys(allowed, 404))
    # Whoever curates along submits; but review, withdrawal and endorsement stay the publisher's.
    step = {"revision": "{shared/newest}", "note": "Fordi"}
    yield Rule("desk.submit", "POST", shared, step, WRITERS | elsewhere, 303, True)
    asked = {"document_id": "{shared and submitted}"}
    step = {"revision": "{shared and submitted/newest}", "note": "Fordi"}
    yield Rule("desk.approve", "POST", asked, step, frozenset({"approver", "national"}), 303, True)
    withdrawing = frozenset({"approver", "national", "author"})
    step = {"language": "nb", "note": "Fordi"}
    yield Rule("desk.withdraw", "POST", shared, step, withdrawing, 303, True)
    changes = frozenset({"curations", "trail"})
    shown = changes | {"entry_curators", "changes", "counters"}
    for values, form, touched in (
        (one, {"do": "ask", "organisation": SWEDISH}, changes),
        (one, {"do": "end", "organisation": NEXT}, changes),
        (shared, {"do": "end", "organisation": NEXT}, shown),
    ):
        yield Rule("desk.curators", "POST", values, form, WRITERS, 303, touched)
    for values, do, touched in (
        (one, "accept", shown),
        (one, "leave", changes),
        (shared, "leave", shown),
    ):
        form = {"do": do, "organisation": NEXT}
        yield Rule("desk.curate", "POST", values, form, elsewhere, 303, touched)
    # Nobody agrees to what they were not asked.
    form = {"do": "accept", "organisation": SWEDISH}
    yield Rule("desk.curate", "POST", one, form, but={"national of Sweden": 404})
    form = {"do": "accept", "organisation": HOME}
    yield Rule("desk.curate", "POST", one, form, but=dict.fromkeys(WRITERS, 404))
    seen = frozenset({"seen_items", "collected_items"})
    form = {"do": "seen", "item": "i1"}
    yield Rule("desk.items", "POST", shared, form, WRITERS | elsewhere, 303, seen)
    form = {"do": "take-out", "item": "i1"}
    yield Rule("desk.items", "POST", shared, form, WRITERS | elsewhere, 303, True)
    yield Rule("desk.gather_entry", "GET", {"entry_id": "{practice}"}, allowed=SIGNED_IN)
    form = {"collection": "new", "organisation": HOME, "language": "nb", "title": "Ny", "do": "add"}
    yield Rule("desk.gather_entry", "POST", {"entry_id": "{practice}"}, form, WRITERS, 303, True)
    for name in ("draft", "in review", "withdrawn", "fresh"):
        entry = {"entry_id": f"{{{name}}}"}
        yield Rule("desk.gather_entry", "GET", entry, denied=404)
        yield Rule("desk.gather_entry", "POST", entry, form, denied=404)
        nationals = dict.fromkeys(("national", "national of Sweden"), 404)
        yield Rule("desk.promote_entry", "GET", entry, but=nationals)
    yield Rule("desk.archive", "GET", {"organisation": HOME}, allowed=WRITERS)
    yield Rule("desk.archive", "GET", {"organisation": "nowhere"}, denied=404)
    yield Rule("desk.promotions", "GET", allowed=SIGNED_IN)
    speakers = frozenset({"national", "national of Sweden"})
    practice = {"entry_id": "{practice}"}
    yield Rule("desk.promote_entry", "GET", practice, allowed=speakers)
    form = {"topic": "truancy", "reason": "Les den.", "language": "nb", "until": "{in a month}"}
    promoted = frozenset({"promotions", "account_events"})
    for body, who in ((COUNTY, "national"), (SWEDISH, "national of Sweden")):
        given = {**form, "organisation": body}
        some = frozenset({who})
        yield Rule("desk.promote_entry", "POST", practice, given, some, 303, promoted)
    given = {**form, "organisation": HOME}
    yield Rule("desk.promote_entry", "POST", practice, given)
    values = {"promotion_id": "{promotion}"}
    yield Rule("desk.end_promoting", "POST", values, {}, national, 303, promoted)


POLICY: tuple[Rule, ...] = (
    *_pages(),
    *_marking(),
    *_following(),
    *_taking_up(),
    *_asking(),
    *_reports(),
    *_gathering(),
    *_writing(),
    *_reviewing(),
    *_notes(),
    *_public_side(),
    *_tokens(),
    *_people(),
    *_account(),
    *_ways_in(),
)

# Public pages: the same for everybody.
PUBLIC: Mapping[str, tuple[tuple[Mapping[str, str], int], ...]] = {
    "operation.live": (({}, 200),),
    "operation.metrics": (({}, 404),),
    "operation.ready": (({}, 200),),
    "root": (({}, 302),),
    "static": (({"filename": "nothing.css"}, 404),),
    "api_documentation": (({}, 302),),
    "api_docs.docs": (({}, 200),),
    "api.openapi": (({}, 200),),
    "api.read_index": (({}, 200),),
    "api.list_entries": (({}, 200), ({"limit": "1"}, 200), ({"cursor": WORD}, 400)),
    "api.read_entry": (({"id": "{published}"}, 200), ({"id": "{draft}"}, 404)),
    "api.read_entry_at": (
        ({"organisation": HOME, "entry": "frokost"}, 200),
        ({"organisation": HOME, "entry": "none"}, 404),
    ),
    "api.list_backlinks": (({"id": "{published}"}, 200), ({"id": "{draft}"}, 404)),
    "api.list_collections": (({}, 200),),
    "api.list_needs": (({}, 200),),
    "api.list_organisations": (({}, 200),),
    "api.read_organisation": (({"organisation": HOME}, 200), ({"organisation": "none"}, 404)),
    "api.list_topics": (({}, 200),),
    "api.read_topic": (({"topic": "truancy"}, 200), ({"topic": "none"}, 404)),
    "api.list_terms": (({}, 200),),
    "api.search": (({"q": "frokost"}, 200), ({"q": WORD}, 200)),
    "api.list_changes": (({}, 200), ({"since": "999999"}, 409)),
    # With a token, of which a browser has none: ``tests/api/test_drafts.py``.
    "api_drafts.list_drafts": (({"organisation": HOME}, 401),),
    "api_drafts.read_draft": (({"organisation": HOME, "draft": "{draft}"}, 401),),
    "public.home": (({}, 200),),
    "public.search": (({"q": "frokost"}, 200), ({"q": WORD}, 200)),
    "public.pasted_text": (({}, 200),),
    "public.suggest": (({"q": "fro"}, 200),),
    "public.opensearch": (({}, 200),),
    "public.topics": (({}, 200),),
    "public.topic": (({"topic_id": "truancy"}, 200), ({"topic_id": "none"}, 404)),
    "public.glossary": (({}, 200),),
    "public.term": (({"term_id": "yttrande"}, 200),),
    "public.organisations": (({}, 200),),
    "public.needs": (({}, 200), ({"country": "NO", "topic": "none", "page": "9"}, 200)),
    "public.about": (({}, 200),),
    "public.accessibility": (({}, 200),),
    "public.organisation": (({"organisation": HOME}, 200),),
    "public.ledger": (({}, 200), ({"for": HOME, "topic": "none"}, 200)),
    "catalogue": tuple(({"file_format": form}, 200) for form in ("ttl", "rdf", "jsonld")),
    "catalogue_home": (({}, 303),),
    "topics_as_concepts": (({"file_format": "ttl"}, 200),),
    "concepts": (({}, 303),),
    "concept": (({"topic_id": "truancy"}, 303), ({"topic_id": "none"}, 404)),
    "data_package": (({}, 200),),
    "open_data": (({}, 303),),
    "dump_file": (
        ({"name": "entries.jsonl"}, 200),
        ({"name": "entries.csv"}, 200),
        ({"name": "organisations.csv"}, 200),
        ({"name": "terms.csv"}, 200),
        ({"name": "none"}, 404),
    ),
    "oai": (
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc"}, 200),
        ({"verb": "none"}, 200),
    ),
    "oembed": (({"url": "https://grannar.example/nb/none/none"}, 404), ({}, 404)),
    "robots": (({}, 200),),
    "site_map": (({}, 200),),
    "site_map_file": (({"name": "pages"}, 200), ({"name": "entries-1"}, 200)),
    "public.site_feed": (({}, 200),),
    "public.organisation_feed": (({"organisation": HOME}, 200), ({"organisation": "none"}, 404)),
    "public.topic_feed": (({"topic_id": "truancy"}, 200),),
    "public.kind_feed": (({"kind": "case"}, 200), ({"kind": "none"}, 404)),
    "public.collection_feed": (({"organisation": HOME, "slug": "none"}, 404),),
    "public.series_feed": (({"organisation": HOME, "series": "none"}, 404),),
    "public.search_feed": (({"q": WORD}, 200),),
    "public.site_calendar": (({}, 200),),
    "public.organisation_calendar": (({"organisation": HOME}, 200),),
    "public.topic_calendar": (({"topic_id": "truancy"}, 200),),
    "public.ledger_csv": (({}, 200),),
    "public.ledger_xlsx": (({}, 200),),
    "public.series": (
        ({"organisation": "exempelstad", "series": "frukostmoten"}, 200),
        ({"organisation": HOME, "series": "none"}, 404),
    ),
    "public.link_map": (
        ({"organisation": HOME, "slug": "published"}, 200),
        ({"organisation": HOME, "slug": "draft"}, 404),
        ({"organisation": HOME, "slug": "withdrawn"}, 410),
    ),
    "public.like": (({"organisation": HOME}, 200), ({"organisation": "grannar"}, 404)),
    "public.compare": (({}, 200), ({"entry": f"{HOME}/published"}, 200)),
    "public.card": (
        ({"organisation": HOME, "slug": "published"}, 200),
        ({"organisation": HOME, "slug": "draft"}, 404),
        ({"organisation": HOME, "slug": "withdrawn"}, 410),
    ),
    "public.users": (
        ({"organisation": NEXT, "slug": "plan", "part": "m1"}, 200),
        ({"organisation": NEXT, "slug": "plan", "part": "m2"}, 404),
        ({"organisation": HOME, "slug": "draft", "part": "m1"}, 404),
        ({"organisation": HOME, "slug": "withdrawn", "part": "m1"}, 410),
    ),
    "public.attached_file": (
        ({"organisation": HOME, "slug": "with-a-file", "part": "f1"}, 200),
        ({"organisation": HOME, "slug": "with-a-file", "part": "f1", "size": "small"}, 404),
        ({"organisation": HOME, "slug": "published", "part": "f1"}, 404),
        ({"organisation": HOME, "slug": "draft", "part": "f1"}, 404),
        ({"organisation": HOME, "slug": "in-review", "part": "f1"}, 404),
        ({"organisation": HOME, "slug": "withdrawn", "part": "f1"}, 410),
    ),
    "public.source_text": (
        ({"organisation": "exempelstad", "slug": "mote", "source": "protokoll"}, 200),
        ({"organisation": HOME, "slug": "draft", "source": "protokoll"}, 404),
        ({"organisation": HOME, "slug": "withdrawn", "source": "protokoll"}, 410),
    ),
    "public.side_by_side": (
        ({"organisation": HOME, "slug": "shared"}, 200),
        ({"organisation": HOME, "slug": "published"}, 404),
        ({"organisation": HOME, "slug": "draft"}, 404),
        ({"organisation": HOME, "slug": "withdrawn"}, 410),
    ),
    "public.document": (
        ({"organisation": HOME, "slug": "shared"}, 200),
        ({"organisation": HOME, "slug": "published"}, 404),
        ({"organisation": HOME, "slug": "draft"}, 404),
        ({"organisation": HOME, "slug": "withdrawn"}, 410),
    ),
    "public.download": tuple(
        ({"organisation": HOME, "slug": slug, "file_format": file_format}, status)
        for slug, file_format, status in (
            ("shared", "md", 200),
            ("published", "docx", 200),
            ("published", "exe", 404),
            ("draft", "md", 404),
            ("withdrawn", "pdf", 410),
        )
    ),
    "public.download_side_by_side": tuple(
        ({"organisation": HOME, "slug": slug, "file_format": "md"}, status)
        for slug, status in (
            ("shared", 200),
            ("published", 404),
            ("draft", 404),
            ("withdrawn", 410),
        )
    ),
    "public.embed": (
        ({"organisation": HOME, "slug": "shared"}, 200),
        ({"organisation": HOME, "slug": "published"}, 200),
        ({"organisation": HOME, "slug": "draft"}, 404),
        ({"organisation": HOME, "slug": "withdrawn"}, 410),
    ),
    "public.entry": (
        ({"organisation": HOME, "slug": "published"}, 200),
        ({"organisation": HOME, "slug": "draft"}, 404),
        ({"organisation": HOME, "slug": "in-review"}, 404),
        ({"organisation": HOME, "slug": "withdrawn"}, 410),
    ),
}

# What readers send to a public page, and how it is answered: nothing changes by it.
SENT_BY_READERS: Mapping[str, tuple[tuple[Mapping[str, str], int], ...]] = {
    "public.pasted_text": (({"text": f"{WORD} frokost på skolen"}, 200), ({}, 422)),
    "oai": (({"verb": "none"}, 200),),
}


# --- The worlds -----------------------------------------------------------------------------


class Names(dict[str, str]):
    """What the policy names in braces."""

    def fill(self, text: str) -> str:
        """The text with what it names."""
        return text.format_map(self)


def _cast(session: Session, names: Names, secrets: dict[str, str]) -> dict[str, Actor]:
    site = get_system_actor(session, "matrix")
    ids = find_organisation_ids(session)
    for body in (HOME, NEXT):
        set_own_approval(session, ids[body], True, actor=site)
    actors = {}
    for name, mandates in CAST.items():
        email = f"{name.replace(' ', '-').casefold()}@grannar.example"
        account = invite(session, name, email, "nb", actor=site)
        session.add(
            SignInMethod(
                account_id=account.id,
                kind="password",
                subject=account.id.hex,
                secret=_KEPT,
                set_at=clock.now(),
            )
        )
        for role, at, country in mandates:
            at_id = ids[at] if at else None
            mandate = give(
                session, account.id, role, organisation_id=at_id, country=country, actor=site
            )
            names.setdefault(f"mandate of {name}", str(mandate.id))
        secrets[name] = begin_sign_in(session, account.id, "Firefox")
        # A second browser, so that ending the others ends something.
        begin_sign_in(session, account.id, "Chrome")
        actors[name] = read_actor(session, account.id)
        names[f"account of {name}"] = str(account.id)
        names[f"mail of {name}"] = email
    reader = actors["reader"].account_id
    link_identity(session, reader, EmployerIdentity("x", "https://login.example", "reader"))
    names["identity of reader"] = str(read_identities(session, reader)[0].id)
    names["next month"] = (clock.today() + timedelta(days=30)).isoformat()
    make_token(
        session, ids[HOME], "Saksystemet", clock.today() + timedelta(9), actor=actors["author"]
    )
    names["token of author"] = str(session.scalars(select(ApiToken.id)).one())
    names["account of the site"] = str(site.account_id)
    for name, who in (
        ("link of reader", "reader"),
        ("link of closed", "closed"),
        ("used link", "author"),
        ("old link", "colleague"),
    ):
        names[name] = draw_link(session, actors[who].account_id, "reset")
    now = clock.now()
    session.get_one(OneTimeLink, make_digest(names["used link"])).used_at = now
    session.get_one(OneTimeLink, make_digest(names["old link"])).expires_at = now
    signed_in = session.scalars(
        select(SignIn.id).where(SignIn.account_id == actors["signed out"].account_id)
    )
    names["sign-in of the signed out"] = str(signed_in.first())
    return actors


def _content(name: str, done: str = "Vi gjorde det.") -> Content:
    return parse_content(
        {"kind": "experience", "language": "nb", "title": f"{WORD} {name}", "done": done}
    )


def _documents(session: Session, actors: Mapping[str, Actor], names: Names) -> None:
    """A document in every state, as its people would have brought it there."""
    ids = find_organisation_ids(session)
    author, colleague, approver = (actors[name] for name in ("author", "colleague", "approver"))
    national, administrator = actors["national"], actors["administrator"]
    writing = actors["administrator who writes"]

    def write(name: str, who: Actor = author, at: str = HOME, done: str = "Gjort.") -> Revision:
        made = begin(
            session,
            Placement(ids[at], name.replace(" ", "-"), ids[at]),
            _content(name, done),
            actor=who,
        )
        return known(name, made)

    def known(name: str, made: Revision) -> Revision:
        names[name] = str(made.document_id)
        names.setdefault(f"{name}/first", str(made.id))
        names[f"{name}/newest"] = str(made.id)
        return made

    def submitted(name: str, who: Actor = author, at: str = HOME, done: str = "Gjort.") -> Revision:
        made = write(name, who, at, done)
        workflow.submit(session, made.id, actor=who)
        return made

    def public(name: str) -> Revision:
        made = submitted(name)
        workflow.approve(session, made.id, actor=approver)
        return made

    def in_swedish(made: Revision, name: str) -> Revision:
        original = parse_content(made.content)
        value = Translation(
            language="sv",
            translates="nb",
            made_from=make_fingerprint(original),
            words={"title": f"{WORD} på svenska"},
        )
        found = revise(session, made.document_id, value, actor=author)
        workflow.submit(session, found.id, actor=author)
        names[f"{name}/newest"] = str(found.id)
        return found

    write("draft")
    write("numbered", done=f"Han har {NUMBER}.")
    begun = write("clashed")
    copy = open_copy(
        session,
        begun.document_id,
        "nb",
        kind="experience",
        organisation_id=ids[HOME],
        fields={
            **forms.make_blank("experience"),
            "title": f"{WORD} clashed",
            "done": "Forfatterens.",
        },
        base_id=begun.id,
        actor=author,
    )
    later = revise(session, begun.document_id, _content("clashed", "Kollegaens."), actor=colleague)
    known("clashed", later)
    theirs = SavedText(later.id, later.number, {**copy.fields, "done": "Kollegaens."})
    join_saved(session, copy, {**copy.fields, "done": "Vi begynte."}, theirs)
    names["clashed/copy"] = str(copy.number)
    workflow.take_back(session, submitted("taken back").id, actor=author)
    submitted("in review")
    asked = submitted("written on")
    known(
        "written on",
        revise(session, asked.document_id, _content("written on", "Mer."), actor=author),
    )
    workflow.send_back(session, submitted("sent back").id, actor=national, note="Hva kostet det?")
    public("published")
    newer = public("newer draft")
    known(
        "newer draft",
        revise(session, newer.document_id, _content("newer draft", "Mer."), actor=author),
    )
    endorsed = public("endorsed")
    workflow.endorse(
        session, endorsed.document_id, actor=national, reason="Lett å ta etter.", language="nb"
    )
    withdraw(session, public("withdrawn").document_id, actor=approver, reason="Feil tall.")
    asked = write("stopped", done=f"Han har {NUMBER}.")
    workflow.ask_exception(session, asked.id, actor=author, note="Det er syntetisk.")
    submitted("by the approver", approver)
    for name, first, second in (
        ("mended by the approver", author, approver),
        ("begun by the approver", approver, author),
    ):
        mended = write(name, first)
        newer = revise(session, mended.document_id, _content(name, "Rettet."), actor=second)
        workflow.submit(session, known(name, newer).id, actor=author)
    submitted("by the administrator", writing)
    asked = write("stopped by the administrator", writing, done=f"Han har {NUMBER}.")
    workflow.ask_exception(session, asked.id, actor=writing, note="Det er syntetisk.")
    in_swedish(public("translated"), "translated")
    translation = in_swedish(public("translation"), "translation")
    workflow.approve(session, translation.id, actor=approver)
    submitted("by the national", national, COUNTY)
    own = submitted("public by the national", national, COUNTY)
    workflow.approve(session, own.id, actor=administrator)
    asked = write("stopped by the national", national, COUNTY, done=f"Han har {NUMBER}.")
    workflow.ask_exception(session, asked.id, actor=national, note="Det er syntetisk.")
    for name, who in (("form", "author"), *((f"form of {former}", former) for former in _FORMER)):
        names[name] = str(uuid4())
        copy = open_copy(
            session,
            UUID(names[name]),
            "nb",
            kind="experience",
            organisation_id=ids[HOME],
            fields={**forms.make_blank("experience"), "title": f"{WORD} uferdig"},
            actor=actors[who],
        )
        names[f"{name}/copy"] = str(copy.number)
    names["thrown away"] = str(uuid4())
    open_copy(
        session,
        UUID(names["thrown away"]),
        "nb",
        kind="experience",
        organisation_id=ids[HOME],
        fields={**forms.make_blank("experience"), "title": f"{WORD} kastet"},
        actor=author,
    )
    throw_away_copy(session, UUID(names["thrown away"]), "nb", actor=author)
    planned = submitted("set to a time")
    schedule(session, planned.id, clock.now() + timedelta(days=30), actor=approver)
    names["fresh"] = str(uuid4())
    template = keep_template(
        session,
        organisation_id=ids[HOME],
        kind="experience",
        language="nb",
        name="Vår mal",
        fields={**forms.make_blank("experience"), "title": f"{WORD} mal"},
        actor=author,
    )
    names["template"] = str(template.id)
    reviewed = UUID(names["in review/newest"])
    names["note"] = str(
        add_note(session, reviewed, "done", quote="", text="Hva kostet det?", actor=national)
    )
    _marked(session, names)
    reader = actors["reader"]
    made = follow(session, "topic", "truancy", "everything", language="nb", actor=reader)
    names["follow of reader"] = str(made.id)
    names["mail secret of reader"] = load_mail_preference(session, reader.account_id).secret
    _said(session, actors, names)
    _gathered(session, actors, names)
    _given(session, actors, names)


def _given(session: Session, actors: Mapping[str, Actor], names: Names) -> None:
    """A file that every document was given, whoever's it is; and an entry that carries it."""
    for document_id in {names[name] for name in (*PRIVATE, *SHOWN, *NATIONALS, "form")}:
        session.add(
            DocumentFile(
                document_id=UUID(document_id),
                sha256=FILE.sha256,
                file_name="rapport.pdf",
                is_original=True,
                given_by=actors["author"].account_id,
                given_at=clock.now(),
            )
        )
    part = make_part(FILE, "f1", "rapport.pdf")
    value = {"kind": "experience", "language": "nb", "title": "Med fil", "files": [part]}
    ids, site = find_organisation_ids(session), get_system_actor(session, "matrix")
    place = Placement(ids[HOME], "with-a-file", ids[HOME])
    publish(session, begin(session, place, parse_content(value), actor=site).id, actor=site)


def _said(session: Session, actors: Mapping[str, Actor], names: Names) -> None:
    """A need of either municipality, a reply, a question, and a report of that."""
    site, ids = get_system_actor(session, "matrix"), find_organisation_ids(session)
    for name, at in (("need", NEXT), ("own need", HOME)):
        content = parse_content({"kind": "need", "language": "nb", "title": f"{WORD} {name}"})
        made = begin(
            session, Placement(ids[at], name.replace(" ", "-"), ids[at]), content, actor=site
        )
        publish(session, made.id, actor=site)
        names[name] = str(made.document_id)
    who, text = actors["coordinator elsewhere"], {"text": "Slik gjør vi.", "language": "nb"}
    own, published = UUID(names["own need"]), UUID(names["published"])
    names["reply"] = str(reply_to_need(session, own, ids[NEXT], **text, actor=who).id)
    question = ask_question(session, published, ids[NEXT], **text, actor=who)
    names["question"] = str(question.id)
    made_report = report_page(
        session, published, about="question", said_id=question.id, reason="Feil.", actor=who
    )
    names["report"] = str(made_report.id)


def _gathered(session: Session, actors: Mapping[str, Actor], names: Names) -> None:
    """Collections of Eksempelvik's: one that another was asked to curate, two that it does."""
    ids, author = find_organisation_ids(session), actors["author"]
    for name in ("collection", "shared", "shared and submitted"):
        value: dict[str, Any] = {
            "kind": "collection",
            "language": "nb",
            "title": f"{WORD} {name}",
            "items": [{"id": "i1", "entry": f"{NEXT}/plan"}],
        }
        place = Placement(ids[HOME], name.replace(" ", "-"), ids[HOME])
        made = begin(session, place, parse_content(value), actor=author)
        names[name] = str(made.document_id)
        names[f"{name}/first"] = names[f"{name}/newest"] = str(made.id)
        workflow.submit(session, made.id, actor=author)
        workflow.approve(session, made.id, actor=actors["approver"])
        ask_to_curate(session, made.document_id, ids[NEXT], actor=author)
        if name == "collection":
            continue
        other = actors["coordinator elsewhere"]
        accept_curating(session, made.document_id, ids[NEXT], actor=other)
        value["title"] += " igjen"
        newer = revise(session, made.document_id, parse_content(value), actor=other)
        names[f"{name}/newest"] = str(newer.id)
        if name == "shared and submitted":
            workflow.submit(session, newer.id, actor=other)
    for table in (SeenItem, CollectedItem):
        session.execute(update(table).values(fingerprint="0" * 16))
    this_month = Month.of(clock.today())
    names["this month"], names["last month"] = this_month.name, this_month.before.name
    text = LetterText("nb", "Grannar", "Hei.", "", ())
    save_letter(session, "NO", this_month.before, text, 0, actor=actors["national"])
    names["in a month"] = (clock.today() + timedelta(days=30)).isoformat()
    made_first = promote(
        session,
        UUID(names["practice"]),
        "schools",
        ids[COUNTY],
        reason="Les den.",
        language="nb",
        until=clock.today() + timedelta(days=30),
        actor=actors["national"],
    )
    names["promotion"] = str(made_first.id)


def _marked(session: Session, names: Names) -> None:
    """A practice and a plan of somebody else's, and a mark at the plan's measure."""
    site, ids = get_system_actor(session, "matrix"), find_organisation_ids(session)
    practice = {"kind": "practice", "topics": ["truancy", "schools"]}
    plan = {"kind": "plan", "measures": [{"id": "m1", "title": f"{WORD} tiltak"}]}
    for name, value in (("practice", practice), ("plan", plan)):
        content = parse_content({"language": "nb", "title": f"{WORD} {name}", **value})
        made = begin(session, Placement(ids[NEXT], name, ids[NEXT]), content, actor=site)
        publish(session, made.id, actor=site)
        names[name] = str(made.document_id)
    session.add(
        Mark(
            organisation_id=ids[HOME],
            entry_id=UUID(names["plan"]),
            part="m1",
            state="have",
            why="",
            language="nb",
            marked_at=clock.now(),
        )
    )
    session.flush()


_FORMER = ("expired", "ended", "not yet")


def _turn_of_events(session: Session, names: Names) -> None:
    """Mandates run out, accounts are closed, browsers signed out."""
    site = get_system_actor(session, "matrix")

    def of(name: str) -> UUID:
        return UUID(names[f"account of {name}"])

    def mandates(name: str, **values: Any) -> None:
        session.execute(update(Mandate).where(Mandate.account_id == of(name)).values(**values))

    day = timedelta(days=1)
    today = clock.today()
    mandates("expired", valid_from=today - 30 * day, valid_until=today - day)
    mandates("ended", ended_at=clock.now())
    mandates("not yet", valid_from=today + 2 * day)
    mandates("second national", ended_at=clock.now())
    close(session, of("closed"), actor=site)
    still = session.get_one(Account, of("closed yet signed in"))
    still.closed_at = clock.now()
    session.execute(
        update(SignIn).where(SignIn.account_id == of("signed out")).values(ended_at=clock.now())
    )
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == of("idle"))
        .values(seen_at=clock.now() - timedelta(hours=13))
    )
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == of("long ago"))
        .values(began_at=clock.now() - 15 * day)
    )


def _other_world(session: Session, world: str, names: Names) -> None:
    ids = find_organisation_ids(session)
    match world:
        case "by others":
            session.delete(session.get_one(OwnApproval, ids[HOME]))
        case "alone":
            session.execute(
                update(Mandate)
                .where(Mandate.account_id == UUID(names["account of national"]))
                .values(ended_at=clock.now())
            )
        case "two":
            session.execute(
                update(Mandate)
                .where(Mandate.account_id == UUID(names["account of second national"]))
                .values(ended_at=None)
            )


def tells(answer: TestResponse) -> bool:
    """Whether an answer has the word of every private text."""
    return WORD.encode() in answer.data


@dataclass
class Worlds:
    """A site whose database is put back whenever something changed it."""

    app: Flask
    folder: Path
    names: Names
    secrets: dict[str, str]
    world: str = ""
    _before: dict[str, dict[str, bytes]] = field(default_factory=dict)
    _addresses: dict[tuple[str, tuple[tuple[str, str], ...]], str] = field(default_factory=dict)
    _cookies: dict[str, str] = field(default_factory=dict)
    _watching: sqlite3.Connection | None = None
    _version: int = 0

    def enter(self, world: str) -> None:
        """Put the database into the state of a world."""
        self.leave()
        file = self.folder / "grannar.sqlite"
        for end in ("-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{world}.sqlite", file)
        self.world = world
        self._watching = sqlite3.connect(file)
        self._version = self._version_now()
        if world not in self._before:
            self._before[world] = self.digests()

    def leave(self) -> None:
        """Let go of the database."""
        site_of(self.app).database.engine.dispose()
        if self._watching is not None:
            self._watching.close()
            self._watching = None

    def digests(self) -> dict[str, bytes]:
        """What every table holds, but for when browsers were seen."""
        assert self._watching is not None
        tables = self._watching.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        found = {}
        for (table,) in tables:
            # A name of the schema's own, which no value can stand for.
            rows = self._watching.execute(f"SELECT * FROM {table}")  # noqa: S608
            kept = [
                number
                for number, column in enumerate(rows.description)
                if (table, column[0]) != ("sign_ins", "seen_at")
            ]
            text = repr(sorted([repr([row[number] for number in kept]) for row in rows]))
            found[table] = hashlib.sha256(text.encode()).digest()
        return found

    def changed(self) -> frozenset[str]:
        """The tables that are others than they were; they are put back."""
        if self._version_now() == self._version:
            # Nobody committed anything.
            return NONE
        before, after = self._before[self.world], self.digests()
        found = frozenset(name for name in after if after[name] != before.get(name))
        self.enter(self.world)
        return found

    def _version_now(self) -> int:
        """SQLite's own number, another one after each commit by anybody else."""
        assert self._watching is not None
        found: int = self._watching.execute("PRAGMA data_version").fetchone()[0]
        return found

    def address(self, endpoint: str, values: Mapping[str, str], who: str = "reader") -> str:
        """The address of a request."""
        given: dict[str, Any] = {name: self._fill(text, who) for name, text in values.items()}
        key = endpoint, tuple(given.items())
        if key not in self._addresses:
            with self.app.test_request_context("/nb/"):
                self._addresses[key] = self.app.url_for(endpoint, **given)
        return self._addresses[key]

    def ask(
        self,
        who: str,
        endpoint: str,
        method: str,
        values: Mapping[str, str],
        form: Mapping[str, str] | None = None,
        *,
        with_token: bool = True,
        more: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Send a request as somebody, with a token of their own session; ``more`` stands behind
        the address."""
        drawn = hashlib.sha1(who.encode()).hexdigest()
        if who not in self._cookies:
            held = {"csrf_token": drawn}
            if who in self.secrets:
                held |= {"_user_id": self.secrets[who]}
            interface = self.app.session_interface
            assert isinstance(interface, SecureCookieSessionInterface)
            serializer = interface.get_signing_serializer(self.app)
            assert serializer is not None
            name = self.app.config["SESSION_COOKIE_NAME"]
            self._cookies[who] = f"{name}={serializer.dumps(held)}"
        data = None
        if method not in ("GET", "HEAD", "OPTIONS"):
            data = {name: self._fill(text, who) for name, text in (form or {}).items()}
            if with_token:
                tokens = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token")
                data["csrf_token"] = str(tokens.dumps(drawn))
        client = self.app.test_client(use_cookies=False)
        address = self.address(endpoint, values, who)
        if more:
            address += ("&" if "?" in address else "?") + urlencode(more)
        return client.open(
            address, method=method, data=data, headers={"Cookie": self._cookies[who]}
        )

    def _fill(self, text: str, who: str) -> str:
        if text == "{own sign-in}":
            with site_of(self.app).database.reading() as session:
                digest = make_digest(self.secrets.get(who, ""))
                return str(session.scalar(select(SignIn.id).where(SignIn.digest == digest)) or 1)
        return self.names.fill(text)


@pytest.fixture(scope="module")
def worlds(made_up_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """The site in each of its worlds."""
    # However long all of it takes: what is asked for once that is over, test_employers.py asks.
    lasts, sign_ins.PROOF_LASTS = sign_ins.PROOF_LASTS, timedelta(days=1)
    folder = tmp_path_factory.mktemp("matrix") / "site"
    shutil.copytree(made_up_site, folder)
    file = folder / "grannar.sqlite"
    app = create_app(make_settings(folder))
    database = site_of(app).database
    names = Names()
    secrets: dict[str, str] = {}

    def keep(world: str) -> None:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine.dispose()
        shutil.copyfile(file, folder / f"{world}.sqlite")

    store_files(site_of(app), FILE, OTHER_FILE)
    with database.transaction() as session:
        actors = _cast(session, names, secrets)
        _turn_of_events(session, names)
        _documents(session, actors, names)
    keep("home")
    made = Worlds(app, folder, names, secrets)
    for world in WORLDS[1:]:
        made.enter("home")
        with database.transaction() as session:
            _other_world(session, world, names)
        keep(world)
    yield made
    made.leave()
    sign_ins.PROOF_LASTS = lasts


# --- The tests ------------------------------------------------------------------------------

# The account's own pages last: passwords take their time.
_KEYS = sorted(
    {(WORLDS.index(rule.world), rule.endpoint, rule.method) for rule in POLICY},
    key=lambda key: (key[1].startswith("account"), *key),
)
_PUBLIC_BLUEPRINTS = (
    "api",
    "public.",
    "root",
    "robots",
    "site_map",
    "static",
    "catalogue",
    "concept",
    "topics_as_concepts",
    "data_package",
    "dump_file",
    "open_data",
    "oai",
    "oembed",
)


def _is_public(endpoint: str) -> bool:
    return endpoint.startswith(_PUBLIC_BLUEPRINTS)


def _routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_a_rule_and_every_rule_a_route(worlds: Worlds) -> None:
    ruled = {(rule.endpoint, rule.method) for rule in POLICY}
    public = {(endpoint, "GET") for endpoint in PUBLIC}
    public |= {(endpoint, "POST") for endpoint in SENT_BY_READERS}
    public |= {("api_drafts.create_draft", "POST"), ("api_drafts.replace_draft", "PUT")}
    assert _routes(worlds.app) == ruled | public
    assert not {key for key in ruled if _is_public(key[0])}


# Who is told apart by one query, however many routes are asked: nobody is signed in; no mandate is
# in force where rules are; writes for another municipality.
_ALIKE: Mapping[str, str] = {
    **dict.fromkeys(NOBODY, "nobody"),
    **dict.fromkeys(("reader", "second national", *_FORMER), "without a mandate"),
    **dict.fromkeys(("coordinator elsewhere", "approver elsewhere"), "elsewhere"),
}


def _rules_by_route() -> Mapping[tuple[str, str], list[Rule]]:
    found: dict[tuple[str, str], list[Rule]] = {}
    for rule in POLICY:
        found.setdefault((rule.endpoint, rule.method), []).append(rule)
    return found


def _list_pairs(rule: Rule, who: str, same: Mapping[str, str]) -> set[tuple[object, ...]]:
    """What is tried by asking somebody at a rule: a sort of people at a route, and one before a
    document of a world, either as who may or as who may not. ``same`` are the route's writers who
    are answered alike at all of its rules."""
    may, sort = who in rule.allowed, _ALIKE.get(who, who)
    if rule.world == "two" and who == "second national":
        sort = who
    document = rule.values.get("document_id") or rule.values.get("entry_id", "")
    at_route = same.get(who, sort) if may else sort
    return {
        (rule.endpoint, rule.method, at_route, may),
        (rule.world, document, sort, may),
    }


def _choose_asked() -> list[frozenset[str]]:
    """Whom the quick run asks at each rule of the policy.

    At each rule one who may, and where something is sent one who may not: rather somebody who may
    at another document, whom only this one's state keeps out. Where a rule is said of more than
    two documents, the one and the other in turn. Beside that as many as it takes for each sort of
    people to be asked at each route, and before each document of each world, as who may and as who
    may not, where there is such. Of those who are alike each has a turn.
    """
    routes = _rules_by_route()
    same: dict[tuple[str, str], dict[str, str]] = {}
    may_somewhere: dict[tuple[str, str], set[str]] = {}
    for route, rules in routes.items():
        answers = {who: tuple(rule.told(who) for rule in rules) for who in sorted(WRITERS)}
        first = {answer: who for who, answer in reversed(answers.items())}
        same[route] = {who: first[answer] for who, answer in answers.items()}
        may_somewhere[route] = set().union(*(rule.allowed for rule in rules))
    tried: set[tuple[object, ...]] = set()
    turns: Counter[str] = Counter()
    chosen: list[set[str]] = [set() for _ in POLICY]

    def ask(number: int, among: AbstractSet[str], *, needed: bool = True) -> None:
        rule, best, new = POLICY[number], "", set[tuple[object, ...]]()
        route = rule.endpoint, rule.method
        likely = may_somewhere[route] - rule.allowed
        best_rank: tuple[bool, int, int] | None = None
        for who in sorted(among - chosen[number]):
            pairs = _list_pairs(rule, who, same[route]) - tried
            rank = (who in likely, len(pairs), -turns[who])
            # As for the others: argon2 takes its time on purpose.
            if rule.told(who)[0] != -1 and (best_rank is None or rank > best_rank):
                best, new, best_rank = who, pairs, rank
        if best_rank and (needed or new):
            chosen[number].add(best)
            tried.update(new)
            turns[best] += 1

    before: tuple[object, object] | None = None
    place = 0
    for number, rule in enumerate(POLICY):
        # Of what document does not matter, but which of its versions does.
        said = {*rule.values.items(), *rule.form.items()}
        shape = {(name, text.rpartition("/")[2]) for name, text in said if name[-3:] != "_id"}
        alike = (rule.endpoint, rule.method, rule.world, rule.allowed, rule.status, rule.changes)
        place = place + 1 if (alike, shape) == before else 0
        before = alike, shape
        if rule.allowed and (place < 2 or place % 2 == 0):
            ask(number, rule.allowed)
        if not rule.allowed or (rule.method != "GET" and place < 2) or place % 2 == 1:
            ask(number, EVERYBODY - rule.allowed)
        if rule.but:
            ask(number, rule.but.keys(), needed=False)
    for number in range(len(POLICY)):
        for who in sorted(EVERYBODY, key=lambda name: turns[name]):
            ask(number, {who}, needed=False)
    return [frozenset(people) for people in chosen]


_ASKED = [EVERYBODY] * len(POLICY) if FULL else _choose_asked()


def _take(people: Iterable[str], number: int, count: int) -> set[str]:
    """Some of them, the next ones for the next number."""
    names = sorted(people)
    return {names[(number * count + place) % len(names)] for place in range(count) if names}


def _one_of_each_sort(number: int, rule: Rule) -> list[str]:
    """Who may, who may not, who is not signed in, who is answered otherwise: one each, in turn;
    all in the full run."""
    if FULL:
        return sorted(EVERYBODY)
    others = SIGNED_IN - rule.allowed - rule.but.keys()
    return sorted(
        set().union(*(_take(some, number, 1) for some in (rule.allowed, others, NOBODY, rule.but)))
    )


@pytest.mark.parametrize(
    ("world", "endpoint", "method"),
    _KEYS,
    ids=[f"{endpoint}-{method}-{WORLDS[world]}" for world, endpoint, method in _KEYS],
)
def test_everybody_is_answered_as_the_policy_says(
    worlds: Worlds, world: int, endpoint: str, method: str
) -> None:
    worlds.enter(WORLDS[world])
    wrong = []
    for number, rule in enumerate(POLICY):
        if (WORLDS.index(rule.world), rule.endpoint, rule.method) != (world, endpoint, method):
            continue
        for who in sorted(_ASKED[number]):
            status, changes = rule.told(who)
            if status == -1:
                # As for the others: argon2 takes its time on purpose.
                continue
            answer = worlds.ask(who, endpoint, method, rule.values, rule.form)
            found = worlds.changed()
            said = f"{who}: {dict(rule.values)} {dict(rule.form)}"
            if answer.status_code != status:
                wrong.append(f"{said}: {answer.status_code}, not {status}")
            if isinstance(changes, frozenset) and changes - PRIVATE_TABLES:
                # With what public pages read, their number moves.
                changes |= {"counters"}
            if isinstance(changes, frozenset) and not found <= changes:
                wrong.append(f"{said}: changed {sorted(found)}, not {sorted(changes)}")
            if bool(found) != bool(changes):
                wrong.append(f"{said}: changed {sorted(found)}")
            # A form that is refused comes back, to whoever may see it and with what it is about.
            if who not in rule.allowed and status not in (409, 422) and tells(answer):
                wrong.append(f"{said}: is told of the text")
            if status == 303 and who in NOBODY and not rule.is_open:
                assert "/nb/account/sign-in" in answer.location
    assert not wrong, "\n".join(wrong)


# Public pages ask nobody who they are: in the quick run a stranger and somebody in turn.
_KNOWN = ("author", "national", "signed out")


def _browsers(number: int) -> list[str]:
    return sorted(EVERYBODY if FULL else {"anonymous", _KNOWN[number % len(_KNOWN)]})


# Harvesters are told when they were answered, and nothing of it to whom.
_MOMENT = re.compile(rb"<responseDate>[^<]*</responseDate>")


@pytest.mark.parametrize("endpoint", sorted(PUBLIC))
def test_public_pages_are_the_same_for_everybody(worlds: Worlds, endpoint: str) -> None:
    worlds.enter("home")
    for number, (values, status) in enumerate(PUBLIC[endpoint], list(PUBLIC).index(endpoint)):
        for method in ("GET", "HEAD"):
            bodies = set()
            # HEAD is answered by what answers GET, which the others ask.
            for who in _browsers(number) if FULL or method == "GET" else ("anonymous",):
                answer = worlds.ask(who, endpoint, method, values)
                assert answer.status_code == status, (who, method, values)
                assert "Set-Cookie" not in answer.headers
                bodies.add(_MOMENT.sub(b"", answer.data))
            assert len(bodies) == 1
        assert worlds.changed() == NONE


@pytest.mark.parametrize("endpoint", sorted(SENT_BY_READERS))
def test_what_readers_send_is_answered_alike_and_changes_nothing(
    worlds: Worlds, endpoint: str
) -> None:
    worlds.enter("home")
    for number, (form, status) in enumerate(SENT_BY_READERS[endpoint]):
        bodies = set()
        for who in _browsers(number):
            answer = worlds.ask(who, endpoint, "POST", {}, form, with_token=False)
            assert answer.status_code == status, (who, form)
            assert "Set-Cookie" not in answer.headers
            bodies.add(_MOMENT.sub(b"", answer.data))
        assert len(bodies) == 1
    assert worlds.changed() == NONE


def _first_rules() -> list[Rule]:
    """One rule of each route: the first that lets somebody in."""
    found: dict[tuple[str, str], Rule] = {}
    for rule in POLICY:
        if rule.allowed:
            found.setdefault((rule.endpoint, rule.method), rule)
    return list(found.values())


def test_head_is_answered_as_get_and_options_changes_nothing(worlds: Worlds) -> None:
    worlds.enter("home")
    wrong = []
    for number, rule in enumerate(_first_rules()):
        for who in _one_of_each_sort(number, rule):
            asked = who in NOBODY and rule.endpoint not in _OPEN
            expected = {}
            # Nobody's right to the page is looked at: somebody and a stranger in the quick run.
            if FULL or asked or who in rule.allowed:
                expected["OPTIONS"] = 401 if asked else 200
            if rule.method == "GET":
                expected["HEAD"] = rule.told(who)[0]
            for method, status in expected.items():
                answer = worlds.ask(who, rule.endpoint, method, rule.values)
                if answer.status_code != status:
                    wrong.append(f"{method} {rule.endpoint}, {who}: {answer.status_code}")
                if method == "HEAD" and answer.data:
                    wrong.append(f"HEAD {rule.endpoint}, {who}: has a text")
                if tells(answer):
                    wrong.append(f"{method} {rule.endpoint}, {who}: is told of the text")
        if found := worlds.changed():
            wrong.append(f"{rule.endpoint}: changed {sorted(found)}")
    assert not wrong, "\n".join(wrong)


_OPEN = OPEN
# Pressed by mail programs, which have no form of ours: the secret in the address is the leave.
_WITHOUT_TOKEN = (
    "account.no_more_mail",
    "account.no_more_letters",
    "account.back_channel_logout",
)


# What url_for takes as meant for itself, and what a reader may write behind any address.
_WORDS_OF_URL_FOR = {
    "_anchor": "x",
    "_scheme": "x",
    "_method": "x",
    "_external": "1",
    "endpoint": "x",
    "self": "x",
    "ui": "x",
    "organisation": "x",
    "values": "x",
}
_HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
)


def test_no_word_in_an_address_breaks_a_page_or_takes_its_headers(worlds: Worlds) -> None:
    worlds.enter("home")
    asked = [
        ("anonymous", endpoint, values) for endpoint, tries in PUBLIC.items() for values, _ in tries
    ]
    for rule in _first_rules():
        if rule.method == "GET":
            asked += [(who, rule.endpoint, rule.values) for who in ("anonymous", min(rule.allowed))]
    assert {endpoint for _, endpoint, _ in asked} == {
        endpoint for endpoint, method in _routes(worlds.app) if method == "GET"
    }
    wrong = []
    for who, endpoint, values in asked:
        # All at once; which of them it was, the full run says.
        alone = [{word: text} for word, text in _WORDS_OF_URL_FOR.items()] if FULL else []
        # What is answered without them, the policy is asked.
        for words in ({}, _WORDS_OF_URL_FOR, *alone) if FULL else (_WORDS_OF_URL_FOR,):
            answer = worlds.ask(who, endpoint, "GET", values, more=words)
            said = f"{endpoint} {words}, {who}: "
            if answer.status_code >= 500:
                wrong.append(f"{said}{answer.status_code}")
            if missing := [name for name in _HEADERS if name not in answer.headers]:
                wrong.append(f"{said}without {missing}")
            if "://grannar.example/" in "".join(answer.headers.getlist("Location")):
                wrong.append(f"{said}leads to {answer.location}")
    assert not wrong, "\n".join(wrong)


def _choices() -> frozenset[str]:
    """The names of all fields with choices, on any form that is no text's own."""
    templates = Path(__file__).parents[2] / "network/web/templates"
    named = re.compile(r'(?:<select|type="(?:radio|checkbox)")\s+(?:id="[^"]*"\s+)?name="(\w+)"')
    called = re.compile(r"{{ choices\('(\w+)'")
    texts = [file.read_text() for file in templates.rglob("*.html")]
    return frozenset(
        name for text in texts for how in (named, called) for name in how.findall(text)
    )


def test_a_choice_that_is_none_breaks_nothing(worlds: Worlds) -> None:
    choices = _choices()
    assert {"level", "how_often", "language", "organisation", "role", "outcome"} <= choices
    wrong = []
    for number, rule in enumerate(_first_rules()):
        if rule.method != "POST" or rule.endpoint.startswith("account."):
            continue
        worlds.enter(rule.world)
        # Half of a form's own in the quick run: most fields are on several forms.
        own = sorted(rule.form.keys() - {"base", "id"})
        if not FULL and len(own) > 2:
            own = own[number % 2 :: 2]
        others = sorted(choices - rule.form.keys() - {"base", "id"})
        # Fields that the form is not known to have are asked one by one in the full run alone.
        asked = [{name} for name in own] + ([{name} for name in others] if FULL else [{*others}])
        for names in asked:
            form = {**rule.form, **dict.fromkeys(names, "none of them")}
            answer = worlds.ask(min(rule.allowed), rule.endpoint, "POST", rule.values, form)
            if answer.status_code >= 500:
                wrong.append(f"{rule.endpoint} {form}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_no_other_method_is_taken(worlds: Worlds) -> None:
    worlds.enter("home")
    routes = _routes(worlds.app)
    number = 0
    for rule in _first_rules():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            number += 1
            if (rule.endpoint, method) in routes:
                continue
            people = ("anonymous", "reader", *sorted(rule.allowed)[:1])
            for who in people if FULL else sorted(_take(people, number, 1)):
                answer = worlds.ask(who, rule.endpoint, method, rule.values, rule.form)
                # The person's page beside /invite, and the like, are other routes.
                assert answer.status_code in (404, 405), (who, rule.endpoint, method)
    assert worlds.changed() == NONE


@pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in _first_rules()
        if rule.method == "POST" and rule.endpoint not in _WITHOUT_TOKEN
    ],
    ids=lambda rule: rule.endpoint,
)
def test_nothing_is_done_without_the_forms_token(worlds: Worlds, rule: Rule) -> None:
    worlds.enter("home")
    # The token is asked for before anybody is told from anybody else.
    for who in sorted(rule.allowed)[: None if FULL else 2]:
        answer = worlds.ask(who, rule.endpoint, "POST", rule.values, rule.form, with_token=False)
        assert worlds.changed() == NONE, who
        assert answer.status_code == 400, who


# What is typed into a form, as opposed to chosen or carried in it.
_TYPED = frozenset(
    "title done note slug words.title words.done answer text why reason name email since until "
    "changed results organisation_name curator".split()
)


@pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in _first_rules()
        if rule.method == "POST" and rule.endpoint.startswith("desk.")
    ],
    ids=lambda rule: rule.endpoint,
)
def test_what_was_typed_comes_back_after_signing_in(worlds: Worlds, rule: Rule) -> None:
    worlds.enter(rule.world)
    who = min(rule.allowed)
    address = worlds.address(rule.endpoint, rule.values, who)
    form = {name: worlds._fill(text, who) for name, text in rule.form.items()}
    typed = {name: f"Tre timers {name}" for name in form if name in _TYPED}
    with worlds.app.test_request_context(
        address, method="POST", data=form | typed, headers={"Origin": "http://localhost"}
    ):
        packed = interrupted_form.pack_form().text
    with worlds.app.test_request_context("/nb/account/sign-in", method="POST"):
        assert request.view_args
        request.view_args.pop("ui")  # As is done before each view.
        authentication.begin(worlds.secrets[who])
        answer = interrupted_form.put_back(packed)
    assert answer is not None
    if answer.status_code == 303:
        # Kept, or carried out, as a draft of one's own.
        assert worlds.changed() <= {"working_copies"}
        return
    # Where the form is not there any more: what nobody endorses has no endorsement to take back.
    assert answer.status_code in (200, 409)
    assert worlds.changed() == NONE
    for name, text in typed.items():
        assert text in html.unescape(answer.get_data(as_text=True)), name


def test_the_desk_lists_a_draft_to_its_writers_alone(worlds: Worlds) -> None:
    worlds.enter("home")
    for who in sorted(SIGNED_IN):
        page = worlds.ask(who, "desk.home", "GET", {}).text
        assert (f"{WORD} draft" in page) == (who in WRITERS), who
        assert (f"{WORD} in review" in page) == (who in WRITERS | {"national"}), who
        assert (f"{WORD} stopped<" in page) == (who in WRITERS | {"national"}), who
        # What nobody has saved yet is its writer's own.
        own = who == "author" or who in _FORMER
        assert (f"{WORD} uferdig" in page) == own, who


@pytest.mark.parametrize(
    ("endpoint", "values", "base"),
    [
        ("desk.keep", {}, "published/newest"),
        ("desk.translate", {"language": "sv"}, "translated/newest"),
        ("desk.translate", {"language": "sv"}, "in review/newest"),
    ],
)
def test_a_form_begins_with_a_version_of_its_own_document(
    worlds: Worlds, endpoint: str, values: dict[str, str], base: str
) -> None:
    worlds.enter("home")
    form = {"title": "Ny", "done": "Nytt", "words.title": "Ny", "base": f"{{{base}}}"}
    worlds.ask("author", endpoint, "POST", {"document_id": "{in review}", **values}, form)
    key = (
        UUID(worlds.names["account of author"]),
        UUID(worlds.names["in review"]),
        values.get("language", "nb"),
    )
    with site_of(worlds.app).database.reading() as session:
        base_id = session.get_one(WorkingCopy, key).base_id
        if base_id is not None:
            # What the author saved in another window is joined, and the form goes on from there.
            revision = session.get_one(Revision, base_id)
            assert (revision.document_id, revision.language) == key[1:]
            assert str(base_id) != worlds.names[base]


def test_what_a_colleague_types_stays_beside_what_the_author_typed(worlds: Worlds) -> None:
    worlds.enter("home")
    where = {"document_id": "{clashed}"}
    form = {"title": "Ny", "done": "Kollegaens egne ord"}
    assert worlds.ask("colleague", "desk.keep", "POST", where, form).status_code == 200
    with site_of(worlds.app).database.reading() as session:
        document = UUID(worlds.names["clashed"])
        copies = session.scalars(select(WorkingCopy).where(WorkingCopy.document_id == document))
        typed = {str(copy.account_id): copy.fields["done"] for copy in copies}
    assert typed == {
        worlds.names["account of author"]: "Forfatterens.",
        worlds.names["account of colleague"]: "Kollegaens egne ord",
    }
    page = worlds.ask("approver", "desk.write", "GET", where).text
    assert "Forfatterens." not in page


_STEPS = (
    ("submit", "draft"),
    ("take back", "in review"),
    ("approve", "in review"),
    ("send back", "in review"),
    ("ask", "numbered"),
    ("overrule", "stopped"),
    ("endorse", "published"),
    ("endorse no more", "endorsed"),
    ("withdraw", "published"),
    ("withdraw a text", "translation"),
    ("move", "published"),
    ("revise", "published"),
    ("give a file", "published"),
    ("begin", "published"),
    ("undo a withdrawal", "published"),
    ("undo a publication", "published"),
    ("change a draft", "draft"),
    ("add to a collection", "published"),
    ("see items", "published"),
    ("keep a template", "published"),
    ("import an original", "published"),
    ("import a translation", "published"),
)


def _act(session: Session, actor: Actor, what: str, document: UUID, revision: UUID) -> None:
    match what:
        case "submit":
            workflow.submit(session, revision, actor=actor)
        case "take back":
            workflow.take_back(session, revision, actor=actor)
        case "approve":
            workflow.approve(session, revision, actor=actor)
        case "send back":
            workflow.send_back(session, revision, actor=actor, note="Fordi")
        case "ask":
            workflow.ask_exception(session, revision, actor=actor, note="Fordi")
        case "overrule":
            workflow.overrule_guard(session, revision, actor=actor, reason="Fordi")
        case "endorse":
            workflow.endorse(session, document, actor=actor, reason="Fordi", language="nb")
        case "endorse no more":
            workflow.take_back_endorsement(session, document, actor=actor, note="Fordi")
        case "withdraw":
            withdraw(session, document, actor=actor, reason="Fordi")
        case "withdraw a text":
            withdraw_text(session, document, "sv", actor=actor, reason="Fordi")
        case "move":
            move(session, document, "ny-adresse", actor=actor)
        case "revise":
            revise(session, document, _content("ny"), actor=actor)
        case "give a file":
            home = find_organisation_ids(session)[HOME]
            store = open_store("nothing is put there")
            give_file(session, store, document, FILE, "x.pdf", organisation_id=home, actor=actor)
        case "begin":
            home = find_organisation_ids(session)[HOME]
            begin(session, Placement(home, "ny", home), _content("ny"), actor=actor)
        case "undo a withdrawal":
            undo_withdrawal(session, document, "nb", actor=actor)
        case "undo a publication":
            undo_publication(session, document, "nb", actor=actor)
        case "change a draft":
            change_draft(
                session,
                document,
                kind="need",
                language="nb",
                organisation_id=actor.mandates[0].organisation_id or 0 if actor.mandates else 0,
                describe=lambda left: str(left),
                actor=actor,
            )
        case "add to a collection":
            demand_addable(session, document, document, (), actor=actor)
        case "see items":
            see_items(session, document, actor=actor)
        case "keep a template":
            home = find_organisation_ids(session)[HOME]
            keep_template(
                session,
                organisation_id=home,
                kind="need",
                language="nb",
                name="Mal",
                fields={},
                actor=actor,
            )
        case "import an original":
            home = find_organisation_ids(session)[HOME]
            place = Placement(home, "ny", home)
            begin_and_publish(session, [NewOriginal(place, _content("ny"))], actor=actor)
        case "import a translation":
            row = session.get_one(Document, document)
            assert row.slug is not None
            value = Translation(language="sv", translates="nb", words={"title": "Ny"})
            translation = NewTranslation(row.organisation_id, row.slug, value)
            publish_translations(session, [translation], actor=actor)
        case _:
            raise AssertionError(what)


@pytest.mark.parametrize(
    ("who", "what", "name"),
    [
        (who, what, name)
        for who in (
            "approver elsewhere",
            "coordinator elsewhere",
            "national of Sweden",
            "reader",
            "expired",
        )
        for what, name in _STEPS
    ],
)
def test_actions_ask_by_themselves(worlds: Worlds, who: str, what: str, name: str) -> None:
    """Whatever door comes to them."""
    worlds.enter("home")
    document = UUID(worlds.names[name])
    revision = UUID(worlds.names[f"{name}/newest"])
    with site_of(worlds.app).database.transaction() as session:
        actor = read_actor(session, UUID(worlds.names[f"account of {who}"]))
        with pytest.raises(NotAllowed):
            _act(session, actor, what, document, revision)
    assert worlds.changed() == NONE


@pytest.mark.parametrize("what", ["import an original", "import a translation"])
@pytest.mark.parametrize("who", ["colleague", "national"])
def test_what_is_imported_asks_both_who_writes_and_who_approves(
    worlds: Worlds, who: str, what: str
) -> None:
    """A colleague may write it alone, a national coordinator approve it alone."""
    test_actions_ask_by_themselves(worlds, who, what, "published")
