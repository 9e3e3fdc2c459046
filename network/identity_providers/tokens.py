"""Which tokens of a provider are believed: ID tokens (OpenID Connect Core 1.0, 3.1.3.7) and logout
tokens (Back-Channel Logout 1.0, 2.6). What is wrong is told by a code, and never what stood there.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from authlib.oidc.core.util import create_half_hash
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry, deserialize_compact

from network import clock
from network.identity_providers.identities import EmployerIdentity, LogoutNotice
from network.identity_providers.metadata import ProviderMetadata
from network.identity_providers.refusals import AnswerRefused, Reason
from network.provider_settings import TENANT, ProviderSettings

# Signed by a key that the provider alone has: never *none*, and never one that we know as well.
ALGORITHMS: Final[Mapping[str, type[RSAKey] | type[ECKey] | type[OKPKey]]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSAKey),
    **dict.fromkeys(("ES256", "ES384", "ES512"), ECKey),
    **dict.fromkeys(("EdDSA", "Ed25519"), OKPKey),
}
# So far, in seconds, clocks may differ.
SKEW: Final = 120
# So old, in seconds, a token may be that was asked for just now.
OLDEST: Final = 900
_LONGEST_TOKEN: Final = 32_000
_LONGEST_NAME: Final = 255
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"


def check_id_token(
    token: object,
    settings: ProviderSettings,
    keys: ProviderMetadata,
    *,
    nonce: str,
    access_token: object = None,
    max_age: int | None = None,
) -> EmployerIdentity:
    """Who an ID token says has signed in. Raises ``AnswerRefused``.

    ``max_age`` is how many seconds ago, at most, they are to have proved it, where that was asked.
    """
    header, claims = _read_signed(token, keys, types=("jwt",))
    issuer = _check_issuer(claims, settings)
    subject = _check_name(claims, "sub", "subject_missing", "subject_unusable")
    _check_audience(claims, settings)
    now = _check_times(claims)
    given = claims.get("nonce")
    if given is None:
        raise AnswerRefused("nonce_missing")
    if not isinstance(given, str) or not _is_same(given, nonce):
        raise AnswerRefused("nonce_other")
    _check_access_token(claims, access_token, str(header["alg"]))
    if settings.acr:
        if "acr" not in claims:
            raise AnswerRefused("assurance_missing")
        if claims["acr"] not in settings.acr:
            raise AnswerRefused("assurance_other")
    if max_age is not None:
        proved = _number(claims.get("auth_time"))
        if proved is None or not now - max_age - SKEW <= proved <= now + SKEW:
            raise AnswerRefused("signed_in_long_ago")
    return EmployerIdentity(settings.name, issuer, subject, _check_session(claims))


def check_logout_token(
    token: object, settings: ProviderSettings, keys: ProviderMetadata
) -> LogoutNotice:
    """What a logout token says has ended. Raises ``AnswerRefused``. That it is taken once is for
    whoever keeps what was taken."""
    _, claims = _read_signed(token, keys, types=("jwt", "logout+jwt"))
    issuer = _check_issuer(claims, settings)
    _check_audience(claims, settings)
    _check_times(claims)
    if "nonce" in claims:
        raise AnswerRefused("nonce_given")
    events = claims.get("events")
    if events is None:
        raise AnswerRefused("events_missing")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise AnswerRefused("events_other")
    token_id = _check_name(claims, "jti", "token_id_missing", "token_id_missing")
    subject = ""
    if claims.get("sub") is not None:
        subject = _check_name(claims, "sub", "subject_missing", "subject_unusable")
    session = _check_session(claims)
    if not subject and not session:
        raise AnswerRefused("nobody_named")
    return LogoutNotice(issuer, subject, session, token_id)


def _read_signed(
    token: object, keys: ProviderMetadata, *, types: tuple[str, ...]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The header and the claims of a token that a key of the provider signed."""
    if not isinstance(token, str) or not token.isascii():
        raise AnswerRefused("token_no_jwt")
    if len(token) > _LONGEST_TOKEN:
        raise AnswerRefused("token_too_large")
    if token.count(".") == 4:
        raise AnswerRefused("token_encrypted")
    if token.count(".") != 2:
        raise AnswerRefused("token_no_jwt")
    header = _read_object(token.partition(".")[0], "token_no_jwt")
    algorithm, key_id = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise AnswerRefused("token_algorithm")
    # Nothing that a token might demand of us is understood here.
    if "crit" in header or "enc" in header:
        raise AnswerRefused("token_critical_header")
    kind = header.get("typ", "jwt")
    if not isinstance(kind, str) or kind.casefold().removeprefix("application/") not in types:
        raise AnswerRefused("token_type_other")
    if key_id is not None and not isinstance(key_id, str):
        raise AnswerRefused("token_no_jwt")
    key = _choose_key(keys.find_keys(key_id), str(algorithm))
    registry = JWSRegistry(algorithms=[str(algorithm)], strict_check_header=False)
    registry.max_header_length = _LONGEST_TOKEN
    try:
        deserialize_compact(token, key, registry=registry)
    # A token can be so made that reading it fails in another way than by the library's own errors.
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise AnswerRefused("signature_wrong") from None
    return header, _read_object(token.split(".")[1], "claims_no_object")


def _choose_key(found: Sequence[Mapping[str, Any]], algorithm: str) -> Key:
    """The one key of these that is for this algorithm and for signing."""
    key_class = ALGORITHMS[algorithm]
    of_kind = [key for key in found if key.get("kty") == key_class.key_type]
    for_signing = [
        key
        for key in of_kind
        if key.get("use", "sig") == "sig"
        and "verify" in (key.get("key_ops") or ["verify"])
        and key.get("alg", algorithm) == algorithm
    ]
    if not of_kind:
        raise AnswerRefused("key_unknown")
    if not for_signing:
        raise AnswerRefused("key_for_other_use")
    # A token that names no key may be of the only one alone.
    if len(for_signing) > 1:
        raise AnswerRefused("key_unknown")
    try:
        # What is private in it, which nobody should publish, is not taken along.
        public = {
            name: for_signing[0][name]
            for name in ("kty", "n", "e", "crv", "x", "y")
            if name in for_signing[0]
        }
        return key_class.import_key(cast(Any, public))
    except (JoseError, ValueError, TypeError, KeyError):
        raise AnswerRefused("keys_unreadable") from None


def _read_object(part: str, reason: Reason) -> Mapping[str, Any]:
    """The JSON object of a part of a token. Raises ``AnswerRefused``; as well where a name stands
    twice, of which every reader would take another."""

    def make(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) != len(pairs):
            raise AnswerRefused("claim_twice")
        return values

    try:
        text = urlsafe_b64decode(part + "=" * (-len(part) % 4))
        value = json.loads(text, object_pairs_hook=make)
    except (NotBase64, ValueError, RecursionError):
        raise AnswerRefused(reason) from None
    if not isinstance(value, dict):
        raise AnswerRefused(reason)
    return value


def _check_issuer(claims: Mapping[str, Any], settings: ProviderSettings) -> str:
    issuer = claims.get("iss")
    if issuer is None:
        raise AnswerRefused("issuer_missing")
    if isinstance(issuer, str) and issuer in settings.issuers:
        tenant = claims.get("tid")
        if TENANT in settings.issuer and issuer != settings.issuer.replace(TENANT, str(tenant)):
            raise AnswerRefused("tenant_other")
        return issuer
    if isinstance(issuer, str) and TENANT in settings.issuer:
        before, _, after = settings.issuer.partition(TENANT)
        if issuer.startswith(before) and issuer.endswith(after):
            raise AnswerRefused("tenant_other")
    raise AnswerRefused("issuer_other")


def _check_audience(claims: Mapping[str, Any], settings: ProviderSettings) -> None:
    """That the token is for this site and nobody else: we know of no other that we would trust."""
    audience = claims.get("aud")
    if audience is None:
        raise AnswerRefused("audience_missing")
    audiences = audience if isinstance(audience, list) else [audience]
    if settings.client_id not in audiences:
        raise AnswerRefused("audience_other")
    if len(audiences) > 1:
        raise AnswerRefused("audience_several")
    if claims.get("azp", settings.client_id) != settings.client_id:
        raise AnswerRefused("party_other")


def _check_times(claims: Mapping[str, Any]) -> float:
    """That the token is of now; what is compared as *not* within is refused, as a NaN is not."""
    now = clock.now().timestamp()
    expires, issued = _number(claims.get("exp")), _number(claims.get("iat"))
    if expires is None:
        raise AnswerRefused("expiry_missing")
    if not expires > now - SKEW:
        raise AnswerRefused("expired")
    if issued is None:
        raise AnswerRefused("issued_missing")
    if not issued <= now + SKEW:
        raise AnswerRefused("issued_in_future")
    if not issued >= now - OLDEST:
        raise AnswerRefused("issued_long_ago")
    if "nbf" in claims:
        begins = _number(claims["nbf"])
        if begins is None or not begins <= now + SKEW:
            raise AnswerRefused("not_yet_valid")
    return now


def _check_access_token(claims: Mapping[str, Any], access_token: object, algorithm: str) -> None:
    """That the access token beside it is the one that it was made with, where it says which."""
    if "at_hash" not in claims:
        return
    given = claims["at_hash"]
    name = "EdDSA" if algorithm == "Ed25519" else algorithm
    made = create_half_hash(access_token, name) if isinstance(access_token, str) else b""
    if not isinstance(given, str) or not made or not _is_same(given, made.decode()):
        raise AnswerRefused("access_token_other")


def _check_name(claims: Mapping[str, Any], name: str, missing: Reason, wrong: Reason) -> str:
    value = claims.get(name)
    if value is None:
        raise AnswerRefused(missing)
    if (
        not isinstance(value, str)
        or not 0 < len(value) <= _LONGEST_NAME
        or not value.isascii()
        or not value.isprintable()
        or value != value.strip()
    ):
        raise AnswerRefused(wrong)
    return value


def _check_session(claims: Mapping[str, Any]) -> str:
    if claims.get("sid") is None:
        return ""
    return _check_name(claims, "sid", "session_unusable", "session_unusable")


def _number(value: object) -> float | None:
    """A number of seconds; a truth value is none, though Python counts it as one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def _is_same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
