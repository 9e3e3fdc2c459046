"""The addresses at which drafts are handed in and read again, with an access token alone.

A cookie is never looked at here: no page of another site can act for whoever is signed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from flask import Blueprint, Flask, Response, request
from sqlalchemy.orm import Session

from network.api import models
from network.api.answers import (
    Refusal,
    answer_value,
    init_refusals,
    make_href,
    make_next,
    make_page_url,
    read_parameters,
)
from network.api.cursors import make_scope, read_place, write_place
from network.api.drafts.bodies import describe_faults, read_content
from network.api.drafts.warnings import list_warnings
from network.api.operations import PREFIX, WRITING
from network.api.queries import NoParameters, Paged
from network.db import set_lock_timeout
from network.documents.handed_in import (
    DraftDeleted,
    HandedIn,
    hand_in,
    list_handed_in,
    read_handed_in,
    replace_handed_in,
)
from network.entries.listing import Place
from network.errors import Conflict, Contended, Invalid, NotAllowed, NotFound, Unavailable
from network.organisations.queries import find_organisation
from network.people.actors import Actor, read_actor
from network.people.api_tokens import (
    PATTERN,
    find_token,
    is_use_to_be_noted,
    note_token_used,
)
from network.people.tables import ApiToken
from network.site import get_site
from network.web.attempts import commit_action
from network.web.authentication import csrf
from network.web.problem_answers import answer_problem
from network.web.problems import Problem
from network.web.refusals import describe_conflict
from network.web.translation import gettext as _

_Value = TypeVar("_Value")
_BEARER: Final = re.compile(rf"Bearer +({PATTERN}) *", re.ASCII | re.IGNORECASE)
_KEY: Final = re.compile(r'"?([!#-~]{1,100})"?', re.ASCII)
_ETAG: Final = re.compile(r'"([0-9a-f]{32})"')
_PATH = "/organisations/{}/drafts"


def list_drafts(organisation: str) -> Response:
    """The drafts that the token handed in, a page of them."""
    asked = read_parameters(Paged)
    path = _PATH.format(organisation)
    scope = make_scope(path, asked)
    after = read_place(asked.cursor, scope) if asked.cursor is not None else None
    place = (after.published_at, after.id) if after is not None else None

    def look(session: Session, token: ApiToken, actor: Actor) -> list[HandedIn]:
        return list(list_handed_in(session, token, place, asked.limit + 1, actor=actor))

    found = _read(organisation, look)
    shown = found[: asked.limit]
    cursor = (
        write_place(Place(shown[-1].made_at, shown[-1].document.id), scope)
        if len(found) > asked.limit
        else None
    )
    following = make_next(path, asked, cursor=cursor) if cursor else None
    page = models.DraftPage(
        next=following,
        next_cursor=cursor,
        items=tuple(models.Draft(**_facts(draft, organisation)) for draft in shown),
    )
    return answer_value(page, next_page=following)


def create_draft(organisation: str) -> Response:
    """Make a draft of what is sent: 201, or 200 where its key made it before."""
    read_parameters(NoParameters)
    _demand_token(organisation)
    key = _read_key()
    content = read_content()

    def action(session: Session) -> tuple[HandedIn, bool]:
        token, actor = _use_token(session, organisation)
        note_token_used(session, token.id)
        return hand_in(session, token, content, key=key, actor=actor)

    draft, is_new = commit_action(action)
    answer = _answer(draft, organisation, 201 if is_new else 200)
    answer.headers["Location"] = f"{PREFIX}{_PATH.format(organisation)}/{draft.document.id}"
    return answer


def read_draft(organisation: str, draft: UUID) -> Response:
    """A draft that the token handed in, as it is now."""
    read_parameters(NoParameters)
    found = _read(
        organisation,
        lambda session, token, actor: read_handed_in(session, token, draft, actor=actor),
    )
    if request.if_none_match.contains_weak(found.etag):
        answer = Response(status=304)
        answer.set_etag(found.etag)
        return answer
    return _answer(found, organisation)


def replace_draft(organisation: str, draft: UUID) -> Response:
    """Add a version to a draft that the token handed in, after the one that is named."""
    read_parameters(NoParameters)
    _demand_token(organisation)
    etag = _read_etag()
    content = read_content()

    def action(session: Session) -> HandedIn:
        token, actor = _use_token(session, organisation)
        note_token_used(session, token.id)
        return replace_handed_in(session, token, draft, content, etag, actor)

    return _answer(commit_action(action), organisation)


def _use_token(session: Session, organisation: str) -> tuple[ApiToken, Actor]:
    """The token of this request, and its maker as they are now. Raises ``Refusal``."""
    given = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    token = find_token(session, given[1]) if given else None
    if token is None:
        raise Refusal(_unauthorized(is_sent=bool(request.headers.get("Authorization"))))
    body = find_organisation(session, organisation[:100])
    if body is None or body.id != token.organisation_id:
        raise Refusal(Problem("forbidden"))
    return token, read_actor(session, token.account_id)


def _demand_token(organisation: str) -> None:
    """Refuse who has no token before anything that they sent is read."""
    with get_site().database.reading() as session:
        token, actor = _use_token(session, organisation)
        if not actor.writes_for(token.organisation_id):
            raise NotAllowed("document.write")


def _read(organisation: str, look: Callable[[Session, ApiToken, Actor], _Value]) -> _Value:
    """What ``look`` reads with the token of this request, whose use is written down now and
    then."""
    database = get_site().database
    with database.reading() as session:
        token, actor = _use_token(session, organisation)
        value = look(session, token, actor)
        token_id, is_to_be_noted = token.id, is_use_to_be_noted(token)
    if is_to_be_noted:
        # Not waited for: whoever reads is not to be held up by who writes.
        with (
            suppress(Unavailable, Contended),
            set_lock_timeout(0),
            database.transaction() as session,
        ):
            note_token_used(session, token_id)
    return value


def _unauthorized(*, is_sent: bool) -> Problem:
    """That no token was sent, or one that does not work; what was sent as something else is none.

    https://www.rfc-editor.org/rfc/rfc6750#section-3
    """
    challenge = 'Bearer realm="Grannar"'
    if not is_sent:
        return Problem("unauthorized", headers=[("WWW-Authenticate", challenge)])
    challenge += ', error="invalid_token"'
    return Problem("invalid-token", headers=[("WWW-Authenticate", challenge)])


def _read_key() -> str:
    """The idempotency key of this request, "" where there is none; as it is or in quotation marks.

    https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
    """
    written = request.headers.get("Idempotency-Key")
    if written is None:
        return ""
    key = _KEY.fullmatch(written)
    if key is None:
        told = _(
            "The header Idempotency-Key may have 1 to 100 letters, digits and signs, no spaces."
        )
        raise Refusal(Problem("invalid-request", told))
    return key[1]


def _read_etag() -> str:
    written = request.headers.get("If-Match", "")
    if not written:
        raise Refusal(Problem("precondition-required"))
    etag = _ETAG.fullmatch(written)
    if etag is None and written.startswith(("*", "W/", '"')):
        raise Refusal(Problem("precondition-failed"))
    if etag is None:
        told = _("The header If-Match has the ETag as it was given, quotation marks included.")
        raise Refusal(Problem("invalid-request", told))
    return etag[1]


def _facts(draft: HandedIn, organisation: str) -> dict[str, Any]:
    return {
        "id": draft.document.id,
        "organisation": organisation,
        "kind": draft.document.kind,
        "language": draft.document.language,
        "title": draft.content.title,
        "state": cast(Any, draft.state),
        "version": draft.revision.number,
        "etag": f'"{draft.etag}"',
        "made_at": draft.made_at,
        "revised_at": draft.revision.made_at,
        "href": make_href(f"{_PATH.format(organisation)}/{draft.document.id}"),
        "desk": make_page_url(f"desk/documents/{draft.document.id}", draft.document.language),
    }


def _answer(draft: HandedIn, organisation: str, status: int = 200) -> Response:
    with get_site().database.reading() as session:
        warnings = list_warnings(session, draft)
    value = models.WholeDraft(
        **_facts(draft, organisation), content=draft.content, warnings=warnings
    )
    answer = answer_value(value, status=status)
    answer.set_etag(draft.etag)
    answer.headers["Vary"] = "Authorization, Accept-Language"
    return answer


def _init_problems(blueprint: Blueprint) -> None:
    @blueprint.errorhandler(NotAllowed)
    def _forbidden(_problem: NotAllowed) -> Response:
        return answer_problem(Problem("forbidden"))

    @blueprint.errorhandler(DraftDeleted)
    def _gone(_problem: DraftDeleted) -> Response:
        return answer_problem(Problem("withdrawn"))

    @blueprint.errorhandler(NotFound)
    def _nothing(_problem: NotFound) -> Response:
        return answer_problem(Problem("not-found"))

    @blueprint.errorhandler(Invalid)
    def _invalid(problem: Invalid) -> Response:
        return answer_problem(Problem("invalid-content", errors=describe_faults(problem.faults)))

    @blueprint.errorhandler(Conflict)
    def _conflict(problem: Conflict) -> Response:
        match problem.code:
            case "newer_revision":
                return answer_problem(Problem("precondition-failed"))
            case "key_used_otherwise":
                return answer_problem(Problem("key-used-otherwise"))
        return answer_problem(Problem("conflict", describe_conflict(problem)))


VIEWS: Final[Mapping[str, Callable[..., Response]]] = {
    "listDrafts": list_drafts,
    "createDraft": create_draft,
    "readDraft": read_draft,
    "replaceDraft": replace_draft,
}


def init_drafts(app: Flask) -> None:
    """Put the addresses beside those that anybody may read."""
    blueprint = Blueprint("api_drafts", __name__)
    for operation in WRITING:
        blueprint.add_url_rule(
            PREFIX + operation.rule,
            view_func=VIEWS[operation.id],
            methods=(operation.method.upper(),),
        )
    init_refusals(blueprint)
    _init_problems(blueprint)
    app.register_blueprint(blueprint)
    # Programs have no form of ours, and no cookie is looked at.
    csrf.exempt(blueprint)
