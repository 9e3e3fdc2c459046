"""Signing in at the employer's identity provider: the way there, and what came back.

What is to be remembered meanwhile lies in the browser's session, under the state that the provider
brings back: whoever comes with another browser's answer has none of it. The state is taken once.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from flask import flash, g, redirect, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.errors import NotFound
from network.identity_providers.identities import EmployerIdentity
from network.identity_providers.refusals import AnswerRefused
from network.interface_languages import INTERFACE_LANGUAGES
from network.metrics import count_employer_answer
from network.people.identities import find_identity, link_identity, note_used
from network.people.sign_ins import note_proof
from network.people.signing_in import Attempt, accept_by_employer, enter_by_employer
from network.people.spent_tokens import spend
from network.site import get_site
from network.web.account.sign_in import make_page
from network.web.account.unfinished import lead_on
from network.web.attempts import Done, attempt, commit_action, redirect_with_message
from network.web.authentication import describe_browser, find_current_sign_in, get_origin
from network.web.safe_redirect import choose_safe_redirect
from network.web.translation import gettext as _

logger = logging.getLogger(__name__)

Purpose = Literal["sign_in", "invitation", "link", "prove"]

# Where the session keeps the ways that were begun, and how many: as many windows as somebody has.
_WAYS: Final = "employer"
_MOST: Final = 3
# In seconds: so long somebody may take at the provider.
_LASTS: Final = 600
# Of a person who is asked to prove anew who they are, at most so long ago, in seconds.
_PROOF: Final = 300


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to a provider and back, as the session keeps it."""

    provider: str
    nonce: str
    verifier: str
    purpose: Purpose
    # Where somebody wanted to go, or the secret of their invitation.
    wanted: str
    ui: str
    at: int
    # The sign-in of who links an identity with their account, 0 where nobody is signed in.
    sign_in_id: int


def depart(provider: str) -> Response:
    """Lead to the provider's page of signing in."""
    known = get_site().providers.get(provider)
    if known is None:
        raise NotFound(provider)
    login = find_current_sign_in()
    purpose = _read_purpose(is_signed_in=login is not None)
    if purpose in ("link", "prove") and login is None:
        return redirect(url_for("account.sign_in", next=url_for("account.ways_in")), 303)
    if purpose == "link" and login is not None and not login.is_proved_lately:
        return redirect(url_for("account.ways_in"), 303)
    if purpose == "sign_in" and login is not None:
        return redirect(choose_safe_redirect(request.args.get("next"), url_for("desk.home")), 303)
    try:
        departure = known.depart(_callback(provider), g.ui, is_proof=purpose == "prove")
    except AnswerRefused as refused:
        return _refuse(provider, refused, purpose)
    if purpose == "invitation":
        wanted = request.args.get("invitation", "")[:100]
    else:
        wanted = choose_safe_redirect(request.args.get("next"), "")
    ways = _read_ways()
    ways[departure.state] = [
        provider,
        departure.nonce,
        departure.verifier,
        purpose,
        wanted,
        g.ui,
        int(clock.now().timestamp()),
        login.sign_in_id if login is not None else 0,
    ]
    session[_WAYS] = dict(list(ways.items())[-_MOST:])
    return redirect(departure.address, 303)


def arrive(provider: str) -> Response:
    """What the browser came back with from the provider: somebody who signs in, or a sentence."""
    known = get_site().providers.get(provider)
    if known is None:
        raise NotFound(provider)
    try:
        way = _take_way(provider)
    except AnswerRefused as refused:
        return _refuse(provider, refused, "sign_in")
    g.ui = way.ui
    try:
        identity = known.arrive(
            dict(request.args.lists()),
            _callback(provider),
            nonce=way.nonce,
            verifier=way.verifier,
            max_age=_PROOF if way.purpose == "prove" else None,
        )
    except AnswerRefused as refused:
        return _refuse(provider, refused, way.purpose)
    match way.purpose:
        case "invitation":
            return _accept(identity, way.wanted)
        case "link":
            return _link(identity, way.sign_in_id)
        case "prove":
            return _prove(identity, way.sign_in_id)
    return _sign_in(identity, way.wanted)


def _sign_in(identity: EmployerIdentity, wanted: str) -> Response:
    browser, origin = describe_browser(request.user_agent.string), get_origin()
    entered: Attempt = commit_action(
        lambda session: enter_by_employer(session, identity, browser, origin)
    )
    if not entered.secret:
        _note(identity.provider, "identity_unknown")
        return make_page(
            _(
                "%(provider)s knows you, but no account here belongs to you there. Accounts are "
                "given by invitation: ask who administers Grannar. If you have a password here, "
                "sign in with it, and connect %(provider)s on your account.",
                provider=_name(identity.provider),
            ),
            code=403,
        )
    _note(identity.provider, "signed_in")
    return lead_on(entered.secret, wanted)


def _accept(identity: EmployerIdentity, secret: str) -> Response:
    browser, origin = describe_browser(request.user_agent.string), get_origin()
    outcome = attempt(
        lambda session: accept_by_employer(session, secret, identity, browser, origin)
    )
    if not isinstance(outcome, Done):
        _note(identity.provider, "identity_taken")
        return make_page(outcome.sentence, code=outcome.status)
    if outcome.value is None:
        _note(identity.provider, "invitation_gone")
        return make_page(
            _("The invitation works no more. Ask who invited you for a new one."), code=410
        )
    _note(identity.provider, "signed_in")
    return lead_on(outcome.value.secret, "")


def _link(identity: EmployerIdentity, sign_in_id: int) -> Response:
    login = find_current_sign_in()
    if login is None or login.sign_in_id != sign_in_id or not login.is_proved_lately:
        return _refuse(identity.provider, AnswerRefused("state_unknown"), "link")
    account_id = login.account.id
    outcome = attempt(lambda session: link_identity(session, account_id, identity))
    if not isinstance(outcome, Done):
        _note(identity.provider, "identity_taken")
        flash(outcome.sentence, "problem")
        return redirect(url_for("account.ways_in"), 303)
    _note(identity.provider, "linked")
    return redirect_with_message(
        _("From now on you can sign in with %(provider)s.", provider=_name(identity.provider)),
        url_for("account.ways_in"),
    )


def _prove(identity: EmployerIdentity, sign_in_id: int) -> Response:
    login = find_current_sign_in()
    if login is None or login.sign_in_id != sign_in_id:
        return _refuse(identity.provider, AnswerRefused("state_unknown"), "prove")
    account_id = login.account.id

    def action(session: Session) -> bool:
        linked = find_identity(session, identity)
        if linked is None or linked.account_id != account_id:
            return False
        note_used(session, linked)
        note_proof(session, sign_in_id, is_strong=True)
        return True

    if not commit_action(action):
        _note(identity.provider, "identity_unknown")
        flash(
            _(
                "You signed in to %(provider)s as somebody who does not belong to this account.",
                provider=_name(identity.provider),
            ),
            "problem",
        )
    return redirect(url_for("account.ways_in"), 303)


def _read_purpose(*, is_signed_in: bool) -> Purpose:
    asked = request.args.get("do", "")
    if asked in ("link", "prove"):
        return cast(Purpose, asked)
    return "invitation" if request.args.get("invitation") and not is_signed_in else "sign_in"


def _read_ways() -> dict[str, list[Any]]:
    kept = session.get(_WAYS)
    return dict(kept) if isinstance(kept, dict) else {}


def _take_way(provider: str) -> _Way:
    """The way that this browser began with the state that it comes back with; it is taken once, by
    whichever process. Raises ``AnswerRefused``."""
    states = request.args.getlist("state")
    if not states:
        raise AnswerRefused("state_missing")
    if len(states) > 1:
        raise AnswerRefused("parameter_twice")
    ways = _read_ways()
    kept = ways.pop(states[0], None)
    if kept is None:
        raise AnswerRefused("state_unknown")
    session[_WAYS] = ways
    way = _Way(*kept)
    if way.ui in INTERFACE_LANGUAGES:
        g.ui = way.ui
    # Another provider's answer in this one's place (mix-up).
    if not secrets.compare_digest(way.provider, provider):
        raise AnswerRefused("state_unknown")
    if not 0 <= clock.now().timestamp() - way.at <= _LASTS:
        raise AnswerRefused("state_expired")
    if not commit_action(lambda session: spend(session, "state", states[0])):
        raise AnswerRefused("state_used")
    return way


def _callback(provider: str) -> str:
    """The address that the provider knows as ours: from the settings, never from what a request
    calls us."""
    return get_site().settings.public_url + url_for("account.arrive", provider=provider)


def _name(provider: str) -> str:
    """What people call a provider."""
    return get_site().providers[provider].settings.label


def _note(provider: str, outcome: str) -> None:
    """Count what became of an answer, and write a line where it signs nobody in."""
    count_employer_answer(provider, outcome)
    if outcome not in ("signed_in", "linked"):
        logger.warning(
            "an employer's answer signs nobody in",
            extra={"told": {"provider": provider, "refused": outcome}},
        )


def _refuse(provider: str, refused: AnswerRefused, purpose: Purpose) -> Response:
    """Say why nobody is signed in, and what to do: on the page that it was begun from."""
    _note(provider, refused.reason)
    sentence, status = _describe(provider, refused)
    if purpose in ("link", "prove") and find_current_sign_in() is not None:
        flash(sentence, "problem")
        return redirect(url_for("account.ways_in"), 303)
    return make_page(sentence, code=status)


def _describe(provider: str, refused: AnswerRefused) -> tuple[str, int]:
    name = _name(provider)
    sentences: Mapping[str, tuple[str, int]] = {
        "away": (
            _(
                "%(provider)s cannot be reached just now. Try again in a minute, or sign in in "
                "another way.",
                provider=name,
            ),
            503,
        ),
        "denied": (
            _(
                "The sign-in at %(provider)s was broken off, so you are not signed in. Try again, "
                "or ask your employer whether you may use Grannar with it.",
                provider=name,
            ),
            403,
        ),
        "stale": (
            _(
                "This sign-in was begun in another browser or too long ago, or has been used. "
                "Begin again from here."
            ),
            400,
        ),
        "tenant": (
            _(
                "Your employer is not among those who sign in here with %(provider)s. Ask who "
                "administers Grannar.",
                provider=name,
            ),
            403,
        ),
        "assurance": (
            _(
                "Grannar asks for a safer way of signing in at %(provider)s than the one that you "
                "chose. Try again, and choose another.",
                provider=name,
            ),
            403,
        ),
    }
    return sentences.get(
        refused.kind,
        (
            _(
                "The answer of %(provider)s cannot be trusted, so nobody was signed in. Try again; "
                "if it goes on, tell who administers Grannar.",
                provider=name,
            ),
            403,
        ),
    )
