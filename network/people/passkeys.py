"""Passkeys (WebAuthn) as a second factor, beside the app that makes codes.

Whoever has one confirms with it where the browser can; whoever cannot types a code. The challenge
that a passkey signs is drawn here and taken once, and what it signs names the site, so that no
other site can ask for it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from network import clock
from network.errors import Conflict, Invalid, NotFound
from network.people.accounts import get_account
from network.people.events import record_event
from network.people.second_factors import has_second_factor
from network.people.spent_tokens import spend
from network.people.tables import Passkey
from network.public_words import read_words

MOST: Final = 10
NAME_LENGTH: Final = 100
# In characters: the largest that browsers send is some 5,000.
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """The site as passkeys know it, by its public address."""

    public_url: str

    @property
    def host(self) -> str:
        """What a passkey belongs to."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def origin(self) -> str:
        """What the browser signs as the page that asked."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"


def read_passkeys(session: Session, account_id: UUID) -> Sequence[Passkey]:
    """The account's passkeys, the oldest first. One query."""
    return session.scalars(
        select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)
    ).all()


def ask_for_new(session: Session, account_id: UUID, place: Place, challenge: str) -> str:
    """What a browser is asked to make a passkey by, as JSON. Two queries."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    account = get_account(session, account_id)
    options = generate_registration_options(
        rp_id=place.host,
        rp_name="Grannar",
        user_id=account.id.bytes,
        user_name=account.email or account.name,
        user_display_name=account.name,
        challenge=_decode(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=_decode(passkey.credential_id))
            for passkey in read_passkeys(session, account_id)
        ],
    )
    return str(options_to_json(options))


def ask_for_known(session: Session, account_id: UUID, place: Place, challenge: str) -> str:
    """What a browser is asked to use one of the account's passkeys by, as JSON; "" where it has
    none. One query."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    passkeys = read_passkeys(session, account_id)
    if not passkeys:
        return ""
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=_decode(challenge),
        allow_credentials=[
            PublicKeyCredentialDescriptor(id=_decode(passkey.credential_id)) for passkey in passkeys
        ],
    )
    return str(options_to_json(options))


def add_passkey(
    session: Session, account_id: UUID, name: str, sent: str, place: Place, challenge: str
) -> None:
    """Let a passkey be the account's second factor too.

    Raises ``Invalid`` for a name that cannot be one, and for what no passkey answered to the
    challenge (field ``credential``); ``Conflict`` (*app_first*) without an app,
    and where there are too many.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    name, faults = read_words(name, "name", is_line=True, longest=NAME_LENGTH)
    if faults:
        raise Invalid(faults)
    if not has_second_factor(session, account_id):
        raise Conflict("app_first")
    if len(read_passkeys(session, account_id)) >= MOST:
        raise Conflict("too_many_passkeys", most=MOST)
    if not challenge or not spend(session, "passkey", challenge):
        raise Invalid.in_field("unusable", "credential")
    try:
        made = verify_registration_response(
            credential=_read(sent),
            expected_challenge=_decode(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    # What the library makes of what is no answer at all.
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise Invalid.in_field("unusable", "credential") from None
    session.add(
        Passkey(
            account_id=account_id,
            credential_id=_encode(made.credential_id),
            public_key=_encode(made.credential_public_key),
            sign_count=made.sign_count,
            name=name,
            since=clock.now(),
        )
    )
    session.flush()
    record_event(session, account_id, "passkey_added", account_id)


def check_passkey(
    session: Session, account_id: UUID, sent: str, place: Place, challenge: str
) -> bool:
    """Whether one of the account's passkeys has signed the challenge, which is taken by that. The
    transaction is to be committed in any case."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    if not challenge or not spend(session, "passkey", challenge):
        return False
    try:
        answer = _read(sent)
        named = _encode(_decode(str(answer["id"])))
        passkey = session.scalar(
            select(Passkey)
            .where(Passkey.account_id == account_id, Passkey.credential_id == named)
            .with_for_update()
        )
        if passkey is None:
            return False
        proved = verify_authentication_response(
            credential=answer,
            expected_challenge=_decode(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=_decode(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        return False
    session.execute(
        update(Passkey)
        .where(Passkey.id == passkey.id)
        .values(sign_count=proved.new_sign_count, used_at=clock.now())
    )
    return True


def remove_passkey(session: Session, account_id: UUID, passkey_id: int) -> None:
    """Take one of the account's passkeys away; the app stays. Raises ``NotFound`` for anybody
    else's."""
    passkey = session.get(Passkey, passkey_id)
    if passkey is None or passkey.account_id != account_id:
        raise NotFound(str(passkey_id))
    session.execute(delete(Passkey).where(Passkey.id == passkey_id))
    record_event(session, account_id, "passkey_removed", account_id)


def _read(sent: str) -> dict[str, Any]:
    if len(sent) > _LONGEST:
        raise ValueError("too long")
    answer = json.loads(sent)
    if not isinstance(answer, dict):
        raise ValueError("no object")
    return answer


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError) as problem:
        raise ValueError("no base64url") from problem
