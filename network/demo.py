"""A demonstration: an account of each role at made-up organisations, and what these people did.

Both stand in a file ``demonstration.yaml`` beside the content that it belongs to; the setting
``DEMO`` names the folder. Nothing of it is made outside a demonstration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from network import clock
from network.community.following.actions import follow
from network.community.marks.actions import set_mark
from network.community.needs.actions import record_what_helped, reply_to_need
from network.community.promotions.actions import promote
from network.community.questions.actions import answer_question, ask_question
from network.content_files.yaml_text import read_yaml
from network.documents import workflow
from network.documents.curators import accept_curating, ask_to_curate
from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.documents.tables import Revision
from network.entries.addresses import find_address
from network.errors import NotFound
from network.kinds import parse_content
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.accounts import find_account, invite
from network.people.actors import Actor, Role, get_system_actor, read_actor
from network.people.mandates import give, set_own_approval
from network.people.signing_in import set_password

FILE = "demonstration.yaml"
# An act as the file has it: ``act``, ``by``, ``at`` and what the act needs beside them.
Act = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try: whom it belongs to, and the mandate that it holds."""

    key: str
    name: str
    email: str
    language: str
    role: Role
    organisation: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the file says; ``approve_themselves`` are organisations with approvers of their own."""

    password: str
    accounts: tuple[DemoAccount, ...]
    approve_themselves: tuple[str, ...]
    acts: tuple[Act, ...]


@lru_cache(maxsize=4)
def read_demonstration(folder: Path) -> Demonstration:
    """The demonstration of a content folder. Raises ``OSError`` where it has none."""
    given, _ = read_yaml((folder / FILE).read_text(encoding="utf-8"))
    return Demonstration(
        password=given["password"],
        accounts=tuple(
            DemoAccount(key=key, **account) for key, account in given["accounts"].items()
        ),
        approve_themselves=tuple(given["approve_themselves"]),
        acts=tuple(given["acts"]),
    )


def fill(session: Session, demonstration: Demonstration) -> None:
    """Make the accounts and what they did, once.

    Raises ``NotFound`` when an organisation of the demonstration is not in the register.
    """
    if find_account(session, demonstration.accounts[0].email) is not None:
        return
    site = get_system_actor(session, "demo")
    ids = find_organisation_ids(session)
    actors = {"": site}
    for person in demonstration.accounts:
        if person.organisation and person.organisation not in ids:
            raise NotFound(
                f"The demonstration needs the made-up organisation {person.organisation}."
            )
        account = invite(session, person.name, person.email, person.language, actor=site)
        set_password(session, account, demonstration.password)
        give(
            session,
            account.id,
            person.role,
            organisation_id=ids[person.organisation] if person.organisation else None,
            country=person.country,
            actor=site,
        )
        actors[person.key] = read_actor(session, account.id)
    for organisation in demonstration.approve_themselves:
        set_own_approval(session, ids[organisation], True, actor=site)
    stage = _Stage(session, ids)
    for act in demonstration.acts:
        if stage.has(act.get("only_with", "")):
            _ACTS[act["act"]](stage, act, actors[act.get("by", "")])


class _Stage:
    """A demonstration while it is made: the newest version at each address, and last words said."""

    def __init__(self, session: Session, ids: Mapping[str, int]) -> None:
        self.session, self.ids = session, ids
        self.newest: dict[str, Revision] = {}
        self.originals: dict[str, Revision] = {}
        self.last: UUID | None = None

    def has(self, address: str) -> bool:
        """Whether an address is public; no address at all counts as one that is."""
        return not address or self.entry(address) is not None

    def entry(self, address: str) -> UUID | None:
        """The entry at organisation/slug, if one is public there."""
        state = find_address(self.session, *address.split("/"))
        return state.entry_id if state is not None else None

    def keep(self, address: str, revision: Revision) -> None:
        """Let acts at this address be about this version from now on."""
        self.newest[address] = revision

    def document(self, address: str) -> UUID:
        """The document that was written for an address."""
        return self.newest[address].document_id


def _write(stage: _Stage, act: Act, actor: Actor) -> None:
    organisation, slug = act["at"].split("/")
    place = Placement(stage.ids[organisation], slug, stage.ids[organisation])
    revision = begin(stage.session, place, parse_content(act["content"]), actor=actor)
    stage.originals[act["at"]] = revision
    stage.keep(act["at"], revision)


def _change(stage: _Stage, act: Act, actor: Actor) -> None:
    original = stage.originals[act["at"]]
    content = parse_content({**original.content, **act["fields"]})
    stage.keep(act["at"], revise(stage.session, original.document_id, content, actor=actor))


def _translate(stage: _Stage, act: Act, actor: Actor) -> None:
    original = stage.originals[act["at"]]
    translation = Translation(
        language=act["language"], translates=original.language, words=act["words"]
    )
    stage.keep(act["at"], revise(stage.session, original.document_id, translation, actor=actor))


def _submit(stage: _Stage, act: Act, actor: Actor) -> None:
    revision = stage.newest[act["at"]]
    workflow.submit(stage.session, revision.id, actor=actor, note=act.get("note", ""))


def _send_back(stage: _Stage, act: Act, actor: Actor) -> None:
    workflow.send_back(stage.session, stage.newest[act["at"]].id, actor=actor, note=act["note"])


def _approve(stage: _Stage, act: Act, actor: Actor) -> None:
    workflow.approve(stage.session, stage.newest[act["at"]].id, actor=actor)


def _ask_exception(stage: _Stage, act: Act, actor: Actor) -> None:
    workflow.ask_exception(stage.session, stage.newest[act["at"]].id, actor=actor, note=act["note"])


def _endorse(stage: _Stage, act: Act, actor: Actor) -> None:
    workflow.endorse(
        stage.session,
        stage.document(act["at"]),
        actor=actor,
        reason=act["reason"],
        language=act["language"],
    )


def _publish(stage: _Stage, act: Act, actor: Actor) -> None:
    publish(stage.session, stage.newest[act["at"]].id, actor=actor)


def _withdraw(stage: _Stage, act: Act, actor: Actor) -> None:
    withdraw(stage.session, stage.document(act["at"]), actor=actor, reason=act["reason"])


def _mark(stage: _Stage, act: Act, actor: Actor) -> None:
    entry_id = stage.entry(act["at"])
    if entry_id is not None:
        set_mark(
            stage.session,
            entry_id,
            act.get("part", ""),
            stage.ids[act["organisation"]],
            state=act["state"],
            why=act.get("why", ""),
            language=act["language"],
            actor=actor,
        )


def _follow(stage: _Stage, act: Act, actor: Actor) -> None:
    follow(
        stage.session, act["what"], act["key"], act["level"], language=act["language"], actor=actor
    )


def _reply(stage: _Stage, act: Act, actor: Actor) -> None:
    answer = reply_to_need(
        stage.session,
        stage.document(act["at"]),
        stage.ids[act["organisation"]],
        text=act["text"],
        language=act["language"],
        actor=actor,
    )
    stage.last = answer.id


def _say_it_helped(stage: _Stage, act: Act, actor: Actor) -> None:
    record_what_helped(stage.session, stage.document(act["at"]), answer_id=stage.last, actor=actor)


def _ask(stage: _Stage, act: Act, actor: Actor) -> None:
    question = ask_question(
        stage.session,
        stage.document(act["at"]),
        stage.ids[act["organisation"]],
        text=act["text"],
        language=act["language"],
        actor=actor,
    )
    stage.last = question.id


def _answer(stage: _Stage, act: Act, actor: Actor) -> None:
    assert stage.last is not None, "a question is asked before it is answered"
    answer_question(
        stage.session, stage.last, text=act["text"], language=act["language"], actor=actor
    )


def _ask_to_curate(stage: _Stage, act: Act, actor: Actor) -> None:
    body = stage.ids[act["organisation"]]
    ask_to_curate(stage.session, stage.document(act["at"]), body, actor=actor)


def _accept_curating(stage: _Stage, act: Act, actor: Actor) -> None:
    body = stage.ids[act["organisation"]]
    accept_curating(stage.session, stage.document(act["at"]), body, actor=actor)


def _promote(stage: _Stage, act: Act, actor: Actor) -> None:
    promote(
        stage.session,
        stage.document(act["at"]),
        act["topic"],
        stage.ids[act["organisation"]],
        reason=act["reason"],
        language=act["language"],
        until=clock.today() + timedelta(days=int(act["days"])),
        actor=actor,
    )


_ACTS: Mapping[str, Callable[[_Stage, Act, Actor], None]] = {
    "write": _write,
    "change": _change,
    "translate": _translate,
    "submit": _submit,
    "send_back": _send_back,
    "approve": _approve,
    "ask_exception": _ask_exception,
    "endorse": _endorse,
    "publish": _publish,
    "withdraw": _withdraw,
    "mark": _mark,
    "follow": _follow,
    "reply": _reply,
    "helped": _say_it_helped,
    "ask": _ask,
    "answer": _answer,
    "ask_to_curate": _ask_to_curate,
    "accept_curating": _accept_curating,
    "promote": _promote,
}
