"""What somebody has in a form, kept as it was typed until it becomes a revision.

One person may have the form in several windows, on a desk and a phone. Each says which number of
the copy it was made with and what it saw then; what comes with an older number is joined with what
is kept, field by field, as two people's versions are. Where both changed one field, both texts stay
with the copy until somebody has chosen.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network import clock
from network.db import insert_if_absent
from network.documents.permissions import demand, demand_writing
from network.documents.revisions import find_newest_revision
from network.documents.tables import Document, Revision, ThrownAwayCopy, WorkingCopy
from network.errors import Conflict, Contended, NotFound
from network.kinds.merging import JoinedFields, find_value, merge_fields, summarise_fields
from network.people.actors import Actor
from network.people.tables import Account

# Numbers are drawn below this and then counted on: far below what a column holds.
_MOST_DRAWN = 2**30
# So long what was thrown away can be brought back.
BROUGHT_BACK = timedelta(days=7)
# So long a form is kept that nobody goes on with: a report that waits for next year's budget too.
IDLE_COPY = timedelta(days=365)
# And what was in the forms of somebody whose account is closed.
CLOSED_COPY = timedelta(days=90)

# Whoever has kept something in this time is taken to be writing still.
_WRITING_NOW = timedelta(minutes=15)

Choice = Literal["mine", "theirs", "both"]


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a window sends: its fields, and what it was made with.

    ``number`` is that of the copy it showed, 0 where it showed none, -1 where it does not say;
    ``seen`` the summary of the fields that it showed; ``base_id`` the revision it began with;
    ``window`` tells it from the person's other windows, "" where it does not say.
    """

    fields: dict[str, Any]
    number: int
    seen: dict[str, Any]
    base_id: UUID | None
    window: str = ""


@dataclass(frozen=True, slots=True)
class SavedText:
    """The newest revision of a text as the fields of a form. ``number`` is that of the version, 0
    where it is the actor's own, saved in another window."""

    id: UUID
    number: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clash:
    """A place of a working copy where two wrote, each otherwise, and nobody has chosen yet.

    ``path`` is as in ``FieldConflict``. The copy holds ``mine`` there, or what has been made of it
    since; where ``mine`` is None I had removed the part and the copy holds theirs. ``version`` is
    the number of the revision that theirs is from, 0 for another window of the same person.
    """

    path: str
    mine: Any
    theirs: Any
    version: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A working copy after a form was kept.

    ``has_joined`` when the copy holds more than that form, so that its window has to be shown it;
    ``has_clashed`` when another had changed a field that the form changed too.
    """

    copy: WorkingCopy
    has_joined: bool
    has_clashed: bool


def open_copy(
    session: Session,
    document_id: UUID,
    language: str,
    *,
    kind: str,
    organisation_id: int,
    fields: dict[str, Any],
    base_id: UUID | None = None,
    actor: Actor,
) -> WorkingCopy:
    """The actor's working copy of one language of a document, made if there is none.

    ``document_id`` may be that of a document yet to be made. Raises ``NotAllowed``, and
    ``Conflict`` for a new document whose id another's form has.
    """
    copy, _is_new = _open(
        session,
        document_id,
        language,
        kind,
        organisation_id,
        SentForm(fields, 0, {}, base_id),
        actor,
    )
    return copy


def keep_form(
    session: Session,
    document_id: UUID,
    language: str,
    form: SentForm,
    find_saved: Callable[[], SavedText | None],
    *,
    kind: str,
    organisation_id: int,
    actor: Actor,
) -> Kept:
    """Keep what a window holds, in the actor's working copy, which is made if there is none.

    What the copy got since the window was made with it is joined, never written over. Where the
    copy is gone, since another window saved it, the form is joined with the newest revision:
    ``find_saved`` is asked for that when the copy is locked, as ``find_own_later`` says. What
    colleagues saved is joined when the form is saved. Raises what ``open_copy`` raises.
    """
    copy, is_new = _open(session, document_id, language, kind, organisation_id, form, actor)
    if is_new:
        saved = find_saved()
        if saved is None:
            return Kept(copy, has_joined=False, has_clashed=False)
        # The form goes on from what the other window saved.
        joined = merge_fields(kind, form.seen, form.fields, saved.fields)
        copy.base_id = saved.id
        return _put(session, copy, form, joined, version=saved.number)
    if _is_current(copy, form):
        return _put(session, copy, form, JoinedFields(form.fields, ()))
    joined = merge_fields(kind, form.seen, form.fields, copy.fields)
    return _put(session, copy, form, joined)


def join_saved(
    session: Session, copy: WorkingCopy, base: Mapping[str, Any], saved: SavedText
) -> Kept:
    """Join a working copy with a revision that was saved since it was begun; it goes on from there.

    ``base`` are the fields of the revision that the copy began with.
    """
    form = SentForm(copy.fields, copy.number, {}, copy.base_id, copy.window)
    joined = merge_fields(copy.kind, summarise_fields(dict(base)), copy.fields, saved.fields)
    copy.base_id = saved.id
    return _put(session, copy, form, joined, version=saved.number)


def settle_clashes(
    session: Session, copy: WorkingCopy, choices: Sequence[Choice | None], between: Sequence[str]
) -> None:
    """Take for each clash of a copy, in their order, mine, theirs or both; None leaves it.

    Both are two texts with what is ``between`` them; of what is no text, such as a part that one
    removed, whatever is there stays.
    """
    fields = deepcopy(copy.fields)
    left = [clash for clash, choice in zip(copy.clashes, choices, strict=True) if choice is None]
    for clash, choice, gap in zip(read_clashes(copy), choices, between, strict=True):
        now = find_value(fields, clash.path)
        if choice == "theirs":
            _put_value(fields, clash.path, clash.theirs)
        elif choice == "mine" and clash.mine is None:
            _put_value(fields, clash.path, None)
        elif choice == "both" and isinstance(clash.theirs, str) and isinstance(now, str):
            _put_value(fields, clash.path, f"{now}{gap}{clash.theirs}".strip())
    copy.fields, copy.clashes, copy.kept_at = fields, left, clock.now()
    copy.number += 1
    # A window that still shows the clash has not seen what was chosen.
    copy.window, copy.window_since = "", copy.number
    session.flush()


def read_clashes(copy: WorkingCopy) -> Sequence[Clash]:
    """The places of a copy where two wrote otherwise and nobody has chosen, in their order."""
    return [Clash(**clash) for clash in copy.clashes]


def find_copy(
    session: Session, document_id: UUID, language: str, *, actor: Actor
) -> WorkingCopy | None:
    """The actor's own working copy, or None. Nobody sees another's. One query."""
    return session.get(WorkingCopy, (actor.account_id, document_id, language))


def get_copy_to_change(
    session: Session, document_id: UUID, language: str, *, actor: Actor
) -> WorkingCopy:
    """The actor's own working copy, locked until the transaction ends. Raises ``NotFound``, and
    ``NotAllowed`` for what the actor may not write (any more)."""
    copy = _lock(session, document_id, language, actor)
    if copy is None:
        raise NotFound(str(document_id))
    _demand_writing(session, document_id, language, copy.organisation_id, actor)
    return copy


def drop_copy(
    session: Session,
    document_id: UUID,
    language: str,
    *,
    number: int = -1,
    window: str = "",
    actor: Actor,
) -> None:
    """Throw the actor's own working copy away, if there is one.

    With the ``number`` that a window shows it is thrown away only as that window knows it: raises
    ``Conflict`` where another window has written since.
    """
    copy = _lock(session, document_id, language, actor)
    if copy is None:
        return
    form = SentForm({}, number, {}, None, window)
    if number >= 0 and not _is_current(copy, form):
        raise Conflict("copy_went_on")
    session.delete(copy)
    session.flush()


def throw_away_copy(
    session: Session,
    document_id: UUID,
    language: str,
    *,
    number: int = -1,
    window: str = "",
    actor: Actor,
) -> None:
    """Throw the actor's own working copy away, if there is one, so that ``bring_back_copy`` can
    bring it back for ``BROUGHT_BACK``; raises as ``drop_copy``."""
    copy = _lock(session, document_id, language, actor)
    if copy is None:
        return
    key = (actor.account_id, document_id, language)
    thrown_away = session.get(ThrownAwayCopy, key)
    if thrown_away is None:
        thrown_away = ThrownAwayCopy(
            account_id=actor.account_id, document_id=document_id, language=language
        )
        session.add(thrown_away)
    thrown_away.kind, thrown_away.organisation_id = copy.kind, copy.organisation_id
    thrown_away.fields, thrown_away.base_id = copy.fields, copy.base_id
    thrown_away.thrown_away_at = clock.now()
    drop_copy(session, document_id, language, number=number, window=window, actor=actor)


def purge_thrown_away(session: Session) -> None:
    """Delete what was thrown away longer ago than it can be brought back. One statement."""
    session.execute(
        delete(ThrownAwayCopy).where(ThrownAwayCopy.thrown_away_at < clock.now() - BROUGHT_BACK)
    )


def forget_idle_copies(session: Session) -> None:
    """Delete what nobody went on with for a year. One statement."""
    session.execute(delete(WorkingCopy).where(WorkingCopy.kept_at < clock.now() - IDLE_COPY))


def forget_copies_of_closed(session: Session) -> None:
    """Delete what was in the forms of accounts that were closed some months ago. One statement."""
    closed = select(Account.id).where(Account.closed_at < clock.now() - CLOSED_COPY)
    session.execute(delete(WorkingCopy).where(WorkingCopy.account_id.in_(closed)))


def bring_back_copy(
    session: Session, document_id: UUID, language: str, *, actor: Actor
) -> WorkingCopy:
    """The actor's working copy as it was when it was thrown away.

    Raises ``NotFound`` where nothing was, or too long ago, ``Conflict`` where the actor has begun
    another copy since, and ``NotAllowed``.
    """
    thrown_away = session.get(ThrownAwayCopy, (actor.account_id, document_id, language))
    if thrown_away is None or thrown_away.thrown_away_at < clock.now() - BROUGHT_BACK:
        raise NotFound(str(document_id))
    if find_copy(session, document_id, language, actor=actor) is not None:
        raise Conflict("copy_went_on")
    copy = open_copy(
        session,
        document_id,
        language,
        kind=thrown_away.kind,
        organisation_id=thrown_away.organisation_id,
        fields=thrown_away.fields,
        base_id=thrown_away.base_id,
        actor=actor,
    )
    session.delete(thrown_away)
    session.flush()
    return copy


def find_own_later(
    session: Session, document_id: UUID, language: str, base_id: UUID | None, *, actor: Actor
) -> Revision | None:
    """The newest revision, where the actor has saved one since ``base_id``: in another window than
    the one whose form began with that. None otherwise. At most three queries."""
    base = session.get(Revision, base_id) if base_id is not None else None
    newest = find_newest_revision(session, document_id, language)
    if newest is None or newest.id == base_id:
        return None
    own = select(Revision.id).where(
        Revision.document_id == document_id,
        Revision.language == language,
        Revision.author_id == actor.account_id,
        Revision.number > (base.number if base is not None else 0),
    )
    return newest if session.scalar(own.limit(1)) is not None else None


def find_other_writers(
    session: Session, document_id: UUID, *, actor: Actor
) -> Sequence[tuple[str, str, datetime]]:
    """Who else has had a form of the document open in the last minutes, with words that are not
    saved: name, language, when they were last kept; the last kept first.

    Raises ``NotAllowed`` for whoever may not write the document themselves. Nothing that was typed
    is told. Seven queries, one for a document yet to be made, which nobody else has.
    """
    document = session.get(Document, document_id)
    if document is None:
        return []
    demand(session, actor, "document.write", document)
    rows = session.execute(
        select(Account.name, WorkingCopy.language, WorkingCopy.kept_at)
        .join(Account, Account.id == WorkingCopy.account_id)
        .where(
            WorkingCopy.document_id == document_id,
            WorkingCopy.account_id != actor.account_id,
            WorkingCopy.kept_at > clock.now() - _WRITING_NOW,
            Account.closed_at.is_(None),
        )
        .order_by(WorkingCopy.kept_at.desc(), Account.name)
    )
    return [(name, language, kept_at) for name, language, kept_at in rows]


def find_working_copies(session: Session, *, actor: Actor) -> Sequence[WorkingCopy]:
    """The actor's working copies, the last kept first. One query."""
    return session.scalars(
        select(WorkingCopy)
        .where(WorkingCopy.account_id == actor.account_id)
        .order_by(WorkingCopy.kept_at.desc(), WorkingCopy.document_id)
    ).all()


def _open(
    session: Session,
    document_id: UUID,
    language: str,
    kind: str,
    organisation_id: int,
    form: SentForm,
    actor: Actor,
) -> tuple[WorkingCopy, bool]:
    """The copy, locked, and whether it was made now, of that form."""
    copy = _lock(session, document_id, language, actor)
    owner = copy.organisation_id if copy is not None else organisation_id
    _demand_writing(session, document_id, language, owner, actor)
    if copy is not None:
        return copy, False
    is_new = insert_if_absent(
        session,
        WorkingCopy,
        account_id=actor.account_id,
        document_id=document_id,
        language=language,
        kind=kind,
        organisation_id=organisation_id,
        fields=form.fields,
        base_id=form.base_id,
        kept_at=clock.now(),
        number=secrets.randbelow(_MOST_DRAWN) + 1,
        window=form.window,
        # Whatever this window sends next is its own, though it may never learn the number.
        window_since=0,
        clashes=[],
    )
    copy = _lock(session, document_id, language, actor)
    if copy is None:
        # Another window threw it away between the two statements.
        raise Contended("the working copy was dropped meanwhile")
    return copy, is_new


def _is_current(copy: WorkingCopy, form: SentForm) -> bool:
    """Whether nobody but the form's own window has written since it was made.

    The window may not know the copy's number: an answer that never came had it.
    """
    is_own = bool(form.window) and form.window == copy.window and form.number >= copy.window_since
    return form.number == copy.number or is_own


def _put(
    session: Session,
    copy: WorkingCopy,
    form: SentForm,
    joined: JoinedFields,
    *,
    version: int = 0,
) -> Kept:
    """Keep joined fields as those of the window that sent the form."""
    sent = summarise_fields(form.fields)
    has_joined = summarise_fields(joined.value) != sent
    clashes = (Clash(each.path, each.mine, each.theirs, version) for each in joined.clashes)
    new = [clash for clash in map(asdict, clashes) if clash not in copy.clashes]
    if summarise_fields(copy.fields) != summarise_fields(joined.value) or new or version:
        copy.number += 1
    if has_joined:
        # What the window shows is older, until it is told.
        copy.window, copy.window_since = form.window, copy.number
    elif copy.window != form.window:
        copy.window, copy.window_since = form.window, form.number
    copy.fields, copy.kept_at = joined.value, clock.now()
    if new:
        copy.clashes = [*copy.clashes, *new]
    session.flush()
    return Kept(copy, has_joined, bool(new))


def _put_value(fields: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a path of a form's fields; None takes a part away."""
    name, _dot, rest = path.partition(".")
    holder = fields.get(name)
    if not rest:
        fields[name] = value
    elif isinstance(holder, dict):
        holder[rest] = value if value is not None else ""
    else:
        part_id, _dot, field = rest.partition(".")
        parts = holder or []
        at = next((at for at, part in enumerate(parts) if part.get("id") == part_id), None)
        if field:
            if at is not None:
                parts[at][field] = value
            return
        kept = [part for part in parts if part.get("id") != part_id]
        if value is not None:
            kept.insert(len(kept) if at is None else at, value)
        fields[name] = kept


def _lock(session: Session, document_id: UUID, language: str, actor: Actor) -> WorkingCopy | None:
    return session.get(
        WorkingCopy,
        (actor.account_id, document_id, language),
        with_for_update=True,
        populate_existing=True,
    )


def _demand_writing(
    session: Session, document_id: UUID, language: str, organisation_id: int, actor: Actor
) -> None:
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, actor, "document.write", document, language)
        return
    demand_writing(actor, organisation_id)
    others = select(WorkingCopy.account_id).where(
        WorkingCopy.document_id == document_id, WorkingCopy.account_id != actor.account_id
    )
    if session.scalar(others.limit(1)) is not None:
        raise Conflict("form_of_another")
